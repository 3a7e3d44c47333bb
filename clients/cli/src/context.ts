import { type ConcordatClient, type Pact, createClient, defaultDataDir } from '@concordat/client';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { failure, usageError } from './failure.js';
import { type Io, Output } from './output.js';

/** The flags that every command has. */
export interface GlobalFlags {
  pact?: string;
  json?: boolean;
  /** False with `--no-interactive`. */
  interactive: boolean;
  url?: string;
  tokenFile?: string;
  dataDir?: string;
}

/** What a command works with: where to print, which daemon, which pact. Nothing is opened before it is used. */
export class Context {
  readonly out: Output;
  readonly flags: GlobalFlags;
  #client: ConcordatClient | undefined;

  constructor(io: Io, flags: GlobalFlags) {
    this.flags = flags;
    this.out = new Output(io, { json: flags.json === true, interactive: flags.interactive });
  }

  /** The data directory, absolute: `--data-dir`, else CONCORDAT_DATA_DIR, else `~/.concordat`. */
  get dataDir(): string {
    return resolve(this.flags.dataDir ?? defaultDataDir());
  }

  /** An address was given, so the daemon is not this data directory's to start. */
  get daemonIsNamed(): boolean {
    return this.flags.url !== undefined || (this.flags.dataDir === undefined && Boolean(process.env.CONCORDAT_URL));
  }

  /** A pact was given, so the node's current one does not matter. */
  get pactIsNamed(): boolean {
    return Boolean(this.flags.pact ?? process.env.CONCORDAT_PACT);
  }

  /** The daemon that the flags, the environment or the data directory name. */
  get client(): ConcordatClient {
    this.#client ??= createClient({
      ...(this.flags.url === undefined ? {} : { url: this.flags.url }),
      ...(this.flags.dataDir === undefined ? {} : { dataDir: this.dataDir }),
      ...(this.flags.tokenFile === undefined ? {} : { token: readToken(this.flags.tokenFile) }),
    });
    return this.#client;
  }

  /** The pact to work in: `--pact`, else CONCORDAT_PACT, else the node's current one. */
  async pact(): Promise<Pact> {
    const named = this.flags.pact ?? process.env.CONCORDAT_PACT;
    if (named) return this.client.pact(named);
    const { current } = await this.out.progress('asking the daemon', this.client.pacts());
    if (current !== null) return this.client.pact(current);
    throw failure(
      'UNKNOWN_PACT',
      'this node has no pact yet',
      'create one with "concordat init", or join one with "concordat join <invite>"',
    );
  }
}

/** What runs when a command is given: its arguments, then its options. A number is the exit code; nothing means 0. */
export type Handler<Args extends unknown[]> = (context: Context, ...args: Args) => Promise<number | void>;

/** Given to each group of commands so that it can attach its handlers. */
export interface Cli {
  /** Turns a handler into what commander calls. */
  action<Args extends unknown[]>(handler: Handler<Args>): (...received: [...Args, Command]) => Promise<void>;
}

/** Makes the {@link Cli} whose handlers print to `io` and report their exit code to `onExitCode`. */
export function createCli(io: Io, onExitCode: (code: number) => void): Cli {
  return {
    action<Args extends unknown[]>(handler: Handler<Args>) {
      return async (...received: [...Args, Command]) => {
        // Commander appends the command itself to what the handler takes.
        const command = received.at(-1) as Command;
        const context = new Context(io, command.optsWithGlobals<GlobalFlags>());
        const code = await handler(context, ...(received.slice(0, -1) as Args));
        onExitCode(code ?? 0);
      };
    },
  };
}

/** Adds the examples that every command shows under its help. */
export function examples(command: Command, lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`);
}

function readToken(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch {
    throw usageError(`the token file ${path} cannot be read`, 'give the path of a file that holds the token alone');
  }
  if (/^[0-9a-f]{64}$/i.test(text)) return text;
  throw usageError(`${path} does not hold a token`, 'it must hold 64 hex characters and nothing else');
}
