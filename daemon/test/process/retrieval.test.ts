import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concordat } from '../../../bench/retrieval/concordat.js';
import { type Retrieval, retrieve } from '../../../bench/retrieval/score.js';
import { KINDS, textSet } from '../../../bench/retrieval/text-set.js';
import { Room } from '../harness/index.js';

const FACTS = 150;
const SEEDS = [1, 2];
/** What the search reaches on sets of this size (docs/benchmarks/retrieval.md), less what another seed may take away. */
const RECALL_AT_10_MIN = 0.96;
const MRR_MIN = 0.93;

describe.each(SEEDS)('questions with known answers, seed %i', (seed) => {
  const room = new Room();
  let retrieval: Retrieval;
  beforeAll(async () => {
    const daemon = (await room.cluster(1)).node(0);
    retrieval = await retrieve(concordat(daemon), textSet(FACTS, seed));
  });
  afterAll(() => room.close());

  it.each(KINDS)('%s: what is known is found, and stands in front', (kind) => {
    const score = retrieval.scores.find((one) => one.kind === kind);
    expect(score?.queries).toBe(FACTS);
    expect(score?.recall_at_10).toBeGreaterThanOrEqual(RECALL_AT_10_MIN);
    expect(score?.mrr).toBeGreaterThanOrEqual(MRR_MIN);
  });
});
