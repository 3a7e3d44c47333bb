import { createHash } from 'node:crypto';
import type { SqlDb } from '../derived/index.js';
import { FollowingFile } from '../following/index.js';
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

/** The search database of a node: for each pact a full-text table without content, and what ranks its entries. What they say is in the tables alone. */
export class SearchIndex {
  readonly db: SqlDb;
  readonly #file: FollowingFile;
  readonly #open = new Map<string, PactIndex>();
  readonly #numbers: Map<string, number>;
  /** The highest number of an entry, by number of the pact. */
  readonly #last = new Map<number, number>();

  /**
   * @param file made anew when it is missing, older or damaged
   * @param follows incarnation of the tables whose arrivals are followed; made anew when it followed others
   */
  constructor(file: string, follows: string) {
    // What is asked for often is kept as lists in memory, so pages of the index are read once and hardly again.
    this.#file = new FollowingFile(file, follows, { version: VERSION, tables: SCHEMA, cache_kib: 16_384 });
    this.db = this.#file.db;
    const rows = this.db.prepare('select p, pact_id from pacts').all();
    this.#numbers = new Map(rows.map((row) => [row.pact_id as string, row.p as number]));
  }

  /** Arrival up to which the entries are indexed. */
  get indexed(): number {
    return this.#file.indexed;
  }

  /** Takes rows over. A row that is known already changes nothing. They can be asked for at once, and are kept soon. */
  write(rows: readonly FollowedRow[], to: number): void {
    this.#file.take(rows, to, (row) => this.#write(row));
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
    this.#file.flush();
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
    this.#file.close();
  }
}
