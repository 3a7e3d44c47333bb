import { type DerivedSql, openDerived, type SqlDb, type SqlValue } from '../sql.js';
import { COLUMN_NAMES, documentOf } from './documents.js';
import type { FollowedRow } from './messages.js';
import { type DocRow, PactIndex } from './pact-index.js';

const SCHEMA = `
create table pacts(p integer primary key, pact_id text not null unique);
create table docs(p integer not null, doc integer not null, id text not null, ts integer not null, len integer not null, status text, lease_until integer, expires_at integer, superseded_at integer,
  good integer not null, bad integer not null, fades integer not null, fate text not null, primary key (p, doc)) without rowid;
create unique index docs_id on docs(p, id);
create table texts(place integer primary key, frame integer not null, rest text not null);
create table frames(frame integer primary key, type text not null, author text not null, unique (type, author));
`;
/** Counts up with the schema, and with everything that makes other tokens of a text: the deletion of an entry must name those it was indexed by. */
const VERSION = 7;

/** What changes of an entry that says what it said. */
const STATE = ['status', 'lease_until', 'superseded_at', 'good', 'bad', 'fate'] as const;

/** Key of an entry in `texts`, by numbers of the pact and the entry. */
const placeOf = (p: number, doc: number): number => p * 2 ** 32 + doc;
/** Of a row of `docs`, its text and the frame of that. */
const TEXT = 'join texts t on t.place = (d.p << 32) + d.doc join frames f on f.frame = t.frame';

/** JSON of an entry in parts, of which the first two are those of many: what stands between its id and its time, and from there to what it says. */
type Framed = readonly [type: string, author: string, rest: string];

const PAYLOAD = '"payload":{';

/** Takes the parts of an entry's JSON that its row has anyway out of it: a third of what is kept of it (measured). */
function framed({ id, ts }: Pick<DocRow, 'id' | 'ts'>, val: string): Framed {
  const head = `{"id":"${id}`;
  const time = new Date(ts).toISOString();
  const at = val.indexOf(time);
  const end = val.indexOf(PAYLOAD, at);
  if (!val.startsWith(head) || at < 0 || end < 0) return ['', '', val];
  return [val.slice(head.length, at), val.slice(at + time.length, end), val.slice(end + PAYLOAD.length)];
}

/** JSON of an entry from its parts. */
const unframed = ({ id, ts, type, author, rest }: KeptText): string =>
  type === '' ? rest : `{"id":"${id}${type}${new Date(ts).toISOString()}${author}${PAYLOAD}${rest}`;

/** A row of `docs` with its text. */
interface KeptText extends Pick<DocRow, 'id' | 'ts'> {
  readonly type: string;
  readonly author: string;
  readonly rest: string;
  readonly fate: string;
}
/** Frames whose numbers are kept in memory. */
const FRAMES_MAX = 10_000;

/** Rows of one transaction. */
const UNKEPT_MAX = 2_000;

/** The search database of a node: for each pact a full-text table without content, and the entries as they are answered. */
export class SearchIndex {
  readonly db: SqlDb;
  /** Arrival up to which the entries are indexed. */
  indexed: number;
  readonly #open = new Map<string, PactIndex>();
  /** Rows of the transaction that is open. */
  #unkept = 0;
  readonly #numbers: Map<string, number>;
  readonly #frames = new Map<string, number>();
  /** The highest number of an entry, by number of the pact. */
  readonly #last = new Map<number, number>();

  /**
   * @param file made anew when it is missing, older or damaged
   * @param follows incarnation of the tables whose arrivals are followed; made anew when it followed others
   */
  constructor(file: string, follows: string) {
    const schema = { version: VERSION, tables: SCHEMA, cache_kib: 32_768 };
    let opened: DerivedSql = openDerived(file, schema);
    const known = meta(opened.db, 'follows');
    if (known !== undefined && known !== follows) {
      opened.db.exec("delete from meta where key = 'schema'");
      opened.db.close();
      opened = openDerived(file, schema);
    }
    this.db = opened.db;
    setMeta(this.db, 'follows', follows);
    this.indexed = Number(meta(this.db, 'indexed') ?? 0);
    const rows = this.db.prepare('select p, pact_id from pacts').all();
    this.#numbers = new Map(rows.map((row) => [row.pact_id as string, row.p as number]));
  }

  /**
   * Takes rows over. A row that is known already changes nothing. They can be asked for at once and are kept by {@link flush}, since a
   * transaction for each few rows costs writers of the log a fifth of their rate (measured).
   */
  write(rows: readonly FollowedRow[], to: number): void {
    if (this.#unkept === 0) this.db.exec('begin');
    this.#unkept += 1 + rows.length;
    for (const row of rows) this.#write(row);
    this.indexed = to;
    if (this.#unkept >= UNKEPT_MAX) this.flush();
  }

  /** Keeps what was taken over: another run of the process goes on from there. */
  flush(): void {
    if (this.#unkept === 0) return;
    setMeta(this.db, 'indexed', String(this.indexed));
    this.db.exec('commit');
    this.#unkept = 0;
  }

  #write(row: FollowedRow): void {
    const { db } = this;
    const p = this.#number(row.pact_id);
    const had = db
      .prepare(`select d.*, f.type, f.author, t.rest from docs d ${TEXT} where d.p = ? and d.id = ?`)
      .all([p, row.id])[0] as unknown as (DocRow & KeptText) | undefined;
    if (had && unframed(had) === row.val) {
      if (STATE.every((column) => had[column] === row[column])) return;
      db.prepare(`update docs set ${STATE.map((column) => `${column} = ?`).join(', ')} where p = ? and doc = ?`).run([
        ...STATE.map((column) => row[column]),
        p,
        had.doc,
      ]);
      this.#open.get(row.pact_id)?.setState({ ...row, doc: had.doc });
      return;
    }
    if (had) this.#remove(p, row.pact_id, had);
    if (row.val === null) return;
    const document = documentOf(row.val);
    const added: DocRow = { ...row, doc: this.#lastOf(p) + 1, len: document.length };
    this.#last.set(p, added.doc);
    db.prepare('insert into docs values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run([
      p,
      added.doc,
      added.id,
      added.ts,
      added.len,
      added.status,
      added.lease_until,
      added.expires_at,
      added.superseded_at,
      added.good,
      added.bad,
      added.fades,
      row.fate,
    ]);
    const [type, author, rest] = framed(row, row.val);
    db.prepare('insert into texts values(?, ?, ?)').run([placeOf(p, added.doc), this.#frame(type, author), rest]);
    this.#fullText(p, 'rowid', [added.doc, ...document.columns]);
    this.#open.get(row.pact_id)?.add(added, document);
  }

  /** The number of a frame. */
  #frame(type: string, author: string): number {
    const key = `${type}\n${author}`;
    let frame = this.#frames.get(key);
    if (frame !== undefined) return frame;
    this.db.prepare('insert or ignore into frames(type, author) values(?, ?)').run([type, author]);
    const [row] = this.db.prepare('select frame from frames where type = ? and author = ?').all([type, author]);
    frame = row?.frame as number;
    if (this.#frames.size >= FRAMES_MAX) this.#frames.clear();
    this.#frames.set(key, frame);
    return frame;
  }

  #lastOf(p: number): number {
    let last = this.#last.get(p);
    if (last === undefined)
      last = (this.db.prepare('select max(doc) doc from docs where p = ?').all([p])[0]?.doc as number | null) ?? 0;
    return last;
  }

  #remove(p: number, pactId: string, had: DocRow & KeptText): void {
    const { columns } = documentOf(unframed(had));
    this.#fullText(p, `f${p}, rowid`, ['delete', had.doc, ...columns]);
    this.db.prepare('delete from docs where p = ? and doc = ?').run([p, had.doc]);
    this.db.prepare('delete from texts where place = ?').run([placeOf(p, had.doc)]);
    this.#open.get(pactId)?.remove(had);
  }

  #fullText(p: number, columns: string, values: SqlValue[]): void {
    const marks = values.map(() => '?').join(', ');
    this.db.prepare(`insert into f${p}(${columns}, ${COLUMN_NAMES.join(', ')}) values(${marks})`).run(values);
  }

  /** The pact's number in the database; its tables are made when there are none. */
  #number(pactId: string): number {
    const { db } = this;
    const known = this.#numbers.get(pactId);
    if (known !== undefined) return known;
    db.prepare('insert into pacts(pact_id) values(?)').run([pactId]);
    const p = db.prepare('select p from pacts where pact_id = ?').all([pactId])[0]?.p as number;
    this.#numbers.set(pactId, p);
    // Of the tokenizer nothing is asked but to separate at spaces. Lengths are kept in docs.
    db.exec(
      `create virtual table f${p} using fts5(${COLUMN_NAMES.join(', ')}, content = '', columnsize = 0, tokenize = 'ascii')`,
    );
    return p;
  }

  /** What is indexed of a pact, or undefined when nothing is. */
  pact(pactId: string): PactIndex | undefined {
    let pact = this.#open.get(pactId);
    if (pact) return pact;
    const p = this.#numbers.get(pactId);
    if (p === undefined) return undefined;
    pact = new PactIndex(this.db, p);
    this.#open.set(pactId, pact);
    return pact;
  }

  /** An entry of a pact as it is answered, by its number. */
  entry(pactId: string, doc: number): { id: string; val: string; fate: string } {
    const p = this.#numbers.get(pactId) as number;
    const sql = `select d.id, d.ts, d.fate, f.type, f.author, t.rest from docs d ${TEXT} where d.p = ? and d.doc = ?`;
    const kept = this.db.prepare(sql).all([p, doc])[0] as unknown as KeptText;
    return { id: kept.id, val: unframed(kept), fate: kept.fate };
  }

  /** Throws away what is indexed of a pact. */
  forget(pactId: string): void {
    const p = this.#numbers.get(pactId);
    if (p === undefined) return;
    this.flush();
    this.#open.delete(pactId);
    // What is known of entries in memory takes as much as the highest number needs.
    this.#last.delete(p);
    this.db.exec(`drop table if exists temp.v${p}`);
    this.db.transaction(() => {
      // Emptied and not dropped: statements that were prepared for it stay good.
      this.db.prepare(`insert into f${p}(f${p}) values('delete-all')`).run();
      this.db.prepare('delete from docs where p = ?').run([p]);
      this.db.prepare('delete from texts where place between ? and ?').run([placeOf(p, 0), placeOf(p + 1, -1)]);
    });
  }

  /** Throws away what is indexed of all other pacts. */
  keepOnly(pactIds: readonly string[]): void {
    for (const pactId of this.#numbers.keys()) if (!pactIds.includes(pactId)) this.forget(pactId);
  }

  close(): void {
    this.flush();
    this.db.close();
  }
}

const meta = (db: SqlDb, key: string): string | undefined =>
  db.prepare('select value from meta where key = ?').all([key])[0]?.value as string | undefined;

const setMeta = (db: SqlDb, key: string, value: string): void =>
  void db.prepare('insert or replace into meta values(?, ?)').run([key, value]);
