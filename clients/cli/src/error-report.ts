import { ConcordatApiError } from '@concordat/client';
import { CommanderError } from 'commander';
import { EXIT_CODES, exitCodeOf } from './exit-codes.js';
import { failure, usageError } from './failure.js';
import { type Io, printable } from './output.js';

/**
 * Prints an error: `error: …` and `hint: …` on stderr, or the envelope on stdout when JSON is wanted.
 * @returns the exit code
 */
export function reportError(io: Io, error: unknown, json: boolean): number {
  // Commander has printed the help itself when a group was called without a command.
  if (error instanceof CommanderError && error.code === 'commander.help') return EXIT_CODES.USAGE.code;
  const known = asApiError(error);
  if (json) {
    // On one line, so that it is also a line of a stream of answers (`log --follow --json`).
    io.stdout.write(`${JSON.stringify(known.toJSON())}\n`);
  } else {
    io.stderr.write(`error: ${printable(known.message)}\n`);
    if (known.hint) io.stderr.write(`hint: ${printable(known.hint)}\n`);
  }
  return exitCodeOf(known.status, known.code);
}

function asApiError(error: unknown): ConcordatApiError {
  if (error instanceof ConcordatApiError) return error;
  if (error instanceof CommanderError) return ofCommander(error);
  const message = error instanceof Error ? error.message : String(error);
  return failure('FAILURE', message, 'if this should work, run "concordat doctor"');
}

/** Commander's message is `error: what`, with an optional second line that guesses what was meant. */
function ofCommander(error: CommanderError): ConcordatApiError {
  const [what = '', guess] = error.message.replace(/^error: /, '').split('\n');
  return usageError(what, guess?.replace(/^\(|\)$/g, '') ?? 'see "concordat --help"');
}
