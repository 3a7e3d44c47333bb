import { afterAll, expect, test } from 'vitest';
import { at, type Daemon, Room, range, until } from '../harness/index.js';

const WRITERS = 4;
const room = new Room();
afterAll(() => room.close());

test.each([
  ['the indexer', 0],
  ['a node that is no indexer', 1],
])(
  'kill -9 of %s at the moment its own blocks are in the store: what it applied is applied once, and all agree again without another write',
  async (_who, index) => {
    const cluster = await room.cluster(2);
    const victim = cluster.node(index);
    const other = cluster.node(1 - index);
    for (const passes of [1, 2, 5]) {
      let stopped = false;
      const writers = [victim, other].flatMap((node: Daemon) =>
        range(WRITERS).map(async () => {
          while (!stopped && node.running) {
            await node.host.post(at('/knowledge'), { topic: 'load', content: 'while it dies' }).catch(() => null);
          }
        }),
      );
      await victim.failAt('blocks-appended', passes);
      await until(() => !victim.running, { what: 'it dies' });
      stopped = true;
      await Promise.all([victim.exited, ...writers]);
      await cluster.start(victim);
      await cluster.same();
    }
    expect((await other.host.must(200, 'GET', at('/status'))).rejections).toBe(0);
  },
);
