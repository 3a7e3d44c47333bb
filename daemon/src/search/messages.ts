import type { SearchedPact, SearchQuery } from './types.js';

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
}

/** What the worker is asked to find. */
export interface SearchRequest extends Omit<SearchQuery, 'since' | 'until'> {
  readonly pacts: readonly SearchedPact[];
  /** ms since 1970. */
  readonly since_ms: number;
  readonly until_ms: number;
  readonly limit: number;
  /** When leases count as run out and entries as expired, and when nobody waits for the answer any more; ms since 1970. */
  readonly now: number;
  readonly deadline: number;
  /** The index holds all that had arrived. */
  readonly complete: boolean;
}

/** A request under the number that its answer comes with. */
export interface Question {
  readonly id: number;
  readonly request: SearchRequest;
}

/** To the worker. They are answered in order, so what is asked after rows were sent knows these rows. */
export type ToWorker =
  | {
      readonly kind: 'rows';
      readonly rows: readonly FollowedRow[] /** Arrival that they reach to. */;
      readonly to: number;
    }
  | { readonly kind: 'forget'; readonly pact_id: string }
  | { readonly kind: 'search'; readonly questions: readonly Question[] }
  | { readonly kind: 'close' };

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'ready' /** Arrival up to which the index follows the tables. */; readonly indexed: number }
  | { readonly kind: 'indexed'; readonly indexed: number }
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] };

/** The page of a question as JSON in UTF-8, or why there is none. */
export type Answer =
  | { readonly id: number; readonly json: Uint8Array }
  | { readonly id: number; readonly code: 'BAD_CURSOR' | 'VIEW_TIMEOUT'; readonly message: string };

/** What the worker begins with. */
export interface WorkerData {
  readonly file: string;
  /** Incarnation of the tables whose arrivals are followed; an index of another begins anew. */
  readonly follows: string;
  /** Pacts of this node; what is indexed of others is thrown away. */
  readonly pacts: readonly string[];
}
