import { expect, test } from 'vitest';
import { type Allowance, type Sample, trendOf, warmUpS } from '../../../faults/soak/flat.js';

const RUN_S = 1200;
const ALLOWED: Allowance = { of: 'median', share: 0.1, least: 5 };

/** One sample every 5 s. */
const samples = (value: (at_s: number) => number, from_s = 0): Sample[] =>
  Array.from({ length: (RUN_S - from_s) / 5 }, (_, i) => ({ at_s: from_s + 5 * i, value: value(from_s + 5 * i) }));

/** Up and down, the same way every time. */
const noise = (at_s: number): number => 10 * Math.sin(at_s * 7.3);

test('what swings around its level is flat, whatever it did while it warmed up', () => {
  const { from, to, flat } = trendOf(
    samples((at_s) => 200 + noise(at_s) - (at_s < warmUpS(RUN_S) ? 150 : 0)),
    RUN_S,
    ALLOWED,
  );
  expect(flat).toBe(true);
  expect(Math.abs(to - from)).toBeLessThan(5);
});

test('a leak under the noise is seen', () => {
  expect(
    trendOf(
      samples((at_s) => 200 + noise(at_s) + at_s / 30),
      RUN_S,
      ALLOWED,
    ).flat,
  ).toBe(false);
});

test('one window that is far off tilts nothing', () => {
  expect(
    trendOf(
      samples((at_s) => (at_s > 1100 ? 900 : 200)),
      RUN_S,
      ALLOWED,
    ).flat,
  ).toBe(true);
});

test('a value that falls is flat; the least of a window hides what comes and goes', () => {
  expect(
    trendOf(
      samples((at_s) => 2000 - at_s),
      RUN_S,
      ALLOWED,
    ).flat,
  ).toBe(true);
  const saw = samples((at_s) => 100 + (at_s % 100) + at_s / 1000);
  expect(trendOf(saw, RUN_S, { ...ALLOWED, of: 'least' }).flat).toBe(true);
});

test('too few windows with samples show nothing', () => {
  expect(
    trendOf(
      samples(() => 1, 1100),
      RUN_S,
      ALLOWED,
    ).flat,
  ).toBe(false);
});
