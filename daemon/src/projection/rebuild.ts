import type { EntryKind } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';

/** Arrivals that are looked at in one turn of the event loop. */
const SLICE = 10_000;

/** An entry that the feed told of and that is not there any more. */
export interface LostEntry {
  readonly id: string;
  readonly type: EntryKind;
  /** Number of the agent's name. */
  readonly agent: number;
}

/**
 * Rows that are being built again from nothing. What the feed's readers were told and nothing can have changed since is not told again. A row that the
 * view has lost meanwhile is not met again, so nothing would tell them: the rows are held against the feed once they are all there (found by a
 * simulated history, with a `reindex` just after the view jumped). That it is still to be done is kept with the rows, since the process may end before.
 */
export class Rebuild {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #key: string;
  /** View position below which all was told and is signed; null: nothing is being built again. */
  #told: number | null;

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
    this.#key = `rebuild/${p}`;
    const kept = db.prepare('select value from meta where key = ?').all([this.#key])[0];
    this.#told = kept ? Number(kept.value) : null;
  }

  /** The rows were dropped and have not been held against the feed since. */
  get pending(): boolean {
    return this.#told !== null;
  }

  /** Was a row at this position of the view told before the rows were dropped? */
  wasTold(seq: number): boolean {
    return this.#told !== null && seq < this.#told;
  }

  /**
   * Only inside the transaction that drops the rows.
   * @param told view position below which all rows were told and are signed in the order that the view has
   */
  begin(told: number): void {
    // The rows may be dropped again before they are all there.
    this.#keep(Math.max(this.#told ?? 0, told));
  }

  /** The view goes over to another order: positions say nothing any more. Only inside a transaction. */
  wentOver(): void {
    if (this.pending) this.#keep(0);
  }

  #keep(told: number): void {
    this.#db.prepare('insert or replace into meta values(?, ?)').run([this.#key, String(told)]);
    this.#told = told;
  }

  /** All of {@link lost} was told. */
  end(): void {
    this.#db.prepare('delete from meta where key = ?').run([this.#key]);
    this.#told = null;
  }

  /** What the feed told of up to arrival `head`, took back in no later arrival, and the rows do not have; a part of the feed at a time. */
  *lost(head: number): Generator<LostEntry[]> {
    const retracted = new Map(
      this.#db
        .prepare("select id, max(n) n from feed where p = ? and op = 'retract' group by id")
        .all([this.#p])
        .map((row) => [row.id as string, row.n as number]),
    );
    const missing = this.#db.prepare(
      `select f.n, f.id, f.type, f.agent_id from feed f where f.n > ? and f.n <= ? and f.p = ? and f.op = 'put'
        and not exists (select 1 from entries e where e.p = f.p and e.id = f.id)`,
    );
    const told = new Set<string>();
    for (let from = 0; from < head; from += SLICE) {
      const found: LostEntry[] = [];
      for (const row of missing.all([from, Math.min(from + SLICE, head), this.#p])) {
        const id = row.id as string;
        if (told.has(id) || (retracted.get(id) ?? 0) > (row.n as number)) continue;
        told.add(id);
        found.push({ id, type: row.type as EntryKind, agent: row.agent_id as number });
      }
      yield found;
    }
  }
}
