import { readFileSync } from 'node:fs';
import { createClient } from '@concordat/client';
import { describe, expect, it } from 'vitest';
import { ArrivalFeed } from '../src/feed.js';
import { answersOf, type SurfaceOptions } from '../src/surface.js';
import { type Preset, toolsOf } from '../src/tools.js';

const bytesOf = (preset: Preset): number => Buffer.byteLength(JSON.stringify({ tools: toolsOf(preset) }));

/** A surface over a daemon that gives back what it was sent. */
const echoing = (options: Partial<SurfaceOptions> = {}) => {
  const sent: { method: string; path: string; body: unknown; key: string | null }[] = [];
  const client = createClient({
    url: 'http://127.0.0.1:1',
    token: 'a'.repeat(64),
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const body = text === '' ? undefined : JSON.parse(text);
      sent.push({
        method: request.method,
        path: `${pathname}${search}`,
        body,
        key: request.headers.get('idempotency-key'),
      });
      return Response.json(pathname === '/v1/status' ? { current: 'home' } : { id: '8f0c1d6d-1', agent_id: 'me' });
    },
  });
  const get = async () => client;
  const answers = answersOf({ client: get, feed: new ArrivalFeed(get), preset: 'full', ...options });
  const call = async (name: string, given: object = {}): Promise<any> =>
    answers['tools/call']?.({ name, arguments: given }, undefined);
  return { sent, call };
};

describe('the lists of tools', () => {
  it('are as small as they promise', () => {
    expect(bytesOf('core')).toBeLessThan(2_000);
    expect(bytesOf('full')).toBeLessThan(12_000);
  });

  it('are those of skill/concordat/tools.json', () => {
    const file = readFileSync(new URL('../../../skill/concordat/tools.json', import.meta.url), 'utf8');
    expect(JSON.parse(file)).toEqual({ tools: toolsOf('full') });
  });

  it.each(['core', 'full'] as const)('say all that a client asks of a tool: %s', (preset) => {
    for (const { name, description, inputSchema, outputSchema, annotations } of toolsOf(preset)) {
      expect(name).toMatch(/^[a-z_]{4,10}$/);
      expect(description.length, name).toBeGreaterThan(20);
      expect(inputSchema, name).toMatchObject({ type: 'object', additionalProperties: false });
      expect(outputSchema, name).toMatchObject({ type: 'object' });
      const hints = annotations.readOnlyHint
        ? ['readOnlyHint', 'openWorldHint']
        : ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'];
      expect(Object.keys(annotations), name).toEqual(hints);
    }
  });

  it('core is a part of full, with the same arguments or fewer', () => {
    for (const { name, inputSchema } of toolsOf('core')) {
      const whole = toolsOf('full').find((tool) => tool.name === name);
      expect(Object.keys(whole?.inputSchema.properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(inputSchema.properties)),
      );
    }
  });
});

describe('a call becomes one request', () => {
  it('with each argument at its place', async () => {
    const { sent, call } = echoing();
    await call('remember', { pact: 'release', topic: 'a/b', content: 'c', idempotency_key: 'k-1' });
    await call('claim', { pact: 'release', id: '8f0c1d6d-1', wait: 5, ttl_ms: 1000 });
    expect(sent).toEqual([
      {
        method: 'POST',
        path: '/v1/pacts/release/knowledge',
        body: { on_duplicate: 'support', topic: 'a/b', content: 'c' },
        key: 'k-1',
      },
      { method: 'PUT', path: '/v1/pacts/release/tasks/8f0c1d6d-1/claim?wait=5', body: { ttl_ms: 1000 }, key: null },
    ]);
  });

  it('in the pact that was named: by the call, else by the server, else by the node', async () => {
    const paths = async (options: Partial<SurfaceOptions>, given: object): Promise<string[]> => {
      const { sent, call } = echoing(options);
      await call('status', given);
      return sent.map(({ path }) => path);
    };
    expect(await paths({ pact: 'mine' }, { pact: 'named' })).toEqual(['/v1/pacts/named/status']);
    expect(await paths({ pact: 'mine' }, {})).toEqual(['/v1/pacts/mine/status']);
    expect(await paths({}, {})).toEqual(['/v1/status', '/v1/pacts/home/status']);
  });

  it.each([
    ['recall', { pact: '..' }],
    ['recall', { pact: '' }],
    ['recall', { pact: '.' }],
    ['task', { id: '..' }],
    ['recall', { pact: 5 }],
    ['recall', { limit: '5' }],
    ['recall', { toString: 'x' }],
    ['recall', { __proto__x: 1 }],
    ['remember', { topic: 'a', content: 'b', idempotency_key: 'a\nb' }],
    ['remember', { topic: 'a', content: 'b', refs: 'c' }],
    ['tasks', { status: 'gone' }],
  ])('or none, when it cannot be one: %s %j', async (name, given) => {
    const { sent, call } = echoing({ pact: 'home' });
    expect(await call(name, given)).toMatchObject({ isError: true });
    expect(sent).toEqual([]);
  });

  it('that stays below its path, whatever an argument says', async () => {
    const { sent, call } = echoing();
    await call('task', { pact: 'a/../b', id: '../../../status?x=#' });
    expect(sent.map(({ path }) => path)).toEqual(['/v1/pacts/a%2F..%2Fb/tasks/..%2F..%2F..%2Fstatus%3Fx%3D%23']);
  });
});
