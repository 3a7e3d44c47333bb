/** From the command line itself: the exit codes and the command reference of docs/cli.md. */
import { Writable } from 'node:stream';
import { EXIT_CODES } from '../../clients/cli/src/exit-codes.js';
import { buildProgram } from '../../clients/cli/src/main.js';
import { type Outputs, readSource, withPart } from './output.js';

type Command = ReturnType<typeof buildProgram>;

const PAGE = 'docs/cli.md';
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

export const cliPage = (): Outputs =>
  new Map([[PAGE, withPart(withPart(readSource(PAGE), 'exit-codes', exitCodes), 'commands', commands)]]);
