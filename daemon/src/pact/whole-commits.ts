import type { ApplyState } from 'autobase';

/** Version of the boot record that autobase 7.28.1 writes (`lib/caps.js`). */
const BOOT_RECORD_VERSION = 3;

/**
 * Lets a commit reach the disk as a whole. An indexer's library writes a commit in two parts: first the blocks and what they did to the view, then
 * how far the view has come. After a kill between the two it applies the blocks again on top of themselves, as soon as a concurrent block arrives;
 * from then on this indexer signs a view that no other node can make (found by simulation, seed 63; also with plain autobase 7.28.1). So the
 * second part is put before the first flush, into the same batch.
 */
export function commitWhole(state: ApplyState): void {
  const flush = state._flush.bind(state);
  state._flush = async (localNodes) => {
    state.localState.setBootRecord({
      version: BOOT_RECORD_VERSION,
      key: state.key,
      systemLength: state.indexedLength,
      indexersUpdated: false,
      fastForwarding: false,
      recoveries: state.base.recoveries,
    });
    await state.localState.flush();
    return flush(localNodes);
  };
}
