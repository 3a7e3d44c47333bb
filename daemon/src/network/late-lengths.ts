import Replicator, { type LatePeer } from 'hypercore/lib/replicator.js';

const tellOfBlocks = Replicator.prototype.onhave;
const { _addPeer: addPeer } = Replicator.prototype;

/**
 * Tells peers of blocks that were stored, and of a length that could not be proven to them before. Hypercore 11.37.1 looks whether it can prove
 * its length to a peer when one of the two lengths changes, and stays silent if the hashes for it are not there yet. They come with the blocks,
 * but it does not look again: a node that heard of a longer log before it had the blocks never hands it on, for as long as the connection
 * lasts. When the writer itself is gone (it was removed, or its machine died), what other members wrote after it then reaches nobody.
 */
function tellOfLength(this: Replicator, start: number, length: number, drop?: boolean): void {
  tellOfBlocks.call(this, start, length, drop);
  if (drop) return;
  // The same test that hypercore makes when its length changes: next to nothing for a peer that knows the length.
  for (const peer of this.peers) if (peer._shouldUpdateCanUpgrade()) void peer._updateCanUpgradeAndSync();
}

/**
 * A node that cannot prove its length to a peer does not even say how long it is (hypercore 11.37.1). If the peer then gets longer than the node from
 * somebody else, it offers what follows the length that it last heard of, and the node takes only what follows the one that it has: neither says
 * anything more. It is said here whether it can be proven or not.
 */
function tellUnproven(peer: LatePeer): void {
  const { signalUpgrade } = peer;
  peer.signalUpgrade = () => {
    if (peer._shouldUpdateCanUpgrade()) peer.sendSync();
    signalUpgrade.call(peer);
  };
}

/** Makes every store of this process tell its peers of a length at once, and that they can get it here as soon as that is so. */
export function tellLateLengths(): void {
  Replicator.prototype.onhave = tellOfLength;
  Replicator.prototype._addPeer = function (peer) {
    tellUnproven(peer);
    addPeer.call(this, peer);
  };
}
