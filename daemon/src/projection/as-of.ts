import { JsonText, type ListQuery } from '../pact/types.js';
import type { Row, SqlValue } from '../derived/index.js';
import { positionOf, writerOf } from '../entry-id.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { ENTRY_JSON } from './entry-json.js';
import { readAt } from './expiry.js';
import type { PactTables } from './tables.js';
import { SAID, type Said } from './trust.js';

/** A moment that is looked back to: the time of the entries, ms since 1970, or the number of an arrival at this node. */
export type Moment = { readonly ms: number } | { readonly arrival: number };

const LIMIT_DEFAULT = 50;
/** Places that a page looks at; there may be less to show at them. */
const PLACES_MAX = 500;
/** Of the entries that took the place of one, the oldest, which are looked up among the arrivals. */
const SUCCESSORS_MAX = 16;

const ARRIVED = "f.op = 'put' and f.type = 'knowledge' and f.n <= ?2";
const KNOWN = `exists (select 1 from feed f where f.p = entries.p and f.id = entries.id and ${ARRIVED})`;

/** SQL of whether an entry was superseded at a moment, ?2. */
const SUPERSEDED = {
  ms: "exists (select 1 from links l where l.p = entries.p and l.target = entries.id and l.rel = 'supersedes' and l.ts <= ?2)",
  arrival: `exists (select 1 from (select l.p, l.id from links l where l.p = entries.p and l.target = entries.id and l.rel = 'supersedes'
    order by l.ts, l.pos, l.id limit ${SUCCESSORS_MAX}) next join feed f on f.p = next.p and f.id = next.id where ${ARRIVED})`,
};

/** The knowledge of a pact as it was known at a moment. */
export class AsOf {
  readonly #rows: PactTables;

  constructor(rows: PactTables) {
    this.#rows = rows;
  }

  /**
   * A page of what was there and current then, in the form and order of lists; what entries say of themselves is today's. A page may hold
   * less than its limit, also nothing, and have more behind it. Throws BAD_CURSOR.
   * @param since ms since 1970
   * @param now ms since 1970, by which entries say that they have expired
   */
  page(query: ListQuery, moment: Moment, since: number, now: number): JsonText {
    const { include = [], limit = LIMIT_DEFAULT } = query;
    const looked = this.#looked(query, moment, since);
    const ms = 'ms' in moment ? moment.ms : this.#timeOf(moment.arrival);
    const conditions = [
      ...('ms' in moment ? [] : [KNOWN]),
      ...(include.includes('superseded') ? [] : [`not ${SUPERSEDED['ms' in moment ? 'ms' : 'arrival']}`]),
      ...(include.includes('expired') ? [] : ['(entries.expires_at is null or entries.expires_at > ?3)']),
    ];
    const matching = `select entries.rowid place from (${looked.sql}) looked join entries on entries.rowid = looked.place
      where ${conditions.join(' and ') || 'true'} order by ${looked.sorted('looked.')} limit ?4`;
    const sql = `select ${ENTRY_JSON} json, entries.id, entries.ts, entries.expires_at, ${SAID} from (${matching}) m
      join entries on entries.rowid = m.place order by ${looked.sorted('entries.')}`;
    const params = [this.#rows.p, 'ms' in moment ? moment.ms : moment.arrival, ms, limit + 1, ...looked.params];
    const found = this.#all(sql, params);
    const shown = found.slice(0, limit);
    const last = found.length > limit ? undefined : this.#lastLooked(looked, params);
    const end = last ?? shown.at(-1);
    const cursor = end ? JSON.stringify(encodeCursor(end.ts as number, end.id as string)) : 'null';
    const entries = shown.map((row) => {
      const json = readAt(row.json as string, row.expires_at as number | null, now);
      return this.#rows.trust.told(json, row as unknown as Said);
    });
    return new JsonText(
      `{"entries":[${entries.join(',')}],"cursor":${cursor},"has_more":${found.length > limit || last !== undefined}}`,
      shown.map(({ id }) => id as string).join(' '),
    );
  }

  #all(sql: string, params: readonly SqlValue[]): Row[] {
    return this.#rows.tables.db.prepare(sql).all(params);
  }

  /** The places that a page looks at: walks along the indexes of lists, whether an entry is shown there now or not. */
  #looked({ topic, agent_id, author, order, cursor }: ListQuery, moment: Moment, since: number) {
    const ascending = order === 'asc';
    const params: SqlValue[] = [since, 'ms' in moment ? moment.ms : Number.MAX_SAFE_INTEGER];
    // A topic has nothing but knowledge, and an index of its own.
    const where = ['p = ?1', ...(topic === undefined ? ["type = 'knowledge'"] : []), 'ts >= ?5', 'ts <= ?6'];
    const { names } = this.#rows.tables;
    const given = { topic, agent_id: names.asked(agent_id), author: names.asked(author) };
    for (const column of ['topic', 'agent_id', 'author'] as const) {
      const value = given[column];
      if (value === undefined) continue;
      params.push(value);
      where.push(`${column} = ?${4 + params.length}`);
    }
    if (cursor !== undefined) {
      const [ts, id] = decodeCursor(cursor);
      const at = 4 + params.length;
      params.push(ts, positionOf(id), writerOf(id));
      where.push(`(ts, pos, writer) ${ascending ? '>' : '<'} (?${at + 1}, ?${at + 2}, ?${at + 3})`);
    }
    const direction = ascending ? 'asc' : 'desc';
    const sorted = (table = ''): string =>
      ['ts', 'pos', 'writer'].map((column) => `${table}${column} ${direction}`).join(', ');
    const walks = [0, 1, 2, 3].map(
      (aside) =>
        `select * from (select rowid place, ts, pos, writer, id from entries where ${where.join(' and ')} and aside = ${aside} order by ${sorted()} limit ${PLACES_MAX})`,
    );
    return {
      sql: `select * from (${walks.join(' union all ')}) order by ${sorted()} limit ${PLACES_MAX}`,
      sorted,
      params,
    };
  }

  /** The last place that was looked at, when there may be more behind it. */
  #lastLooked({ sql, sorted }: { sql: string; sorted: () => string }, params: readonly SqlValue[]): Row | undefined {
    const reversed = sorted().replaceAll(/asc|desc/g, (way) => (way === 'asc' ? 'desc' : 'asc'));
    const [last] = this.#all(`select count(*) over () n, ts, id from (${sql}) order by ${reversed} limit 1`, params);
    return last?.n === PLACES_MAX ? last : undefined;
  }

  /** What this node's clock said when something arrived, ms since 1970. */
  #timeOf(arrival: number): number {
    const [row] = this.#all('select at from feed where n <= ? order by n desc limit 1', [arrival]);
    return (row?.at as number | undefined) ?? 0;
  }
}
