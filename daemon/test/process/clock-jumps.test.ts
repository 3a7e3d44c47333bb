import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { at, type Cluster, type Daemon, Room, range, visible } from '../harness/index.js';

const room = new Room();
afterAll(() => room.close());

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Debian's libfaketime, which stands between a process and the system's clock; undefined where it is not installed. */
const LIBRARY = fs
  .readdirSync('/usr/lib')
  .map((name) => path.join('/usr/lib', name, 'faketime/libfaketimeMT.so.1'))
  .find((file) => fs.existsSync(file));
if (LIBRARY === undefined) process.stdout.write('SKIPPED: faketime (Debian: apt install faketime) is not installed\n');

/** The clock of a daemon, set by hand. Its timers go on as they are, as they do when a real clock is set. */
class Clock {
  readonly #file = path.join(room.dir(), 'offset');
  readonly env = {
    LD_PRELOAD: LIBRARY ?? '',
    FAKETIME_TIMESTAMP_FILE: this.#file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };

  constructor() {
    this.set(0);
  }

  /** Sets it to so many seconds behind the right time, or before it. */
  set(offset_s: number): void {
    const written = `${this.#file}.new`;
    fs.writeFileSync(written, offset_s < 0 ? String(offset_s) : `+${offset_s}`);
    // In one step: the daemon reads it whenever it looks at the clock.
    fs.renameSync(written, this.#file);
  }
}

/** Two nodes with a clock each; the first is the only indexer. */
async function pair(): Promise<{ cluster: Cluster; nodes: [Daemon, Daemon]; clocks: [Clock, Clock] }> {
  const clocks: [Clock, Clock] = [new Clock(), new Clock()];
  const cluster = await room.cluster({ size: 1, daemon: { env: clocks[0].env } });
  await cluster.grow(cluster.node(0), { env: clocks[1].env });
  return { cluster, nodes: [cluster.node(0), cluster.node(1)], clocks };
}

describe('a clock that jumps under a running daemon', () => {
  beforeEach(({ skip }) => {
    if (LIBRARY === undefined) skip('no faketime');
  });

  test('loses nothing: days ahead and back, on either node, while both write', async () => {
    const { cluster, nodes, clocks } = await pair();
    const acked: string[] = [];
    const write = async (node: Daemon, what: string): Promise<void> => {
      const posted = range(20).map((i) =>
        node.host.must(201, 'POST', at('/knowledge'), { topic: 'clock', content: `${what} ${i}` }),
      );
      for (const { id } of await Promise.all(posted)) acked.push(id);
    };
    for (const [own, other] of [
      [0, 0],
      [10 * DAY_S, 0],
      [-3 * DAY_S, 20 * DAY_S],
      [0, -400 * DAY_S],
      [0, 0],
    ] as const) {
      clocks[0].set(own);
      clocks[1].set(other);
      await Promise.all(nodes.map((node, n) => write(node, `node ${n} at ${own} and ${other}`)));
    }
    expect(new Set(acked).size).toBe(acked.length);
    await visible(acked, nodes);
    await cluster.same();
    // A writer's entries keep their order, whatever its clock says.
    for (const { handle } of nodes) {
      const { entries } = await nodes[0].host.must(
        200,
        'GET',
        at(`/knowledge?limit=1000&order=asc&agent_id=${encodeURIComponent(handle)}`),
      );
      const times = entries.map((entry: { timestamp: string }) => entry.timestamp);
      expect(times).toHaveLength(100);
      expect(times).toEqual([...times].sort());
    }
  });

  test('more than a year ahead, its writes are refused, and taken again as soon as it is right', async () => {
    const { cluster, nodes, clocks } = await pair();
    const post = (node: Daemon) => node.host.post(at('/knowledge'), { topic: 'clock', content: 'what it knows' });
    for (const [n, node] of nodes.entries()) {
      clocks[n]?.set(800 * DAY_S);
      const refused = await post(node);
      expect([refused.status, refused.body.error], refused.text).toEqual([400, 'BAD_ENTRY']);
      expect(refused.body.message).toContain('dated more than a year after');
      clocks[n]?.set(0);
      const taken = await post(node);
      expect(taken.status, taken.text).toBe(201);
      await visible([taken.body.id], nodes);
    }
    await cluster.same();
  });

  test('a wait ends when it should, also when the clock is set back in the middle', async () => {
    const clock = new Clock();
    const [node] = (await room.cluster({ size: 1, daemon: { env: clock.env } })).nodes as [Daemon];
    const { cursor } = await node.host.must(200, 'GET', at('/changes?from=head'));
    const waiting = node.host.must(200, 'GET', at(`/changes?type=task&wait=2&since=${cursor}`), undefined, {
      deadline_ms: 20_000,
    });
    // Answered after the one before it was begun.
    await node.host.must(200, 'GET', at('/status'));
    clock.set(-10 * DAY_S);
    // Something that is not waited for makes it look again at how much time is left.
    await node.host.must(201, 'POST', at('/knowledge'), { topic: 'clock', content: 'no task' });
    expect((await waiting).entries).toEqual([]);
    expect((await node.host.must(200, 'GET', '/v1/status')).uptime_s).toBeGreaterThan(0);
  });

  test("a lease ends by the indexer's clock, and by nobody else's", async () => {
    const { cluster, nodes, clocks } = await pair();
    const [indexer, member] = nodes;
    const { id } = await indexer.host.must(201, 'POST', at('/tasks'), { title: 'held for an hour' });
    await visible([id], nodes);
    const held = await indexer.host.must(200, 'PUT', at(`/tasks/${id}/claim`), { ttl_ms: HOUR_S * 1_000 });
    await cluster.same();

    clocks[1].set(2 * HOUR_S);
    const early = await member.host.put(at(`/tasks/${id}/claim?wait=2`), {});
    expect(early.status, early.text).not.toBe(200);
    expect(await indexer.host.must(200, 'GET', at(`/tasks/${id}`))).toMatchObject({
      status: 'claimed',
      claimed_by: indexer.handle,
      fence: held.fence,
    });

    clocks[0].set(2 * HOUR_S);
    const next = await member.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=20`), {});
    expect(next).toMatchObject({ claimed_by: member.handle });
    expect(next.fence).toBeGreaterThan(held.fence);
    await cluster.same();
  });
});
