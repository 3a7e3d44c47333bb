/** The value below which the share `q` (0..1) of the sample lies; NaN of an empty one. Sorts the sample. */
export function quantile(sample: number[], q: number): number {
  sample.sort((a, b) => a - b);
  return sample[Math.min(sample.length - 1, Math.floor(sample.length * q))] ?? Number.NaN;
}

/** The middle of the sample. */
export const median = (sample: readonly number[]): number => quantile([...sample], 0.5);
