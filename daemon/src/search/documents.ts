import { createHash } from 'node:crypto';
import { segmentsOf, stem } from './tokens.js';

/** Weight of a word in plain content; twice what counts least, so that weights are whole numbers. */
export const CONTENT_WEIGHT = 2;

/**
 * Columns of the full-text index, in order, with the weight of a word that stands there. There are few, and the one with the most words is the
 * first, because an index names the column of every word that stands in another one: a third of its size (measured).
 */
export const COLUMNS = [
  // Also the source, and every word as it was written, for quotations.
  ['content', CONTENT_WEIGHT],
  ['title', 4 * CONTENT_WEIGHT],
  ['topic', 3 * CONTENT_WEIGHT],
  // Names, compounds written in one, single characters of scripts without spaces, and what filters ask for.
  ['rest', CONTENT_WEIGHT / 2],
] as const;

/** Their names, in order. */
export const COLUMN_NAMES = COLUMNS.map(([name]) => name);

/** Weights of tokens that carry a mark, wherever they stand. */
const WRITTEN_WEIGHT = CONTENT_WEIGHT / 2;
const FACET_WEIGHT = 0;

/** The text of a column as tokens, separated by spaces. */
export type TokenColumns = readonly string[];

/** The parts of an entry's JSON that are searched. */
interface IndexedEntry {
  readonly type: string;
  readonly agent_id: string;
  readonly display_name: string | null;
  readonly payload: { readonly [key: string]: unknown };
}

/** What a reader sees of an entry: the texts that words are looked for in, as they were written. */
export interface EntryTexts {
  readonly title: string;
  readonly topic: string;
  readonly content: string;
  readonly source: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @param val JSON of an entry */
export function textsOf(val: string): EntryTexts {
  const { payload } = JSON.parse(val) as IndexedEntry;
  return {
    title: textOf(payload.title ?? payload.name),
    topic: textOf(payload.topic),
    content: textOf(payload.content ?? payload.description),
    source: textOf(payload.source),
  };
}

/** An entry as the index takes it. */
export interface IndexedDocument {
  readonly columns: TokenColumns;
  /** Words of all that a reader would read. */
  readonly length: number;
}

/** @param val JSON of an entry */
export function documentOf(val: string): IndexedDocument {
  const { type, agent_id, display_name, payload } = JSON.parse(val) as IndexedEntry;
  const texts = textsOf(val);
  const forms: string[] = [];
  const written: string[] = [];
  const tokens = (text: string): string[] => tokensOf(text, forms, written);
  const [title, topic, content, source] = [texts.title, texts.topic, texts.content, texts.source].map(tokens) as [
    string[],
    string[],
    string[],
    string[],
  ];
  const length = title.length + topic.length + content.length + source.length;
  const names = tokens([agent_id, display_name, payload.assigned_to].map(textOf).join(' '));
  const facets = facetsOf({ type, agent_id, topic: type === 'knowledge' ? texts.topic : undefined });
  const columns = [[content, source, written], [title], [topic], [names, forms, facets]];
  return { columns: columns.map(columnOf), length };
}

/** Texts one after the other; nobody quotes from the end of one into the next. */
const columnOf = (texts: readonly (readonly string[])[]): string =>
  texts
    .filter((tokens) => tokens.length > 0)
    .map((tokens) => tokens.join(' '))
    .join(` ${WRITTEN_MARK} `);

/** No text can contain it, so a word as it was written is never taken for a stem. */
const WRITTEN_MARK = '\u00b6';

/** The token of a word as it was written. */
export const writtenToken = (token: string): string => WRITTEN_MARK + token;

function tokensOf(text: string, forms: string[], written: string[]): string[] {
  const tokens: string[] = [];
  for (const segment of segmentsOf(text)) {
    for (const token of segment.tokens) {
      tokens.push(stem(token));
      written.push(writtenToken(token));
    }
    if (segment.whole !== null) {
      const stemmed = stem(segment.whole);
      forms.push(stemmed);
      if (stemmed !== segment.whole) forms.push(writtenToken(segment.whole));
    }
    // The last character of a run begins no pair; alone it must be found too.
    if (segment.pairs) forms.push(Array.from(segment.tokens.at(-1) as string).at(-1) as string);
  }
  // Nobody quotes from the end of one text into the next.
  if (tokens.length > 0) written.push(WRITTEN_MARK);
  return tokens;
}

/** What a filter asks for, as tokens that no text can contain. */
export interface Facets {
  readonly type?: string;
  readonly topic?: string;
  readonly agent_id?: string;
  /** Handle of a node. */
  readonly author?: string;
}

const MARK = '\u00a7';

/** What a token weighs that stands in a column. */
export function weightOf(token: string, columnWeight: number): number {
  if (token.startsWith(WRITTEN_MARK)) return WRITTEN_WEIGHT;
  return token.startsWith(MARK) ? FACET_WEIGHT : columnWeight;
}

/** Hashes of what is filtered by, since the same few topics and agents come again and again. */
const hashes = new Map<string, string>();
const HASHES_MAX = 10_000;

function short(text: string): string {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 20);
  if (hashes.size >= HASHES_MAX) hashes.clear();
  hashes.set(text, hash);
  return hash;
}

/** The tokens of facets; of an entry they imply that of its author. */
export function facetsOf(facets: Facets): string[] {
  const { type, topic, agent_id } = facets;
  const author = facets.author ?? agent_id?.slice(agent_id.indexOf('@') + 1);
  return [
    ...(type === undefined ? [] : [`${MARK}${type}`]),
    ...(topic === undefined || topic === '' ? [] : [`${MARK}t${short(topic)}`]),
    ...(agent_id === undefined ? [] : [`${MARK}a${short(agent_id)}`]),
    ...(author === undefined ? [] : [`${MARK}n${short(author)}`]),
  ];
}
