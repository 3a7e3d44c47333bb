import { KEYS, type MemberRecord, roleOf } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';
import { TRUST } from '../trust-class.js';
import { ENTRY_JSON } from './entry-json.js';
import type { Names } from './names.js';

/** Columns of a row of `entries` that say whose word it is. */
export const SAID = 'entries.author, entries.seq, entries.trust';

/** The same, as a row has them. */
export interface Said {
  /** Number of the node's handle among the names. */
  readonly author: number;
  readonly seq: number;
  /** Place in {@link TRUST} that it is not better than: the same on every node, which whether it is this node's own is not. */
  readonly trust: number;
}

/** Rows that SQLite has joined, and what is known of each: what {@link toldPage} needs. */
export interface JoinedRows {
  /** A row a line: JSON that this program writes has no line break. */
  readonly json: Uint8Array;
  /** Numbers of handles, apart by spaces. */
  readonly authors: string;
  /** A digit for each row: its `trust`, and 4 more when it is not confirmed. */
  readonly said: string;
}

/** SQL of a digit of {@link JoinedRows}, of a row of `entries`; the question mark is the position below which rows are confirmed. */
export const SAID_DIGIT = 'trust + 4 * (seq >= ?)';

/** One text of all entries: a look-up for each of ten entries costs a search half as much again in the thread that commits (measured). */
const BY_IDS = `select group_concat(entries.id || ' ' || entries.author || ' ' || entries.seq || ' ' || entries.trust || ' ' || ${ENTRY_JSON}, char(10)) found
  from json_each(?2) wanted cross join entries on entries.p = ?1 and entries.id = wanted.value`;

/**
 * Says with each entry of a pact whose word it is as this node sees it now: what is not the same on every node, or changes without the entry,
 * is never part of a row. Nothing is looked up for it but the members, once after each change of them.
 */
export class Trust {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #names: Names;
  readonly #own: string;
  /** View position below which rows are confirmed and can be trusted. */
  signedSeq: () => number = () => 0;
  /** By author, then by {@link placeOf}. */
  #tails = new Map<number, Buffer[]>();
  #roles: Map<string, string> | null = null;

  /** @param own handle of this node */
  constructor(db: SqlDb, p: number, names: Names, own: string) {
    this.#db = db;
    this.#p = p;
    this.#names = names;
    this.#own = own;
  }

  /** A member's record changed. */
  membersChanged(): void {
    this.#roles = null;
    this.#tails.clear();
  }

  /**
   * JSON of an entry, with whose word it is.
   * @param confirmed null: the text says so itself
   */
  told(json: string, { author, seq, trust }: Said, confirmed: boolean | null = seq < this.signedSeq()): string {
    return `${json.slice(0, -1)}${this.#tail(author, placeOf(trust, confirmed)).toString('latin1')}}`;
  }

  /**
   * The same for many at once, without reading them.
   * @param settled the texts say themselves whether they are confirmed
   * @param around what the page begins and ends with
   */
  toldPage({ json, authors, said }: JoinedRows, settled: boolean, around: Around): Buffer {
    const tails = authors
      .split(' ')
      .map((author, i) =>
        this.#tail(Number(author), settled ? 8 + ((said.charCodeAt(i) - ZERO) & 3) : said.charCodeAt(i) - ZERO),
      );
    const ends: number[] = [];
    for (let at = json.indexOf(LINE_BREAK); at >= 0; at = json.indexOf(LINE_BREAK, at + 1)) {
      json[at] = COMMA;
      ends.push(at - 1);
    }
    ends.push(json.length - 1);
    return insertTails(json, ends, tails, around);
  }

  /** JSON of entries by their ids, with whose word they are and without the last brace; of one that is gone nothing. */
  toldByIds(ids: readonly string[]): Map<string, string> {
    const found = this.#db.prepare(BY_IDS).all([this.#p, JSON.stringify(ids)])[0]?.found as string | null;
    const signed = this.signedSeq();
    const told = new Map<string, string>();
    for (const line of found?.split('\n') ?? []) {
      const at = line.indexOf('{');
      const [id, author, seq, trust] = line.slice(0, at).split(' ') as [string, string, string, string];
      const tail = this.#tail(Number(author), placeOf(Number(trust), Number(seq) < signed));
      told.set(id, line.slice(at, -1) + tail.toString('latin1'));
    }
    return told;
  }

  #tail(author: number, place: number): Buffer {
    let tails = this.#tails.get(author);
    if (!tails) {
      tails = [];
      this.#tails.set(author, tails);
    }
    return (tails[place] ??= this.#made(author, place));
  }

  #made(by: number, place: number): Buffer {
    const author = this.#names.nameOf(by);
    const trust = place & 3;
    const word = TRUST[trust === 0 && author !== this.#own ? 1 : trust];
    const role = this.#roleOf(author);
    const confirmed = place < 8 ? `,"confirmed":${place < 4}` : '';
    return Buffer.from(`,"trust":"${word}"${role === undefined ? '' : `,"role":"${role}"`}${confirmed}`);
  }

  /** What its node is in the pact now; undefined while the tables do not know it. */
  #roleOf(author: string): string | undefined {
    if (!this.#roles) {
      const [from, to] = [KEYS.member(''), KEYS.member('~')];
      const rows = this.#db.prepare('select val from records where p = ? and key >= ? and key < ?');
      const members = rows.all([this.#p, from, to]).map(({ val }) => JSON.parse(val as string) as MemberRecord);
      // Who was removed and let in again has two records.
      const gone = members.filter((member) => member.gone).map(({ handle }): [string, string] => [handle, 'removed']);
      const here = members.filter((member) => !member.gone).map((member) => [member.handle, roleOf(member)] as const);
      this.#roles = new Map([...gone, ...here]);
    }
    return this.#roles.get(author);
  }
}

/** A digit of {@link JoinedRows}, or from 8 on the same of a text that says itself whether it is confirmed. */
const placeOf = (trust: number, confirmed: boolean | null): number =>
  trust + (confirmed === null ? 8 : confirmed ? 0 : 4);

/** What stands before some JSON and behind it. */
interface Around {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/**
 * Puts pieces into JSON.
 * @param ends where each is to stand, in rising order
 */
function insertTails(
  json: Uint8Array,
  ends: readonly number[],
  tails: readonly Uint8Array[],
  { before, after }: Around,
): Buffer {
  let length = before.length + json.length + after.length;
  for (const tail of tails) length += tail.length;
  // Each byte is copied once: pages are the most that this node answers.
  const told = Buffer.allocUnsafe(length);
  told.set(before);
  let [from, to] = [0, before.length];
  for (let i = 0; i < ends.length; i++) {
    const end = ends[i] as number;
    const tail = tails[i] as Uint8Array;
    told.set(json.subarray(from, end), to);
    to += end - from;
    told.set(tail, to);
    to += tail.length;
    from = end;
  }
  told.set(json.subarray(from), to);
  told.set(after, length - after.length);
  return told;
}

const ZERO = '0'.charCodeAt(0);
const [LINE_BREAK, COMMA] = Buffer.from('\n,') as unknown as [number, number];
