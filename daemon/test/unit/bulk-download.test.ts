import type Hypercore from 'hypercore';
import { describe, expect, it } from 'vitest';
import { BulkDownload } from '../../src/pact/bulk-download.js';

/** A core whose blocks come when the test says so. */
class SlowCore {
  readonly signedLength = 10;
  contiguousLength = 0;
  /** Ranges that were asked for and neither came nor were given up. */
  readonly open = new Set<() => void>();

  download(): { done: () => Promise<void>; destroy: () => void } {
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = () => {
        this.contiguousLength = this.signedLength;
        this.open.delete(arrive);
        resolve();
      };
    });
    this.open.add(arrive);
    return { done: () => arrived, destroy: () => this.open.delete(arrive) };
  }

  arrive(): void {
    for (const arrive of this.open) arrive();
  }
}

/** Lets everything that needs no outside event go on. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};

function downloading(...cores: SlowCore[]): { bulk: BulkDownload; completed: () => number } {
  let completed = 0;
  const bulk = new BulkDownload(
    () => cores as unknown as Hypercore[],
    () => completed++,
  );
  bulk.start();
  return { bulk, completed: () => completed };
}

describe('the bulk download', () => {
  it('asks for all cores at once and is complete when all are there', async () => {
    const [view, system] = [new SlowCore(), new SlowCore()];
    const { bulk, completed } = downloading(view, system);
    await turns();
    expect([view.open.size, system.open.size]).toEqual([1, 1]);
    system.arrive();
    await turns();
    expect(bulk.complete).toBe(false);
    view.arrive();
    await bulk.settled(60_000);
    expect([bulk.complete, completed()]).toEqual([true, 1]);
  });

  it('gives up its ranges while somebody waits for a read, and asks again when all reads have ended', async () => {
    const core = new SlowCore();
    const { bulk } = downloading(core);
    await turns();
    const ends: (() => void)[] = [];
    const reads = [1, 2].map(() => bulk.aside(() => new Promise<void>((resolve) => ends.push(resolve))));
    await turns();
    expect(core.open.size).toBe(0);
    ends[0]?.();
    await turns();
    expect(core.open.size).toBe(0);
    ends[1]?.();
    await Promise.all(reads);
    await turns();
    expect(core.open.size).toBe(1);
    core.arrive();
    await bulk.settled(60_000);
    expect(bulk.complete).toBe(true);
  });

  it('is complete when reads have brought the last blocks, though no range says so', async () => {
    const core = new SlowCore();
    const { bulk, completed } = downloading(core);
    await turns();
    core.contiguousLength = core.signedLength;
    await bulk.settled(60_000);
    expect([bulk.complete, completed(), core.open.size]).toEqual([true, 1, 0]);
  });

  it('is waited for no longer than asked, and no longer than it runs', async () => {
    const { bulk } = downloading(new SlowCore());
    await bulk.settled(1);
    expect(bulk.complete).toBe(false);
    const waiting = bulk.settled(60_000);
    bulk.close();
    await waiting;
    expect(bulk.complete).toBe(false);
  });
});
