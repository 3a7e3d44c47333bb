import type { EntryTexts } from './documents.js';
import type { Question } from './query.js';
import { type Segment, segmentsOf, stem } from './tokens.js';

/** A piece of an entry, with the places of what was asked for. */
export interface Snippet {
  readonly text: string;
  /** From and to in `text`, in UTF-16 units. */
  readonly marks: readonly (readonly [number, number])[];
}

const SNIPPET_MAX_CHARS = 240;
/** Shown before the first mark. */
const LEAD_CHARS = 40;
/** A long entry is looked through so far. */
const SCANNED_MAX_CHARS = 20_000;

/** Says of a segment whether it is what a question asks for. */
export function matcherOf({ clauses }: Question): (segment: Segment) => boolean {
  const stems = new Set<string>();
  const forms = new Set<string>();
  const prefixes: string[] = [];
  for (const clause of clauses) {
    if (clause.kind === 'word') {
      stems.add(clause.stem);
      forms.add(clause.exact);
    } else if (clause.kind === 'quotation') {
      const { words, begins } = clause;
      for (const one of begins ? words.slice(0, -1) : words) forms.add(one);
      if (begins) prefixes.push(words.at(-1) as string);
    } else {
      for (const one of clause.stems) stems.add(one);
      if (clause.kind === 'prefix') prefixes.push(clause.prefix);
      else if (clause.whole !== null) forms.add(clause.whole);
    }
  }
  // A stem begins as its word does, so most words are told apart without making theirs.
  const beginnings = new Set([...stems].map(beginningOf));
  const asked = (token: string): boolean =>
    (beginnings.has(beginningOf(token)) && stems.has(stem(token))) ||
    forms.has(token) ||
    prefixes.some((begin) => token.startsWith(begin));
  return ({ tokens, whole }) => (whole !== null && forms.has(whole)) || tokens.some(asked);
}

const beginningOf = (token: string): string => token.slice(0, 2);

/** The piece of an entry that shows best why it was found: of its content where that says it, else of its title, topic or source. */
export function snippetOf(texts: EntryTexts, matches: (segment: Segment) => boolean): Snippet {
  for (const text of [texts.content, texts.title, texts.topic, texts.source]) {
    if (text === '') continue;
    const found = segmentsOf(text.slice(0, SCANNED_MAX_CHARS)).filter(matches);
    if (found.length > 0) return piece(text, found);
  }
  return piece(texts.content || texts.title, []);
}

function piece(text: string, found: readonly Segment[]): Snippet {
  const start = text.length <= SNIPPET_MAX_CHARS ? 0 : beginning(text, found);
  const end = Math.min(text.length, start + SNIPPET_MAX_CHARS);
  const before = start > 0 ? '…' : '';
  const shift = before.length - start;
  return {
    text: before + text.slice(start, end) + (end < text.length ? '…' : ''),
    marks: found
      .filter((segment) => segment.start >= start && segment.end <= end)
      .map((segment) => [segment.start + shift, segment.end + shift] as const),
  };
}

/** Where a piece with the most marks begins: a little before the first of them, at a space when there is one. */
function beginning(text: string, found: readonly Segment[]): number {
  let most = 0;
  let best = 0;
  for (let i = 0, j = 0; i < found.length; i++) {
    const from = (found[i] as Segment).start - LEAD_CHARS;
    while (j < found.length && (found[j] as Segment).end <= from + SNIPPET_MAX_CHARS) j++;
    if (j - i > most) [most, best] = [j - i, from];
  }
  const from = Math.max(0, Math.min(best, text.length - SNIPPET_MAX_CHARS));
  if (from === 0) return 0;
  const space = text.slice(from, from + LEAD_CHARS).search(/\s/);
  return space < 0 ? from : from + space + 1;
}
