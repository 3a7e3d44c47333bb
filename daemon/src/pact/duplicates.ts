import { isDeepStrictEqual } from 'node:util';
import type { PactQueries } from '../projection/index.js';
import { SAME_SCORE, type Similar, type SimilarApi } from '../similar/types.js';
import { Recalls } from './recalls.js';
import type { Entry, NewEntry } from './types.js';

/** An entry that is like another one, as lists show it. */
export interface Shown {
  readonly similar: Similar;
  readonly entry: Entry;
}

/** Tells what of the knowledge of a pact is like what is about to be written, and whether that adds anything to it. */
export class Duplicates {
  readonly #pactId: string;
  readonly #index: SimilarApi;
  readonly #queries: PactQueries;
  /** What each agent was given lately. */
  readonly recalls = new Recalls();
  /** The last write under way of each topic. */
  readonly #writing = new Map<string, Promise<unknown>>();

  constructor(pactId: string, index: SimilarApi, queries: PactQueries) {
    this.#pactId = pactId;
    this.#index = index;
    this.#queries = queries;
  }

  /**
   * Entries that lists show and that are like this one, the most alike first; null when that is not known in time. Never throws.
   * @param optional as of {@link SimilarApi.ask}
   */
  async find(agentId: string, { payload }: NewEntry, optional: boolean): Promise<readonly Shown[] | null> {
    const given = this.recalls.given(agentId);
    const found = await this.#index.ask({ pact_id: this.#pactId, text: String(payload.content), given }, optional);
    if (!found) return null;
    return found.flatMap((similar) => {
      const json = this.#queries.shown(similar.id, Date.now());
      return json ? [{ similar, entry: JSON.parse(json.text) as Entry }] : [];
    });
  }

  /**
   * The entry to which a new one adds nothing that a reaction could not say, or null. It says the same under the same topic, or the agent was
   * given it and writes it back; it lives as long; and whatever else the new one carries stands there, too. Links and references are
   * never dropped.
   */
  copyOf(entry: NewEntry, found: readonly Shown[] | null): Entry | null {
    if (!found || entry.refs?.length || entry.links?.length) return null;
    const { topic, content: _content, ...more } = entry.payload;
    const until = entry.ttl === undefined || entry.ttl === null ? null : Date.now() + entry.ttl * 1000;
    const covering = found.find(({ similar: { score, recalled }, entry: { payload, timestamp, ttl } }) => {
      if (!recalled && (score < SAME_SCORE || folded(payload.topic) !== folded(topic))) return false;
      if (Object.entries(more).some(([key, value]) => !isDeepStrictEqual(payload[key], value))) return false;
      if (ttl === undefined || ttl === null) return true;
      return until !== null && Date.parse(timestamp) + ttl * 1000 >= until;
    });
    return covering?.entry ?? null;
  }

  /** Runs writes of one topic one after another, so that the second of two that say the same finds the first. */
  async oneByOne<T>({ payload }: NewEntry, write: () => Promise<T>): Promise<T> {
    const topic = folded(payload.topic);
    const before = this.#writing.get(topic);
    const writing = (async () => {
      await before?.catch(() => {});
      return write();
    })();
    this.#writing.set(topic, writing);
    try {
      return await writing;
    } finally {
      if (this.#writing.get(topic) === writing) this.#writing.delete(topic);
    }
  }
}

/** One form for all ways to write a topic. */
const folded = (topic: unknown): string =>
  String(topic)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim();
