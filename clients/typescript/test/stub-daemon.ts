import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that the stub received. */
export interface SeenRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Parsed JSON; undefined without a body. */
  body: unknown;
}

/** What a route answers: a status and JSON, or whatever `write` does with the response. */
export type StubAnswer = { status: number; body: unknown } | { write: (response: ServerResponse) => void };

/** Routes by `METHOD /path`; a list is answered one by one, its last answer for ever. */
export type StubRoutes = Record<string, StubAnswer | StubAnswer[] | ((request: SeenRequest) => StubAnswer)>;

/** An HTTP server on loopback that replays answers in the shape of the contract and keeps what it was asked. */
export interface StubDaemon {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Ends it and its connections before the test does. */
  close(): Promise<void>;
}

/** Starts a stub for the test that calls; unknown routes answer 404 in the error envelope. It ends with the test. */
export async function startStubDaemon(routes: StubRoutes = {}): Promise<StubDaemon> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    seen.push(request);
    const route = routes[`${request.method} ${request.path}`];
    const answer = pick(route, request) ?? error(404, 'NOT_FOUND', 'there is nothing at this address');
    if ('write' in answer) return answer.write(response);
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

/** 200 with a body. */
export const ok = (body: unknown): StubAnswer => ({ status: 200, body });

/** An error answer in the envelope of the contract. */
export const error = (status: number, code: string, message: string, more: object = {}): StubAnswer => ({
  status,
  body: { error: code, message, status, hint: `what to do about ${code}`, ...more },
});

/** An event stream that sends `text` and then ends, or stays open. */
export const sse = (text: string, { keepOpen = false } = {}): StubAnswer => ({
  write: (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text);
    if (!keepOpen) response.end();
  },
});

function pick(route: StubRoutes[string] | undefined, request: SeenRequest): StubAnswer | undefined {
  if (Array.isArray(route)) return route.length > 1 ? route.shift() : route[0];
  return typeof route === 'function' ? route(request) : route;
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://stub');
  return {
    method: incoming.method ?? '',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: incoming.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}
