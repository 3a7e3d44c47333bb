import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Daemon, PACT, pooled, Room, range } from '../harness/index.js';

const room = new Room();
let daemon: Daemon;
let entry: string;

beforeAll(async () => {
  daemon = await room.daemon();
  await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Main', alias: PACT, confirm: true });
  entry = (await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 't', content: 'c' })).id;
});
afterAll(() => room.close());

const knowledge = (fields: Record<string, unknown>) => ({ topic: 't', content: 'c', ...fields });
/** A knowledge payload whose JSON has exactly so many bytes. */
const payloadOf = (bytes: number) => {
  const empty = JSON.stringify({ topic: 't', content: '' }).length;
  return { topic: 't', content: 'x'.repeat(bytes - empty) };
};
const refs = (n: number) => range(n).map((i) => `${entry.slice(0, 9)}${i + 1}`);

/** What is sent at a limit, and one past it: method, path, body, and the answers. */
const LIMITS: [
  name: string,
  method: string,
  path: string,
  at: () => unknown,
  past: () => unknown,
  ok: number,
  error: [number, string],
][] = [
  [
    'an alias of 63 letters, capital ones too',
    'POST',
    '/v1/pacts',
    () => ({ name: 'Long', alias: `L${'o'.repeat(61)}g`, confirm: true }),
    () => ({ name: 'Longer', alias: `L${'o'.repeat(62)}g`, confirm: true }),
    200,
    [400, 'BAD_REQUEST'],
  ],
  [
    'a life of a hundred years',
    'POST',
    at('/knowledge'),
    () => knowledge({ ttl: 100 * 365 * 86_400 }),
    () => knowledge({ ttl: 100 * 365 * 86_400 + 1 }),
    201,
    [400, 'BAD_REQUEST'],
  ],
  [
    'an entry payload of 64 KiB',
    'POST',
    at('/knowledge'),
    () => payloadOf(64 * 1024),
    () => payloadOf(64 * 1024 + 1),
    201,
    [413, 'PAYLOAD_TOO_LARGE'],
  ],
  [
    'a topic of 200 characters',
    'POST',
    at('/knowledge'),
    () => knowledge({ topic: 'x'.repeat(200) }),
    () => knowledge({ topic: 'x'.repeat(201) }),
    201,
    [400, 'BAD_REQUEST'],
  ],
  [
    'a title of 200 characters',
    'POST',
    at('/tasks'),
    () => ({ title: 'x'.repeat(200) }),
    () => ({ title: 'x'.repeat(201) }),
    201,
    [400, 'BAD_REQUEST'],
  ],
  [
    '32 references',
    'POST',
    at('/knowledge'),
    () => knowledge({ refs: refs(32) }),
    () => knowledge({ refs: refs(33) }),
    201,
    [400, 'BAD_REQUEST'],
  ],
  [
    'a display name of 64 characters',
    'PUT',
    at('/me'),
    () => ({ display_name: 'x'.repeat(64) }),
    () => ({ display_name: 'x'.repeat(65) }),
    200,
    [400, 'BAD_REQUEST'],
  ],
  [
    'a pact name of 200 characters',
    'PUT',
    at('/info'),
    () => ({ name: 'x'.repeat(200) }),
    () => ({ name: 'x'.repeat(201) }),
    200,
    [400, 'BAD_REQUEST'],
  ],
  [
    'an agent name of 32 characters',
    'POST',
    '/v1/agents',
    () => ({ name: 'x'.repeat(32) }),
    () => ({ name: 'x'.repeat(33) }),
    201,
    [400, 'BAD_REQUEST'],
  ],
  [
    'a non-ASCII payload of 64 KiB in UTF-8',
    'POST',
    at('/knowledge'),
    () => ({ topic: 't', content: 'ü'.repeat(32_755) }),
    () => ({ topic: 't', content: 'ü'.repeat(32_760) }),
    201,
    [413, 'PAYLOAD_TOO_LARGE'],
  ],
];

test.each(LIMITS)('%s is taken, one more is refused', async (_, method, path, within, past, ok, [status, code]) => {
  const taken = await daemon.host.request(method, path, { body: within() });
  expect(taken.status, taken.text.slice(0, 300)).toBe(ok);
  const refused = await daemon.host.request(method, path, { body: past() });
  expect([refused.status, refused.body.error], refused.text.slice(0, 300)).toEqual([status, code]);
});

test('a body of 128 KiB is read, one byte more is 413', async () => {
  const body = (bytes: number) => {
    const frame = JSON.stringify({ topic: 't', content: 'c', filler: '' });
    return frame.replace('"filler":""', `"filler":"${'x'.repeat(bytes - frame.length)}"`);
  };
  const within = await daemon.host.post(at('/knowledge'), undefined, { raw: body(128 * 1024) });
  // Read, and then refused for its payload rather than for its size as a request; both are the same code, told apart by the sentence.
  expect([within.status, within.body.error]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  const past = await daemon.host.post(at('/knowledge'), undefined, { raw: body(128 * 1024 + 1) });
  expect([past.status, past.body.error]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  expect(past.body.message).not.toBe(within.body.message);
});

test('lease: one second to one day', async () => {
  const { id } = await daemon.host.must(201, 'POST', at('/tasks'), { title: 'leases' });
  for (const ttl_ms of [999, 86_400_001])
    expect((await daemon.host.put(at(`/tasks/${id}/claim`), { ttl_ms })).body.error).toBe('BAD_REQUEST');
  const claimed = await daemon.host.must(200, 'PUT', at(`/tasks/${id}/claim`), { ttl_ms: 86_400_000 });
  expect(Date.parse(claimed.lease_until) - Date.parse(claimed.claimed_at)).toBe(86_400_000);
  const renewed = await daemon.host.must(200, 'PUT', at(`/tasks/${id}/renew`), { fence: claimed.fence, ttl_ms: 1000 });
  expect(Date.parse(renewed.lease_until)).toBeLessThan(Date.parse(claimed.lease_until));
  // Its end would be news to the watchers below.
  await daemon.host.must(200, 'PUT', at(`/tasks/${id}/release`), { fence: claimed.fence });
});

test('a claim without ttl_ms lasts 24 hours', async () => {
  const { id } = await daemon.host.must(201, 'POST', at('/tasks'), { title: 'default lease' });
  const claimed = await daemon.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
  expect(Date.parse(claimed.lease_until) - Date.parse(claimed.claimed_at)).toBe(86_400_000);
});

test('invites: the longest life that the contract takes is one that the pact takes', async () => {
  const { contract } = await import('../harness/contract.js');
  const { maximum } =
    contract.paths['/v1/pacts/{pactId}/invites'].post.requestBody.content['application/json'].schema.properties.ttl_ms;
  const minted = await daemon.host.must(200, 'POST', at('/invites'), { ttl_ms: maximum, confirm: true });
  expect(Math.abs(Date.parse(minted.expires_at) - Date.now() - maximum)).toBeLessThan(60_000);
  expect((await daemon.host.post(at('/invites'), { ttl_ms: maximum + 1, confirm: true })).body.error).toBe(
    'BAD_REQUEST',
  );
});

test('a list gives up to 1000 rows a page, 50 when not asked', async () => {
  await pooled(range(1_001), 64, (i) => daemon.host.must(201, 'POST', at('/messages'), { content: `${i}` }));
  expect((await daemon.host.must(200, 'GET', at('/messages'))).entries).toHaveLength(50);
  const page = await daemon.host.must(200, 'GET', at('/messages?limit=1000'));
  expect([page.entries.length, page.has_more]).toEqual([1000, true]);
  const rest = await daemon.host.must(200, 'GET', at(`/messages?limit=1000&cursor=${encodeURIComponent(page.cursor)}`));
  expect([rest.entries.length, rest.has_more]).toEqual([1, false]);
});

test('many watchers at once are served, and a thousand long polls end when their wait is over', async () => {
  const { cursor } = await daemon.host.must(200, 'GET', at('/changes?from=head'));
  const answers = await pooled(range(1_000), 200, () =>
    daemon.host.get(at(`/changes?since=${encodeURIComponent(cursor)}&wait=0.3`)),
  );
  const other = answers.filter((answer) => answer.status !== 200 || answer.body.entries.length > 0);
  expect(other.map((answer) => answer.text.slice(0, 300))).toEqual([]);
});
