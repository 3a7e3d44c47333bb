import { expect, it } from 'vitest';
import { CommitQueue } from '../../src/pact/commit-queue.js';
import type { PactLog } from '../../src/pact/log.js';

const WRITE_MS = 10_000;
const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A queue over a log that takes everything at once, and how many ops it was given with each append. */
function queueOverLog(): { queue: CommitQueue; batches: number[] } {
  const batches: number[] = [];
  const log = {
    indexers: 1,
    shouldAck: false,
    length: 1,
    signedLength: 1,
    append: async (ops: readonly Buffer[]) => {
      batches.push(ops.length);
      return ops.map(() => ({ ok: true, id: '00000000-1' }));
    },
  };
  const queue = new CommitQueue({
    log: log as unknown as PactLog,
    sync: async () => {},
    hold: () => () => {},
    onSynced: () => {},
    readable: async () => {},
    tick: () => null,
    vouched: () => true,
  });
  return { queue, batches };
}

/** Writes one op in each of so many turns of the event loop. */
async function writeInTurns(queue: CommitQueue, turns: number): Promise<void> {
  const written: Promise<unknown>[] = [];
  for (let turn = 0; turn < turns; turn++) {
    written.push(queue.commit(Buffer.from('op'), WRITE_MS));
    await turnOfTheLoop();
  }
  await Promise.all(written);
}

it('those who come one turn of the event loop after another share a batch', async () => {
  const { queue, batches } = queueOverLog();
  await writeInTurns(queue, 5);
  expect(batches).toEqual([5]);
});

it('a batch begins after few turns, however many go on coming', async () => {
  const { queue, batches } = queueOverLog();
  await writeInTurns(queue, 40);
  expect(batches.length).toBeGreaterThan(3);
  expect(Math.max(...batches)).toBeLessThanOrEqual(12);
  expect(batches.reduce((sum, size) => sum + size, 0)).toBe(40);
});

it('who writes alone does not wait for others', async () => {
  const { queue, batches } = queueOverLog();
  let turns = 0;
  let done = false;
  const written = queue.commit(Buffer.from('op'), WRITE_MS).then(() => {
    done = true;
  });
  for (; !done; turns++) await turnOfTheLoop();
  await written;
  expect(batches).toEqual([1]);
  expect(turns).toBeLessThanOrEqual(4);
});
