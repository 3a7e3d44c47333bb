import { afterAll, expect, test } from 'vitest';
import { at, type Daemon, Room, range, until, visible } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

test('a node that jumped hands on what it jumped over: who is somewhere in between goes on while the writer is away', async () => {
  const cluster = await room.cluster(3);
  const [a, b, c] = cluster.nodes as [Daemon, Daemon, Daemon];
  const write = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (const i of range(count)) {
      const { id } = await a.host.must(201, 'POST', at('/knowledge'), { topic: 'long way', content: `entry ${i}` });
      ids.push(id);
    }
    return ids;
  };
  await cluster.cut(b);
  const early = await write(40);
  await visible(early, [c]);
  await cluster.cut(c);
  // What C lacks is less than the library jumps over, and of the log that it stands in it knows less than B and more than B had heard.
  const late = await write(5);
  await cluster.heal(b);
  await visible([...early, ...late], [b]);
  await until(async () => (await b.dump(cluster.pact_id)).gaps === 0, { what: 'B has fetched what it jumped over' });
  await a.kill();
  await cluster.heal(c);
  await visible(late, [c], 40_000);
  expect((await c.host.must(200, 'GET', at('/status'))).confirmed_length).toBe(
    (await b.host.must(200, 'GET', at('/status'))).confirmed_length,
  );
});
