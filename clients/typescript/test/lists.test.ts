import { describe, expect, it } from 'vitest';
import { createClient, type Pact } from '../src/index.js';
import { error, ok, startStubDaemon } from './stub-daemon.js';

const page = (has_more: boolean, cursor: string | null, ...ids: string[]) =>
  ok({ entries: ids.map((id) => ({ id })), cursor, has_more });

describe('lists', () => {
  it.each<[string, (pact: Pact) => AsyncIterable<{ id: string }>]>([
    ['entries', (pact) => pact.eachEntry({ limit: 2 })],
    ['rejections', (pact) => pact.eachRejection({ limit: 2 })],
    ['knowledge', (pact) => pact.eachKnowledge({ limit: 2 })],
    ['messages', (pact) => pact.eachMessage({ limit: 2 })],
    ['inbox', (pact) => pact.eachLetter({ limit: 2 })],
    ['tasks', (pact) => pact.eachTask({ limit: 2 })],
    ['skills', (pact) => pact.eachSkill({ limit: 2 })],
  ])('of %s are walked through page by page', async (name, walk) => {
    const daemon = await startStubDaemon({
      [`GET /v1/pacts/default/${name}`]: [page(true, 'c1', 'a', 'b'), page(true, 'c2'), page(false, 'c3', 'c')],
    });
    const ids: string[] = [];
    for await (const { id } of walk(createClient({ url: daemon.url }).pact('default'))) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(daemon.seen.map(({ query }) => query.toString())).toEqual([
      'limit=2',
      'limit=2&cursor=c1',
      'limit=2&cursor=c2',
    ]);
  });

  it('start where they are told to, and are asked for no page that nobody reads', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/pacts/default/tasks': page(true, 'c9', 'a', 'b') });
    for await (const _task of createClient({ url: daemon.url }).pact('default').eachTask({ cursor: 'c5' })) break;
    expect(daemon.seen.map(({ query }) => query.toString())).toEqual(['cursor=c5']);
  });

  it('throw what a page answers', async () => {
    const daemon = await startStubDaemon({
      'GET /v1/pacts/default/tasks': [page(true, 'c1', 'a'), error(400, 'BAD_CURSOR', 'not mine')],
    });
    const walk = createClient({ url: daemon.url }).pact('default').eachTask();
    expect((await walk.next()).value).toEqual({ id: 'a' });
    await expect(walk.next()).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });
});

describe('readyz', () => {
  it('answers why the daemon is not ready instead of throwing', async () => {
    const daemon = await startStubDaemon({
      'GET /v1/readyz': [
        { status: 503, body: { ok: false, reason: 'no pact is open' } },
        error(503, 'SHUTTING_DOWN', 'the daemon is stopping'),
      ],
    });
    const client = createClient({ url: daemon.url });
    expect(await client.readyz()).toEqual({ ok: false, reason: 'no pact is open' });
    await expect(client.readyz()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
