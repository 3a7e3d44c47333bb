import { withinMs } from '../within.js';
import type { Arrival, ViewPut } from './rows.js';
import type { PactTables } from './tables.js';

/** The view of a log, as far as it is followed. */
export interface FollowedView {
  /** Position below which nothing is rewritten while the view has this {@link root}. */
  readonly signedLength: number;
  /** Names the order that the view stands for: another one after a recovery, which may have less of it than was signed before. */
  readonly root: string;
  /** Position below which the view is what it was under another root; Infinity for its own. */
  sharedWith(root: string): number;
  /** The puts from one position to another, oldest first, some hundred at a time. */
  history(from: number, to: number): AsyncIterable<readonly ViewPut[]>;
  /** The newest puts below `to`, oldest first, at most `count`, fetched at once. */
  newest(to: number, count: number): Promise<ViewPut[]>;
  /** Today's value of each key as of `to`. */
  lookUp(keys: readonly string[], to: number): Promise<ViewPut[]>;
}

/** How the view moved: rows at or past `shared` may have been rewritten, and it ends at `to` now. */
export interface ViewMove {
  readonly shared: number;
  readonly to: number;
  /** The puts of the move as `apply` made them, by position. */
  readonly puts: ReadonlyMap<number, ViewPut>;
}

/** Rows shown first after a long absence, so that the first list is useful while the rest follows. */
const NEWEST_FIRST = 200;
const LONG_WAY = 1000;
/** How long closing waits for the pass under way. */
const CLOSE_MS = 200;

/**
 * Keeps the tables of one pact equal to its view, whatever the view does meanwhile.
 * Invariant: a row whose position is at or past the cursor is suspect and is read again. If the view is rewritten below
 * what is being applied, nothing more is applied and the pass starts over (measured: without it rows were lost for good).
 */
export class Follower {
  readonly #view: FollowedView;
  readonly #rows: PactTables;
  readonly #onArrivals: (arrivals: Arrival[]) => void;
  #tap = new Map<number, ViewPut>();
  #shared = Number.POSITIVE_INFINITY;
  #to: number;
  #pass: Promise<void> | null = null;
  #again = false;
  #closed = false;
  /** Rows may stand at or past the cursor: a pass did not come to its end, or rows were shown before it got to them. */
  #ahead = true;
  /** The pass under way has a long way to go. */
  #behind = false;
  /** Position up to which {@link showWritten} has shown rows. */
  #shown = 0;
  /** Rows from here on are being read again by the pass under way. */
  #suspect = Number.POSITIVE_INFINITY;

  constructor(view: FollowedView, rows: PactTables, to: number, onArrivals: (arrivals: Arrival[]) => void) {
    this.#view = view;
    this.#rows = rows;
    this.#to = to;
    this.#onArrivals = onArrivals;
    // The process may have ended between a rewrite of the view and its rows, or the view may be older than they are.
    this.#shared = Math.min(rows.stable, to, view.sharedWith(rows.root));
  }

  /** Rows below this position agree with the view. */
  get trusted(): number {
    return Math.min(this.#rows.cursor, this.#shared, this.#suspect);
  }

  /** The tables show all of the view. */
  get current(): boolean {
    return this.#isDone(this.#to, this.#shared);
  }

  /** Do the rows show a view that ends at `to` and is as before below `shared`? */
  #isDone(to: number, shared: number): boolean {
    const { cursor, rebuild, root } = this.#rows;
    return to <= cursor && shared >= cursor && !this.#ahead && !rebuild.pending && root === this.#view.root;
  }

  /** Tells that the view moved; called inside the log's drain, so it does next to nothing. */
  moved(move: ViewMove): void {
    this.#shared = Math.min(this.#shared, move.shared);
    this.#to = move.to;
    // What was handed over for a rewritten position is not true any more, and after a jump nothing takes its place.
    for (const seq of this.#tap.keys()) if (seq >= move.shared) this.#tap.delete(seq);
    this.#shown = Math.min(this.#shown, move.shared);
    for (const [seq, put] of move.puts) if (seq >= move.shared && seq < move.to) this.#tap.set(seq, put);
  }

  /** Brings the tables up to the view; resolves when they are, or when the follower is closed. */
  follow(): Promise<void> {
    this.#again = true;
    this.#pass ??= this.#run().finally(() => {
      this.#pass = null;
    });
    return this.#pass;
  }

  /** Resolves when the pass under way has ended, however it did, or after `ms`. */
  settled(ms: number): Promise<void> {
    return withinMs(ms, this.#pass);
  }

  /**
   * Resolves when the entries and receipts that were just written can be read. That is when the tables are up to the view, or, while they are far
   * behind it (after a join, a long absence), as soon as the new rows stand in front of the gap.
   */
  async showWritten(): Promise<void> {
    if (!this.#behind) return this.follow();
    const fresh = [...this.#tap.values()].filter((put) => put.seq >= this.#shown && /^[ed]\//.test(put.key));
    this.#shown = this.#to;
    // The cursor stays: the pass meets these rows again, without a second arrival.
    this.#apply(fresh, this.#rows.cursor);
  }

  /** Shows the value of single keys before the pass gets to them, such as who this node is in a pact that it just joined. */
  async preview(keys: readonly string[]): Promise<void> {
    const { cursor } = this.#rows;
    const to = this.#to;
    const puts = await this.#view.lookUp(keys, to).catch((error: unknown) => {
      if (this.#shared < to) return [];
      throw error;
    });
    // A pass that moved meanwhile knows better.
    if (this.#rows.cursor !== cursor || this.#shared < to || this.#closed) return;
    const found = puts.filter((put) => put.json !== null && put.seq >= cursor);
    this.#ahead = true;
    this.#apply(found, cursor);
  }

  async #run(): Promise<void> {
    // Not in the turn that tells of the move: the log is about to write or to be synced then, and that can go on meanwhile.
    // And the view may move while it is read, and asks for a pass then: this one is known before it begins.
    await new Promise(setImmediate);
    while (this.#again && !this.#closed) {
      this.#again = false;
      await this.#once();
    }
  }

  async #once(): Promise<void> {
    const rows = this.#rows;
    const shared = this.#shared;
    const to = this.#to;
    this.#shared = Number.POSITIVE_INFINITY;
    if (this.#isDone(to, shared)) return;
    this.#ahead = true;
    const from = Math.max(1, Math.min(rows.cursor, shared));
    // Until they are read they are no less suspect than before: somebody may ask meanwhile whether one of them is confirmed.
    this.#suspect = from;
    // Copied before any await: a later rewrite replaces what the tap holds.
    const tapped = this.#tapped(from, to);
    let applied = from;
    const rewritten = (): boolean => {
      if (this.#closed) return true;
      if (this.#shared >= to) return false;
      this.#shared = Math.min(this.#shared, applied);
      this.#again = true;
      return true;
    };
    try {
      const fresh = new Set(tapped?.map((put) => put.key));
      const suspects = rows.keysFrom(from).filter((key) => !fresh.has(key));
      const settled = suspects.length ? await this.#view.lookUp(suspects, to) : [];
      if (rewritten()) return;
      if (tapped) {
        this.#apply([...settled, ...tapped], to);
        this.#suspect = Number.POSITIVE_INFINITY;
      } else {
        this.#apply(settled, from);
        this.#suspect = Number.POSITIVE_INFINITY;
        if (to - from > LONG_WAY) {
          this.#behind = true;
          const newest = await this.#view.newest(to, NEWEST_FIRST);
          if (rewritten()) return;
          // The cursor stays: the pass below meets these rows again, without a second arrival.
          this.#apply(
            newest.filter((put) => put.key.startsWith('e/')),
            from,
          );
        }
        for await (const slice of this.#view.history(from, to)) {
          if (rewritten()) return;
          applied += slice.length;
          this.#apply(slice, applied);
          await new Promise(setImmediate);
        }
      }
      this.#ahead = false;
      if (rows.rebuild.pending) await this.#retractLost();
      for (const seq of this.#tap.keys()) if (seq < rows.cursor) this.#tap.delete(seq);
    } catch (error) {
      // Whatever failed: no root of the tree may be left where a rewrite came below the end of what is read (seen once, as an answer of 500).
      if (rewritten()) return;
      this.#shared = Math.min(this.#shared, applied);
      throw error;
    } finally {
      this.#suspect = Number.POSITIVE_INFINITY;
      this.#behind = false;
    }
  }

  /** The rows were built again and are all there: what they do not have any more is told as gone. */
  async #retractLost(): Promise<void> {
    for (const lost of this.#rows.rebuild.lost(this.#rows.tables.head())) {
      if (this.#closed) return;
      if (lost.length) this.#tell(this.#rows.retract(lost));
      await new Promise(setImmediate);
    }
    if (this.#closed) return;
    this.#rows.rebuild.end();
    // Most of what was built again arrived long ago, and whoever makes it anew was not woken.
    this.#onArrivals([]);
  }

  /** The puts from `from` to `to` if `apply` handed over every one of them. */
  #tapped(from: number, to: number): ViewPut[] | null {
    const puts: ViewPut[] = [];
    for (let seq = from; seq < to; seq++) {
      const put = this.#tap.get(seq);
      if (!put) return null;
      puts.push(put);
    }
    return puts;
  }

  #apply(puts: readonly ViewPut[], cursor: number): void {
    // What is signed by now may have been rewritten since the rows were read, and the process may end before they are read again.
    const { signedLength, root } = this.#view;
    this.#tell(this.#rows.apply(puts, cursor, Math.min(signedLength, this.#shared), root));
  }

  #tell(arrivals: Arrival[]): void {
    if (arrivals.length) this.#onArrivals(arrivals);
  }

  /** Builds all rows again from the view. */
  async rebuild(): Promise<void> {
    await this.#pass;
    if (this.#closed) return;
    this.#rows.clear(this.#view.sharedWith(this.#rows.root));
    this.#tap.clear();
    this.#shared = 1;
    await this.follow();
  }

  /** Nothing is written to the tables from here on. A pass that waits for a block, which may never come, is not waited for. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.settled(CLOSE_MS);
  }
}
