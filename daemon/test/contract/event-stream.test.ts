import { once } from 'node:events';
import http from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { type Parts, buildApp } from '../../src/api/index.js';
import { writeEventStream } from '../../src/contract/event-stream.js';
import type { Frame } from '../../src/contract/index.js';
import type { LiveQuery } from '../../src/pact/types.js';
import { PACT_ID, TOKENS, stubParts, stubPacts } from './stub-parts.js';

const LIMITS = { buffer_max_bytes: 64 * 1024, stall_max_ms: 50, heartbeat_ms: 10 };
const DEADLINE_MS = 10_000;

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const frame = (id: number, padding = ''): Frame<object> => ({
  id: String(id),
  event: 'entry-applied',
  data: { pactId: PACT_ID, alias: 'default', n: id, padding },
});

/** A client that reads text until a condition holds. */
class Client {
  text = '';
  ended = false;
  #waiting: (() => void) | undefined;

  constructor(readonly response: http.IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.text += chunk;
      this.#waiting?.();
    });
    response.on('close', () => {
      this.ended = true;
      this.#waiting?.();
    });
    response.on('error', () => undefined);
  }

  async until(condition: () => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(DEADLINE_MS);
    deadline.addEventListener('abort', () => this.#waiting?.(), { once: true });
    while (!condition()) {
      deadline.throwIfAborted();
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }
}

const get = async (
  port: number,
  path: string,
  headers: { [name: string]: string } = {},
): Promise<http.IncomingMessage> => {
  const request = http.get({ host: '127.0.0.1', port, path, agent: false, headers });
  closers.push(() => void request.destroy());
  request.on('error', () => undefined);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return response;
};

/** Serves frames with limits that a test reaches quickly. */
const serve = async (
  frames: (signal: AbortSignal) => AsyncIterable<Frame<unknown>>,
): Promise<{ port: number; done: Promise<void> }> => {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const server = http.createServer((_request, out) => {
    const controller = new AbortController();
    out.once('close', () => controller.abort());
    void writeEventStream(out, {}, frames(controller.signal), LIMITS, controller.signal, (error) => ({
      error: (error as Error).message,
    })).then(finish);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, done };
};

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) =>
    signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
  );

describe('an event stream', () => {
  it('sends frames with id, event and data', async () => {
    const { port } = await serve(async function* () {
      yield frame(1);
      yield { id: null, event: 'update', data: { pactId: PACT_ID, alias: 'default' } };
    });
    const client = new Client(await get(port, '/'));
    await client.until(() => client.ended);
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
    });
    expect(client.text).toContain(
      `id: 1\nevent: entry-applied\ndata: {"pactId":"${PACT_ID}","alias":"default","n":1,"padding":""}\n\n`,
    );
    expect(client.text).toContain(`\n\nevent: update\ndata: {"pactId":"${PACT_ID}","alias":"default"}\n\n`);
  });

  it('sends a comment while nothing happens', async () => {
    const { port } = await serve(async function* (signal) {
      await untilAborted(signal);
      yield frame(1);
    });
    const client = new Client(await get(port, '/'));
    await client.until(() => client.text.split(': heartbeat\n\n').length > 2);
    expect(client.text).not.toContain('data:');
  });

  it('ends with lagged and the cursor to resume from when the client does not read', async () => {
    const padding = 'x'.repeat(16 * 1024);
    const { port, done } = await serve(async function* (signal) {
      for (let id = 1; !signal.aborted; id += 1) yield frame(id, padding);
    });
    const response = await get(port, '/');
    await done;
    const client = new Client(response);
    await client.until(() => client.ended);
    const ids = [...client.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    const lagged = /event: lagged\ndata: (.*)\n\n$/.exec(client.text)?.[1];
    expect(JSON.parse(lagged ?? 'null')).toEqual({ pactId: PACT_ID, alias: 'default', cursor: String(ids.at(-1)) });
    expect(ids).toEqual(ids.map((_id, index) => index + 1));
  });

  it('waits for a client that reads, however much there is', async () => {
    const padding = 'x'.repeat(16 * 1024);
    const count = 1000;
    const { port } = await serve(async function* () {
      for (let id = 1; id <= count; id += 1) yield frame(id, padding);
    });
    const client = new Client(await get(port, '/'));
    await client.until(() => client.ended);
    expect([...client.text.matchAll(/^id: /gm)]).toHaveLength(count);
    expect(client.text).not.toContain('lagged');
  });

  it('tells in a last frame why its source failed', async () => {
    const { port } = await serve(async function* () {
      yield frame(1);
      throw new Error('gone');
    });
    const client = new Client(await get(port, '/'));
    await client.until(() => client.ended);
    expect(client.text).toMatch(/event: error\ndata: \{"error":"gone"\}\n\n$/);
  });
});

describe('GET /v1/events', () => {
  const listen = async (overrides: Partial<Parts> = {}): Promise<{ app: FastifyInstance; port: number }> => {
    const app = await buildApp(stubParts(overrides));
    await app.listen({ host: '127.0.0.1', port: 0 });
    closers.push(() => app.close());
    return { app, port: (app.server.address() as AddressInfo).port };
  };
  const authorization = `Bearer ${TOKENS.read}`;

  it('streams what the pacts say, and aborts them when the client leaves', async () => {
    let query: LiveQuery | undefined;
    const pacts = stubPacts({
      events: async function* (asked) {
        query = asked;
        yield { id: '7', event: 'entry-applied', data: { pactId: PACT_ID, alias: 'default' } };
        await untilAborted(asked.signal);
      },
    });
    const { port } = await listen({ pacts });
    const response = await get(port, '/v1/events?type=task&agent_id=a&pact=default&since=3', {
      authorization,
      'last-event-id': '5',
    });
    const client = new Client(response);
    await client.until(() => client.text.includes('id: 7\n'));
    expect(query).toMatchObject({ type: 'task', agent_id: 'a', pact: 'default', since: '5' });
    response.destroy();
    await untilAborted(query?.signal as AbortSignal);
  });

  it.each([
    ['?since=foreign', 400, 'BAD_CURSOR'],
    ['?pact=nowhere', 404, 'UNKNOWN_PACT'],
    ['?type=note', 400, 'BAD_REQUEST'],
  ])('answers %s with a status, not inside a stream', async (query, status, code) => {
    const { port } = await listen();
    const client = new Client(await get(port, `/v1/events${query}`, { authorization }));
    await client.until(() => client.ended);
    expect(client.response.statusCode).toBe(status);
    expect(JSON.parse(client.text)).toMatchObject({ error: code });
  });

  it('ends when the app closes', async () => {
    const { app, port } = await listen();
    const client = new Client(await get(port, '/v1/events', { authorization }));
    await client.until(() => client.text.includes('entry-applied'));
    await app.close();
    await client.until(() => client.ended);
  });
});

describe('a broken request', () => {
  it('is answered in the form of every other error', async () => {
    const app = await buildApp(stubParts());
    await app.listen({ host: '127.0.0.1', port: 0 });
    closers.push(() => app.close());
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1', () =>
      socket.write('NONSENSE\r\n\r\n'),
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    await once(socket, 'close');
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(JSON.parse(text.split('\r\n\r\n')[1] ?? '')).toMatchObject({ error: 'BAD_REQUEST', status: 400 });
  });
});
