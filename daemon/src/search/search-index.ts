import { createHash } from 'node:crypto';
import { type DerivedSql, openDerived, type SqlDb } from '../derived/index.js';
import { COLUMN_NAMES, documentOf } from './documents.js';
import type { FollowedRow } from './messages.js';
import { type DocRow, PactIndex, partsOf } from './pact-index.js';

const SCHEMA = `
create table pacts(p integer primary key, pact_id text not null unique);
create table docs(p integer not null, doc integer not null, writer integer, pos integer, said integer not null, ts integer not null, len integer not null, status text, lease_until integer,
  expires_at integer, superseded_at integer, good integer not null, bad integer not null, fades integer not null, primary key (p, doc)) without rowid;
create unique index docs_id on docs(p, writer, pos);
`;
/** Counts up with the schema, and with everything that makes other tokens of a text. */
const VERSION = 8;

/** What changes of an entry that says what it said. */
const STATE = ['status', 'lease_until', 'superseded_at', 'good', 'bad'] as const;

/** A number that tells what an entry says from what it said before: what is stored has no texts to compare. */
const saidBy = (val: string): number => createHash('sha256').update(val).digest().readUIntBE(0, 6);

/** Rows of one transaction. */
const UNKEPT_MAX = 2_000;

/** The search database of a node: for each pact a full-text table without content, and what ranks its entries. What they say is in the tables alone. */
export class SearchIndex {
  readonly db: SqlDb;
  /** Arrival up to which the entries are indexed. */
  indexed: number;
  readonly #open = new Map<string, PactIndex>();
  /** Rows of the transaction that is open. */
  #unkept = 0;
  readonly #numbers: Map<string, number>;
  /** The highest number of an entry, by number of the pact. */
  readonly #last = new Map<number, number>();

  /**
   * @param file made anew when it is missing, older or damaged
   * @param follows incarnation of the tables whose arrivals are followed; made anew when it followed others
   */
  constructor(file: string, follows: string) {
    // What is asked for often is kept as lists in memory, so pages of the index are read once and hardly again.
    const schema = { version: VERSION, tables: SCHEMA, cache_kib: 16_384 };
    let opened: DerivedSql = openDerived(file, schema);
    const known = meta(opened.db, 'follows');
    if (known !== undefined && known !== follows) {
      opened.db.exec("delete from meta where key = 'schema'");
      opened.db.close();
      opened = openDerived(file, schema);
    }
    this.db = opened.db;
    void this.db.inspect();
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
    if (this.#unkept === 0) this.db.begin();
    this.#unkept += 1 + rows.length;
    for (const row of rows) this.#write(row);
    this.indexed = to;
    if (this.#unkept >= UNKEPT_MAX) this.flush();
  }

  /** Keeps what was taken over: another run of the process goes on from there. */
  flush(): void {
    if (this.#unkept === 0) return;
    setMeta(this.db, 'indexed', String(this.indexed));
    this.db.commit();
    this.#unkept = 0;
  }

  #write(row: FollowedRow): void {
    const { db } = this;
    const p = this.#number(row.pact_id);
    const { writer, pos } = partsOf(row.id);
    const had = db.prepare('select * from docs where p = ? and writer = ? and pos = ?').all([p, writer, pos])[0] as
      | (DocRow & { readonly said: number })
      | undefined;
    const said = row.val === null ? null : saidBy(row.val);
    if (had && had.said === said) {
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
    const added: DocRow = { ...row, writer, pos, doc: this.#lastOf(p) + 1, len: document.length };
    this.#last.set(p, added.doc);
    db.prepare('insert into docs values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run([
      p,
      added.doc,
      writer,
      pos,
      said,
      added.ts,
      added.len,
      added.status,
      added.lease_until,
      added.expires_at,
      added.superseded_at,
      added.good,
      added.bad,
      added.fades,
    ]);
    db.prepare(`insert into f${p}(rowid, ${COLUMN_NAMES.join(', ')}) values(?, ?, ?, ?, ?)`).run([
      added.doc,
      ...document.columns,
    ]);
    this.#open.get(row.pact_id)?.add(added, document);
  }

  #lastOf(p: number): number {
    let last = this.#last.get(p);
    if (last === undefined)
      last = (this.db.prepare('select max(doc) doc from docs where p = ?').all([p])[0]?.doc as number | null) ?? 0;
    return last;
  }

  /**
   * An entry is gone, or says something else. Its number stays without a name: the words under it can only be taken out by telling them again, and
   * nothing but a reorder of what members have not agreed on yet takes an entry back.
   */
  #remove(p: number, pactId: string, had: DocRow): void {
    this.db.prepare('update docs set writer = null, pos = null where p = ? and doc = ?').run([p, had.doc]);
    this.#open.get(pactId)?.remove(had);
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
