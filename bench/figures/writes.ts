import { type Bench, POSTS } from '../bench.js';
import { median } from '../numbers.js';

/** What OpenPact 0.1.4 acknowledged at 64 callers on like hardware, without a sync. */
const OPENPACT_PER_S = 1464;
const BATCH = 64;
const SYNCS = 500;

/** Acknowledged posts beside the same log without a daemon around it, in turn. */
export async function writes(bench: Bench): Promise<void> {
  const { report, raw, lane_ms } = bench;
  const daemon = await bench.daemon();
  const [batches, singles] = bench.quick ? [50, 200] : [150, 500];
  const measured: Record<'raw' | 'raw1' | 'at64' | 'at16' | 'at1', number[]> = {
    raw: [],
    raw1: [],
    at64: [],
    at16: [],
    at1: [],
  };
  const run = (callers: number) =>
    bench.run(daemon, { callers, requests: POSTS, duration_ms: lane_ms, warmup_ms: 300 });
  for (let round = 0; round <= bench.rounds; round++) {
    const batched = await raw.append(BATCH, batches);
    const at64 = await run(64);
    const at16 = await run(16);
    const single = await raw.append(1, singles);
    const at1 = await run(1);
    // Both sides compile their code in the first round.
    if (round === 0) continue;
    measured.raw.push(batched.rate);
    measured.at64.push(at64.rate);
    measured.at16.push(at16.rate);
    measured.raw1.push(single.p50_ms);
    measured.at1.push(at1.p50_ms);
  }
  const sync = await raw.fdatasync(SYNCS);
  report.add({ name: 'raw: fdatasync of 4 KiB, one by one', value: sync.rate, unit: '/s' });
  const append = { what: 'append([64]) + fdatasync', value: median(measured.raw) };
  report.add({
    name: 'POST /knowledge, 64 callers',
    value: median(measured.at64),
    unit: '/s',
    raw: append,
    targets: [{ at_least: 0.75, of: 'ratio' }, { at_least: 3 * OPENPACT_PER_S }],
  });
  report.add({
    name: 'POST /knowledge, 16 callers',
    value: median(measured.at16),
    unit: '/s',
    raw: append,
    targets: [{ at_least: 0.4, of: 'ratio' }],
  });
  report.add({
    name: 'POST /knowledge, 1 caller, p50',
    value: median(measured.at1),
    unit: 'ms',
    raw: { what: 'append([1]) + fdatasync', value: median(measured.raw1) },
    targets: [{ at_most: 1.3, of: 'ratio' }],
  });
}
