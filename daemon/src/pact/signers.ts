import type Corestore from 'corestore';
import type Hypercore from 'hypercore';

/**
 * Who signs the logs of the writers that become indexers. Autobase names a new view after the signers of all indexers and leaves out those whose log
 * has not arrived (`getIndexerManifests` in `lib/store.js` of 7.28.1), as on a node that joined after their blocks were signed. That node alone
 * then names another view than everybody else; when it ended before it saw that, its next start found an empty view and its log failed for good
 * (found by killing daemons while indexers change: one time in five).
 */
export class Signers {
  readonly #store: Corestore;
  readonly #awaited = new Set<Hypercore>();

  /** @param store holds the writers' logs */
  constructor(store: Corestore) {
    this.#store = store;
  }

  /**
   * Resolves when this node knows who signs the log of `writer`: at once, or when a peer has given the log's first block, whose proof says so. A writer
   * that becomes an indexer has written one. Rejects when it is closed.
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
