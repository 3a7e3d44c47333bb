import { Random } from '../../daemon/test/harness/random.js';
import { CAUSES, CHATTER, CURES, FAULTS, gerund, PARTS, past, withS } from './vocabulary.js';

/** An entry of the set. */
export interface SetEntry {
  readonly topic: string;
  readonly content: string;
}

/** A question of a kind, and the entries that answer it, by their number in the set. */
export interface Query {
  readonly kind: Kind;
  readonly text: string;
  readonly relevant: readonly number[];
}

/** Entries and questions with known answers. */
export interface TextSet {
  readonly entries: readonly SetEntry[];
  readonly queries: readonly Query[];
}

/** The ways in which questions differ from what was written. Misspelt words and synonyms are none of them. */
export const KINDS = ['exact words', 'other order', 'other forms', 'some of the words', 'identifiers'] as const;
/** One of them. */
export type Kind = (typeof KINDS)[number];

/** Something that is known: it is written down once or several times, in other words each time. */
interface Fact {
  readonly part: readonly [string, string];
  readonly fault: readonly [string, string];
  readonly cause: readonly [string, string];
  readonly cure: readonly [string, string];
  /** Words of an identifier that stands in its entries. */
  readonly words: readonly string[];
}

type Template = (fact: Fact, name: string) => string;
const TEMPLATES: readonly Template[] = [
  ({ part, fault, cause, cure }, name) =>
    `The ${part.join(' ')} ${withS(fault[0])} ${withS(fault[1])} when there is a ${cause.join(' ')}. We ${past(cure[0])} the ${cure[1]} and it was gone; look at ${name}.`,
  ({ part, fault, cause, cure }, name) =>
    `After a ${cause.join(' ')} every ${part.join(' ')} ${past(fault[0])} its ${fault[1]}. ${gerund(cure[0])} the ${cure[1]} in ${name} is the way out.`,
  ({ part, fault, cure }, name) =>
    `Seen twice this week: ${withS(part.join(' '))} ${gerund(fault[0])} the ${fault[1]}. Until ${name} is fixed, ${cure[0]} all ${withS(cure[1])} by hand.`,
  ({ part, fault, cause }, name) =>
    `Do not let a ${cause.join(' ')} near the ${part.join(' ')}: it will ${fault[0]} one ${fault[1]} after another, and ${name} says nothing about it.`,
  ({ part, fault, cause, cure }, name) =>
    `${name} made ${withS(part.join(' '))} ${fault[0]} a ${fault[1]}. The cause was a ${cause.join(' ')}, the cure to ${cure[0]} the ${cure[1]}.`,
];

const camel = (words: readonly string[]): string =>
  words.map((word, n) => (n === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
const snake = (words: readonly string[]): string => words.join('_');
const path = ([folder, ...rest]: readonly string[]): string => `src/${folder}/${rest.join('-')}.ts`;
const STYLES = [camel, snake, path];

/** Written down so often at most. */
const REPORTS_MAX = 3;
/** Words of a question in exact words. */
const RUN_WORDS = 6;

/**
 * Makes a set: the same for the same seed. Each fact shares its part with others, and its fault with others, so that no single word gives an
 * answer away.
 * @param facts at most 1,200, the pairs of a part and a fault that there are
 */
export function textSet(facts: number, seed: number): TextSet {
  const random = new Random(seed);
  const known = factsOf(facts, random);
  const entries: SetEntry[] = [];
  const queries: Query[] = [];
  for (const fact of shuffled(known, random)) {
    const first = entries.length;
    const name = random.pick(STYLES)(fact.words);
    const reports = 1 + Math.floor(random.next() * REPORTS_MAX);
    for (const template of shuffled(TEMPLATES, random).slice(0, reports))
      entries.push({ topic: fact.part[1], content: template(fact, name) });
    const relevant = entries.map((_, n) => n).slice(first);
    queries.push(...queriesOf(fact, relevant, random));
  }
  return { entries, queries: queries.map((query) => (query.kind === 'exact words' ? literal(query, entries) : query)) };
}

/** A run of words out of an entry that the query is about. Whatever says the very words is an answer; what many say is no question. */
function literal(query: Query, entries: readonly SetEntry[]): Query {
  const [one] = query.relevant as [number];
  const words = (entries[one] as SetEntry).content.split(' ');
  for (let from = 0; from <= words.length - RUN_WORDS; from++) {
    const text = words.slice(from, from + RUN_WORDS).join(' ');
    const relevant = entries.flatMap(({ content }, n) => (content.includes(text) ? [n] : []));
    if (relevant.length <= REPORTS_MAX) return { ...query, text, relevant };
  }
  throw new Error(`nothing in it is said by few: ${words.join(' ')}`);
}

function factsOf(count: number, random: Random): Fact[] {
  const pairs = PARTS.flatMap((part) => FAULTS.map((fault) => ({ part, fault })));
  return shuffled(pairs, random)
    .slice(0, count)
    .map(({ part, fault }) => {
      const [cause, cure] = [random.pick(CAUSES), random.pick(CURES)];
      return { part, fault, cause, cure, words: [random.pick(part), cure[0], random.pick(fault)] };
    });
}

/** One question of each kind; that in exact words gets its words when all entries are known. */
function queriesOf({ part, fault, cause, cure, words }: Fact, relevant: readonly number[], random: Random): Query[] {
  const texts: Record<Kind, string> = {
    'exact words': '',
    'other order': shuffled([...part, ...fault], random).join(' '),
    'other forms': [withS(part[1]), part[0], gerund(fault[0]), withS(fault[1])].join(' '),
    // A few of them among words that only the question has. Not every entry names the cause and the cure.
    'some of the words': shuffled(
      [random.pick(part), random.pick(cause), random.pick(cure), ...random.pick(CHATTER)],
      random,
    ).join(' '),
    // As somebody writes it who remembers the words and not how they are put together.
    identifiers: random.pick([snake, camel, (all: readonly string[]) => all.join(' ')])(words),
  };
  return KINDS.map((kind) => ({ kind, text: texts[kind], relevant }));
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const all = [...values];
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    [all[last], all[other]] = [all[other] as T, all[last] as T];
  }
  return all;
}
