import type { JsonText } from '../json-text.js';

/** A pact that is searched. */
export interface SearchedPact {
  readonly pact_id: string;
  readonly alias: string;
}

/** What is asked. */
export interface SearchQuery {
  /** Anything: words, `"phrases"`, `begin*`, `-without`. */
  q: string;
  type?: 'knowledge' | 'task' | 'skill' | 'message';
  topic?: string;
  /** Handle of the node that wrote the entry. */
  author?: string;
  agent_id?: string;
  /** Only tasks in this state. */
  status?: 'open' | 'claimed' | 'complete';
  /** Entries at or after it, and before it: ISO 8601 or ms since 1970. */
  since?: string;
  until?: string;
  /** What was there and current at this time, likewise. */
  as_of?: string;
  /** What is left out unless it is asked for. */
  include?: readonly ('superseded' | 'expired' | 'archived')[];
  /** Say of each entry how its score came about. */
  explain?: boolean;
  /** 1..100. */
  limit?: number;
  cursor?: string;
  /** What is asked as a vector, of at most `embedding_dimensions_max` numbers. */
  embedding?: readonly number[];
  /** Model that it comes from; left out: the one that the index knows. */
  embedding_model?: string;
}

/** A vector that came with an entry. */
export interface GivenEmbedding {
  readonly vector: readonly number[];
  /** Left out: the one that the index knows. */
  readonly model?: string;
}

/** What this node knows of the meaning of entries. */
export interface EmbeddingStatus {
  /** Model and dimensions of all vectors that count; null before the first. */
  readonly model: string | null;
  readonly dimensions: number | null;
  /** Vectors that count. */
  readonly vectors: number;
  /** Vectors that do not: of another model, of other dimensions, or beyond the limits. */
  readonly ignored: number;
  /** Entries that wait for their vector, and those that the endpoint refused for good. */
  readonly pending: number;
  readonly refused: number;
  readonly endpoint: 'off' | 'ok' | 'down';
}

/** Finds entries by what they say. Off the main thread; an index that is behind never delays a write. */
export interface SearchApi {
  /**
   * Entries that say it, the best first: `{"entries":[...],"cursor":...,"has_more":...,"matched":...,"complete":...}` as ready JSON. Throws
   * BAD_CURSOR, BAD_REQUEST for a time that is none, VIEW_TIMEOUT.
   */
  search(pacts: readonly SearchedPact[], query: SearchQuery): Promise<JsonText>;
  /** Keeps a vector of an entry on this node, for {@link SearchQuery.embedding}. */
  embed(pactId: string, entryId: string, embedding: GivenEmbedding): void;
  embeddings(): EmbeddingStatus;
  /** This node has left a pact: nothing of it is kept. */
  leave(pactId: string): void;
  /** Throws away what is indexed of a pact; what its tables tell again comes in again. */
  forget(pactId: string): void;
}
