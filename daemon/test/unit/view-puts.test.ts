import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Corestore from 'corestore';
import Hyperbee from 'hyperbee';
import { describe, expect, it, vi } from 'vitest';
import { putsOf, READ_MS } from '../../src/pact/view-puts.js';

/** A view whose blocks come as the test says. */
const viewOf = (get: (seq: number) => Promise<unknown>): Hyperbee => ({ core: { get } }) as unknown as Hyperbee;

const put = (seq: number, value: string | null): object => ({
  key: Buffer.from(`k${seq}`),
  value: value === null ? null : Buffer.from(value),
});

describe('reading the puts of a view', () => {
  it('asks for all of them before the first has come, and answers them in order', async () => {
    const asked: { seq: number; come: () => void }[] = [];
    const view = viewOf(
      (seq) =>
        new Promise((resolve) => {
          asked.push({ seq, come: () => resolve(put(seq, seq === 4 ? null : `v${seq}`)) });
        }),
    );
    const reading = putsOf(view, 3, 6);
    expect(asked.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    for (const { come } of asked.reverse()) come();
    expect(await reading).toEqual([
      { seq: 3, key: 'k3', json: 'v3' },
      { seq: 4, key: 'k4', json: null },
      { seq: 5, key: 'k5', json: 'v5' },
    ]);
  });

  it('fails with the first read that fails, and for a block that is not there', async () => {
    const failing = viewOf((seq) => Promise.reject(new Error(`no block ${seq}`)));
    await expect(putsOf(failing, 1, 4)).rejects.toThrow('no block 1');
    const empty = viewOf(async () => null);
    await expect(putsOf(empty, 1, 4)).rejects.toThrow('block 1 of the view is not there');
  });

  it('waits as long as one comes after the other, and no longer', async () => {
    vi.useFakeTimers();
    let come: (() => void)[] = [];
    const view = viewOf((seq) => new Promise((resolve) => come.push(() => resolve(put(seq, 'v')))));
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

  it('reads what a bee wrote, as the bee reads it, and leaves nothing of it with the view', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'concordat-puts-'));
    const store = new Corestore(directory);
    const view = new Hyperbee(store.get({ name: 'view' }), {
      extension: false,
      keyEncoding: 'utf-8',
      valueEncoding: 'utf-8',
    }) as Hyperbee & { del(key: string): Promise<void> };
    const batch = view.batch();
    for (let i = 0; i < 20; i++) await batch.put(`e/${i}`, `{"text":"${'ä€😀'.repeat(i)}"}`);
    await batch.flush();
    await view.del('e/7');
    const snapshot = view.checkout(22) as Hyperbee & {
      readonly _batches: readonly object[];
      getBySeq(seq: number): Promise<{ key: string; value: string | null }>;
    };
    const puts = await putsOf(snapshot, 1, 22);
    expect(snapshot._batches).toEqual([]);
    expect(puts.at(-1)).toEqual({ seq: 21, key: 'e/7', json: null });
    for (const { seq, key, json } of puts) expect({ key, value: json }).toEqual(await snapshot.getBySeq(seq));
    await snapshot.close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
});
