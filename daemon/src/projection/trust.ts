import { KEYS, type MemberRecord, roleOf } from '../pact/model/index.js';
import type { SqlDb } from '../sql.js';
import { TRUST } from '../trust-class.js';

/** SQL of what a task is trusted, of a row of `tasks`. */
export const TASK_TRUST = '(select e.trust from entries e where e.p = tasks.p and e.id = tasks.id)';

/** Columns of a row of `entries` that say whose word it is. */
export const SAID = 'entries.author, entries.seq, entries.trust';

/** The same, as a row has them. */
export interface Said {
  /** Handle of the node. */
  readonly author: string;
  readonly seq: number;
  /** Place in {@link TRUST} that it is not better than: the same on every node, which whether it is this node's own is not. */
  readonly trust: number;
}

/** Rows that SQLite has joined by commas, and what is known of each: what {@link toldPage} needs. */
export interface JoinedRows {
  readonly json: Uint8Array;
  /** Bytes of each row, apart by commas. */
  readonly sizes: string;
  /** Handles, apart by spaces. */
  readonly authors: string;
  /** A digit for each row: its `trust`, and 4 more when it is not confirmed. */
  readonly said: string;
}

/** SQL of a digit of {@link JoinedRows}, of a row of `entries`; the question mark is the position below which rows are confirmed. */
export const SAID_DIGIT = 'trust + 4 * (seq >= ?)';

/**
 * Says with each entry of a pact whose word it is as this node sees it now: what is not the same on every node, or changes without the entry,
 * is never part of a row. Nothing is looked up for it but the members, once after each change of them.
 */
export class Trust {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly #own: string;
  /** View position below which rows are confirmed and can be trusted. */
  signedSeq: () => number = () => 0;
  #tails = new Map<string, string>();
  #roles: Map<string, string> | null = null;

  /** @param own handle of this node */
  constructor(db: SqlDb, p: number, own: string) {
    this.#db = db;
    this.#p = p;
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
    return `${json.slice(0, -1)}${this.#tail(author, trust, confirmed)}}`;
  }

  /**
   * The same for many at once, without reading them.
   * @param settled the texts say themselves whether they are confirmed
   */
  toldPage({ json, sizes, authors, said }: JoinedRows, settled: boolean): Buffer {
    const tails = authors.split(' ').map((author, i) => {
      const digit = said.charCodeAt(i) - ZERO;
      return this.#tail(author, digit & 3, settled ? null : digit < 4);
    });
    const ends: number[] = [];
    for (const size of sizes.split(','))
      ends.push((ends.at(-1) ?? -BETWEEN.length) + Number(size) + BETWEEN.length - 1);
    return insertTails(json, ends, tails);
  }

  /** What the JSON of an entry says of whose word it is, to stand before its last brace. */
  tailOf({ author, seq, trust }: Said): string {
    return this.#tail(author, trust, seq < this.signedSeq());
  }

  #tail(author: string, trust: number, confirmed: boolean | null): string {
    const key = `${author} ${trust} ${confirmed}`;
    let tail = this.#tails.get(key);
    if (tail === undefined) {
      const word = TRUST[trust === 0 && author !== this.#own ? 1 : trust];
      const role = this.#roleOf(author);
      tail = `,"trust":"${word}"${role === undefined ? '' : `,"role":"${role}"`}${confirmed === null ? '' : `,"confirmed":${confirmed}`}`;
      this.#tails.set(key, tail);
    }
    return tail;
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

/**
 * Puts texts of ASCII into JSON.
 * @param ends where each is to stand, in rising order
 */
export function insertTails(json: Uint8Array, ends: readonly number[], tails: readonly string[]): Buffer {
  const bytes = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const told = Buffer.allocUnsafe(tails.reduce((length, tail) => length + tail.length, bytes.length));
  let [from, to] = [0, 0];
  for (const [i, end] of ends.entries()) {
    to += bytes.copy(told, to, from, end);
    to += told.write(tails[i] as string, to, 'latin1');
    from = end;
  }
  bytes.copy(told, to, from);
  return told;
}

const ZERO = '0'.charCodeAt(0);
/** What stands between the last member of one row and the beginning of the next row. */
const BETWEEN = '},';
