import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  type Cluster,
  type Daemon,
  type EventReader,
  entryOf,
  type Frame,
  pooled,
  Room,
  range,
  until,
} from '../harness/index.js';

const ENTRIES = 5_000;
const CALLERS = 32;
/** Frames after which the reader hangs up and comes back with its cursor. */
const FRAMES_A_CONNECTION = 400;

const room = new Room();
let cluster: Cluster;

beforeAll(async () => {
  cluster = await room.cluster(2);
});
afterAll(() => room.close());

/** Reads the event stream, hanging up after so many frames and resuming with `Last-Event-ID`, until `enough`. Answers the stored frames in order. */
async function readWithReconnects(
  node: Daemon,
  start: string,
  enough: (seen: ReadonlySet<string>) => boolean,
): Promise<{ frames: Frame[]; connections: number }> {
  const frames: Frame[] = [];
  const seen = new Set<string>();
  let cursor = start;
  let connections = 0;
  while (!enough(seen)) {
    const reader: EventReader = await node.events('pact=main', cursor);
    connections++;
    const goal = FRAMES_A_CONNECTION + (connections % 7) * 13;
    await until(
      () =>
        reader.frames.filter((frame) => frame.id !== null).length >= goal ||
        reader.ended ||
        enough(new Set([...seen, ...reader.frames.map((frame) => entryOf(frame) ?? '')])),
      {
        what: 'the event stream goes on',
        deadline_ms: 60_000,
        every_ms: 20,
      },
    );
    reader.close();
    for (const frame of reader.frames) {
      if (frame.event === 'lagged') {
        cursor = frame.data.cursor;
        break;
      }
      if (frame.id === null) continue;
      frames.push(frame);
      cursor = frame.id;
      const id = entryOf(frame);
      if (id) seen.add(id);
    }
  }
  return { frames, connections };
}

/** Reads `/changes` page by page from `start` until `enough`; every page is a request of its own. */
async function readChanges(
  node: Daemon,
  start: string,
  enough: (seen: ReadonlySet<string>) => boolean,
): Promise<string[]> {
  const ids: string[] = [];
  const seen = new Set<string>();
  let cursor = start;
  while (!enough(seen)) {
    const page = await node.host.must(
      200,
      'GET',
      at(`/changes?since=${encodeURIComponent(cursor)}&wait=3&limit=700`),
      undefined,
      { deadline_ms: 40_000 },
    );
    for (const entry of page.entries) {
      ids.push(entry.id);
      seen.add(entry.id);
    }
    cursor = page.cursor;
  }
  return ids;
}

test('two nodes write 5,000 entries each: SSE and /changes show every id on both, through reconnects, and a cursor resumes exactly', async () => {
  const written = new Set<string>();
  let finished = false;
  const enough = (seen: ReadonlySet<string>) =>
    finished && seen.size >= written.size && [...written].every((id) => seen.has(id));

  const starts = await Promise.all(
    cluster.nodes.map(async (node) => {
      const { cursor } = await node.host.must(200, 'GET', at('/changes?from=head'));
      expect(typeof cursor).toBe('string');
      return cursor as string;
    }),
  );
  const reading = cluster.nodes.map((node, i) =>
    Promise.all([
      readWithReconnects(node, starts[i] as string, enough),
      readChanges(node, starts[i] as string, enough),
    ]),
  );
  // Awaited below; when a write fails first, that is the failure to show.
  for (const reader of reading) reader.catch(() => {});
  await Promise.all(
    cluster.nodes.map((node) =>
      pooled(range(ENTRIES), CALLERS, async (i) => {
        const { id } = await node.host.must(201, 'POST', at('/knowledge'), {
          topic: 'flood',
          content: `${node.handle} ${i}`,
        });
        written.add(id);
      }),
    ),
  );
  expect(written.size).toBe(2 * ENTRIES);
  // One more, so that a reader that has everything already is woken and looks again.
  const waker = await cluster.node(0).host.must(201, 'POST', at('/knowledge'), { topic: 'flood', content: 'the end' });
  written.add(waker.id);
  finished = true;

  const results = await Promise.all(reading);
  await cluster.same(60_000);
  for (const [i, [stream, changes]] of results.entries()) {
    const node = cluster.node(i);
    const streamed = new Set(stream.frames.map(entryOf));
    const changed = new Set(changes);
    expect(
      [...written].filter((id) => !streamed.has(id)),
      `missed by SSE at ${node.handle}`,
    ).toEqual([]);
    expect(
      [...written].filter((id) => !changed.has(id)),
      `missed by /changes at ${node.handle}`,
    ).toEqual([]);
    expect(stream.connections).toBeGreaterThan(10);

    // Exactly: the pieces of many connections are the one sequence that an uninterrupted reader gets from the same start.
    const whole = await node.events('pact=main', starts[i]);
    room.keep(() => whole.close());
    const last = stream.frames.at(-1) as Frame;
    await whole.find('the last frame of the interrupted reader', (frame) => frame.id === last.id, 60_000);
    const inOrder = whole.frames.filter((frame) => frame.id !== null).map((frame) => frame.id);
    const pieces = stream.frames.map((frame) => frame.id);
    expect(pieces.slice(0, pieces.length)).toEqual(inOrder.slice(0, pieces.length));
  }
});

test('a stored event is resumed after by header and by query alike, and the first frame is the next one', async () => {
  const node = cluster.node(0);
  const live = await node.events('pact=main');
  const ids: string[] = [];
  for (const i of range(5))
    ids.push((await node.host.must(201, 'POST', at('/knowledge'), { topic: 'resume', content: `${i}` })).id);
  const third = await live.find('the third entry', (frame) => entryOf(frame) === ids[2]);
  await live.find('the last entry', (frame) => entryOf(frame) === ids[4]);
  live.close();
  const byHeader = await node.events('pact=main', third.id);
  const byQuery = await node.events(`pact=main&since=${encodeURIComponent(third.id as string)}`);
  for (const reader of [byHeader, byQuery]) {
    await reader.find('the last entry', (frame) => entryOf(frame) === ids[4]);
    const applied = reader.frames.filter((frame) => frame.event === 'entry-applied').map(entryOf);
    expect(applied).toEqual([ids[3], ids[4]]);
    reader.close();
  }
});

test('a cursor outlives a restart of the daemon', async () => {
  const node = cluster.node(1);
  await cluster.same();
  const { cursor } = await node.host.must(200, 'GET', at('/changes?from=head'));
  const first = (await node.host.must(201, 'POST', at('/messages'), { content: 'before the restart' })).id;
  await node.stop();
  await cluster.start(node);
  const second = (await node.host.must(201, 'POST', at('/messages'), { content: 'after the restart' })).id;
  const page = await until(
    async () => {
      const found = await node.host.must(200, 'GET', at(`/changes?since=${encodeURIComponent(cursor)}`));
      return found.entries.length >= 2 && found;
    },
    { what: 'both entries are in the feed' },
  );
  expect(page.entries.map((entry: { id: string }) => entry.id)).toEqual([first, second]);
});

test('a client that does not read is told that it lagged, with a cursor that misses nothing', async () => {
  const node = cluster.node(0);
  const { cursor } = await node.host.must(200, 'GET', at('/changes?from=head'));
  const slow = await node.events('pact=main', cursor);
  slow.pause();
  // The buffer of a client is 1 MiB (architecture, "Limits"), the sockets' own come on top.
  const big = 'x'.repeat(60_000);
  const ids = await pooled(
    range(200),
    8,
    async (i) =>
      (await node.host.must(201, 'POST', at('/knowledge'), { topic: 'big', content: `${i} ${big}` })).id as string,
  );
  // Longer than a client with a full buffer may take (config.ts, `sse_stall_max_ms`).
  const busy_until = performance.now() + 7_000;
  await until(() => performance.now() > busy_until, { what: 'the client is done with something else' });
  slow.resume();
  await until(
    () =>
      slow.ended ||
      slow.frames.some((frame) => frame.event === 'lagged') ||
      ids.every((id) => slow.frames.some((frame) => entryOf(frame) === id)),
    {
      what: 'the slow client is told, or has everything',
      deadline_ms: 30_000,
    },
  );
  const lagged = slow.frames.find((frame) => frame.event === 'lagged');
  expect(lagged, 'twelve megabytes do not fit into a buffer of one').toBeDefined();
  await until(() => slow.ended, { what: 'the stream ends after lagged' });
  const got = new Set(slow.frames.map(entryOf));
  const rest = await node.events('pact=main', lagged?.data.cursor);
  await until(() => ids.every((id) => got.has(id) || rest.frames.some((frame) => entryOf(frame) === id)), {
    what: 'the resumed stream has the rest',
    deadline_ms: 30_000,
  });
  rest.close();
});
