import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  at,
  type Cluster,
  type Daemon,
  introduce,
  invite,
  PACT,
  Room,
  range,
  until,
  visible,
  writerKey,
} from '../harness/index.js';

/** The removal reaches a connected member within a second (architecture, "The pact log"); the rest is for a busy machine. */
const LEARN_MS_MAX = 5_000;

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;
let c: Daemon;

beforeEach(async () => {
  cluster = await room.cluster(3);
  [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
});
afterAll(() => room.close());

const remove = async (member: Daemon): Promise<void> => {
  const key = await writerKey(member);
  expect(await a.host.must(200, 'POST', at('/admin/remove'), { key, confirm: true })).toEqual({ ok: true, key });
};

/** Entries of A that only members may have; resolves when C has them, so that they had every chance to reach B too. */
async function secrets(label: string): Promise<string[]> {
  const ids = await Promise.all(
    range(20).map(
      async (i) => (await a.host.must(201, 'POST', at('/knowledge'), { topic: label, content: `${label} ${i}` })).id,
    ),
  );
  await visible(ids, [c]);
  return ids;
}

const readableAtB = async (ids: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const id of ids) if ((await b.host.get(at(`/entries/${id}`))).status === 200) found.push(id);
  return found;
};

/** B's daemon says that it is out, and no write of B is acknowledged any more. */
async function saysSo(): Promise<void> {
  await until(
    async () => {
      const status = await b.host.must(200, 'GET', at('/status'));
      return status.is_member === false && typeof status.excluded_by === 'string';
    },
    { what: 'B says that it was removed', deadline_ms: LEARN_MS_MAX },
  );
  for (const draft of [
    ['POST', '/knowledge', { topic: 'after', content: 'the removal' }],
    ['POST', '/tasks', { title: 'after the removal' }],
    ['POST', '/messages', { content: 'after the removal' }],
  ] as const) {
    const answer = await b.host.request(draft[0], at(draft[1]), { body: draft[2] });
    expect([draft[1], answer.status, answer.body.error]).toEqual([draft[1], 409, 'NOT_A_MEMBER']);
  }
}

test('a connected member that is removed gets no new block, its writes are never acknowledged or shown, and it says why', async () => {
  const mine = (await b.host.must(201, 'POST', at('/knowledge'), { topic: 'mine', content: 'from before' })).id;
  await visible([mine], [a, c]);
  await cluster.same();
  await remove(b);

  // At once, before B can have asked anybody: an acknowledged write would be lost, so there must be none.
  const early = await Promise.all(
    range(10).map((i) => b.host.post(at('/knowledge'), { topic: 'early', content: `right after the removal ${i}` })),
  );
  const hidden = await secrets('after the removal');
  await saysSo();
  expect(early.map((answer) => answer.status)).not.toContain(201);

  const before = await b.dump(cluster.pact_id);
  const more = await secrets('and later');
  expect(await readableAtB([...hidden, ...more])).toEqual([]);
  expect((await b.dump(cluster.pact_id)).length).toBe(before.length);
  for (const node of [a, c]) {
    for (const topic of ['early', 'after'])
      expect((await node.host.must(200, 'GET', at(`/knowledge?topic=${topic}`))).entries).toEqual([]);
    expect(
      (await node.host.must(200, 'GET', at('/agents'))).map((member: { agent_id: string }) => member.agent_id),
    ).not.toContain(b.handle);
    // What it wrote as a member stays.
    expect((await node.host.get(at(`/entries/${mine}`))).status).toBe(200);
  }

  // A reconnection and a restart change nothing.
  await b.stop();
  await cluster.start(b);
  await introduce([a, b, c]);
  const last = await secrets('after its restart');
  await saysSo();
  expect(await readableAtB([...hidden, ...more, ...last])).toEqual([]);
  await until(async () => (await a.dump(cluster.pact_id)).tree_hash === (await c.dump(cluster.pact_id)).tree_hash, {
    what: 'A and C agree',
  });
});

test('a member that is removed while it is away learns of it when it is back; what it wrote meanwhile never appears', async () => {
  await cluster.cut(b);
  await remove(b);
  const hidden = await secrets('while it was away');
  const unseen: string[] = [];
  for (const i of range(20)) {
    const answer = await b.host.post(at('/knowledge'), { topic: 'unseen', content: `written after the removal ${i}` });
    if (answer.status === 201) {
      expect(answer.body.confirmed).toBe(false);
      unseen.push(answer.body.id);
    }
  }
  await cluster.heal(b);
  await introduce([a, b, c]);
  await saysSo();
  const fresh = await secrets('when it was back');
  expect(await readableAtB([...hidden, ...fresh])).toEqual([]);
  for (const node of [a, c]) {
    expect((await node.host.must(200, 'GET', at('/knowledge?topic=unseen'))).entries).toEqual([]);
    for (const id of unseen) expect((await node.host.get(at(`/entries/${id}`))).status).toBe(404);
  }
  // B can still read what it was given while it was a member.
  expect((await b.host.get(at('/entries'))).status).toBe(200);
});

test('a node that is removed while it has only just joined stops in time, and says nothing was wrong', async () => {
  const d = await room.daemon();
  await d.host.must(200, 'POST', '/v1/pacts/join', { token: await invite(a), alias: PACT, confirm: true });
  await remove(d);
  // The daemon ends itself with 1 when closing takes longer than the 5 s it promises.
  expect(await d.stop()).toMatchObject({ code: 0, signal: null });
});

test('only those who may remove can; the last indexer cannot be removed by either route, and the refusal harms nothing', async () => {
  const byMember = await b.host.post(at('/admin/remove'), { key: await writerKey(c), confirm: true });
  expect([byMember.status, byMember.body.error]).toEqual([409, 'NOT_INDEXER']);
  const own = await writerKey(a);
  for (const answer of [
    await a.host.post(at('/admin/remove'), { key: own, confirm: true }),
    await a.host.delete(at(`/admin/members/${own}`)),
  ]) {
    expect([answer.status, answer.body.error]).toEqual([409, 'LAST_INDEXER']);
  }
  const unknown = await a.host.post(at('/admin/remove'), { key: 'ab'.repeat(32), confirm: true });
  expect([unknown.status, unknown.body.error]).toEqual([409, 'NOT_A_MEMBER']);
  const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'still confirmed' });
  await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
  await cluster.same();
});

test('a removed node is admitted again with a new invite, and reads and writes', async () => {
  await remove(b);
  const hidden = await secrets('while it was out');
  await saysSo();
  await b.host.must(200, 'DELETE', `/v1/pacts/${PACT}`, { confirm: PACT });
  await b.host.must(200, 'POST', '/v1/pacts/join', { token: await invite(a), alias: PACT, confirm: true });
  await visible(hidden, [b]);
  const { id } = await b.host.must(201, 'POST', at('/knowledge'), { topic: 'again', content: 'back' });
  await visible([id], [a, c]);
  await cluster.same();
});
