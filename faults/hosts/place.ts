import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a line of words where this process is, and answers what it printed. */
export async function here(line: string): Promise<string> {
  const [program = '', ...args] = line.split(' ');
  return (await execute(program, args)).stdout;
}

/** A network namespace without a name. A process holds it open that ends with this one, so nothing of it can stay behind. */
export class Place {
  readonly #holder: ChildProcess;

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  /** A new namespace with nothing in it but its loopback, which is up. */
  static async open(): Promise<Place> {
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'ip link set lo up && echo ready && exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [said] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'close')]);
    if (String(said).trim() !== 'ready') throw new Error('a network namespace could not be made');
    return new Place(holder);
  }

  get pid(): number {
    return this.#holder.pid as number;
  }

  /** Command that runs another one in here, with the same process id. */
  get within(): readonly string[] {
    return ['nsenter', `--net=/proc/${this.pid}/ns/net`];
  }

  /** Runs a line of words in here, and answers what it printed. */
  run(line: string): Promise<string> {
    return this.execute(...line.split(' '));
  }

  /** Runs a program in here, and answers what it printed. */
  async execute(...command: readonly string[]): Promise<string> {
    const [program = '', ...args] = [...this.within, ...command];
    const { stdout } = await execute(program, args);
    return stdout;
  }

  async close(): Promise<void> {
    const ended = once(this.#holder, 'close');
    this.#holder.stdin?.end();
    await ended;
  }
}
