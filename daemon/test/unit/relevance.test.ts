import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARCHIVED_BELOW, factorOf, relevance, type Standing } from '../../src/relevance.js';

const DAY_MS = 86_400_000;
const START = 20_000 * DAY_MS;
const entry = (more: Partial<Standing> = {}): Standing => ({ ts: START, good: 0, bad: 0, superseded: false, ...more });
const after = (days: number, more: Partial<Standing> = {}): number =>
  relevance(entry(more), START + days * DAY_MS).value;

const standing = fc.record<Standing>({
  ts: fc.integer({ min: 0, max: 8e12 }),
  good: fc.nat(1_000),
  bad: fc.nat(1_000),
  superseded: fc.boolean(),
});
const time = fc.integer({ min: 0, max: 8e12 });

describe('relevance', () => {
  it('is whole for a new entry, half after ninety days, and archived after 389', () => {
    expect(after(0)).toBe(1);
    expect(after(90)).toBe(0.5);
    expect(after(388)).toBeGreaterThanOrEqual(ARCHIVED_BELOW);
    expect(after(389)).toBeLessThan(ARCHIVED_BELOW);
  });

  it('lasts longer by each doubling of what speaks for it', () => {
    expect(after(180, { good: 1 })).toBe(0.5);
    expect(after(270, { good: 3 })).toBe(0.5);
    expect(after(1_000, { good: 7 })).toBeGreaterThan(ARCHIVED_BELOW);
  });

  it('shrinks by what speaks against it, and to a half when something took its place', () => {
    expect(after(0, { bad: 2 })).toBe(0.5);
    expect(after(0, { good: 2, bad: 2 })).toBeCloseTo(2 / 3);
    expect(after(0, { superseded: true })).toBe(0.5);
    expect(after(0, { bad: 40 })).toBeLessThan(ARCHIVED_BELOW);
  });

  it('is the same all day, and that of a new entry for one from the future', () => {
    const morning = relevance(entry(), START + 5 * DAY_MS);
    expect(relevance(entry(), START + 6 * DAY_MS - 1)).toEqual(morning);
    expect(after(-3)).toBe(1);
  });

  it('is a share, never grows with time or what speaks against it, never shrinks with what speaks for it', () => {
    fc.assert(
      fc.property(standing, time, fc.nat(1e12), (one, now, later) => {
        const { value } = relevance(one, now);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(relevance(one, now + later).value).toBeLessThanOrEqual(value);
        expect(relevance({ ...one, bad: one.bad + 1 }, now).value).toBeLessThanOrEqual(value);
        expect(relevance({ ...one, good: one.good + 1 }, now).value).toBeGreaterThanOrEqual(value);
        expect(relevance({ ...one, superseded: true }, now).value).toBeLessThanOrEqual(value);
        expect(factorOf(relevance(one, now))).toBeGreaterThanOrEqual(0.8);
        expect(factorOf(relevance(one, now))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
