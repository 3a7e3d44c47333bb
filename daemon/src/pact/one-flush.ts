import ApplyState, { type LocalNode } from 'autobase/lib/apply-state.js';

/** The version of the notes that autobase 7.28.1 writes. */
const NOTES_VERSION = 3;

const flushInTwo = ApplyState.prototype._flush;

/**
 * Autobase writes what it applied in two steps: first the own blocks and the views, then the notes on which blocks these views hold. A
 * process that is killed in between finds old notes with new views and applies the same blocks once more on top of them; an indexer then
 * signs a view that no other node can have, and nobody ever follows it (autobase 7.28.1; found by killing daemons under load). Here the
 * notes go with the first step, which is one atomic write of the store. The second repeats them beside the indexers' signatures, which are
 * put together again at a start. `daemon/test/process/one-flush.test.ts` fails without this.
 */
async function flushAtOnce(this: ApplyState, localNodes: LocalNode[] | null): Promise<void> {
  this.localState.setBootRecord({
    version: NOTES_VERSION,
    key: this.key,
    systemLength: this.systemView.indexedLength,
    indexersUpdated: false,
    fastForwarding: false,
    recoveries: this.base.recoveries,
  });
  await this.localState.flush();
  return flushInTwo.call(this, localNodes);
}

/** Makes every log of this process write in one step. */
export function writeInOneStep(): void {
  ApplyState.prototype._flush = flushAtOnce;
}
