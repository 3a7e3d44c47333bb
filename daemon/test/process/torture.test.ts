import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { torture } from '../../../faults/torture/torture.js';

/** A minute's share of `npm run torture`; the seed is another one every day, and stands in what fails. */
const KILLS = 6;
const MAX_MS = 20_000;
const MAIN = fileURLToPath(new URL('../../../faults/main.ts', import.meta.url));
const seed = Math.floor(Date.now() / 86_400_000);

let summary = '';
afterAll(() => {
  if (summary) process.stdout.write(`${summary}\n`);
});

test('daemons that are killed, frozen and cut off under load come back, agree, and hold what they acknowledged', async () => {
  const { counts, violations } = await torture({
    seed,
    nodes: 3,
    kills: KILLS,
    max_ms: MAX_MS,
    keep: null,
    progress: () => {},
  });
  summary = `torture: seed ${seed}, ${JSON.stringify(counts)}`;
  expect(violations).toEqual([]);
  expect(counts['acknowledged writes']).toBeGreaterThan(0);
});

test.each([
  { args: [], status: 0, says: 'npm run torture -- --kills 100' },
  { args: ['--help'], status: 0, says: 'npm run soak -- --minutes 20' },
  { args: ['soak', '--help'], status: 0, says: 'usage: npm run soak -- [options]' },
  { args: ['tortoise'], status: 2, says: 'there is no run "tortoise"; there are torture, hosts, soak\n' },
  { args: ['soak', '--hours', '8'], status: 2, says: "Unknown option '--hours'\n" },
])('faults/main.ts $args says which runs and options there are', ({ args, status, says }) => {
  const ran = spawnSync(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    encoding: 'utf8',
  });
  expect(ran.status).toBe(status);
  if (status === 0) expect(ran.stdout).toContain(says);
  else expect(ran.stderr).toBe(says);
});
