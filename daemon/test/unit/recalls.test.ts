import { describe, expect, it } from 'vitest';
import { Recalls } from '../../src/pact/recalls.js';

const MINUTE_MS = 60_000;
const idsOf = (count: number, from = 1): string =>
  Array.from({ length: count }, (_, n) => `0123abcd-${n + from}`).join(' ');

describe('what an agent was given', () => {
  it('is known for half an hour, of each agent alone, the latest first', () => {
    let now = 0;
    const recalls = new Recalls(() => now);
    recalls.note('a', idsOf(2));
    now = 20 * MINUTE_MS;
    recalls.note('a', idsOf(2, 2));
    expect(recalls.given('a')).toEqual(['0123abcd-2', '0123abcd-3', '0123abcd-1']);
    expect(recalls.given('b')).toEqual([]);
    now = 31 * MINUTE_MS;
    expect(recalls.given('a')).toEqual(['0123abcd-2', '0123abcd-3']);
    recalls.note('a', idsOf(2, 2));
    now = 60 * MINUTE_MS;
    expect(recalls.given('a')).toEqual(['0123abcd-2', '0123abcd-3']);
    now = 62 * MINUTE_MS;
    expect(recalls.given('a')).toEqual([]);
  });

  it('is bounded, however much is read and by however many', () => {
    const recalls = new Recalls(() => 0);
    for (let agent = 0; agent < 1_000; agent++)
      for (let read = 0; read < 10; read++) recalls.note(`agent ${agent}`, idsOf(1_000, read * 1_000 + 1));
    expect(recalls.given('agent 999').length).toBe(32);
    expect(recalls.given('agent 999')[0]).toBe('0123abcd-9001');
    expect(recalls.given('agent 0')).toEqual([]);
  });

  it('never names half an id', () => {
    const recalls = new Recalls(() => 0);
    recalls.note('a', idsOf(200));
    for (const id of recalls.given('a')) expect(id).toMatch(/^0123abcd-\d+$/);
  });
});
