import { positionOf, writerOf } from '../entry-id.js';
import { type Relevance, relevance, type Standing } from '../relevance.js';
import type { Row, SqlDb } from '../derived/index.js';
import { COLUMNS, CONTENT_WEIGHT, type IndexedDocument, weightOf, writtenToken } from './documents.js';
import { newPostings, type Postings, raised, union } from './postings.js';
import type { Clause } from './query.js';
import { stem } from './tokens.js';

/** Constants of BM25, the usual ones. */
const K1 = 1.2;
const B = 0.75;
/** Lists of words and sequences that are kept, for each pact: 5 bytes for an entry of a list. */
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
/** Sequences that are kept: each entry that comes is held against those that begin with one of its words, or with a letter of one. */
const SEQUENCES_MAX = 4096;
/** Rows that are read at once. */
const PART_ROWS = 4096;
/** Words are asked for column by column, since each has its weight. */
const WORDS: readonly Group[] = COLUMNS;
/** Where words stand as they were written. */
const WRITTEN: readonly Group[] = [['content', weightOf(writtenToken(''), 0)]];
type Group = readonly [column: (typeof COLUMNS)[number][0], weight: number];

/** Tokens that stand one after the other in a column; `begins`: the last one only begins so. */
interface Sequence {
  readonly tokens: readonly string[];
  readonly begins: boolean;
  readonly groups: readonly Group[];
}

/** Does a text have the sequence at a place? */
function standsAt({ tokens, begins }: Sequence, text: readonly string[], at: number): boolean {
  const last = tokens.length - 1;
  for (const [i, token] of tokens.entries()) {
    const there = text[at + i];
    if (there === undefined || !(begins && i === last ? there.startsWith(token) : there === token)) return false;
  }
  return true;
}

/** How tokens are found that only begin as asked: by their first letter, behind the mark of words as they were written. */
const letterOf = (token: string): string => token.slice(0, token.startsWith(writtenToken('')) ? 2 : 1);

/** What the first token of a sequence is found by: itself, or the letter that it begins with. */
const keyOf = ({ tokens, begins }: Sequence): string => {
  const first = tokens[0] as string;
  return begins && tokens.length === 1 ? letterOf(first) : first;
};

/** The two parts of an entry's id, the first as a number of 32 bits with its sign: SQLite takes six bytes for it without. */
export const partsOf = (id: string): { writer: number; pos: number } => ({
  writer: writerOf(id) | 0,
  pos: positionOf(id),
});

/** States of a task, by the number under which the index has them; 0 is that of all else. */
export const STATUS = ['', 'open', 'claimed', 'complete'] as const;

/** What is known of every entry of a pact without asking the database: 28 bytes an entry. */
class Docs {
  /** 0: there is no such entry any more, though words are still kept under its number. */
  here = new Uint8Array(1024);
  ts = new Float64Array(1024);
  pos = new Float64Array(1024);
  writer = new Uint32Array(1024);
  length = new Float32Array(1024);
  status = new Uint8Array(1024);
  superseded = new Uint8Array(1024);
  /** 1: it counts less with time. */
  fades = new Uint8Array(1024);
  /** Of those that anybody spoke for or against. */
  readonly spoken = new Map<number, Pick<Standing, 'good' | 'bad'>>();
  readonly leases = new Map<number, number>();
  /** Of those that were superseded: when, ms since 1970. */
  readonly replaced = new Map<number, number>();
  /** Of the entries that expire: when, ms since 1970. */
  readonly expiries = new Map<number, number>();

  fit(doc: number): void {
    if (doc < this.ts.length) return;
    const size = Math.max(doc + 1, this.ts.length * 2);
    const grown = <T extends Float64Array | Uint32Array | Float32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.here = grown(this.here, new Uint8Array(size));
    this.ts = grown(this.ts, new Float64Array(size));
    this.pos = grown(this.pos, new Float64Array(size));
    this.writer = grown(this.writer, new Uint32Array(size));
    this.length = grown(this.length, new Float32Array(size));
    this.status = grown(this.status, new Uint8Array(size));
    this.superseded = grown(this.superseded, new Uint8Array(size));
    this.fades = grown(this.fades, new Uint8Array(size));
  }
}

/** When a question is asked and what time it is about, ms since 1970; null: the same. */
interface Times {
  readonly now: number;
  readonly as_of_ms: number | null;
}

const UNSPOKEN = { good: 0, bad: 0 } as const;

/** A line of the table `docs`. */
export interface DocRow {
  readonly doc: number;
  /** The parts of its id, see {@link partsOf}. */
  readonly writer: number;
  readonly pos: number;
  readonly ts: number;
  /** Words of the entry. */
  readonly len: number;
  readonly status: string | null;
  readonly lease_until: number | null;
  readonly expires_at: number | null;
  readonly superseded_at: number | null;
  readonly good: number;
  readonly bad: number;
  readonly fades: 0 | 1;
}

/**
 * What is indexed of one pact. SQLite's full-text index keeps the words and finds phrases and beginnings; ranking is done here, over lists of the
 * words that are asked for, because it takes a tenth of the time and follows from the entries alone: no deleted row has a part in it.
 */
export class PactIndex {
  readonly #db: SqlDb;
  readonly #p: number;
  readonly docs = new Docs();
  #count = 0;
  #words = 0;
  /** Lists of tokens and of sequences, the one that was used last at the end. They grow with the pact. */
  readonly #lists = new Map<string, Postings>();
  #bytes = 0;
  /** The sequences among them, in the same order. */
  readonly #sequences = new Map<string, Sequence>();
  /** Their names by {@link keyOf}. */
  readonly #beginnings = new Map<string, Set<string>>();
  /** Numbers of entries by the two parts of their ids, from the first time that somebody asks for one. */
  #byId: Map<number, Map<number, number>> | null = null;

  /** @param p number of the pact, whose tables are there */
  constructor(db: SqlDb, p: number) {
    this.#db = db;
    this.#p = p;
    // Of this connection alone; the words themselves are in the pact's full-text table.
    db.exec(`create virtual table if not exists temp.v${p} using fts5vocab(main, f${p}, instance)`);
    for (const row of this.#rows(
      'writer, pos, ts, len, status, lease_until, expires_at, superseded_at, good, bad, fades',
    ))
      this.#note(row as unknown as DocRow);
  }

  /** Columns of all entries that are there, in the order of their numbers; a part at a time, since a million rows at once are some hundred megabytes. */
  *#rows(columns: string): Generator<Row> {
    const part = this.#db.prepare(
      `select doc, ${columns} from docs where p = ? and doc > ? and pos is not null order by doc limit ${PART_ROWS}`,
    );
    for (let last = 0; ; ) {
      const rows = part.all([this.#p, last]);
      yield* rows;
      if (rows.length < PART_ROWS) return;
      last = rows.at(-1)?.doc as number;
    }
  }

  #note(row: DocRow): void {
    const { docs } = this;
    const { doc } = row;
    docs.fit(doc);
    docs.here[doc] = 1;
    docs.ts[doc] = row.ts;
    docs.pos[doc] = row.pos;
    docs.writer[doc] = row.writer;
    docs.length[doc] = row.len;
    docs.fades[doc] = row.fades;
    if (row.expires_at !== null) docs.expiries.set(doc, row.expires_at);
    if (this.#byId) this.#name(doc);
    this.setState(row);
    this.#count++;
    this.#words += row.len;
  }

  #name(doc: number): void {
    const writer = this.docs.writer[doc] as number;
    let positions = this.#byId?.get(writer);
    if (!positions) {
      positions = new Map();
      this.#byId?.set(writer, positions);
    }
    positions.set(this.docs.pos[doc] as number, doc);
  }

  /** The number of an entry, by its writer and its position in the writer's log. */
  numberOf(writer: number, pos: number): number | undefined {
    if (!this.#byId) {
      this.#byId = new Map();
      for (const { doc } of this.#rows('pos')) this.#name(doc as number);
    }
    return this.#byId.get(writer)?.get(pos);
  }

  /** An entry was added; its number is above all others. */
  add(row: DocRow, { columns }: IndexedDocument): void {
    this.#note(row);
    for (const [column, text] of columns.entries()) {
      const [name, columnWeight] = COLUMNS[column] as Group;
      if (text === '') continue;
      const tokens = text.split(' ');
      for (const token of tokens) this.#extend(token, row.doc, weightOf(token, columnWeight));
      for (const [key, weight] of this.#sequencesIn(name, tokens)) this.#extend(key, row.doc, weight);
    }
  }

  /** The sequences that a column has, each once, with what they weigh there. */
  #sequencesIn(column: string, tokens: readonly string[]): Map<string, number> {
    const found = new Map<string, number>();
    for (const [at, token] of tokens.entries())
      for (const key of [token, letterOf(token)])
        for (const name of this.#beginnings.get(key) ?? []) {
          const sequence = this.#sequences.get(name) as Sequence;
          const weight = sequence.groups.find(([group]) => group === column)?.[1];
          if (weight !== undefined && standsAt(sequence, tokens, at)) found.set(name, weight);
        }
    return found;
  }

  #extend(key: string, doc: number, weight: number): void {
    const list = this.#lists.get(key);
    if (!list) return;
    this.#bytes -= list.bytes;
    list.add(doc, weight);
    this.#bytes += list.bytes;
  }

  /** The state of a task changed, whether an entry is current, or what speaks for it. */
  setState({
    doc,
    status,
    lease_until,
    superseded_at,
    good,
    bad,
  }: Pick<DocRow, 'doc' | 'status' | 'lease_until' | 'superseded_at' | 'good' | 'bad'>): void {
    this.docs.superseded[doc] = superseded_at === null ? 0 : 1;
    if (superseded_at === null) this.docs.replaced.delete(doc);
    else this.docs.replaced.set(doc, superseded_at);
    if (good + bad === 0) this.docs.spoken.delete(doc);
    else this.docs.spoken.set(doc, { good, bad });
    this.docs.status[doc] = Math.max(0, STATUS.indexOf((status ?? '') as (typeof STATUS)[number]));
    if (lease_until === null) this.docs.leases.delete(doc);
    else this.docs.leases.set(doc, lease_until);
  }

  /** An entry is gone. */
  remove({ doc, len }: Pick<DocRow, 'doc' | 'len'>): void {
    this.#count--;
    this.#words -= len;
    this.docs.leases.delete(doc);
    this.docs.expiries.delete(doc);
    this.docs.spoken.delete(doc);
    this.docs.replaced.delete(doc);
    this.#byId?.get(this.docs.writer[doc] as number)?.delete(this.docs.pos[doc] as number);
    this.docs.here[doc] = 0;
    this.#lists.clear();
    this.#sequences.clear();
    this.#beginnings.clear();
    this.#bytes = 0;
  }

  /** The state of a task at a time, by number of {@link STATUS}: a claim whose lease has run out reads as open. */
  statusAt(doc: number, now: number): number {
    const status = this.docs.status[doc] as number;
    if (status !== STATUS.indexOf('claimed')) return status;
    return (this.docs.leases.get(doc) ?? Number.POSITIVE_INFINITY) <= now ? STATUS.indexOf('open') : status;
  }

  /** Is its life over at a time? */
  expiredAt(doc: number, now: number): boolean {
    return (this.docs.expiries.get(doc) ?? Number.POSITIVE_INFINITY) <= now;
  }

  /** Did another entry stand in its place at a time, ms since 1970; null: does one now? */
  supersededAt(doc: number, as_of_ms: number | null): boolean {
    const { superseded, replaced } = this.docs;
    return superseded[doc] === 1 && (as_of_ms === null || (replaced.get(doc) as number) <= as_of_ms);
  }

  /** What speaks for an entry and against it, and when it is from. */
  standingOf(doc: number, { as_of_ms }: Pick<Times, 'as_of_ms'>): Standing {
    const { ts, spoken } = this.docs;
    return { ...(spoken.get(doc) ?? UNSPOKEN), ts: ts[doc] as number, superseded: this.supersededAt(doc, as_of_ms) };
  }

  /** How much it counts, or counted; null when it does not fade. */
  relevanceAt(doc: number, times: Times): Relevance | null {
    return this.docs.fades[doc] === 1 ? relevance(this.standingOf(doc, times), times.as_of_ms ?? times.now) : null;
  }

  /** What an entry scores for a clause that holds for `found` entries, by the weight of what was found in it. */
  scoring(found: number): (doc: number, weight: number) => number {
    const { length } = this.docs;
    const rarity = Math.log(1 + (this.#count - found + 0.5) / (found + 0.5)) * (K1 + 1);
    const flat = CONTENT_WEIGHT * K1 * (1 - B);
    const perWord = (CONTENT_WEIGHT * K1 * B) / Math.max(1, this.#words / Math.max(1, this.#count));
    return (doc, weight) => (rarity * weight) / (weight + flat + perWord * (length[doc] as number));
  }

  /** The entries that a clause holds for. */
  postings(clause: Clause): Postings {
    switch (clause.kind) {
      case 'word': {
        const stems = this.term(clause.stem);
        return clause.exact === clause.stem ? stems : union(stems, this.term(writtenToken(clause.exact)));
      }
      case 'phrase': {
        const { stems, whole } = clause;
        const inOrder = this.#sequence(stems, WORDS);
        return whole === null ? inOrder : union(inOrder, this.term(stem(whole)));
      }
      case 'prefix': {
        const { stems, prefix } = clause;
        const stemmed = this.#sequence([...stems, prefix], WORDS, true);
        // What begins so may go on with an ending that its stem has not.
        return stems.length > 0 ? stemmed : union(stemmed, this.#sequence([writtenToken(prefix)], WRITTEN, true));
      }
      case 'quotation': {
        const { words, begins } = clause;
        const written = this.#sequence(words.map(writtenToken), WRITTEN, begins);
        if (written.count === 0) return written;
        const stems = words.map((word, i) => (begins && i === words.length - 1 ? word : stem(word)));
        // It weighs more by the columns in which it stands, which the stems know.
        return raised(written, this.#sequence(stems, WORDS, begins));
      }
    }
  }

  /** The entries that have tokens one after the other; each column of `groups` in which they have them counts once. */
  #sequence(tokens: readonly string[], groups: readonly Group[], begins = false): Postings {
    // Its quotes tell it from a token, the tokens' marks in which columns it is looked for.
    const expression = `"${tokens.join(' ')}"${begins ? ' *' : ''}`;
    this.#sequences.delete(expression);
    const sequence = { tokens, begins, groups };
    this.#sequences.set(expression, sequence);
    this.#beginnings.set(keyOf(sequence), (this.#beginnings.get(keyOf(sequence)) ?? new Set()).add(expression));
    if (this.#sequences.size > SEQUENCES_MAX) this.#forget(this.#sequences.keys().next().value as string);
    return this.#kept(expression, () => this.#match(expression, groups));
  }

  #match(expression: string, groups: readonly Group[]): Postings {
    const f = `f${this.#p}`;
    let all = newPostings();
    for (const [column, weight] of groups) {
      const sql = `select group_concat(rowid || '${shortOf(column)}') found from (select rowid from ${f} where ${f} match ? order by rowid)`;
      all = union(all, this.#list(sql, `${column} : ${expression}`, new Map([[shortOf(column), weight]])));
    }
    return all;
  }

  /** A list that is kept, made when it is not there. */
  #kept(key: string, make: () => Postings): Postings {
    let list = this.#lists.get(key);
    if (list) {
      this.#lists.delete(key);
      this.#lists.set(key, list);
      return list;
    }
    list = make();
    this.#lists.set(key, list);
    this.#bytes += list.bytes;
    for (const oldest of this.#lists.keys()) {
      if (this.#bytes <= KEPT_BYTES_MAX || oldest === key) break;
      this.#forget(oldest);
    }
    return list;
  }

  #forget(key: string): void {
    this.#bytes -= this.#lists.get(key)?.bytes ?? 0;
    this.#lists.delete(key);
    const sequence = this.#sequences.get(key);
    if (!sequence) return;
    this.#sequences.delete(key);
    const others = this.#beginnings.get(keyOf(sequence));
    others?.delete(key);
    if (others?.size === 0) this.#beginnings.delete(keyOf(sequence));
  }

  /**
   * The entries that a query finds, by a text of their numbers in rising order, each with the short name of a column: `7ti,7co,12co`. One text for
   * all rows, since a row at a time takes four times as long (measured), and of a million rows some hundred megabytes.
   */
  #list(sql: string, param: string, weights: ReadonlyMap<string, number>): Postings {
    const text = this.#db.prepare(sql).all([param])[0]?.found as string | null;
    reading.count = 0;
    for (let at = 0; text !== null && at < text.length; at += 3) {
      let doc = 0;
      for (let digit = text.charCodeAt(at) - ZERO; digit < 10; digit = text.charCodeAt(++at) - ZERO)
        doc = doc * 10 + digit;
      if (this.docs.here[doc] === 1) reading.add(doc, weights.get(text.slice(at, at + 2)) ?? 0);
    }
    return reading.copy();
  }

  /** The entries that have a token. */
  term(token: string): Postings {
    const sql = `select group_concat(doc || substr(col, 1, 2)) found from temp.v${this.#p} where term = ?`;
    return this.#kept(token, () => this.#list(sql, token, weightsOf(token)));
  }
}

/** What is being read from the database: lists that grow while they are read leave gaps of all sizes in the memory (measured). */
const reading = newPostings();

/** The first two letters of a column's name, which are enough to tell them apart. */
const shortOf = (column: string): string => column.slice(0, 2);

/** By the short names of columns. */
const weightsOf = (token: string): ReadonlyMap<string, number> =>
  new Map(COLUMNS.map(([name, weight]) => [shortOf(name), weightOf(token, weight)]));

const ZERO = '0'.charCodeAt(0);
