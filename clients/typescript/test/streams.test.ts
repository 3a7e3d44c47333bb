import { describe, expect, it, vi } from 'vitest';
import { type LiveEvent, createClient } from '../src/index.js';
import { isTransient, retryDelayMs } from '../src/retry.js';
import { ConcordatApiError } from '../src/api-error.js';
import { error, ok, sse, startStubDaemon } from './stub-daemon.js';

const frame = (id: string, event = 'entry-applied', more: object = {}) =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify({ pactId: 'p', alias: 'default', ...more })}\n\n`;

async function take(events: AsyncIterable<LiveEvent>, n: number): Promise<LiveEvent[]> {
  const taken: LiveEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === n) break;
  }
  return taken;
}

describe('events', () => {
  it('resumes a broken stream after the last event that was seen', async () => {
    const daemon = await startStubDaemon({
      'GET /v1/events': [sse(frame('c1') + frame('c2')), error(503, 'SHUTTING_DOWN', 'stopping'), sse(frame('c3'))],
    });
    const events = await take(createClient({ url: daemon.url }).events({ since: 'c0', type: 'task' }), 3);
    expect(events.map((event) => event.id)).toEqual(['c1', 'c2', 'c3']);
    expect(daemon.seen.map((request) => request.headers['last-event-id'])).toEqual(['c0', 'c2', 'c2']);
    expect(daemon.seen[0]?.query.toString()).toBe('type=task');
  });

  it('gives no id to events that are not stored', async () => {
    const daemon = await startStubDaemon({
      'GET /v1/events': sse(`${frame('c1')}event: peer-add\ndata: {"pactId":"p","alias":"default"}\n\n`),
    });
    const events = await take(createClient({ url: daemon.url }).events(), 2);
    expect(events.map(({ id, event }) => [id, event])).toEqual([
      ['c1', 'entry-applied'],
      [undefined, 'peer-add'],
    ]);
  });

  it('goes on where a lagged event says', async () => {
    const daemon = await startStubDaemon({
      'GET /v1/events': [
        sse(`${frame('c1')}event: lagged\ndata: {"pactId":"p","alias":"default","cursor":"c5"}\n\n`),
        sse(frame('c6')),
      ],
    });
    await take(createClient({ url: daemon.url }).events(), 3);
    expect(daemon.seen[1]?.headers['last-event-id']).toBe('c5');
  });

  it('throws what the caller has to mend instead of trying again', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/events': error(401, 'UNAUTHORIZED', 'no token') });
    await expect(take(createClient({ url: daemon.url }).events(), 1)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(daemon.seen).toHaveLength(1);
  });

  it('ends when its signal aborts, also in the middle of a silence', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/events': sse(': beat\n\n', { keepOpen: true }) });
    const ending = new AbortController();
    const events = take(createClient({ url: daemon.url }).events({ signal: ending.signal }), 1);
    await vi.waitUntil(() => daemon.seen.length === 1);
    ending.abort();
    expect(await events).toEqual([]);
  });
});

describe('changes', () => {
  const page = (cursor: string, ...ids: string[]) =>
    ok({ entries: ids.map((id) => ({ id })), retracted: [], cursor, has_more: false });

  it('learns the head without waiting, then follows it page by page', async () => {
    const daemon = await startStubDaemon({
      'GET /v1/pacts/default/changes': [
        page('h'),
        error(504, 'VIEW_TIMEOUT', 'slow'),
        page('h1', 'a-1'),
        page('h2', 'a-2'),
      ],
    });
    const seen: string[] = [];
    for await (const { entries } of createClient({ url: daemon.url }).pact('default').changes({ from: 'head' })) {
      seen.push(...entries.map((entry) => entry.id));
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['a-1', 'a-2']);
    expect(daemon.seen.map((request) => request.query.toString())).toEqual([
      'from=head&wait=0',
      'since=h&wait=30',
      'since=h&wait=30',
      'since=h1&wait=30',
    ]);
  });
});

describe('back-off', () => {
  it('doubles from 250 ms to 5 s, with at most a quarter less', () => {
    const full = [1, 2, 3, 4, 5, 6, 20].map((failures) => retryDelayMs(failures, () => 1));
    expect(full).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    expect(retryDelayMs(20, () => 0)).toBe(3_750);
  });

  it.each([
    [429, 'RATE_LIMITED', true],
    [503, 'SHUTTING_DOWN', true],
    [0, 'DAEMON_UNREACHABLE', true],
    [0, 'DAEMON_NOT_FOUND', false],
    [404, 'UNKNOWN_PACT', false],
    [409, 'PACT_NOT_READY', false],
  ])('of %i %s: worth another try is %s', (status, code, expected) => {
    expect(isTransient(new ConcordatApiError({ error: code, message: '', status }))).toBe(expected);
  });
});
