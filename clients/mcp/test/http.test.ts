import { createClient } from '@concordat/client';
import { afterEach, describe, expect, it } from 'vitest';
import { createMcpHttp, type McpHttp, type Principal } from '../src/http.js';

const servers: McpHttp[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const serving = (limits: Parameters<typeof createMcpHttp>[0]): McpHttp => {
  const server = createMcpHttp(limits);
  servers.push(server);
  return server;
};

const principal = (key: string): Principal => ({
  key,
  client: () =>
    createClient({ url: 'http://127.0.0.1:1', token: 'a'.repeat(64), fetch: async () => Response.json({}) }),
});

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a test', version: '1.0.0' } },
};

const post = (server: McpHttp, key: string, body: object, session?: string): Promise<Response> => {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(session === undefined ? {} : { 'mcp-session-id': session }),
  };
  return server.fetch(new Request('http://127.0.0.1:1/mcp', { method: 'POST', headers }), body, principal(key));
};

const open = async (server: McpHttp, key: string): Promise<string> =>
  (await post(server, key, INITIALIZE)).headers.get('mcp-session-id') ?? '';

const statusOf = async (server: McpHttp, key: string, session: string): Promise<number> =>
  (await post(server, key, { jsonrpc: '2.0', id: 2, method: 'ping' }, session)).status;

describe('what is kept has a limit', () => {
  it('of principals: one more forgets the one that was idle longest', async () => {
    const server = serving({ sessions_max: 10, principals_max: 2 });
    const [one, two] = [await open(server, 'one'), await open(server, 'two')];
    expect(await statusOf(server, 'one', one), 'both are there').toBe(200);
    const three = await open(server, 'three');
    expect(await statusOf(server, 'three', three)).toBe(200);
    expect(await statusOf(server, 'one', one)).toBe(200);
    expect(await statusOf(server, 'two', two)).toBe(404);
  });

  it('of sessions: one more ends one of the principal that has most', async () => {
    const server = serving({ sessions_max: 3, principals_max: 10 });
    const modest = await open(server, 'modest');
    const [first, second] = [await open(server, 'greedy'), await open(server, 'greedy')];
    expect(await statusOf(server, 'greedy', first)).toBe(200);
    const third = await open(server, 'greedy');
    expect(await statusOf(server, 'greedy', second)).toBe(404);
    expect(await statusOf(server, 'greedy', first)).toBe(200);
    expect(await statusOf(server, 'greedy', third)).toBe(200);
    expect(await statusOf(server, 'modest', modest)).toBe(200);
  });
});

it('ends what a principal has open, and closing twice is harmless', async () => {
  const server = serving({ sessions_max: 3, principals_max: 3 });
  const session = await open(server, 'one');
  await server.end('one');
  expect(await statusOf(server, 'one', session)).toBe(404);
  await server.close();
  await server.close();
});
