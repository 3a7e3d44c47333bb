import type { SqlDb } from '../derived/index.js';
import { FollowingFile } from '../following/index.js';
import type { FollowedText } from './messages.js';
import { copiedFrom, keysOf, type Print, printOf, scoreOf, sentencesOf } from './print.js';
import { type Asked, SAME_SCORE, type Similar } from './types.js';

const SCHEMA = `
create table pacts(p integer primary key autoincrement, pact_id text not null unique);
create table prints(n integer primary key autoincrement, p integer not null, id text not null, words text not null, digest text not null);
create unique index prints_id on prints(p, id);
create table keys(p integer not null, key integer not null, n integer not null, primary key (p, key, n)) without rowid;
`;
/** Counts up with the schema and with everything that makes other keys of a text. */
const VERSION = 1;
const CACHE_KIB = 16_384;

/** Entries that one key gives at most: many may share a key, and a look-up costs the same for all that. */
const BY_KEY_MAX = 4;
/** Candidates that are held against the text word by word. */
const COMPARED_MAX = 4;
const ANSWERED_MAX = 5;
/** What is less alike is another matter. */
const SCORE_MIN = 0.6;
/** Distance of the seeds of two pacts. */
const SALT_STEP = 64;

/** The fingerprints of knowledge: where texts that say the same meet. Everything costs a few look-ups, whatever it holds. */
export class SimilarIndex {
  readonly #file: FollowingFile;
  readonly #db: SqlDb;
  readonly #pacts: Map<string, number>;

  /**
   * @param file made anew when it is missing, older or damaged
   * @param follows incarnation of the tables whose arrivals are followed; made anew when it followed others
   */
  constructor(file: string, follows: string) {
    this.#file = new FollowingFile(file, follows, { version: VERSION, tables: SCHEMA, cache_kib: CACHE_KIB });
    this.#db = this.#file.db;
    const rows = this.#db.prepare('select p, pact_id from pacts').all();
    this.#pacts = new Map(rows.map((row) => [row.pact_id as string, row.p as number]));
  }

  /** Arrival up to which entries are known. */
  get indexed(): number {
    return this.#file.indexed;
  }

  /** Takes rows over; one that is known already changes nothing. They are known at once, and kept soon. */
  write(rows: readonly FollowedText[], to: number): void {
    this.#file.take(rows, to, (row) => this.#write(row));
  }

  #write({ pact_id, id, val }: FollowedText): void {
    const db = this.#db;
    const p = this.#number(pact_id);
    if (val === null) {
      // Its keys lead nowhere from then on: a number is never given twice.
      db.prepare('delete from prints where p = ? and id = ?').run([p, id]);
      return;
    }
    const sentences = sentencesOf(contentOf(val));
    const { words, digest } = printOf(sentences);
    const had = db.prepare('select words, digest from prints where p = ? and id = ?').all([p, id])[0];
    if (had?.words === words && had.digest === digest) return;
    db.prepare('delete from prints where p = ? and id = ?').run([p, id]);
    db.prepare('insert into prints(p, id, words, digest) values(?, ?, ?, ?)').run([p, id, words, digest]);
    const n = db.prepare('select n from prints where p = ? and id = ?').all([p, id])[0]?.n as number;
    const { same, near } = keysOf(sentences, p * SALT_STEP);
    const keys = [...same, ...near];
    db.prepare(`insert or ignore into keys values ${keys.map(() => '(?, ?, ?)').join(', ')}`).run(
      keys.flatMap((key) => [p, key, n]),
    );
  }

  #number(pactId: string): number {
    const known = this.#pacts.get(pactId);
    if (known !== undefined) return known;
    this.#db.prepare('insert into pacts(pact_id) values(?)').run([pactId]);
    const p = this.#db.prepare('select p from pacts where pact_id = ?').all([pactId])[0]?.p as number;
    this.#pacts.set(pactId, p);
    return p;
  }

  /** The entries that are like a text, the most alike first; of those that are alike as much, the one that came first. */
  ask({ pact_id, text, given }: Asked): Similar[] {
    const p = this.#pacts.get(pact_id);
    if (p === undefined) return [];
    const sentences = sentencesOf(text);
    const print = printOf(sentences);
    const found = this.#candidates(p, sentences)
      .map(({ n, id, ...other }) => ({ n, id, score: scoreOf(print, other) }))
      .filter(({ score }) => score >= SCORE_MIN);
    const recalled = given.length > 0 ? this.#recalled(p, print, given) : null;
    if (recalled && !found.some(({ id }) => id === recalled.id)) found.push(recalled);
    return found
      .sort((a, b) => b.score - a.score || a.n - b.n)
      .slice(0, ANSWERED_MAX)
      .map(({ id, score }) => {
        const known = id === recalled?.id || (score >= SAME_SCORE && given.includes(id));
        return { id, score, ...(known ? { recalled: true as const } : {}) };
      });
  }

  #candidates(p: number, sentences: ReturnType<typeof sentencesOf>): Candidate[] {
    const { same, near } = keysOf(sentences, p * SALT_STEP);
    const met = new Map<number, number>();
    // Of those that say the same the first is the one to support; of those that are alike the newest tell most.
    const look = (order: 'asc' | 'desc', weight: number): string =>
      `select n, ${weight} w from (select n from keys where p = ? and key = ? order by n ${order} limit ${BY_KEY_MAX})`;
    const looks = [...same.map(() => look('asc', near.length + 1)), ...near.map(() => look('desc', 1))];
    for (const { n, w } of this.#db
      .prepare(looks.join(' union all '))
      .all([...same, ...near].flatMap((key) => [p, key])))
      met.set(n as number, (met.get(n as number) ?? 0) + (w as number));
    return [...met]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, COMPARED_MAX)
      .flatMap(([n]) => this.#db.prepare('select n, id, words, digest from prints where n = ?').all([n]))
      .map(candidate);
  }

  /** The entry that a text is copied from, of those that its author was given. */
  #recalled(p: number, print: Print, given: readonly string[]): { n: number; id: string; score: number } | null {
    const prints = given
      .flatMap((id) => this.#db.prepare('select n, id, words, digest from prints where p = ? and id = ?').all([p, id]))
      .map(candidate);
    const from = prints[copiedFrom(print, prints)];
    return from ? { n: from.n, id: from.id, score: scoreOf(print, from) } : null;
  }

  /** Throws away what is known of a pact. */
  forget(pactId: string): void {
    const p = this.#pacts.get(pactId);
    if (p === undefined) return;
    this.#file.flush();
    this.#db.transaction(() => {
      for (const table of ['keys', 'prints', 'pacts']) this.#db.prepare(`delete from ${table} where p = ?`).run([p]);
    });
    this.#pacts.delete(pactId);
  }

  /** Throws away what is known of all other pacts. */
  keepOnly(pactIds: readonly string[]): void {
    for (const pactId of this.#pacts.keys()) if (!pactIds.includes(pactId)) this.forget(pactId);
  }

  close(): void {
    this.#file.close();
  }
}

interface Candidate extends Print {
  readonly n: number;
  readonly id: string;
}

const candidate = (row: Record<string, unknown>): Candidate => ({
  n: row.n as number,
  id: row.id as string,
  words: row.words as string,
  digest: row.digest as string,
});

/** @param val JSON of an entry */
function contentOf(val: string): string {
  const { payload } = JSON.parse(val) as { payload: { content?: unknown } };
  return typeof payload.content === 'string' ? payload.content : '';
}
