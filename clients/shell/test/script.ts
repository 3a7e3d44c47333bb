import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

/** The script under test. */
export const SCRIPT = fileURLToPath(new URL('../concordat.sh', import.meta.url));

/** The shells that the script promises to run under, as command lines. */
export const SHELLS = ['dash', 'busybox ash'] as const;

/** Is the command on this machine? */
export const isInstalled = (command: string): boolean =>
  spawnSync('which', [command], { stdio: 'ignore' }).status === 0;

/** Skips the test, loudly, when one of the commands is not on this machine; `scripts/test` counts it. */
export const needs = (context: TestContext, ...commands: readonly string[]): void => {
  const missing = commands.filter((command) => !isInstalled(command));
  if (missing.length === 0) return;
  const reason = `${missing.join(' and ')} is not installed (Debian: apt install ${missing.join(' ')})`;
  process.stdout.write(`SKIPPED: ${context.task.name}: ${reason}\n`);
  context.skip(reason);
};

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  readonly json: () => any;
}

/** How the script is started. */
export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
}

/** A place of its own for one test file: an empty home, and a temporary directory that must be empty after each call. */
export class Bench {
  readonly dir = mkdtempSync(join(tmpdir(), 'concordat-shell-'));
  readonly #running = new Set<ChildProcess>();

  /** Starts the script under `shell`, without waiting. */
  start(shell: string, args: readonly string[], { env = {} }: Start = {}): ChildProcess {
    const [command = '', ...first] = shell.split(' ');
    return this.spawn(command, [...first, SCRIPT, ...args], env);
  }

  /** Starts a command with an environment that names no daemon. */
  spawn(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const { PATH = '', CONCORDAT_TEST_RUN = '' } = process.env;
    const child = spawn(command, args, {
      cwd: this.dir,
      env: { PATH, CONCORDAT_TEST_RUN, HOME: this.dir, TMPDIR: this.dir, ...env },
    });
    this.#running.add(child);
    child.on('exit', () => this.#running.delete(child));
    return child;
  }

  /** Runs the script to its end. */
  run(shell: string, args: readonly string[], start: Start = {}): Promise<Ran> {
    return ended(this.start(shell, args, start), start.stdin);
  }

  /** Runs a text as a program of `shell`. */
  program(shell: string, text: string, env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const [command = '', ...first] = shell.split(' ');
    return ended(this.spawn(command, [...first, '-c', text], env));
  }

  /** Temporary files that a call of the script has left. */
  leftovers(): string[] {
    return readdirSync(this.dir).filter((name) => name.startsWith('concordat-sh.'));
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** Waits for the end of a child that was just started. */
export const ended = (child: ChildProcess, stdin: string | Buffer = ''): Promise<Ran> => {
  const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout?.on('data', (chunk: Buffer) => output.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.stderr.push(chunk));
  // A script that refuses its arguments does not read its input.
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const stdout = Buffer.concat(output.stdout).toString();
      resolve({ code, stdout, stderr: Buffer.concat(output.stderr).toString(), json: () => JSON.parse(stdout) });
    });
  });
};
