import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  at,
  type Cluster,
  connected,
  type Daemon,
  introduce,
  invite,
  join,
  PACT,
  Room,
  until,
  visible,
  writerKey,
} from '../harness/index.js';

/** A read that needs nothing but the own disk; generous for a busy machine, far below the 20 s hang that was measured in OpenPact. */
const READ_MS_MAX = 2_000;

const room = new Room();
afterAll(() => room.close());

/** Every read of the contract that a member of a pact needs, none of which may wait for anybody. */
const READS = [
  '/status',
  '/agents',
  '/knowledge',
  '/tasks',
  '/skills',
  '/skills/installed',
  '/messages',
  '/entries',
  '/changes?limit=10',
  '/invites',
  '/rejections',
];

async function readsAnswer(node: Daemon): Promise<void> {
  for (const path of ['/v1/status', '/v1/pacts', '/v1/peers', '/v1/readyz', ...READS.map((read) => at(read))]) {
    const answer = await node.host.get(path, { deadline_ms: 10_000 });
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.took_ms, path).toBeLessThan(READ_MS_MAX);
  }
}

describe('the only indexer is stopped', () => {
  let cluster: Cluster;
  let a: Daemon;
  let b: Daemon;
  let known: string[];
  let open: string;

  beforeAll(async () => {
    cluster = await room.cluster(2);
    [a, b] = cluster.nodes as [Daemon, Daemon];
    known = [];
    for (let i = 0; i < 20; i++)
      known.push((await a.host.must(201, 'POST', at('/knowledge'), { topic: 'before', content: `${i}` })).id);
    open = (await a.host.must(201, 'POST', at('/tasks'), { title: 'left open' })).id;
    await visible([...known, open], [b]);
    await until(async () => (await b.host.must(200, 'GET', at('/status'))).offline_ready, {
      what: 'B is offline-ready',
    });
    await a.stop();
  });

  const worksAlone = async (label: string) => {
    await readsAnswer(b);
    const ids = (await b.host.must(200, 'GET', at('/knowledge?limit=1000&topic=before'))).entries.map(
      (entry: { id: string }) => entry.id,
    );
    expect(ids.sort()).toEqual([...known].sort());
    const written = await b.host.must(201, 'POST', at('/knowledge'), { topic: label, content: 'written alone' });
    expect(written).toMatchObject({ durability: 'disk', confirmed: false });
    expect((await b.host.must(200, 'GET', at(`/entries/${written.id}`))).payload.content).toBe('written alone');
    return written.id as string;
  };

  test('a joined node lists and writes, and a claim answers 202 pending when its wait is over', async () => {
    await worksAlone('alone');
    const answer = await b.host.put(at(`/tasks/${open}/claim?wait=0.3`), {});
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id: open, pending: true, indexer: 'offline', confirmed: false });
    expect(answer.body.claim_id).toMatch(/^[0-9a-f]{8}-\d+$/);
    expect(answer.took_ms).toBeLessThan(READ_MS_MAX);
  });

  test('the same after the joined node was restarted with nobody there', async () => {
    await b.stop();
    await b.start();
    expect((await b.host.must(200, 'GET', at('/status'))).offline_ready).toBe(true);
    await worksAlone('alone again');
    const { id } = await b.host.must(201, 'POST', at('/tasks'), { title: 'made alone' });
    expect(await b.host.must(202, 'PUT', at(`/tasks/${id}/claim?wait=0.3`), {})).toMatchObject({
      pending: true,
      indexer: 'offline',
    });
  });

  test('an act that needs an indexer says so at once instead of hanging', async () => {
    const answer = await b.host.post(at('/invites'), { confirm: true }, { deadline_ms: 15_000 });
    expect([409, 503]).toContain(answer.status);
    expect(['NOT_INDEXER', 'NOT_CREATOR', 'NO_INDEXER_REACHABLE']).toContain(answer.body.error);
  });

  test('a stranger with a valid invite gets an answer, not a hang, and is admitted once the creator is back', async () => {
    await cluster.start(a);
    const token = await invite(a);
    const c = await room.daemon();
    await a.stop();
    const refused = await c.host.post('/v1/pacts/join', { token, alias: PACT, confirm: true }, { deadline_ms: 40_000 });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(['AGENT_DISCONNECTED', 'NO_AGENTS', 'NO_INDEXER_REACHABLE', 'INVITE_NOT_INDEXER', 'VIEW_TIMEOUT']).toContain(
      refused.body.error,
    );
    await cluster.start(a);
    await introduce([c, a]);
    await join(c, token);
    cluster.nodes.push(c);
  });

  test('when the creator is back, what was written alone is confirmed and the pending claim is granted, with no restart of the other', async () => {
    await introduce(cluster.nodes);
    await until(
      async () => {
        const state = await a.host.must(200, 'GET', at(`/tasks/${open}`));
        return state.claimed_by === b.handle && state.confirmed;
      },
      { what: 'the claim of B is granted and confirmed at A' },
    );
    for (const topic of ['alone', 'alone again']) {
      await until(
        async () =>
          (await a.host.must(200, 'GET', at(`/knowledge?topic=${encodeURIComponent(topic)}`))).entries.length === 1,
        { what: `A shows what B wrote ${topic}` },
      );
    }
    await cluster.same();
  });
});

describe('three indexers, the creator stopped', () => {
  let cluster: Cluster;
  let a: Daemon;
  let b: Daemon;
  let c: Daemon;

  beforeAll(async () => {
    cluster = await room.cluster(3);
    [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
  });

  test('one promoted member stands by, the second makes three indexers', async () => {
    const first = await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(b), confirm: true });
    expect(first).toMatchObject({ ok: true, role: 'member', standby: true });
    expect((await a.host.must(200, 'GET', at('/status'))).indexers).toBe(1);
    const second = await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(c), confirm: true });
    expect(second).toMatchObject({ ok: true, role: 'indexer', standby: false });
    for (const node of [a, b, c]) {
      await until(
        async () => {
          const status = await node.host.must(200, 'GET', at('/status'));
          return status.indexers === 3 && status.is_indexer;
        },
        { what: `${node.handle} is one of three indexers` },
      );
    }
    const { id } = await b.host.must(201, 'POST', at('/tasks'), { title: 'confirmed by three' });
    await b.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=20`), {});
    await cluster.same();
  });

  test('an indexer admits a joiner, confirms its writes, and nothing hangs', async () => {
    await a.stop();
    const d = await cluster.grow(b);
    await connected(cluster.nodes.filter((node) => node.running));
    for (const node of [b, c, d]) await readsAnswer(node);
    const { id } = await d.host.must(201, 'POST', at('/tasks'), { title: 'with the creator away' });
    await visible([id], [b, c]);
    expect(await d.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=20`), {})).toMatchObject({
      claimed_by: d.handle,
      confirmed: true,
    });
    await cluster.same();
  });

  test('an invite that the creator issued is redeemed with an indexer while the creator is away', async () => {
    await cluster.start(a);
    await connected(cluster.nodes);
    const token = await invite(a);
    await until(
      async () =>
        (await b.host.must(200, 'GET', at('/invites'))).entries.some((entry: { dead: boolean }) => !entry.dead),
      { what: 'B knows the invite' },
    );
    await a.stop();
    const e = await room.daemon();
    await e.host.must(200, 'POST', '/v1/peers', { peer: await b.address() });
    await join(e, token);
    cluster.nodes.push(e);
    await cluster.same();
  });

  test('the creator comes back and agrees with everybody', async () => {
    await cluster.start(a);
    await introduce(cluster.nodes);
    await cluster.same();
  });
});
