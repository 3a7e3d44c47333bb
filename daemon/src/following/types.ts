/** To a thread that follows the arrivals. Messages are taken in order, so what is asked after rows were sent knows these rows. */
export type ToFollower<Row> =
  | {
      readonly kind: 'rows';
      readonly rows: readonly Row[];
      /** Arrival that they reach to. */
      readonly to: number;
    }
  | { readonly kind: 'forget'; readonly pact_id: string }
  | { readonly kind: 'close' };

/** From such a thread: the arrival up to which it has taken in what is in the tables. It says so when it is `ready`, and after each slice of rows. */
export interface FromFollower {
  readonly kind: 'ready' | 'indexed';
  readonly indexed: number;
}

/** What such a thread begins with. */
export interface FollowerData {
  readonly file: string;
  /** Incarnation of the tables whose arrivals are followed; a file that followed others begins anew. */
  readonly follows: string;
  /** Pacts of this node; what is known of others is thrown away. */
  readonly pacts: readonly string[];
}

/** Rows of some arrivals, and the arrival that they reach to. */
export interface Slice<Row> {
  readonly rows: readonly Row[];
  readonly to: number;
}
