import type Hyperbee from 'hyperbee';
import { describe, expect, it } from 'vitest';
import { putsOf } from '../../src/pact/view-puts.js';

describe('reading the puts of a view', () => {
  it('asks for all of them before the first has come, and answers them in order', async () => {
    const asked: { seq: number; come: () => void }[] = [];
    const batch = {
      getBySeq: (seq: number) =>
        new Promise((resolve) => {
          asked.push({ seq, come: () => resolve({ key: `k${seq}`, value: seq === 4 ? null : `v${seq}` }) });
        }),
    };
    const reading = putsOf({ batch: () => batch } as unknown as Hyperbee, 3, 6);
    expect(asked.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    for (const { come } of asked.reverse()) come();
    expect(await reading).toEqual([
      { seq: 3, key: 'k3', json: 'v3' },
      { seq: 4, key: 'k4', json: null },
      { seq: 5, key: 'k5', json: 'v5' },
    ]);
  });

  it('fails with the first read that fails', async () => {
    const batch = { getBySeq: (seq: number) => Promise.reject(new Error(`no block ${seq}`)) };
    await expect(putsOf({ batch: () => batch } as unknown as Hyperbee, 1, 4)).rejects.toThrow('no block 1');
  });
});
