import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  at,
  type Cluster,
  type Daemon,
  DRAFTS,
  type EventReader,
  entryOf,
  KINDS,
  Room,
  range,
  until,
  visible,
} from '../harness/index.js';

/** A comment line every 15 s while nothing happens (contract), and some room. */
const HEARTBEAT_MS_MAX = 18_000;

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;
let idle: EventReader;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
  // A filter that nothing passes, so that this stream has nothing but heartbeats to say.
  idle = await a.events(`agent_id=${encodeURIComponent('nobody@nowhere')}`);
});
afterAll(async () => {
  idle.close();
  await room.close();
});

describe('GET /v1/events', () => {
  test('a frame has an id, a name and JSON data with pactId and alias; entries of other nodes arrive as well', async () => {
    const stream = await a.events();
    expect(stream.status).toBe(200);
    const own = (await a.host.must(201, 'POST', at('/knowledge'), { topic: 'live', content: 'own' })).id;
    const theirs = (await b.host.must(201, 'POST', at('/knowledge'), { topic: 'live', content: 'theirs' })).id;
    for (const [id, node] of [
      [own, a],
      [theirs, b],
    ] as const) {
      const frame = await stream.find(
        `entry ${id}`,
        (found) => found.event === 'entry-applied' && entryOf(found) === id,
      );
      expect(frame.id).toEqual(expect.any(String));
      expect(frame.data).toMatchObject({
        pactId: cluster.pact_id,
        alias: 'main',
        type: 'knowledge',
        agent_id: node.handle,
        entry: { id, payload: { topic: 'live' } },
      });
    }
    stream.close();
  });

  test('filters by type, by agent and by pact', async () => {
    await a.host.must(200, 'POST', '/v1/pacts', { name: 'Elsewhere', alias: 'elsewhere', confirm: true });
    const ann = await a.agent('filter');
    const streams = {
      tasks: await a.events('type=task'),
      ann: await a.events(`agent_id=${encodeURIComponent(ann.agent_id)}`),
      elsewhere: await a.events('pact=elsewhere'),
      byId: await a.events(`pact=${cluster.pact_id}`),
      all: await a.events(),
    };
    const ids: Record<string, string> = {};
    for (const kind of KINDS) {
      const draft = DRAFTS[kind](`filter-${kind}`);
      ids[kind] = (await a.host.must(201, 'POST', at(draft.path), draft.body)).id;
    }
    const byAnn = (await ann.must(201, 'POST', at('/messages'), { content: 'by the agent' })).id;
    const there = (await a.host.must(201, 'POST', at('/messages', 'elsewhere'), { content: 'elsewhere' })).id;
    const last = (await ann.must(201, 'POST', at('/tasks'), { title: 'the last one' })).id;
    await a.host.must(201, 'POST', at('/tasks', 'elsewhere'), { title: 'the last one elsewhere' });
    await streams.all.find('the last entry', (frame) => entryOf(frame) === last);
    await streams.tasks.find('the last task', (frame) => entryOf(frame) === last);
    await streams.ann.find('the last of the agent', (frame) => entryOf(frame) === last);
    await streams.byId.find('the last in the pact', (frame) => entryOf(frame) === last);
    await streams.elsewhere.find('the entry elsewhere', (frame) => entryOf(frame) === there);
    const applied = (stream: EventReader) => stream.frames.filter((frame) => frame.event === 'entry-applied');
    expect(applied(streams.tasks).every((frame) => frame.data.type === 'task')).toBe(true);
    expect(applied(streams.tasks).map(entryOf)).toEqual(expect.arrayContaining([ids.task, last]));
    expect(applied(streams.ann).map(entryOf)).toEqual([byAnn, last]);
    expect(applied(streams.elsewhere).every((frame) => frame.data.alias === 'elsewhere')).toBe(true);
    expect(applied(streams.byId).every((frame) => frame.data.pactId === cluster.pact_id)).toBe(true);
    expect(applied(streams.all).map(entryOf)).toEqual(
      expect.arrayContaining([...Object.values(ids), byAnn, there, last]),
    );
    for (const stream of Object.values(streams)) stream.close();
  });

  test('a claim, a release and a completion are told as task-updated on both nodes, with the state', async () => {
    const streams = await Promise.all([a, b].map((node) => node.events('type=task')));
    const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'followed' });
    await visible([id], [b]);
    await b.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=10`), {});
    await b.host.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: 'done' });
    for (const stream of streams) {
      const done = await stream.find(
        'the completion',
        (frame) =>
          frame.event === 'task-updated' && frame.data.task?.id === id && frame.data.task.status === 'complete',
      );
      expect(done.data.task).toMatchObject({ id, status: 'complete', claimed_by: b.handle, result: 'done' });
      stream.close();
    }
  });

  test('a peer that comes and goes is told', async () => {
    const stream = await a.events();
    await cluster.cut(b);
    await stream.find('peer-remove', (frame) => frame.event === 'peer-remove');
    await cluster.heal(b);
    await stream.find('peer-add', (frame) => frame.event === 'peer-add');
    stream.close();
    await cluster.same();
  });

  test.each([
    ['an unknown pact', 'pact=nowhere', 404, 'UNKNOWN_PACT'],
    ['an unknown type', 'type=secret', 400, 'BAD_REQUEST'],
    ['a cursor of nobody', 'since=garbage', 400, 'BAD_CURSOR'],
    ['an unknown parameter', 'bogus=1', 400, 'BAD_REQUEST'],
  ])('%s is refused before the stream begins', async (_, query, status, code) => {
    const answer = await a.host.get(`/v1/events?${query}`);
    expect([answer.status, answer.body.error]).toEqual([status, code]);
  });

  test('a bad Last-Event-ID is refused with BAD_CURSOR', async () => {
    const answer = await a.host.get('/v1/events', { headers: { 'last-event-id': 'garbage' } });
    expect([answer.status, answer.body.error]).toEqual([400, 'BAD_CURSOR']);
  });

  test('an idle stream gets a comment every fifteen seconds', async () => {
    const before = idle.comments;
    await until(() => idle.comments > before, {
      what: 'a heartbeat arrives',
      deadline_ms: HEARTBEAT_MS_MAX,
      every_ms: 100,
    });
    expect(idle.ended).toBe(false);
  });
});

describe('GET /changes', () => {
  const head = async (node: Daemon): Promise<string> =>
    (await node.host.must(200, 'GET', at('/changes?from=head'))).cursor;
  const since = (node: Daemon, cursor: string, query = '') =>
    node.host.get(at(`/changes?since=${encodeURIComponent(cursor)}${query}`), { deadline_ms: 40_000 });

  test('from=head begins at the present, with nothing in it', async () => {
    await a.host.must(201, 'POST', at('/messages'), { content: 'from before' });
    const page = await a.host.must(200, 'GET', at('/changes?from=head'));
    expect(page).toEqual({ entries: [], retracted: [], cursor: expect.any(String), has_more: false });
  });

  test('a long poll answers when something arrives, from here and from the other node', async () => {
    for (const author of [a, b]) {
      const cursor = await head(a);
      const polling = since(a, cursor, '&wait=20');
      const { id } = await author.host.must(201, 'POST', at('/messages'), { content: 'wake up' });
      const answer = await polling;
      expect(answer.status).toBe(200);
      expect(answer.took_ms).toBeLessThan(5_000);
      expect(answer.body.entries.map((entry: { id: string }) => entry.id)).toEqual([id]);
      expect((await since(a, answer.body.cursor)).body.entries).toEqual([]);
    }
  });

  test('a long poll with nothing to tell ends when its wait is over, and the cursor stays good', async () => {
    const cursor = await head(a);
    const answer = await since(a, cursor, '&wait=0.5');
    expect(answer.body).toMatchObject({ entries: [], retracted: [], has_more: false });
    expect(answer.took_ms).toBeGreaterThanOrEqual(495);
    expect(answer.took_ms).toBeLessThan(5_000);
    const { id } = await a.host.must(201, 'POST', at('/messages'), { content: 'later' });
    expect((await since(a, answer.body.cursor)).body.entries.map((entry: { id: string }) => entry.id)).toEqual([id]);
  });

  test('a long poll for one type is not answered with another', async () => {
    const cursor = await head(a);
    const polling = since(a, cursor, '&wait=20&type=task');
    await a.host.must(201, 'POST', at('/messages'), { content: 'not a task' });
    const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'a task' });
    expect((await polling).body.entries.map((entry: { id: string }) => entry.id)).toEqual([id]);
  });

  test('pages are oldest first, say when there is more, and add up to the whole', async () => {
    const cursor = await head(a);
    const ids: string[] = [];
    for (const i of range(25))
      ids.push((await a.host.must(201, 'POST', at('/knowledge'), { topic: 'paged', content: `${i}` })).id);
    const got: string[] = [];
    let at_cursor = cursor;
    for (;;) {
      const page = (await since(a, at_cursor, '&limit=10')).body;
      got.push(...page.entries.map((entry: { id: string }) => entry.id));
      at_cursor = page.cursor;
      if (!page.has_more) break;
      expect(page.entries).toHaveLength(10);
    }
    expect(got).toEqual(ids);
  });

  test('from the beginning it tells every entry that there is', async () => {
    await cluster.same();
    for (const node of [a, b]) {
      const all = await node.host.must(200, 'GET', at('/entries?limit=1000'));
      const told = new Set<string>();
      let query = '/changes?limit=1000';
      for (;;) {
        const page = await node.host.must(200, 'GET', at(query));
        for (const entry of page.entries) told.add(entry.id);
        if (!page.has_more) break;
        query = `/changes?limit=1000&since=${encodeURIComponent(page.cursor)}`;
      }
      expect(all.entries.map((entry: { id: string }) => entry.id).filter((id: string) => !told.has(id))).toEqual([]);
    }
  });
});

describe('lists', () => {
  test('order, limit and cursor walk through every entry once, while others are written', async () => {
    const topic = 'walk';
    const ids: string[] = [];
    for (const i of range(23))
      ids.push((await a.host.must(201, 'POST', at('/knowledge'), { topic, content: `${i}` })).id);
    for (const order of ['asc', 'desc'] as const) {
      const got: string[] = [];
      let cursor = '';
      do {
        const page = await a.host.must(200, 'GET', at(`/knowledge?topic=${topic}&limit=5&order=${order}${cursor}`));
        got.push(...page.entries.map((entry: { id: string }) => entry.id));
        cursor = page.has_more ? `&cursor=${encodeURIComponent(page.cursor)}` : '';
        // Newer entries stand in front of a descending walk and behind an ascending one: neither repeats nor skips.
        if (got.length === 5 && order === 'desc')
          await a.host.must(201, 'POST', at('/knowledge'), { topic, content: 'meanwhile' });
      } while (cursor);
      if (order === 'asc') expect(got).toEqual(ids);
      else expect(got).toEqual([...ids].reverse());
    }
  });

  test('references are found both ways', async () => {
    const first = (await a.host.must(201, 'POST', at('/messages'), { content: 'question' })).id;
    await visible([first], [b]);
    const reply = await b.host.must(201, 'POST', at('/messages'), { content: 'answer', reply_to: first });
    expect(reply.refs).toEqual([first]);
    await visible([reply.id], [a]);
    for (const node of [a, b])
      expect(
        (await node.host.must(200, 'GET', at(`/entries/${first}/referenced-by`))).map(
          (entry: { id: string }) => entry.id,
        ),
      ).toEqual([reply.id]);
    expect(await a.host.must(200, 'GET', at(`/entries/${reply.id}/referenced-by`))).toEqual([]);
  });

  test('since takes ISO 8601 and milliseconds', async () => {
    const { id, timestamp } = await a.host.must(201, 'POST', at('/messages'), { content: 'the border' });
    for (const border of [timestamp, String(Date.parse(timestamp))]) {
      const { entries } = await a.host.must(200, 'GET', at(`/messages?order=asc&since=${encodeURIComponent(border)}`));
      expect(entries.map((entry: { id: string }) => entry.id)).toContain(id);
      for (const entry of entries) expect(Date.parse(entry.timestamp)).toBeGreaterThanOrEqual(Date.parse(timestamp));
    }
  });
});
