import type { Daemon } from '../../daemon/test/harness/index.js';
import { at, entryOf, until } from '../../daemon/test/harness/index.js';
import type { Bench } from '../bench.js';
import { knowledge, task } from '../entries.js';
import { median, quantile } from '../numbers.js';

const WAIT_S = 10;

/** Two nodes: a confirmed claim from either, and the way of a write to an event at the other. */
export async function peers(bench: Bench): Promise<void> {
  const { report } = bench;
  const turns = bench.quick ? 40 : 200;
  const [indexer, member] = (await bench.room.cluster(2)).nodes as [Daemon, Daemon];
  const append = await bench.raw.append(1, 300);
  const claims: number[][] = [[], []];
  const events = await events_ms(indexer, member, turns);
  const tasks = await settledTasks(indexer, member, 2 * turns);
  for (const [turn, id] of tasks.entries()) {
    const daemon = turn % 2 === 0 ? indexer : member;
    const before = performance.now();
    await daemon.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=${WAIT_S}`), {});
    claims[turn % 2]?.push(performance.now() - before);
  }
  const [near, far] = claims as [number[], number[]];
  report.add({
    name: "confirmed claim on the indexer's node, p50",
    value: median(near),
    unit: 'ms',
    raw: { what: 'append([1]) + fdatasync', value: append.p50_ms },
    targets: [{ at_most: 10 }],
  });
  report.add({
    name: 'confirmed claim across two nodes, p50',
    value: median(far),
    unit: 'ms',
    raw: { what: 'twice append([1]) + fdatasync', value: 2 * append.p50_ms },
    targets: [{ at_most: 30 }],
  });
  report.add({ name: 'confirmed claim across two nodes, p99', value: quantile(far, 0.99), unit: 'ms' });
  report.add({
    name: 'write on one node to event on the other, p50',
    value: median(events),
    unit: 'ms',
    raw: { what: 'append([1]) + fdatasync', value: append.p50_ms },
    targets: [{ at_most: 15 }],
  });
  report.add({ name: 'write on one node to event on the other, p99', value: quantile(events, 0.99), unit: 'ms' });
}

/** Tasks of the first node that both nodes know to be settled, so that a claim waits for nothing but itself. */
async function settledTasks(from: Daemon, to: Daemon, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await from.host.must(201, 'POST', at('/tasks'), task(String(n)))).id);
  const last = at(`/tasks/${ids.at(-1)}`);
  await until(async () => (await to.host.get(last)).body.confirmed === true, {
    what: 'both nodes show the tasks as confirmed',
  });
  return ids;
}

/** From sending the post to having the frame, one after the other. */
async function events_ms(from: Daemon, to: Daemon, turns: number): Promise<number[]> {
  const reader = await to.events();
  const seen = new Map<string, number>();
  let wake = (): void => {};
  reader.onFrame((frame) => {
    const id = entryOf(frame);
    if (id === null || seen.has(id)) return;
    seen.set(id, performance.now());
    wake();
  });
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = performance.now();
    const { id } = await from.host.must(201, 'POST', at('/knowledge'), knowledge(String(turn), 'events'));
    while (!seen.has(id)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    took.push((seen.get(id) as number) - before);
  }
  reader.close();
  return took;
}
