import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, DRAFTS, KINDS, Room, range, until, visible } from '../harness/index.js';

/** Long enough to be seen everywhere on a busy machine. */
const TTL_S = 5;

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const WORD = 'ephemeral';
/** Every way to come across an entry without its id. */
const READS = [
  ...KINDS.map((kind) => DRAFTS[kind]('').path),
  '/knowledge?topic=tides',
  '/entries',
  '/entries?type=skill&type=message',
  '/tasks?status=open',
  '/skills?format=generic',
  `/search?q=${WORD}`,
];
const ids = (answer: { entries: { id: string }[] }): string[] => answer.entries.map(({ id }) => id);
const read = async (node: Daemon, path: string): Promise<string[]> => ids(await node.host.must(200, 'GET', at(path)));
const including = (path: string): string => `${path}${path.includes('?') ? '&' : '?'}include=expired`;

/** Posts one entry of each kind with a time to live, and answers their ids and when the last of them ends, ms since 1970. */
const post = async (node: Daemon, ttl: number): Promise<{ byPath: Map<string, string>; over: number }> => {
  const byPath = new Map<string, string>();
  let over = 0;
  for (const kind of KINDS) {
    const { path, body } = DRAFTS[kind](WORD);
    const more = kind === 'knowledge' ? { topic: 'tides' } : {};
    const { id, timestamp } = await node.host.must(201, 'POST', at(path), { ...body, ...more, ttl });
    byPath.set(path, id);
    over = Math.max(over, Date.parse(timestamp) + ttl * 1000);
  }
  return { byPath, over };
};

describe('two nodes', () => {
  test('both show an entry to the end of its life and never after it', async () => {
    const { byPath } = await post(a, 600);
    const { byPath: mortal, over } = await post(a, TTL_S);
    const gone = [...mortal.values()];
    await visible([...byPath.values(), ...gone], [a, b]);
    for (const node of [a, b])
      for (const path of READS)
        await until(async () => (await read(node, path)).some((id) => gone.includes(id)), {
          what: `${node.handle} shows at ${path} what will expire`,
          deadline_ms: over - Date.now(),
        });
    await until(() => Date.now() > over, { what: 'their lives are over', every_ms: 5 });
    for (const path of READS) {
      for (const node of [a, b]) {
        const shown = await read(node, path);
        expect(
          shown.filter((id) => gone.includes(id)),
          `${node.handle} ${path}`,
        ).toEqual([]);
        expect(shown.length, `${path} shows the others`).toBeGreaterThan(0);
        const { entries } = await node.host.must(200, 'GET', at(including(path)));
        const expired = entries.filter(({ id }: { id: string }) => gone.includes(id));
        expect(expired.length, including(path)).toBeGreaterThan(0);
        for (const entry of expired) expect(entry.expired).toBe(true);
      }
    }
    for (const node of [a, b]) {
      for (const id of gone)
        expect(await node.host.must(200, 'GET', at(`/entries/${id}`))).toMatchObject({ expired: true });
      for (const id of byPath.values())
        expect(await node.host.must(200, 'GET', at(`/entries/${id}`))).not.toHaveProperty('expired');
    }
    expect(await read(a, '/entries')).toEqual(await read(b, '/entries'));
    await cluster.same();
  });

  test('one that expired while a node was away is never shown there', async () => {
    await cluster.cut(b);
    const { byPath, over } = await post(a, 1);
    await until(() => Date.now() > over, { what: 'their lives are over', every_ms: 5 });
    await cluster.heal(b);
    const gone = [...byPath.values()];
    await visible(gone, [b]);
    for (const path of READS)
      expect(
        (await read(b, path)).filter((id) => gone.includes(id)),
        path,
      ).toEqual([]);
  });

  test('and none comes back after a restart or a reindex', async () => {
    const before = await Promise.all(READS.map((path) => read(b, path)));
    await b.stop();
    await cluster.start(b);
    for (const [n, path] of READS.entries()) expect(await read(b, path)).toEqual(before[n]);
    await b.host.must(200, 'POST', at('/reindex'));
    for (const [n, path] of READS.entries()) expect(await read(b, path), path).toEqual(before[n]);
    await cluster.same();
  });
});

test('a task that has expired is not given any more, and a result of who has it is still taken', async () => {
  const [held, free] = await Promise.all(
    range(2).map(async (n) => (await a.host.must(201, 'POST', at('/tasks'), { title: `soon over ${n}`, ttl: 1 })).id),
  );
  const { timestamp } = await a.host.must(200, 'PUT', at(`/tasks/${held}/claim`), {});
  await until(() => Date.now() > Date.parse(timestamp) + 2000, { what: 'both are over', every_ms: 5 });
  expect(await a.host.must(200, 'GET', at(`/tasks/${free}`))).toMatchObject({ status: 'open', expired: true });
  expect(await a.host.must(409, 'PUT', at(`/tasks/${free}/claim`), {})).toMatchObject({ error: 'TASK_NOT_OPEN' });
  expect(await a.host.must(200, 'PUT', at(`/tasks/${held}/complete`), { result: 'done' })).toMatchObject({
    status: 'complete',
    result: 'done',
    expired: true,
  });
  expect(await read(a, '/tasks?status=complete')).not.toContain(held);
});
