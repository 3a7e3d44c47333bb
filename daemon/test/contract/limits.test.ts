import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/api/index.js';
import { LIMITS } from '../../src/config.js';
import { contract } from '../../src/contract/index.js';
import { HEX_KEY, TASK, asCaller, stubParts } from './stub-parts.js';

const PACT = '/v1/pacts/default';

const refs = (count: number): string[] => Array.from({ length: count }, (_none, index) => `0f0f0f0f-${index}`);

/** JSON of exactly this size. */
const sized = (bytes: number): string => {
  const frame = JSON.stringify({ topic: 't', content: '' }).length;
  return JSON.stringify({ topic: 't', content: 'x'.repeat(bytes - frame) });
};

const nested = (levels: number): object => ({
  topic: 't',
  content: 'c',
  deep: JSON.parse(`${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`) as unknown,
});

const post = (url: string, payload: object | string): InjectOptions => ({
  method: 'POST',
  url: `${PACT}${url}`,
  payload,
  headers: { ...asCaller(), 'content-type': 'application/json' },
});
const put = (url: string, payload: object): InjectOptions => ({
  method: 'PUT',
  url: `${PACT}${url}`,
  payload,
  headers: asCaller(),
});
const get = (url: string): InjectOptions => ({ url: `${PACT}${url}`, headers: asCaller() });

/** Each limit of a request: what to send for a size, and the largest (or smallest) size that is taken. */
const MAXIMA: [string, number, (size: number) => InjectOptions, string][] = [
  ['topic', LIMITS.topic_max_chars, (n) => post('/knowledge', { topic: 't'.repeat(n), content: 'c' }), 'BAD_REQUEST'],
  [
    'topic in code points',
    LIMITS.topic_max_chars,
    (n) => post('/knowledge', { topic: '😀'.repeat(n), content: 'c' }),
    'BAD_REQUEST',
  ],
  ['title', LIMITS.title_max_chars, (n) => post('/tasks', { title: 't'.repeat(n) }), 'BAD_REQUEST'],
  ['display name', LIMITS.display_name_max_chars, (n) => put('/me', { display_name: 'd'.repeat(n) }), 'BAD_REQUEST'],
  ['refs', LIMITS.refs_max, (n) => post('/messages', { content: 'c', refs: refs(n) }), 'BAD_REQUEST'],
  [
    'refs with the answered message',
    LIMITS.refs_max - 1,
    (n) => post('/messages', { content: 'c', refs: refs(n), reply_to: 'aaaaaaaa-1' }),
    'BAD_REQUEST',
  ],
  ['rows of a list', LIMITS.list_max_rows, (n) => get(`/knowledge?limit=${n}`), 'BAD_REQUEST'],
  ['wait of a long poll', LIMITS.long_poll_max_s, (n) => get(`/changes?wait=${n}`), 'BAD_REQUEST'],
  ['wait of a claim', LIMITS.long_poll_max_s, (n) => put(`/tasks/${TASK.id}/claim?wait=${n}`, {}), 'BAD_REQUEST'],
  [
    'lease of a claim',
    LIMITS.claim_ttl_default_ms,
    (n) => put(`/tasks/${TASK.id}/claim`, { ttl_ms: n }),
    'BAD_REQUEST',
  ],
  ['life of an invite', LIMITS.invite_ttl_max_ms, (n) => post('/invites', { ttl_ms: n, confirm: true }), 'BAD_REQUEST'],
  ['HTTP body', LIMITS.http_body_max_bytes, (n) => post('/knowledge', sized(n)), 'PAYLOAD_TOO_LARGE'],
  ['nesting of JSON', LIMITS.json_depth_max, (n) => post('/knowledge', nested(n)), 'BAD_REQUEST'],
  [
    'idempotency key',
    64,
    (n) => ({ ...post('/tasks', { title: 't' }), headers: { ...asCaller(), 'idempotency-key': 'k'.repeat(n) } }),
    'BAD_REQUEST',
  ],
  [
    'agent name',
    32,
    (n) => ({ method: 'POST', url: '/v1/agents', payload: { name: 'a'.repeat(n) }, headers: asCaller() }),
    'BAD_REQUEST',
  ],
];

const MINIMA: [string, number, (size: number) => InjectOptions][] = [
  ['rows of a list', 1, (n) => get(`/tasks?limit=${n}`)],
  ['topic', 1, (n) => post('/knowledge', { topic: 't'.repeat(n), content: 'c' })],
  ['lease of a claim', LIMITS.claim_ttl_min_ms, (n) => put(`/tasks/${TASK.id}/renew`, { ttl_ms: n })],
  ['wait of a long poll', 0, (n) => get(`/changes?wait=${n}`)],
  ['ttl of an entry', 1, (n) => post('/tasks', { title: 't', ttl: n })],
];

describe('limits', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await buildApp(stubParts());
  });
  afterAll(() => app.close());

  it.each(MAXIMA)('%s: %d is taken, one more is refused', async (_what, size, request, code) => {
    const at = await app.inject(request(size));
    expect(at.statusCode, at.body).toBeLessThan(300);
    expect((await app.inject(request(size + 1))).json()).toMatchObject({ error: code });
  });

  it.each(MINIMA)('%s: %d is taken, one less is refused', async (_what, size, request) => {
    const at = await app.inject(request(size));
    expect(at.statusCode, at.body).toBeLessThan(300);
    expect((await app.inject(request(size - 1))).json()).toMatchObject({ error: 'BAD_REQUEST' });
  });

  it('are given to pacts and peers by their full length', async () => {
    const alias = 'a'.repeat(63);
    const rename = (name: string): InjectOptions => put('/alias', { alias: name });
    expect((await app.inject(rename(alias))).json()).toMatchObject({ alias });
    expect((await app.inject(rename(`${alias}a`))).json()).toMatchObject({ error: 'BAD_REQUEST' });
    const peer = (host: string): InjectOptions => ({
      method: 'POST',
      url: '/v1/peers',
      payload: { peer: `${HEX_KEY}@${host}` },
      headers: asCaller(),
    });
    expect((await app.inject(peer('192.0.2.1:65535'))).statusCode).toBe(200);
    expect((await app.inject(peer('192.0.2.1:65536'))).json()).toMatchObject({
      error: 'BAD_REQUEST',
      details: { field: 'peer' },
    });
  });

  it('of the contract are those of config.ts', () => {
    const { schemas, parameters } = contract.components as typeof contract.components & {
      parameters: { Limit: { schema: object } };
    };
    expect(schemas.Topic).toMatchObject({ maxLength: LIMITS.topic_max_chars });
    expect(schemas.DisplayName).toMatchObject({ maxLength: LIMITS.display_name_max_chars });
    expect(schemas.Refs).toMatchObject({ maxItems: LIMITS.refs_max });
    expect(schemas.LeaseTtl).toMatchObject({ minimum: LIMITS.claim_ttl_min_ms, maximum: LIMITS.claim_ttl_default_ms });
    expect(parameters.Limit.schema).toMatchObject({ maximum: LIMITS.list_max_rows, default: LIMITS.list_default_rows });
  });
});
