import fs from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { at, type Daemon, positionOf, Room, range, until, visible } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

const post = async (node: Daemon, content: string): Promise<string> =>
  (await node.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content })).id;

/** Puts a copy of the stopped daemon's directory in its place, as restoring a backup does. */
function restore(node: Daemon, backup: string): void {
  fs.rmSync(node.dir, { recursive: true });
  fs.cpSync(backup, node.dir, { recursive: true });
}

test('a data directory that was copied opens, and a node that is alone in its pact writes on', async () => {
  const cluster = await room.cluster(1);
  const node = cluster.node(0);
  const ids = await Promise.all(range(10).map((i) => post(node, `${i}`)));
  await node.stop();
  const moved = room.unstarted();
  fs.cpSync(node.dir, moved.dir, { recursive: true });
  await moved.start();
  expect(moved.node_key).toBe(node.node_key);
  await visible(ids, [moved]);
  await until(async () => !(await moved.host.must(200, 'GET', at('/status'))).writes_held, { what: 'it may write' });
  expect(ids).not.toContain(await post(moved, 'afterwards'));
  await moved.stop();
  await moved.start();
  expect((await moved.host.must(200, 'GET', at('/knowledge'))).entries).toHaveLength(11);
});

test('an old backup is restored: writes are held, also over restarts, until a peer has given back what is newer; then writing goes on behind it', async () => {
  const cluster = await room.cluster(2);
  const [victim, other] = cluster.nodes as [Daemon, Daemon];
  const contents = new Map<string, string>();
  for (const i of range(10)) contents.set(await post(victim, `early ${i}`), `early ${i}`);
  await cluster.same();
  await victim.stop();
  const backup = room.dir();
  fs.cpSync(victim.dir, backup, { recursive: true });
  await cluster.start(victim);
  for (const i of range(20)) contents.set(await post(victim, `late ${i}`), `late ${i}`);
  await visible([...contents.keys()], [other]);
  await cluster.same();
  await victim.stop();

  restore(victim, backup);
  await other.offline(true);
  for (const started of ['power_loss', 'clean']) {
    await victim.start();
    expect((await victim.host.must(200, 'GET', '/v1/status')).started).toBe(started);
    const held = await victim.host.post(at('/knowledge'), { topic: 'early', content: 'too early' });
    expect([held.status, held.body.error], held.text).toEqual([503, 'WRITES_HELD']);
    expect((await victim.host.must(200, 'GET', at('/knowledge'))).entries).toHaveLength(10);
    await victim.stop();
  }
  await other.offline(false);
  await cluster.start(victim);
  await until(async () => !(await victim.host.must(200, 'GET', at('/status'))).writes_held, {
    what: 'writes are released',
    deadline_ms: 20_000,
  });
  const id = await post(victim, 'afterwards');
  expect(positionOf(id)).toBeGreaterThan(Math.max(...[...contents.keys()].map(positionOf)));
  contents.set(id, 'afterwards');
  for (const node of cluster.nodes) {
    await visible([...contents.keys()], [node]);
    for (const [known, content] of contents)
      expect((await node.host.must(200, 'GET', at(`/entries/${known}`))).payload.content).toBe(content);
  }
  await cluster.same();
  // Compared once, it is like any other.
  await victim.stop();
  await other.offline(true);
  await victim.start();
  await post(victim, 'alone');
});
