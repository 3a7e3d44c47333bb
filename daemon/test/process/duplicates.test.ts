import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, Room, range, until, visible } from '../harness/index.js';

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

interface Written {
  id: string;
  similar: { id: string; score: number; recalled?: true }[];
}
const learn = (node: Daemon, content: string, more: object = {}): Promise<Written> =>
  node.host.must(201, 'POST', at('/knowledge'), { topic: 'deploy', content, ...more });

describe('a post of knowledge', () => {
  test('names what says the same, on the node that wrote it and on another, and is stored', async () => {
    const first = await learn(a, 'The staging database is read-only on Sundays.');
    expect(first.similar).toEqual([]);
    await visible([first.id], [a, b]);
    for (const node of [a, b]) {
      const again = await learn(node, ' the STAGING database is "read-only" on Sundays ', { topic: 'something else' });
      expect(again.similar).toContainEqual(expect.objectContaining({ id: first.id, score: 1 }));
      await visible([again.id], [a, b]);
    }
    const { entries } = await a.host.must(200, 'GET', at('/knowledge'));
    expect(entries.length).toBe(3);
  });

  test('names what is alike with a lower score: another figure or a negation is another fact', async () => {
    const first = await learn(a, 'The mailer accepts connections on port 2525 from the office');
    const figure = await learn(a, 'The mailer accepts connections on port 2526 from the office');
    const negation = await learn(a, 'The mailer accepts no connections on port 2525 from the office');
    for (const { similar } of [figure, negation]) {
      const [found] = similar.filter(({ id }) => id === first.id);
      expect(found?.score).toBeGreaterThan(0.5);
      expect(found?.score).toBeLessThan(0.9);
    }
  });

  test('names nothing that lists do not show any more', async () => {
    const gone = await learn(a, 'The cache is flushed by hand', { ttl: 1 });
    const old = await learn(a, 'The logs are kept for a week');
    await learn(a, 'The logs are kept for a month', { links: [{ rel: 'supersedes', id: old.id }] });
    await until(
      async () => !(await a.host.must(200, 'GET', at('/knowledge'))).entries.some((e: Written) => e.id === gone.id),
      {
        what: 'the first is over',
      },
    );
    expect((await learn(a, 'The cache is flushed by hand')).similar).toEqual([]);
    expect((await learn(a, 'The logs are kept for a week')).similar.map(({ id }) => id)).not.toContain(old.id);
  });

  test('does not name itself when it is sent again with its key', async () => {
    const draft = { topic: 'deploy', content: 'Nobody deploys while the moon is full' };
    const headers = { 'idempotency-key': 'moon' };
    const post = () => a.host.must(201, 'POST', at('/knowledge'), draft, { headers });
    const first = await post();
    expect(await post()).toMatchObject({ id: first.id, similar: [] });
  });

  test('finds the others when many say the same at once', async () => {
    const written = await Promise.all(
      range(20).map((n) => learn(n % 2 ? a : b, 'Twenty agents noticed that the disk is full')),
    );
    const ids = new Set(written.map(({ id }) => id));
    expect(ids.size).toBe(20);
    await visible([...ids], [a, b]);
    for (const node of [a, b]) {
      const { similar } = await learn(node, 'Twenty agents noticed that the disk is full');
      expect(similar.length).toBeGreaterThan(0);
      for (const found of similar) expect(found.score).toBe(1);
    }
  });

  test('finds what it should after a restart, and after the index was lost', async () => {
    const { id } = await learn(b, 'The fingerprint of the old host key is worthless');
    await b.stop();
    await cluster.start(b);
    expect((await learn(b, 'the fingerprint of the old host key is worthless!')).similar).toContainEqual({
      id,
      score: 1,
    });
    await b.stop();
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(b.file(`similar.db${suffix}`), { force: true });
    await cluster.start(b);
    await until(
      async () =>
        (await learn(b, 'the fingerprint of the old host key is worthless')).similar.some((found) => found.id === id),
      { what: 'B knows again what it was told', every_ms: 200 },
    );
    expect(fs.statSync(b.file('similar.db')).mode & 0o777).toBe(0o600);
  });
});

describe('what an agent was given', () => {
  let agents = 0;
  const GIVEN = 'The night shift watches the loading dock. Ask Hana for the key of the gate.';

  test.each([
    ['a list', '/knowledge?limit=1'],
    ['a search', '/search?q=loading+dock'],
    ['a look at one entry', null],
  ])('by %s is recognised when it writes it back, whole or in part', async (_what, path) => {
    const { id } = await learn(a, GIVEN, { topic: 'dock' });
    await visible([id], [b]);
    const agent = await b.agent(`reader${agents++}`, ['read', 'write']);
    await agent.must(200, 'GET', at(path ?? `/entries/${id}`));
    const draft = { topic: 'notes', content: 'ask Hana for the key of the gate' };
    const { similar } = await agent.must(201, 'POST', at('/knowledge'), draft);
    expect(similar.filter((one: Written['similar'][0]) => one.recalled).length).toBe(1);
    const stranger = await b.agent(`stranger${agents++}`, ['read', 'write']);
    const other = await stranger.must(201, 'POST', at('/knowledge'), { ...draft, topic: 'other notes' });
    expect(other.similar.filter((one: Written['similar'][0]) => one.recalled)).toEqual([]);
  });
});

describe('with on_duplicate=support', () => {
  const SUPPORT = { on_duplicate: 'support' };
  const KNOWN = 'The loading dock is closed between Christmas and New Year.';
  const post = (as: { request: Daemon['host']['request'] }, content: string, more: object = {}) =>
    as.request('POST', at('/knowledge'), { body: { topic: 'dock hours', content, ...SUPPORT, ...more } });

  test('what the group knows is supported instead of stored, by whoever says it, once each', async () => {
    const first = await post(a.host, KNOWN);
    expect([first.status, first.body.similar]).toEqual([201, []]);
    const { id } = first.body;
    await visible([id], [b]);
    const agent = await b.agent('dock-worker', ['read', 'write']);
    for (const _again of range(2)) {
      const answer = await post(agent, 'the loading dock is closed between Christmas and new year', {
        topic: 'Dock-Hours',
      });
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({ id, duplicate_of: id, durability: 'disk', reactions: { supports: 1 } });
    }
    // Who wrote it does not support itself.
    expect((await post(a.host, KNOWN)).body).toMatchObject({ id, duplicate_of: id });
    await until(async () => (await a.host.must(200, 'GET', at(`/entries/${id}`))).reactions?.supports === 1, {
      what: 'A counts the support',
    });
    await cluster.same();
  });

  test.each([
    ['another figure', KNOWN, 'The loading dock is closed between 24 December and New Year.', {}],
    ['a negation', KNOWN, 'The loading dock is not closed between Christmas and New Year.', {}],
    ['another topic', KNOWN, KNOWN, { topic: 'opening times' }],
    ['a link', KNOWN, KNOWN, { links: true }],
    ['a source', KNOWN, KNOWN, { source: 'a sign at the gate' }],
    ['a field of its own', KNOWN, KNOWN, { certainty: 0.7 }],
  ])('nothing is lost: a post with %s is stored', async (what, known, content, more) => {
    // Somebody who was given nothing of it.
    const newcomer = await b.agent(`newcomer-${content.length}${Object.keys(more).join('')}`, ['read', 'write']);
    const first = (
      await post(b.host, known, {
        ...more,
        on_duplicate: 'store',
        links: undefined,
        source: undefined,
        certainty: undefined,
        topic: 'dock hours',
      })
    ).body;
    const body = 'links' in more ? { links: [{ rel: 'related', id: first.id }] } : more;
    const answer = await post(newcomer, content, body);
    expect([answer.status, answer.body.id === first.id], what).toEqual([201, false]);
  });

  test('one that lives longer than what is there is stored, one that does not is not', async () => {
    const said = 'The lift is out of order';
    const first = (await post(a.host, said, { ttl: 3_600 })).body;
    expect((await post(a.host, said, { ttl: 60 })).body).toMatchObject({ duplicate_of: first.id });
    const longer = await post(a.host, said, { ttl: 86_400 });
    expect(longer.status).toBe(201);
    expect((await post(a.host, said)).status).toBe(201);
  });

  test('of twenty that say the same at once on one node one is stored', async () => {
    const answers = await Promise.all(range(20).map((n) => post(a.host, `The cellar${n % 2 ? '' : ' '} is flooded`)));
    const stored = answers.filter(({ status }) => status === 201);
    expect(stored.length).toBe(1);
    for (const { body } of answers.filter(({ status }) => status === 200))
      expect(body.duplicate_of).toBe(stored[0]?.body.id);
  });

  test('two nodes apart store one each, and from then on both support the same', async () => {
    const said = 'The roof terrace opens at nine';
    await cluster.cut(b);
    const [atA, atB] = await Promise.all([post(a.host, said), post(b.host, said)]);
    expect([atA.status, atB.status]).toEqual([201, 201]);
    await cluster.heal(b);
    await visible([atA.body.id, atB.body.id], [a, b]);
    const both = new Set([atA.body.id, atB.body.id]);
    for (const node of [a, b]) {
      const { status, body } = await post(node.host, said);
      expect([status, both.has(body.duplicate_of)]).toEqual([200, true]);
    }
    await cluster.same();
  });

  test('a retry with the same key answers the entry that the first try wrote', async () => {
    const request = {
      body: { topic: 'gate', content: 'The gate code changes on Mondays', ...SUPPORT },
      headers: { 'idempotency-key': 'gate-1' },
    };
    const first = await a.host.request('POST', at('/knowledge'), request);
    const again = await a.host.request('POST', at('/knowledge'), request);
    expect([first.status, again.status, again.body.id]).toEqual([201, 201, first.body.id]);
  });

  test('what an agent was given and writes back is not stored, whatever topic it chooses', async () => {
    const { id } = (await post(a.host, 'The freight elevator holds two tons. It is inspected every May.')).body;
    const agent = await a.agent('echo', ['read', 'write']);
    await agent.must(200, 'GET', at('/knowledge?topic=dock%20hours&limit=5'));
    const answer = await post(agent, 'It is inspected every May.', { topic: 'lifts' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id, duplicate_of: id });
    expect(answer.body.similar).toContainEqual(expect.objectContaining({ id, recalled: true }));
    expect((await post(agent, 'It is inspected every June.', { topic: 'lifts' })).status).toBe(201);
  });
});
