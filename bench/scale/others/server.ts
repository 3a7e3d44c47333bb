import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../../daemon/test/harness/index.js';

/** Where Debian puts what it does not put on the path. */
const POSTGRES = '/usr/lib/postgresql';

/** The file of a program, or null when this machine does not have it. */
export function programOf(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(':');
  if (existsSync(POSTGRES)) folders.push(...readdirSync(POSTGRES).map((version) => join(POSTGRES, version, 'bin')));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Users that a server runs as when this process is root, which PostgreSQL refuses to be. */
const USERS = ['postgres', 'nobody'];

/** Ids of a user that is not root; those of this process when it is not root either. */
export function plainUser(): { uid: number; gid: number } {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  if (uid !== 0) return { uid, gid };
  for (const user of USERS) {
    try {
      const id = (flag: string): number => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }).toString());
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next one then.
    }
  }
  return { uid, gid };
}

/** A server in a process of its own that ends with this one. */
export class Server {
  readonly #child: ChildProcess;
  readonly #errors: string[] = [];

  constructor(file: string, args: readonly string[], user: { uid: number; gid: number } | Record<string, never> = {}) {
    this.#child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], ...user });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#errors.push(text));
    process.on('exit', () => this.#child.kill('SIGKILL'));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when `serves` does; rejects with what the server said. */
  async serving(serves: () => Promise<unknown>): Promise<void> {
    try {
      await until(async () => (await serves(), true), { what: 'the server serves', deadline_ms: 20_000, every_ms: 50 });
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${this.#errors.join('').slice(-600)}`, { cause: error });
    }
  }

  /** @param signal what asks it to end at once and cleanly */
  async close(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    await gone;
  }
}
