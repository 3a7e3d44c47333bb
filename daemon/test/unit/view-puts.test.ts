import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Corestore from 'corestore';
import Hyperbee from 'hyperbee';
import { describe, expect, it, vi } from 'vitest';
import { putsOf, READ_MS } from '../../src/pact/view-puts.js';

describe('reading the puts of a view', () => {
  it('asks for all of them before the first has come, and answers them in order', async () => {
    const asked: { seq: number; come: () => void }[] = [];
    const batch = {
      getBySeq: (seq: number) =>
        new Promise((resolve) => {
          asked.push({ seq, come: () => resolve({ key: `k${seq}`, value: seq === 4 ? null : `v${seq}` }) });
        }),
      close: async () => {},
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
    const batch = {
      getBySeq: (seq: number) => Promise.reject(new Error(`no block ${seq}`)),
      close: vi.fn(async () => {}),
    };
    await expect(putsOf({ batch: () => batch } as unknown as Hyperbee, 1, 4)).rejects.toThrow('no block 1');
    expect(batch.close).toHaveBeenCalledOnce();
  });

  it('waits as long as one comes after the other, and no longer', async () => {
    vi.useFakeTimers();
    let come: (() => void)[] = [];
    const batch = {
      getBySeq: (seq: number) => new Promise((resolve) => come.push(() => resolve({ key: `k${seq}`, value: 'v' }))),
      close: async () => {},
    };
    const view = { batch: () => batch } as unknown as Hyperbee;
    const slow = putsOf(view, 1, 4);
    for (const one of come) {
      await vi.advanceTimersByTimeAsync(READ_MS - 1);
      one();
    }
    expect(await slow).toHaveLength(3);
    come = [];
    const stuck = putsOf(view, 1, 3);
    const failed = expect(stuck).rejects.toMatchObject({ code: 'VIEW_TIMEOUT' });
    come[0]?.();
    await vi.advanceTimersByTimeAsync(READ_MS + 1);
    await failed;
    vi.useRealTimers();
  });

  it('leaves nothing with the view of what was read', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'concordat-puts-'));
    const store = new Corestore(directory);
    const view = new Hyperbee(store.get({ name: 'view' }), {
      extension: false,
      keyEncoding: 'utf-8',
      valueEncoding: 'utf-8',
    });
    const batch = view.batch();
    await batch.put('k', 'v');
    await batch.flush();
    const snapshot = view.checkout(2) as Hyperbee & { readonly _batches: readonly object[] };
    expect(await putsOf(snapshot, 1, 2)).toEqual([{ seq: 1, key: 'k', json: 'v' }]);
    expect(snapshot._batches).toEqual([]);
    await snapshot.close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
});
