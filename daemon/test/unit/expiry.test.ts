import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { EntryType, ListQuery } from '../../src/pact/types.js';
import { Arrivals, PactQueries, type PactTables, Tables, type ViewPut } from '../../src/projection/index.js';

let directory: string;
let files = 0;
const open: Tables[] = [];
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-expiry-'));
});
afterAll(() => {
  for (const tables of open) tables.close();
  rmSync(directory, { recursive: true, force: true });
});

const START = 1.7e12;
const TYPES: readonly EntryType[] = ['knowledge', 'task', 'skill', 'message'];

interface Draft {
  readonly type: EntryType;
  readonly at: number;
  readonly ttl: number | null;
}

const PAYLOADS: Record<EntryType, object> = {
  knowledge: { topic: 'tides', content: 'high at noon' },
  task: { title: 'look' },
  skill: { name: 'watch', version: '1', format: 'generic', content: '#', checksum: `sha256:${'0'.repeat(64)}` },
  message: { content: 'hello' },
};

const idOf = (n: number): string => `0123abcd-${n + 1}`;
const put = ({ type, at, ttl }: Draft, n: number): ViewPut => ({
  seq: n + 1,
  key: `e/${idOf(n)}`,
  json: JSON.stringify({
    id: idOf(n),
    type,
    timestamp: new Date(at).toISOString(),
    agent_id: 'a@anon-fox-0123abcd',
    display_name: null,
    payload: PAYLOADS[type],
    ...(ttl === null ? {} : { ttl }),
  }),
});

const filled = (drafts: readonly Draft[]): { tables: Tables; rows: PactTables; queries: PactQueries } => {
  const tables = new Tables(join(directory, `${files++}.db`));
  open.push(tables);
  const rows = tables.pact('ab'.repeat(32));
  rows.apply(drafts.map(put), drafts.length + 1, 1);
  return { tables, rows, queries: new PactQueries(rows, () => 0) };
};

interface Listed {
  entries: { id: string; expired?: true }[];
  cursor: string | null;
  has_more: boolean;
}

/** The lists that there are, and the type of what each shows. */
const LISTS: { name: string; query: ListQuery }[] = [
  { name: 'everything', query: { types: TYPES } },
  { name: 'of an agent', query: { types: TYPES, agent_id: 'a@anon-fox-0123abcd' } },
  { name: 'of a node', query: { types: ['message'], author: 'anon-fox-0123abcd' } },
  { name: 'of a topic', query: { types: ['knowledge'], topic: 'tides' } },
  { name: 'of a format', query: { types: ['skill'], format: 'generic' } },
  ...TYPES.map((type) => ({ name: type, query: { types: [type] } })),
];

/** A list to its end, page by page. */
const listed = (queries: PactQueries, query: ListQuery, now: number): Listed['entries'] => {
  const all: Listed['entries'] = [];
  let cursor: string | null = null;
  do {
    const text = query.types[0] === 'task' ? queries.listTasks : queries.list;
    const page = JSON.parse(
      text.call(queries, { ...query, limit: 3, ...(cursor ? { cursor } : {}) }, now).text,
    ) as Listed;
    all.push(...page.entries);
    cursor = page.has_more ? page.cursor : null;
  } while (cursor);
  return all;
};

const draft = fc.record<Draft>({
  type: fc.constantFrom(...TYPES),
  at: fc.integer({ min: 0, max: 20 }).map((s) => START + s * 1000),
  ttl: fc.option(fc.integer({ min: 1, max: 20 })),
});

describe('an entry whose time to live is over', () => {
  it('leaves every list at that moment by the clock of the reader, forward and back, and is shown when asked for', () => {
    fc.assert(
      fc.property(
        fc.array(draft, { minLength: 1, maxLength: 24 }),
        fc.array(fc.integer({ min: 0, max: 45_000 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom<'asc' | 'desc'>('asc', 'desc'),
        (drafts, times, order) => {
          const { queries, tables } = filled(drafts);
          for (const now of times.map((ms) => START + ms)) {
            for (const { name, query } of LISTS) {
              const wanted = drafts
                .map((one, n) => ({ ...one, id: idOf(n), n, over: one.ttl !== null && one.at + one.ttl * 1000 <= now }))
                .filter(({ type }) => query.types.includes(type))
                .sort((a, b) => (a.at - b.at || a.n - b.n) * (order === 'asc' ? 1 : -1));
              const shown = listed(queries, { ...query, order }, now);
              expect(
                shown.map(({ id }) => id),
                name,
              ).toEqual(wanted.filter(({ over }) => !over).map(({ id }) => id));
              expect(shown.some(({ expired }) => expired)).toBe(false);
              const all = listed(queries, { ...query, order, include: ['expired'] }, now);
              expect(
                all.map(({ id, expired = false }) => [id, expired]),
                name,
              ).toEqual(wanted.map(({ id, over }) => [id, over]));
            }
            for (const [n, { at, ttl }] of drafts.entries()) {
              const entry = JSON.parse(queries.entry(idOf(n), now)?.text ?? '') as { expired?: true };
              expect(entry.expired ?? false).toBe(ttl !== null && at + ttl * 1000 <= now);
            }
          }
          tables.close();
          open.pop();
        },
      ),
      { numRuns: 60 },
    );
  });

  it('leaves the lists also while the disk has no room to move its row', () => {
    const over = TYPES.map((type): Draft => ({ type, at: START, ttl: 5 }));
    const { queries, tables } = filled([...over, { type: 'message', at: START, ttl: null }]);
    const full = vi.spyOn(tables.db, 'transaction').mockImplementation(() => {
      throw new Error('database or disk is full');
    });
    const all = (): string[] => LISTS.flatMap(({ query }) => listed(queries, query, START + 5000).map(({ id }) => id));
    const shown = all();
    expect(new Set(shown)).toEqual(new Set([idOf(4)]));
    expect(full).toHaveBeenCalled();
    full.mockRestore();
    expect(all()).toEqual(shown);
    expect(tables.db.prepare('select count(*) n from entries where aside >= 2').all()).toEqual([{ n: 4 }]);
  });

  it('is counted from the moment that it says, also when it arrives late', () => {
    const { queries, rows } = filled([{ type: 'message', at: START, ttl: null }]);
    expect(listed(queries, { types: ['message'] }, START + 60_000).length).toBe(1);
    rows.apply([put({ type: 'message', at: START, ttl: 30 }, 1)], 3, 1);
    expect(listed(queries, { types: ['message'] }, START + 60_000).map(({ id }) => id)).toEqual([idOf(0)]);
    expect(listed(queries, { types: ['message'] }, START + 29_999).length).toBe(2);
  });

  it('leaves the entries that refer to another one', () => {
    const { queries, rows } = filled([{ type: 'message', at: START, ttl: null }]);
    const reply = put({ type: 'message', at: START, ttl: 30 }, 1);
    const json = JSON.stringify({ ...(JSON.parse(reply.json as string) as object), refs: [idOf(0)] });
    rows.apply([{ ...reply, json }], 3, 1);
    expect(JSON.parse(queries.referencedBy(idOf(0), START + 29_999).text)).toMatchObject([{ id: idOf(1) }]);
    expect(JSON.parse(queries.referencedBy(idOf(0), START + 30_000).text)).toEqual([]);
  });

  it('is still told of by the arrival feed, as one that is over', () => {
    const { tables } = filled([
      { type: 'message', at: Date.now() - 10_000, ttl: 5 },
      { type: 'message', at: Date.now(), ttl: 3600 },
    ]);
    const told = new Arrivals(tables).after(0, 10).map(({ json }) => JSON.parse(json ?? '') as { expired?: true });
    expect(told.map(({ expired = false }) => expired)).toEqual([true, false]);
  });
});

describe('many that expire at once', () => {
  const MANY = 1_000;
  const drafts = [
    { type: 'message', at: START, ttl: null } as const,
    ...Array.from({ length: MANY }, () => ({ type: 'message', at: START + 1, ttl: 10 }) as const),
  ];

  it('are gone from the first list on, and every list costs one walk along an index', () => {
    const { queries, tables } = filled(drafts);
    const later = START + 60_000;
    for (let n = 0; n < 10; n++)
      expect(listed(queries, { types: ['message'] }, later + n).map(({ id }) => id)).toEqual([idOf(0)]);
    // All of them stand aside by now: a list meets none of them.
    expect(tables.db.prepare('select count(*) n from entries where aside < 2').all()).toEqual([{ n: 1 }]);
    const prepare = vi.spyOn(tables.db, 'prepare');
    for (const { query } of LISTS)
      for (const include of [undefined, ['expired'] as const]) listed(queries, { ...query, include, limit: 2 }, later);
    const asked = new Set(prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes('order by ts')));
    prepare.mockRestore();
    expect(asked.size).toBeGreaterThan(LISTS.length);
    for (const sql of asked) {
      const values = Array.from(sql.matchAll(/\?/g), () => 1);
      const steps = tables.db.prepare(`explain query plan ${sql}`).all(values);
      const details = steps.map((step) => step.detail as string);
      const walks = details.flatMap((detail, n) => (/ (?:entries|tasks)\b/.test(detail) ? [n] : []));
      expect(walks.length).toBeGreaterThan(0);
      for (const n of walks) {
        expect(details[n], details.join('\n')).toMatch(/^SEARCH .*aside=\?/);
        // A page may be sorted when two walks are merged; what is walked along never.
        expect(details[n + 1], details.join('\n')).not.toContain('TEMP B-TREE');
      }
    }
  });
});
