import type { Command } from 'commander';
import { type Cli, type Context, examples } from '../context.js';
import { runAttached } from '../daemon-process.js';
import { wholeNumber } from '../values.js';

/** `bootstrap`. */
export function registerBootstrap(program: Command, { action }: Cli): void {
  examples(
    program
      .command('bootstrap')
      .description('run a bootstrap node of a private DHT until interrupted')
      .option('--host <address>', 'address that the other nodes reach it at (default: 127.0.0.1)')
      .option('--port <number>', 'UDP port, 0 for any free one (default: 49737)', wholeNumber('--port', 0, 65_535)),
    ['concordat bootstrap --host 192.0.2.7 --port 49737', 'concordat start --bootstrap 192.0.2.7:49737'],
  ).action(
    action(async (_context: Context, options: { host?: string; port?: number }) => {
      const args: string[] = [];
      if (options.host !== undefined) args.push('--host', options.host);
      if (options.port !== undefined) args.push('--port', String(options.port));
      return runAttached('bootstrap', args);
    }),
  );
}
