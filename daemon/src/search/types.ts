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
  /** What is left out unless it is asked for. */
  include?: readonly ('superseded' | 'expired')[];
  /** 1..100. */
  limit?: number;
  cursor?: string;
}

/** Finds entries by what they say. Off the main thread; an index that is behind never delays a write. */
export interface SearchApi {
  /**
   * Entries that say it, the best first: `{"entries":[...],"cursor":...,"has_more":...,"matched":...,"complete":...}` as ready JSON. Throws
   * BAD_CURSOR, BAD_REQUEST for a time that is none, VIEW_TIMEOUT.
   */
  search(pacts: readonly SearchedPact[], query: SearchQuery): Promise<JsonText>;
  /** Throws away what is indexed of a pact; what its tables tell again comes in again. */
  forget(pactId: string): void;
}
