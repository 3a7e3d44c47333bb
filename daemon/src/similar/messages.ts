import type { Asked, Similar } from './types.js';

/** Knowledge as the tables have it now, or that it is gone. */
export interface FollowedText {
  readonly pact_id: string;
  readonly id: string;
  /** JSON of the entry; null: there is no such entry any more. */
  readonly val: string | null;
}

/** To the thread of the index. */
export type ToLookup = { readonly kind: 'ask'; readonly n: number; readonly asked: Asked };

/** From it. */
export type FromLookup = { readonly kind: 'answer'; readonly n: number; readonly similar: readonly Similar[] };
