import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEYS, type NewOp, type ReceiptRecord } from '../../src/pact/model/index.js';
import { Inbox } from '../../src/pact/inbox.js';
import { PactQueries, Tables, type ViewPut } from '../../src/projection/index.js';
import { keyOf, MemoryPact, START } from './memory.js';
import { causalOrders, smallHistories } from './orders.js';

let directory: string;
let tables: Tables;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-inbox-'));
  tables = new Tables(join(directory, 'inbox.db'));
});
afterAll(() => {
  tables.close();
  rmSync(directory, { recursive: true, force: true });
});

const AGENTS = [
  ['A', undefined],
  ['A', 'one'],
  ['B', undefined],
  ['B', 'two'],
  ['C', undefined],
  ['C', 'three'],
] as const;
const idOf = (agent: number): string => MemoryPact.agentId(...(AGENTS[agent] as ['A', undefined]));

const agent = fc.integer({ min: 0, max: AGENTS.length - 1 });
/** Messages by their number; some have not been posted yet. */
const some = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 4 });
const steps = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('post' as const),
      by: agent,
      to: fc.option(fc.uniqueArray(agent, { minLength: 1 })),
      ttl: fc.constantFrom(null, null, null, 1, 3600),
    }),
    fc.record({ do: fc.constant('receipt' as const), by: agent, delivered: some, acknowledged: some }),
  ),
  { maxLength: 30 },
);

interface Post {
  readonly id: string;
  readonly by: number;
  readonly at: number;
  readonly to: number[] | null;
  readonly ends: number;
}

/** An inbox, told as simply as can be: who wrote a message, whom it is for, and when each of them had it and was done with it. */
class Model {
  /** By their number; some are not there yet, and some never come. */
  readonly posts: (Post | undefined)[] = [];
  readonly said = new Map<string, { delivered: number; acknowledged: number | null }>();

  isFor(n: number, who: number): boolean {
    const post = this.posts[n];
    return post !== undefined && (post.to ? post.to.includes(who) : post.by !== who);
  }

  /** False when nothing of it counts. */
  receipt(who: number, delivered: number[], acknowledged: number[], at: number): boolean {
    const all = [...new Set([...delivered, ...acknowledged])];
    const own = all.filter((n) => this.isFor(n, who));
    for (const n of own) {
      const had = this.said.get(`${n} ${who}`);
      const done = acknowledged.includes(n) ? at : null;
      this.said.set(`${n} ${who}`, { delivered: had?.delivered ?? at, acknowledged: had?.acknowledged ?? done });
    }
    return all.length === 0 || own.length > 0;
  }

  /** Numbers of the messages in an inbox, as they must be listed. */
  inbox(who: number, now: number, unread: boolean): string[] {
    return this.posts
      .flatMap((post, n) => (post ? { ...post, n, done: this.said.get(`${n} ${who}`)?.acknowledged ?? null } : []))
      .filter(({ n, ends, done }) => this.isFor(n, who) && ends > now && (done === null) === unread)
      .sort((a, b) => b.at - a.at)
      .map(({ id }) => id);
  }
}

const PACT = 1;

/** Receipts are what the model was told, no more and no less. */
async function compareReceipts(pact: MemoryPact, model: Model): Promise<void> {
  for (const [key, { delivered, acknowledged }] of model.said) {
    const [n, who] = key.split(' ').map(Number) as [number, number];
    expect(pact.record<ReceiptRecord>(KEYS.receipt(model.posts[n]?.id as string, idOf(who)))).toEqual({
      delivered_at: delivered,
      acknowledged_at: acknowledged,
    });
  }
  expect((await pact.view.values('d/')).length).toBe(model.said.size);
}

const NODES = ['A', 'B', 'C'] as const;
const stepNumbers = fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 });
/** What one of the two agents of a node does; a receipt names steps of the history by their number, also what is no message and what its author cannot know. */
const small = smallHistories(
  fc.oneof(
    fc.record({ as: fc.boolean(), to: fc.option(fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 2 })) }),
    fc.record({ as: fc.boolean(), delivered: stepNumbers, acknowledged: stepNumbers }),
  ),
  { writers: NODES.length, length: 6 },
);

describe('inboxes', () => {
  it('equal a reference model over random histories of six agents on three nodes, in whatever order the tables hear of it', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 5 }),
        async (history, dice, limit) => {
          run++;
          const pact = await MemoryPact.create();
          for (const name of NODES.slice(1)) await pact.join(name);
          const model = new Model();
          for (const step of history) {
            const [name, agentName] = AGENTS[step.by] as (typeof AGENTS)[number];
            const ids = (numbers: number[]) =>
              numbers.map((n) => model.posts[n]?.id ?? `${keyOf('A').slice(0, 8)}-9999${n}`);
            const op = {
              ...(step.do === 'post'
                ? {
                    t: 'entry',
                    type: 'message',
                    payload: { content: 'x', ...(step.to ? { to: step.to.map(idOf) } : {}) },
                    ttl: step.ttl,
                  }
                : { t: 'receipt', delivered: ids(step.delivered), acknowledged: ids(step.acknowledged) }),
              ...(agentName ? { agent: agentName } : {}),
            } as NewOp;
            const outcome = await pact.write(name, op, pact.at + 1000);
            pact.at += 1000;
            if (step.do === 'receipt')
              expect(outcome.ok).toBe(model.receipt(step.by, step.delivered, step.acknowledged, pact.at));
            else
              model.posts.push({
                id: outcome.id,
                by: step.by,
                at: pact.at,
                to: step.to,
                ends: step.ttl === null ? Number.POSITIVE_INFINITY : pact.at + step.ttl * 1000,
              });
          }
          await compareReceipts(pact, model);

          const rows = tables.pact(`pact ${run}`);
          const queries = new PactQueries(rows, () => 0);
          const puts = [...pact.view.records].map(([key, json], i): ViewPut => ({ seq: i + 1, key, json }));
          const shuffled = puts
            .map((put) => ({ put, at: dice.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ put }) => put);
          const now = pact.at;
          // Read meanwhile, by a clock that is right and one that is a day ahead: what is known by then must not outlive the next row.
          for (const put of shuffled) {
            rows.apply([put], puts.length + 1, PACT);
            for (const who of AGENTS.keys()) {
              const ahead = ((dice.next().value as number) % 2) * 86_400_000;
              const { directed, broadcast } = queries.inbox.unreadCount(idOf(who), now + ahead);
              expect(queries.inbox.unread(idOf(who), 100, now + ahead)).toHaveLength(directed + broadcast);
            }
          }
          for (const who of AGENTS.keys()) {
            const inbox = new Inbox({
              queries,
              commit: async () => Promise.reject(new Error('a read writes nothing')),
              handles: () => [],
              now: () => now,
            });
            const listed: {
              id: string;
              unread: boolean;
              delivered_at: string | null;
              acknowledged_at: string | null;
            }[] = [];
            for (let cursor: string | null = null, more = true; more; ) {
              const page = JSON.parse(
                inbox.read(idOf(who), { limit, ...(cursor === null ? {} : { cursor }) }).page.text,
              );
              expect(page.entries.length).toBeLessThanOrEqual(limit);
              listed.push(...page.entries);
              ({ cursor, has_more: more } = page);
            }
            const unread = model.inbox(who, now, true);
            expect(listed.map(({ id }) => id)).toEqual([...unread, ...model.inbox(who, now, false)]);
            expect(listed.filter((letter) => letter.unread).map(({ id }) => id)).toEqual(unread);
            for (const { id, delivered_at, acknowledged_at } of listed) {
              const said = model.said.get(`${model.posts.findIndex((post) => post?.id === id)} ${who}`);
              expect(delivered_at).toBe(said ? new Date(said.delivered).toISOString() : null);
              expect(acknowledged_at).toBe(said?.acknowledged ? new Date(said.acknowledged).toISOString() : null);
            }
          }
          tables.remove(`pact ${run}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('equal a reference model in every causal order of a small history', async () => {
    await fc.assert(
      fc.asyncProperty(small, async (logs) => {
        for (const order of causalOrders(logs)) {
          const pact = await MemoryPact.create();
          for (const name of NODES.slice(1)) await pact.join(name);
          const begun = NODES.map((name) => pact.positions.get(name) ?? 0);
          const idOfStep = (n: number): string => {
            const { by = 0, seen = [] } = logs.flat().find((one) => one.n === n) ?? {};
            const position = (begun[by] as number) + (seen[by] ?? 9_000 + n) + 1;
            return `${keyOf(NODES[by] as string).slice(0, 8)}-${position}`;
          };
          const model = new Model();
          for (const { what, by, n } of order) {
            const agents = [...AGENTS.keys()].filter((one) => AGENTS[one]?.[0] === NODES[by]);
            const who = agents[Number(what.as)] as number;
            const at = START + 10_000 + n * 1000;
            const isPost = 'to' in what;
            const op = {
              ...(isPost
                ? {
                    t: 'entry',
                    type: 'message',
                    payload: { content: 'x', ...(what.to ? { to: what.to.map(idOf) } : {}) },
                  }
                : {
                    t: 'receipt',
                    delivered: what.delivered.map(idOfStep),
                    acknowledged: what.acknowledged.map(idOfStep),
                  }),
              ...(AGENTS[who]?.[1] ? { agent: AGENTS[who][1] } : {}),
            } as NewOp;
            const { ok, id } = await pact.write(NODES[by] as string, op, at);
            expect(ok).toBe(isPost || model.receipt(who, what.delivered, what.acknowledged, at));
            if (isPost) model.posts[n] = { id, by: who, at, to: what.to, ends: Number.POSITIVE_INFINITY };
            await compareReceipts(pact, model);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep what is for an agent by name unread, however much is said to everybody after it', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const first = await pact.write('A', { t: 'entry', type: 'message', payload: { content: 'x', to: [idOf(2)] } });
    for (let i = 0; i < 1100; i++) await pact.write('A', { t: 'entry', type: 'message', payload: { content: 'x' } });
    const rows = tables.pact('many');
    rows.apply(
      [...pact.view.records].map(([key, json], i): ViewPut => ({ seq: i + 1, key, json })),
      5000,
      1,
    );
    const { inbox } = new PactQueries(rows, () => 0);
    expect(inbox.unreadCount(idOf(2), pact.at)).toEqual({ directed: 1, broadcast: 1000 });
    expect(inbox.unread(idOf(2), 2000, pact.at)).toHaveLength(1001);
    expect(inbox.unread(idOf(2), 2000, pact.at).at(-1)?.id).toBe(first.id);
    tables.remove('many');
  });
});
