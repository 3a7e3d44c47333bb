import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { find } from '../../src/search/answer.js';
import type { FollowedRow, SearchRequest } from '../../src/search/messages.js';
import { SearchIndex } from '../../src/search/search-index.js';
import { steadyMs } from '../../src/steady-clock.js';

let directory: string;
let files = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-search-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PACT = 'ab'.repeat(32);
const AGENT = 'scout@anon-fox-0123abcd';
const freshFile = (): string => join(directory, `${files++}.db`);
const fresh = (): SearchIndex => new SearchIndex(freshFile(), 'cafe0001');

type Payload = Record<string, unknown>;
/** What rows said last, as the tables would tell it. */
const tables = new Map<string, string>();
const row = (
  n: number,
  payload: Payload | null,
  more: Partial<FollowedRow> & { agent_id?: string; type?: string } = {},
): FollowedRow => {
  const { agent_id = AGENT, type = 'knowledge', ...rest } = more;
  const id = `0123abcd-${n}`;
  const ts = rest.ts ?? 1.7e12 + n;
  const timestamp = new Date(ts).toISOString();
  const val = payload && JSON.stringify({ id, type, timestamp, agent_id, display_name: 'Scout', payload });
  if (val) tables.set(id, val.slice(0, -1));
  return {
    pact_id: PACT,
    id,
    val,
    ts,
    status: null,
    lease_until: null,
    expires_at: null,
    superseded_at: null,
    good: 0,
    bad: 0,
    fades: 0,
    ...rest,
  };
};
const said = (content: string, topic = 'notes'): Payload => ({ topic, content });

interface Answer {
  entries: {
    id: string;
    score: number;
    status?: string;
    expired?: true;
    explain?: Record<string, number | boolean>;
    snippet: { text: string; marks: [number, number][] };
  }[];
  cursor: string | null;
  has_more: boolean;
  matched: string;
}
const ask = (index: SearchIndex, q: string, more: Partial<SearchRequest> = {}): Answer => {
  const request: SearchRequest = {
    q,
    pacts: [{ pact_id: PACT, alias: 'main' }],
    since_ms: Number.NEGATIVE_INFINITY,
    until_ms: Number.POSITIVE_INFINITY,
    limit: 20,
    as_of_ms: null,
    now: 1.8e12,
    deadline: steadyMs() + 30_000,
    complete: true,
    nearest: null,
    ...more,
  };
  const { entries, page } = find(index, request);
  return JSON.parse(Buffer.from(page(entries.map(({ id }) => tables.get(id) ?? null))).toString()) as Answer;
};
const ids = ({ entries }: Answer): number[] => entries.map(({ id }) => Number(id.slice(9)));

describe('what is found', () => {
  let index: SearchIndex;
  const TEXTS: [number, Payload][] = [
    [1, said('The staging database is read-only on Sundays')],
    [2, said('Call getUserName before the migration runs')],
    [3, said('user_name is a column of accounts', 'schema')],
    [4, said('検索エンジンの設定を東京で変更した')],
    [5, said('Le café ferme à 18 heures')],
    [6, said('We ship on Fridays 🚀')],
    [7, said('see src/search/index.ts and v1.2.3')],
    [8, { topic: 'deploy', content: 'nothing else here', source: 'runbook of the platform crew' }],
    [9, said('migrations are run by the deploy job', 'deploy')],
    [10, said('NUL \0 and "quotes" and 100% -dashes')],
  ];
  beforeAll(() => {
    index = fresh();
    index.write(
      TEXTS.map(([n, payload]) => row(n, payload)),
      10,
    );
  });
  afterAll(() => index.close());

  test.each<[string, number[]]>([
    ['sundays staging', [1]],
    ['databases', [1]],
    ['readonly', [1]],
    ['"read only"', [1]],
    ['"only read"', []],
    ['"read-only"', [1]],
    ['"staging database"', [1]],
    ['"staging databases"', []],
    ['"databases"', []],
    ['"database"', [1]],
    ['"Staging DATABASE"', [1]],
    ['"migration runs"', [2]],
    ['"migration run"', []],
    ['"migrations are run"', [9]],
    ['"the migr*"', [2]],
    ['migrations*', [9]],
    ['migration -"migration runs"', [9]],
    ['"sundays notes"', []],
    ['"here runbook"', []],
    ['here/runbook', []],
    ['platform/crew', [8]],
    ['"設定を東京"', [4]],
    ['"設定東京"', []],
    ['"café ferme"', [5]],
    ['"user names"', []],
    ['"user name"', [3, 2]],
    ['read_only', [1]],
    ['user name', [3, 2]],
    ['getUserName', [2]],
    ['getusername', [2]],
    ['get_user_name', [2]],
    ['username', [3]],
    ['migration run', [9, 2]],
    ['migr*', [9, 2]],
    ['migration -deploy', [2]],
    ['検索', [4]],
    ['東京', [4]],
    ['京', [4]],
    ['更', [4]],
    ['京東', []],
    ['cafe', [5]],
    ['CAFÉ', [5]],
    ['🚀', [6]],
    ['search/index.ts', [7]],
    ['v1.2.3', [7]],
    ['runbook', [8]],
    ['the', [1, 8, 2, 9]],
    ['scout sundays', [1]],
    ['of a the', [1, 2, 3, 5, 8, 9]],
    ['src/search', [7]],
    ['index.ts', [7]],
    ['SRC\\SEARCH', [7]],
    ['(staging) [database]!?', [1]],
    ['sta\0ging', []],
    ['staging\0database', [1]],
    ['\0staging\0', [1]],
    ['fridays🚀', [6]],
    ['…—!?¿·', []],
    ['\ud800', []],
    ['staging '.repeat(1_250), [1]],
    ['nowhere', []],
    ['-sundays', []],
    ['', []],
    ['"', []],
    ['***', []],
    ['( ) { } ^ : \0', []],
    ['quotes dashes', [10]],
    ['NEAR(quotes, dashes)', [10]],
    ["' or 1=1 --", []],
    ['x'.repeat(10_000), []],
    [`"${'word '.repeat(2_000)}"`, []],
    [`"${'the staging '.repeat(800)}"`, []],
    ['"\0"', []],
    ['"🚀"', [6]],
    ['word '.repeat(2_000), []],
  ])('by %j', (q, expected) => {
    expect(ids(ask(index, q)).sort()).toEqual([...expected].sort());
  });

  it('says all words, and when nothing does, some of them', () => {
    expect(ask(index, 'sundays staging')).toMatchObject({ matched: 'all' });
    const some = ask(index, 'sundays nowhere');
    expect(some.matched).toBe('any');
    expect(ids(some)).toEqual([1]);
  });

  it('is shown with marks around what was asked for', () => {
    const [{ snippet }] = ask(index, 'databases read-only').entries as [Answer['entries'][number]];
    expect(snippet.marks.map(([from, to]) => snippet.text.slice(from, to))).toEqual(['database', 'read-only']);
  });

  it('is limited by filters', () => {
    expect(ids(ask(index, 'migration', { topic: 'deploy' }))).toEqual([9]);
    expect(ids(ask(index, 'migration', { agent_id: AGENT }))).toEqual([9, 2]);
    expect(ids(ask(index, 'migration', { agent_id: 'other' }))).toEqual([]);
    expect(ids(ask(index, 'migration', { author: 'anon-fox-0123abcd' }))).toEqual([9, 2]);
    expect(ids(ask(index, 'migration', { type: 'task' }))).toEqual([]);
    expect(ids(ask(index, 'migration', { since_ms: 1.7e12 + 9 }))).toEqual([9]);
    expect(ids(ask(index, 'migration', { until_ms: 1.7e12 + 9 }))).toEqual([2]);
  });

  it('whatever is asked, is an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (q) => {
        expect(ask(index, q).entries.length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('"', '*', '-', 'read', 'only', ' ', '検', '(', 'OR', '\0', ':'), { maxLength: 30 }),
        (parts) => {
          expect(ask(index, parts.join('')).matched).toMatch(/all|any/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('whatever was written, can be indexed, and taken out again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (content) => {
        index.write([row(99, said(content))], 11);
        ask(index, content);
        index.write([row(99, null)], 12);
      }),
      { numRuns: 300 },
    );
    expect(ids(ask(index, 'the')).sort()).toEqual([1, 2, 8, 9]);
  });
});

describe('the order', () => {
  it('puts a title and a topic before content, and the newer before the older when they say the same', () => {
    const index = fresh();
    index.write(
      [
        row(1, said('leases')),
        row(2, said('leases')),
        row(3, said('x', 'leases')),
        row(4, { title: 'leases' }, { type: 'task' }),
      ],
      4,
    );
    expect(ids(ask(index, 'lease'))).toEqual([4, 3, 2, 1]);
    index.close();
  });

  it('is walked page by page without a gap or a repetition', () => {
    const index = fresh();
    index.write(
      Array.from({ length: 95 }, (_, n) => row(n + 1, said(`lease ${'word '.repeat(n % 7)}`))),
      95,
    );
    const all = ids(ask(index, 'lease', { limit: 100 }));
    const walked: number[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = ask(index, 'lease', { limit: 10, cursor });
      walked.push(...ids(page));
      if (!page.has_more) break;
      cursor = page.cursor ?? undefined;
    }
    expect(walked).toEqual(all);
    expect(all.length).toBe(95);
    expect(() => ask(index, 'lease', { cursor: 'made-up' })).toThrow(/not a cursor/);
    index.close();
  });

  const WORDS = ['lease', 'leases', 'fence', 'read-only', 'getName', 'deploy', '検索', 'on'];
  const change = fc.record({
    n: fc.integer({ min: 1, max: 12 }),
    words: fc.option(fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 }), { freq: 4 }),
    asked: fc.constantFrom(...WORDS),
  });

  it('follows from the entries alone, however they came: another order, changes, retractions and questions in between', () => {
    const histories = fc.array(change, { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(histories, fc.infiniteStream(fc.nat()), (history, shuffle) => {
        const lived = fresh();
        const last = new Map<number, FollowedRow>();
        for (const [i, { n, words, asked }] of history.entries()) {
          const next = row(n, words && said(words.join(' ')));
          last.set(n, next);
          lived.write([next], i + 1);
          ask(lived, asked);
        }
        const rows = [...last.values()].map((one) => ({ one, at: shuffle.next().value as number }));
        const told = fresh();
        told.write(
          rows.sort((a, b) => a.at - b.at).map(({ one }) => one),
          1,
        );
        for (const q of [...WORDS, 'lease on', '"read only" deploy', 'le*', 'lease -fence', 'get lease'])
          expect(ask(lived, q)).toEqual(ask(told, q));
        lived.close();
        told.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the state of a task', () => {
  const task = (status: string, lease_until: number | null = null) =>
    row(1, { title: 'write the release notes' }, { type: 'task', status, lease_until });

  it('is a filter that follows its changes, and a claim whose lease has run out reads as open', () => {
    const index = fresh();
    const found = (status: SearchRequest['status'], now = 1.8e12) => ids(ask(index, 'release', { status, now }));
    index.write([task('open')], 1);
    expect([found('open'), found('claimed')]).toEqual([[1], []]);
    index.write([task('claimed', 1.8e12 + 1)], 2);
    expect([found('open'), found('claimed')]).toEqual([[], [1]]);
    expect([found('open', 1.9e12), found('claimed', 1.9e12)]).toEqual([[1], []]);
    expect(ask(index, 'release', { now: 1.9e12 }).entries[0]?.status).toBe('open');
    index.write([task('complete')], 3);
    expect([found('complete'), found('claimed')]).toEqual([[1], []]);
    index.close();
  });
});

it('leaves out what has expired at the time of the question, also after it was opened again, unless asked for it', () => {
  const file = freshFile();
  let index = new SearchIndex(file, 'cafe0001');
  index.write([row(1, said('low tide'), { expires_at: 1.8e12 }), row(2, said('high tide'))], 1);
  for (let opened = 0; opened < 2; opened++) {
    expect(ids(ask(index, 'tide', { now: 1.8e12 - 1 }))).toEqual([2, 1]);
    expect(ids(ask(index, 'tide', { now: 1.8e12 }))).toEqual([2]);
    // What only an expired entry says is said by none.
    expect(ask(index, 'low tide', { now: 1.8e12 }).matched).toBe('any');
    const all = ask(index, 'tide', { now: 1.8e12, include: ['expired'] });
    expect(all.entries.map(({ expired = false }) => expired)).toEqual([false, true]);
    index.close();
    index = new SearchIndex(file, 'cafe0001');
  }
  index.close();
});

describe('what an entry counts', () => {
  const DAY_MS = 86_400_000;
  const NOW = 1.8e12;
  const tide = (n: number, more: Partial<FollowedRow> = {}): FollowedRow =>
    row(n, said('high tide'), { ts: NOW, fades: 1, ...more });
  const asked = (rows: FollowedRow[], more: Partial<SearchRequest> = {}): Answer => {
    const index = fresh();
    index.write(rows, 1);
    const found = ask(index, 'tide', { now: NOW, ...more });
    index.close();
    return found;
  };
  const old = tide(1, { ts: NOW - 60 * DAY_MS });
  const applied = tide(2, { ts: NOW - 60 * DAY_MS, good: 4 });
  const disputed = tide(3, { bad: 4 });
  const replaced = tide(4, { superseded_at: NOW, bad: 4 });

  it('orders what says the same: the younger, the applied, the undisputed, the current first', () => {
    const rows = [replaced, disputed, old, applied, tide(5)];
    expect(ids(asked(rows, { include: ['superseded'] }))).toEqual([5, 2, 1, 3, 4]);
  });

  it('orders alike on two nodes that have the same entries, whenever in a day they are asked', () => {
    const rows = [disputed, old, applied, tide(5)];
    const day = Math.floor(NOW / DAY_MS) * DAY_MS;
    const there = asked(rows.toReversed(), { now: day + DAY_MS - 1 }).entries.map(({ id, score }) => ({ id, score }));
    expect(asked(rows, { now: day }).entries.map(({ id, score }) => ({ id, score }))).toEqual(there);
    expect(there).toHaveLength(4);
  });

  it('and what is found are those of a time that was asked for', () => {
    const rows = [
      tide(1, { ts: NOW - 9 * DAY_MS, superseded_at: NOW - 5 * DAY_MS }),
      tide(2, { ts: NOW - 5 * DAY_MS, expires_at: NOW - 2 * DAY_MS }),
      tide(3, { ts: NOW }),
      tide(4, { ts: NOW - 390 * DAY_MS }),
    ];
    const then = (days: number): number[] => ids(asked(rows, { as_of_ms: NOW - days * DAY_MS }));
    expect([10, 9, 5.1, 5, 2.1, 2, 0].map(then)).toEqual([[4], [1, 4], [1, 4], [2, 4], [2, 4], [4], [3]]);
    const index = fresh();
    index.write([tide(1, { ts: NOW - 9 * DAY_MS })], 1);
    expect(ids(ask(index, 'tide', { as_of_ms: NOW - DAY_MS }))).toEqual([1]);
    index.write([tide(1, { ts: NOW - 9 * DAY_MS, superseded_at: NOW - 2 * DAY_MS })], 2);
    expect(ids(ask(index, 'tide', { as_of_ms: NOW - DAY_MS }))).toEqual([]);
    expect(ids(ask(index, 'tide', { as_of_ms: NOW - 3 * DAY_MS }))).toEqual([1]);
    const found = ask(index, 'tide', { as_of_ms: NOW - 3 * DAY_MS, explain: true }).entries[0];
    expect(found).toMatchObject({ explain: { superseded: false, age_days: 6 } });
    index.close();
  });

  it('takes a part of the score: what was asked for counts most', () => {
    const title = row(1, { title: 'tide', content: 'high' }, { ts: NOW - 300 * DAY_MS, fades: 1 });
    expect(ids(asked([title, tide(2)]))).toEqual([1, 2]);
  });

  it('archives what counts next to nothing: search leaves it out unless it is asked for it', () => {
    const rows = [tide(1, { ts: NOW - 400 * DAY_MS }), tide(2), row(3, said('low tide'), { ts: NOW - 4_000 * DAY_MS })];
    const near = {
      pact: Uint16Array.of(0, 0),
      writer: Uint32Array.of(0x123abcd, 0x123abcd),
      pos: Float64Array.of(1, 2),
    };
    expect(ids(asked(rows)).toSorted()).toEqual([2, 3]);
    expect(ids(asked(rows, { include: ['archived'] })).toSorted()).toEqual([1, 2, 3]);
    expect(ids(asked(rows, { nearest: near })).toSorted()).toEqual([2, 3]);
    expect(ids(asked(rows, { nearest: near, include: ['archived'] })).toSorted()).toEqual([1, 2, 3]);
  });

  it('follows what agents make of it later, also after it was opened again', () => {
    const file = freshFile();
    let index = new SearchIndex(file, 'cafe0001');
    index.write([tide(1), tide(2)], 1);
    expect(ids(ask(index, 'tide', { now: NOW }))).toEqual([2, 1]);
    index.write([tide(2, { bad: 2 })], 2);
    expect(ids(ask(index, 'tide', { now: NOW }))).toEqual([1, 2]);
    index.close();
    index = new SearchIndex(file, 'cafe0001');
    expect(ids(ask(index, 'tide', { now: NOW }))).toEqual([1, 2]);
    index.write([tide(2)], 3);
    expect(ids(ask(index, 'tide', { now: NOW }))).toEqual([2, 1]);
    index.close();
  });

  it('is explained, by words and by meaning: the score is what fits, times what is left of it', () => {
    const rows = [tide(1, { bad: 2, good: 2, ts: NOW - 30 * DAY_MS }), tide(2)];
    const near = { pact: Uint16Array.of(0), writer: Uint32Array.of(0x123abcd), pos: Float64Array.of(2) };
    for (const nearest of [null, near]) {
      const { entries } = asked(rows, { explain: true, nearest });
      for (const { score, explain } of entries) {
        const { fit, factor, relevance, age_days, half_life_days, standing } = explain as Record<string, number>;
        expect(score).toBeCloseTo((fit as number) * (factor as number), 2);
        expect(factor).toBeCloseTo(0.8 + 0.2 * (relevance as number));
        expect(relevance).toBeCloseTo(2 ** (-(age_days as number) / (half_life_days as number)) * (standing as number));
      }
      expect(entries[1]?.explain).toMatchObject({ age_days: 30, good: 2, bad: 2, superseded: false });
    }
    expect(asked(rows).entries[0]).not.toHaveProperty('explain');
  });
});

describe('the database', () => {
  it('remembers how far it follows, and begins anew when it is damaged, or follows other tables', () => {
    const file = freshFile();
    const open = (follows: string): SearchIndex => new SearchIndex(file, follows);
    let index = open('cafe0001');
    index.write([row(1, said('kept'))], 7);
    index.close();
    index = open('cafe0001');
    expect([index.indexed, ids(ask(index, 'kept'))]).toEqual([7, [1]]);
    index.close();
    index = open('cafe0002');
    expect([index.indexed, ids(ask(index, 'kept'))]).toEqual([0, []]);
    index.close();
    writeFileSync(file, 'this is not a database, and long enough to be looked at as one '.repeat(100));
    index = open('cafe0002');
    expect(index.indexed).toBe(0);
    index.write([row(1, said('again'))], 1);
    expect(ids(ask(index, 'again'))).toEqual([1]);
    index.close();
  });

  it('is opened whole, though it has more rows than are read at once', () => {
    const file = freshFile();
    const rows = Array.from({ length: 9_000 }, (_, n) => row(n + 1, said(n % 1000 ? 'x' : 'rare')));
    let index = new SearchIndex(file, 'cafe0001');
    index.write(rows, 1);
    const before = ask(index, 'rare');
    index.close();
    index = new SearchIndex(file, 'cafe0001');
    expect(ask(index, 'rare')).toEqual(before);
    expect(ids(before)).toEqual([8001, 7001, 6001, 5001, 4001, 3001, 2001, 1001, 1]);
    expect(index.pact(PACT)?.numberOf(0x0123abcd, 9_000)).toBe(9_000);
    index.close();
  });

  it('finds beginnings, quotations and compounds as if the question were new, after it was asked, written to and taken from', () => {
    const payloads = [
      said('report the reports', 'the report'),
      said('reported'),
      said('repeat the report'),
      said('a report is reprinted, user_name and user.names', 'user_name'),
      said('the reports of users', 'report the'),
      said('other'),
    ];
    const questions = ['rep*', '"the report"', '"the rep*"', 'user_name', 'user_na*', '"is reprinted"', 'x*'];
    const rows = payloads.map((payload, n) => row(n + 1, payload));
    const index = fresh();
    index.write(rows.slice(0, 2), 1);
    for (const q of questions) ask(index, q);
    index.write(rows.slice(2), 2);
    const anew = fresh();
    anew.write(rows, 1);
    for (const q of questions) expect([q, ask(index, q)]).toEqual([q, ask(anew, q)]);
    expect(ids(ask(index, '"the rep*"'))).toEqual([1, 3, 5]);
    index.write([row(3, null)], 3);
    for (const q of questions) expect(ids(ask(index, q))).toEqual(ids(ask(anew, q)).filter((n) => n !== 3));
    for (const one of [index, anew]) one.close();
  });

  it('takes a word that stands a thousand times for one that stands often, however it came', () => {
    const often = row(2, said('loud '.repeat(1000)));
    const [asked, anew] = [fresh(), fresh()];
    asked.write([row(1, said('loud'))], 1);
    ask(asked, 'loud');
    asked.write([often], 2);
    anew.write([row(1, said('loud')), often], 2);
    expect(ask(asked, 'loud')).toEqual(ask(anew, 'loud'));
    for (const one of [asked, anew]) one.close();
  });

  it('keeps so many lists of sequences at most, and finds what is asked again all the same', () => {
    const index = fresh();
    const words = Array.from({ length: 4_200 }, (_, n) => `w${n}x`);
    index.write([row(1, said(words.join(' ')))], 1);
    for (const word of words) expect(ids(ask(index, `${word.slice(0, -1)}*`))).toEqual([1]);
    index.write([row(2, said(words.join(' ')))], 2);
    for (const word of words.slice(0, 100)) expect(ids(ask(index, `${word.slice(0, -1)}*`))).toEqual([2, 1]);
    index.close();
  });

  it('never gives the number of an entry that is gone again: its words would be found in the next one, also after it was opened again', () => {
    const file = freshFile();
    let index = new SearchIndex(file, 'cafe0001');
    index.write([row(1, said('first')), row(2, said('gone'))], 1);
    index.write([row(2, null)], 2);
    index.close();
    index = new SearchIndex(file, 'cafe0001');
    index.write([row(3, said('next'))], 3);
    expect(['gone', 'next', 'first'].map((q) => ids(ask(index, q)))).toEqual([[], [3], [1]]);
    expect(index.pact(PACT)?.numberOf(0x0123abcd, 2)).toBe(undefined);
    index.close();
  });

  it('shows a page without an entry that has gone since it was found', () => {
    const index = fresh();
    const rows = [1, 2, 3].map((n) => row(n, said('kept')));
    index.write(rows, 1);
    tables.delete('0123abcd-2');
    expect(ids(ask(index, 'kept'))).toEqual([3, 1]);
    index.close();
  });

  it('forgets a pact, and takes it over again', () => {
    const index = fresh();
    index.write([row(1, said('kept'))], 1);
    ask(index, 'kept');
    index.forget(PACT);
    expect(ids(ask(index, 'kept'))).toEqual([]);
    index.write([row(2, said('kept'))], 2);
    expect(ids(ask(index, 'kept'))).toEqual([2]);
    expect(index.pact(PACT)?.numberOf(0x0123abcd, 2)).toBe(1);
    index.keepOnly([]);
    expect(ids(ask(index, 'kept'))).toEqual([]);
    index.close();
  });
});
