import type { EntryKind } from '../pact/model/index.js';
import type { SqlDb } from '../sql.js';

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
 * Rows that are being built again from nothing. A row that the view has lost meanwhile is not met again, so nothing would tell the feed's readers: the
 * rows are held against the feed once they are all there (found by a simulated history, with a `reindex` just after the view jumped). That it is
 * still to be done is kept with the rows, since the process may end before.
 */
export class Rebuild {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #key: string;
  #pending: boolean;

  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
    this.#key = `rebuild/${p}`;
    this.#pending = db.prepare('select 1 from meta where key = ?').all([this.#key]).length > 0;
  }

  /** The rows were dropped and have not been held against the feed since. */
  get pending(): boolean {
    return this.#pending;
  }

  /** Only inside the transaction that drops the rows. */
  begin(): void {
    this.#db.prepare("insert or replace into meta values(?, '')").run([this.#key]);
    this.#pending = true;
  }

  /** All of {@link lost} was told. */
  end(): void {
    this.#db.prepare('delete from meta where key = ?').run([this.#key]);
    this.#pending = false;
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
