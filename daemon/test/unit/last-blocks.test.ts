import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LastBlocks } from '../../src/pact/last-blocks.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A removed node that owes blocks of its log, and how often connections were held against the gate. */
function owing(): { blocks: LastBlocks; owed: Set<string>; regated: () => number } {
  const owed = new Set(['its log']);
  let regated = 0;
  const blocks = new LastBlocks({ missing: (core) => owed.has(core), regate: () => void regated++ });
  blocks.refresh(new Map([['its log', 'removed']]));
  return { blocks, owed, regated: () => regated };
}

it('lets a removed node go on with its own log alone, and nobody else with it', () => {
  const { blocks, owed } = owing();
  owed.add("a member's log");
  expect(blocks.spares('removed', 'its log')).toBe(true);
  expect(blocks.spares('removed', "a member's log")).toBe(false);
  expect(blocks.spares('stranger', 'its log')).toBe(false);
  blocks.close();
});

it('closes as soon as the pact moves and nothing is owed any more', () => {
  const { blocks, owed, regated } = owing();
  blocks.moved();
  expect(regated()).toBe(0);
  expect(blocks.spares('removed', 'its log')).toBe(true);
  owed.clear();
  blocks.moved();
  expect([regated(), blocks.spares('removed', 'its log')]).toEqual([1, false]);
  blocks.close();
});

it('closes after half a minute whatever is owed, and does not open again', () => {
  const { blocks, regated } = owing();
  expect(blocks.spares('removed', 'its log')).toBe(true);
  vi.advanceTimersByTime(29_000);
  expect([regated(), blocks.spares('removed', 'its log')]).toEqual([0, true]);
  vi.advanceTimersByTime(1_000);
  expect([regated(), blocks.spares('removed', 'its log')]).toEqual([1, false]);
  vi.advanceTimersByTime(60_000);
  expect([regated(), blocks.spares('removed', 'its log')]).toEqual([1, false]);
});

it('leaves no timer behind when the pact closes', () => {
  const { blocks } = owing();
  blocks.spares('removed', 'its log');
  blocks.close();
  expect(vi.getTimerCount()).toBe(0);
});
