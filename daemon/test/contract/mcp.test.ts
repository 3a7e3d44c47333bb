import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/api/index.js';
import { JsonText } from '../../src/pact/types.js';
import { asCaller, ENTRY, stubPact, stubPacts, stubParts } from './stub-parts.js';

/** What the tool recall answers with: large, so that an answer that is kept shows. */
const PAGE = JSON.stringify({
  entries: [{ ...ENTRY, payload: { topic: 't', content: 'x'.repeat(50_000) } }],
  cursor: null,
  has_more: false,
});

const HEADERS = { ...asCaller(), accept: 'application/json, text/event-stream' };
const INFO = { name: 'a test', version: '1.0.0' };
const CALL = { name: 'recall', arguments: { pact: 'default' } };

let app: FastifyInstance;
let session: string;

beforeAll(async () => {
  const list = () => new JsonText(PAGE);
  app = await buildApp(stubParts({ pacts: stubPacts({}, stubPact({ entries: { list } })) }));
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: INFO };
  const payload = { jsonrpc: '2.0', id: 0, method: 'initialize', params };
  session = String(
    (await app.inject({ method: 'POST', url: '/mcp', headers: HEADERS, payload })).headers['mcp-session-id'],
  );
});
afterAll(() => app.close());

const callInSession = (id: number): Promise<string> =>
  post({ 'mcp-session-id': session }, { jsonrpc: '2.0', id, method: 'tools/call', params: CALL });

const callByItself = (id: number): Promise<string> => {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': INFO,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return post(
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': CALL.name },
    { jsonrpc: '2.0', id, method: 'tools/call', params: { ...CALL, _meta: envelope } },
  );
};

const post = async (headers: Record<string, string>, payload: object): Promise<string> => {
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: '/mcp',
    headers: { ...HEADERS, ...headers },
    payload,
  });
  expect(statusCode, body).toBe(200);
  return body;
};

const heapAfterCollection = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

describe('a call of a tool through the app', () => {
  it.each([
    ['in a session', callInSession],
    ['by itself', callByItself],
  ])('%s answers what the operation does, and keeps nothing of it', async (_era, call) => {
    const CALLS = 100;
    const round = async (from: number): Promise<number> => {
      for (let n = 0; n < CALLS; n++) expect(await call(from + n)).toContain('xxxxx');
      return heapAfterCollection();
    };
    const before = await round(1);
    const kept = (await round(1 + CALLS)) - before;
    expect(kept, 'answers that are kept would be 10 MB').toBeLessThan(3e6);
  });
});
