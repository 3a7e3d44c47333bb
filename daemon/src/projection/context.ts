import type { SqlDb, SqlValue } from '../derived/index.js';
import { ENTRY_JSON } from './entry-json.js';
import type { PactTables } from './tables.js';
import { SAID, type Said } from './trust.js';

/** Rows are counted up to here, so that a count costs the same whatever the pact holds. */
export const COUNTED_MAX = 1000;

/** Rows of a kind, the best first, and how many there are, counted up to {@link COUNTED_MAX}. */
export interface Counted<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

const HELD = "from tasks where p = ? and holder = ? and status = 'claimed'";
const OPEN = "from tasks where p = ? and assigned is ? and status = 'open' and aside = 0";
const CURRENT = 'from entries where p = ? and aside = 0 and type = ?';
const OF_TOPIC = 'from entries where p = ? and aside = 0 and topic = ?';
/** Of a pact the entries that most agents applied. */
const APPLIED =
  "select target from reacted where p = ?1 and reaction = 'applied' order by n desc, target desc limit 200";
const NEWEST_FIRST = 'order by ts desc, pos desc, writer desc';
const OLDEST_FIRST = 'order by ts, pos, writer';

/** Reads what a context is made of; each list is one walk along an index. */
export class ContextQueries {
  readonly #rows: PactTables;

  constructor(rows: PactTables) {
    this.#rows = rows;
  }

  get #db(): SqlDb {
    return this.#rows.tables.db;
  }

  /** Tasks that an agent holds, also those whose own time is over, the lease that ends first before the others, as JSON texts. */
  held(agentId: string, limit: number, now: number): Counted<string> {
    this.#upTo(now);
    return this.#tasks(HELD, [agentId], 'order by lease_until, id', limit);
  }

  /** Open tasks, oldest first: those reserved for an agent, or for null those that anybody can claim. */
  open(assignedTo: string | null, limit: number, now: number): Counted<string> {
    this.#upTo(now);
    return this.#tasks(OPEN, [assignedTo], OLDEST_FIRST, limit);
  }

  /** Current knowledge, newest first: of one topic, or all. */
  knowledge(topic: string | undefined, limit: number, now: number): Counted<string> {
    this.#upTo(now);
    return topic === undefined ? this.#entries(CURRENT, 'knowledge', limit) : this.#entries(OF_TOPIC, topic, limit);
  }

  /** Current knowledge that agents applied, what most of them did first: of one topic, or all; of a topic only what stands high among all. */
  applied(topic: string | undefined, limit: number, now: number): string[] {
    this.#upTo(now);
    const sql = `select ${ENTRY_JSON} val, ${SAID} from (${APPLIED}) r join reacted n on n.p = ?1 and n.target = r.target and n.reaction = 'applied'
      join entries on entries.p = ?1 and entries.id = r.target where aside = 0 and type = 'knowledge' and (?2 is null or topic = ?2)
      order by n.n desc, ts desc, pos desc, entries.id desc limit ?3`;
    return this.#read(sql, [this.#rows.p, topic ?? null, limit]);
  }

  /** Current skills, or messages, newest first. */
  newest(type: 'skill' | 'message', limit: number, now: number): Counted<string> {
    this.#upTo(now);
    return this.#entries(CURRENT, type, limit);
  }

  /** Leases and lives that are over by this node's clock. */
  #upTo(now: number): void {
    this.#rows.tables.lapse(this.#rows.p, now);
    this.#rows.expiry.at(now);
  }

  #tasks(from: string, params: readonly SqlValue[], order: string, limit: number): Counted<string> {
    const sql = `select val || '}' val, author, seq, trust ${from} ${order} limit ?`;
    const found = this.#read(sql, [this.#rows.p, ...params, limit]);
    return { rows: found, total: this.#count(from, [this.#rows.p, ...params]) };
  }

  #entries(from: string, what: string, limit: number): Counted<string> {
    const params = [this.#rows.p, what];
    const found = this.#read(`select ${ENTRY_JSON} val, ${SAID} ${from} ${NEWEST_FIRST} limit ?`, [...params, limit]);
    return { rows: found, total: this.#count(from, params) };
  }

  #read(sql: string, params: readonly SqlValue[]): string[] {
    return this.#db
      .prepare(sql)
      .all(params)
      .map((row) => this.#rows.trust.told(row.val as string, row as unknown as Said));
  }

  #count(from: string, params: readonly SqlValue[]): number {
    return this.#db.prepare(`select count(*) n from (select 1 ${from} limit ${COUNTED_MAX})`).all(params)[0]
      ?.n as number;
  }
}
