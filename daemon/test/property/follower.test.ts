import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FollowedView, Follower, PactQueries, Tables, type ViewPut } from '../../src/projection/index.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-follower-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A view that is a list of puts; position 0 is the header. Every read takes a turn, so that rewrites come in between. */
class ListView implements FollowedView {
  puts: ViewPut[] = [];
  readonly signedLength = 1;

  get length(): number {
    return this.puts.length + 1;
  }
  async *history(from: number, to: number): AsyncIterable<readonly ViewPut[]> {
    for (let start = from; start < to; start += 2) {
      await Promise.resolve();
      yield this.puts.slice(start - 1, Math.min(start + 2, to) - 1);
    }
  }
  async newest(to: number, count: number): Promise<ViewPut[]> {
    await Promise.resolve();
    return this.puts.slice(Math.max(0, to - 1 - count), to - 1);
  }
  async lookUp(keys: readonly string[], to: number): Promise<ViewPut[]> {
    const below = this.puts.slice(0, to - 1);
    await Promise.resolve();
    return keys.map((key) => below.findLast((put) => put.key === key) ?? { seq: 0, key, json: null });
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
  /** Does the follower get to work before the next move? */
  follow: 'wait' | 'start' | 'no';
}

const moves = fc.array(
  fc.record<Move>({
    cut: fc.integer({ min: 0, max: 6 }),
    add: fc.array(fc.record({ n: fc.integer({ min: 1, max: 9 }), claim: fc.option(fc.integer({ min: 1, max: 3 })) }), {
      maxLength: 6,
    }),
    tapped: fc.boolean(),
    follow: fc.constantFrom<Move['follow']>('wait', 'start', 'no'),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('the follower', () => {
  it('ends equal to a table built afresh, whatever was rewritten while it worked', async () => {
    const tables = new Tables(join(directory, 'follow.db'));
    let run = 0;
    await fc.assert(
      fc.asyncProperty(moves, async (history) => {
        run++;
        const view = new ListView();
        const arrived = new Map<string, 'put' | 'retract'>();
        const rows = tables.pact(`followed ${run}`);
        const follower = new Follower(view, rows, 1, (arrivals) => {
          for (const { op, id } of arrivals) arrived.set(id, op);
        });
        for (const move of history) {
          const shared = Math.max(1, view.length - move.cut);
          const puts = view.puts.slice(0, shared - 1);
          for (const { n, claim: fence } of move.add) {
            const [key, json] = fence === null ? entry(n) : n % 4 < 2 ? claim(n, fence) : receipt(n, fence === 2);
            // Entries are written once.
            if (key.startsWith('e/') && puts.some((put) => put.key === key)) continue;
            puts.push({ seq: puts.length + 1, key, json });
          }
          view.puts = puts;
          follower.moved({
            shared,
            to: view.length,
            puts: new Map(move.tapped ? puts.slice(shared - 1).map((put) => [put.seq, put]) : []),
          });
          if (move.follow === 'wait') await follower.follow();
          if (move.follow === 'start') void follower.follow();
        }
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
      { numRuns: 150 },
    );
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
