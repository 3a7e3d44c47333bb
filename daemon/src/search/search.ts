import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { LIMITS } from '../config.js';
import { ConcordatError } from '../errors.js';
import { JsonText } from '../json-text.js';
import { namedTime } from '../named-time.js';
import { type Arrivals, insertTails, type Tables } from '../projection/index.js';
import { discardDerived } from '../sql.js';
import type {
  Answer,
  EmbeddingEndpoint,
  FoundRow,
  FromIndex,
  Question,
  SearchRequest,
  ToIndex,
  WorkerData,
} from './messages.js';
import { FollowingThread } from './thread.js';
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

const NO_TAIL = new Uint8Array();

interface Waiting {
  readonly request: Omit<SearchRequest, 'complete'>;
  sent: boolean;
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
  readonly #thread: FollowingThread<ToIndex, FromIndex>;
  readonly #vectors: Vectors;
  readonly #waiting = new Map<number, Waiting>();
  /** Questions that were not sent yet, by their numbers. */
  #queue: number[] = [];
  #pumping = false;
  /** Questions that were sent and are not answered yet. */
  #asking = 0;
  #asked = 0;

  constructor(options: SearchOptions) {
    this.#options = options;
    const { file, tables, pacts } = options;
    this.#thread = new FollowingThread<ToIndex, FromIndex>({
      ...options,
      what: 'the search index',
      entry: 'search-worker',
      follows: true,
      data: (): WorkerData => ({ file, follows: tables.incarnation, pacts: pacts() }),
      onMessage: ({ answers }) => {
        this.#thread.works();
        for (const answer of answers) this.#answered(answer);
      },
      onEnd: () => this.#lost(),
      discard: () => discardDerived(file),
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
      deadline: now + LIMITS.search_max_ms,
    };
    const nearest = await this.#vectors.nearest(pacts, query, request.deadline);
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      const timer = setTimeout(() => this.#late(id), request.deadline - Date.now());
      this.#waiting.set(id, { request: { ...request, nearest }, resolve, reject, timer, sent: false });
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

  /** Sends what waits, behind all rows that had arrived before it. While commits are under way, what comes in meanwhile shares the next message. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#queue.length > 0 && (this.#asking === 0 || !this.#options.committing())) {
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

  #ask(ids: readonly number[], complete: boolean): void {
    const questions: Question[] = [];
    for (const id of ids) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      waiting.sent = true;
      this.#asking++;
      questions.push({ id, request: { ...waiting.request, complete } });
    }
    if (questions.length > 0) this.#thread.send({ kind: 'search', questions });
  }

  #answered(answer: Answer): void {
    const waiting = this.#settle(answer.id);
    if ('json' in answer) waiting?.resolve(this.#told(answer));
    else waiting?.reject(new ConcordatError(answer.code, answer.message));
  }

  /** A page with whose word each entry is, which changes without the index. */
  #told({ json, rows }: { readonly json: Uint8Array; readonly rows: readonly FoundRow[] }): JsonText {
    const { tables } = this.#options;
    const idsOf = (pactId: string): string[] => rows.flatMap(({ pact_id, id }) => (pact_id === pactId ? [id] : []));
    const pacts = new Set(rows.map(({ pact_id }) => pact_id));
    const said = new Map([...pacts].map((pactId) => [pactId, tables.trustOf(pactId)?.tailsOf(idsOf(pactId))]));
    // One may have been taken back since.
    const tails = rows.map(({ pact_id, id }) => said.get(pact_id)?.get(id) ?? NO_TAIL);
    const ends = rows.map(({ end }) => end);
    return new JsonText(insertTails(json, ends, tails), rows.map(({ id }) => id).join(' '));
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
    if (waiting.sent && --this.#asking === 0) void this.#pump();
    return waiting;
  }

  /** The thread ended under what it was asked. What was not sent yet is sent to the next one. */
  #lost(): void {
    const error = new ConcordatError('VIEW_TIMEOUT', 'the search index has to be made again; try again');
    for (const [id, { sent }] of this.#waiting) if (sent) this.#settle(id)?.reject(error);
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await Promise.all([this.#thread.close(), this.#vectors.close()]);
  }
}
