import type Hypercore from 'hypercore';

/** A writer's log as far as the order has it. */
export interface FollowedWriter {
  readonly core: { readonly key: Buffer };
  /** Blocks that are in the order. */
  readonly length: number;
}

/** A range of a log that this node jumped over. */
interface Gap {
  readonly from: number;
  core: Hypercore | null;
}

/**
 * What a node jumped over of the logs of others, fetched afterwards. It needs none of it itself, but whoever comes later and is somewhere in between
 * does: hypercore proves a longer log only by the blocks from the length on that the other side knows, so a node that has jumped could hand on
 * nothing to one that had heard a little more than it had, for as long as the writer was away. What was before this node joined it never has.
 */
export class Gaps {
  readonly #open: (key: Buffer) => Hypercore;
  /** By writer key, 64 hex. */
  readonly #followed = new Map<string, number>();
  readonly #gaps = new Map<string, Gap>();
  #closed = false;

  /** @param open opens a log by its key, in a session of its own */
  constructor(open: (key: Buffer) => Hypercore) {
    this.#open = open;
  }

  /** Logs of which something is still to come. */
  get size(): number {
    return this.#gaps.size;
  }

  /** The order went on block by block. */
  followed(writers: Iterable<FollowedWriter>): void {
    for (const { core, length } of writers) if (length > 0) this.#followed.set(core.key.toString('hex'), length);
  }

  /** The order jumps: what comes of these logs from here on may be jumped over. */
  jumped(): void {
    for (const [key, from] of this.#followed) if (!this.#gaps.has(key)) this.#gaps.set(key, { from, core: null });
  }

  /** Fetches what was jumped over, as far as it is known how long the logs are. Without peers that have it, that waits for them. */
  fill(): void {
    for (const [key, gap] of this.#gaps) {
      if (gap.core) continue;
      gap.core = this.#open(Buffer.from(key, 'hex'));
      // Fails only when the log closes meanwhile.
      this.#fetch(gap.core, gap.from)
        .then(() => this.#gaps.delete(key))
        .catch(() => {});
    }
  }

  async #fetch(core: Hypercore, from: number): Promise<void> {
    await core.ready();
    // The order may jump again meanwhile.
    for (let start = from; start < core.length; ) {
      const end = core.length;
      await core.download({ start, end }).done();
      start = end;
    }
    if (!this.#closed) await core.close();
  }

  /** Ends what is being fetched. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#gaps.values()].flatMap(({ core }) => (core ? [core.close()] : [])));
  }
}
