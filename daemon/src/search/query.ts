import { type Segment, segmentsOf, stem } from './tokens.js';

/** One thing that an entry has, or must not have. */
export type Clause =
  /** A word in any inflection; `exact` as it was written. */
  | { readonly kind: 'word'; readonly stem: string; readonly exact: string }
  /** Tokens one after the other, or, when it is a compound, written in one. */
  | { readonly kind: 'phrase'; readonly stems: readonly string[]; readonly whole: string | null }
  /** The same, where the last token only begins so. */
  | { readonly kind: 'prefix'; readonly stems: readonly string[]; readonly prefix: string };

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
 * Reads what a person or an agent typed. There is no syntax that can be wrong: `"..."` keeps words together, `-` before a word
 * excludes it, `*` after one finds what begins so, everything else is words.
 */
export function readQuestion(text: string): Question {
  const clauses: Clause[] = [];
  const excluded: Clause[] = [];
  const seen = new Set<string>();
  for (const { segments, negative, prefix } of chunksOf(text)) {
    const clause = clauseOf(segments, prefix);
    const key = `${negative} ${keyOf(clause)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    (negative ? excluded : clauses).push(clause);
    if (seen.size === CLAUSES_MAX) break;
  }
  return { clauses, excluded };
}

/** Names a clause: equal ones have equal keys. */
export const keyOf = (clause: Clause): string =>
  clause.kind === 'word'
    ? `w ${clause.stem} ${clause.exact}`
    : clause.kind === 'phrase'
      ? `q ${clause.whole ?? ''} ${clause.stems.join(' ')}`
      : `p ${clause.stems.join(' ')} ${clause.prefix}`;

interface Chunk {
  readonly segments: Segment[];
  readonly negative: boolean;
  prefix: boolean;
}

function* chunksOf(text: string): Generator<Chunk> {
  let chunk: Chunk | null = null;
  let quoted = false;
  let at = 0;
  for (const segment of [...segmentsOf(text), null]) {
    const between = text.slice(at, segment?.start ?? text.length);
    if (chunk && between.startsWith('*')) chunk.prefix = true;
    // An uneven number of marks opens or closes a quotation.
    const turns = Array.from(between).filter((character) => QUOTED.test(character)).length % 2 === 1;
    const joined = chunk !== null && !chunk.prefix && !turns && (quoted || JOINT.test(between) || between === '');
    if (chunk && !joined) {
      yield chunk;
      chunk = null;
    }
    if (turns) quoted = !quoted;
    if (segment === null) break;
    chunk ??= { segments: [], negative: /(?:^|[\s(])[-−]["“„«]?$/u.test(between), prefix: false };
    chunk.segments.push(segment);
    at = segment.end;
  }
  if (chunk) yield chunk;
}

/** A phrase of more tokens is told apart by its beginning well enough. */
const PHRASE_TOKENS_MAX = 32;

function clauseOf(segments: readonly Segment[], prefix: boolean): Clause {
  const tokens = segments.flatMap((segment) => segment.tokens).slice(0, PHRASE_TOKENS_MAX);
  const last = tokens.at(-1) as string;
  // One character of an unspaced script begins the pair that it stands in.
  const single = tokens.length === 1 && segments[0]?.pairs === true && Array.from(last).length === 1;
  if (prefix || single) return { kind: 'prefix', stems: tokens.slice(0, -1).map(stem), prefix: last };
  if (tokens.length === 1) return { kind: 'word', stem: stem(last), exact: last };
  return {
    kind: 'phrase',
    stems: tokens.map(stem),
    whole: segments.length === 1 ? (segments[0]?.whole ?? null) : null,
  };
}
