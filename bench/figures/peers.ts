import type { Daemon } from '../../daemon/test/harness/index.js';
import { at, entryOf, until } from '../../daemon/test/harness/index.js';
import type { Bench } from '../bench.js';
import { knowledge, task } from '../entries.js';
import { median, quantile } from '../numbers.js';

const WAIT_S = 10;

/** Two nodes: a confirmed claim from either, the way of a write to an event at the other, and to what is found there. */
export async function peers(bench: Bench): Promise<void> {
  const { report } = bench;
  const turns = bench.quick ? 40 : 200;
  const [indexer, member] = (await bench.room.cluster(2)).nodes as [Daemon, Daemon];
  const append = await bench.raw.append(1, 300);
  const claims: number[][] = [[], []];
  const events = await events_ms(indexer, member, turns);
  const searches = await searches_ms(indexer, member, turns);
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
  report.add({
    name: 'event on the other node to found by its search, p99',
    value: quantile(searches, 0.99),
    unit: 'ms',
    targets: [{ at_most: 100 }],
  });
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

/** What tells, of any entry, when its event came to this daemon's reader, ms of `performance.now()`; it waits for what has not come. */
async function arrivalsAt(daemon: Daemon): Promise<{ of(id: string): Promise<number>; close(): void }> {
  const reader = await daemon.events();
  const seen = new Map<string, number>();
  let wake = (): void => {};
  reader.onFrame((frame) => {
    const id = entryOf(frame);
    if (id === null || seen.has(id)) return;
    seen.set(id, performance.now());
    wake();
  });
  return {
    async of(id) {
      while (!seen.has(id)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return seen.get(id) as number;
    },
    close: () => reader.close(),
  };
}

/** From sending the post to having the frame, one after the other. */
async function events_ms(from: Daemon, to: Daemon, turns: number): Promise<number[]> {
  const arrivals = await arrivalsAt(to);
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = performance.now();
    const { id } = await from.host.must(201, 'POST', at('/knowledge'), knowledge(String(turn), 'events'));
    took.push((await arrivals.of(id)) - before);
  }
  arrivals.close();
  return took;
}

/** From having the frame to having the entry in the answer of the next search, one after the other. */
async function searches_ms(from: Daemon, to: Daemon, turns: number): Promise<number[]> {
  const search = (word: string) => to.host.must(200, 'GET', at(`/search?q=${word}`));
  // The first question of a node starts its index.
  await search('found');
  const arrivals = await arrivalsAt(to);
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const word = `found${turn}`;
    const { id } = await from.host.must(201, 'POST', at('/knowledge'), { topic: 'search', content: `It is ${word}` });
    const arrived = await arrivals.of(id);
    const { entries } = await search(word);
    if (entries[0]?.id !== id) throw new Error(`the first search after the event of ${id} did not find it`);
    took.push(performance.now() - arrived);
  }
  arrivals.close();
  return took;
}
