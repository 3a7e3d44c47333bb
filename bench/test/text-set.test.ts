import { describe, expect, it } from 'vitest';
import { type Engine, retrieve } from '../retrieval/score.js';
import { KINDS, textSet } from '../retrieval/text-set.js';

const set = textSet(120, 7);

describe('the set of texts', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(textSet(120, 7)).toEqual(set);
    expect(textSet(120, 8)).not.toEqual(set);
  });

  it('asks a question of each kind about each fact, and each has an answer', () => {
    for (const kind of KINDS) expect(set.queries.filter((query) => query.kind === kind)).toHaveLength(120);
    expect(set.queries.filter(({ relevant }) => relevant.length === 0)).toEqual([]);
    expect(set.queries.filter(({ text }) => text.trim() === '')).toEqual([]);
  });

  it('counts whatever says the very words as an answer to exact words', () => {
    for (const { text, relevant } of set.queries.filter(({ kind }) => kind === 'exact words'))
      expect(set.entries.flatMap(({ content }, n) => (content.includes(text) ? [n] : []))).toEqual(relevant);
  });
});

describe('the score', () => {
  const engine = (search: Engine['search']): Engine => ({ name: 'made up', fill: async () => {}, search });
  const answers = new Map(set.queries.map(({ text, relevant }) => [text, relevant]));
  const wrong = set.entries.length;

  it('is one for who knows every answer', async () => {
    const { scores } = await retrieve(
      engine(async (text) => answers.get(text) ?? []),
      set,
    );
    for (const score of scores) expect(score).toMatchObject({ recall_at_1: 1, recall_at_10: 1, mrr: 1 });
  });

  it('is a half in rank for who puts a wrong one in front, and nothing for who finds none', async () => {
    const second = await retrieve(
      engine(async (text) => [wrong, ...(answers.get(text) ?? [])]),
      set,
    );
    expect(second.scores.at(-1)).toMatchObject({ kind: 'all', recall_at_1: 0, recall_at_10: 1, mrr: 0.5 });
    const none = await retrieve(
      engine(async () => [wrong]),
      set,
    );
    expect(none.scores.at(-1)).toMatchObject({ recall_at_10: 0, mrr: 0 });
  });
});
