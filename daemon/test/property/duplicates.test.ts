import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SimilarIndex } from '../../src/similar/similar-index.js';
import { SAME_SCORE } from '../../src/similar/types.js';
import { type Pair, pairsOf } from './pairs.js';

/** The promise of the issue that this was built for. */
const PRECISION_MIN = 0.99;
const RECALL_MIN = 0.9;
const PAIRS = 10_000;
/** Never looked at while anything was tuned: seeds 1 to 9 were for that. */
const SEED = 7_310_451;

const PACT = 'ab'.repeat(32);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-duplicates-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Judged extends Pair {
  readonly found: boolean;
}

/** All first texts stand in one pact when the second ones are asked about. */
function judged(pairs: readonly Pair[]): Judged[] {
  const index = new SimilarIndex(join(directory, 'similar.db'), 'cafe0001');
  const idOf = (n: number): string => `0123abcd-${n + 1}`;
  const rows = pairs.map(({ first }, n) => ({
    pact_id: PACT,
    id: idOf(n),
    val: JSON.stringify({ payload: { content: first } }),
  }));
  index.write(rows, rows.length);
  const answers = pairs.map((pair, n) => {
    const similar = index.ask({ pact_id: PACT, text: pair.second, given: [] });
    return { ...pair, found: similar.some(({ id, score }) => id === idOf(n) && score >= SAME_SCORE) };
  });
  index.close();
  return answers;
}

describe(`${PAIRS.toLocaleString('en')} pairs of texts of which it is known whether they say the same`, () => {
  it('are told apart, as precisely as the docs say, kind by kind', () => {
    const pairs = judged(pairsOf(SEED, PAIRS));
    const count = (same: boolean, found: boolean) =>
      pairs.filter((pair) => pair.same === same && pair.found === found).length;
    const precision = count(true, true) / (count(true, true) + count(false, true));
    const recall = count(true, true) / (count(true, true) + count(true, false));
    expect(precision).toBeGreaterThanOrEqual(PRECISION_MIN);
    expect(recall).toBeGreaterThanOrEqual(RECALL_MIN);
    const kinds = [...new Set(pairs.map(({ kind }) => kind))].sort();
    const table = kinds.map((kind) => {
      const all = pairs.filter((pair) => pair.kind === kind);
      const right = all.filter(({ same, found }) => same === found).length;
      return `| ${kind} | ${all[0]?.same ? 'yes' : 'no'} | ${right} of ${all.length} |`;
    });
    const page = readFileSync(new URL('../../../docs/relevance.md', import.meta.url), 'utf8');
    const figures = `precision ${precision.toFixed(4)} at recall ${recall.toFixed(4)}`;
    expect(page, `docs/relevance.md must say: ${figures}\n${table.join('\n')}`).toContain(table.join('\n'));
    expect(page, `docs/relevance.md must say: ${figures}`).toContain(figures);
  }, 120_000);
});
