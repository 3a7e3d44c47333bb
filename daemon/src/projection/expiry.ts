import { ASIDE } from './aside.js';
import type { Tidied } from './rows.js';

/** When an entry expires by what it says, ms since 1970; null: never. */
export const expiryOf = ({ timestamp, ttl }: { timestamp: string; ttl?: number | null }): number | null =>
  ttl === undefined || ttl === null ? null : Date.parse(timestamp) + ttl * 1000;

/** What the JSON of an entry that has expired says beyond what it said before. */
export const EXPIRED = ',"expired":true';

/** JSON of an entry as it reads at a time, ms since 1970. */
export const readAt = (val: string, expires_at: number | null, now: number): string =>
  expires_at !== null && expires_at <= now ? `${val.slice(0, -1)}${EXPIRED}}` : val;

/** Rows that one read moves aside. Where more have expired at once, the reads until they are moved pass over them. */
const SWEPT_ROWS = 256;

/** Ends of lives, ms since 1970. */
interface Window {
  /** The latest of those that are over and whose rows are not aside yet. */
  overdue: number | null;
  /** The soonest that is to come. */
  next: number | null;
  /** The latest of those that stand aside. */
  gone: number | null;
  /** The soonest to come whose row stands aside: the clock was set back. */
  early: number | null;
}
const WINDOW = `select
  (select max(expires_at) from entries where p = ?1 and aside < 2 and expires_at <= ?2) overdue,
  (select min(expires_at) from entries where p = ?1 and aside < 2 and expires_at > ?2) next,
  (select max(expires_at) from entries where p = ?1 and aside >= 2 and expires_at <= ?2) gone,
  (select min(expires_at) from entries where p = ?1 and aside >= 2 and expires_at > ?2) early`;

/** Moves the rows of a pact aside that have expired by this node's clock, when they are next looked at: nothing waits for a timer. */
export class Expiry {
  readonly #tables: Tidied;
  readonly #p: number;
  /** Nothing changes while the clock is at or past `#from` and before `#until`. Until the first look that is no time at all. */
  #from = Number.POSITIVE_INFINITY;
  #until = Number.NEGATIVE_INFINITY;
  #overdue: number | null = null;

  constructor(tables: Tidied, p: number) {
    this.#tables = tables;
    this.#p = p;
  }

  /** A row that expires at this time was written. */
  note(expires_at: number): void {
    this.#until = Math.min(this.#until, expires_at);
  }

  /**
   * Brings the rows up to a clock, ms since 1970. Answers null when all that has expired stands aside; else rows that expire at
   * this time or before must be passed over.
   */
  at(now: number): number | null {
    if (now < this.#from || now >= this.#until) this.#look(now);
    if (this.#overdue !== null) this.#sweep(this.#overdue);
    return this.#overdue;
  }

  /** What expires at this time or before has expired: the same from one expiry to the next, so that answers can be kept meanwhile. */
  get passed(): number {
    return this.#from;
  }

  #look(now: number): void {
    const { overdue, next, gone, early } = this.#tables.db.prepare(WINDOW).all([this.#p, now])[0] as unknown as Window;
    // A clock that was wrong for a while must not hide for ever what it hid.
    if (early !== null) this.#move('aside >= 2 and expires_at > ?', now, -1, -ASIDE.expired);
    this.#overdue = overdue;
    this.#from = Math.max(overdue ?? 0, gone ?? 0);
    this.#until = Math.min(next ?? Number.POSITIVE_INFINITY, early ?? Number.POSITIVE_INFINITY);
  }

  #sweep(overdue: number): void {
    const moved = this.#move('aside < 2 and expires_at <= ?', overdue, SWEPT_ROWS, ASIDE.expired);
    if (moved < SWEPT_ROWS) this.#overdue = null;
  }

  /** Moves at most `limit` rows (all when it is -1); answers how many, and `limit` where the disk has no room for it, since more remain then. */
  #move(condition: string, time: number, limit: number, by: number): number {
    const { db } = this.#tables;
    const rows = db
      .prepare(`select rowid, id, type from entries where p = ? and ${condition} limit ?`)
      .all([this.#p, time, limit]);
    const done = this.#tables.tidy(() => {
      for (const { rowid, id, type } of rows) {
        db.prepare('update entries set aside = aside + ? where rowid = ?').run([by, rowid as number]);
        if (type === 'task')
          db.prepare('update tasks set aside = aside + ? where p = ? and id = ?').run([by, this.#p, id as string]);
      }
    });
    return done ? rows.length : limit;
  }
}
