import type { PactQueries } from '../projection/index.js';
import type { Commit } from './commit-queue.js';
import { limits } from './model/index.js';

const BATCH = 256;
/** Clocks are set, and a machine that sleeps stops its timers: so late a lease may end by that. */
const LOOK_MS = 5_000;

/** On an indexer, ends leases when they run out; elsewhere it does nothing. */
export class Leases {
  readonly #queries: PactQueries;
  readonly #commit: Commit;
  /** Is this node an indexer whose word counts? */
  readonly #rules: () => boolean;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #at = 0;
  #closed = false;

  /** @param now this node's clock, ms since 1970 */
  constructor(queries: PactQueries, commit: Commit, rules: () => boolean, now: () => number) {
    this.#queries = queries;
    this.#commit = commit;
    this.#rules = rules;
    this.#now = now;
  }

  /** Leases or the node's role may have changed: sets the timer to the next end. */
  watch(): void {
    if (this.#closed || !this.#rules()) return;
    const [next] = this.#queries.leases(1);
    const at = next ? this.#endOf(next) : 0;
    if (at === this.#at && this.#timer) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#at = at;
    if (at === 0) return;
    this.#timer = setTimeout(() => this.#end(), Math.min(Math.max(0, at - this.#now()) + 1, LOOK_MS));
    this.#timer.unref();
  }

  /** A claim from the future has no lease to wait for. */
  #endOf(lease: { lease_until: number; claimed_at: number }): number {
    const now = this.#now();
    return lease.claimed_at > now + limits.CLOCK_SKEW_MS_MAX ? now : lease.lease_until;
  }

  #end(): void {
    this.#timer = null;
    if (this.#closed || !this.#rules()) return;
    const over = this.#queries.leases(BATCH).filter((lease) => this.#endOf(lease) <= this.#now());
    const expired = over.map(({ id, fence }) => this.#commit({ t: 'expire', task: id, fence }));
    // What could not be ended now (the daemon is stopping, writes are held) is looked at again with the next change.
    void Promise.allSettled(expired).then(() => this.watch());
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }
}
