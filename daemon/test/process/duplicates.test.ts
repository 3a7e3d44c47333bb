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
      expect(again.similar).toContainEqual({ id: first.id, score: 1 });
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
  const GIVEN = 'The night shift watches the loading dock. Ask Hana for the key of the gate.';

  test.each([
    ['a list', '/knowledge?limit=1'],
    ['a search', '/search?q=loading+dock'],
    ['a look at one entry', null],
  ])('by %s is recognised when it writes it back, whole or in part', async (_what, path) => {
    const { id } = await learn(a, GIVEN, { topic: 'dock' });
    await visible([id], [b]);
    const agent = await b.agent(`reader-${_what.replaceAll(' ', '-')}`.slice(0, 32), ['read', 'write']);
    await agent.must(200, 'GET', at(path ?? `/entries/${id}`));
    const draft = { topic: 'notes', content: 'ask Hana for the key of the gate' };
    const { similar } = await agent.must(201, 'POST', at('/knowledge'), draft);
    expect(similar.filter((one: Written['similar'][0]) => one.recalled).length).toBe(1);
    const other = await b.host.must(201, 'POST', at('/knowledge'), { ...draft, topic: 'other notes' });
    expect(other.similar.filter((one: Written['similar'][0]) => one.recalled)).toEqual([]);
  });
});
