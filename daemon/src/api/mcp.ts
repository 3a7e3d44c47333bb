/** /mcp: the MCP server of clients/mcp, loaded at the first request. Its calls enter this very app, so they pass the same guard as anybody's. */
import { Readable } from 'node:stream';
import type { McpHttp, Principal } from '@concordat/mcp/http';
import type { FastifyInstance, FastifyRequest, InjectOptions } from 'fastify';
import { LIMITS } from '../config.js';
import type { Parts } from './parts.js';

/** The methods of the protocol's HTTP transport; GET and DELETE belong to sessions of the 2025 era. */
export const MCP_METHODS = ['GET', 'POST', 'DELETE'];

/** A `fetch` that makes a request of this app without a connection. */
const fetchOf =
  (app: FastifyInstance, host: string) =>
  async (request: Request, init?: RequestInit): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const options: InjectOptions = {
      method: request.method as InjectOptions['method'],
      url: `${pathname}${search}`,
      headers: { ...Object.fromEntries(request.headers), host },
      payload: request.body === null ? undefined : await request.text(),
    };
    // A stream is passed on as it comes; everything else is there at once, which is a good deal cheaper.
    const streams = request.headers.get('accept') === 'text/event-stream';
    const signal = init?.signal ?? request.signal;
    const answer = await app.inject({ ...options, signal, payloadAsStream: streams });
    const headers = Object.entries(answer.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as [string, string]],
    );
    const body = streams ? (Readable.toWeb(answer.stream()) as ReadableStream) : answer.payload;
    return new Response(body, { status: answer.statusCode, headers });
  };

/** A name of this daemon that its guard knows; an app that does not listen is known by the configured port. */
const hostOf = (app: FastifyInstance, config: Parts['config']): string => {
  const address = app.server.address();
  return `127.0.0.1:${address !== null && typeof address === 'object' ? address.port : config.port}`;
};

/** The request as the web has it, without its body, which was read already. */
const webRequest = (request: FastifyRequest, signal: AbortSignal): Request => {
  const { host = 'localhost', ...rest } = request.headers;
  const headers = Object.entries(rest).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => [name, one] as [string, string]),
  );
  return new Request(new URL(request.url, `http://${host}`), { method: request.method, headers, signal });
};

/** Adds the route. It wants the scope read; each tool then wants what its operation does. */
export const registerMcp = (app: FastifyInstance, { agents, config, node }: Parts): void => {
  let loading: Promise<{ http: McpHttp; client: (token: string) => ReturnType<Principal['client']> }> | undefined;
  const load = async () => {
    const [{ createMcpHttp }, { createClient }] = await Promise.all([
      import('@concordat/mcp/http'),
      import('@concordat/client'),
    ]);
    const host = hostOf(app, config);
    const fetch = fetchOf(app, host);
    return {
      http: createMcpHttp({ sessions_max: LIMITS.mcp_sessions_max, principals_max: LIMITS.mcp_principals_max }),
      client: (token: string) => createClient({ url: `http://${host}`, token, fetch }),
    };
  };
  app.route({
    method: MCP_METHODS,
    url: '/mcp',
    config: { scope: 'read' },
    handler: async (request, reply) => {
      loading ??= load();
      const { http, client } = await loading;
      const { caller } = request;
      if (!caller) throw new Error('the guard lets nobody through to /mcp without a token');
      const token = (request.headers.authorization ?? '').replace(/^bearer +/i, '').trim();
      const gone = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      const principal = { key: caller.agent_id, client: () => client(token) };
      const response = await http.fetch(webRequest(request, gone.signal), request.body, principal);
      if (response.headers.get('content-type') === 'text/event-stream') return response;
      reply.code(response.status).headers(Object.fromEntries(response.headers));
      return reply.send(response.body === null ? undefined : await response.text());
    },
  });
  const forget = agents.onRevoked((name) => {
    void loading?.then(({ http }) => http.end(`${name}@${node.handle}`));
  });
  app.addHook('preClose', async () => {
    forget();
    await (await loading)?.http.close();
  });
};
