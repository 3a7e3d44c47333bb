import { createHash } from 'node:crypto';

/**
 * What of a text makes it say what it says, so that two texts can be held against each other. Pure: the same on every node, and no
 * locale has a part in it.
 */

/** A text without what changes nothing: the words of each sentence, in order. */
export type Sentences = readonly (readonly string[])[];

/** Words beyond are not compared one by one; the hash of a whole text still covers all of them. */
const WORDS_MAX = 512;

const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const APOSTROPHES = /[\u2018\u2019\u02bc]/g;
const CHUNK = /\n|[^\s]+/gu;
/** A stop that is followed by no space in scripts that have none. */
const WIDE_STOP = /[。！？]/g;
const ENDS_SENTENCE = /[.!?;…。！？]["'”»)\]*_`]*$/u;
/** Everything at the borders of a chunk that is neither letter nor figure nor sign: brackets, quotes, stops, marks of Markdown. */
const BEFORE = /^[^\p{L}\p{N}\p{Sc}\p{Sm}\p{So}%#&@/\\]+/u;
const AFTER = /[^\p{L}\p{N}\p{M}\p{Sc}\p{Sm}\p{So}%#&/\\]+$/u;
const FIGURE = /\p{N}/u;
const SIGNED = /^[("'[]*[-\u2212]\p{N}/u;
/** Paths, addresses, names of functions and files, operators: of these every character counts. */
const CODE = /[/\\_@=<>|&+#~%\p{Sc}]|::|[\p{L}\p{N}][.:][\p{L}\p{N}]/u;
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{So}']+/u;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const LATIN = /^[a-z]+$/;

/** Words without which a sentence says the same. Nothing that limits, negates or dates it is among them. */
const FILLERS = new Set(
  'a an the please kindly basically actually simply just really very quite also indeed note that btw fyi'.split(' '),
);
/** Several forms of one word, none of which changes what is said. */
const FORMS: Readonly<Record<string, string>> = {
  are: 'is',
  am: 'is',
  has: 'have',
  does: 'do',
  were: 'was',
  colour: 'color',
};
/** What stands before and after an apostrophe, written out. */
const SHORT: Readonly<Record<string, string>> = { re: 'is', ll: 'will', ve: 'have', m: 'is', d: 'would', t: 'not' };
const SHORT_NOT: Readonly<Record<string, string>> = { ca: 'can', wo: 'will', sha: 'shall', ai: 'is' };

/** The sentences of a text. Any string will do. */
export function sentencesOf(text: string): Sentences {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(APOSTROPHES, "'")
    .replace(WIDE_STOP, '$& ');
  const sentences: string[][] = [];
  let words: string[] = [];
  const end = (): void => {
    if (words.length > 0) sentences.push(words);
    words = [];
  };
  for (const [chunk] of folded.matchAll(CHUNK)) {
    if (chunk === '\n') end();
    else {
      read(chunk, words);
      if (ENDS_SENTENCE.test(chunk)) end();
    }
  }
  end();
  // A text of nothing but marks is all that it is.
  return sentences.length > 0 ? sentences : [[folded.trim()]];
}

function read(chunk: string, words: string[]): void {
  const core = chunk.replace(BEFORE, '').replace(AFTER, '');
  if (core === '') return;
  if (FIGURE.test(core)) words.push(SIGNED.test(chunk) ? `-${core}` : core);
  else if (CODE.test(core)) words.push(core);
  else for (const word of core.split(BETWEEN_WORDS)) if (word !== '') spell(word, words);
}

function spell(word: string, words: string[]): void {
  if (UNSPACED.test(word)) {
    words.push(...Array.from(word));
    return;
  }
  if (word === 'cannot') {
    words.push('can', 'not');
    return;
  }
  const [stem = '', ...rest] = word.split("'").filter((part) => part !== '');
  const short = rest.at(-1);
  if (short === 't' && stem.endsWith('n') && stem.length > 1) {
    const verb = stem.slice(0, -1);
    add(SHORT_NOT[verb] ?? verb, words);
    words.push('not');
    return;
  }
  add(stem, words);
  if (short !== undefined && short !== 's') add(SHORT[short] ?? short, words);
}

function add(word: string, words: string[]): void {
  if (word === '' || FILLERS.has(word)) return;
  words.push(FORMS[word] ?? singular(word));
}

/** An English word in the singular; that of a verb loses its `s` likewise. Tense is kept: that something is done is another fact. */
function singular(word: string): string {
  if (word.length < 4 || !LATIN.test(word) || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const PRIME = 0x01000193;

/** FNV-1a with a seed, 32 bit. */
function hash(text: string, seed: number): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), PRIME);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** A number that SQLite and JavaScript both keep exactly, 53 bit. */
const key = (text: string, seed: number): number => (hash(text, seed) & 0x1fffff) * 2 ** 32 + hash(text, seed + 1);

/** Bands of MinHash and minima in each: two texts that share 7 of 10 words meet in 93 of 100 cases, those that share 3 in 31. */
const BANDS = 4;
const ROWS = 2;
const SEEDS = Array.from({ length: BANDS * ROWS }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);

/** Where a text is looked for. */
export interface Keys {
  /** Texts of the same words in the same order, of the same sentences in any, or with a slip in one word share one of them. */
  readonly same: readonly number[];
  /** Texts of mostly the same words share some of them. */
  readonly near: readonly number[];
}

/** @param salt keeps the texts of one pact apart from those of another */
export function keysOf(sentences: Sentences, salt: number): Keys {
  const lines = sentences.map((words) => words.join(' '));
  const flat = key(lines.join(' '), salt);
  const sorted = lines.length === 1 ? [] : [key([...lines].sort().join('\n'), salt + 2)];
  const slipped = key(sentences.flat().map(withoutSlips).join(' '), salt + 4);
  const minima = new Uint32Array(SEEDS.length).fill(0xffffffff);
  for (const word of new Set(sentences.flat())) {
    const base = hash(word, salt);
    for (let i = 0; i < SEEDS.length; i++) {
      let h = Math.imul(base ^ (SEEDS[i] as number), 0x85ebca6b);
      h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
      h = (h ^ (h >>> 16)) >>> 0;
      if (h < (minima[i] as number)) minima[i] = h;
    }
  }
  const near = Array.from({ length: BANDS }, (_, band) =>
    key(minima.subarray(band * ROWS, (band + 1) * ROWS).join(' '), salt + 6 + band * 2),
  );
  return { same: [flat, ...sorted, slipped], near };
}

/** Sentences as they are kept. */
export interface Print {
  /** Words apart by spaces, sentences by newlines; the first {@link WORDS_MAX}. */
  readonly words: string;
  /** Of a text of more words: SHA-256 of all of it, its sentences sorted; empty for a whole text. */
  readonly digest: string;
}

/** What is kept of a text's sentences: the words of its first {@link WORDS_MAX}, and a digest of all of a longer one. */
export function printOf(sentences: Sentences): Print {
  let left = WORDS_MAX;
  const kept: string[] = [];
  for (const words of sentences) {
    if (left <= 0) break;
    kept.push(words.slice(0, left).join(' '));
    left -= words.length;
  }
  return { words: kept.join('\n'), digest: left >= 0 ? '' : digestOf(sentences) };
}

const digestOf = (sentences: Sentences): string =>
  createHash('sha256')
    .update(
      sentences
        .map((words) => words.join(' '))
        .sort()
        .join('\n'),
    )
    .digest('base64');

/** How alike two texts are, 0 to 1; 1: the same words in the same sentences. */
export function scoreOf(a: Print, b: Print): number {
  if (a.digest !== b.digest) return alike(a, b);
  if (a.digest !== '' || a.words === b.words) return 1;
  const [left, right] = [a.words.split('\n'), b.words.split('\n')];
  if (left.length === right.length && left.sort().join('\n') === right.sort().join('\n')) return 1;
  if (a.words.replaceAll('\n', ' ') === b.words.replaceAll('\n', ' ')) return 1;
  return oneSlip(wordsIn(a), wordsIn(b)) ? SLIP_SCORE : alike(a, b);
}

const wordsIn = ({ words }: Print): string[] => words.split(BORDER);

const alike = (a: Print, b: Print): number => Math.min(ALIKE_MAX, shared(new Set(wordsIn(a)), new Set(wordsIn(b))));

/** Jaccard index: what both have of what either has. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const word of a) if (b.has(word)) both++;
  return Math.round((both / (a.size + b.size - both)) * 100) / 100;
}

const BORDER = /[\n ]/;
/** A text with one slip of the finger says the same, and is not the same. */
const SLIP_SCORE = 0.95;
/** The most that texts are alike that do not say the same, just below {@link file://./types.ts}. */
const ALIKE_MAX = 0.89;

/** Below it two words that differ by one letter are mostly two words. */
const SLIP_CHARS_MIN = 7;

/** One long word of all is misspelt: two letters changed places, or one stands twice or not. Other letters may make it another word. */
function oneSlip(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const at = a.findIndex((word, i) => word !== b[i]);
  if (a.slice(at + 1).some((word, i) => word !== b[at + 1 + i])) return false;
  const [x, y] = [a[at] as string, b[at] as string];
  if (Math.min(x.length, y.length) < SLIP_CHARS_MIN || !LATIN.test(x) || !LATIN.test(y)) return false;
  return undoubled(x) === undoubled(y) || swapped(x, y);
}

/** A word in a form that a slip does not change. Other words may have it, too. */
const withoutSlips = (word: string): string =>
  word.length < SLIP_CHARS_MIN || !LATIN.test(word)
    ? word
    : `${word[0]}${Array.from(undoubled(word).slice(1, -1)).sort().join('')}${word.at(-1)}`;

const undoubled = (word: string): string => word.replace(/(.)\1/g, '$1');

function swapped(x: string, y: string): boolean {
  if (x.length !== y.length) return false;
  let i = 1;
  while (x[i] === y[i] && i < x.length) i++;
  return (
    i < x.length - 2 && x[i] === y[i + 1] && x[i + 1] === y[i] && x.slice(i + 2) === y.slice(i + 2) && x[0] === y[0]
  );
}

/** Words in a row that count as copied when a text that was given has them so. */
const COPIED_WORDS = 3;
/** So much of a text may be joints between copied pieces. */
const COPIED_SHARE_MIN = 0.8;

/**
 * Which of the texts that an agent was given a text is copied from: the place of the one that it has most of, or -1 when it says anything
 * of its own. Every word must be given, and nearly all stand beside the same words as there.
 */
export function copiedFrom(text: Print, given: readonly Print[]): number {
  if (text.digest !== '') return -1;
  const own = runs(text);
  const words = new Set(wordsIn(text));
  const theirs = given.map((one) => ({ words: new Set(wordsIn(one)), runs: runs(one) }));
  for (const word of words) if (!theirs.some((one) => one.words.has(word))) return -1;
  let most = 0;
  let from = -1;
  let copied = 0;
  for (const run of own) if (theirs.some((one) => one.runs.has(run))) copied++;
  if (copied < own.size * COPIED_SHARE_MIN) return -1;
  for (const [i, one] of theirs.entries()) {
    let has = 0;
    for (const run of own) if (one.runs.has(run)) has++;
    if (has > most) [most, from] = [has, i];
  }
  return from;
}

function runs(text: Print): Set<string> {
  const all = wordsIn(text);
  if (all.length < COPIED_WORDS) return new Set([all.join(' ')]);
  return new Set(
    Array.from({ length: all.length - COPIED_WORDS + 1 }, (_, i) => all.slice(i, i + COPIED_WORDS).join(' ')),
  );
}
