import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { LIMITS } from '../config.js';
import { ConcordatError } from '../errors.js';
import { FollowingThread } from '../following/index.js';
import { JsonText } from '../json-text.js';
import { namedTime } from '../named-time.js';
import type { Arrivals, Tables } from '../projection/index.js';
import { steadyMs } from '../steady-clock.js';
import { followed } from './followed.js';
import type {
  Answer,
  EmbeddingEndpoint,
  FollowedRow,
  FromIndex,
  Question,
  SearchRequest,
  Shown,
  ToIndex,
} from './messages.js';
import type { EmbeddingStatus, GivenEmbedding, SearchApi, SearchedPact, SearchQuery } from './types.js';
import { Vectors } from './vectors.js';

/** What the index is made from, and where it is. */
export interface SearchOptions {
  readonly file: string;
  /** Where vectors are kept. */
  readonly vectors_file: string;
  /** Where embeddings are computed, or null: nowhere. */
  readonly endpoint: EmbeddingEndpoint | null;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  /** Ids of the pacts that this node has. */
  readonly pacts: () => readonly string[];
  /** Is any commit under way? */
  readonly committing: () => boolean;
  readonly logger: Logger;
}

/**
 * Beside commits the thread rests for so much of the time that its last answers took, and no longer than so long. What a search costs the thread that
 * commits, it costs whatever the priorities: 16 searchers took a quarter of their rate from 16 writers without a rest, and a tenth with it (measured).
 */
const REST = 2;
const REST_MAX_MS = 100;
/** Texts of entries that go to the thread in one message; more go in several, so that memory stays bounded whatever is asked. */
const SHOWN_MAX_CHARS = 1_000_000;

/** What a question has found. */
type Found = Extract<Answer, { readonly found: unknown }>;

interface Waiting {
  readonly request: Omit<SearchRequest, 'complete'>;
  sent: boolean;
  /** What was found, apart by spaces. */
  ids: string;
  readonly resolve: (json: JsonText) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Finds entries by what they say. The thread starts with the first question; where there was one before, soon after the daemon has started.
 * A question is asked behind all rows that had arrived before it, so who writes and then searches finds what was written.
 */
export class Search implements SearchApi {
  readonly #options: SearchOptions;
  readonly #thread: FollowingThread<FollowedRow, ToIndex, FromIndex>;
  readonly #vectors: Vectors;
  readonly #waiting = new Map<number, Waiting>();
  /** Questions that were not sent yet, by their numbers. */
  #queue: number[] = [];
  #pumping = false;
  /** Questions that were sent and are not answered yet. */
  #asking = 0;
  #asked = 0;
  /** Since when the thread has something to answer, and until when it has nothing to do after that while commits are under way. */
  #askedAt = 0;
  #restsUntil = 0;
  #resting: NodeJS.Timeout | null = null;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#thread = new FollowingThread<FollowedRow, ToIndex, FromIndex>({
      ...options,
      what: 'the search index',
      entry: 'search-worker',
      follows: true,
      slice: (from) => followed(options.tables, from),
      onMessage: ({ answers }) => {
        this.#thread.works();
        this.#answered(answers);
      },
      onEnd: () => this.#lost(),
    });
    this.#vectors = new Vectors(options);
  }

  /** Starts the threads that there is something for: somebody has searched on this node before, or embeddings are computed. */
  resume(): void {
    if (existsSync(this.#options.file)) this.#thread.start();
    this.#vectors.resume();
  }

  /** Entries that are not indexed yet. */
  get behind(): number {
    return this.#thread.behind;
  }

  async search(pacts: readonly SearchedPact[], query: SearchQuery): Promise<JsonText> {
    const now = Date.now();
    const { since, until, as_of, embedding: _embedding, embedding_model: _model, ...rest } = query;
    const request = {
      ...rest,
      pacts,
      limit: query.limit ?? LIMITS.search_default_rows,
      since_ms: since === undefined ? Number.NEGATIVE_INFINITY : namedTime('since', since),
      until_ms: until === undefined ? Number.POSITIVE_INFINITY : namedTime('until', until),
      as_of_ms: as_of === undefined ? null : namedTime('as_of', as_of),
      now,
      deadline: steadyMs() + LIMITS.search_max_ms,
    };
    const nearest = await this.#vectors.nearest(pacts, query, request.deadline);
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      const timer = setTimeout(() => this.#late(id), request.deadline - steadyMs());
      this.#waiting.set(id, { request: { ...request, nearest }, resolve, reject, timer, sent: false, ids: '' });
      this.#queue.push(id);
      void this.#pump();
    });
  }

  embed(pactId: string, entryId: string, embedding: GivenEmbedding): void {
    this.#vectors.give(pactId, entryId, embedding);
  }

  embeddings(): EmbeddingStatus {
    return this.#vectors.status;
  }

  forget(pactId: string): void {
    this.#thread.send({ kind: 'forget', pact_id: pactId });
  }

  /** A pact that this node has left. */
  leave(pactId: string): void {
    this.forget(pactId);
    this.#vectors.forget(pactId);
  }

  /**
   * Sends what waits, behind all rows that had arrived before it. While commits are under way, what comes in meanwhile shares the next message, and
   * between two of them writers have the processors for themselves.
   */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#queue.length > 0 && !this.#givesWay()) {
      const { length } = this.#queue;
      try {
        const complete = await this.#thread.caughtUp();
        this.#ask(this.#queue.splice(0, length), complete);
      } catch (error) {
        for (const id of this.#queue.splice(0, length)) this.#settle(id)?.reject(error as Error);
      }
    }
    this.#pumping = false;
  }

  /** Has what waits to wait for commits? Then it is sent when what was sent is answered, or the rest after that is over. */
  #givesWay(): boolean {
    if (!this.#options.committing()) return false;
    if (this.#asking > 0) return true;
    const rest = this.#restsUntil - performance.now();
    if (rest <= 0) return false;
    this.#resting ??= setTimeout(() => {
      this.#resting = null;
      void this.#pump();
    }, rest);
    return true;
  }

  #ask(ids: readonly number[], complete: boolean): void {
    const questions: Question[] = [];
    for (const id of ids) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      waiting.sent = true;
      if (this.#asking++ === 0) this.#askedAt = performance.now();
      questions.push({ id, request: { ...waiting.request, complete } });
    }
    if (questions.length > 0) this.#thread.send({ kind: 'search', questions });
  }

  #answered(answers: readonly Answer[]): void {
    let shown: Shown[] = [];
    let chars = 0;
    const send = (): void => {
      if (shown.length > 0) this.#thread.send({ kind: 'show', shown });
      [shown, chars] = [[], 0];
    };
    for (const answer of answers) {
      if ('found' in answer) {
        const entries = this.#entriesOf(answer);
        shown.push({ id: answer.id, entries });
        for (const entry of entries) chars += entry?.length ?? 0;
        if (chars > SHOWN_MAX_CHARS) send();
      } else this.#end(answer);
    }
    send();
  }

  #end(answer: Exclude<Answer, Found>): void {
    const waiting = this.#settle(answer.id);
    if ('json' in answer) waiting?.resolve(new JsonText(asBuffer(answer.json), waiting.ids));
    else waiting?.reject(new ConcordatError(answer.code, answer.message));
  }

  /** What was found as it reads now, and nothing of it when nobody waits any more. */
  #entriesOf({ id, found }: Found): (string | null)[] {
    const waiting = this.#waiting.get(id);
    if (!waiting) return found.map(() => null);
    waiting.ids = found.map((entry) => entry.id).join(' ');
    const told = new Map<number, ReadonlyMap<string, string> | undefined>();
    for (const pact of new Set(found.map((entry) => entry.pact))) {
      const { pact_id } = waiting.request.pacts[pact] as SearchedPact;
      const ids = found.flatMap((entry) => (entry.pact === pact ? [entry.id] : []));
      told.set(pact, this.#options.tables.trustOf(pact_id)?.toldByIds(ids));
    }
    return found.map((entry) => told.get(entry.pact)?.get(entry.id) ?? null);
  }

  #late(id: number): void {
    this.#settle(id)?.reject(new ConcordatError('VIEW_TIMEOUT', 'the search took too long; ask for less common words'));
    this.#thread.overdue();
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return undefined;
    clearTimeout(waiting.timer);
    if (waiting.sent && --this.#asking === 0) {
      const now = performance.now();
      this.#restsUntil = now + Math.min((now - this.#askedAt) * REST, REST_MAX_MS);
      void this.#pump();
    }
    return waiting;
  }

  /** The thread ended under what it was asked. What was not sent yet is sent to the next one. */
  #lost(): void {
    const error = new ConcordatError('VIEW_TIMEOUT', 'the search index has to be made again; try again');
    for (const [id, { sent }] of this.#waiting) if (sent) this.#settle(id)?.reject(error);
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    if (this.#resting) clearTimeout(this.#resting);
    await Promise.all([this.#thread.close(), this.#vectors.close()]);
  }
}

/** The same bytes. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);
