import type { Daemon } from '../../daemon/test/harness/index.js';
import { type Bench, get, POSTS } from '../bench.js';
import { median } from '../numbers.js';

const MEMORY_ENTRIES = 50_000;
const RSS = /^process_resident_memory_bytes (\d+)$/m;

/** A restart with many entries, and the memory of a daemon that has written and read many. */
export async function upkeep(bench: Bench): Promise<void> {
  await memory(bench);
  await restart(bench);
}

async function restart(bench: Bench): Promise<void> {
  const size = bench.sizes.at(-1) as number;
  const { daemon } = await bench.corpus(size);
  const boots: number[] = [];
  const hellos: number[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    await daemon.stop();
    await daemon.start();
    boots.push(daemon.boot_ms / 1000);
    hellos.push((await bench.raw.helloStart()) / 1000);
  }
  bench.report.add({
    name: `restart to healthz, ${size.toLocaleString('en')} entries`,
    value: median(boots),
    unit: 's',
    raw: { what: 'start of Fastify alone, through tsx', value: median(hellos) },
    targets: [{ at_most: 0.5 }],
  });
}

async function memory(bench: Bench): Promise<void> {
  const entries = bench.quick ? MEMORY_ENTRIES / 10 : MEMORY_ENTRIES;
  const daemon = await bench.daemon();
  const { ids } = await bench.run(daemon, { callers: 64, requests: POSTS, count: entries, keep_ids: true });
  const loaded = await rss(daemon);
  await bench.run(daemon, {
    callers: 16,
    requests: [get('/entries?limit=50'), ...ids.slice(0, 1000).map((id) => get(`/entries/${id}`))],
    count: entries,
  });
  bench.report.add({ name: `RSS after loading ${entries.toLocaleString('en')}`, value: loaded, unit: 'MB' });
  bench.report.add({
    name: `RSS after loading and reading ${entries.toLocaleString('en')}`,
    value: await rss(daemon),
    unit: 'MB',
    raw: { what: 'Fastify alone, after its reads', value: (await bench.raw.helloMemory()) / 1e6 },
    targets: [{ at_most: 320 }],
  });
  await daemon.stop();
}

async function rss(daemon: Daemon): Promise<number> {
  const { text } = await daemon.host.get('/v1/metrics');
  return Number(RSS.exec(text)?.[1] ?? Number.NaN) / 1e6;
}
