import { afterAll, expect, test } from 'vitest';
import { at, connected, type Daemon, Room, range, until, writerKey } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

test('three indexers, one of them stopped or killed in turn while all write: they always agree again, also when it happens right after the promotion', async () => {
  const cluster = await room.cluster(3);
  const nodes = cluster.nodes as [Daemon, Daemon, Daemon];
  const [a, b, c] = nodes;
  for (const node of [b, c]) {
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(node), confirm: true });
  }
  const post = (node: Daemon, content: string) =>
    node.host.must(201, 'POST', at('/knowledge'), { topic: 'round', content });
  for (const round of range(6)) {
    const victim = nodes[round % 3] as Daemon;
    await victim.host.must(200, 'POST', at('/invites'), { confirm: true });
    await Promise.all(nodes.map((node) => post(node, `${round} together`)));
    if (round % 2) await victim.stop();
    else await victim.kill();
    for (const node of nodes) if (node.running) await post(node, `${round} without it`);
    await cluster.start(victim);
    await connected(nodes);
    await cluster.same();
  }
  expect((await c.host.must(200, 'GET', at('/status'))).rejections).toBe(0);
});

test('members that are no indexers follow two promotions at once, and see confirmed what the three indexers sign', async () => {
  const cluster = await room.cluster(5);
  const [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
  for (const node of [b, c]) {
    await a.host.must(200, 'POST', at('/admin/promote'), { key: await writerKey(node), confirm: true });
  }
  await Promise.all(
    cluster.nodes.map((node, i) => node.host.must(201, 'POST', at('/knowledge'), { topic: 'all', content: `${i}` })),
  );
  await until(
    async () => {
      const { signed_length, length } = await cluster.same();
      return signed_length === length;
    },
    { what: 'all that was written is confirmed on every node', deadline_ms: 20_000, every_ms: 50 },
  );
});
