import Replicator, { type BlockRequest } from 'hypercore/lib/replicator.js';

const { _resolveLocalBlock: resolveLocalBlock } = Replicator.prototype;

/**
 * Hypercore 11.37.1 (and 11.39.5) does not clear up after a request for a block while what a peer sent of it is being verified, and forgets to do it
 * later when the block was found on the disk meanwhile. That is so for each block that comes with the news of a longer log. What was asked of other
 * peers then stays for as long as they are connected, and with it every closed connection on which the block was asked for: a quarter of a
 * megabyte each (measured in the soak).
 */
async function settle(this: Replicator, request: BlockRequest, reader: object, settled: BlockRequest[]): Promise<void> {
  await resolveLocalBlock.call(this, request, reader, settled);
  // It has its answer, or its error: nothing waits for what is being verified any more.
  if (request.processing) request.processed();
}

/** Makes every store of this process let go of requests that have their answer. */
export function letGoOfSettledRequests(): void {
  Replicator.prototype._resolveLocalBlock = settle;
}
