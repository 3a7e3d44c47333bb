import { namedTime } from '../named-time.js';
import type { TaskRecord } from '../pact/model/index.js';
import {
  type ConflictQuery,
  type EntryType,
  type GraphQuery,
  JsonText,
  type ListQuery,
  type TaskState,
} from '../pact/types.js';
import type { Row, SqlValue } from '../derived/index.js';
import { shown } from './aside.js';
import { EXPIRED, readAt } from './expiry.js';
import { AsOf, type Moment } from './as-of.js';
import { ContextQueries } from './context.js';
import { Conflicts } from './conflicts.js';
import { positionOf, writerOf } from '../entry-id.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { ENTRY_JSON } from './entry-json.js';
import { Graph } from './graph.js';
import { deliverySql, InboxQueries } from './inbox.js';
import { RecentPages } from './recent-pages.js';
import type { PactTables, Tables } from './tables.js';
import { type JoinedRows, SAID, SAID_DIGIT, type Said } from './trust.js';

/** SQL of the names of a row, which have other numbers on every node. */
const NAMES = '(select name from names where n = agent_id) agent_id, (select name from names where n = author) author';

const LIMIT_DEFAULT = 50;
const PAGE_START = Buffer.from('{"entries":[');

/** Types of the rows that carry an author's clock. */
const AUTHORED = ['knowledge', 'task', 'skill', 'message', 'task_event'];

/** A task's state and its events in the order of the log. */
const TASK = `select seq, val, expires_at <= ?3 expired, author, trust, (
  select group_concat(val) from (
    select e.val from refs r join entries e on e.p = r.p and e.id = r.id
    where r.p = tasks.p and r.target = tasks.id and e.task = r.target order by e.n)
) events from tasks where p = ?1 and id = ?2`;

/** SQL of a message's JSON with what became of it at its addressees, of a row of `entries`. */
const MESSAGE_JSON = `(select substr(json, 1, length(json) - 1) || ',"delivery":' || ${deliverySql('entries')} || '}' from (select ${ENTRY_JSON} json))`;

const ENTRY = `select iif(type = 'message', ${MESSAGE_JSON}, ${ENTRY_JSON}) val, expires_at, ${SAID} from entries where p = ? and id = ? and type <> 'rejection'`;

/** SQL of a JSON object's text without its last brace. */
const unclosedSql = (column: string): string => `substr(${column}, 1, length(${column}) - 1)`;

/** What stands behind the rows of a page. */
const pageEnd = (cursor: string | null, more: boolean): Buffer =>
  Buffer.from(`],"cursor":${cursor === null ? 'null' : `"${cursor}"`},"has_more":${more}}`);

/** A query in parts: every list is one walk along an index whose order is the list's order. */
interface Walk {
  table: 'entries' | 'tasks';
  /** Values of `aside` that the list shows; one walk each. */
  aside: readonly number[];
  /** Rows that expire at this time or before are passed over; null: no row that has expired is met. */
  overdue: number | null;
  /** Equality conditions, in the order of the index. */
  where: string[];
  params: SqlValue[];
  /** SQL of a row's JSON text, and what its question marks stand for. */
  json: string;
  jsonParams: SqlValue[];
  /** SQL of a digit that says whose word the row is, see {@link SAID_DIGIT}; null: it is nobody's. Its question mark stands for the last of the above. */
  said: string | null;
  /** A page none of whose rows is `marked` reads as `val`: the text above costs as much again as the page (measured), and few rows need it. */
  plain?: boolean;
}

/** The rows of a page joined: their JSON texts as bytes, their ids, and the time of the last. */
type Page = JoinedRows & { count: number; odd: 0 | 1; ts: number; ids: string };
type EmptyPage = { count: 0; odd: null; json: null; ts: null; ids: null };

/** Reads the rows of one pact. Rows hold ready JSON, so nothing is parsed or built here. */
export class PactQueries {
  readonly #rows: PactTables;
  readonly #tables: Tables;
  readonly #pages: RecentPages;
  readonly inbox: InboxQueries;
  readonly context: ContextQueries;

  /** @param signedSeq view position below which rows are confirmed and can be trusted */
  constructor(rows: PactTables, signedSeq: () => number) {
    this.#rows = rows;
    this.#tables = rows.tables;
    rows.trust.signedSeq = signedSeq;
    this.inbox = new InboxQueries(rows);
    this.context = new ContextQueries(rows);
    this.#pages = new RecentPages(() => this.#tables.version);
  }

  get #signed(): number {
    return this.#rows.trust.signedSeq();
  }

  /** Number of the pact in the tables. */
  get pact(): number {
    return this.#rows.p;
  }

  /**
   * Entries of the types asked for.
   * @param now ms since 1970, by which entries have expired
   */
  list(query: ListQuery, now: number): JsonText {
    const { names } = this.#tables;
    const [agent, author] = [names.asked(query.agent_id), names.asked(query.author)];
    const single = query.types.length === 1 ? (query.types[0] as EntryType) : null;
    const walk: Walk = {
      table: 'entries',
      where: ['p = ?'],
      params: [this.#rows.p],
      json: single === 'message' ? MESSAGE_JSON : ENTRY_JSON,
      jsonParams: [],
      said: SAID_DIGIT,
      plain: query.include === undefined && single !== 'message',
      ...this.#shown(query, now),
    };
    if (query.include?.includes('expired')) {
      walk.json = `iif(expires_at <= ?, ${unclosedSql(ENTRY_JSON)} || '${EXPIRED}}', ${ENTRY_JSON})`;
      walk.jsonParams.push(this.#rows.expiry.passed);
    }
    walk.jsonParams.push(this.#signed);
    const add = (condition: string, ...params: SqlValue[]) => {
      walk.where.push(condition);
      walk.params.push(...params);
    };
    const type = () =>
      single ? add('type = ?', single) : add(`type in (${query.types.map(() => '?').join(', ')})`, ...query.types);
    if (query.topic !== undefined && single === 'knowledge') add('topic = ?', query.topic);
    else if (query.format !== undefined && single === 'skill') add('format = ?', query.format);
    else {
      if (agent !== undefined) add('agent_id = ?', agent);
      else if (author !== undefined) add('author = ?', author);
      type();
    }
    if (query.topic !== undefined && single !== 'knowledge') add('topic = ?', query.topic);
    // What no index leads with filters along the walk: an agent within a topic, a node within an agent.
    if (agent !== undefined && !walk.where.includes('agent_id = ?')) add('agent_id = ?', agent);
    if (author !== undefined && !walk.where.includes('author = ?')) add('author = ?', author);
    return this.#walk(walk, query);
  }

  /** Knowledge as it was known at a moment, see {@link AsOf}. */
  asOf(query: ListQuery, moment: Moment, now: number): JsonText {
    return new AsOf(this.#rows).page(
      query,
      moment,
      query.since === undefined ? 0 : namedTime('since', query.since),
      now,
    );
  }

  /** Tasks with their state, without history. */
  listTasks(query: ListQuery, now: number): JsonText {
    this.#tables.lapse(this.#rows.p, now);
    const walk: Walk = {
      table: 'tasks',
      where: ['p = ?'],
      params: [this.#rows.p],
      ...this.#shown(query, now),
      json: `val || iif(expires_at <= ?, '${EXPIRED}', '') || ',"confirmed":' || iif(seq < ?, 'true', 'false') || ',"history":[]}'`,
      jsonParams: [this.#rows.expiry.passed, this.#signed],
      said: 'trust',
    };
    const { names } = this.#tables;
    const given = { status: query.status, agent_id: names.asked(query.agent_id), author: names.asked(query.author) };
    for (const [column, value] of Object.entries(given)) {
      if (value === undefined) continue;
      walk.where.push(`${column} = ?`);
      walk.params.push(value);
    }
    return this.#walk(walk, query);
  }

  /** Refused ops, newest first. */
  rejections(query: { limit?: number; cursor?: string }): JsonText {
    const where = ['p = ?', 'type = ?'];
    return this.#walk(
      {
        table: 'entries',
        aside: shown(),
        overdue: null,
        where,
        params: [this.#rows.p, 'rejection'],
        json: 'val',
        jsonParams: [],
        said: null,
      },
      query,
    );
  }

  /** Which rows a list shows, see {@link Walk}. */
  #shown({ include }: ListQuery, now: number): Pick<Walk, 'aside' | 'overdue'> {
    const overdue = this.#rows.expiry.at(now);
    return { aside: shown(include), overdue: include?.includes('expired') ? null : overdue };
  }

  /**
   * One entry, also one that has expired, and says so; or undefined.
   * @param confirmed what it says of that, when it is known better; null: nothing
   */
  entry(id: string, now: number, confirmed?: boolean | null): JsonText | undefined {
    const row = this.#tables.db.prepare(ENTRY).all([this.#rows.p, id])[0];
    const json = row && readAt(row.val as string, row.expires_at as number | null, now);
    return json === undefined ? undefined : new JsonText(this.#told(json, row, confirmed));
  }

  #told(json: string, row: Row | undefined, confirmed?: boolean | null): string {
    return this.#rows.trust.told(json, row as unknown as Said, confirmed);
  }

  /** One entry, if lists show it; or undefined. */
  shown(id: string, now: number): JsonText | undefined {
    const row = this.#tables.db
      .prepare(
        `select ${ENTRY_JSON} val, ${SAID} from entries where p = ? and id = ? and aside = 0 and (expires_at is null or expires_at > ?)`,
      )
      .all([this.#rows.p, id, now])[0];
    return row && new JsonText(this.#told(row.val as string, row));
  }

  /** Where an entry or a task's event stands in the view; undefined when it is not there. */
  seqOf(id: string): number | undefined {
    return this.#tables.db.prepare('select seq from entries where p = ? and id = ?').all([this.#rows.p, id])[0]?.seq as
      | number
      | undefined;
  }

  /** Type of an entry; undefined when there is none. */
  typeOf(id: string): EntryType | undefined {
    const row = this.#tables.db
      .prepare("select type from entries where p = ? and id = ? and type not in ('rejection', 'task_event')")
      .all([this.#rows.p, id])[0];
    return row?.type as EntryType | undefined;
  }

  /** What is current of what became of an entry, see {@link file://./links.ts}. */
  heads(id: string): string[] {
    return this.#rows.links.heads(id);
  }

  /** Open conflicts, see {@link Conflicts}. */
  conflicts(query: ConflictQuery, now: number): JsonText {
    return new Conflicts(this.#tables.db, this.#rows.p, this.#rows.trust).page(query, now);
  }

  /** What is connected, see {@link Graph}. */
  graph(query: GraphQuery, now: number): JsonText | undefined {
    return new Graph(this.#tables.db, this.#rows.p, this.#rows.trust).read(query, now);
  }

  /** Is it in the part of the view that the indexers signed? */
  confirmed(id: string): boolean {
    const seq = this.seqOf(id);
    return seq !== undefined && seq < this.#signed;
  }

  /** When a node wrote its newest entry or task event, ms since 1970; 0 if it wrote none. */
  newestOf(author: string): number {
    // One look-up in the index for each type; over all types it would read every row of the author.
    const newest = this.#tables.db.prepare('select max(ts) ts from entries where p = ? and author = ? and type = ?');
    const by = this.#tables.names.find(author);
    const times = AUTHORED.map((type) => newest.all([this.#rows.p, by, type])[0]?.ts as number | null);
    return Math.max(0, ...times.map((ts) => ts ?? 0));
  }

  /** Entries that refer to this one and have not expired, oldest first, at most 1000. */
  referencedBy(id: string, now: number): JsonText {
    const rows = this.#tables.db
      .prepare(
        `select ${ENTRY_JSON} val, ${SAID} from refs r join entries on entries.p = r.p and entries.id = r.id
         where r.p = ? and r.target = ? and (entries.expires_at is null or entries.expires_at > ?) order by r.ts, r.id limit 1000`,
      )
      .all([this.#rows.p, id, now]);
    return new JsonText(`[${rows.map((row) => this.#told(row.val as string, row)).join(',')}]`);
  }

  /** A task's state with its history as JSON text, or undefined. */
  taskText(id: string, now: number): JsonText | undefined {
    this.#tables.lapse(this.#rows.p, now);
    // One statement: a second one costs as much again as the whole read (measured: 16,000 a second instead of 24,000).
    const row = this.#tables.db.prepare(TASK).all([this.#rows.p, id, now])[0];
    if (!row) return undefined;
    const confirmed = (row.seq as number) < this.#signed;
    const expired = row.expired === 1 ? EXPIRED : '';
    const json = `${row.val as string}${expired},"confirmed":${confirmed},"history":[${(row.events as string) ?? ''}]}`;
    return new JsonText(this.#told(json, row, null));
  }

  /** The same as an object. */
  task(id: string, now: number): TaskState | undefined {
    const text = this.taskText(id, now);
    return text && (JSON.parse(text.text) as TaskState);
  }

  /** A record of the view, such as a member's, or undefined. */
  record<T>(key: string): T | undefined {
    const row = this.#tables.db.prepare('select val from records where p = ? and key = ?').all([this.#rows.p, key])[0];
    return row && (JSON.parse(row.val as string) as T);
  }

  /** Is a record in the part of the view that the indexers signed? */
  confirmedRecord(key: string): boolean {
    const row = this.#tables.db.prepare('select seq from records where p = ? and key = ?').all([this.#rows.p, key])[0];
    return row !== undefined && (row.seq as number) < this.#signed;
  }

  /** All records under a prefix, in key order. */
  records<T>(prefix: string): T[] {
    const last = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
    return this.#tables.db
      .prepare('select val from records where p = ? and key >= ? and key < ? order by key')
      .all([this.#rows.p, prefix, last])
      .map((row) => JSON.parse(row.val as string) as T);
  }

  /** Claimed tasks by the end of their lease, soonest first. */
  leases(limit: number): { id: string; lease_until: number; claimed_at: number; fence: number }[] {
    const rows = this.#tables.db
      .prepare(
        "select t.id, t.lease_until, r.val from tasks t join records r on r.p = t.p and r.key = 'c/' || t.id where t.p = ? and t.lease_until is not null order by t.lease_until limit ?",
      )
      .all([this.#rows.p, limit]);
    return rows.map((row) => {
      const { fence, claimed_at } = JSON.parse(row.val as string) as TaskRecord;
      return { id: row.id as string, lease_until: row.lease_until as number, claimed_at: claimed_at ?? 0, fence };
    });
  }

  #walk(walk: Walk, query: Pick<ListQuery, 'order' | 'limit' | 'cursor' | 'since'>): JsonText {
    const { db } = this.#tables;
    const [direction, behind, last] = query.order === 'asc' ? ['asc', '>', 'max'] : ['desc', '<', 'min'];
    const limit = query.limit ?? LIMIT_DEFAULT;
    const where = [...walk.where];
    const params = [...walk.params];
    if (query.since !== undefined) {
      where.push('ts >= ?');
      params.push(namedTime('since', query.since));
    }
    if (walk.overdue !== null) {
      where.push('(expires_at is null or expires_at > ?)');
      params.push(walk.overdue);
    }
    const past = `(ts, pos, writer) ${behind} (?, ?, ?)`;
    const rest = (ts: number, id: string): SqlValue[] => [...params, ts, positionOf(id), writerOf(id)];
    const start = query.cursor === undefined ? null : rest(...decodeCursor(query.cursor));
    const sorted = `order by ts ${direction}, pos ${direction}, writer ${direction} limit ?`;
    const branches = walk.aside.map(
      (aside) => (conditions: readonly string[]) =>
        `from ${walk.table} where ${[...conditions, `aside = ${aside}`].join(' and ')}`,
    );
    // SQLite joins the rows and hands over the bytes that are sent: twice as fast as row by row (measured). It joins them in the
    // order of the inner select, since a select with a limit is not merged into the outer one.
    const asked = (json: string, odd: string): string => {
      const walked = branches.map(
        (from) =>
          `select ${json} json, ${odd} odd, author, ${walk.said} said, ts, pos, writer, id ${from(start ? [...where, past] : where)} ${sorted}`,
      );
      const rows =
        walked.length === 1
          ? (walked[0] as string)
          : `select json, odd, author, said, ts, pos, writer, id from (${walked.map((one) => `select * from (${one})`).join(' union all ')}) ${sorted}`;
      const between = walk.said === null ? "','" : 'char(10)';
      return `select count(*) count, max(odd) odd, cast(group_concat(json, ${between}) as blob) json, ${last}(ts) ts, group_concat(id, ' ') ids,
        group_concat(author, ' ') authors, group_concat(said, '') said from (${rows})`;
    };
    const sql = walk.plain ? asked('val', 'marked') : asked(walk.json, '0');
    const values = branches.flatMap(() => [...walk.jsonParams, ...(start ?? params), limit]);
    if (branches.length > 1) values.push(limit);
    const question = `${sql} ${JSON.stringify(values)}`;
    const known = this.#pages.get(question);
    if (known) return known;
    let [found] = db.prepare(sql).all(values) as [Page | EmptyPage];
    if (found.odd === 1) [found] = db.prepare(asked(walk.json, '0')).all(values) as [Page | EmptyPage];
    if (found.ids === null) return new JsonText(Buffer.concat([PAGE_START, pageEnd(null, false)]));
    const id = found.ids.slice(found.ids.lastIndexOf(' ') + 1);
    const more =
      found.count === limit &&
      branches.some(
        (from) => db.prepare(`select 1 ${from([...where, past])} limit 1`).all(rest(found.ts, id)).length > 0,
      );
    const around = { before: PAGE_START, after: pageEnd(encodeCursor(found.ts, id), more) };
    const content =
      walk.said === null
        ? Buffer.concat([around.before, found.json, around.after])
        : this.#rows.trust.toldPage(found, walk.table === 'tasks', around);
    const answer = new JsonText(content, found.ids);
    this.#pages.keep(question, answer);
    return answer;
  }

  /**
   * Everything that must be equal on nodes with the same view, as text for comparison: rows and records with their positions,
   * without what only this node knows (numbers of the arrival feed).
   */
  dump(): string {
    const { db } = this.#tables;
    const { p } = this.#rows;
    return JSON.stringify([
      db
        .prepare(
          `select id, seq, type, ts, topic, format, ${NAMES}, task, n, outcome, aside & 1 aside, trust, expires_at, val from entries where p = ? order by id`,
        )
        .all([p]),
      db.prepare('select target, ts, id from refs where p = ? order by target, ts, id').all([p]),
      db.prepare('select target, rel, ts, id from links where p = ? order by target, rel, ts, id').all([p]),
      db.prepare('select id, ts from contested where p = ? order by id').all([p]),
      db.prepare('select target, reaction, n from reacted where p = ? order by target, reaction').all([p]),
      db.prepare('select id, agent_id, val from letters where p = ? order by id, agent_id').all([p]),
      db.prepare('select key, seq, val from records where p = ? order by key').all([p]),
      db.prepare(`select id, seq, ts, ${NAMES} from tasks where p = ? order by id`).all([p]),
      [this.#rows.entries, this.#rows.rejections],
    ]);
  }
}
