/**
 * Writes the exit codes and the command reference of docs/cli.md from the command line itself. The prose around them is written by hand.
 * `node --import tsx scripts/cli-reference.ts` writes, `--check` only says what differs and exits 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { EXIT_CODES } from '../clients/cli/src/exit-codes.js';
import { buildProgram } from '../clients/cli/src/main.js';

type Command = ReturnType<typeof buildProgram>;

const DOCUMENT = new URL('../docs/cli.md', import.meta.url);
/** Wide enough for most descriptions, narrow enough for a page. */
const HELP_WIDTH = 110;

let printed = '';
const page = new Writable({
  write: (chunk, _encoding, done) => {
    printed += String(chunk);
    done();
  },
});
const program = buildProgram({ stdin: process.stdin, stdout: page, stderr: page }, () => {});

/** What `--help` prints. The flags that all commands have are shown once, with the program. */
const helpOf = (command: Command): string => {
  printed = '';
  command.configureHelp({ helpWidth: HELP_WIDTH, showGlobalOptions: false });
  command.outputHelp();
  return printed.trim();
};

/** The same without what every command repeats. */
const shortHelpOf = (command: Command): string =>
  helpOf(command)
    .replace(/\n *-h, --help .*/, '')
    .replace(/\nOptions:(?=\n\n)/, '')
    .replace(/\n{2,}/g, '\n');

const section = (command: Command, path: string): string =>
  command.commands.length > 0
    ? command.commands.map((sub) => section(sub, `${path} ${sub.name()}`)).join('\n\n')
    : `### ${path}\n\`\`\`text\n${shortHelpOf(command)}\n\`\`\``;

const exitCodes = [
  '| code | meaning |',
  '| --- | --- |',
  ...Object.values(EXIT_CODES).map(({ code, meaning }) => `| ${code} | ${meaning} |`),
].join('\n');

const commands = [
  `\`\`\`text\n${helpOf(program)}\n\`\`\``,
  ...program.commands.map((command) => section(command, command.name())),
].join('\n\n');

/** Replaces what stands between `<!-- generated: name -->` and `<!-- end -->`. */
const withPart = (document: string, name: string, text: string): string => {
  const start = `<!-- generated: ${name} -->\n`;
  const from = document.indexOf(start);
  const to = document.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`docs/cli.md has no place for "${name}"`);
  return `${document.slice(0, from)}${start}\n${text}\n\n${document.slice(to)}`;
};

const before = readFileSync(DOCUMENT, 'utf8');
const after = withPart(withPart(before, 'exit-codes', exitCodes), 'commands', commands);
if (after !== before && process.argv.includes('--check')) {
  console.error('docs/cli.md does not follow the command line: run "node --import tsx scripts/cli-reference.ts"');
  process.exitCode = 1;
} else if (after !== before) {
  writeFileSync(DOCUMENT, after);
  console.log('wrote docs/cli.md');
}
