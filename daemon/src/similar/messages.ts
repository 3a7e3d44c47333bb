import type { Asked, Similar } from './types.js';

/** Knowledge as the tables have it now, or that it is gone. */
export interface FollowedText {
  readonly pact_id: string;
  readonly id: string;
  /** JSON of the entry; null: there is no such entry any more. */
  readonly val: string | null;
}

/** To the thread. It takes messages in order, so what is asked after rows were sent knows these rows. */
export type ToLookup =
  | {
      readonly kind: 'rows';
      readonly rows: readonly FollowedText[] /** Arrival that they reach to. */;
      readonly to: number;
    }
  | { readonly kind: 'ask'; readonly n: number; readonly asked: Asked }
  | { readonly kind: 'forget'; readonly pact_id: string }
  | { readonly kind: 'close' };

/** From the thread. */
export type FromLookup =
  | { readonly kind: 'indexed' /** Arrival up to which the index follows the tables. */; readonly indexed: number }
  | { readonly kind: 'answer'; readonly n: number; readonly similar: readonly Similar[] };

/** What the thread begins with. */
export interface LookupData {
  readonly file: string;
  /** Incarnation of the tables whose arrivals are followed; an index of another begins anew. */
  readonly follows: string;
  /** Pacts of this node; what is known of others is thrown away. */
  readonly pacts: readonly string[];
}
