import { expect, it } from 'vitest';
import { svg } from '../scale/chart.js';

const chart = (...points: [number, number][]) => ({
  title: 'Reads & <writes>',
  x_label: 'entries',
  y_label: 'ms',
  series: [{ name: 'entry by id', points }],
});
/** Places of the points of the only line, as pairs of x and y. */
const placesIn = (file: string): [number, number][] =>
  (/<polyline points="([^"]*)"/.exec(file)?.[1] ?? '')
    .split(' ')
    .map((pair) => pair.split(',').map(Number) as [number, number]);

it('ten times as much is the same step, on both axes', () => {
  const [a, b, c] = placesIn(svg(chart([1000, 1], [10_000, 10], [100_000, 100]))) as [number, number][];
  expect((b?.[0] ?? 0) - (a?.[0] ?? 0)).toBeCloseTo((c?.[0] ?? 0) - (b?.[0] ?? 0), 0);
  expect((b?.[1] ?? 0) - (a?.[1] ?? 0)).toBeCloseTo((c?.[1] ?? 0) - (b?.[1] ?? 0), 0);
  expect(c?.[1]).toBeLessThan(a?.[1] ?? 0);
});

it('says what it shows, in which unit, and stays readable on a dark page', () => {
  const file = svg(chart([1000, 0.4], [1_000_000, 0.5]));
  expect(file).toContain('>ms</text>');
  expect(file).toContain('>entries</text>');
  expect(file).toContain('>1,000,000</text>');
  expect(file).toContain('>0.1</text>');
  expect(file).toContain('Reads &amp; &lt;writes>');
  expect(file).toContain('prefers-color-scheme:dark');
});

it('leaves out what a logarithm has no place for, and refuses to show nothing', () => {
  expect(placesIn(svg(chart([1000, 0], [10_000, 3])))).toHaveLength(1);
  expect(() => svg(chart([1000, 0]))).toThrow('nothing to show');
});
