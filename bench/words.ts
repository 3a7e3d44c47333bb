/** Words as they come in real texts: few that are everywhere, many that are rare (Zipf). The same for every run. */
const WORDS = 20_000;
const SYLLABLES = 'ba co di fu ge hi jo ka lu me no pa qui re sa ti vo wa xe zu tra pli sten mor gan'.split(' ');

let seed = 7;
const random = (): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
};
const anyOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

const vocabulary: readonly string[] = (() => {
  const words = new Set<string>();
  while (words.size < WORDS) {
    const parts = 2 + Math.floor(random() * 3);
    words.add(Array.from({ length: parts }, () => anyOf(SYLLABLES)).join(''));
  }
  return [...words];
})();

const shares: readonly number[] = (() => {
  let sum = 0;
  return vocabulary.map((_, rank) => (sum += 1 / (rank + 2) ** 0.9));
})();

function word(): string {
  const at = random() * (shares.at(-1) as number);
  let low = 0;
  for (let high = WORDS - 1; low < high; ) {
    const middle = (low + high) >> 1;
    if ((shares[middle] as number) < at) low = middle + 1;
    else high = middle;
  }
  return vocabulary[low] as string;
}

/** A text of about so many characters. */
export function text(chars: number): string {
  let all = word();
  while (all.length < chars) all += ` ${word()}`;
  return all;
}

/** So many pairs of different common words: the hundred that come most often, each in 3 to 25 of a hundred texts of 300 characters. */
export function commonPairs(count: number): string[] {
  const pairs = new Set<string>();
  while (pairs.size < count) {
    const [a, b] = [Math.floor(random() * 100), Math.floor(random() * 100)];
    if (a !== b) pairs.add(`${vocabulary[a]} ${vocabulary[b]}`);
  }
  return [...pairs];
}
