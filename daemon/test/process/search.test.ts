import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agreed, at, type Cluster, type Daemon, flipBit, Room, range, until, visible } from '../harness/index.js';

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const path = (q: string, more = ''): string => at(`/search?q=${encodeURIComponent(q)}${more}`);
const search = (node: Daemon, q: string, more = '') => node.host.must(200, 'GET', path(q, more));
const found = async (node: Daemon, q: string, more = ''): Promise<string[]> =>
  (await search(node, q, more)).entries.map((entry: { id: string }) => entry.id);
const record = async (node: Daemon, content: string, topic = 'search'): Promise<string> =>
  (await node.host.must(201, 'POST', at('/knowledge'), { topic, content })).id;

describe('what was written', () => {
  test('is found by the next request on the writing node, every time', async () => {
    for (const n of range(50)) {
      const id = await record(a, `needle${n} in a haystack`);
      expect(await found(a, `needle${n}`)).toEqual([id]);
    }
  });

  test('is found by the next request while others write', async () => {
    let writing = true;
    const others = range(8).map(async (caller) => {
      for (let n = 0; writing; n++) await record(a, `noise ${caller} ${n}`);
    });
    for (const n of range(20)) {
      const id = await record(a, `straw${n} among noise`);
      const { entries, complete } = await search(a, `straw${n}`);
      expect(entries.map((entry: { id: string }) => entry.id)).toEqual([id]);
      expect(complete).toBe(true);
    }
    writing = false;
    await Promise.all(others);
  });

  test('is found on another node by the first request after its arrival', async () => {
    // The first question of a node starts its index, with all that is there already.
    await search(b, 'travelling');
    for (const n of range(10)) {
      const id = await record(a, `travelling${n}`);
      await visible([id], [b]);
      expect(await found(b, `travelling${n}`)).toEqual([id]);
    }
  });

  test('is found in all pacts of the node at once', async () => {
    await a.host.must(200, 'POST', '/v1/pacts', { name: 'Other', alias: 'other', confirm: true });
    await a.host.must(201, 'POST', at('/messages', 'other'), { content: 'bilingual words elsewhere' });
    await record(a, 'bilingual words here');
    const { entries } = await a.host.must(200, 'GET', '/v1/search?q=bilingual');
    expect(entries.map((entry: { alias: string }) => entry.alias).sort()).toEqual(['main', 'other']);
    expect((await found(a, 'bilingual')).length).toBe(1);
    await a.host.must(200, 'DELETE', '/v1/pacts/other', { confirm: 'other' });
    expect((await a.host.must(200, 'GET', '/v1/search?q=bilingual')).entries.length).toBe(1);
  });

  test('is filtered by the state of a task as it is now', async () => {
    const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'paint the bikeshed' });
    expect(await found(a, 'bikeshed', '&status=open')).toEqual([id]);
    await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
    expect(await found(a, 'bikeshed', '&status=open')).toEqual([]);
    expect(await found(a, 'bikeshed', '&status=claimed&type=task')).toEqual([id]);
    await a.host.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: 'green' });
    const { entries } = await search(a, 'bikeshed', '&status=complete');
    expect(entries).toMatchObject([{ id, status: 'complete' }]);
  });
});

test('every question is answered, whatever it is made of', async () => {
  const questions = [
    '',
    '"',
    '"a b',
    'a-b "(',
    '***',
    '-',
    '()',
    'NEAR(a b)',
    'content:x',
    'a OR',
    'AND',
    "'; drop table docs; --",
    'the of and a',
    '\0\0',
    'a\0b',
    '検索',
    '🚀👩‍💻',
    'getUserName src/a_b/c.ts read-only',
    'word '.repeat(2_000),
    'x'.repeat(10_000),
    '検索'.repeat(5_000),
    '%',
    '\u202e',
  ];
  for (const q of questions) {
    const encoded = encodeURIComponent(q);
    const answer = await a.host.get(at(`/search?q=${encoded}`));
    expect(answer.status, `${q.slice(0, 40)}: ${answer.text.slice(0, 200)}`).toBe(200);
  }
});

/** The whole answers to questions once the index is made, without what only one node knows. */
const answers = (node: Daemon): Promise<unknown[]> =>
  Promise.all(
    ['lease', 'fence -lease', 'le*', '"lease fence"', 'lease nowhere', '検索'].map((q) =>
      until(
        async () => {
          const page = await search(node, q, '&limit=100');
          return page.complete && { ...page, entries: page.entries.map(agreed) };
        },
        { what: 'the index holds all that arrived', deadline_ms: 60_000 },
      ),
    ),
  );

const sameAnswers = async (): Promise<void> => {
  await cluster.same();
  const expected = await answers(a);
  for (const node of cluster.nodes) expect(await answers(node)).toEqual(expected);
};

describe('two nodes', () => {
  const write = (node: Daemon, label: string) =>
    Promise.all(
      range(60).map((n) => record(node, `${n % 3 ? 'lease' : 'fence'} ${n % 5 ? 'fences' : 'leases 検索'} ${label}`)),
    );

  test('answer alike after a partition in which both wrote, and their entries changed places', async () => {
    await cluster.cut(b);
    const [atA, atB] = await Promise.all([write(a, 'here'), write(b, 'there')]);
    // Both have questions in between, so that what moves later is indexed already.
    await Promise.all([answers(a), answers(b)]);
    await cluster.heal(b);
    await visible([...atA, ...atB], [a, b]);
    await sameAnswers();
  });

  test('answer alike after claims that a partition took back', async () => {
    const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'a lease to fight for' });
    await visible([id], [a, b]);
    await cluster.cut(b);
    await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
    await b.host.must(202, 'PUT', at(`/tasks/${id}/claim?wait=0`), {});
    await Promise.all([answers(a), answers(b)]);
    await a.host.must(200, 'PUT', at(`/tasks/${id}/release`), {});
    await cluster.heal(b);
    await until(async () => (await b.host.must(200, 'GET', at(`/tasks/${id}`))).fence > 0, {
      what: 'B knows of the claim',
    });
    await sameAnswers();
  });

  test('answer alike after a reindex of one, and the answers are as before', async () => {
    const before = await answers(b);
    await b.host.must(200, 'POST', at('/reindex'));
    expect(await answers(b)).toEqual(before);
    await sameAnswers();
  });

  test('answer alike after the search database of one was removed', async () => {
    await b.stop();
    expect(fs.statSync(b.file('search.db')).mode & 0o777).toBe(0o600);
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(b.file(`search.db${suffix}`), { force: true });
    await cluster.start(b);
    await sameAnswers();
  });

  test('answer alike after it was damaged', async () => {
    await b.stop();
    fs.rmSync(b.file('search.db-wal'), { force: true });
    fs.writeFileSync(b.file('search.db'), Buffer.alloc(64 * 1024, 'damage'));
    await cluster.start(b);
    await sameAnswers();
  });

  test('answer alike after it was damaged in the middle', async () => {
    await b.stop();
    const file = b.file('search.db');
    const bytes = fs.readFileSync(file);
    bytes.fill(0xff, 4096 * 4, bytes.length - 4096);
    fs.writeFileSync(file, bytes);
    await cluster.start(b);
    await until(async () => (await b.host.get(path('lease'))).status === 200, { what: 'B has made its index again' });
    await sameAnswers();
  });

  test('answer alike after a bit flipped in it', async () => {
    await b.stop();
    const file = b.file('search.db');
    const bytes = fs.readFileSync(file);
    flipBit(bytes, bytes.length * 4);
    fs.writeFileSync(file, bytes);
    await cluster.start(b);
    await until(() => b.output.includes('the search index failed and is made again'), { what: 'B notices' });
    await sameAnswers();
  });

  test('answer alike after one was killed while it indexed', async () => {
    const writing = write(b, 'killed').catch(() => undefined);
    await search(b, 'lease');
    await b.kill();
    await writing;
    await cluster.start(b);
    await sameAnswers();
  });
});
