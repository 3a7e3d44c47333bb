import ApplyState, { type LocalNode } from 'autobase/lib/apply-state.js';

/** The version of the notes that autobase 7.28.1 writes. */
const NOTES_VERSION = 3;

const flushInTwo = ApplyState.prototype._flush;
const { finalize } = ApplyState.prototype;

/**
 * Autobase writes what it applied in two steps: first the own blocks and the views, then the notes on which blocks these views hold. A
 * process that is killed in between finds old notes with new views and applies the same blocks once more on top of them; an indexer then
 * signs a view that no other node can have, and nobody ever follows it (autobase 7.28.1; found by killing daemons under load). Here the
 * notes go with the first step, which is one atomic write of the store. The second repeats them beside the indexers' signatures, which are
 * put together again at a start. `daemon/test/process/one-flush.test.ts` fails without this.
 */
async function flushAtOnce(this: ApplyState, localNodes: LocalNode[] | null): Promise<void> {
  // `finalizeAtOnce` is next, and writes it with the rest.
  if (this.pendingFork) return localNodes ? this._appendLocalNodes(localNodes) : undefined;
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

/**
 * A recovery has more steps: the block that asks for it, with the old views cut to where the new ones begin; then the new views, and a note of the
 * old system core; and the note of the new one with whatever is written next. From what a power cut left of that a node never went on, since the
 * block that asked for the recovery counted as read (found by simulated histories). Here all of it is one write, which notes the new core.
 *
 * The library also notes as much as the node had of the old order when that asked for the recovery, be it past where the new one begins: the node
 * looks for blocks that the new core does not have, and its log fails for good. So it is for whoever reads the old indexer's later blocks in one go
 * with the recovery, as after a power cut, and who had more of the old order than the new indexer. What was applied past there is applied again,
 * so the notes on it go, too: in part they are gone already, and what depends on that part would not be found.
 */
async function finalizeAtOnce(this: ApplyState, key: Buffer): Promise<void> {
  const fork = this.pendingFork;
  if (!fork) return finalize.call(this, key);
  this.systemView.indexedLength = fork.length;
  this.localState.clearUpdates();
  return finalize.call(this, this.store.getViewByName('_system').getNextKey() ?? key);
}

/** Makes every log of this process write in one step. */
export function writeInOneStep(): void {
  ApplyState.prototype._flush = flushAtOnce;
  ApplyState.prototype.finalize = finalizeAtOnce;
}
