import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { EXIT_CODES } from '../exit-codes.js';
import { usageError } from '../failure.js';

/** `help`, with the topic `exit-codes`. */
export function registerHelp(program: Command, { action }: Cli): void {
  examples(
    program
      .command('help')
      .description('show help for a command, or for the topic exit-codes')
      .argument('[command...]', 'the command, or exit-codes'),
    ['concordat help task claim', 'concordat help exit-codes'],
  ).action(
    action(async ({ out }: Context, words: string[]) => {
      if (words.length === 1 && words[0] === 'exit-codes') {
        const rows = Object.entries(EXIT_CODES).map(([name, { code, meaning }]) => ({ code, name, meaning }));
        return out.answer(rows, () =>
          out.table(
            ['code', 'meaning'],
            rows.map(({ code, meaning }) => [code, meaning]),
          ),
        );
      }
      findCommand(program, words).outputHelp();
    }),
  );
}

function findCommand(program: Command, words: readonly string[]): Command {
  return words.reduce((parent, word) => {
    const found = parent.commands.find((command) => command.name() === word || command.aliases().includes(word));
    if (!found) throw usageError(`there is no command "${words.join(' ')}"`, 'see "concordat --help"');
    return found;
  }, program);
}
