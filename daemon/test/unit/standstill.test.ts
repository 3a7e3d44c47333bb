import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Jumper, Standstill } from '../../src/pact/standstill.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An order of which `signed` blocks are known and `has` are here, whose last jump failed. */
function order(has: number, signed: number) {
  const base = {
    indexedLength: has,
    core: { core: { state: { length: signed } } },
    jumping: false,
    /** How far each jump has to go at least. */
    jumps: [] as number[],
    fastForwardFailedAt: 7,
    fastForwardMinimum: 16,
    isFastForwarding: () => base.jumping,
    _queueFastForward: () => void base.jumps.push(base.fastForwardMinimum),
  };
  const standstill = new Standstill(base satisfies Jumper);
  standstill.watch();
  return { base, standstill };
}

it('jumps once when the order has not moved between two looks, whatever failed before and however little it is', () => {
  const { base, standstill } = order(100, 103);
  vi.advanceTimersByTime(3_000);
  expect(base).toMatchObject({ jumps: [], fastForwardFailedAt: 7 });
  vi.advanceTimersByTime(3_000);
  expect(base).toMatchObject({ jumps: [Number.MIN_SAFE_INTEGER], fastForwardFailedAt: 0, fastForwardMinimum: 16 });
  standstill.close();
});

it('leaves an order alone that moves, that has all there is, or that jumps already', () => {
  const moving = order(100, 200);
  for (let look = 0; look < 5; look++) {
    vi.advanceTimersByTime(3_000);
    moving.base.indexedLength++;
  }
  moving.standstill.close();
  const whole = order(100, 100);
  const jumping = order(100, 200);
  jumping.base.jumping = true;
  vi.advanceTimersByTime(15_000);
  for (const { base } of [moving, whole, jumping]) expect(base.jumps).toEqual([]);
  for (const { standstill } of [whole, jumping]) standstill.close();
});

it('leaves no timer behind', () => {
  order(1, 2).standstill.close();
  expect(vi.getTimerCount()).toBe(0);
});
