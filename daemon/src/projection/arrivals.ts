import { EventEmitter } from 'node:events';
import { ConcordatError } from '../errors.js';
import type { Row, SqlValue } from '../derived/index.js';
import { readAt } from './expiry.js';
import { ENTRY_JSON } from './entry-json.js';
import type { Arrival } from './rows.js';
import type { Tables } from './tables.js';
import { SAID, type Said } from './trust.js';

/** An arrival with the entry that arrived; null when it is gone again by now. */
export interface ArrivedEntry extends Arrival {
  readonly pactId: string;
  readonly json: string | null;
}

/** Which arrivals a reader wants. */
export interface ArrivalFilter {
  /** Number of a pact in the tables; all pacts when absent. */
  p?: number;
  type?: string;
  agent_id?: string;
}

/**
 * The arrival feed of this node: every entry at least once, in the order in which it got here, and retractions. The one source
 * of events, long polls and hooks, so none can miss what another shows.
 */
export class Arrivals {
  readonly #tables: Tables;
  readonly #emitter = new EventEmitter();

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#emitter.setMaxListeners(0);
  }

  /** Wakes waiters: there are new rows, or something else that they look at. */
  announce(): void {
    this.#emitter.emit('arrival');
  }

  /** Calls back at each {@link announce}. */
  onAnnounced(listener: () => void): void {
    this.#emitter.on('arrival', listener);
  }

  /** A cursor that names the place behind arrival `n`. */
  cursor(n: number): string {
    return `${this.#tables.incarnation}.${n}`;
  }

  /** The cursor behind the newest arrival. */
  head(): string {
    return this.cursor(this.#tables.head());
  }

  /**
   * The arrival's number in a cursor. One from before the tables were rebuilt means the start: everything is told again rather
   * than something left out. Throws BAD_CURSOR for anything else.
   */
  parse(cursor: string): number {
    const [, incarnation, n] = /^([0-9a-f]{8})\.(\d{1,15})$/.exec(cursor) ?? [];
    if (incarnation === undefined || n === undefined)
      throw new ConcordatError('BAD_CURSOR', `"${cursor.slice(0, 80)}" is not a cursor of the arrival feed`);
    if (incarnation !== this.#tables.incarnation) return 0;
    if (Number(n) > this.#tables.head())
      throw new ConcordatError('BAD_CURSOR', `"${cursor}" is ahead of this node's arrivals`);
    return Number(n);
  }

  /** The same for a look back: what came from before the tables were rebuilt is not known any more. Throws BAD_CURSOR. */
  parsePast(cursor: string): number {
    const n = this.parse(cursor);
    if (cursor.startsWith(`${this.#tables.incarnation}.`)) return n;
    throw new ConcordatError(
      'BAD_CURSOR',
      `"${cursor}" is from before this node's tables were built anew; give a time`,
    );
  }

  /** Up to `limit` arrivals behind `n` that pass the filter. */
  after(n: number, limit: number, filter: ArrivalFilter = {}): ArrivedEntry[] {
    const where = ['f.n > ?', "f.op <> 'touch'"];
    const params: SqlValue[] = [n];
    for (const column of ['p', 'type', 'agent_id'] as const) {
      const given = filter[column];
      if (given === undefined) continue;
      const value = column === 'agent_id' ? this.#tables.names.find(given as string) : given;
      where.push(`f.${column} = ?`);
      params.push(value);
    }
    const rows = this.#tables.db
      .prepare(
        `select f.n, f.p, f.op, f.id, f.type, f.agent_id, q.pact_id, ${ENTRY_JSON} val, entries.expires_at, ${SAID} from feed f join pacts q on q.p = f.p
         left join entries on entries.p = f.p and entries.id = f.id where ${where.join(' and ')} order by f.n limit ?`,
      )
      .all([...params, limit]);
    const now = Date.now();
    return rows.map((row) => ({
      n: row.n as number,
      p: row.p as number,
      op: row.op as Arrival['op'],
      id: row.id as string,
      type: row.type as Arrival['type'],
      agent_id: this.#tables.names.nameOf(row.agent_id as number),
      pactId: row.pact_id as string,
      json: row.val === null ? null : this.#told(row, now),
    }));
  }

  #told(row: Row, now: number): string {
    const json = readAt(row.val as string, row.expires_at as number | null, now);
    return this.#tables.trust(row.p as number).told(json, row as unknown as Said);
  }

  /** Number of the newest arrival. */
  get newest(): number {
    return this.#tables.head();
  }

  /**
   * Resolves to true at the next {@link announce}, to false when the signal aborts or `ms` are over.
   * By hand, because Node 20 may collect a signal made by `AbortSignal.any` or `timeout` before it fires, and the wait then never ends (seen under load).
   */
  next(signal: AbortSignal | undefined, ms?: number): Promise<boolean> {
    if (signal?.aborted || (ms !== undefined && ms <= 0)) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (arrived: boolean): void => {
        clearTimeout(timer);
        this.#emitter.off('arrival', onArrival);
        signal?.removeEventListener('abort', onAbort);
        resolve(arrived);
      };
      const onArrival = (): void => end(true);
      const onAbort = (): void => end(false);
      const timer = ms === undefined ? undefined : setTimeout(end, ms, false);
      this.#emitter.on('arrival', onArrival);
      signal?.addEventListener('abort', onAbort);
    });
  }
}
