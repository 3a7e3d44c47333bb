import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/config.js';
import { type AgentClient, at, type Daemon, PACT, Room, range, until } from '../harness/index.js';
import { McpConnection } from '../harness/mcp.js';

const room = new Room();
let daemon: Daemon;

beforeAll(async () => {
  daemon = (await room.cluster(1)).node(0);
});
afterAll(() => room.close());

const ACCEPT = { accept: 'application/json, text/event-stream' };

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'a test', version: '1.0.0' } },
};

const LIST_TOOLS = { jsonrpc: '2.0', id: 2, method: 'tools/list' };

/** The same without a session: what the request is for stands in its envelope. */
const MODERN_LIST = {
  ...LIST_TOOLS,
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'a test', version: '1.0.0' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};
const MODERN_HEADERS = { ...ACCEPT, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };

const openSession = async (client: AgentClient): Promise<string> => {
  const { status, headers } = await client.post('/mcp', INITIALIZE, { headers: ACCEPT });
  expect(status).toBe(200);
  return String(headers['mcp-session-id']);
};

const inSession = (session: string) => ({ headers: { ...ACCEPT, 'mcp-session-id': session } });

describe('/mcp has the guard of every other route', () => {
  it.each([
    ['no token', null, {}, 401, 'UNAUTHORIZED'],
    ['a wrong token', '0'.repeat(64), {}, 401, 'UNAUTHORIZED'],
    ['a foreign Host', undefined, { host: 'evil.example' }, 403, 'FORBIDDEN_HOST'],
    ['a foreign Origin', undefined, { origin: 'https://evil.example' }, 403, 'FORBIDDEN_ORIGIN'],
  ])('%s', async (_what, token, headers, status, error) => {
    const client = token === undefined ? daemon.host : daemon.host.as(token);
    for (const [body, own] of [
      [INITIALIZE, ACCEPT],
      [MODERN_LIST, MODERN_HEADERS],
    ] as const) {
      const answer = await client.post('/mcp', body, { headers: { ...own, ...headers } });
      expect([answer.status, answer.body.error]).toEqual([status, error]);
    }
  });

  it('other methods are named, and refused', async () => {
    const { status, headers } = await daemon.host.put('/mcp', {});
    expect([status, headers.allow]).toEqual([405, 'GET, POST, DELETE']);
  });

  it('a tool wants the scope of its operation', async () => {
    const { token } = await daemon.agent('reader', ['read']);
    const client = await McpConnection.open(room, daemon, 'http 2026', { token });
    await client.must('recall');
    const refused = await client.call('remember', { topic: 'x', content: 'y' });
    expect(refused.isError).toBe(true);
    expect(refused.content[0]?.text).toMatch(/^FORBIDDEN_SCOPE: .*needs write/);
    const writer = await daemon.agent('writer', ['write']);
    const answer = await writer.post('/mcp', MODERN_LIST, { headers: MODERN_HEADERS });
    expect([answer.status, answer.body.error]).toEqual([403, 'FORBIDDEN_SCOPE']);
  });

  it('what is asked counts towards the rate of its token', async () => {
    const slow = await room.daemon({ args: ['--rate-per-s', '1', '--rate-burst', '3'] });
    const agent = await slow.agent('hasty');
    const ask = () => agent.post('/mcp', MODERN_LIST, { headers: MODERN_HEADERS });
    expect((await ask()).status).toBe(200);
    const answers = await Promise.all(range(30).map(ask));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]?.body.error).toBe('RATE_LIMITED');
  });
});

describe('sessions of the 2025 era', () => {
  it('belong to the agent that opened them', async () => {
    const [one, two] = [await daemon.agent('owner'), await daemon.agent('thief')];
    const session = await openSession(one);
    expect((await one.post('/mcp', LIST_TOOLS, inSession(session))).status).toBe(200);
    expect((await two.post('/mcp', LIST_TOOLS, inSession(session))).status).toBe(404);
    expect((await two.delete('/mcp', undefined, inSession(session))).status).toBe(404);
    expect((await one.delete('/mcp', undefined, inSession(session))).status).toBe(200);
    expect((await one.post('/mcp', LIST_TOOLS, inSession(session))).status).toBe(404);
  });

  it('end with the token of their agent, and so does what they follow', async () => {
    const agent = await daemon.agent('revoked');
    const session = await openSession(agent);
    const ended = agent.get('/mcp', { headers: { accept: 'text/event-stream', 'mcp-session-id': session } });
    await until(async () => (await agent.post('/mcp', LIST_TOOLS, inSession(session))).status === 200, {
      what: 'it works',
    });
    await daemon.host.must(200, 'DELETE', '/v1/agents/revoked');
    expect((await ended).status).toBe(200);
    expect((await agent.post('/mcp', LIST_TOOLS, inSession(session))).status).toBe(401);
  });

  it('are limited: one more ends the one that was idle longest', async () => {
    const [agent, modest] = [await daemon.agent('many'), await daemon.agent('modest')];
    const other = await openSession(modest);
    const sessions: string[] = [];
    for (let i = 1; i < LIMITS.mcp_sessions_max; i++) sessions.push(await openSession(agent));
    const works = async (index: number): Promise<number> =>
      (await agent.post('/mcp', LIST_TOOLS, inSession(sessions[index] ?? ''))).status;
    expect(await works(0), 'at the limit all of them are there').toBe(200);
    sessions.push(await openSession(agent));
    expect(await works(1), 'the second is idle longest, since the first was used again').toBe(404);
    expect([await works(0), await works(2), await works(sessions.length - 1)]).toEqual([200, 200, 200]);
    expect((await modest.post('/mcp', LIST_TOOLS, inSession(other))).status, 'another agent loses none').toBe(200);
  });
});

describe('what is not MCP', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no JSON-RPC', '{"hello":1}', 400],
    ['an empty body', '', 400],
    ['a batch', '[]', 400],
    ['a body past the limit', JSON.stringify({ ...INITIALIZE, more: 'x'.repeat(LIMITS.http_body_max_bytes) }), 413],
  ])('%s', async (_what, raw, status) => {
    expect((await daemon.host.request('POST', '/mcp', { raw, headers: ACCEPT })).status).toBe(status);
  });

  it('a tool call as long as a request may be arrives whole', async () => {
    const client = await McpConnection.open(room, daemon, 'http 2025');
    const content = 'ä'.repeat(30_000);
    const { id } = await client.must('remember', { topic: 'long', content });
    const { payload } = await daemon.host.must(200, 'GET', at(`/entries/${id}`));
    expect(payload.content).toBe(content);
    const refused = await client.call('remember', { topic: 'long', content: 'x'.repeat(70_000) });
    expect(refused.content[0]?.text).toMatch(/^PAYLOAD_TOO_LARGE/);
  });

  it('a client that goes away ends what it waits for', async () => {
    const client = await McpConnection.open(room, daemon, 'http 2026');
    await client.follow(`pact://${PACT}/entries`);
    await client.close();
    const { took_ms } = await daemon.stop();
    expect(took_ms).toBeLessThan(5000);
    await daemon.start();
  });
});
