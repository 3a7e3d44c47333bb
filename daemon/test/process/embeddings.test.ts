import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  at,
  type Cluster,
  type Daemon,
  EmbeddingsServer,
  meaning,
  Room,
  range,
  until,
  visible,
} from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

type Body = Record<string, unknown>;
const record = async (node: Daemon, content: string, more: Body = {}): Promise<string> =>
  (await node.host.must(201, 'POST', at('/knowledge'), { topic: 'search', content, ...more })).id;
const search = (node: Daemon, body: Body) => node.host.must(200, 'POST', at('/search'), body);
const ids = (page: { entries: { id: string }[] }): string[] => page.entries.map(({ id }) => id);
const found = async (node: Daemon, body: Body): Promise<string[]> => ids(await search(node, body));
/** The first question starts the index. */
const searchable = (node: Daemon) =>
  until(async () => (await node.host.get(at('/search?q=ready'))).status === 200, {
    what: 'a search is answered',
    deadline_ms: 60_000,
  });
const status = async (node: Daemon) => (await node.host.must(200, 'GET', '/v1/status')).embeddings;

describe('without an endpoint', () => {
  let node: Daemon;
  beforeAll(async () => {
    node = (await room.cluster(1)).node(0);
    await searchable(node);
  });

  test('a search works the same by words alone, and no vector is kept', async () => {
    const id = await record(node, 'the car needs a wash');
    const asked = { q: 'car', embedding: meaning('automobile') };
    expect(await search(node, asked)).toMatchObject({ hybrid: false, matched: 'all', entries: [{ id }] });
    expect(await found(node, { q: 'automobile' })).toEqual([]);
    expect(await found(node, {})).toEqual([]);
    expect(await status(node)).toMatchObject({ vectors: 0, endpoint: 'off' });
    expect(fs.existsSync(node.file('vectors.db'))).toBe(false);
  });

  test('what came with a vector is found by what it means, and what says the word stands first when it means it too', async () => {
    const embedded = async (content: string, more: Body = {}) =>
      record(node, content, { embedding: meaning(content), ...more });
    const far = await embedded('bread from the oven');
    const near = await embedded('my automobile');
    const both = await embedded('my car');
    await until(async () => (await status(node)).vectors === 3, { what: 'three vectors are kept' });
    expect(await status(node)).toMatchObject({ model: 'unnamed', dimensions: 64, ignored: 0, pending: 0 });
    const page = await search(node, { q: 'car', embedding: meaning('my vehicle') });
    expect(page.hybrid).toBe(true);
    expect(ids(page)[0]).toBe(both);
    expect(ids(page)).toContain(near);
    expect(await found(node, { embedding: meaning('vehicle my'), limit: 3 })).toEqual([both, near, far]);
    expect((await node.host.must(200, 'GET', at('/search?q=car'))).hybrid).toBe(false);
    const entry = await node.host.must(200, 'GET', at(`/entries/${both}`));
    expect(entry.payload).toEqual({ topic: 'search', content: 'my car' });
  });

  test('filters and exclusions hold for what is near, too', async () => {
    const garage = await record(node, 'a medic', { topic: 'garage', embedding: meaning('a medic') });
    await until(async () => (await status(node)).vectors === 4, { what: 'the vector is kept' });
    const embedding = meaning('a physician');
    expect(await found(node, { embedding, topic: 'garage' })).toEqual([garage]);
    expect(await found(node, { embedding, type: 'task' })).toEqual([]);
    expect(await found(node, { embedding, author: 'nobody' })).toEqual([]);
    expect(await found(node, { embedding, until: '2020-01-01' })).toEqual([]);
    expect((await found(node, { embedding, q: '-medic' })).includes(garage)).toBe(false);
  });

  test('all that is near is walked page by page without a gap or a repetition', async () => {
    const embedding = meaning('my car');
    const all = await found(node, { q: 'my', embedding, limit: 100 });
    const walked: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await search(node, { q: 'my', embedding, limit: 1, ...(cursor ? { cursor } : {}) });
      walked.push(...ids(page));
      if (!page.has_more) break;
      cursor = page.cursor;
    }
    expect(walked).toEqual(all);
    expect(all.length).toBe(4);
  });

  test('vectors of another length or model, and those without a direction, are counted and change nothing', async () => {
    await record(node, 'short', { embedding: [1, 2, 3] });
    await record(node, 'other', { embedding: meaning('other'), embedding_model: 'another' });
    await record(node, 'nowhere', { embedding: range(64).map(() => 0) });
    await until(async () => (await status(node)).ignored === 3, { what: 'three vectors are ignored' });
    expect(await status(node)).toMatchObject({ vectors: 4, dimensions: 64 });
    expect((await search(node, { q: 'car', embedding: [1, 2, 3] })).hybrid).toBe(false);
    const other = { embedding: meaning('car'), embedding_model: 'another' };
    expect((await search(node, other)).hybrid).toBe(false);
    await node.host.must(400, 'POST', at('/knowledge'), { topic: 't', content: 'c', embedding: range(4097) });
    await node.host.must(400, 'POST', at('/knowledge'), { topic: 't', content: 'c', embedding: ['1'] });
    await node.host.must(400, 'POST', at('/search'), { embedding: [] });
  });

  test('vectors survive a restart, a reindex and the loss of the search index', async () => {
    const expected = await found(node, { embedding: meaning('my car'), limit: 3 });
    await node.host.must(200, 'POST', at('/reindex'));
    await until(async () => (await search(node, { q: 'oven' })).entries.length === 1, { what: 'it is indexed again' });
    expect(await found(node, { embedding: meaning('my car'), limit: 3 })).toEqual(expected);
    await node.stop();
    expect(fs.statSync(node.file('vectors.db')).mode & 0o777).toBe(0o600);
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(node.file(`search.db${suffix}`), { force: true });
    await node.start();
    await until(async () => (await status(node)).vectors === 4, { what: 'the vectors are there again' });
    expect(await found(node, { embedding: meaning('my car'), limit: 3 })).toEqual(expected);
  });
});

describe('with an endpoint', () => {
  let endpoint: EmbeddingsServer;
  let cluster: Cluster;
  let a: Daemon;
  let b: Daemon;

  beforeAll(async () => {
    endpoint = await EmbeddingsServer.open();
    room.keep(() => endpoint.close());
    const keyFile = path.join(room.dir(), 'key');
    fs.writeFileSync(keyFile, 'a secret key\n', { mode: 0o600 });
    const env = {
      CONCORDAT_EMBEDDING_URL: endpoint.url,
      CONCORDAT_EMBEDDING_MODEL: 'hashes',
      CONCORDAT_EMBEDDING_KEY_FILE: keyFile,
    };
    cluster = await room.cluster({ size: 2, daemon: { env } });
    [a, b] = cluster.nodes as [Daemon, Daemon];
    await Promise.all(cluster.nodes.map(searchable));
  });
  beforeEach(() => {
    endpoint.mood = 'well';
  });

  /** Entries whose vector did not fit. */
  let unfit = 0;
  /** After failures the endpoint is left alone for some seconds. */
  const embedded = (node: Daemon) =>
    until(
      async () => {
        const { entries } = await node.host.must(200, 'GET', at('/status'));
        const { vectors, refused, pending } = await status(node);
        return pending === 0 && vectors + refused + unfit === entries;
      },
      { what: 'every entry has its vector', deadline_ms: 60_000 },
    );

  test('entries of this node and of others are found by what they mean, on every node', async () => {
    const id = await record(a, 'the automobile of the physician');
    await visible([id], [a, b]);
    for (const node of [a, b]) {
      await embedded(node);
      expect((await found(node, { q: 'car of a doctor' }))[0]).toBe(id);
      expect((await search(node, { q: 'vehicle' })).hybrid).toBe(true);
      const { entries, hybrid } = await node.host.must(200, 'GET', at('/search?q=vehicle'));
      expect([hybrid, entries[0].id]).toEqual([true, id]);
      expect(await status(node)).toMatchObject({ model: 'hashes', dimensions: 64, endpoint: 'ok' });
    }
    expect([...endpoint.keys]).toEqual(['Bearer a secret key']);
  });

  test.each(['down', 'silent', 'garbage', 'wrong length'] as const)(
    'that is %s, writes and searches by words go on, and what was written meanwhile is embedded afterwards',
    async (mood) => {
      await embedded(a);
      endpoint.mood = mood;
      const word = mood.replace(' ', '');
      const id = await record(a, `a medic, written while the endpoint was ${word}`);
      const page = await search(a, { q: `${word} written` });
      expect(ids(page)[0]).toBe(id);
      expect(await found(a, { q: `"endpoint was ${word}"` })).toEqual([id]);
      if (mood === 'silent') await a.stop();
      if (mood !== 'wrong length') endpoint.mood = 'well';
      if (mood === 'silent') await cluster.start(a);
      if (mood === 'wrong length') {
        await until(async () => (await status(a)).ignored > 0, { what: 'it is counted', deadline_ms: 60_000 });
        unfit++;
        return;
      }
      await embedded(a);
      const near = await search(a, { embedding: meaning(`search a medic written while the endpoint was ${word}`) });
      expect(ids(near)[0]).toBe(id);
    },
  );

  test('a text that it refuses is given up, and those beside it are not', async () => {
    await embedded(a);
    endpoint.mood = 'refusing';
    await record(a, 'something that it does not like');
    await until(async () => (await status(a)).refused === 1, { what: 'it is given up', deadline_ms: 60_000 });
    endpoint.mood = 'well';
    const { vectors } = await status(a);
    await record(a, 'something that it likes');
    await until(async () => (await status(a)).vectors === vectors + 1, { what: 'the next one is embedded' });
    expect((await status(a)).refused).toBe(1);
  });

  test('entries that waited when the daemon was killed are embedded by the next run', async () => {
    await embedded(a);
    const { vectors } = await status(a);
    endpoint.mood = 'down';
    await Promise.all(range(20).map((n) => record(a, `killed before its vector ${n}`)));
    await a.kill();
    endpoint.mood = 'well';
    await cluster.start(a);
    await until(async () => (await status(a)).vectors === vectors + 20, {
      what: 'all have vectors',
      deadline_ms: 60_000,
    });
  });
});

test.each<[string, Record<string, string>, RegExp]>([
  [
    'a URL that is neither https nor of this machine',
    { CONCORDAT_EMBEDDING_URL: 'http://example.com/v1' },
    /https URL/,
  ],
  ['a URL without a model', { CONCORDAT_EMBEDDING_URL: 'http://127.0.0.1:1/v1' }, /--embedding-model/],
])('the daemon does not start with %s', async (_what, env, message) => {
  const node = room.unstarted({ env });
  node.spawn();
  expect((await node.exited).code).not.toBe(0);
  expect(node.output).toMatch(message);
});

test('the daemon does not start with a key that others can read', async () => {
  const file = path.join(room.dir(), 'key');
  fs.writeFileSync(file, 'secret', { mode: 0o644 });
  fs.chmodSync(file, 0o644);
  const node = room.unstarted({
    env: {
      CONCORDAT_EMBEDDING_URL: 'http://127.0.0.1:1/v1',
      CONCORDAT_EMBEDDING_MODEL: 'm',
      CONCORDAT_EMBEDDING_KEY_FILE: file,
    },
  });
  node.spawn();
  expect((await node.exited).code).not.toBe(0);
  expect(node.output).toMatch(/chmod 600/);
});
