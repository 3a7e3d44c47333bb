import { LIMITS } from '../config.js';
import { openDerived, type SqlDb } from '../derived/index.js';
import type { Nearest, NearRequest } from './messages.js';
import type { EmbeddingStatus } from './types.js';
import { inverseOf, type Quantised, quantise, VectorList } from './vector-list.js';

const SCHEMA = `
create table vectors(pact_id text not null, entry text not null, given integer not null, model text not null, val blob not null, primary key (pact_id, entry));
create table pending(n integer primary key, pact_id text not null, entry text not null, text text not null, refused integer not null, unique (pact_id, entry));
`;
const VERSION = 1;

/** Model of vectors whose author did not name one, where the index has none yet. */
const UNNAMED = 'unnamed';
/** Similarities are compared to a millionth, so that they and a place fit into one number that sorts fast. */
const SIMILARITY_STEPS = 1e6;
const PLACES_MAX = 2 ** 20;

/** An entry that waits for its vector. */
export interface PendingText {
  readonly n: number;
  readonly pact_id: string;
  readonly entry: string;
  readonly text: string;
}

/**
 * Vectors of entries, in a database and, ready to be compared, in memory. All that count are of one model and as long as each other: of the
 * model that is configured, else of the first vector that came. An entry never changes under its id, so a vector is good for ever.
 */
export class VectorStore {
  readonly #db: SqlDb;
  readonly #lists = new Map<string, VectorList>();
  readonly #configured: boolean;
  #model: string | null;
  #dimensions: number | null = null;
  #ignored = 0;
  #count = 0;
  /** Arrival up to which entries were looked at. */
  indexed = 0;

  /**
   * @param file made anew when it is missing or damaged
   * @param follows incarnation of the tables whose arrivals are followed; of another, all are looked at again
   * @param model the only model that counts, or null: the first that comes
   */
  constructor(file: string, follows: string, model: string | null) {
    // Not looked through for bits that flipped: one changes one vector by a little, and those that agents gave are nowhere else.
    const { db } = openDerived(file, { version: VERSION, tables: SCHEMA, cache_kib: 4_096 });
    this.#db = db;
    this.#configured = model !== null;
    if (this.#meta('follows') === follows) this.indexed = Number(this.#meta('indexed') ?? 0);
    else this.#setMeta('follows', follows);
    this.#model = model ?? this.#meta('model') ?? null;
    if (this.#meta('model') === this.#model) this.#dimensions = Number(this.#meta('dimensions') ?? 0) || null;
    for (const row of db.prepare('select pact_id, entry, model, val from vectors').all()) {
      const values = Int8Array.from(row.val as Uint8Array);
      this.#load(row.pact_id as string, row.entry as string, row.model as string, {
        values,
        inverse: inverseOf(values),
      });
    }
  }

  /** Everything in one transaction. */
  transaction<T>(work: () => T): T {
    return this.#db.transaction(work);
  }

  followed(to: number): void {
    this.indexed = to;
    this.#setMeta('indexed', String(to));
  }

  /**
   * Keeps a vector of an entry. A given one stands before one that was made.
   * @param model null: the one that counts
   */
  put(pactId: string, entry: string, vector: ArrayLike<number>, model: string | null, given: boolean): void {
    const quantised = vector.length <= LIMITS.embedding_dimensions_max ? quantise(vector) : null;
    if (!quantised) {
      this.#ignored++;
      return;
    }
    const named = model ?? this.#model ?? UNNAMED;
    const val = new Uint8Array(quantised.values.buffer);
    this.#db
      .prepare('insert or replace into vectors values(?, ?, ?, ?, ?)')
      .run([pactId, entry, given ? 1 : 0, named, val]);
    if (this.#load(pactId, entry, named, quantised)) this.settle(pactId, entry);
  }

  /** Takes a vector in when it counts. */
  #load(pactId: string, entry: string, model: string, vector: Quantised): boolean {
    const { length } = vector.values;
    this.#model ??= model;
    if (model === this.#model && this.#dimensions === null) {
      this.#dimensions = length;
      this.#setMeta('model', model);
      this.#setMeta('dimensions', String(length));
    }
    let list = this.#lists.get(pactId);
    const known = list?.has(entry) === true;
    const room = this.#count < LIMITS.vectors_max && (this.#count + 1) * length <= LIMITS.vectors_max_bytes;
    if (model !== this.#model || length !== this.#dimensions || !(known || room)) {
      this.#ignored++;
      return false;
    }
    if (!list) {
      list = new VectorList(length);
      this.#lists.set(pactId, list);
    }
    list.set(entry, vector);
    if (!known) this.#count++;
    return true;
  }

  /** Has the entry a vector that counts? */
  has(pactId: string, entry: string): boolean {
    return this.#lists.get(pactId)?.has(entry) === true;
  }

  /** An entry is gone. */
  remove(pactId: string, entry: string): void {
    this.#db.prepare('delete from vectors where pact_id = ? and entry = ?').run([pactId, entry]);
    this.settle(pactId, entry);
    if (this.#lists.get(pactId)?.delete(entry)) this.#count--;
  }

  /** Throws away what is kept of a pact. */
  forget(pactId: string): void {
    for (const table of ['vectors', 'pending'])
      this.#db.prepare(`delete from ${table} where pact_id = ?`).run([pactId]);
    this.#count -= this.#lists.get(pactId)?.count ?? 0;
    this.#lists.delete(pactId);
  }

  /** Throws away what is kept of all other pacts. */
  keepOnly(pactIds: readonly string[]): void {
    for (const { pact_id } of this.#db.prepare('select pact_id from vectors union select pact_id from pending').all())
      if (!pactIds.includes(pact_id as string)) this.forget(pact_id as string);
  }

  /** The entry waits for a vector of its text. */
  want(pactId: string, entry: string, text: string): void {
    this.#db
      .prepare('insert or ignore into pending(pact_id, entry, text, refused) values(?, ?, ?, 0)')
      .run([pactId, entry, text]);
  }

  /** Entries that wait longest. */
  wanted(limit: number): PendingText[] {
    const rows = this.#db
      .prepare('select n, pact_id, entry, text from pending where refused = 0 order by n limit ?')
      .all([limit]);
    return rows as unknown as PendingText[];
  }

  /** The endpoint will never make a vector of this one. */
  refuse({ n }: PendingText): void {
    this.#db.prepare("update pending set refused = 1, text = '' where n = ?").run([n]);
  }

  /** The entry waits no longer. */
  settle(pactId: string, entry: string): void {
    this.#db.prepare('delete from pending where pact_id = ? and entry = ?').run([pactId, entry]);
  }

  /** The entries of some pacts that are nearest to a vector; null when it cannot be compared with any. */
  nearest({ pacts, model, depth }: NearRequest, vector: ArrayLike<number>): Nearest | null {
    if (vector.length !== this.#dimensions || (model !== null && model !== this.#model)) return null;
    const asked = quantise(vector);
    const lists = pacts.map((pact) => this.#lists.get(pact));
    const total = lists.reduce((sum, list) => sum + (list?.count ?? 0), 0);
    if (!asked || total === 0) return null;
    const all = { pact: new Uint16Array(total), writer: new Uint32Array(total), pos: new Float64Array(total) };
    const keys = new Float64Array(total);
    let at = 0;
    for (const [n, list] of lists.entries()) {
      if (!list) continue;
      const similarities = list.similarities(asked);
      for (let slot = 0; slot < list.count; slot++, at++) {
        all.pact[at] = n;
        all.writer[at] = list.writer[slot] as number;
        all.pos[at] = list.pos[slot] as number;
        keys[at] = Math.round((1 - (similarities[slot] as number)) * SIMILARITY_STEPS) * PLACES_MAX + at;
      }
    }
    keys.sort();
    const order = placesOf(keys, all);
    const best = order.subarray(0, depth ?? total);
    return {
      pact: Uint16Array.from(best, (place) => all.pact[place] as number),
      writer: Uint32Array.from(best, (place) => all.writer[place] as number),
      pos: Float64Array.from(best, (place) => all.pos[place] as number),
    };
  }

  get status(): Omit<EmbeddingStatus, 'endpoint'> {
    const counted = this.#db.prepare('select count(*) n, coalesce(sum(refused), 0) refused from pending').all()[0];
    const refused = Number(counted?.refused ?? 0);
    return {
      model: this.#count > 0 || this.#configured ? this.#model : null,
      dimensions: this.#dimensions,
      vectors: this.#count,
      ignored: this.#ignored,
      pending: Number(counted?.n ?? 0) - refused,
      refused,
    };
  }

  close(): void {
    this.#db.close();
  }

  #meta(key: string): string | undefined {
    return this.#db.prepare('select value from meta where key = ?').all([key])[0]?.value as string | undefined;
  }

  #setMeta(key: string, value: string): void {
    this.#db.prepare('insert or replace into meta values(?, ?)').run([key, value]);
  }
}

/** Places in the order of their keys; what is equally near, by its id, so that the order does not depend on what came first. */
function placesOf(keys: Float64Array, { writer, pos }: Omit<Nearest, 'pact'>): Uint32Array {
  const places = Uint32Array.from(keys, (key) => key % PLACES_MAX);
  const rank = (at: number): number => Math.floor((keys[at] as number) / PLACES_MAX);
  for (let from = 0, to = 1; from < places.length; from = to++) {
    while (to < places.length && rank(to) === rank(from)) to++;
    if (to - from > 1)
      places
        .subarray(from, to)
        .sort((a, b) => (pos[b] as number) - (pos[a] as number) || (writer[b] as number) - (writer[a] as number));
  }
  return places;
}
