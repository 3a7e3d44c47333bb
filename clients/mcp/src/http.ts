/**
 * MCP over HTTP in both eras, as a function from a request to a response: the daemon mounts it at `/mcp` behind its own guard and says
 * whose the request is. Each principal has a client, a feed and sessions of its own, so a session id is of no use to anybody else.
 */
import { randomUUID } from 'node:crypto';
import type { ConcordatClient } from '@concordat/client';
import { WebStandardStreamableHTTPServerTransport as SessionTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { isInitializeRequest } from '@modelcontextprotocol/sdk/types.js';
import { createMcpHandler, isLegacyRequest, type McpHttpHandler } from '@modelcontextprotocol/server';
import { ArrivalFeed } from './feed.js';
import { legacyServer } from './legacy.js';
import { modernServer } from './modern.js';
import type { SurfaceOptions } from './surface.js';

/** Whose a request is: the key is the same for all requests of one agent. */
export interface Principal {
  readonly key: string;
  readonly client: () => ConcordatClient;
}

/** What the memory of a server may grow to. */
export interface McpHttpLimits {
  /** Sessions of the 2025 era over all principals; one more ends the one idle longest of the principal that has most. */
  readonly sessions_max: number;
  /** Principals that are remembered; one more forgets the one that was idle longest. */
  readonly principals_max: number;
}

/** MCP over HTTP. */
export interface McpHttp {
  /** @param body the JSON that was read already; undefined when there was none */
  fetch(request: Request, body: unknown, principal: Principal): Promise<Response>;
  /** Ends what a principal has open, for instance because its token was revoked. */
  end(key: string): Promise<void>;
  /** Ends everything; calling it twice is harmless. */
  close(): Promise<void>;
}

const jsonRpcError = (status: number, code: number, message: string): Response =>
  Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });

/** `?preset=core` and `?pact=<alias>` in the address that the client was given. */
const choiceOf = (url: string): Pick<SurfaceOptions, 'preset' | 'pact'> => {
  const query = new URL(url).searchParams;
  const pact = query.get('pact');
  return { preset: query.get('preset') === 'core' ? 'core' : 'full', ...(pact === null ? {} : { pact }) };
};

/** What one principal has open. */
class Endpoint {
  readonly #client: () => Promise<ConcordatClient>;
  readonly #feed: ArrivalFeed;
  readonly #modern: McpHttpHandler;
  readonly #sessions = new Map<string, SessionTransport>();

  constructor(client: ConcordatClient) {
    this.#client = async () => client;
    this.#feed = new ArrivalFeed(this.#client);
    this.#modern = createMcpHandler(({ requestInfo }) => modernServer(this.#options(requestInfo?.url), 'modern'), {
      legacy: 'reject',
      bus: this.#feed,
    });
  }

  #options(url = 'http://localhost/mcp'): SurfaceOptions {
    return { client: this.#client, feed: this.#feed, ...choiceOf(url) };
  }

  get sessions(): ReadonlyMap<string, SessionTransport> {
    return this.#sessions;
  }

  async fetch(request: Request, body: unknown): Promise<Response> {
    if (await isLegacyRequest(request, body)) return this.#legacy(request, body);
    const listens = (body as { method?: unknown } | undefined)?.method === 'subscriptions/listen';
    // The acknowledgement promises that nothing is missed from then on.
    if (listens) await this.#feed.opened();
    const response = await this.#modern.fetch(request, { parsedBody: body });
    if (listens && this.#feed.listeners === 0) this.#feed.close();
    return response;
  }

  async #legacy(request: Request, body: unknown): Promise<Response> {
    const id = request.headers.get('mcp-session-id');
    const known = id === null ? undefined : this.#sessions.get(id);
    if (known && id !== null) {
      // The map keeps its order, so the first session is the one that was idle longest.
      this.#sessions.delete(id);
      this.#sessions.set(id, known);
      return known.handleRequest(request, { parsedBody: body });
    }
    if (id !== null) return jsonRpcError(404, -32001, 'there is no such session (any more); initialize a new one');
    if (!isInitializeRequest(body)) return jsonRpcError(400, -32000, 'no session: send initialize first');
    const transport = new SessionTransport({
      sessionIdGenerator: randomUUID,
      // Answers stay streams although nothing comes before a result: with enableJsonResponse, SDK 1.32.2 keeps each answer until the session ends.
      onsessioninitialized: (session) => void this.#sessions.set(session, transport),
      onsessionclosed: (session) => void this.#sessions.delete(session),
    });
    const server = legacyServer(this.#options(request.url));
    await server.connect(transport);
    return transport.handleRequest(request, { parsedBody: body });
  }

  async endSession(id: string): Promise<void> {
    const transport = this.#sessions.get(id);
    this.#sessions.delete(id);
    await transport?.close();
  }

  async close(): Promise<void> {
    this.#feed.close();
    await this.#modern.close();
    for (const id of this.#sessions.keys()) await this.endSession(id);
  }
}

/** MCP over HTTP for any number of principals. */
export const createMcpHttp = (limits: McpHttpLimits): McpHttp => {
  const endpoints = new Map<string, Endpoint>();
  const end = async (key: string): Promise<void> => {
    const endpoint = endpoints.get(key);
    endpoints.delete(key);
    await endpoint?.close();
  };
  const endpointOf = async ({ key, client }: Principal): Promise<Endpoint> => {
    const endpoint = endpoints.get(key) ?? new Endpoint(client());
    endpoints.delete(key);
    endpoints.set(key, endpoint);
    const [oldest] = endpoints.keys();
    if (endpoints.size > limits.principals_max && oldest !== undefined) await end(oldest);
    return endpoint;
  };
  const limitSessions = async (): Promise<void> => {
    const [most, ...others] = [...endpoints.values()].toSorted((a, b) => b.sessions.size - a.sessions.size);
    const [id] = most?.sessions.keys() ?? [];
    const count = [most, ...others].reduce((sum, endpoint) => sum + (endpoint?.sessions.size ?? 0), 0);
    // Whoever has most gives one up, so nobody can end the sessions of others by opening many.
    if (count > limits.sessions_max && most && id !== undefined) await most.endSession(id);
  };
  return {
    fetch: async (request, body, principal) => {
      const endpoint = await endpointOf(principal);
      const before = endpoint.sessions.size;
      const response = await endpoint.fetch(request, body);
      if (endpoint.sessions.size > before) await limitSessions();
      return response;
    },
    end,
    close: async () => {
      for (const key of endpoints.keys()) await end(key);
    },
  };
};
