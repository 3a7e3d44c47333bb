import { Pact } from './pact.js';
import { isTransient, pause, retryDelayMs } from './retry.js';
import { anySignal, type CallOptions, type ClientOptions, Transport } from './transport.js';
import type { BodyOf, EntryType, LiveEvent, QueryOf, Readiness } from './types.js';

/** What {@link ConcordatClient.events} keeps and where it starts. */
export interface EventsOptions {
  /** Alias or pact id; all pacts when absent. */
  pact?: string;
  type?: EntryType;
  /** Exactly this agent. */
  agent_id?: string;
  /** Id of an event: what came after it. From now on when absent. */
  since?: string;
  /** Ends the iteration. */
  signal?: AbortSignal;
  /** Called when the daemon has begun to collect for this stream, at each connection: nothing after it is missed. */
  onopen?: () => void;
}

/**
 * A daemon. Every method but {@link ConcordatClient.pact} and {@link ConcordatClient.events} is one operation of the contract: it takes and
 * gives the fields that the daemon's `/docs` describes, and throws `ConcordatApiError`.
 */
export class ConcordatClient {
  readonly #transport: Transport;

  constructor(options: ClientOptions = {}) {
    this.#transport = new Transport(options);
  }

  /** Address of the daemon; throws DAEMON_NOT_FOUND when none is known. */
  get url(): string {
    return this.#transport.url;
  }

  /** One pact, by alias or id; nothing is asked of the daemon yet. */
  pact(ref: string): Pact {
    return new Pact(this.#transport, ref);
  }

  /**
   * Any operation of the contract, for programs that have operations as data: method and path as in `openapi.yaml`, `/v1/pacts/{pactId}`.
   * @returns the body of the answer
   */
  request(method: HttpMethod, path: string, parameters: RequestParameters = {}): Promise<unknown> {
    const { path: segments, query, header, body, signal } = parameters;
    const init = { params: { path: segments, query, header }, body, signal };
    // The path is data here, so the types of the contract cannot hold it; the daemon does.
    return this.#transport.call((http) => http.request(method, path as never, init as never));
  }

  /** Needs no token. */
  ping(options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/ping', init), options);
  }

  /** Answers as soon as the daemon listens; needs no token. */
  healthz(options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/healthz', init), options);
  }

  /** Can the daemon serve a pact, and if not, why? Needs no token. */
  readyz(options?: CallOptions): Promise<Readiness> {
    return this.#transport.call(async (http, init) => {
      const { data, error, response } = await http.GET('/v1/readyz', init);
      // Not ready is an answer here, although its status is that of an error.
      return error && 'ok' in error ? { data: error, response } : { data, error, response };
    }, options);
  }

  /** Prometheus text. */
  metrics(options?: CallOptions): Promise<string> {
    return this.#transport.call((http, init) => http.GET('/v1/metrics', { ...init, parseAs: 'text' }), options);
  }

  status(options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/status', init), options);
  }

  /** Finds entries of all pacts by what they say; `q` may be any text. */
  search(query: QueryOf<'searchAll'>, options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/search', { ...init, params: { query } }), options);
  }

  peers(options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/peers', init), options);
  }

  /** Keeps a connection to `<node key>@<host>:<port>`. */
  addPeer(peer: string, options?: CallOptions) {
    return this.#transport.call((http, init) => http.POST('/v1/peers', { ...init, body: { peer } }), options);
  }

  agents(options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/agents', init), options);
  }

  /** Mints a token for an agent; it is in this answer and nowhere else. */
  addAgent(body: BodyOf<'createAgent'>, options?: CallOptions) {
    return this.#transport.call((http, init) => http.POST('/v1/agents', { ...init, body }), options);
  }

  revokeAgent(name: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.DELETE('/v1/agents/{name}', { ...init, params: { path: { name } } }),
      options,
    );
  }

  /** All pacts of the node, and the alias of the current one. */
  pacts(options?: CallOptions) {
    return this.#transport.call((http, init) => http.GET('/v1/pacts', init), options);
  }

  createPact(body: Omit<BodyOf<'createPact'>, 'confirm'>, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.POST('/v1/pacts', { ...init, body: { ...body, confirm: true } }),
      options,
    );
  }

  /** With an invite token, or with a pact id (`key`) that is to be redeemed later. */
  joinPact(body: JoinInput, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.POST('/v1/pacts/join', { ...init, body: { ...body, confirm: true } }),
      options,
    );
  }

  switchPact(alias: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) => http.POST('/v1/pacts/switch', { ...init, body: { alias, confirm: alias } }),
      options,
    );
  }

  /** Gives a pact another alias on this node. */
  renamePact(ref: string, alias: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.PUT('/v1/pacts/{pactId}/alias', { ...init, params: { path: { pactId: ref } }, body: { alias } }),
      options,
    );
  }

  /** Deletes this node's copy of a pact, for good. */
  removePact(ref: string, options?: CallOptions) {
    return this.#transport.call(
      (http, init) =>
        http.DELETE('/v1/pacts/{pactId}', { ...init, params: { path: { pactId: ref } }, body: { confirm: ref } }),
      options,
    );
  }

  /**
   * What happens at the node, as it happens, for as long as the caller reads. A broken stream is opened again after the last event that
   * was seen (`Last-Event-ID`), with back-off, so no stored event is missed; anything the caller has to mend is thrown. After `lagged`
   * the stream goes on where the event says.
   */
  async *events(options: EventsOptions = {}): AsyncGenerator<LiveEvent, void, undefined> {
    const { since, signal, onopen, ...filter } = options;
    const ended = anySignal(signal, this.#transport.signal);
    const path = `/v1/events?${new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined))}`;
    let cursor = since;
    let failures = 0;
    while (!ended.aborted) {
      try {
        for await (const frame of this.#transport.stream(path, cursor, ended)) {
          failures = 0;
          const moved = frame.id !== undefined && frame.id !== cursor;
          cursor = frame.id ?? cursor;
          if (frame.data === undefined) {
            onopen?.();
            continue;
          }
          const data = JSON.parse(frame.data) as LiveEvent['data'];
          const event = frame.event as LiveEvent['event'];
          if (event === 'lagged') cursor = data.cursor ?? cursor;
          yield { id: moved ? frame.id : undefined, event, data };
        }
      } catch (error) {
        if (ended.aborted) return;
        if (!isTransient(error)) throw error;
      }
      failures += 1;
      await pause(retryDelayMs(failures), ended);
    }
  }
}

/** Methods that the contract knows, in lower case. */
export type HttpMethod = 'get' | 'put' | 'post' | 'delete';

/** What {@link ConcordatClient.request} sends, by the place of the request that it goes to. */
export interface RequestParameters {
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  header?: Record<string, unknown>;
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
}

/** What {@link ConcordatClient.joinPact} takes: exactly one of `token` and `key`. */
export type JoinInput = { alias?: string; display_name?: string | null } & ({ token: string } | { key: string });

/**
 * A client for a daemon: the one that is named, or the one that the environment or the data directory of this machine names. Nothing is
 * opened before the first call.
 */
export function createClient(options: ClientOptions = {}): ConcordatClient {
  return new ConcordatClient(options);
}
