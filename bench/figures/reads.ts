import { type Bench, type Corpus, get } from '../bench.js';
import type { LaneResult, LoadRequest } from '../load.js';
import { median } from '../numbers.js';

const CALLERS = 16;
/** Paths that a lane goes through: enough that no answer is near at hand because it was just given. */
const PATHS_MAX = 2000;
const FLAT = 1.3;
const LISTS_PER_S = 8000;
const BY_ID_PER_S = 25_000;

interface Read {
  readonly name: string;
  /** Answers a second that are promised; none for a question that is new every time. */
  readonly at_least_per_s?: number;
  readonly requests: (corpus: Corpus) => readonly LoadRequest[];
}

const spread = (ids: readonly string[]): string[] => {
  const step = Math.max(1, ids.length / PATHS_MAX);
  return Array.from({ length: Math.min(PATHS_MAX, ids.length) }, (_, i) => ids[Math.floor(i * step)] as string);
};

/**
 * A list twice: as agents ask for it, in the same words again and again, and in words that are never the same, so that no answer is a
 * remembered one (`since` is before every entry).
 */
const list = (name: string, path: string): Read[] => [
  { name, at_least_per_s: LISTS_PER_S, requests: () => [get(path)] },
  {
    name: `${name}, no question twice`,
    requests: () => Array.from({ length: PATHS_MAX }, (_, since) => get(`${path}&since=${since}`)),
  },
];

const READS: readonly Read[] = [
  ...list('newest 50', '/entries?limit=50'),
  ...list('50 of a topic that nobody wrote to since', '/knowledge?topic=first&limit=50'),
  ...list('50 tasks of a status that nobody has had since', '/tasks?status=complete&limit=50'),
  ...list('newest 50 tasks', '/tasks?limit=50'),
  {
    name: 'task by id',
    at_least_per_s: BY_ID_PER_S,
    requests: ({ tasks }) => spread(tasks).map((id) => get(`/tasks/${id}`)),
  },
  {
    name: 'entry by id',
    at_least_per_s: BY_ID_PER_S,
    requests: (corpus) => spread(corpus.knowledge).map((id) => get(`/entries/${id}`)),
  },
];

/** Reads by number of entries, all sizes in turn, beside Fastify alone answering as many bytes. */
export async function reads(bench: Bench): Promise<void> {
  const corpora: Corpus[] = [];
  for (const size of bench.sizes) corpora.push(await bench.corpus(size));
  for (const read of READS) await measure(bench, read, corpora);
}

async function measure(bench: Bench, read: Read, corpora: readonly Corpus[]): Promise<void> {
  const duration_ms = bench.lane_ms / 2;
  const measured = corpora.map((): LaneResult[] => []);
  const raw: LaneResult[] = [];
  const hello = await bench.raw.hello();
  for (let round = 0; round <= bench.rounds; round++) {
    for (const [i, corpus] of corpora.entries()) {
      const result = await bench.run(corpus.daemon, {
        callers: CALLERS,
        requests: read.requests(corpus),
        duration_ms,
        warmup_ms: 200,
      });
      if (round > 0) measured[i]?.push(result);
    }
    const bytes = measured.at(-1)?.at(-1)?.bytes ?? 100;
    const result = await bench.load.run({
      port: hello,
      token: null,
      callers: CALLERS,
      requests: [{ method: 'GET', path: `/bytes/${bytes}` }],
      duration_ms,
      warmup_ms: 200,
    });
    if (round > 0) raw.push(result);
  }
  const p50_ms = measured.map((results) => median(results.map((result) => result.p50_ms)));
  const largest = corpora.length - 1;
  const entries = (i: number): string => corpora[i]?.entries.toLocaleString('en') ?? '';
  bench.report.add({
    name: `${read.name}: ${entries(largest)} entries`,
    value: median(measured[largest]?.map((result) => result.rate) ?? []),
    unit: '/s',
    raw: { what: `Fastify alone, ${raw.at(-1)?.bytes} bytes`, value: median(raw.map((result) => result.rate)) },
    ...(read.at_least_per_s === undefined ? {} : { targets: [{ at_least: read.at_least_per_s }] }),
  });
  for (let i = 1; i <= largest; i++) {
    bench.report.add({
      name: `${read.name}: p50 at ${entries(i)}`,
      value: p50_ms[i] as number,
      unit: 'ms',
      raw: { what: `at ${entries(0)} entries`, value: p50_ms[0] as number },
      ...(i === largest ? { targets: [{ at_most: FLAT, of: 'ratio' as const }] } : {}),
    });
  }
}
