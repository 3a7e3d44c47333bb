import {
  type EntryKind,
  KEYS,
  type RejectionRecord,
  type TaskEventRecord,
  type TaskRecord,
} from '../pact/model/index.js';
import { failpoint } from '../failpoints.js';
import { isFull, openDerived, type Row, type SqlDb } from '../derived/index.js';
import { positionOf, writerOf } from '../entry-id.js';
import { Expiry, expiryOf } from './expiry.js';
import { FATE, unclosed } from './entry-json.js';
import { declaredTrust, Lineage } from './lineage.js';
import { Links } from './links.js';
import { letterOf, Letters } from './letters.js';
import { Names } from './names.js';
import { Reactions } from './reactions.js';
import { type LostEntry, Rebuild } from './rebuild.js';
import { type Arrival, type EntryRow, NO_COLUMNS, type StoredEntry, type ViewPut } from './rows.js';
import { SCHEMA } from './schema.js';
import { Trust } from './trust.js';

const INSERT_ENTRY = `insert into entries values(?1, ?2, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${FATE}, ?, ?, ?) on conflict do nothing`;

/** Of a task, ?1 and ?2: what its entry has in columns, and what is given. */
const INSERT_TASK = `insert or replace into tasks select p, id, coalesce(?3, seq), ts, pos, writer, ?4, ?5, agent_id, author, aside, expires_at, ?6, ?7, trust, ?8
  from entries where p = ?1 and id = ?2 and type = 'task'`;

/** Tables that are made again from the log when a pact is indexed anew; the arrival feed is not, so cursors stay good. */
const DERIVED_TABLES = ['entries', 'refs', 'links', 'threads', 'contested', 'reacted', 'tasks', 'letters', 'records'];

/** Keys that reads need; the others are for `apply` alone. */
const PROJECTED = new Set(['e', 'h', 'c', 'd', 'a', 'i', 'm', 'r', 'v', 'x']);

const handleIn = (agentId: string): string => agentId.slice(agentId.indexOf('@') + 1);
const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/**
 * The tables that reads use, for all pacts of the node. Derived from the logs and never a promise: nothing is synced to disk,
 * and a file that is missing, older or damaged is built again.
 */
export class Tables {
  readonly db: SqlDb;
  /** Names this file's arrival feed; cursors of another incarnation are told apart by it. */
  readonly incarnation: string;
  /** Changes with every transaction, for caches of read answers. */
  version = 0;
  #head = 0;
  readonly names: Names;
  readonly #own: string;
  readonly #trust = new Map<number, Trust>();

  /**
   * @param file created with mode 0600 when missing
   * @param own handle of this node: what its agents write is its own
   * @param ondamage called when the file turns out to be damaged while it is used; from then on it is good for nothing
   */
  constructor(file: string, own = '', ondamage: ((error: Error) => void) | null = null) {
    this.#own = own;
    const { db, incarnation } = openDerived(file, { version: 15, tables: SCHEMA, cache_kib: 32_768 });
    this.db = db;
    this.names = new Names(db);
    db.ondamage = ondamage;
    void db.inspect();
    this.incarnation = incarnation;
    const newest = (db.prepare('select max(n) n from feed').all()[0] as Row).n as number | null;
    const kept = db.prepare("select value from meta where key = 'head'").all()[0];
    this.#head = Math.max(newest ?? 0, Number(kept?.value ?? 0));
  }

  /** The tables of one pact. */
  pact(pactId: string): PactTables {
    this.db
      .prepare(
        "insert or ignore into pacts(pact_id, root, cursor, stable, entries, rejections) values(?, '', 1, 1, 0, 0)",
      )
      .run([pactId]);
    const row = this.db
      .prepare('select p, root, cursor, stable, entries, rejections from pacts where pact_id = ?')
      .all([pactId])[0] as Row;
    return new PactTables(this, row.p as number, pactId, row);
  }

  /** Says whose word the entries of a pact are, by the pact's number. */
  trust(p: number): Trust {
    let trust = this.#trust.get(p);
    if (!trust) {
      trust = new Trust(this.db, p, this.names, this.#own);
      this.#trust.set(p, trust);
    }
    return trust;
  }

  /** The same by its id; undefined when there is no such pact. */
  trustOf(pactId: string): Trust | undefined {
    const [row] = this.db.prepare('select p from pacts where pact_id = ?').all([pactId]);
    return row && this.trust(row.p as number);
  }

  /** Forgets a pact's rows; its arrivals too. */
  remove(pactId: string): void {
    const row = this.db.prepare('select p from pacts where pact_id = ?').all([pactId])[0];
    if (!row) return;
    // Its number may be given again.
    this.#trust.delete(row.p as number);
    this.write(() => {
      this.empty([...DERIVED_TABLES, 'feed', 'pacts'], row.p as number);
      // Numbers are never given twice, also when the newest arrivals went with the pact.
      this.db.prepare("insert or replace into meta values('head', ?)").run([String(this.#head)]);
    });
  }

  /**
   * Drops a pact's rows of some tables; only inside {@link Tables.write}. Where there is no other pact each table is dropped as a whole: row by
   * row it takes a fifth as long as writing them took, and reads wait (measured).
   */
  empty(tables: readonly string[], p: number): void {
    const alone = this.db.prepare('select 1 from pacts where p <> ? limit 1').all([p]).length === 0;
    for (const table of tables)
      if (alone) this.db.prepare(`delete from ${table}`).run();
      else this.db.prepare(`delete from ${table} where p = ?`).run([p]);
  }

  /** Number of the newest arrival, 0 before the first. */
  head(): number {
    return this.#head;
  }

  /** Takes the next arrival's number; only inside {@link Tables.write}. */
  nextArrival(): number {
    return ++this.#head;
  }

  /** One transaction; numbers taken in it are given back when it fails. */
  write(work: () => void): void {
    const head = this.#head;
    try {
      this.db.transaction(work);
    } catch (error) {
      this.#head = head;
      this.names.forget();
      throw error;
    }
    this.version++;
  }

  /**
   * One transaction that a read makes, so that those after it find less to do. Answers false, and the read goes on with the rows as they are, where
   * the disk has no room for it.
   */
  tidy(work: () => void): boolean {
    try {
      this.write(work);
      return true;
    } catch (error) {
      if (!isFull(error)) throw error;
      return false;
    }
  }

  /** Claims whose lease has run out read as open from then on; the indexer's `expire` makes it so for everybody. */
  lapse(p: number, now: number): void {
    const lapsed = this.db
      .prepare("select p, id, val from tasks where p = ? and lease_until <= ? and status = 'claimed'")
      .all([p, now]);
    if (!lapsed.length) return;
    this.tidy(() => {
      for (const row of lapsed) {
        const state = JSON.parse(`${row.val as string}}`) as Record<string, unknown>;
        const reopened = {
          ...state,
          status: 'open',
          claimed_by: null,
          claimed_at: null,
          expired_at: state.lease_until,
          lease_until: null,
        };
        this.db
          .prepare("update tasks set status = 'open', val = ? where p = ? and id = ?")
          .run([unclosed(reopened), row.p as number, row.id as string]);
      }
    });
  }

  close(): void {
    this.db.close();
  }
}

/** Writes the rows of one pact. Reads are in {@link file://./queries.ts}. */
export class PactTables {
  readonly p: number;
  readonly pactId: string;
  readonly tables: Tables;
  readonly links: Links;
  readonly reactions: Reactions;
  /** Root of the view that the rows follow; empty before there is one. */
  root: string;
  /** View position up to which the rows follow the log. */
  cursor: number;
  /** Rows below this position were signed when they were written, so they hold as long as the view has this root. */
  stable: number;
  entries: number;
  rejections: number;
  /** Changes whenever a member's or the pact's own record does. */
  rosterVersion = 0;
  readonly expiry: Expiry;
  readonly trust: Trust;
  readonly letters: Letters;
  readonly rebuild: Rebuild;
  readonly #lineage: Lineage;

  constructor(tables: Tables, p: number, pactId: string, row: Row) {
    this.tables = tables;
    this.p = p;
    this.pactId = pactId;
    this.root = row.root as string;
    this.cursor = row.cursor as number;
    this.stable = row.stable as number;
    this.entries = row.entries as number;
    this.rejections = row.rejections as number;
    this.links = new Links(tables.db, p);
    this.expiry = new Expiry(tables, p);
    this.reactions = new Reactions(tables.db, p);
    this.letters = new Letters(tables, p);
    this.rebuild = new Rebuild(tables.db, p);
    this.#lineage = new Lineage(tables.db, p);
    this.trust = tables.trust(p);
  }

  /** View keys of all rows at or past a position: after a rewrite of the view they are suspect. */
  keysFrom(seq: number): string[] {
    const { db } = this.tables;
    const entries = db.prepare('select id, type, task from entries where p = ? and seq >= ?').all([this.p, seq]);
    const records = db.prepare('select key from records where p = ? and seq >= ?').all([this.p, seq]);
    return [
      ...entries.map((row) =>
        row.task
          ? KEYS.taskEvent(row.task as string, row.id as string)
          : row.type === 'rejection'
            ? KEYS.rejection(row.id as string)
            : KEYS.entry(row.id as string),
      ),
      ...records.map((row) => row.key as string),
    ];
  }

  /**
   * Applies puts and moves the cursor, in one transaction. Answers what that added to the arrival feed: nothing for a row that
   * only moved, so a reorder is silent unless it changes something.
   * @param signed view position below which nothing is rewritten under this root
   */
  apply(puts: readonly ViewPut[], cursor: number, signed: number, root = this.root): Arrival[] {
    const arrivals: Arrival[] = [];
    const counts = { entries: this.entries, rejections: this.rejections };
    const stable = Math.min(signed, cursor);
    this.tables.write(() => {
      if (root !== this.root) this.rebuild.wentOver();
      for (const put of puts) this.#put(put, arrivals, counts);
      this.#touch(this.links.threads.settle());
      this.#lineage.settle();
      this.tables.db
        .prepare('update pacts set root = ?, cursor = ?, stable = ?, entries = ?, rejections = ? where p = ?')
        .run([root, cursor, stable, counts.entries, counts.rejections, this.p]);
      failpoint('rows-begun');
    });
    failpoint('rows-written');
    this.root = root;
    this.cursor = cursor;
    this.stable = stable;
    Object.assign(this, counts);
    return arrivals;
  }

  /**
   * Forgets all rows but the arrival feed, so that following from the start builds them again and cursors stay good.
   * @param shared view position below which the view is what the rows were made of, as far as that was signed
   */
  clear(shared: number): void {
    const { db } = this.tables;
    this.tables.write(() => {
      this.tables.empty(DERIVED_TABLES, this.p);
      db.prepare('update pacts set cursor = 1, stable = 1, entries = 0, rejections = 0 where p = ?').run([this.p]);
      this.rebuild.begin(Math.min(this.stable, shared));
    });
    this.trust.membersChanged();
    this.letters.changed();
    this.#lineage.clear();
    this.cursor = 1;
    this.stable = 1;
    this.entries = 0;
    this.rejections = 0;
  }

  /** Tells the feed of entries that went while the rows were built again. */
  retract(lost: readonly LostEntry[]): Arrival[] {
    const arrivals: Arrival[] = [];
    this.tables.write(() => {
      for (const { id, type, agent } of lost)
        this.#arrive(arrivals, 'retract', id, type, this.tables.names.nameOf(agent));
    });
    return arrivals;
  }

  #put(put: ViewPut, arrivals: Arrival[], counts: { entries: number; rejections: number }): void {
    const kind = put.key[0] as string;
    if (!PROJECTED.has(kind)) return;
    if (kind === 'e') this.#entry(put, arrivals, counts);
    else if (kind === 'h') this.#taskEvent(put, arrivals);
    else if (kind === 'x') this.#rejection(put, counts);
    else {
      this.#record(put);
      if (kind === 'c') this.#taskState(put.key.slice(2));
      if (kind === 'd') this.letters.receipt(...(put.key.slice(2).split('/') as [string, string]));
    }
  }

  #record({ key, seq, json }: ViewPut): void {
    const { db } = this.tables;
    if (key[0] === 'a' || key === KEYS.pact) this.rosterVersion++;
    if (key[0] === 'a') this.trust.membersChanged();
    if (key[0] === 'r') this.#reaction(key, json);
    if (json === null) db.prepare('delete from records where p = ? and key = ?').run([this.p, key]);
    else
      db.prepare(
        'insert into records values(?, ?, ?, ?) on conflict(p, key) do update set seq = excluded.seq, val = excluded.val',
      ).run([this.p, key, seq, json]);
  }

  #reaction(key: string, json: string | null): void {
    const had = this.tables.db.prepare('select val from records where p = ? and key = ?').all([this.p, key])[0];
    const target = this.reactions.change(key, (had?.val as string | undefined) ?? null, json);
    if (target !== null) this.#touch([target]);
  }

  /** Inserts, moves or replaces a row of `entries`, and says which: one that only moved is no news to a reader. */
  #row(seq: number, row: EntryRow): 'new' | 'changed' | 'moved' {
    const { db, names } = this.tables;
    const insert = db.prepare(INSERT_ENTRY);
    const values = [
      this.p,
      row.id,
      seq,
      row.type,
      row.ts,
      positionOf(row.id),
      writerOf(row.id),
      row.topic,
      row.format,
      names.numberOf(row.agent_id),
      names.numberOf(handleIn(row.agent_id)),
      row.task,
      row.n,
      row.outcome,
      row.trust,
      row.expires_at,
      row.val,
    ];
    const isNew = insert.run(values) === 1;
    if (!isNew) {
      const had = db.prepare('select val from entries where p = ? and id = ?').all([this.p, row.id])[0];
      if (had?.val === row.val) {
        db.prepare('update entries set seq = ?, n = ? where p = ? and id = ?').run([seq, row.n, this.p, row.id]);
        this.#lineage.suspect(row.id, seq, row.links);
        return 'moved';
      }
      this.#drop(row.id);
      insert.run(values);
    }
    if (row.expires_at !== null) this.expiry.note(row.expires_at);
    for (const target of row.refs)
      db.prepare('insert or ignore into refs values(?, ?, ?, ?)').run([this.p, target, row.ts, row.id]);
    if (row.links.length) this.#touch(this.links.add({ ...row, pos: positionOf(row.id) }));
    this.#lineage.suspect(row.id, seq, row.links);
    return isNew ? 'new' : 'changed';
  }

  /** Deletes a row of `entries`; answers what it was. */
  #drop(id: string): Row | undefined {
    const { db } = this.tables;
    const had = db
      .prepare('select type, agent_id, outcome, val from entries where p = ? and id = ?')
      .all([this.p, id])[0];
    if (!had) return undefined;
    const { refs = [], links = [], timestamp } = JSON.parse(had.val as string) as StoredEntry;
    const ts = Date.parse(timestamp);
    for (const target of refs)
      db.prepare('delete from refs where p = ? and target = ? and ts = ? and id = ?').run([this.p, target, ts, id]);
    db.prepare('delete from entries where p = ? and id = ?').run([this.p, id]);
    if (links.length) this.#touch(this.links.drop({ id, ts, pos: positionOf(id), links }));
    this.#lineage.dropped(id);
    return had;
  }

  /** Tells those who follow what entries say, such as search, that these read differently now. Nobody else is told: what made it so arrives itself. */
  #touch(ids: readonly string[]): void {
    for (const id of ids) {
      const row = this.tables.db
        .prepare('select type, agent_id from entries where p = ? and id = ?')
        .all([this.p, id])[0];
      if (row) this.#feed('touch', id, row.type as EntryKind, row.agent_id as number);
    }
  }

  #arrive(arrivals: Arrival[], op: Arrival['op'], id: string, type: EntryKind, agentId: string): void {
    const n = this.#feed(op, id, type, this.tables.names.numberOf(agentId));
    arrivals.push({ n, p: this.p, op, id, type, agent_id: agentId });
  }

  /** Tells of a row that was written; whoever follows what entries say makes it anew, also when everybody else knows it already. */
  #tell(arrivals: Arrival[], seq: number, id: string, type: EntryKind, agentId: string): void {
    if (this.rebuild.wasTold(seq)) this.#feed('touch', id, type, this.tables.names.numberOf(agentId));
    else this.#arrive(arrivals, 'put', id, type, agentId);
  }

  #feed(op: Arrival['op'] | 'touch', id: string, type: EntryKind, agent: number): number {
    const n = this.tables.nextArrival();
    this.tables.db
      .prepare('insert into feed values(?, ?, ?, ?, ?, ?, ?)')
      .run([n, this.p, op, id, type, agent, Date.now()]);
    return n;
  }

  #entry({ key, seq, json }: ViewPut, arrivals: Arrival[], counts: { entries: number }): void {
    const { db } = this.tables;
    const id = key.slice(2);
    if (json === null) {
      const had = this.#drop(id);
      if (!had) return;
      counts.entries--;
      db.prepare('delete from tasks where p = ? and id = ?').run([this.p, id]);
      this.letters.drop(id);
      this.#arrive(arrivals, 'retract', id, had.type as EntryKind, this.#nameIn(had));
      return;
    }
    const entry = JSON.parse(json) as StoredEntry;
    // Every column is named, not spread from those that most rows do not have: that costs more than reading the JSON (measured).
    const change = this.#row(seq, {
      id,
      type: entry.type,
      ts: Date.parse(entry.timestamp),
      topic: entry.type === 'knowledge' ? (entry.payload.topic ?? null) : null,
      format: entry.type === 'skill' ? (entry.payload.format ?? null) : null,
      agent_id: entry.agent_id,
      task: null,
      n: null,
      outcome: null,
      trust: declaredTrust(entry.type, entry.payload),
      expires_at: expiryOf(entry),
      val: json,
      refs: entry.refs ?? [],
      links: entry.links ?? [],
    });
    if (entry.type === 'task') this.#taskState(id, entry);
    if (change === 'moved') return;
    if (change === 'new') counts.entries++;
    if (entry.type === 'message') this.letters.put(letterOf(entry));
    this.#tell(arrivals, seq, id, entry.type, entry.agent_id);
  }

  /**
   * Builds the row that task reads answer, from the immutable entry, the state that the log agreed on and late results.
   * @param entry as it is stored, where that is known
   */
  #taskState(id: string, entry = this.#storedTask(id)): void {
    const { db } = this.tables;
    if (!entry) {
      db.prepare('delete from tasks where p = ? and id = ?').run([this.p, id]);
      return;
    }
    const agreed = db.prepare('select seq, val from records where p = ? and key = ?').all([this.p, KEYS.task(id)])[0];
    const record = agreed ? (JSON.parse(agreed.val as string) as TaskRecord) : null;
    const { agent_id, payload, timestamp } = entry;
    const status = record?.status ?? 'open';
    const state = {
      id,
      agent_id,
      title: payload.title,
      ...(payload.description ? { description: payload.description } : {}),
      status,
      claimed_by: record?.holder ?? null,
      assigned_to: payload.assigned_to ?? null,
      timestamp,
      updated_at: iso(record?.updated_at ?? null) ?? timestamp,
      claimed_at: iso(record?.claimed_at ?? null),
      expired_at: iso(record?.expired_at ?? null),
      result: record?.result ?? null,
      fence: record?.fence ?? 0,
      lease_until: iso(record?.lease_until ?? null),
      // Nobody is late for a task of which nothing is agreed.
      late_results: agreed ? this.#lateResults(id) : [],
    };
    db.prepare(INSERT_TASK).run([
      this.p,
      id,
      (agreed?.seq ?? null) as number | null,
      status,
      record?.lease_until ?? null,
      record?.holder ?? null,
      payload.assigned_to ?? null,
      unclosed(state),
    ]);
  }

  #storedTask(id: string): StoredEntry | null {
    const sql = "select val from entries where p = ? and id = ? and type = 'task'";
    const row = this.tables.db.prepare(sql).all([this.p, id])[0];
    return row ? (JSON.parse(row.val as string) as StoredEntry) : null;
  }

  #lateResults(task: string): object[] {
    const rows = this.tables.db
      .prepare(
        "select e.val from refs r join entries e on e.p = r.p and e.id = r.id where r.p = ? and r.target = ? and e.task = r.target and e.outcome = 'late_result' order by e.n",
      )
      .all([this.p, task]);
    return rows.map((row) => {
      const { id, agent_id, timestamp, payload } = JSON.parse(row.val as string) as {
        id: string;
        agent_id: string;
        timestamp: string;
        payload: Record<string, unknown>;
      };
      return { id, agent_id, timestamp, fence: payload.fence || null, result: payload.result, reason: payload.why };
    });
  }

  /** A task's event is an entry of its own that refers to the task. */
  #taskEvent({ key, seq, json }: ViewPut, arrivals: Arrival[]): void {
    const [, task = '', id = ''] = key.split('/');
    if (json === null) {
      const gone = this.#drop(id);
      if (gone) {
        this.#arrive(arrivals, 'retract', id, 'task', this.#nameIn(gone));
        // Who follows the feed learns of a task's state from its events; of one that is gone only in this way.
        this.#taskChanged(task, arrivals);
      }
      if (gone?.outcome === 'late_result') this.#taskState(task);
      return;
    }
    const event = JSON.parse(json) as TaskEventRecord;
    const { kind: action, outcome, fence, code, why } = event;
    const val = JSON.stringify({
      id,
      type: 'task',
      timestamp: iso(event.at),
      agent_id: event.agent_id,
      display_name: event.display_name,
      payload: { action, outcome, fence, code, why, ...('result' in event ? { result: event.result } : {}) },
      refs: [task],
    });
    const change = this.#row(seq, {
      ...NO_COLUMNS,
      id,
      type: 'task_event',
      ts: event.at,
      agent_id: event.agent_id,
      task,
      n: event.n,
      outcome,
      val,
      refs: [task],
    });
    if (change === 'moved') return;
    this.#tell(arrivals, seq, id, 'task', event.agent_id);
    if (outcome === 'late_result') this.#taskState(task);
  }

  #taskChanged(id: string, arrivals: Arrival[]): void {
    const row = this.tables.db.prepare('select agent_id from tasks where p = ? and id = ?').all([this.p, id])[0];
    if (row) this.#arrive(arrivals, 'put', id, 'task', this.#nameIn(row));
  }

  /** Agent of a row. */
  #nameIn({ agent_id }: Row): string {
    return this.tables.names.nameOf(agent_id as number);
  }

  #rejection({ key, seq, json }: ViewPut, counts: { rejections: number }): void {
    const id = key.slice(2);
    if (json === null) {
      if (this.#drop(id)) counts.rejections--;
      return;
    }
    const record = JSON.parse(json) as RejectionRecord;
    const val = JSON.stringify({ ...record, timestamp: iso(record.timestamp) });
    const change = this.#row(seq, {
      ...NO_COLUMNS,
      id,
      type: 'rejection',
      ts: record.timestamp ?? 0,
      agent_id: record.agent_id ?? '',
      val,
    });
    if (change === 'new') counts.rejections++;
  }
}
