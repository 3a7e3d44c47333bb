import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { FollowingThread, Questions } from '../following/index.js';
import type { FollowerData } from '../following/types.js';
import type { Arrivals, Tables } from '../projection/index.js';
import { steadyMs } from '../steady-clock.js';
import { followed } from './followed.js';
import type { EmbeddingEndpoint, FollowedRow, FromVectors, Nearest, ToVectors, VectorsData } from './messages.js';
import type { EmbeddingStatus, GivenEmbedding, SearchedPact, SearchQuery } from './types.js';

/** So many of the nearest entries are fused with what words find: nobody pages further, and each is looked up. */
const DEPTH = 500;
/** A question waits so long for its vector and the nearest entries; then words alone answer it. */
const NEAREST_MS = 2_000;

const NONE: Omit<EmbeddingStatus, 'endpoint'> = {
  model: null,
  dimensions: null,
  vectors: 0,
  ignored: 0,
  pending: 0,
  refused: 0,
};

/** What vectors are made from, and where they are. */
export interface VectorsOptions {
  readonly vectors_file: string;
  readonly endpoint: EmbeddingEndpoint | null;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  readonly pacts: () => readonly string[];
  readonly logger: Logger;
}

/**
 * Finds entries by what they mean: vectors of entries, in a thread and a file of their own, so that comparing a vector with all of them delays
 * neither a write nor a search by words. The thread runs only where there is a vector or an endpoint that makes them.
 */
export class Vectors {
  readonly #options: VectorsOptions;
  readonly #thread: FollowingThread<FollowedRow, ToVectors, FromVectors>;
  readonly #questions = new Questions<Nearest>(() => this.#thread.overdue());
  #status: EmbeddingStatus;

  constructor(options: VectorsOptions) {
    this.#options = options;
    const { vectors_file: file, endpoint, tables } = options;
    this.#status = { ...NONE, endpoint: endpoint ? 'ok' : 'off' };
    this.#thread = new FollowingThread<FollowedRow, ToVectors, FromVectors>({
      ...options,
      what: 'the index of vectors',
      entry: 'vectors-worker',
      file,
      follows: endpoint !== null,
      slice: (from) => followed(tables, from),
      data: { endpoint } satisfies Omit<VectorsData, keyof FollowerData>,
      onMessage: (message) => this.#take(message),
      onEnd: () => this.#questions.lose(),
    });
  }

  /** Starts the thread when it has something to do or to answer. */
  resume(): void {
    if (this.#options.endpoint || existsSync(this.#options.vectors_file)) this.#thread.start();
  }

  /** As of the last change; the file of a thread that has not started is not looked into. */
  get status(): EmbeddingStatus {
    return this.#status;
  }

  /** Keeps a vector of an entry. One that does not fit the others is counted, and nothing else becomes of it. */
  give(pactId: string, entry: string, { vector, model }: GivenEmbedding): void {
    this.#thread.start();
    this.#thread.send({ kind: 'given', pact_id: pactId, entry, vector, model: model ?? null });
  }

  /**
   * The entries nearest to a question, or null when words alone answer it: there is nothing to compare with, or it could not be had in time. A
   * question that is filtered gets all of them in order, since most may fall to the filter.
   */
  async nearest(pacts: readonly SearchedPact[], query: SearchQuery, deadline: number): Promise<Nearest | null> {
    const { q, embedding, embedding_model, cursor: _cursor, limit: _limit, ...filters } = query;
    if (!this.#thread.running || (!embedding && (!this.#options.endpoint || q.trim() === ''))) return null;
    const until = Math.min(deadline, steadyMs() + NEAREST_MS);
    const request = {
      pacts: pacts.map((pact) => pact.pact_id),
      vector: embedding ?? null,
      model: embedding_model ?? null,
      text: q,
      depth: Object.values(filters).some((filter) => filter !== undefined) ? null : DEPTH,
      deadline: until,
    };
    return this.#questions.ask(until - steadyMs(), (id) => this.#thread.send({ kind: 'near', id, request }));
  }

  forget(pactId: string): void {
    this.#thread.send({ kind: 'forget', pact_id: pactId });
  }

  #take(message: FromVectors): void {
    if (message.kind === 'status') this.#status = message.status;
    else {
      this.#thread.works();
      this.#questions.answer(message.id, message.nearest);
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
