import type { FollowerData } from '../following/types.js';
import type { EmbeddingStatus, SearchedPact, SearchQuery } from './types.js';

/** An entry as the tables have it now, or that it is gone. */
export interface FollowedRow {
  readonly pact_id: string;
  readonly id: string;
  /** The entry's JSON; null: there is no such entry any more. */
  readonly val: string | null;
  /** ms since 1970. */
  readonly ts: number;
  /** Of a task. */
  readonly status: string | null;
  /** Of a task that is claimed, ms since 1970. */
  readonly lease_until: number | null;
  /** ms since 1970; null: never. */
  readonly expires_at: number | null;
  /** Since when another entry stands in its place, ms since 1970; null: it is current. */
  readonly superseded_at: number | null;
  /** What speaks for it and against it, see {@link file://../relevance.ts}. */
  readonly good: number;
  readonly bad: number;
  /** Does it count less with time? */
  readonly fades: 0 | 1;
}

/** What the worker is asked to find. */
export interface SearchRequest
  extends Omit<SearchQuery, 'since' | 'until' | 'as_of' | 'embedding' | 'embedding_model'> {
  readonly pacts: readonly SearchedPact[];
  /** ms since 1970. */
  readonly since_ms: number;
  readonly until_ms: number;
  /** When an entry has to have been there and current, ms since 1970; null: now. */
  readonly as_of_ms: number | null;
  readonly limit: number;
  /** When leases count as run out and entries as expired, ms since 1970. */
  readonly now: number;
  /** When nobody waits for the answer any more, by {@link steadyMs}. */
  readonly deadline: number;
  /** The index holds all that had arrived. */
  readonly complete: boolean;
  /** Entries by how near their embeddings are to the question's; null: words alone count. */
  readonly nearest: Nearest | null;
}

/** Entries, the nearest first. */
export interface Nearest {
  /** Place of its pact among those that were asked for, and the two parts of its id. */
  readonly pact: Uint16Array;
  readonly writer: Uint32Array;
  readonly pos: Float64Array;
}

/** A request under the number that its answer comes with. */
export interface Question {
  readonly id: number;
  readonly request: SearchRequest;
}

/** An entry that was found: place of its pact among those that were asked for, and its id. */
export interface FoundEntry {
  readonly pact: number;
  readonly id: string;
}

/** To the thread of the index: questions, and for each that found something what its entries say. */
export type ToIndex =
  | { readonly kind: 'search'; readonly questions: readonly Question[] }
  | { readonly kind: 'show'; readonly shown: readonly Shown[] };

/** JSON of the entries that a question found, each without its last brace; null: it is gone. */
export interface Shown {
  readonly id: number;
  readonly entries: readonly (string | null)[];
}

/** From it. */
export type FromIndex = { readonly kind: 'answers'; readonly answers: readonly Answer[] };

/** What a question found, whose entries are to be shown; its page as JSON in UTF-8; or why there is none. */
export type Answer =
  | { readonly id: number; readonly found: readonly FoundEntry[] }
  | { readonly id: number; readonly json: Uint8Array }
  | { readonly id: number; readonly code: 'BAD_CURSOR' | 'VIEW_TIMEOUT'; readonly message: string };

/** Where embeddings are computed. */
export interface EmbeddingEndpoint {
  /** Base of an OpenAI-compatible API; `/embeddings` follows. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token, or null. */
  readonly key: string | null;
}

/** What the thread of the vectors begins with. */
export interface VectorsData extends FollowerData {
  readonly endpoint: EmbeddingEndpoint | null;
}

/** Asks for the entries that are nearest to a vector, or to a text that the endpoint makes one of. */
export interface NearRequest {
  readonly pacts: readonly string[];
  readonly vector: readonly number[] | null;
  readonly model: string | null;
  readonly text: string;
  /** So many at most; null: all. */
  readonly depth: number | null;
  /** When nobody waits for the answer any more, by {@link steadyMs}. */
  readonly deadline: number;
}

/** To the thread of the vectors. */
export type ToVectors =
  | {
      readonly kind: 'given';
      readonly pact_id: string;
      readonly entry: string;
      readonly vector: readonly number[];
      readonly model: string | null;
    }
  | { readonly kind: 'near'; readonly id: number; readonly request: NearRequest };

/** From it. */
export type FromVectors =
  | { readonly kind: 'nearest'; readonly id: number; readonly nearest: Nearest | null }
  | { readonly kind: 'status'; readonly status: EmbeddingStatus };
