/**
 * Writes everything that follows from another file: from `openapi.yaml` the document that the daemon serves and the types of its handlers
 * and of the TypeScript client; from the daemon's option table docs/configuration.md.
 * `node --import tsx scripts/generate.ts` writes, `--check` only says what differs and exits 1.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';
import { configurationPage } from '../daemon/src/config.ts';

const ROOT = new URL('../', import.meta.url);
const BANNER =
  '// Generated from openapi.yaml by scripts/generate.ts. Do not edit: change the contract and run it again.\n';
const fileUrl = (path: string): URL => new URL(path, ROOT);

const current = (path: string): string | undefined => {
  try {
    return readFileSync(fileUrl(path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

// A field with a default is still one that the caller may leave out, so defaults do not make fields required.
const types =
  BANNER + astToString(await openapiTypescript(fileUrl('openapi.yaml'), { defaultNonNullable: false, silent: true }));

// Parsing the YAML costs 0.3 s in a cold process, more than half of what the daemon may take to start: it gets the parsed document.
const document = parse(readFileSync(fileUrl('openapi.yaml'), 'utf8')) as unknown;

const outputs = new Map([
  ['daemon/src/contract/generated/openapi.ts', types],
  [
    'daemon/src/contract/generated/document.ts',
    `${BANNER}export const document: unknown = ${JSON.stringify(document, null, 2)};\n`,
  ],
  ['clients/typescript/src/generated/openapi.ts', types],
  ['docs/configuration.md', configurationPage()],
]);
const stale = [...outputs].filter(([path, text]) => current(path) !== text);

if (process.argv.includes('--check')) {
  for (const [path] of stale)
    console.error(`${path} is not what its source says: run "node --import tsx scripts/generate.ts"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(fileURLToPath(fileUrl(path))), { recursive: true });
    writeFileSync(fileUrl(path), text);
    console.log(`wrote ${path}`);
  }
}
