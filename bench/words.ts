import { Random } from '../daemon/test/harness/random.js';

/** Words as they come in real texts: few that are everywhere, many that are rare (Zipf). The same for every run. */
const WORDS = 20_000;
const SYLLABLES = 'ba co di fu ge hi jo ka lu me no pa qui re sa ti vo wa xe zu tra pli sten mor gan'.split(' ');
/** Ranks of the words that count as common: each stands in 3 to 25 of a hundred texts of 300 characters. */
const COMMON = 100;
/** Ranks of the words that count as rare: each stands in about one of a thousand texts of 300 characters. */
const RARE = [4000, 6000] as const;

const random = new Random(7);

const vocabulary: readonly string[] = (() => {
  const words = new Set<string>();
  while (words.size < WORDS) {
    const parts = 2 + Math.floor(random.next() * 3);
    words.add(Array.from({ length: parts }, () => random.pick(SYLLABLES)).join(''));
  }
  return [...words];
})();

const shares: readonly number[] = (() => {
  let sum = 0;
  return vocabulary.map((_, rank) => (sum += 1 / (rank + 2) ** 0.9));
})();

function word(from: Random): string {
  const at = from.next() * (shares.at(-1) as number);
  let low = 0;
  for (let high = WORDS - 1; low < high; ) {
    const middle = (low + high) >> 1;
    if ((shares[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return vocabulary[low] as string;
}

/** A text of about so many characters: the next one, or, when it is numbered, the one of that number. */
export function text(chars: number, number?: number): string {
  const from = number === undefined ? random : new Random(Math.imul(number + 1, 0x9e3779b1));
  let all = word(from);
  while (all.length < chars) all += ` ${word(from)}`;
  return all;
}

/** So many pairs of different common words. */
export function commonPairs(count: number): string[] {
  const pairs = new Set<string>();
  while (pairs.size < count) {
    const [a, b] = [Math.floor(random.next() * COMMON), Math.floor(random.next() * COMMON)];
    if (a !== b) pairs.add(`${vocabulary[a]} ${vocabulary[b]}`);
  }
  return [...pairs];
}

/** Rare words, each once. */
export const rareWords = (count: number): string[] => vocabulary.slice(RARE[0], Math.min(RARE[0] + count, RARE[1]));
