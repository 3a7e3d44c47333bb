import { at, type Daemon } from '../../daemon/test/harness/index.js';
import { type Bench, get, post } from '../bench.js';
import type { LaneResult, LoadRequest } from '../load.js';
import { median } from '../numbers.js';
import { commonPairs, text } from '../words.js';

const CALLERS = 16;
const FILL_CALLERS = 64;
/** Different questions: enough that none comes again before others have been asked for long. */
const QUESTIONS = 2000;
const TEXT_CHARS = 300;
const BATCH = 2000;

/** Two common words, as an agent would ask: ten entries an answer. */
const questions = (): LoadRequest[] =>
  commonPairs(QUESTIONS).map((pair) => get(`/search?limit=10&q=${encodeURIComponent(pair)}`));

const posts = (count: number): LoadRequest[] =>
  Array.from({ length: count }, (_, n) =>
    post('/knowledge', { topic: `topic-${n % 100}`, content: `${text(TEXT_CHARS)} %n` }),
  );

/** Search beside writes, by number of entries. */
export async function search(bench: Bench): Promise<void> {
  const sizes = bench.quick ? [10_000] : [10_000, 100_000];
  for (const size of sizes) await measure(bench, size, size === sizes.at(-1));
}

async function measure(bench: Bench, size: number, writing: boolean): Promise<void> {
  const daemon = await bench.daemon();
  const requests = posts(BATCH);
  await bench.run(daemon, { callers: FILL_CALLERS, requests, count: size });
  const entries = size.toLocaleString('en');
  const indexing = await indexed(daemon);
  bench.report.add({ name: `index of ${entries} entries made`, value: size / indexing, unit: '/s' });
  const asking = bench.lane(daemon, {
    callers: CALLERS,
    requests: questions(),
    duration_ms: bench.lane_ms,
    warmup_ms: 2 * bench.lane_ms,
  });
  const asked: LaneResult[] = [];
  for (let round = 0; round < bench.rounds; round++) asked.push(await bench.load.run(asking));
  const [p50, p99] = [median(asked.map((one) => one.p50_ms)), median(asked.map((one) => one.p99_ms))];
  bench.report.add({
    name: `two common words, 16 callers: p50 at ${entries}`,
    value: p50,
    unit: 'ms',
    targets: [{ at_most: 10 }],
  });
  bench.report.add({
    name: `two common words, 16 callers: p99 at ${entries}`,
    value: p99,
    unit: 'ms',
    targets: [{ at_most: 40 }],
  });
  if (!writing) return;
  const writers = bench.lane(daemon, { callers: CALLERS, requests, duration_ms: bench.lane_ms, warmup_ms: 300 });
  const alone: number[] = [];
  const beside: number[] = [];
  const found: LaneResult[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    alone.push((await bench.load.run(writers)).rate);
    await indexed(daemon);
    const [wrote, searched] = await bench.load.lanes(writers, { ...asking, warmup_ms: 300 });
    beside.push(wrote?.rate ?? Number.NaN);
    if (searched) found.push(searched);
  }
  bench.report.add({
    name: `16 writers beside 16 searchers at ${entries}: writes`,
    value: median(beside),
    unit: '/s',
    raw: { what: '16 writers alone', value: median(alone) },
    targets: [{ at_least: 0.8, of: 'ratio' }],
  });
  bench.report.add({
    name: `16 searchers beside 16 writers at ${entries}: p50`,
    value: median(found.map((one) => one.p50_ms)),
    unit: 'ms',
  });
}

/** Seconds until search knows all that arrived. */
async function indexed(daemon: Daemon): Promise<number> {
  const start = performance.now();
  for (;;) {
    const { complete } = await daemon.host.must(200, 'GET', at('/search?q=words'));
    if (complete) return (performance.now() - start) / 1000;
  }
}
