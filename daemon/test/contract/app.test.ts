import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type Parts, buildApp } from '../../src/api/index.js';
import type { ErrorBody } from '../../src/errors.js';
import type { Caller } from '../../src/node/index.js';
import { type ChangesQuery, JsonText, type NewEntry } from '../../src/pact/types.js';
import { ENTRY, TASK, TOKENS, asCaller, stubConfig, stubPact, stubPacts, stubParts } from './stub-parts.js';

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

const build = async (overrides: Partial<Parts> = {}): Promise<FastifyInstance> => {
  const app = await buildApp(stubParts(overrides));
  apps.push(app);
  return app;
};

const recorder = (level: string): { lines: string[]; logger: Parts['logger'] } => {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  return { lines, logger: pino({ level }, stream) };
};

describe('a failure that nobody foresaw', () => {
  const failing = () => stubPacts({ get: () => Promise.reject(new Error('the secret reason')) });

  it('is answered INTERNAL with a request id, and logged under it with its stack', async () => {
    const { lines, logger } = recorder('error');
    const app = await build({ logger, pacts: failing() });
    const reply = await app.inject({ url: '/v1/pacts/default/status?', headers: asCaller() });
    const body = reply.json<ErrorBody>();
    expect(reply.statusCode).toBe(500);
    expect(body.error).toBe('INTERNAL');
    expect(reply.body).not.toContain('secret');
    const [line] = lines.map((text) => JSON.parse(text) as { request_id: string; err: { stack: string } });
    expect(line?.request_id).toBe(body.details?.request_id);
    expect(line?.err.stack).toContain('the secret reason');
  });
});

describe('the log', () => {
  it('has each request at the level debug, without its token and its query', async () => {
    const { lines, logger } = recorder('debug');
    const app = await build({ logger });
    await app.inject({ url: '/v1/pacts/default/knowledge?topic=private', headers: asCaller() });
    const request = lines.map((text) => JSON.parse(text) as { msg: string }).find(({ msg }) => msg === 'request');
    expect(request).toMatchObject({ operation: 'listKnowledge', path: '/v1/pacts/default/knowledge', status: 200 });
    expect(lines.join('')).not.toContain(TOKENS.host);
    expect(lines.join('')).not.toContain('private');
  });

  it('has none at the level info', async () => {
    const { lines, logger } = recorder('info');
    const app = await build({ logger });
    await app.inject({ url: '/v1/status', headers: asCaller() });
    await app.inject({ url: '/v1/status' });
    expect(lines).toEqual([]);
  });
});

describe('metrics', () => {
  it('count requests by operation and status, refused ones too, beside the gauges of the parts', async () => {
    const app = await build();
    await app.inject({ url: '/v1/status', headers: asCaller() });
    await app.inject({ url: '/v1/status', headers: { host: 'localhost:7666' } });
    const { body, headers } = await app.inject({ url: '/v1/metrics', headers: asCaller() });
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('concordat_http_request_duration_seconds_count{operation="hostStatus",status="200"} 1');
    expect(body).toContain('concordat_http_request_duration_seconds_count{operation="hostStatus",status="401"} 1');
    expect(body).toContain('concordat_pacts 1');
    expect(body).toContain('nodejs_eventloop_lag_seconds');
  });
});

describe('readyz', () => {
  it('answers 503 with the reason while no pact answers', async () => {
    const app = await build({ pacts: stubPacts({ ready: () => false }) });
    const reply = await app.inject({ url: '/v1/readyz', headers: { host: 'localhost:7666' } });
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toEqual({ ok: false, reason: 'no pact is open' });
  });
});

describe('rate', () => {
  it('past the limit is answered 429 with the time to wait', async () => {
    const app = await build({ config: stubConfig({ rate_per_s: 1, rate_burst: 1 }) });
    const request = { url: '/v1/status', headers: asCaller(TOKENS.read) };
    expect((await app.inject(request)).statusCode).toBe(200);
    const reply = await app.inject(request);
    expect(reply.json()).toMatchObject({ error: 'RATE_LIMITED', status: 429 });
    expect(reply.headers['retry-after']).toBe('1');
  });
});

describe('unmatched requests', () => {
  it('are answered 404 whatever their body looks like, and only to allowed hosts', async () => {
    const app = await build();
    const nowhere = await app.inject({
      method: 'POST',
      url: '/v2/x',
      headers: { host: 'localhost:7666', 'content-type': 'text/plain' },
      payload: 'x',
    });
    expect(nowhere.json()).toMatchObject({ error: 'NOT_FOUND', status: 404 });
    const foreign = await app.inject({ url: '/v2/x', headers: { host: 'evil.example' } });
    expect(foreign.json()).toMatchObject({ error: 'FORBIDDEN_HOST' });
  });

  it('name all methods of a path that has them in two places', async () => {
    const app = await build();
    const reply = await app.inject({ url: '/v1/pacts/join', headers: asCaller() });
    expect(reply.statusCode).toBe(405);
    expect(reply.headers.allow?.toString().split(', ').sort()).toEqual(['DELETE', 'POST']);
  });

  it('do not include HEAD, which the contract does not have', async () => {
    const app = await build();
    expect(
      (await app.inject({ method: 'HEAD', url: '/v1/ping', headers: { host: 'localhost:7666' } })).statusCode,
    ).toBe(405);
  });

  it('answer the preflight of an allowed page, and of no other', async () => {
    const app = await build({ config: stubConfig({ allowed_origins: ['http://localhost:5173'] }) });
    const preflight = (origin: string) =>
      app.inject({
        method: 'OPTIONS',
        url: '/v1/pacts/default/tasks',
        headers: { host: 'localhost:7666', origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await preflight('http://localhost:5173');
    expect(allowed.statusCode).toBe(204);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('authorization') as string,
    });
    expect((await preflight('http://evil.example')).json()).toMatchObject({ error: 'FORBIDDEN_ORIGIN' });
  });
});

describe('writes', () => {
  const posted = async (
    url: string,
    payload: object,
    headers: object = {},
  ): Promise<NewEntry & { agent_id: string }> => {
    let seen: (NewEntry & { agent_id: string }) | undefined;
    const seeing = (caller: Caller, entry: NewEntry): JsonText => {
      seen = { ...entry, agent_id: caller.agent_id };
      return new JsonText(JSON.stringify({ ...ENTRY, durability: 'disk', confirmed: false }));
    };
    const pact = stubPact({
      entries: {
        post: async (caller, entry) => seeing(caller, entry),
        learn: async (caller, entry) => ({ stored: true, body: seeing(caller, entry) }),
      },
    });
    const app = await build({ pacts: stubPacts({}, pact) });
    const reply = await app.inject({
      method: 'POST',
      url,
      payload,
      headers: { ...asCaller(TOKENS.write), ...headers },
    });
    expect(reply.statusCode, reply.body).toBe(201);
    return seen as NewEntry & { agent_id: string };
  };

  it('of knowledge keep further keys in the payload, and refs and ttl out of it', async () => {
    const entry = await posted(
      '/v1/pacts/default/knowledge',
      { topic: 't', content: 'c', score: [1], refs: [ENTRY.id], ttl: 5 },
      { 'idempotency-key': 'k:1' },
    );
    expect(entry).toMatchObject({
      type: 'knowledge',
      payload: { topic: 't', content: 'c', score: [1] },
      refs: [ENTRY.id],
      ttl: 5,
      op_id: 'k:1',
    });
    expect(entry.agent_id).toMatch(/^writer@/);
  });

  it('of a reply put the answered message first among the refs', async () => {
    const entry = await posted('/v1/pacts/default/messages', {
      content: 'c',
      reply_to: ENTRY.id,
      refs: [TASK.id, ENTRY.id],
    });
    expect(entry).toMatchObject({ type: 'message', payload: { content: 'c' }, refs: [ENTRY.id, TASK.id] });
  });

  it('take an empty object where no body is needed', async () => {
    const app = await build();
    for (const payload of [undefined, {}]) {
      const reply = await app.inject({
        method: 'POST',
        url: '/v1/pacts/default/reindex',
        headers: asCaller(),
        ...(payload ? { payload } : {}),
      });
      expect(reply.statusCode, reply.body).toBe(200);
    }
  });

  it('take an empty text with the header of JSON as no body', async () => {
    const app = await build();
    const url = `/v1/pacts/default/tasks/${TASK.id}/claim`;
    const reply = await app.inject({
      method: 'PUT',
      url,
      headers: { ...asCaller(), 'content-type': 'application/json' },
      payload: '',
    });
    expect(reply.statusCode, reply.body).toBe(200);
  });
});

describe('a claim', () => {
  it('that is not settled is answered 202 with the id to follow', async () => {
    const pact = stubPact({
      tasks: { claim: async () => ({ pending: true, task: TASK, claim_id: ENTRY.id, indexer: 'offline' }) },
    });
    const app = await build({ pacts: stubPacts({}, pact) });
    const reply = await app.inject({
      method: 'PUT',
      url: `/v1/pacts/default/tasks/${TASK.id}/claim?wait=0.5`,
      headers: asCaller(),
    });
    expect(reply.statusCode).toBe(202);
    expect(reply.json()).toMatchObject({ id: TASK.id, pending: true, claim_id: ENTRY.id, indexer: 'offline' });
  });
});

describe('a time in a query', () => {
  it.each(['2026-11-20', '2026-11-20T14:05:00Z', '1763640300000'])('may be %s', async (since) => {
    const app = await build();
    expect(
      (await app.inject({ url: `/v1/pacts/default/messages?since=${since}`, headers: asCaller() })).statusCode,
    ).toBe(200);
  });

  it.each(['yesterday', '2026-13-45', '-5'])('may not be %s', async (since) => {
    const app = await build();
    const reply = await app.inject({ url: `/v1/pacts/default/messages?since=${since}`, headers: asCaller() });
    expect(reply.json()).toMatchObject({ error: 'BAD_REQUEST', details: { field: 'since' } });
  });
});

describe('a long poll', () => {
  it('is cancelled when its client leaves', async () => {
    let query: ChangesQuery | undefined;
    let asked: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const pact = stubPact({
      entries: {
        changes: (given) => {
          query = given;
          asked();
          return new Promise((_resolve, reject) =>
            given.signal?.addEventListener('abort', () => reject(new Error('left')), { once: true }),
          );
        },
      },
    });
    const app = await build({ pacts: stubPacts({}, pact) });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const request = http.get({
      host: '127.0.0.1',
      port,
      path: '/v1/pacts/default/changes?wait=30',
      agent: false,
      headers: { authorization: `Bearer ${TOKENS.read}` },
    });
    request.on('error', () => undefined);
    await waiting;
    expect(query).toMatchObject({ wait_s: 30, limit: 50 });
    const signal = query?.signal as AbortSignal;
    const aborted = once(signal, 'abort');
    request.destroy();
    await aborted;
  });
});
