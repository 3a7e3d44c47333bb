import { afterAll, describe, expect, test } from 'vitest';
import { at, type Daemon, introduce, Room, range, until, visible, writerKey } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

/** A task posted at `node` is claimed there with 200: somebody confirms again. */
async function confirmsAgain(node: Daemon, others: readonly Daemon[]): Promise<void> {
  const { id } = await node.host.must(201, 'POST', at('/tasks'), { title: `confirmed at ${node.handle}` });
  expect(await node.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=20`), {})).toMatchObject({
    claimed_by: node.handle,
    confirmed: true,
  });
  await visible([id], others);
}

const recover = (node: Daemon, body: Record<string, unknown> = {}) =>
  node.host.request('POST', at('/admin/recover'), { body: { confirm: true, ...body }, deadline_ms: 30_000 });

describe('the sole indexer is destroyed, a successor was named', () => {
  test('only the creator names a successor; the successor recovers the pact with one command and confirms writes again', async () => {
    const cluster = await room.cluster(3);
    const [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
    const refused = await b.host.post(at('/admin/promote'), {
      key: await writerKey(c),
      confirm: true,
      successor: true,
    });
    expect([refused.status, refused.body.error]).toEqual([409, 'NOT_CREATOR']);
    const named = await a.host.must(200, 'POST', at('/admin/promote'), {
      key: await writerKey(b),
      confirm: true,
      successor: true,
    });
    expect(named).toMatchObject({ ok: true, key: await writerKey(b) });
    for (const node of cluster.nodes) {
      await until(
        async () => (await node.host.must(200, 'GET', at('/status'))).successors.includes(await writerKey(b)),
        { what: `${node.handle} knows the successor` },
      );
    }
    const kept = await Promise.all(
      range(30).map(
        async (i) =>
          (await cluster.node(i % 3).host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: `${i}` })).id,
      ),
    );
    await visible(kept, cluster.nodes);
    await cluster.same();
    await a.kill();

    // What is written before the recovery must survive it.
    const between = (await c.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: 'with no indexer' }))
      .id;
    const answer = await recover(b);
    expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
    expect(answer.body).toMatchObject({ ok: true, recovered: true, indexer: await writerKey(b) });
    await confirmsAgain(b, [c]);
    await confirmsAgain(c, [b]);
    await visible([...kept, between], [b, c]);
    for (const node of [b, c])
      expect(await node.host.must(200, 'GET', at('/status'))).toMatchObject({ forks: 1, indexers: 1 });
    expect((await b.host.must(200, 'GET', at('/status'))).is_indexer).toBe(true);
    await cluster.same();
  });
});

describe('three indexers are destroyed, a successor was named', () => {
  test('what two of them confirmed without it is kept by who has it, and reaches it', async () => {
    const cluster = await room.cluster(5);
    const [a, second, third, b, c] = cluster.nodes as [Daemon, Daemon, Daemon, Daemon, Daemon];
    for (const node of [second, third])
      await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(node), confirm: true });
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(b), confirm: true, successor: true });
    await until(async () => (await b.host.must(200, 'GET', at('/status'))).indexers === 3, { what: 'there are three' });
    await cluster.same();
    await confirmsAgain(a, [b, c]);
    await cluster.cut(b);
    await a.kill();
    const { id } = await second.host.must(201, 'POST', at('/tasks'), { title: 'confirmed by two' });
    await second.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=20`), {});
    await until(async () => (await c.host.must(200, 'GET', at(`/tasks/${id}`))).confirmed === true, {
      what: 'another knows that it is confirmed',
    });
    await Promise.all([second.kill(), third.kill()]);
    await c.offline(true);
    await b.offline(false);
    expect((await recover(b)).body).toMatchObject({ recovered: true });
    await c.offline(false);
    await introduce([b, c]);
    await until(async () => (await c.host.must(200, 'GET', at('/status'))).forks === 1, { what: 'it went over' });
    await visible([id], [b, c]);
    await confirmsAgain(c, [b]);
    await cluster.same();
  });
});

describe('a member that had more confirmed than the new indexer', () => {
  test('is killed when its log went over to the new order and its tables did not: it lists what the others list', async () => {
    const cluster = await room.cluster(3);
    const [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(b), confirm: true, successor: true });
    await until(async () => (await b.host.must(200, 'GET', at('/status'))).successors.length === 1, {
      what: 'the successor knows that it is one',
    });
    await cluster.same();
    await cluster.cut(b);
    const kept: string[] = [];
    for (const i of range(5))
      kept.push((await a.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: `${i}` })).id);
    await until(async () => (await c.host.get(at(`/entries/${kept.at(-1)}`))).body?.confirmed === true, {
      what: 'the other member knows that it is confirmed',
    });
    await a.kill();
    await c.offline(true);
    await b.offline(false);
    expect((await recover(b)).body).toMatchObject({ recovered: true });
    const since = (await b.host.must(201, 'POST', at('/knowledge'), { topic: 'since', content: 'new order' })).id;
    await c.failAt('rows-begun', 1);
    await c.offline(false);
    await introduce([b, c]);
    await c.exited;
    await c.start();
    await introduce([b, c]);
    await visible([...kept, since], [b, c]);
    await cluster.same();
  });
});

describe('the sole indexer is destroyed, nobody was named', () => {
  test('one of three members is not enough, two are: the pact confirms writes again', async () => {
    const cluster = await room.cluster(3);
    const [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
    const kept = (await c.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: 'before' })).id;
    await visible([kept], cluster.nodes);
    await cluster.same();
    await a.kill();

    const indexer = await writerKey(b);
    const first = await recover(b, { indexer });
    expect(first.body).toMatchObject({ ok: true, recovered: false, votes: 1, needed: 2, indexer });
    const { id } = await b.host.must(201, 'POST', at('/tasks'), { title: 'not yet' });
    expect(await b.host.must(202, 'PUT', at(`/tasks/${id}/claim?wait=0.5`), {})).toMatchObject({ pending: true });
    const again = await recover(b, { indexer });
    expect(again.body, 'a second vote of the same member counts once').toMatchObject({
      recovered: false,
      votes: 1,
      needed: 2,
    });

    const second = await recover(c, { indexer });
    expect([second.status, second.text]).toEqual([200, expect.any(String)]);
    expect(second.body).toMatchObject({ ok: true, recovered: true, votes: 2, needed: 2, indexer });
    await confirmsAgain(b, [c]);
    await confirmsAgain(c, [b]);
    await visible([kept], [b, c]);
    await until(
      async () => {
        const state = await b.host.must(200, 'GET', at(`/tasks/${id}`));
        return state.claimed_by === b.handle && state.confirmed;
      },
      { what: 'the claim from before the recovery is decided' },
    );
    await cluster.same();
  });

  test('recovery needs a confirmation, and the indexer to be a member', async () => {
    const cluster = await room.cluster(2);
    const [a, b] = cluster.nodes as [Daemon, Daemon];
    const bare = await b.host.post(at('/admin/recover'), {});
    expect([bare.status, bare.body.error]).toEqual([400, 'NOT_CONFIRMED']);
    const stranger = await recover(b, { indexer: 'ab'.repeat(32) });
    expect([stranger.status, stranger.body.error]).toEqual([409, 'NOT_A_MEMBER']);
    expect((await a.host.must(200, 'GET', at('/status'))).forks).toBe(0);
  });

  test('the only indexer cannot recover the pact from itself, and goes on taking writes', async () => {
    const node = (await room.cluster(1)).node(0);
    const refused = await recover(node);
    expect([refused.status, refused.body.error]).toEqual([409, 'LAST_INDEXER']);
    await confirmsAgain(node, []);
  });
});

describe('the old creator comes back after a recovery', () => {
  test('it never answers confirmed before it has caught up; what it wrote survives, and it agrees with everybody', async () => {
    const cluster = await room.cluster(3);
    const [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(b), confirm: true, successor: true });
    const { id: contested } = await a.host.must(201, 'POST', at('/tasks'), { title: 'claimed by the new side' });
    await visible([contested], [b, c]);
    await cluster.same();
    await a.kill();
    expect((await recover(b)).body).toMatchObject({ recovered: true });
    await b.host.must(200, 'PUT', at(`/tasks/${contested}/claim?wait=20`), {});

    // Back, with nobody to talk to: it cannot know yet that it is no indexer any more.
    await Promise.all([b.offline(true), c.offline(true)]);
    await a.start();
    const claim = await a.host.put(at(`/tasks/${contested}/claim?wait=3`), {});
    expect(claim.status, claim.text).not.toBe(200);
    const late: string[] = [];
    for (const i of range(10)) {
      const answer = await a.host.post(at('/knowledge'), { topic: 'late', content: `from the old creator ${i}` });
      expect([201, 503]).toContain(answer.status);
      expect(answer.body.confirmed).not.toBe(true);
      if (answer.status === 201) late.push(answer.body.id);
    }
    for (const entry of late)
      expect((await a.host.must(200, 'GET', at('/status'))).confirmed_length, entry).toBeLessThan(
        (await a.host.must(200, 'GET', at('/status'))).length,
      );
    expect(
      (await a.host.must(200, 'GET', at(`/tasks/${contested}`))).confirmed === true &&
        (await a.host.must(200, 'GET', at(`/tasks/${contested}`))).claimed_by === a.handle,
    ).toBe(false);

    await Promise.all([b.offline(false), c.offline(false)]);
    await introduce(cluster.nodes);
    await visible(late, cluster.nodes);
    await cluster.same();
    // All may be alike before the last of it is confirmed.
    await until(
      async () => {
        const tasks = await Promise.all(
          cluster.nodes.map((node) => node.host.must(200, 'GET', at(`/tasks/${contested}`))),
        );
        return tasks.every((task) => task.confirmed && task.status === 'claimed' && task.claimed_by === b.handle);
      },
      { what: 'all say that the claim of the new side is confirmed' },
    );
    expect(await a.host.must(200, 'GET', at('/status'))).toMatchObject({ is_indexer: false, forks: 1 });
    await confirmsAgain(a, [b, c]);
  });
});
