import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { missingForHosts } from '../../../faults/hosts/own.js';
import type { Summary } from '../../../faults/report/summary.js';
import { Room, until } from '../harness/index.js';

const MAIN = fileURLToPath(new URL('../../../faults/main.ts', import.meta.url));
/** A few rounds' share of `npm run hosts`; the seed is another one every day, and stands in what fails. */
const MINUTES = 0.2;
const seed = Math.floor(Date.now() / 86_400_000);

const room = new Room();
afterAll(() => room.close());

const missing = missingForHosts();

/** Says why hosts cannot be had here, loudly, and counts it. */
const needHosts = (skip: (why: string) => void): void => {
  if (missing === null) return;
  process.stdout.write(`SKIPPED: daemons on hosts of their own: ${missing}\n`);
  skip(missing);
};

/** Starts the command with a temporary directory of its own. */
function start(...args: string[]): { run: ChildProcess; temp: string; output: () => string } {
  const temp = room.dir();
  const run = spawn(process.execPath, ['--import', 'tsx', MAIN, 'hosts', '--nodes', '3', ...args], {
    env: { ...process.env, TMPDIR: temp, TSX_DISABLE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  room.keep(() => run.kill('SIGTERM'));
  let output = '';
  for (const stream of [run.stdout, run.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return { run, temp, output: () => output };
}

/** Processes that were started with this temporary directory. */
const processesOf = (temp: string): string[] =>
  fs.readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && fs.readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${temp}\0`);
    } catch {
      return false;
    }
  });

test('daemons on hosts of their own agree, and hold what they acknowledged, over bad cables, one-way links, two LANs and NAT', async ({
  skip,
}) => {
  needHosts(skip);
  const json = path.join(room.dir(), 'hosts.json');
  const { run, output } = start('--minutes', String(MINUTES), '--seed', String(seed), '--json', json);
  const [code] = await once(run, 'close');
  expect(code, output()).toBe(0);
  const { counts, violations } = JSON.parse(fs.readFileSync(json, 'utf8')) as Summary;
  process.stdout.write(`hosts: seed ${seed}, ${JSON.stringify(counts)}\n`);
  expect(violations).toEqual([]);
  expect(counts.rounds).toBeGreaterThan(0);
  expect(counts['acknowledged writes']).toBeGreaterThan(0);
});

test('a run that is interrupted leaves nothing behind: no process, no namespace, no file', async ({ skip }) => {
  needHosts(skip);
  const { run, temp, output } = start('--json', path.join(room.dir(), 'hosts.json'));
  await until(() => fs.readdirSync(temp).some((name) => fs.existsSync(path.join(temp, name, 'data', 'daemon.json'))), {
    what: `a daemon has started\n${output()}`,
    deadline_ms: 60_000,
  });
  expect(processesOf(temp).length).toBeGreaterThan(3);
  const ended = once(run, 'close');
  run.kill('SIGINT');
  expect((await ended)[0], output()).toBe(130);
  // Namespaces have no name; each lives as long as a process in it.
  await until(() => processesOf(temp).length === 0, { what: 'every process is gone' });
  expect(fs.readdirSync(temp)).toEqual([]);
});
