import { ARCHIVED_BELOW, factorOf } from '../relevance.js';
import { steadyMs } from '../steady-clock.js';
import { facetsOf, textsOf } from './documents.js';
import type { FoundEntry, Nearest, SearchRequest } from './messages.js';
import { type PactIndex, STATUS } from './pact-index.js';
import {
  asScored,
  both,
  type Numbers,
  type Postings,
  type Score,
  type Scores,
  scored,
  union,
  without,
} from './postings.js';
import { type Question, readQuestion } from './query.js';
import type { SearchIndex } from './search-index.js';
import { matcherOf, snippetOf } from './snippet.js';
import type { SearchedPact } from './types.js';

/** A request that has no answer, with the code that the caller hears. */
export class Refusal extends Error {
  constructor(
    readonly code: 'BAD_CURSOR' | 'VIEW_TIMEOUT',
    message: string,
  ) {
    super(message);
  }
}

/** Does an entry have to say everything that was asked, or some of it? */
type Said = 'all' | 'any';
/** The same, and whether what is near to the question by its meaning was found beside it. */
interface Mode {
  readonly said: Said;
  readonly near: boolean;
}

/** So many of the best by words, and of the nearest, are fused; what is further down in both nobody pages to. */
const FUSED_MAX = 500;
/** The usual constant of reciprocal rank fusion: the first places of one list do not outweigh what both lists know. */
const RANK_OFFSET = 60;
/** One over a rank as a whole number that keeps its order far down. */
const RANK_SCALE = 1e6;

/** Place in the order of answers: by score, then the newer first, as in lists. Scores are thousandths, so that a cursor names them exactly. */
interface Place {
  readonly score: number;
  readonly ts: number;
  readonly pos: number;
  readonly writer: number;
}

interface Hit extends Place {
  readonly pact: number;
  readonly doc: number;
  /** Thousandths of what it scores before its relevance takes something away. */
  readonly fit: number;
}

/** Below 0: `a` comes before `b`. */
const order = (a: Place, b: Place): number => b.score - a.score || b.ts - a.ts || b.pos - a.pos || b.writer - a.writer;

/** What a request finds. */
export interface Found {
  readonly entries: readonly FoundEntry[];
  /**
   * The page of these entries, as UTF-8.
   * @param shown JSON of each of them as it reads now, without its last brace; null: there is no such entry any more
   */
  page(shown: readonly (string | null)[]): Uint8Array;
}

/**
 * Finds the entries of a page: by their numbers alone, since what they say is in the tables, which another thread owns.
 * Every entry has to say all of it; when none does, those that say some of it come, the best first. Throws {@link Refusal}.
 */
export function find(index: SearchIndex, request: SearchRequest): Found {
  const question = readQuestion(request.q);
  const after = request.cursor === undefined ? null : readCursor(request.cursor);
  if (after?.mode.near && !request.nearest)
    throw new Refusal(
      'VIEW_TIMEOUT',
      'the embedding that the first page was made with cannot be had just now; try again',
    );
  const near = request.nearest !== null && after?.mode.near !== false;
  const bySaid = (said: Said): Hit[] =>
    near
      ? best(index, request, question, said, { score: asFit, after: null, size: FUSED_MAX })
      : best(index, request, question, said, { score: faded, after: after?.place ?? null, size: request.limit + 1 });
  let said: Said = after?.mode.said ?? 'all';
  let hits = bySaid(said);
  if (hits.length === 0 && after === null && question.clauses.length > 1) {
    said = 'any';
    hits = bySaid(said);
  }
  const mode = { said, near };
  if (near && request.nearest) {
    const fused = fuse(index, request, [hits, nearest(index, request, question, request.nearest)]);
    hits = after ? fused.filter((hit) => order(hit, after.place) > 0) : fused;
  }
  const page = hits.slice(0, request.limit);
  const known = page.map((hit) => knownOf(index, hit, request));
  const end = page.at(-1);
  const cursor = end ? JSON.stringify(writeCursor(mode, end)) : 'null';
  const rest = `"cursor":${cursor},"has_more":${hits.length > page.length},"matched":"${said}","hybrid":${near},"complete":${request.complete}`;
  return {
    entries: page.map((hit) => ({ pact: hit.pact, id: idOf(hit) })),
    page(shown) {
      const matches = matcherOf(question);
      const entries = shown.flatMap((entry, i) => {
        if (entry === null) return [];
        const { explain, ...about } = known[i] as Known;
        const found = { ...about, snippet: snippetOf(textsOf(`${entry}}`), matches), explain };
        return [`${entry},${JSON.stringify(found).slice(1)}`];
      });
      return new TextEncoder().encode(`{"entries":[${entries.join(',')}],${rest}}`);
    },
  };
}

/** What the index knows of an entry that it found. */
interface Known extends SearchedPact {
  readonly expired?: true;
  readonly status?: string;
  readonly score: number;
  readonly explain?: object;
}

function knownOf(index: SearchIndex, hit: Hit, request: SearchRequest): Known {
  const searched = request.pacts[hit.pact] as SearchedPact;
  const pact = index.pact(searched.pact_id) as PactIndex;
  const status = STATUS[pact.statusAt(hit.doc, request.now)];
  return {
    ...(pact.expiredAt(hit.doc, request.now) ? { expired: true } : {}),
    ...searched,
    ...(status ? { status } : {}),
    score: hit.score / 1000,
    ...(request.explain ? { explain: explained(pact, hit, request) } : {}),
  };
}

/** What is left at a time of what an entry scores, in thousandths: the whole of it, or what its relevance leaves. Never more. */
type Left = (pact: PactIndex, doc: number, fit: number, request: SearchRequest) => number;

const asFit: Left = (_pact, _doc, fit) => fit;

const faded: Left = (pact, doc, fit, request) => {
  const counts = pact.relevanceAt(doc, request);
  return counts ? Math.round(fit * factorOf(counts)) : fit;
};

/** How a score came about. */
function explained(pact: PactIndex, { doc, fit }: Hit, request: SearchRequest): object {
  const counts = pact.relevanceAt(doc, request);
  if (!counts) return { fit: fit / 1000, factor: 1 };
  const { value, ...why } = counts;
  const { good, bad, superseded } = pact.standingOf(doc, request);
  return { fit: fit / 1000, factor: factorOf(counts), relevance: value, ...why, good, bad, superseded };
}

/** The best places behind `after` over all pacts. */
function best(
  index: SearchIndex,
  request: SearchRequest,
  question: Question,
  said: Said,
  { score, after, size }: { readonly score: Left; readonly after: Place | null; readonly size: number },
): Hit[] {
  const hits: Hit[] = [];
  for (const [n, { pact_id }] of request.pacts.entries()) {
    const pact = question.clauses.length === 0 ? undefined : index.pact(pact_id);
    if (!pact) continue;
    const { docs, values, count } = matching(pact, request, question, said);
    const wanted = wantedOf(pact, request);
    for (let i = 0; i < count; i++) {
      const fit = Math.round((values[i] as number) * 1000);
      const worst = hits.length === size ? (hits[size - 1] as Hit) : null;
      if (worst && fit < worst.score) continue;
      const doc = docs[i] as number;
      if (!wanted(doc)) continue;
      const hit = hitOf(pact, n, doc, fit, score(pact, doc, fit, request));
      if ((after && order(hit, after) <= 0) || (worst && order(hit, worst) >= 0)) continue;
      insert(hits, hit, size);
    }
  }
  return hits;
}

function hitOf({ docs }: PactIndex, pact: number, doc: number, fit: number, score: number): Hit {
  const [ts, pos, writer] = [docs.ts[doc] as number, docs.pos[doc] as number, docs.writer[doc] as number];
  return { pact, doc, fit, score, ts, pos, writer };
}

/** The nearest entries that the filters and exclusions of a question let through, in their order. */
function nearest(index: SearchIndex, request: SearchRequest, question: Question, near: Nearest): Hit[] {
  const through = request.pacts.map(({ pact_id }) => {
    const pact = index.pact(pact_id);
    return pact && { pact, lets: filterOf(pact, request, question) };
  });
  const hits: Hit[] = [];
  for (let i = 0; i < near.pos.length && hits.length < FUSED_MAX; i++) {
    const n = near.pact[i] as number;
    const { pact, lets } = through[n] ?? {};
    const doc = pact?.numberOf(near.writer[i] as number, near.pos[i] as number);
    if (pact && lets && doc !== undefined && lets(doc)) hits.push(hitOf(pact, n, doc, 0, 0));
  }
  return hits;
}

function filterOf(pact: PactIndex, request: SearchRequest, question: Question): (doc: number) => boolean {
  const wanted = wantedOf(pact, request);
  const facets = facetsOf(request).map((facet) => pact.term(facet));
  const excluded = question.excluded.map((clause) => pact.postings(clause));
  return (doc) => wanted(doc) && facets.every((list) => list.has(doc)) && !excluded.some((list) => list.has(doc));
}

/** Reciprocal rank fusion: an entry scores 1 / (60 + rank) for each list that it stands in, of which its relevance leaves a part. */
function fuse(index: SearchIndex, request: SearchRequest, lists: readonly (readonly Hit[])[]): Hit[] {
  const fused = new Map<string, Hit>();
  for (const list of lists)
    for (const [i, hit] of list.entries()) {
      const key = `${hit.pact} ${hit.doc}`;
      const fit = (fused.get(key)?.fit ?? 0) + Math.round(RANK_SCALE / (RANK_OFFSET + i + 1));
      fused.set(key, { ...hit, fit });
    }
  const known = request.pacts.map(({ pact_id }) => index.pact(pact_id) as PactIndex);
  return [...fused.values()]
    .map((hit) => ({ ...hit, score: faded(known[hit.pact] as PactIndex, hit.doc, hit.fit, request) }))
    .sort(order);
}

function insert(hits: Hit[], hit: Hit, size: number): void {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(hits[middle] as Hit, hit) < 0) low = middle + 1;
    else high = middle;
  }
  hits.splice(low, 0, hit);
  if (hits.length > size) hits.pop();
}

function wantedOf(pact: PactIndex, request: SearchRequest): (doc: number) => boolean {
  const { since_ms, until_ms, status, include, now, as_of_ms } = request;
  const { ts } = pact.docs;
  const newest = as_of_ms ?? Number.POSITIVE_INFINITY;
  const state = status === undefined ? null : STATUS.indexOf(status);
  const expired = include?.includes('expired') === true;
  const replaced = include?.includes('superseded') === true;
  const archived = include?.includes('archived') === true;
  return (doc) => {
    const at = ts[doc] as number;
    return (
      at >= since_ms &&
      at < until_ms &&
      at <= newest &&
      (state === null || pact.statusAt(doc, now) === state) &&
      (expired || !pact.expiredAt(doc, as_of_ms ?? now)) &&
      (replaced || !pact.supersededAt(doc, as_of_ms)) &&
      (archived || (pact.relevanceAt(doc, request)?.value ?? 1) >= ARCHIVED_BELOW)
    );
  };
}

/** A list of entries, and what each of them adds to a score. */
interface List<L extends Numbers = Postings> {
  readonly list: L;
  readonly score: Score;
}

const nothing: Score = () => 0;

/** The entries of a pact that say what is asked, with their scores. */
function matching(pact: PactIndex, request: SearchRequest, question: Question, said: Said): Scores {
  const inTime = <T>(step: T): T => {
    if (steadyMs() <= request.deadline) return step;
    throw new Refusal('VIEW_TIMEOUT', 'the search took too long; ask for less common words');
  };
  const clauses = question.clauses
    .map((clause) => inTime(pact.postings(clause)))
    // The shortest list first: what it leaves is all that the others are asked for.
    .sort((a, b) => a.count - b.count)
    .map((list): List => ({ list, score: pact.scoring(list.count) }));
  const facets = facetsOf(request).map((facet): List => ({ list: inTime(pact.term(facet)), score: nothing }));
  const [shortest, ...longer] = clauses as [List, ...List[]];
  let found: List<Numbers> = said === 'all' ? shortest : { list: anyOf(clauses), score: asScored };
  for (const next of said === 'all' ? [...longer, ...facets] : facets)
    found = { list: inTime(both(found.list, next.list, found.score, next.score)), score: asScored };
  let scores = scored(found.list, found.score);
  for (const clause of question.excluded) scores = inTime(without(scores, pact.postings(clause)));
  return scores;
}

const anyOf = (lists: readonly List[]): Scores => lists.map(({ list, score }) => scored(list, score)).reduce(union);

const idOf = ({ writer, pos }: Place): string => `${writer.toString(16).padStart(8, '0')}-${pos}`;

const writeCursor = ({ said, near }: Mode, place: Place): string =>
  Buffer.from(`${near ? 'near-' : ''}${said}.${place.score}.${place.ts}.${idOf(place)}`).toString('base64url');

function readCursor(cursor: string): { mode: Mode; place: Place } {
  const [, near, said, score, ts, writer, pos] =
    /^(near-)?(all|any)\.(\d{1,9})\.(\d{1,15})\.([0-9a-f]{8})-(\d{1,12})$/.exec(
      Buffer.from(cursor, 'base64url').toString(),
    ) ?? [];
  if (said === undefined || writer === undefined)
    throw new Refusal('BAD_CURSOR', `"${cursor.slice(0, 80)}" is not a cursor of a search`);
  const place = { score: Number(score), ts: Number(ts), pos: Number(pos), writer: Number.parseInt(writer, 16) };
  return { mode: { said: said as Said, near: near !== undefined }, place };
}
