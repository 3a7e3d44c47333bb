import type { Measured } from '../results.js';
import { peakOf, type Workshop } from '../sized.js';
import { MEMORY_MB, promised } from './upkeep.js';

/** Grows the pact to a size; answers nothing when that was done by an earlier run. */
export async function grow({ corpora }: Workshop, entries: number): Promise<Measured[]> {
  const figures: Measured[] = [];
  await corpora.grow(entries, async (daemon, growth) => {
    const peak = peakOf(daemon);
    figures.push(
      { name: 'growing: entries posted by 64 callers', entries, unit: '/s', value: growth.rate },
      { name: 'growing: until search knew the last', entries, unit: 's', value: growth.indexed_s },
    );
    if (peak !== null)
      figures.push({
        name: 'RSS, the most while growing',
        entries,
        unit: 'MB',
        value: peak,
        ...promised(entries, MEMORY_MB),
      });
  });
  return figures;
}
