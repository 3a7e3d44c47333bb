import openapiFetch, { type Client } from 'openapi-fetch';
import { ConcordatApiError } from './api-error.js';
import { type DiscoveryOptions, defaultDataDir, discover } from './discovery.js';
import { errorOfAnswer, localError } from './errors.js';
import type { paths } from './generated/openapi.js';
import { type SseFrame, readFrames } from './sse.js';

/** The longest wait that the contract knows is 30 s (`wait`); a daemon that takes twice as long to answer is not going to. */
const REQUEST_TIMEOUT_MS = 60_000;
/** The daemon sends a heartbeat each 15 s; three missing ones mean that the connection is dead. */
const STREAM_IDLE_MAX_MS = 45_000;

/** By Node's rule, an ES module that was made into CommonJS gets all of a CommonJS module as its default export, and this one's default inside. */
const createFetchClient = 'default' in openapiFetch ? (openapiFetch.default as typeof openapiFetch) : openapiFetch;

/** How to reach a daemon. Whatever is left out is found as {@link discover} says. */
export interface ClientOptions extends DiscoveryOptions {
  /** Address of the daemon, `http://127.0.0.1:7666`. */
  url?: string;
  /** Bearer token, 64 hex characters: an agent's own, or the host token. */
  token?: string;
  /** Data directory of a daemon on this machine; its daemon.json holds address and host token. */
  dataDir?: string;
  /** Replaces the global `fetch`, for instance to enter a daemon in the same process. */
  fetch?: (input: Request, init?: RequestInit) => Promise<Response>;
  /** Ends every call and stream of the client. */
  signal?: AbortSignal;
}

/** What every call takes beside what it sends. */
export interface CallOptions {
  /** Ends the call; it then fails with the signal's reason. */
  signal?: AbortSignal;
}

/** What a call of openapi-fetch gives. */
interface FetchAnswer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

interface Endpoint {
  readonly url: string;
  readonly token: string | undefined;
  readonly http: Client<paths>;
}

/** The contract's operations over HTTP: every failure is a {@link ConcordatApiError}, every call has a deadline. */
export class Transport {
  readonly #options: ClientOptions;
  #endpoint: Endpoint | undefined;
  /** The daemon was gone when it was last asked: it may come back at another port. */
  #lost = false;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal | undefined {
    return this.#options.signal;
  }

  /** Address of the daemon; throws DAEMON_NOT_FOUND. */
  get url(): string {
    return this.#resolve().url;
  }

  /**
   * Runs one operation and gives its answer's body.
   * @param operation makes the call; `init` carries the signal
   */
  async call<T>(
    operation: (http: Client<paths>, init: { signal: AbortSignal }) => Promise<FetchAnswer<T>>,
    options: CallOptions = {},
  ): Promise<T> {
    const endpoint = this.#resolve();
    let answer: FetchAnswer<T>;
    // AbortSignal.timeout would stay in memory until its time has come, with whatever listens to it, long after the answer.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new DOMException('too late', 'TimeoutError')), REQUEST_TIMEOUT_MS);
    try {
      const signal = anySignal(options.signal, this.signal, deadline.signal);
      answer = await operation(endpoint.http, { signal });
    } catch (error) {
      const reason = this.#unreachable(endpoint, error, options.signal);
      // A refused connection has sent nothing, so it is safe to ask the daemon at its new address, if it has one.
      if (codeOf(error) === 'ECONNREFUSED' && this.#resolve().url !== endpoint.url)
        return this.call(operation, options);
      throw reason;
    } finally {
      clearTimeout(timer);
    }
    if (answer.response.ok || answer.data !== undefined) return answer.data as T;
    throw errorOfAnswer(answer.response.status, endpoint.url, answer.error);
  }

  /** Opens an event stream after the event `lastEventId` and gives its frames until the connection ends. */
  async *stream(
    path: string,
    lastEventId: string | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<SseFrame> {
    const endpoint = this.#resolve();
    const idle = new AbortController();
    const silent = () =>
      idle.abort(localError('DAEMON_UNREACHABLE', `${endpoint.url} fell silent`, 'run "concordat doctor"'));
    let timer = setTimeout(silent, STREAM_IDLE_MAX_MS);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(silent, STREAM_IDLE_MAX_MS);
    };
    const headers = new Headers({ accept: 'text/event-stream' });
    if (endpoint.token !== undefined) headers.set('authorization', `Bearer ${endpoint.token}`);
    if (lastEventId !== undefined) headers.set('last-event-id', lastEventId);
    try {
      const request = new Request(new URL(path, endpoint.url), { headers });
      const response = await this.#fetch(request, anySignal(signal, idle.signal));
      if (!response.ok) throw errorOfAnswer(response.status, endpoint.url, await bodyOf(response));
      if (response.body) yield* readFrames(chunksOf(response.body), alive);
    } catch (error) {
      throw this.#unreachable(endpoint, error, signal);
    } finally {
      clearTimeout(timer);
      idle.abort();
    }
  }

  #resolve(): Endpoint {
    if (this.#endpoint && !this.#lost) return this.#endpoint;
    const { url, token } = discover(this.#options);
    // While a daemon restarts, its daemon.json names no address; the last one is as good a guess as any.
    if (url === undefined && this.#endpoint) return this.#endpoint;
    this.#endpoint = this.#build(url, token);
    this.#lost = false;
    return this.#endpoint;
  }

  #build(url: string | undefined, token: string | undefined): Endpoint {
    if (url === undefined) {
      throw localError(
        'DAEMON_NOT_FOUND',
        `no address was given, and no daemon runs on ${this.#options.dataDir ?? defaultDataDir()}`,
        'start one with "concordat start", or set CONCORDAT_URL and CONCORDAT_TOKEN',
      );
    }
    if (!/^https?:/.test(url) || !URL.canParse(url)) {
      throw localError('DAEMON_NOT_FOUND', `"${url}" is not an address`, 'give it as http://127.0.0.1:7666');
    }
    const http = createFetchClient<paths>({
      baseUrl: url,
      fetch: (request) => this.#fetch(request, request.signal),
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
    return { url, token, http };
  }

  #fetch(request: Request, signal: AbortSignal): Promise<Response> {
    return (this.#options.fetch ?? fetch)(request, { signal });
  }

  /** Turns the failure of an attempt into the reason why there is no answer. */
  #unreachable(endpoint: Endpoint, error: unknown, signal: AbortSignal | undefined): unknown {
    if (error instanceof ConcordatApiError || signal?.aborted || this.signal?.aborted) return error;
    const name = error instanceof Error ? error.name : '';
    if (name === 'AbortError') return error;
    if (name === 'TimeoutError') {
      return localError(
        'REQUEST_TIMEOUT',
        `${endpoint.url} did not answer within ${REQUEST_TIMEOUT_MS / 1000} s`,
        'look at the log of the daemon, or run "concordat doctor"',
        error,
      );
    }
    if (error instanceof SyntaxError) {
      return localError(
        'NOT_CONCORDAT',
        `${endpoint.url} answered with something else than JSON`,
        'check the address',
        error,
      );
    }
    this.#lost = true;
    const code = codeOf(error);
    return localError(
      'DAEMON_UNREACHABLE',
      `no daemon answers at ${endpoint.url}${code === undefined ? '' : ` (${code})`}`,
      'start it with "concordat start", or check CONCORDAT_URL',
      error,
    );
  }
}

/** The system's code of a failed fetch, such as ECONNREFUSED. */
function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === 'string' ? cause.code : undefined;
}

/** Aborts when any of the given signals does; never when none is given. */
export function anySignal(...signals: (AbortSignal | undefined)[]): AbortSignal {
  return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}

/** A body piece by piece. Not every browser can iterate over a stream, so it is read through a reader. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
