import { quantile } from './numbers.js';

/** How long and how often callers ask: every caller asks again when the last answer is there. */
export interface LoopOptions {
  /** Ends after this time, or some answers more where there were too few in it ... */
  readonly duration_ms?: number;
  /** ... or after so many questions. */
  readonly count?: number;
  /** Not measured, before the time counts. Default 0. */
  readonly warmup_ms?: number;
  /** Number of the first question. Default 0. */
  readonly first?: number;
}

/** What a loop measured. */
export interface LoopResult {
  readonly count: number;
  /** Answers a second. */
  readonly rate: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Bytes of the last answer. */
  readonly bytes: number;
}

/** One caller: asks the n-th question and resolves with the bytes of the answer. Whatever it throws ends the loop. */
export type Ask = (n: number) => Promise<number>;

/** A lane that ends by time goes on until it has as many: on a busy machine there may be none at all in time. */
const ANSWERS_MIN = 10;

/** Runs callers beside each other; what falls into the warm-up or past the end is not counted. */
export async function closedLoop(callers: readonly Ask[], options: LoopOptions): Promise<LoopResult> {
  const { warmup_ms = 0, duration_ms = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY } = options;
  const took: number[] = [];
  const start = performance.now() + warmup_ms;
  const end = start + duration_ms;
  let next = options.first ?? 0;
  const stop = next + count;
  let last = start;
  let bytes = 0;
  const loop = async (ask: Ask): Promise<void> => {
    while (next < stop) {
      const n = next++;
      const sent = performance.now();
      if (sent >= end && took.length >= ANSWERS_MIN) return;
      const length = await ask(n);
      const now = performance.now();
      if (sent < start || (now > end && took.length >= ANSWERS_MIN)) continue;
      took.push(now - sent);
      bytes = length;
      last = now;
    }
  };
  await Promise.all(callers.map(loop));
  return {
    count: took.length,
    rate: (took.length / (last - start)) * 1000,
    p50_ms: quantile(took, 0.5),
    p99_ms: quantile(took, 0.99),
    bytes,
  };
}
