import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, Room, range, until, visible } from '../harness/index.js';

/** "Within seconds" of the check table, on a busy machine. */
const HEAL_MS_MAX = 10_000;
const ENTRIES = 100;

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const newTask = async (title: string): Promise<string> => {
  const { id } = await a.host.must(201, 'POST', at('/tasks'), { title });
  await visible([id], [a, b]);
  return id;
};

const taskAt = (node: Daemon, id: string) => node.host.must(200, 'GET', at(`/tasks/${id}`));

describe('a task during a partition', () => {
  test('A completes, B claims, heal: both show the result of A, and the claim of B is told as lost', async () => {
    const id = await newTask('complete here, claim there');
    await cluster.cut(b);
    await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
    await a.host.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: { answer: 42 } });
    const claim = await b.host.must(202, 'PUT', at(`/tasks/${id}/claim?wait=0.2`), {});
    expect(claim).toMatchObject({ pending: true, indexer: 'offline' });
    expect(claim.confirmed).toBe(false);

    await cluster.heal(b);
    for (const node of [a, b]) {
      await until(
        async () => {
          const { status, result, claimed_by } = await taskAt(node, id);
          return status === 'complete' && result?.answer === 42 && claimed_by === a.handle;
        },
        { what: `${node.handle} shows the result of A`, deadline_ms: HEAL_MS_MAX },
      );
      const lost = await until(
        async () =>
          (await node.host.must(200, 'GET', at(`/tasks/${id}/explain`))).claims.find(
            (event: { id: string }) => event.id === claim.claim_id,
          ),
        { what: `${node.handle} explains the claim of B`, deadline_ms: HEAL_MS_MAX },
      );
      expect(lost).toMatchObject({ agent_id: b.handle, outcome: 'refused', code: 'TASK_ALREADY_COMPLETE' });
    }
    await cluster.same();
  });

  test('A completes an open task, B claims and completes it: one result counts and the other is kept as a late result', async () => {
    const id = await newTask('complete on both sides');
    await cluster.cut(b);
    await a.host.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: 'from A' });
    await b.host.must(202, 'PUT', at(`/tasks/${id}/claim?wait=0`), {});
    const completed = await b.host.put(at(`/tasks/${id}/complete`), { result: 'from B' });
    expect(completed.status, completed.text).toBe(200);
    expect(completed.body.confirmed).toBe(false);

    await cluster.heal(b);
    for (const node of [a, b]) {
      const state = await until(
        async () => {
          const found = await taskAt(node, id);
          const results = [found.result, ...found.late_results.map((late: { result: unknown }) => late.result)];
          return results.includes('from A') && results.includes('from B') && found;
        },
        { what: `${node.handle} shows both results`, deadline_ms: HEAL_MS_MAX },
      );
      expect(state).toMatchObject({
        status: 'complete',
        result: 'from A',
        late_results: [{ result: 'from B', agent_id: b.handle }],
      });
    }
    await cluster.same();
  });

  test('B claims while away and nobody else does: after the heal the claim is granted and both sides name B', async () => {
    const id = await newTask('claimed while away');
    await cluster.cut(b);
    const claim = await b.host.must(202, 'PUT', at(`/tasks/${id}/claim?wait=0`), {});
    await cluster.heal(b);
    for (const node of [a, b]) {
      await until(
        async () => {
          const told = await node.host.must(200, 'GET', at(`/tasks/${id}/explain`));
          return (
            told.confirmed &&
            told.holder === b.handle &&
            told.claims.some(
              (event: { id: string; outcome: string }) => event.id === claim.claim_id && event.outcome === 'granted',
            )
          );
        },
        { what: `${node.handle} names B as the holder`, deadline_ms: HEAL_MS_MAX },
      );
    }
  });
});

const postMany = (node: Daemon, label: string): Promise<string[]> =>
  Promise.all(
    range(ENTRIES).map(
      async (i) => (await node.host.must(201, 'POST', at('/knowledge'), { topic: label, content: `${label} ${i}` })).id,
    ),
  );

const listed = async (node: Daemon, topic: string): Promise<string[]> =>
  (await node.host.must(200, 'GET', at(`/knowledge?limit=1000&topic=${encodeURIComponent(topic)}`))).entries.map(
    (entry: { id: string }) => entry.id,
  );

test.each(range(3))(
  'a hundred entries on each side of a partition are on both sides within seconds of the heal, with no restart (round %i)',
  async (round) => {
    const [atA, atB] = [`round ${round} A`, `round ${round} B`];
    await cluster.cut(b);
    const [idsA, idsB] = await Promise.all([postMany(a, atA), postMany(b, atB)]);
    expect(await listed(b, atA)).toEqual([]);
    expect(await listed(a, atB)).toEqual([]);
    await cluster.heal(b);
    const deadline = performance.now() + HEAL_MS_MAX;
    for (const node of [a, b]) await visible([...idsA, ...idsB], [node], Math.max(100, deadline - performance.now()));
    for (const node of [a, b]) {
      expect((await listed(node, atA)).sort()).toEqual([...idsA].sort());
      expect((await listed(node, atB)).sort()).toEqual([...idsB].sort());
    }
    await cluster.same();
  },
);

test('what a node wrote while away, before and after its own restart, reaches the others when it is back', async () => {
  await cluster.cut(b);
  const before = await postMany(b, 'before its restart');
  const meanwhile = await postMany(a, 'meanwhile');
  await b.stop();
  // Started with no static peer and cut off again at once, so that it is away still; the indexer may have reached it for a moment, which changes nothing here.
  await b.start();
  await b.offline(true);
  const after = await postMany(b, 'after its restart');
  await cluster.heal(b);
  await visible([...before, ...meanwhile, ...after], [a, b], HEAL_MS_MAX);
  await cluster.same();
});
