/** A shell at the root of the project with a home of its own and a daemon that has a pact: what somebody has who tries an example. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Daemon, Room } from '../../daemon/test/harness/index.js';
import { blocksOf, firstMissing } from '../docs/blocks.js';
import { ROOT } from '../house/tree.js';

const RUN_MAX_MS = 100_000;

/** What a command printed, both streams together, and how it ended. */
export interface Ran {
  readonly output: string;
  readonly status: number | null;
}

/** A fresh daemon with a pact called default, and a home. */
export interface Stage {
  readonly daemon: Daemon;
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Sets up a stage; the room takes it down. */
export const openStage = async (room: Room): Promise<Stage> => {
  const daemon = await room.daemon();
  await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'default', confirm: true });
  const home = join(room.dir(), 'home');
  mkdirSync(home);
  const { PATH, TMPDIR, CONCORDAT_TEST_RUN } = process.env;
  return { daemon, home, env: { PATH, TMPDIR, CONCORDAT_TEST_RUN, HOME: home, CONCORDAT_DATA_DIR: daemon.dir } };
};

/** Runs a program at the root of the project, and ends it when it takes longer than `max_ms`. */
export const run = (
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  stdin = '',
  max_ms = RUN_MAX_MS,
): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, { cwd: ROOT, env, timeout: max_ms });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (status) => resolve({ output, status }));
    // A program that does not read its input may be gone before all of it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
  });

/** Follows a README as somebody would who pastes its commands; what is wrong, as sentences. */
export const follow = async (readme: string, { env }: Stage): Promise<string[]> => {
  const problems: string[] = [];
  const blocks = blocksOf(readme).filter(({ noRun }) => noRun === undefined);
  if (blocks.length === 0) problems.push(`${readme} has no commands`);
  for (const { line, commands, expected } of blocks) {
    const { output, status } = await run(['bash', '-euo', 'pipefail', '-c', commands], env);
    const missing = firstMissing(output, expected);
    if (status !== 0) problems.push(`${readme}:${line} ended with ${status}:\n${output}`);
    else if (missing !== undefined)
      problems.push(`${readme}:${line} should print "${missing}", and printed\n${output}`);
  }
  return problems;
};
