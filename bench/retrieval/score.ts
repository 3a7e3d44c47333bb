import { quantile } from '../numbers.js';
import { KINDS, type Kind, type SetEntry, type TextSet } from './text-set.js';

/** Something that finds entries by what they say. */
export interface Engine {
  readonly name: string;
  /** Takes all entries of the set; resolves when they can be found. */
  fill(entries: readonly SetEntry[]): Promise<void>;
  /** Numbers of at most `limit` entries, the best first. */
  search(text: string, limit: number): Promise<readonly number[]>;
}

/** How well questions of a kind were answered. All from 0 to 1. */
export interface Score {
  readonly kind: Kind | 'all';
  readonly queries: number;
  /** Share of the relevant entries that stand among the first k, of as many as can stand there. */
  readonly recall_at_1: number;
  readonly recall_at_5: number;
  readonly recall_at_10: number;
  /** Mean of one over the place of the first relevant entry, 0 when it is not among the first ten. */
  readonly mrr: number;
}

/** What an engine did with a set. */
export interface Retrieval {
  readonly engine: string;
  /** One a kind, then all of them. */
  readonly scores: readonly Score[];
  /** One question after the other. */
  readonly p50_ms: number;
  readonly p99_ms: number;
}

const LIMIT = 10;

/** Fills the engine, asks all questions, one after the other, and judges the answers. */
export async function retrieve(engine: Engine, { entries, queries }: TextSet): Promise<Retrieval> {
  await engine.fill(entries);
  const took: number[] = [];
  const judged: ({ kind: Kind } & Judged)[] = [];
  for (const { kind, text, relevant } of queries) {
    const before = performance.now();
    const found = await engine.search(text, LIMIT);
    took.push(performance.now() - before);
    judged.push({ kind, ...judge(found, relevant) });
  }
  const scores = [...KINDS, 'all' as const].map((kind): Score => {
    const of = judged.filter((one) => kind === 'all' || one.kind === kind);
    const mean = (value: (one: Judged) => number): number => of.reduce((sum, one) => sum + value(one), 0) / of.length;
    return {
      kind,
      queries: of.length,
      recall_at_1: mean((one) => one.recall(1)),
      recall_at_5: mean((one) => one.recall(5)),
      recall_at_10: mean((one) => one.recall(10)),
      mrr: mean((one) => one.reciprocal),
    };
  });
  return { engine: engine.name, scores, p50_ms: quantile(took, 0.5), p99_ms: quantile(took, 0.99) };
}

interface Judged {
  readonly reciprocal: number;
  readonly recall: (k: number) => number;
}

function judge(found: readonly number[], relevant: readonly number[]): Judged {
  const wanted = new Set(relevant);
  const first = found.findIndex((n) => wanted.has(n));
  return {
    reciprocal: first < 0 ? 0 : 1 / (first + 1),
    recall: (k: number): number => found.slice(0, k).filter((n) => wanted.has(n)).length / Math.min(k, wanted.size),
  };
}
