/**
 * Text becomes tokens here, for entries and questions alike. The index is given ready tokens, so that both SQLite builds, whose own
 * tokenizers know different versions of Unicode, find the same (docs/decisions/0011-search-ranks-its-own-tokens.md).
 */

/** A piece of text that a reader sees as one word. */
export interface Segment {
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Its tokens in order, folded: `getUserName` is three. Only letters, digits and symbols beyond ASCII; never empty. */
  readonly tokens: readonly string[];
  /** All of a compound in one, as somebody may write it: `readonly` for `read-only`. */
  readonly whole: string | null;
  /** Tokens are overlapping pairs of a script without spaces. */
  readonly pairs: boolean;
}

/** Longer tokens are cut: hashes and base64 would fill the index, and nobody types more of one. */
const TOKEN_MAX_CHARS = 64;
/** A compound of more parts is not written as one word. */
const WHOLE_MAX_PARTS = 6;

const SEGMENT =
  /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:[_\-'’]+[\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*|\p{RI}{2}|\p{Extended_Pictographic}/gu;
const ASCII = /^[\x20-\x7f]*$/;
/** Most words: they are their own token, and a third of the time is saved by seeing it at once. */
const PLAIN = /^[a-z0-9]+$/;
/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー][\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー\p{M}]*/gu;
const HAS_UNSPACED = new RegExp(UNSPACED.source.slice(0, UNSPACED.source.indexOf(']') + 1), 'u');
/** Accents of Latin, Greek and Cyrillic letters and the vowel points of Arabic and Hebrew: people leave them out. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u0652]+/g;
const HUMP = /(\p{Ll}|\p{N})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu;
const HAS_HUMP = /[\p{Ll}\p{N}]\p{Lu}|\p{Lu}{2}\p{Ll}{2}/u;
const PART_BORDER = /[_\-'’]+/;

/** The segments of a text, in order. Any string will do. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  for (const match of text.matchAll(SEGMENT)) {
    const [word] = match;
    if (PLAIN.test(word)) plain(word, match.index, segments);
    else if (HAS_UNSPACED.test(word)) unspaced(word, match.index, segments);
    else spaced(word, match.index, segments);
  }
  return segments;
}

function plain(word: string, start: number, segments: Segment[]): void {
  segments.push({ start, end: start + word.length, tokens: [cut(word)], whole: null, pairs: false });
}

function spaced(word: string, start: number, segments: Segment[]): void {
  const parts = PART_BORDER.test(word) || HAS_HUMP.test(word) ? word.replace(HUMP, '$1$2_').split(PART_BORDER) : [word];
  const tokens = parts.map(fold).filter((token) => token !== '');
  if (tokens.length === 0) return;
  const whole = tokens.length > 1 && tokens.length <= WHOLE_MAX_PARTS ? cut(tokens.join('')) : null;
  segments.push({ start, end: start + word.length, tokens, whole, pairs: false });
}

/** Runs of an unspaced script become overlapping pairs; what stands between them is a word as any other. */
function unspaced(word: string, start: number, segments: Segment[]): void {
  let at = 0;
  for (const run of word.matchAll(UNSPACED)) {
    if (run.index > at) inner(word.slice(at, run.index), start + at, segments);
    at = run.index + run[0].length;
    const characters = Array.from(run[0].normalize('NFKC').toLowerCase()).filter((character) => !ASCII.test(character));
    if (characters.length === 0) continue;
    const tokens =
      characters.length === 1 ? characters : characters.slice(1).map((character, i) => characters[i] + character);
    segments.push({ start: start + run.index, end: start + at, tokens, whole: null, pairs: true });
  }
  if (at < word.length) inner(word.slice(at), start + at, segments);
}

function inner(word: string, start: number, segments: Segment[]): void {
  for (const match of word.matchAll(SEGMENT)) spaced(match[0], start + match.index, segments);
}

const cut = (token: string): string =>
  token.length <= TOKEN_MAX_CHARS ? token : token.slice(0, TOKEN_MAX_CHARS).replace(/[\ud800-\udbff]$/, '');

/** One form for all ways to write a word: no case, no accents, no ligatures; empty when nothing is left that can be searched. */
function fold(word: string): string {
  if (ASCII.test(word)) return cut(word.toLowerCase());
  const folded = word.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase().replace(ACCENTS, '');
  // Folding may bring ASCII punctuation to light, such as the brackets of ㈠.
  return cut(folded.replace(/[^a-z0-9\u0080-\u{10ffff}]+/gu, ''));
}

const VOWEL = /[aeiouy]/;

/** An English word without its ending, so that plural and tense do not matter. Other words pass unchanged, or lose the same ending on both sides. */
export function stem(token: string): string {
  if (token.length < 4 || !/^[a-z]+$/.test(token)) return token;
  return withoutLastE(withoutTense(withoutPlural(token)));
}

function withoutPlural(word: string): string {
  if (!word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function withoutTense(word: string): string {
  if (word.length > 4 && word.endsWith('ied')) return `${word.slice(0, -3)}y`;
  const base = /(?<!e)ed$/.test(word) ? word.slice(0, -2) : word.endsWith('ing') ? word.slice(0, -3) : word;
  if (base === word || base.length < 3 || !VOWEL.test(base)) return word;
  return /([b-df-hj-km-np-rtv-y])\1$/.test(base) ? base.slice(0, -1) : base;
}

/** `cookie` loses its end as `cookies` does. */
const withoutLastE = (word: string): string => {
  if (word.length <= 3 || !word.endsWith('e')) return word;
  return word.endsWith('ie') ? `${word.slice(0, -2)}y` : word.slice(0, -1);
};
