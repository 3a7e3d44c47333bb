import { afterAll, describe, expect, it } from 'vitest';
import { Fleet } from './fleet.js';
import { foundPlans } from './found.js';
import { planOf } from './plan.js';

/** Histories that are run with every change; `npm run sim` runs as many as there is time for. */
const SEEDS = 25;

describe('simulated histories', () => {
  const fleet = new Fleet(2);
  afterAll(() => fleet.close());

  it.each(foundPlans())('what once failed stays fixed: $id', async ({ plan }) => {
    expect((await fleet.run(plan)).violations).toEqual([]);
  });

  it(`keep every promise (${SEEDS} seeds)`, async () => {
    const answers = await Promise.all(Array.from({ length: SEEDS }, (_, n) => fleet.run(planOf(n + 1))));
    const broken = answers.filter(({ violations }) => violations.length > 0);
    expect(broken.map(({ seed, violations }) => `npm run sim -- --seed ${seed}: ${violations.join('; ')}`)).toEqual([]);
    const sum = (name: string): number => answers.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
    for (const name of [
      'acknowledged',
      'granted',
      'partitions',
      'mutes',
      'resets',
      'stalls',
      'clean',
      'kill',
      'power_cut',
      'asked_by_outsiders',
      'recoveries',
    ])
      expect(sum(name), `${name}: a history in which nothing happens shows nothing`).toBeGreaterThan(0);
  });

  it('are the same whenever and wherever a seed is run', async () => {
    const twice = async (seed: number): Promise<string[]> => {
      const answers = await Promise.all([
        fleet.run(planOf(seed), { fresh: true }),
        fleet.run(planOf(seed)),
        fleet.run(planOf(seed)),
      ]);
      return answers.map(({ trace, counts }) => `${trace} ${counts.bytes} ${counts.happenings}`);
    };
    for (const seed of [3, 8]) expect(new Set(await twice(seed)).size, `seed ${seed}`).toBe(1);
  });
});
