/** One look at something that must not grow. */
export interface Sample {
  /** Seconds since the run began. */
  readonly at_s: number;
  readonly value: number;
}

/** How samples of a window become one value: what is usual in it, what is left after the last collection of garbage, or what the slowest saw. */
export type Of = 'median' | 'least' | 'p99';

/** What may grow how much, over everything that was measured. */
export interface Allowance {
  readonly of: Of;
  /** Share of the level. */
  readonly share: number;
  /** In the unit of the values; the larger of both holds. */
  readonly least: number;
}

/** What became of one series. */
export interface Trend {
  /** Level at the first window and at the last, on the line through all. */
  readonly from: number;
  readonly to: number;
  readonly flat: boolean;
}

/** Windows that a run is divided into. */
const WINDOWS = 10;

/** Seconds at the beginning that do not count: a fifth of the run, but at least a minute, in which caches fill and code is compiled. */
export const warmUpS = (run_s: number): number => Math.max(60, run_s / 5);

const quantile = (values: readonly number[], q: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] as number;
};

const QUANTILES: Record<Of, number> = { least: 0, median: 0.5, p99: 0.99 };

/**
 * Whether a series stayed level after the warm-up. Its time is cut into ten windows of one value each; the line through them has the median of the
 * slopes between any two of them (Theil and Sen), so that one bad window tilts nothing; what it rises by from the first window to the last is growth.
 * A run without samples in at least three windows is not flat: it shows nothing.
 */
export function trendOf(samples: readonly Sample[], run_s: number, { of, share, least }: Allowance): Trend {
  const begin_s = warmUpS(run_s);
  const window_s = (run_s - begin_s) / WINDOWS;
  const points: { at: number; value: number }[] = [];
  for (let at = 0; at < WINDOWS; at++) {
    const from_s = begin_s + at * window_s;
    const values = samples.filter(({ at_s }) => at_s >= from_s && at_s < from_s + window_s).map(({ value }) => value);
    if (values.length > 0) points.push({ at, value: quantile(values, QUANTILES[of]) });
  }
  if (points.length < 3) return { from: Number.NaN, to: Number.NaN, flat: false };
  const slopes = points.flatMap((a, i) => points.slice(i + 1).map((b) => (b.value - a.value) / (b.at - a.at)));
  const slope = quantile(slopes, 0.5);
  const offset = quantile(
    points.map(({ at, value }) => value - slope * at),
    0.5,
  );
  const to = offset + slope * (WINDOWS - 1);
  return { from: offset, to, flat: to - offset <= Math.max(least, share * offset) };
}
