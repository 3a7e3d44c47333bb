import { PassThrough, Readable } from 'node:stream';
import { run } from '../src/main.js';

/** What a command line printed, and its exit code. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
  /** stdout as JSON. */
  json: () => any;
}

/** Runs a command line in this process, with no terminal, and `stdin` as its input. */
export async function runCli(args: readonly string[], stdin = ''): Promise<Ran> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const io = { stdin: Readable.from([Buffer.from(stdin)]), stdout, stderr };
  const code = await run(['node', 'concordat', ...args], io);
  const printed = { stdout: textOf(stdout), stderr: textOf(stderr) };
  return { code, ...printed, json: () => JSON.parse(printed.stdout) };
}

function textOf(stream: PassThrough): string {
  return stream.read()?.toString('utf8') ?? '';
}
