/**
 * Writes the tables of docs/errors.md and docs/configuration.md from the registries they describe. The prose around a
 * table is written by hand. `--check` only says what differs and exits 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { ERRORS } from '../daemon/src/errors.js';

const ROOT = new URL('../', import.meta.url);

/** Text for a table cell of Markdown. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const errors = table(
  ['code', 'status', 'what went wrong', 'what to do'],
  Object.entries(ERRORS).map(([code, { status, message, hint }]) => [`\`${code}\``, String(status), message, hint]),
);

/** Replaces what stands between `<!-- table: name -->` and `<!-- end -->`. */
const withTable = (document: string, name: string, text: string): string => {
  const start = `<!-- table: ${name} -->\n`;
  const from = document.indexOf(start);
  const to = document.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`there is no place for the table "${name}"`);
  return `${document.slice(0, from)}${start}\n${text}\n\n${document.slice(to)}`;
};

const DOCUMENTS: Record<string, Record<string, string>> = {
  'docs/errors.md': { errors },
};

for (const [path, tables] of Object.entries(DOCUMENTS)) {
  const url = new URL(path, ROOT);
  const before = readFileSync(url, 'utf8');
  const after = Object.entries(tables).reduce((text, [name, content]) => withTable(text, name, content), before);
  if (after === before) continue;
  if (process.argv.includes('--check')) {
    console.error(`${path} does not follow the code: run "npm run generate"`);
    process.exitCode = 1;
  } else {
    writeFileSync(url, after);
    console.log(`wrote ${path}`);
  }
}
