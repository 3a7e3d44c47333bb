import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Measured, Results, shown, verdict } from '../scale/results.js';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const figure = (more: Partial<Measured>): Measured => ({
  name: 'a read',
  entries: 1000,
  unit: 'ms',
  value: 8,
  ...more,
});

it('a promise is held when the median and the 99th of a hundred hold it', () => {
  const targets = { targets: [{ at_most: 10 }], p99_targets: [{ at_most: 40 }] };
  expect(verdict(figure({}))).toBeNull();
  expect(verdict(figure({ p99: 39, ...targets }))).toEqual({ promise: '≤ 10 ms, p99 ≤ 40 ms', held: true });
  expect(verdict(figure({ p99: 41, ...targets }))?.held).toBe(false);
  expect(verdict(figure({ p99: 39, ...targets, value: 11 }))?.held).toBe(false);
  expect(shown(figure({ p99: 39 }))).toBe('8 / 39 ms');
});

it('a promise of a ratio is held against the other size', () => {
  const beside = (value: number): Measured =>
    figure({ raw: { what: 'at 1,000', value }, targets: [{ at_most: 2, of: 'ratio' }] });
  expect(verdict(beside(4))?.held).toBe(true);
  expect(verdict(beside(3.9))?.held).toBe(false);
});

it('what was measured is on disk after each part, and a run goes on from there', () => {
  const file = join(dir, 'scale.json');
  const first = new Results(file, false);
  first.keep('reads', 1000, 1, [figure({ value: 1 })]);
  first.keep('reads', 10_000, 1, [figure({ entries: 10_000 })]);
  first.keep('reads', 1000, 1, [figure({ value: 2 })]);
  const next = new Results(file, true);
  expect(next.has('reads', 1000)).toBe(true);
  expect(next.has('search', 1000)).toBe(false);
  expect(next.sizes).toEqual([1000, 10_000]);
  expect(
    next
      .of('reads')
      .map(({ value }) => value)
      .toSorted((a, b) => a - b),
  ).toEqual([2, 8]);
  expect(new Results(file, false).all).toEqual([]);
});
