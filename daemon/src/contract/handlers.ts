/** The contract as types: what each operation's handler gets, and what it may answer. A wrong status or body does not compile. */
import type { Caller } from '../node/types.js';
import type { JsonText } from '../pact/types.js';
import type { components, operations } from './generated/openapi.js';

type ErrorBody = components['schemas']['Error'];

type ContentOf<R> = R extends { content: infer C } ? C[keyof C] : undefined;

type Statuses<O> = O extends { responses: infer R } ? R : never;

// Errors are thrown as ConcordatError, so that their status and body come from the registry; a handler answers the rest.
type Answerable<R> = { [S in keyof R]: ContentOf<R[S]> extends ErrorBody ? never : S }[keyof R];

type Parameters<O, In extends string> = O extends { parameters: { [k in In]?: infer P } }
  ? [P] extends [never]
    ? object
    : NonNullable<P>
  : object;

type BodyOf<O> = O extends { requestBody: { content: infer C } }
  ? C[keyof C]
  : O extends { requestBody?: { content: infer C } }
    ? C[keyof C] | undefined
    : undefined;

/** Schemas of the contract by name. */
export type Schemas = components['schemas'];

/** A request that has passed the guard and the contract. */
export interface Call<O> {
  readonly params: Parameters<O, 'path'>;
  readonly query: Parameters<O, 'query'>;
  /** Only headers that the operation declares, by their lower-case names. */
  readonly headers: {
    readonly [K in keyof Parameters<O, 'header'> as Lowercase<K & string>]: Parameters<O, 'header'>[K];
  };
  readonly body: BodyOf<O>;
  /** Who sends it. Operations that need no token must not read it. */
  readonly caller: Caller;
  /** Aborts when the client goes away or the daemon stops. */
  readonly signal: AbortSignal;
}

/** Tells a client where its stream begins, so that it can resume from there before the first event; it is no event itself. */
export interface Opening {
  readonly id: string;
  readonly event: null;
}

/** One frame of an event stream. */
export interface EventFrame<D> {
  /** Cursor to resume after it; null when it cannot be resumed from. */
  readonly id: string | null;
  readonly event: string;
  readonly data: D;
}

/** What a stream is made of. */
export type Frame<D> = Opening | EventFrame<D>;

type EventOf<O> = O extends { responses: { 200: { content: { 'text/event-stream': infer D } } } } ? D : never;

/** What a handler may answer: a declared status with its body, or JSON text that is ready to be sent. */
export type Reply<O> = {
  [S in Answerable<Statuses<O>>]: {
    readonly status: S;
    readonly body: ContentOf<Statuses<O>[S]> | JsonText;
    /** Called when the last byte of the answer has been handed to the connection; not when the client was gone before. */
    readonly sent?: () => void;
  };
}[Answerable<Statuses<O>>];

/** Turns a request into one call on the parts below, and its outcome into a reply. Throws ConcordatError for every other outcome. */
export type Handler<O> = [EventOf<O>] extends [never]
  ? (call: Call<O>) => Reply<O> | Promise<Reply<O>>
  : (call: Call<O>) => AsyncIterable<Frame<EventOf<O>>> | Promise<AsyncIterable<Frame<EventOf<O>>>>;

/** One handler for each operation of the contract, no more and no less. */
export type Handlers = { [K in keyof operations]: Handler<operations[K]> };
