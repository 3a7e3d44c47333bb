import type Corestore from 'corestore';
import Hypercore, { type Manifest } from 'hypercore';

const manifestOf = (publicKey: Buffer, version: number): Manifest => ({ version, signers: [{ publicKey }] });

/** The writer key of a log that `signer` will sign: known before the log exists, so that a joiner can prove it. */
export const writerKeyOf = (signer: Buffer, version: number): Buffer => Hypercore.key(manifestOf(signer, version));

/**
 * Who signs the logs of the writers that become indexers. Autobase names the next view cores after the signers of all indexers and passes over those
 * whose log has not arrived (`getIndexerManifests` in `lib/store.js` of 7.28.1), as on a node that joined after their blocks were signed. That
 * node then makes cores that nobody else has: nothing it sees is ever confirmed there, and when it ends before it has gone over to the cores of
 * the others, its log fails for good at the next start (found with five nodes, and by killing daemons while indexers change: one time in five).
 */
export class Signers {
  readonly #store: Corestore;
  readonly #awaited = new Set<Hypercore>();

  /** @param store holds the writers' logs */
  constructor(store: Corestore) {
    this.#store = store;
  }

  /** Notes who signs the log of `writer`, as its admission proved it, before any block of the log has arrived. */
  async learn(writer: Buffer, signer: Buffer, version: number): Promise<void> {
    // The options that Autobase opens the logs of others with, so that this alone gives the log to nobody.
    const manifest = manifestOf(signer, version);
    const core = this.#store.get({ key: writer, manifest, writable: false, compat: false, active: false });
    await core.ready();
    await core.close();
  }

  /**
   * Resolves when this node knows who signs the log of `writer`: at once, or, where it applied no admission because it came later, when a peer has given
   * the log's first block, whose proof says so. A writer that becomes an indexer has written one. Rejects when this is closed.
   */
  async know(writer: Buffer): Promise<void> {
    const core = this.#store.get({ key: writer });
    this.#awaited.add(core);
    try {
      await core.ready();
      if (!core.core.manifest) await core.get(0);
    } finally {
      this.#awaited.delete(core);
      await core.close();
    }
  }

  /** Gives up waiting: a log that closes waits for what it applies. */
  async close(): Promise<void> {
    await Promise.all([...this.#awaited].map((core) => core.close()));
  }
}
