import { afterAll, expect, test } from 'vitest';
import { torture } from '../../../faults/torture.js';

/** A minute's share of `npm run torture`; the seed is another one every day, and stands in what fails. */
const KILLS = 6;
const MAX_MS = 20_000;
const seed = Math.floor(Date.now() / 86_400_000);

let summary = '';
afterAll(() => {
  if (summary) process.stdout.write(`${summary}\n`);
});

test('daemons that are killed, frozen and cut off under load come back, agree, and hold what they acknowledged', async () => {
  const { counts, ledger } = await torture({
    seed,
    nodes: 3,
    kills: KILLS,
    max_ms: MAX_MS,
    keep: null,
    progress: () => {},
  });
  summary = `torture: seed ${seed}, ${JSON.stringify(counts)}`;
  expect(ledger.violations).toEqual([]);
  expect(counts['acknowledged writes']).toBeGreaterThan(0);
});
