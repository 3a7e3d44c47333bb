import { get } from '../../bench.js';
import type { LaneResult } from '../../load.js';
import type { Target } from '../../report.js';
import { commonPairs, rareWords } from '../../words.js';
import type { Measured } from '../results.js';
import { middle, type Sized, type Workshop } from '../sized.js';

const CALLERS = 16;
const QUESTIONS = 2000;

/** p50 and p99 in ms of two common words, 16 callers, by entries. */
const PROMISED: Readonly<Record<number, { targets: Target[]; p99_targets: Target[] }>> = {
  100_000: { targets: [{ at_most: 10 }], p99_targets: [{ at_most: 40 }] },
  1_000_000: { targets: [{ at_most: 60 }], p99_targets: [{ at_most: 200 }] },
};

/** A question of two words that each stand in 3 to 25 of a hundred entries. */
export const TWO_COMMON = 'two common words';

const pairs = commonPairs(QUESTIONS);
const QUESTIONS_BY_KIND: Readonly<Record<string, readonly string[]>> = {
  [TWO_COMMON]: pairs,
  'one rare word': rareWords(QUESTIONS),
  'one common word': pairs.map((pair) => pair.split(' ')[0] as string),
  'a common and a rare word': rareWords(QUESTIONS).map((word, n) => `${word} ${pairs[n]?.split(' ')[0]}`),
  'a phrase of two common words': pairs.map((pair) => `"${pair}"`),
  'three letters and what begins so': pairs.map((pair) => `${pair.slice(0, 3)}*`),
  'a word that no entry has': rareWords(QUESTIONS).map((word, n) => `${word}y${n}`),
};

/** Requests of one kind of question, ten entries an answer. */
export const questions = (kind: string) =>
  (QUESTIONS_BY_KIND[kind] ?? []).map((q) => get(`/search?limit=10&q=${encodeURIComponent(q)}`));

/** Searches of every kind by 16 callers, then two common words by one. */
export async function search({ tell, lane_ms, rounds }: Workshop, sized: Sized): Promise<Measured[]> {
  const figures: Measured[] = [];
  const ask = async (name: string, kind: string, callers: number): Promise<Measured> => {
    tell(name);
    const lane = { callers, requests: questions(kind), duration_ms: lane_ms };
    const asked: LaneResult[] = [];
    // The lists of common words are read once; after that they are at hand, as on a node that is searched all day.
    await sized.run({ ...lane, duration_ms: 2 * lane_ms });
    for (let round = 0; round < rounds; round++) asked.push(await sized.run({ ...lane, warmup_ms: 200 }));
    return middle(sized.entries, name, asked);
  };
  for (const kind of Object.keys(QUESTIONS_BY_KIND)) {
    const measured = await ask(`search: ${kind}`, kind, CALLERS);
    figures.push(kind === TWO_COMMON ? { ...measured, ...PROMISED[sized.entries] } : measured);
  }
  figures.push(await ask(`search: ${TWO_COMMON}, 1 caller`, TWO_COMMON, 1));
  return figures;
}
