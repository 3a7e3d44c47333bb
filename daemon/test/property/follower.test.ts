import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FollowedView, Follower, PactQueries, Tables, type ViewPut } from '../../src/projection/index.js';
import type { Arrival } from '../../src/projection/rows.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-follower-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const turn = (): Promise<void> => new Promise(setImmediate);

/**
 * A view that is a list of puts; position 0 is the header. Every read takes a turn, so that rewrites come in between. One that came below the end
 * of what is read fails the read, as that of a tree does whose root is not there any more.
 */
class ListView implements FollowedView {
  puts: ViewPut[] = [];
  signedLength = 1;
  /** Where each root but the first begins to differ from the one before. */
  readonly #begun: number[] = [];

  get root(): string {
    return String(this.#begun.length);
  }
  sharedWith(root: string): number {
    return Math.min(...this.#begun.slice(Number(root)), Number.POSITIVE_INFINITY);
  }
  /** What was signed from a position on does not count any more. */
  goOver(shared: number): void {
    this.#begun.push(shared);
    this.signedLength = Math.min(this.signedLength, shared);
  }

  async #unlessRewritten<T>(to: number, answer: T): Promise<T> {
    const last = this.puts[to - 2];
    await turn();
    if (this.puts[to - 2] !== last) throw new TypeError('the root is not there any more');
    return answer;
  }

  get length(): number {
    return this.puts.length + 1;
  }
  async *history(from: number, to: number): AsyncIterable<readonly ViewPut[]> {
    for (let start = from; start < to; start += 2) {
      const end = Math.min(start + 2, to);
      yield await this.#unlessRewritten(end, this.puts.slice(start - 1, end - 1));
    }
  }
  async newest(to: number, count: number): Promise<ViewPut[]> {
    return this.#unlessRewritten(to, this.puts.slice(Math.max(0, to - 1 - count), to - 1));
  }
  async lookUp(keys: readonly string[], to: number): Promise<ViewPut[]> {
    const below = this.puts.slice(0, to - 1);
    return this.#unlessRewritten(
      to,
      keys.map((key) => below.findLast((put) => put.key === key) ?? { seq: 0, key, json: null }),
    );
  }
}

const AGENT = 'b@anon-fox-0123abcd';
const KINDS = [
  { type: 'task', payload: { title: 'x' } },
  { type: 'knowledge', payload: { topic: 't', content: 'c' } },
  { type: 'message', payload: { content: 'to everybody' } },
  { type: 'message', payload: { content: 'to one', to: [AGENT] } },
];
const entry = (n: number): [string, string] => [
  `e/0123abcd-${n}`,
  JSON.stringify({
    id: `0123abcd-${n}`,
    type: KINDS[n % 4]?.type,
    timestamp: new Date(1.7e12 + n).toISOString(),
    agent_id: 'a@anon-fox-0123abcd',
    display_name: null,
    payload: KINDS[n % 4]?.payload,
    refs: n > 3 ? [`0123abcd-${n - 3}`] : undefined,
    links: n > 4 ? [{ rel: 'supersedes', id: `0123abcd-${n - 1 - (n % 4)}` }] : undefined,
  }),
];
const claim = (n: number, fence: number): [string, string] => [
  `c/0123abcd-${n}`,
  JSON.stringify({
    status: 'claimed',
    holder: 'a',
    writer: 'w',
    fence,
    lease_until: 2e12,
    ttl_ms: 1,
    claimed_at: 1.7e12,
    expired_at: null,
    updated_at: 1.7e12,
    result: null,
    events: 1,
  }),
];

const receipt = (n: number, acknowledged: boolean): [string, string] => [
  `d/0123abcd-${n}/${AGENT}`,
  JSON.stringify({ delivered_at: 1.7e12, acknowledged_at: acknowledged ? 1.7e12 : null }),
];

interface Move {
  /** How many of the newest puts are rewritten. */
  cut: number;
  /** The puts that follow instead: entries by number, and claims or receipts of them. */
  add: { n: number; claim: number | null }[];
  /** Are the puts handed over, as apply does, or only to be found in the view, as after a jump? */
  tapped: boolean;
  /** How much more of the view is signed then; what is signed is never rewritten. */
  sign: number;
  /** Does the follower get to work before the next move: to the end, not at all, or for so many turns of its reads? */
  follow: 'wait' | 'no' | number;
  /** Are the rows asked to be built again after it? */
  rebuild: boolean;
  /** Does the view go over to another order, as after a recovery, which has some of what was signed and not all? */
  over: boolean;
  /** Does the process end there, so that another one goes on with the tables as they are? */
  killed: boolean;
}

/** A view as a process sees it: once that has ended, nothing is read any more. */
class SeenView implements FollowedView {
  isOver = false;
  constructor(private readonly view: ListView) {}

  get signedLength(): number {
    return this.view.signedLength;
  }
  get root(): string {
    return this.view.root;
  }
  sharedWith(root: string): number {
    return this.view.sharedWith(root);
  }
  async #unlessOver<T>(answer: T): Promise<T> {
    return this.isOver ? new Promise(() => {}) : answer;
  }
  async *history(from: number, to: number): AsyncIterable<readonly ViewPut[]> {
    for await (const puts of this.view.history(from, to)) yield await this.#unlessOver(puts);
  }
  async newest(to: number, count: number): Promise<ViewPut[]> {
    return this.#unlessOver(await this.view.newest(to, count));
  }
  async lookUp(keys: readonly string[], to: number): Promise<ViewPut[]> {
    return this.#unlessOver(await this.view.lookUp(keys, to));
  }
}

const moves = fc.array(
  fc.record<Move>({
    cut: fc.integer({ min: 0, max: 6 }),
    add: fc.array(fc.record({ n: fc.integer({ min: 1, max: 9 }), claim: fc.option(fc.integer({ min: 1, max: 3 })) }), {
      maxLength: 6,
    }),
    tapped: fc.boolean(),
    sign: fc.oneof(fc.constant(0), fc.nat({ max: 12 })),
    rebuild: fc.oneof(fc.constant(false), fc.boolean()),
    over: fc.oneof(fc.constant(false), fc.constant(false), fc.boolean()),
    killed: fc.boolean(),
    follow: fc.oneof(fc.constantFrom<Move['follow']>('wait', 'no'), fc.nat({ max: 8 }), fc.nat({ max: 8 })),
  }),
  { minLength: 1, maxLength: 12 },
);

/** A process ends, the next one breaks its pass off, and nothing follows: what chance finds once in some hundred histories. */
const CALM: Move = {
  cut: 0,
  add: [],
  tapped: false,
  sign: 0,
  follow: 'wait',
  rebuild: false,
  over: false,
  killed: false,
};
const BROKEN_OFF: Move[] = [
  { ...CALM, add: [{ n: 1, claim: null }], killed: true },
  { ...CALM, follow: 2 },
  { ...CALM, cut: 1, follow: 0 },
];

/** The view loses an entry, and the rows are built again before that was followed. */
const REBUILT_SHORTER: Move[] = [
  { ...CALM, add: [{ n: 1, claim: null }] },
  { ...CALM, cut: 1, follow: 'no', rebuild: true },
];

/** The process ends when the view has gone over to another order below what was signed, and the rows have not. */
const ENDED_GOING_OVER: Move[] = [
  {
    ...CALM,
    add: [
      { n: 1, claim: null },
      { n: 2, claim: null },
    ],
    sign: 2,
  },
  {
    ...CALM,
    cut: 2,
    add: [
      { n: 3, claim: null },
      { n: 1, claim: null },
      { n: 2, claim: null },
    ],
    over: true,
    follow: 'no',
    killed: true,
  },
];

describe('the follower', () => {
  it('ends equal to a table built afresh, whatever was rewritten while it worked, and trusts no row meanwhile that the view does not have there', async () => {
    const tables = new Tables(join(directory, 'follow.db'));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (history) => {
        run++;
        const view = new ListView();
        const arrived = new Map<string, 'put' | 'retract'>();
        let rows = tables.pact(`followed ${run}`);
        const start = (): { seen: SeenView; follower: Follower } => {
          rows = tables.pact(`followed ${run}`);
          const seen = new SeenView(view);
          const told = (arrivals: readonly Arrival[]): void => {
            for (const { op, id } of arrivals) arrived.set(id, op);
          };
          return { seen, follower: new Follower(seen, rows, view.length, told) };
        };
        let { seen, follower } = start();
        let rebuilt = Promise.resolve();
        const trusts = (): void => {
          const trusted = tables.db.prepare('select id, seq from entries where p = ? and seq < ?');
          for (const row of trusted.all([rows.p, follower.trusted]))
            expect(view.puts[(row.seq as number) - 1]?.key).toBe(`e/${row.id as string}`);
        };
        for (const move of history) {
          const shared = Math.max(move.over ? 1 : view.signedLength, view.length - move.cut);
          if (move.over) view.goOver(shared);
          const puts = view.puts.slice(0, shared - 1);
          for (const { n, claim: fence } of move.add) {
            const [key, json] = fence === null ? entry(n) : n % 4 < 2 ? claim(n, fence) : receipt(n, fence === 2);
            // Entries are written once.
            if (key.startsWith('e/') && puts.some((put) => put.key === key)) continue;
            puts.push({ seq: puts.length + 1, key, json });
          }
          view.puts = puts;
          view.signedLength = Math.min(view.length, view.signedLength + move.sign);
          follower.moved({
            shared,
            to: view.length,
            puts: new Map(move.tapped ? puts.slice(shared - 1).map((put) => [put.seq, put]) : []),
          });
          trusts();
          if (move.rebuild) rebuilt = follower.rebuild();
          if (move.follow === 'wait') await Promise.all([rebuilt, follower.follow()]);
          if (typeof move.follow === 'number') {
            void follower.follow();
            for (let turns = 0; turns < move.follow; turns++) {
              await turn();
              trusts();
            }
          }
          if (!move.killed) continue;
          // Nothing is read or written by it from here on, in whatever it was.
          seen.isOver = true;
          void follower.close();
          ({ seen, follower } = start());
          rebuilt = Promise.resolve();
        }
        await rebuilt;
        await follower.follow();
        expect(follower.current).toBe(true);
        const fresh = tables.pact(`fresh ${run}`);
        const builder = new Follower(view, fresh, 1, () => {});
        builder.moved({ shared: 1, to: view.length, puts: new Map() });
        await builder.follow();
        expect(new PactQueries(rows, () => 0).dump()).toBe(new PactQueries(fresh, () => 0).dump());
        const present = view.puts.filter((put) => put.key.startsWith('e/')).map((put) => put.key.slice(2));
        expect(
          [...arrived]
            .filter(([, op]) => op === 'put')
            .map(([id]) => id)
            .sort(),
        ).toEqual(present.sort());
        tables.remove(`followed ${run}`);
        tables.remove(`fresh ${run}`);
      }),
      { numRuns: 600, examples: [[BROKEN_OFF], [REBUILT_SHORTER], [ENDED_GOING_OVER]] },
    );
    tables.close();
  });

  it('trusts no row that a rewrite reached, when a write was shown in the middle of a long pass and the process ended then', async () => {
    const tables = new Tables(join(directory, 'shown.db'));
    const view = new ListView();
    const put = (seq: number, n: number): ViewPut => ({ seq, key: entry(n)[0], json: entry(n)[1] });
    for (let n = 1; n <= 1500; n++) view.puts.push(put(n, n));
    const rows = tables.pact('shown');
    const seen = new SeenView(view);
    const follower = new Follower(seen, rows, view.length, () => {});
    void follower.follow();
    while (rows.cursor < 500) await turn();
    view.puts = [...view.puts.slice(0, 400), ...Array.from({ length: 100 }, (_, n) => put(401 + n, 2001 + n))];
    view.signedLength = view.length;
    follower.moved({ shared: 401, to: view.length, puts: new Map([[500, put(500, 2100)]]) });
    await follower.showWritten();
    seen.isOver = true;
    const next = new Follower(view, rows, view.length, () => {});
    await next.follow();
    expect([rows.entries, new PactQueries(rows, () => 0).typeOf('0123abcd-450')]).toEqual([500, undefined]);
    tables.close();
  });

  it('tells nobody again what was signed and told when it builds the rows again, also when the process ends on the way', async () => {
    const tables = new Tables(join(directory, 'again.db'));
    const view = new ListView();
    for (let n = 1; n <= 1500; n++) view.puts.push({ seq: n, key: entry(n)[0], json: entry(n)[1] });
    view.signedLength = 1499;
    const rows = tables.pact('again');
    const told: string[] = [];
    const tell = (arrivals: readonly Arrival[]): void => void told.push(...arrivals.map(({ op, id }) => `${op} ${id}`));
    const follower = new Follower(view, rows, 1, tell);
    follower.moved({ shared: 1, to: view.length, puts: new Map() });
    await follower.follow();
    expect(told.length).toBe(1500);
    told.length = 0;
    void follower.rebuild();
    while (!rows.rebuild.pending || rows.cursor < 500) await turn();
    await follower.close();

    const again = tables.pact('again');
    const next = new Follower(view, again, view.length, tell);
    await next.follow();
    expect(again.entries).toBe(1500);
    expect(told.sort()).toEqual(['put 0123abcd-1499', 'put 0123abcd-1500']);
    const touched = tables.db.prepare("select count(distinct id) n from feed where op = 'touch' and p = ?");
    expect(touched.all([again.p])[0]?.n).toBe(1500);

    // What another order has at these places was not told.
    void next.rebuild();
    while (!again.rebuild.pending) await turn();
    view.goOver(1);
    view.puts = view.puts.toReversed().map(({ key, json }, at) => ({ seq: at + 1, key, json }));
    next.moved({ shared: 1, to: view.length, puts: new Map() });
    told.length = 0;
    await next.follow();
    expect(new Set(told).size).toBe(1500);
    tables.close();
  });

  it('shows the newest rows of a long view first', async () => {
    const tables = new Tables(join(directory, 'long.db'));
    const view = new ListView();
    for (let n = 1; n <= 3000; n++) view.puts.push({ seq: n, key: entry(n)[0], json: entry(n)[1] });
    const rows = tables.pact('long');
    const firsts: string[] = [];
    const follower = new Follower(view, rows, 1, (arrivals) => firsts.push(arrivals[0]?.id ?? ''));
    follower.moved({ shared: 1, to: view.length, puts: new Map() });
    await follower.follow();
    expect(firsts[0]).toBe('0123abcd-2801');
    expect(rows.entries).toBe(3000);
    tables.close();
  });
});
