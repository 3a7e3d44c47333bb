import { type Bench, get, POSTS } from '../bench.js';
import { median } from '../numbers.js';

const CALLERS = 16;
const SIZE = 10_000;
const METRIC = /^concordat_event_loop_delay_p99_seconds ([\d.e-]+)$/m;

/** Readers and writers on one event loop: reads must not starve commits, nor keep the loop from anything else. */
export async function mixed(bench: Bench): Promise<void> {
  const { daemon, knowledge } = await bench.corpus(SIZE);
  const read = [get('/entries?limit=50'), ...knowledge.slice(-9).map((id) => get(`/entries/${id}`))];
  const writers = bench.lane(daemon, { callers: CALLERS, requests: POSTS, duration_ms: bench.lane_ms, warmup_ms: 300 });
  const readers = bench.lane(daemon, { callers: CALLERS, requests: read, duration_ms: bench.lane_ms, warmup_ms: 300 });
  const alone: number[] = [];
  const beside: number[] = [];
  const readsAlone: number[] = [];
  const readsBeside: number[] = [];
  const delays_ms: number[] = [];
  // The metric covers the time since it was last asked for.
  const delay_ms = async (): Promise<number> => {
    const { text } = await daemon.host.get('/v1/metrics');
    return Number(METRIC.exec(text)?.[1] ?? Number.NaN) * 1000;
  };
  for (let round = 0; round < bench.rounds; round++) {
    alone.push((await bench.load.run(writers)).rate);
    readsAlone.push((await bench.load.run(readers)).rate);
    await delay_ms();
    const [wrote, readBeside] = await bench.load.lanes(writers, readers);
    delays_ms.push(await delay_ms());
    beside.push(wrote?.rate ?? Number.NaN);
    readsBeside.push(readBeside?.rate ?? Number.NaN);
  }
  bench.report.add({
    name: '16 writers beside 16 readers: writes',
    value: median(beside),
    unit: '/s',
    raw: { what: '16 writers alone', value: median(alone) },
    targets: [{ at_least: 0.5, of: 'ratio' }],
  });
  bench.report.add({
    name: '16 readers beside 16 writers: reads (1 in 10 a list)',
    value: median(readsBeside),
    unit: '/s',
    raw: { what: '16 readers alone', value: median(readsAlone) },
  });
  bench.report.add({
    name: 'event loop delay meanwhile, p99',
    value: median(delays_ms),
    unit: 'ms',
    targets: [{ at_most: 10 }],
  });
}
