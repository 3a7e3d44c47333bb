import { facetsOf, textsOf } from './documents.js';
import type { SearchRequest } from './messages.js';
import { type PactIndex, STATUS } from './pact-index.js';
import { asScored, both, type Postings, type Score, scored, union, without } from './postings.js';
import { type Question, readQuestion } from './query.js';
import type { SearchIndex } from './search-index.js';
import { matcherOf, snippetOf } from './snippet.js';

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
type Mode = 'all' | 'any';

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
}

/** Below 0: `a` comes before `b`. */
const order = (a: Place, b: Place): number => b.score - a.score || b.ts - a.ts || b.pos - a.pos || b.writer - a.writer;

/**
 * Answers a request with a page of entries as UTF-8.
 * Every entry has to say all of it; when none does, those that say some of it come, the best first. Throws {@link Refusal}.
 */
export function answer(index: SearchIndex, request: SearchRequest): Uint8Array {
  const question = readQuestion(request.q);
  const after = request.cursor === undefined ? null : readCursor(request.cursor);
  let mode: Mode = after?.mode ?? 'all';
  let hits = find(index, request, question, mode, after?.place ?? null);
  if (hits.length === 0 && after === null && question.clauses.length > 1) {
    mode = 'any';
    hits = find(index, request, question, mode, null);
  }
  const page = hits.slice(0, request.limit);
  const matches = matcherOf(question);
  let last = '';
  const entries = page.map((hit) => {
    const pact = request.pacts[hit.pact] as SearchRequest['pacts'][number];
    const { id, val, fate } = index.entry(pact.pact_id, hit.doc);
    last = id;
    const known = index.pact(pact.pact_id) as PactIndex;
    const status = STATUS[known.statusAt(hit.doc, request.now)];
    const found = {
      ...(known.expiredAt(hit.doc, request.now) ? { expired: true } : {}),
      ...pact,
      ...(status ? { status } : {}),
      score: hit.score / 1000,
      snippet: snippetOf(textsOf(val), matches),
    };
    return `${val.slice(0, -1)}${fate},${JSON.stringify(found).slice(1)}`;
  });
  const end = page.at(-1);
  const cursor = end ? JSON.stringify(writeCursor(mode, end, last)) : 'null';
  return new TextEncoder().encode(
    `{"entries":[${entries.join(',')}],"cursor":${cursor},"has_more":${hits.length > page.length},"matched":"${mode}","complete":${request.complete}}`,
  );
}

/** The best places behind `after` over all pacts, one more than a page holds. */
function find(index: SearchIndex, request: SearchRequest, question: Question, mode: Mode, after: Place | null): Hit[] {
  const best: Hit[] = [];
  const size = request.limit + 1;
  for (const [n, { pact_id }] of request.pacts.entries()) {
    const pact = question.clauses.length === 0 ? undefined : index.pact(pact_id);
    if (!pact) continue;
    const { docs, weights, count } = matching(pact, request, question, mode);
    const { ts, pos, writer } = pact.docs;
    const wanted = wantedOf(pact, request);
    for (let i = 0; i < count; i++) {
      const score = Math.round((weights[i] as number) * 1000);
      const worst = best.length === size ? (best[size - 1] as Hit) : null;
      if (worst && score < worst.score) continue;
      const doc = docs[i] as number;
      if (!wanted(doc)) continue;
      const hit: Hit = {
        pact: n,
        doc,
        score,
        ts: ts[doc] as number,
        pos: pos[doc] as number,
        writer: writer[doc] as number,
      };
      if ((after && order(hit, after) <= 0) || (worst && order(hit, worst) >= 0)) continue;
      insert(best, hit, size);
    }
  }
  return best;
}

function insert(best: Hit[], hit: Hit, size: number): void {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (order(best[middle] as Hit, hit) < 0) low = middle + 1;
    else high = middle;
  }
  best.splice(low, 0, hit);
  if (best.length > size) best.pop();
}

function wantedOf(
  pact: PactIndex,
  { since_ms, until_ms, status, include, now }: SearchRequest,
): (doc: number) => boolean {
  const { ts } = pact.docs;
  const state = status === undefined ? null : STATUS.indexOf(status);
  const expired = include?.includes('expired') === true;
  const replaced = include?.includes('superseded') === true;
  return (doc) => {
    const at = ts[doc] as number;
    return (
      at >= since_ms &&
      at < until_ms &&
      (state === null || pact.statusAt(doc, now) === state) &&
      (expired || !pact.expiredAt(doc, now)) &&
      (replaced || pact.docs.superseded[doc] === 0)
    );
  };
}

/** A list of entries, and what each of them adds to a score. */
interface List {
  readonly postings: Postings;
  readonly score: Score;
}

const nothing: Score = () => 0;

/** The entries of a pact that say what is asked, with their scores. */
function matching(pact: PactIndex, request: SearchRequest, question: Question, mode: Mode): Postings {
  const inTime = <T>(step: T): T => {
    if (Date.now() <= request.deadline) return step;
    throw new Refusal('VIEW_TIMEOUT', 'the search took too long; ask for less common words');
  };
  const said = question.clauses
    .map((clause) => inTime(pact.postings(clause)))
    // The shortest list first: what it leaves is all that the others are asked for.
    .sort((a, b) => a.count - b.count)
    .map((postings): List => ({ postings, score: pact.scoring(postings.count) }));
  const facets = facetsOf(request).map((facet): List => ({ postings: inTime(pact.term(facet)), score: nothing }));
  const lists = mode === 'all' ? said : [{ postings: anyOf(said), score: asScored }];
  const [first, ...rest] = [...lists, ...facets] as [List, ...List[]];
  let { postings: found, score } = first;
  for (const next of rest) {
    found = inTime(both(found, next.postings, score, next.score));
    score = asScored;
  }
  for (const clause of question.excluded) found = inTime(without(found, pact.postings(clause)));
  return score === asScored ? found : scored(found, score);
}

const anyOf = (lists: readonly List[]): Postings =>
  lists.map(({ postings, score }) => scored(postings, score)).reduce(union);

const writeCursor = (mode: Mode, { score, ts }: Place, id: string): string =>
  Buffer.from(`${mode}.${score}.${ts}.${id}`).toString('base64url');

function readCursor(cursor: string): { mode: Mode; place: Place } {
  const [, mode, score, ts, writer, pos] =
    /^(all|any)\.(\d{1,9})\.(\d{1,15})\.([0-9a-f]{8})-(\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString()) ??
    [];
  if (mode === undefined || writer === undefined)
    throw new Refusal('BAD_CURSOR', `"${cursor.slice(0, 80)}" is not a cursor of a search`);
  const place = { score: Number(score), ts: Number(ts), pos: Number(pos), writer: Number.parseInt(writer, 16) };
  return { mode: mode as Mode, place };
}
