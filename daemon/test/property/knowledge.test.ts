import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyBlocks, type Block, handleOf, type NewOp } from '../../src/pact/model/index.js';
import {
  type FollowedView,
  Follower,
  type Moment,
  PactQueries,
  type PactTables,
  Tables,
  type ViewPut,
} from '../../src/projection/index.js';
import type { ListQuery } from '../../src/pact/types.js';
import { type Connected, KnowledgeModel } from '../harness/knowledge-model.js';
import { keyOf, MemoryHost, MemoryPact, MemoryView, START } from './memory.js';
import { causalOrders, smallHistories } from './orders.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-knowledge-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A view that remembers its puts in their order, as the log's does. */
class PutsView extends MemoryView implements FollowedView {
  readonly puts: ViewPut[] = [];
  readonly signedLength = 1;
  readonly root = 'only';

  sharedWith(): number {
    return Number.POSITIVE_INFINITY;
  }
  override async put(key: string, json: string): Promise<void> {
    await super.put(key, json);
    this.puts.push({ seq: this.puts.length + 1, key, json });
  }
  get length(): number {
    return this.puts.length + 1;
  }
  async *history(from: number, to: number): AsyncIterable<readonly ViewPut[]> {
    yield this.puts.slice(from - 1, to - 1);
  }
  async newest(to: number, count: number): Promise<ViewPut[]> {
    return this.puts.slice(Math.max(0, to - 1 - count), to - 1);
  }
  async lookUp(keys: readonly string[], to: number): Promise<ViewPut[]> {
    const below = this.puts.slice(0, to - 1);
    return keys.map((key) => below.findLast((put) => put.key === key) ?? { seq: 0, key, json: null });
  }
}

const WRITERS = ['A', 'B', 'C'] as const;
type Writer = (typeof WRITERS)[number];
const RELS = [
  'supersedes',
  'supersedes',
  'supersedes',
  'contradicts',
  'related',
  'derived_from',
  'derived_from',
] as const;

/** What a writer does next; numbers choose among what it has seen. */
interface Step {
  act: 'know' | 'mail' | 'react' | 'remove';
  links: { rel: (typeof RELS)[number]; to: number }[];
  reaction: 'useful' | 'wrong' | 'outdated' | null;
  ttl: number | null;
  agent: string | undefined;
  trust: 'imported' | 'outside' | 'own' | undefined;
}
const step = fc.record<Step>({
  act: fc.constantFrom('know', 'know', 'know', 'know', 'mail', 'react', 'react', 'remove'),
  links: fc.array(fc.record({ rel: fc.constantFrom(...RELS), to: fc.nat({ max: 40 }) }), { maxLength: 3 }),
  reaction: fc.constantFrom('useful', 'wrong', 'outdated', null),
  ttl: fc.constantFrom(null, null, null, 30),
  agent: fc.constantFrom(undefined, 'scout'),
  // That it is its own nobody can say: it is a key like any other then.
  trust: fc.constantFrom(undefined, undefined, undefined, undefined, 'imported', 'outside', 'own'),
});
const history = fc.record({
  /** What all of them have seen before they part. */
  common: fc.array(fc.record({ by: fc.nat({ max: 2 }), step }), { maxLength: 10 }),
  /** What each does apart. */
  apart: fc.tuple(fc.array(step, { maxLength: 8 }), fc.array(step, { maxLength: 8 }), fc.array(step, { maxLength: 8 })),
  /** Two ways in which the log puts that into an order, as choices of whose turn it is. */
  orders: fc.tuple(fc.array(fc.nat({ max: 2 }), { maxLength: 24 }), fc.array(fc.nat({ max: 2 }), { maxLength: 24 })),
  tapped: fc.boolean(),
  /** How much of the view is signed, of its length. */
  signed: fc.double({ min: 0, max: 1, noNaN: true }),
});

interface Written {
  readonly by: Writer;
  readonly id: string;
  readonly at: number;
  readonly op: NewOp;
}

const idOf = (by: Writer, position: number): string => `${keyOf(by).slice(0, 8)}-${position}`;

/** Writes steps into the writers' logs: who they are and what they have seen decides what a step means. */
class Authors {
  readonly positions: Record<Writer, number> = { A: 1, B: 0, C: 0 };
  at = START + 1000;

  write(by: Writer, { act, links, reaction, ttl, agent, trust }: Step, seen: readonly string[]): Written | null {
    const target = (n: number): string => seen[n % seen.length] as string;
    const named = new Map(
      seen.length > 0 ? links.map(({ rel, to }) => [`${rel} ${target(to)}`, { rel, id: target(to) }]) : [],
    );
    const op = {
      know: {
        t: 'entry',
        type: 'knowledge',
        payload: { topic: 't', content: 'c', trust },
        links: [...named.values()],
        ttl,
      },
      mail: { t: 'entry', type: 'message', payload: { content: 'c' }, links: [...named.values()] },
      react: { t: 'react', target: seen.length > 0 ? target(links[0]?.to ?? 0) : '', reaction },
      remove: { t: 'remove', writer: keyOf('B') },
    }[act] as NewOp;
    if ((act === 'react' && seen.length === 0) || (act === 'remove' && by !== 'A')) return null;
    this.at += 1000;
    return { by, id: idOf(by, ++this.positions[by]), at: this.at, op: { ...op, ...(agent ? { agent } : {}) } as NewOp };
  }
}

/** The pact's beginning: A creates it and lets B and C in. */
async function beginning(): Promise<{ blocks: Block[]; position: number }> {
  const pact = await MemoryPact.create();
  const ops: NewOp[] = [];
  for (const name of ['B', 'C']) {
    const nonce = keyOf(`for ${name}`);
    const [writer, node] = [keyOf(name), keyOf(`node ${name}`)];
    ops.push({ t: 'invite', nonce, exp: START + 60_000 });
    ops.push({
      t: 'admit',
      nonce,
      node,
      writer,
      signer: writer,
      manifest: 1,
      handshake: '1'.repeat(128),
      sig_invite: nonce + nonce,
      sig_node: node + node,
      sig_writer: writer + writer,
      display_name: null,
    });
  }
  const genesis: NewOp = { t: 'genesis', node: keyOf('node A'), name: 'p', purpose: null, display_name: null };
  expect(pact.host.indexers.size).toBe(1);
  const blocks = [genesis, ...ops].map(
    (op, i): Block => ({ writer: keyOf('A'), position: i + 1, text: JSON.stringify({ v: 1, at: START, ...op }) }),
  );
  return { blocks, position: blocks.length };
}

const blockOf = ({ by, id, at, op }: Written): Block => ({
  writer: keyOf(by),
  position: Number(id.slice(9)),
  text: JSON.stringify({ v: 1, at, ...op }),
});

/** An order of what was written apart: everybody's own order holds. */
function ordered(apart: readonly (readonly Written[])[], turns: readonly number[]): Written[] {
  const rest = apart.map((own) => [...own]);
  const out: Written[] = [];
  for (const turn of turns) out.push(...(rest[turn]?.splice(0, 1) ?? []));
  return [...out, ...rest.flat()];
}

const HANDLES = { A: handleOf(keyOf('node A')), B: handleOf(keyOf('node B')), C: handleOf(keyOf('node C')) };

function modelOf(written: readonly Written[], now: number): KnowledgeModel {
  const model = new KnowledgeModel();
  model.now = now;
  let removed = false;
  for (const { by, id, at, op } of written) {
    if (by === 'B' && removed) continue;
    if (op.t === 'remove') removed = true;
    if (op.t === 'react') model.react(op.target, MemoryPact.agentId(by, op.agent), op.reaction);
    if (op.t !== 'entry') continue;
    const { type, links = [], ttl } = op;
    const expires_at = typeof ttl === 'number' ? at + ttl * 1000 : null;
    const declared = op.payload.trust === 'own' ? undefined : (op.payload.trust as 'imported' | 'outside' | undefined);
    const author = HANDLES[by];
    model.add({ id, type: type as 'knowledge' | 'message', at, expires_at, links, author, trust: declared });
  }
  return model;
}

interface Read {
  id: string;
  superseded_by?: string[];
  conflicts_with?: string[];
  reactions?: Record<string, number>;
  agent_id: string;
  trust: string;
  role: string;
  confirmed: boolean;
}
const entriesOf = (json: string): Read[] => (JSON.parse(json) as { entries: Read[] }).entries;

function compareGraphs(queries: PactQueries, model: KnowledgeModel): void {
  const read = (entry: string | undefined, depth: number, limit: number): Connected | undefined => {
    const text = queries.graph({ ...(entry ? { entry } : { topic: 't' }), depth, limit }, model.now)?.text;
    const { nodes, edges, truncated } = JSON.parse(text ?? '{}') as {
      nodes: Read[];
      edges: { source: string; target: string; rel: string }[];
      truncated: boolean;
    };
    const links = edges.map(({ source, target, rel }) => `${source} ${rel} ${target}`).toSorted();
    return { nodes: nodes.map(({ id }) => id), edges: links, truncated };
  };
  for (const entry of [undefined, ...model.ids])
    for (const [depth, limit] of [
      [1, 200],
      [2, 3],
      [4, 200],
    ] as const)
      expect([entry, depth, limit, read(entry, depth, limit)]).toEqual([
        entry,
        depth,
        limit,
        model.graph(entry, depth, limit),
      ]);
  expect(queries.graph({ entry: 'ffffffff-1' }, model.now)).toBeUndefined();
}

/** Whose word entries are, in every answer that they stand in: as node A sees it, whose indexers have signed up to `signed`. */
function compareTrust(queries: PactQueries, model: KnowledgeModel, signed: number, gone: boolean): void {
  const { now } = model;
  const page = queries.list({ types: ['knowledge', 'message'], limit: 1000, include: ['superseded', 'expired'] }, now);
  const graph = JSON.parse(queries.graph({ topic: 't', depth: 4, limit: 200 }, now)?.text ?? '{}') as { nodes: Read[] };
  const { conflicts } = JSON.parse(queries.conflicts({ limit: 100 }, now).text) as { conflicts: { entries: Read[] }[] };
  const one = model.ids.map((id) => JSON.parse(queries.entry(id, now)?.text ?? '{}') as Read);
  const listed = entriesOf(page.text);
  expect(listed.length).toBe(one.length);
  for (const { id, agent_id, trust, role, confirmed } of [
    ...listed,
    ...one,
    ...graph.nodes,
    ...conflicts.flatMap(({ entries }) => entries),
  ]) {
    const node = agent_id.slice(agent_id.indexOf('@') + 1);
    const removed = gone && node === HANDLES.B;
    expect([id, trust, role, confirmed]).toEqual([
      id,
      model.trust(id, HANDLES.A),
      node === HANDLES.A ? 'creator' : removed ? 'removed' : 'member',
      (queries.seqOf(id) as number) < signed,
    ]);
  }
}

/** All pages of what was known at a moment, newest first and oldest first. */
function pages(queries: PactQueries, moment: Moment, now: number): string[][] {
  return (['desc', 'asc'] as const).map((order) => {
    const ids: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const query: ListQuery = { types: ['knowledge'], topic: 't', limit: 2, order, ...(cursor ? { cursor } : {}) };
      const { text } = queries.asOf(query, moment, now);
      const page = JSON.parse(text) as { entries: Read[]; cursor: string | null; has_more: boolean };
      ids.push(...page.entries.map(({ id }) => id));
      cursor = page.cursor;
      if (!page.has_more) return order === 'desc' ? ids : ids.toReversed();
    }
  });
}

interface Seen {
  readonly arrival: number;
  readonly ids: ReadonlySet<string>;
  readonly ms: number;
}

/** What was known at the times of some entries, and when an arrival was the newest. */
function comparePast(queries: PactQueries, model: KnowledgeModel, written: readonly Written[], seen: Seen): void {
  const times = written.filter((_, i) => i % 3 === 0).map(({ at }) => at);
  for (const ms of [0, ...times, model.now + 60_000]) {
    const wanted = model.asOf(({ at }) => at <= ms, ms);
    expect([ms, ...pages(queries, { ms }, model.now)]).toEqual([ms, wanted, wanted]);
  }
  const wanted = model.asOf(({ id }) => seen.ids.has(id), seen.ms);
  expect(pages(queries, { arrival: seen.arrival }, model.now)).toEqual([wanted, wanted]);
}

function compare(queries: PactQueries, model: KnowledgeModel): void {
  const { now } = model;
  compareGraphs(queries, model);
  const list = (...include: ('superseded' | 'expired')[]): Read[] =>
    entriesOf(queries.list({ types: ['knowledge'], limit: 1000, include }, now).text);
  expect(list().map(({ id }) => id)).toEqual(model.list([]));
  expect(list('superseded').map(({ id }) => id)).toEqual(model.list(['superseded']));
  expect(list('superseded', 'expired').map(({ id }) => id)).toEqual(model.list(['superseded', 'expired']));
  for (const id of model.ids) {
    const read = JSON.parse(queries.entry(id, now)?.text ?? '{}') as Read;
    expect([id, read.superseded_by ?? []]).toEqual([id, model.supersededBy(id)]);
    expect([id, read.reactions ?? {}]).toEqual([id, model.reactions(id)]);
    expect([id, queries.heads(id).toSorted()]).toEqual([id, model.heads(id).toSorted()]);
    if (!model.expired(id)) expect([id, read.conflicts_with ?? []]).toEqual([id, model.conflictsWith(id)]);
  }
  const { conflicts } = JSON.parse(queries.conflicts({ limit: 100 }, now).text) as {
    conflicts: { id: string; kind: string; count: number; entries: Read[] }[];
  };
  const text = (id: string, kind: string, sides: readonly string[]): string => `${kind} ${id}: ${sides.join(' ')}`;
  expect(
    conflicts
      .map(({ id, kind, entries }) =>
        text(
          id,
          kind,
          entries.map((entry) => entry.id),
        ),
      )
      .toSorted(),
  ).toEqual(
    model
      .conflicts()
      .map(({ id, kind, sides }) => text(id, kind, sides))
      .toSorted(),
  );
  for (const { count, entries } of conflicts) expect(count).toBe(entries.length);
}

/** Rows that come one by one and in no order, as after a join, must end the same. */
function scatter(rows: PactTables, { puts, length }: PutsView, wanted: string): void {
  const last = new Map(puts.map((put) => [put.key, put]));
  const place = ({ key }: ViewPut): string => keyOf(`${key} ${length}`);
  for (const put of [...last.values()].toSorted((a, b) => (place(a) < place(b) ? -1 : 1))) rows.apply([put], length, 1);
  expect(new PactQueries(rows, () => 0).dump()).toBe(wanted);
}

describe('knowledge', () => {
  it('that is superseded, contradicted, expired, reacted to over random histories and reorders equals a pure reference model', async () => {
    const tables = new Tables(join(directory, 'knowledge.db'), HANDLES.A);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(history, async ({ common, apart, orders, tapped, signed }) => {
        run++;
        const begin = await beginning();
        const authors = new Authors();
        authors.positions.A = begin.position;
        const before: Written[] = [];
        const entries = (written: readonly Written[]) =>
          written.filter(({ op }) => op.t === 'entry').map(({ id }) => id);
        for (const { by, step: one } of common) {
          const written = one.act === 'remove' ? null : authors.write(WRITERS[by] as Writer, one, entries(before));
          if (written) before.push(written);
        }
        const branches = apart.map((own, by) => {
          const branch: Written[] = [];
          for (const one of own) {
            const written = authors.write(WRITERS[by] as Writer, one, entries([...before, ...branch]));
            if (written) branch.push(written);
          }
          return branch;
        });
        const rows = tables.pact(`followed ${run}`);
        let seen: Seen | undefined;
        const holder: { view: PutsView } = { view: new PutsView() };
        const followed: FollowedView = {
          signedLength: 1,
          root: 'only',
          sharedWith: () => Number.POSITIVE_INFINITY,
          history: (from, to) => holder.view.history(from, to),
          newest: (to, count) => holder.view.newest(to, count),
          lookUp: (keys, to) => holder.view.lookUp(keys, to),
        };
        const follower = new Follower(followed, rows, 1, () => {});
        const signedSeq = (): number => Math.floor(holder.view.length * signed);
        const queries = new PactQueries(rows, signedSeq);
        for (const turns of orders) {
          const written = [...before, ...ordered(branches, turns)];
          const view = new PutsView();
          await applyBlocks([...begin.blocks, ...written.map(blockOf)], view, new MemoryHost(), () => {});
          const had = holder.view.puts;
          const same = view.puts.findIndex((put, i) => had[i]?.key !== put.key || had[i]?.json !== put.json);
          const shared = (same < 0 ? Math.min(view.puts.length, had.length) : same) + 1;
          holder.view = view;
          const puts = new Map(tapped ? view.puts.slice(shared - 1).map((put) => [put.seq, put]) : []);
          follower.moved({ shared, to: view.length, puts });
          await follower.follow();
          const model = modelOf(written, authors.at + 1);
          compare(queries, model);
          // What stood there when this arrival was the newest, also after other entries have come and the order is another one.
          seen ??= { arrival: tables.head(), ids: new Set(model.ids), ms: Date.now() };
          if (run % 4 === 0) comparePast(queries, model, written, seen);
          compareTrust(
            queries,
            model,
            signedSeq(),
            written.some(({ op }) => op.t === 'remove'),
          );
        }
        const fresh = tables.pact(`fresh ${run}`);
        const builder = new Follower(followed, fresh, 1, () => {});
        builder.moved({ shared: 1, to: holder.view.length, puts: new Map() });
        await builder.follow();
        expect(queries.dump()).toBe(new PactQueries(fresh, () => 0).dump());
        if (run % 4 === 0) scatter(tables.pact(`scattered ${run}`), holder.view, queries.dump());
        tables.remove(`scattered ${run}`);
        tables.remove(`followed ${run}`);
        tables.remove(`fresh ${run}`);
      }),
      { numRuns: 150 },
    );
    tables.close();
  }, 120_000);

  it('equals the model in every causal order of a small history', async () => {
    const tables = new Tables(join(directory, 'orders.db'), HANDLES.A);
    const begin = await beginning();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(smallHistories(step, { writers: WRITERS.length, length: 5 }), async (logs) => {
        const authors = new Authors();
        authors.positions.A = begin.position;
        const written = new Map<number, Written>();
        for (const { what, by, n, seen } of logs.flat().toSorted((a, b) => a.n - b.n)) {
          const past = seen.flatMap((count, of) => logs[of]?.slice(0, count) ?? []);
          const known = past.flatMap((told) => written.get(told.n) ?? []).filter(({ op }) => op.t === 'entry');
          const one = authors.write(
            WRITERS[by] as Writer,
            what,
            known.map(({ id }) => id),
          );
          if (one) written.set(n, one);
        }
        for (const order of causalOrders(logs)) {
          const done = order.flatMap(({ n }) => written.get(n) ?? []);
          const view = new PutsView();
          await applyBlocks([...begin.blocks, ...done.map(blockOf)], view, new MemoryHost(), () => {});
          const name = `order ${run++}`;
          const rows = tables.pact(name);
          rows.apply(view.puts, view.length, 1);
          compare(new PactQueries(rows, () => 0), modelOf(done, authors.at + 1));
          tables.remove(name);
        }
      }),
      { numRuns: 40 },
    );
    tables.close();
  });
});
