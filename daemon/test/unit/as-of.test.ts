import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListQuery } from '../../src/pact/types.js';
import { type Moment, PactQueries, Tables, type ViewPut } from '../../src/projection/index.js';

let directory: string;
let tables: Tables;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-as-of-'));
  tables = new Tables(join(directory, 'as-of.db'));
});
afterAll(() => {
  tables.close();
  rmSync(directory, { recursive: true, force: true });
});

const START = 1.7e12;
const AGENT = 'a@anon-fox-0123abcd';
const idOf = (n: number): string => `0123abcd-${n}`;
/** The nth fact, which supersedes the one before unless it is one of the first that stay. */
const fact = (n: number, stays: number): ViewPut => ({
  seq: n,
  key: `e/${idOf(n)}`,
  json: JSON.stringify({
    id: idOf(n),
    type: 'knowledge',
    timestamp: new Date(START + n).toISOString(),
    agent_id: AGENT,
    display_name: null,
    payload: { topic: 'tides', content: `it is ${n}` },
    ...(n > stays + 1 ? { links: [{ rel: 'supersedes', id: idOf(n - 1) }] } : {}),
  }),
});
const QUERIES: Partial<ListQuery>[] = [{}, { topic: 'tides' }, { agent_id: AGENT }, { author: 'anon-fox-0123abcd' }];

interface Page {
  entries: { id: string }[];
  cursor: string | null;
  has_more: boolean;
}

describe('what was known long ago, of what was replaced a thousand times since', () => {
  const FACTS = 1_200;
  const STAY = 3;
  const pageAt = (queries: PactQueries, moment: Moment, query: Partial<ListQuery>, cursor: string | null): Page =>
    JSON.parse(
      queries.asOf({ types: ['knowledge'], ...query, ...(cursor ? { cursor } : {}) }, moment, START + 1e9).text,
    ) as Page;

  it('is found page by page, each of which looks at so many places, along an index', () => {
    const rows = tables.pact('replaced');
    rows.apply(
      Array.from({ length: FACTS }, (_, n) => fact(n + 1, STAY)),
      FACTS + 1,
      1,
    );
    const queries = new PactQueries(rows, () => 0);
    const prepare = vi.spyOn(tables.db, 'prepare');
    for (const query of QUERIES)
      for (const [moment, newest] of [
        [{ ms: START + 900 }, 900],
        [{ ms: START + 2e9 }, FACTS],
        [{ arrival: tables.head() }, FACTS],
      ] as const) {
        const found: string[] = [];
        let pages = 0;
        for (let cursor: string | null = null; ; pages++) {
          const page: Page = pageAt(queries, moment, { ...query, limit: 2 }, cursor);
          found.push(...page.entries.map(({ id }) => id));
          cursor = page.cursor;
          if (!page.has_more) break;
        }
        expect(found).toEqual([newest, STAY, STAY - 1, STAY - 2].map(idOf));
        expect(pages).toBeGreaterThan(1);
      }
    const asked = new Set(prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes('place')));
    prepare.mockRestore();
    for (const sql of asked) {
      const values = Array.from({ length: 12 }, () => 1).slice(
        0,
        Math.max(...Array.from(sql.matchAll(/\?(\d+)/g), ([, n]) => Number(n))),
      );
      const steps = tables.db.prepare(`explain query plan ${sql}`).all(values);
      for (const { detail } of steps) expect(detail).not.toMatch(/^SCAN (entries|feed|links|f|l)\b/);
      expect(steps.filter(({ detail }) => /^SEARCH entries .*aside=\?/.test(detail as string)).length).toBe(4);
    }
  });

  it('by a cursor is known again after the tables were indexed anew, and does not know what came later', () => {
    const rows = tables.pact('indexed');
    rows.apply([fact(1, 3), fact(2, 3)], 3, 1);
    const moment = { arrival: tables.head() };
    rows.apply([fact(3, 3)], 4, 1);
    const queries = new PactQueries(rows, () => 0);
    const known = (): string[] => pageAt(queries, moment, {}, null).entries.map(({ id }) => id);
    expect(known()).toEqual([2, 1].map(idOf));
    rows.clear(Number.POSITIVE_INFINITY);
    rows.apply([fact(1, 3), fact(2, 3), fact(3, 3)], 4, 1);
    expect(known()).toEqual([2, 1].map(idOf));
    expect(pageAt(queries, { arrival: 0 }, {}, null)).toEqual({
      entries: [],
      cursor: null,
      has_more: false,
    });
  });
});
