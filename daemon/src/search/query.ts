import { type Segment, segmentsOf, stem } from './tokens.js';

/** One thing that an entry has, or must not have. */
export type Clause =
  /** A word in any inflection; `exact` as it was written. */
  | { readonly kind: 'word'; readonly stem: string; readonly exact: string }
  /** The parts of a compound one after the other in any inflection, or, when they can be, written in one. */
  | { readonly kind: 'phrase'; readonly stems: readonly string[]; readonly whole: string | null }
  /** The same, where the last token only begins so. */
  | { readonly kind: 'prefix'; readonly stems: readonly string[]; readonly prefix: string }
  /** Words one after the other as they are written; `begins`: the last of them only begins so. */
  | { readonly kind: 'quotation'; readonly words: readonly string[]; readonly begins: boolean };

/** A question that can be answered: every clause must hold. */
export interface Question {
  readonly clauses: readonly Clause[];
  readonly excluded: readonly Clause[];
}

/** What is beyond is left out: nobody means more words, and each costs a walk through the index. */
export const CLAUSES_MAX = 32;

/** Signs that join what stands beside them to one thing: paths, versions, addresses, `a::b`. */
const JOINT = /^[./\\:#@+&=~]+$/;
const QUOTED = /^["“”„«»]$/;

/**
 * Reads what a person or an agent typed. There is no syntax that can be wrong: `"..."` asks for words as they are written, one after the
 * other, `-` before a word excludes it, `*` after one finds what begins so, everything else is words in any inflection.
 */
export function readQuestion(text: string): Question {
  const clauses: Clause[] = [];
  const excluded: Clause[] = [];
  const seen = new Set<string>();
  for (const chunk of chunksOf(text)) {
    const { negative } = chunk;
    const clause = clauseOf(chunk);
    const key = `${negative} ${keyOf(clause)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    (negative ? excluded : clauses).push(clause);
    if (seen.size === CLAUSES_MAX) break;
  }
  return { clauses, excluded };
}

/** Names a clause: equal ones have equal keys. */
export function keyOf(clause: Clause): string {
  switch (clause.kind) {
    case 'word':
      return `w ${clause.stem} ${clause.exact}`;
    case 'phrase':
      return `c ${clause.whole ?? ''} ${clause.stems.join(' ')}`;
    case 'prefix':
      return `p ${clause.stems.join(' ')} ${clause.prefix}`;
    case 'quotation':
      return `q ${clause.words.join(' ')}${clause.begins ? '*' : ''}`;
  }
}

interface Chunk {
  readonly segments: Segment[];
  readonly negative: boolean;
  readonly quoted: boolean;
  prefix: boolean;
}

function* chunksOf(text: string): Generator<Chunk> {
  let chunk: Chunk | null = null;
  let quoted = false;
  let at = 0;
  for (const segment of [...segmentsOf(text), null]) {
    const between = text.slice(at, segment?.start ?? text.length);
    if (chunk && between.startsWith('*')) chunk.prefix = true;
    // An uneven number of marks opens or closes a quotation; an even one closes and opens, or has nothing in it.
    const marks = Array.from(between).filter((character) => QUOTED.test(character)).length;
    const joined = chunk !== null && !chunk.prefix && marks === 0 && (quoted || JOINT.test(between) || between === '');
    if (chunk && !joined) {
      yield chunk;
      chunk = null;
    }
    if (marks % 2 === 1) quoted = !quoted;
    if (segment === null) break;
    chunk ??= { segments: [], negative: /(?:^|[\s(])[-−]["“„«]?$/u.test(between), quoted, prefix: false };
    chunk.segments.push(segment);
    at = segment.end;
  }
  if (chunk) yield chunk;
}

/** A compound of more tokens is told apart by its beginning well enough. */
const PHRASE_TOKENS_MAX = 32;
/** A quotation of more words, too; each costs a walk through the index. */
const QUOTED_TOKENS_MAX = 256;

function clauseOf({ segments, prefix, quoted }: Chunk): Clause {
  const max = quoted ? QUOTED_TOKENS_MAX : PHRASE_TOKENS_MAX;
  const tokens = segments.flatMap((segment) => segment.tokens).slice(0, max);
  const last = tokens.at(-1) as string;
  // One character of an unspaced script begins the pair that it stands in.
  const single = tokens.length === 1 && segments[0]?.pairs === true && Array.from(last).length === 1;
  if (quoted && !single) return { kind: 'quotation', words: tokens, begins: prefix };
  if (prefix || single) return { kind: 'prefix', stems: tokens.slice(0, -1).map(stem), prefix: last };
  if (tokens.length === 1) return { kind: 'word', stem: stem(last), exact: last };
  return {
    kind: 'phrase',
    stems: tokens.map(stem),
    whole: segments.length === 1 ? (segments[0]?.whole ?? null) : null,
  };
}
