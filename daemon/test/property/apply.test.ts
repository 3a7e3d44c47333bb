import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyBlocks,
  type Block,
  KEYS,
  limits,
  type MemberRecord,
  type NewOp,
  type Outcome,
  type PactRecord,
  type RejectionRecord,
} from '../../src/pact/model/index.js';
import { keyOf, MemoryHost, MemoryPact, MemoryView, START } from './memory.js';

const KNOWLEDGE: NewOp = { t: 'entry', type: 'knowledge', payload: { topic: 't', content: 'c' } };

describe('apply is total', () => {
  it('turns any text into an outcome and never throws', async () => {
    const pact = await MemoryPact.create();
    const fields = fc.record(
      {
        v: fc.anything(),
        t: fc.oneof(fc.constantFrom('entry', 'claim', 'admit', 'recover', 'promote', 'upgrade'), fc.anything()),
        at: fc.oneof(fc.constant(START + 5), fc.anything()),
        task: fc.string(),
        payload: fc.anything(),
        type: fc.constantFrom('knowledge', 'x'),
      },
      { requiredKeys: [] },
    );
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      fields.map((value) => JSON.stringify(value) ?? ''),
      fc.constant(null),
      fc.constant('['.repeat(100_000)),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const outcome = await pact.raw('A', text);
        expect(typeof outcome.ok).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same bytes for the same blocks however they are cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...OPS), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (ops, size) => {
          const blocks = ops.map(
            (op, i): Block => ({
              writer: keyOf('A'),
              position: i + 2,
              text: JSON.stringify({ v: 1, at: START + i + 2, ...op }),
            }),
          );
          const genesis: Block = {
            writer: keyOf('A'),
            position: 1,
            text: JSON.stringify({
              v: 1,
              at: START,
              t: 'genesis',
              node: keyOf('node A'),
              name: 'p',
              purpose: null,
              display_name: null,
            }),
          };
          const states = await Promise.all([1, size, 1000].map((cut) => applyAll([genesis, ...blocks], cut)));
          expect(states[1]).toBe(states[0]);
          expect(states[2]).toBe(states[0]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a block that is not JSON', '{', 'BAD_ENTRY'],
    ['a block that nests too deep', `${'['.repeat(40)}${']'.repeat(40)}`, 'BAD_ENTRY'],
    ['a block that was too large to read', null, 'PAYLOAD_TOO_LARGE'],
    ['an unknown kind of op', JSON.stringify({ v: 1, at: START, t: 'constructor' }), 'BAD_ENTRY'],
    ['an unknown field', JSON.stringify({ v: 1, at: START, ...KNOWLEDGE, extra: 1 }), 'BAD_ENTRY'],
    ['a later protocol version', JSON.stringify({ v: 2, at: START, ...KNOWLEDGE }), 'UPGRADE_NEEDED'],
    ['a time years ahead', JSON.stringify({ v: 1, at: START + limits.AHEAD_MS_MAX * 3, ...KNOWLEDGE }), 'BAD_ENTRY'],
    ['a time before all pacts', JSON.stringify({ v: 1, at: 5, ...KNOWLEDGE }), 'BAD_ENTRY'],
    [
      'a payload of the wrong type',
      JSON.stringify({ v: 1, at: START, t: 'entry', type: 'task', payload: { title: 5 } }),
      'BAD_ENTRY',
    ],
  ])('records %s as a rejection', async (_, text, code) => {
    const pact = await MemoryPact.create();
    const outcome = await pact.raw('A', text);
    expect(outcome).toMatchObject({ ok: false, code });
    expect(pact.record<RejectionRecord>(KEYS.rejection(outcome.id))).toMatchObject({ code });
  });

  it('refuses an op that raises the protocol beyond what it knows by stopping, and only from somebody who may raise it', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    expect(await pact.write('B', { t: 'upgrade', to: 9 })).toMatchObject({ ok: false, code: 'NOT_INDEXER' });
    await expect(pact.write('A', { t: 'upgrade', to: 9 })).rejects.toThrow('interrupted');
  });
});

describe('entries', () => {
  it('have the id of their writer and position, and the agent of their node', async () => {
    const pact = await MemoryPact.create();
    const outcome = await pact.write('A', { ...KNOWLEDGE, agent: 'scout' } as NewOp);
    expect(outcome).toEqual({ ok: true, id: `${keyOf('A').slice(0, 8)}-2` });
    expect(pact.record(KEYS.entry(outcome.id))).toMatchObject({
      agent_id: MemoryPact.agentId('A', 'scout'),
      payload: { topic: 't', content: 'c' },
    });
  });

  it('are written once for one idempotency key of one agent', async () => {
    const pact = await MemoryPact.create();
    const first = await pact.write('A', { ...KNOWLEDGE, op_id: 'k' } as NewOp);
    expect(await pact.write('A', { ...KNOWLEDGE, op_id: 'k' } as NewOp)).toEqual({
      ok: true,
      id: first.id,
      duplicate: true,
    });
    expect((await pact.write('A', { ...KNOWLEDGE, op_id: 'k', agent: 'other' } as NewOp)).id).not.toBe(first.id);
  });

  it('without a key are written each, whatever key another one has', async () => {
    const pact = await MemoryPact.create();
    const { id } = await pact.write('A', { ...KNOWLEDGE, op_id: 'undefined' } as NewOp);
    for (let n = 0; n < 2; n++) {
      const outcome = await pact.write('A', KNOWLEDGE);
      expect([outcome.ok, outcome.id === id, 'duplicate' in outcome]).toEqual([true, false, false]);
    }
  });

  it('are refused from a stranger and from a removed member', async () => {
    const pact = await MemoryPact.create();
    expect(await pact.write('B', KNOWLEDGE)).toMatchObject({ ok: false, code: 'NOT_A_MEMBER' });
    await pact.join('B');
    expect(await pact.write('B', KNOWLEDGE)).toMatchObject({ ok: true });
    await pact.write('A', { t: 'remove', writer: keyOf('B') });
    expect(await pact.write('B', KNOWLEDGE)).toMatchObject({ ok: false, code: 'NOT_A_MEMBER' });
  });
});

describe('invites', () => {
  it('admit once', async () => {
    const pact = await MemoryPact.create();
    await pact.invite('A', 's');
    expect(await pact.admit('A', 'B', 's')).toMatchObject({ ok: true });
    expect(await pact.admit('A', 'C', 's')).toMatchObject({ ok: false, code: 'INVITE_SPENT' });
    expect(pact.host.writers).toEqual(new Set([keyOf('B')]));
  });

  it('admit nobody when revoked, expired, unknown or wrongly proven', async () => {
    const pact = await MemoryPact.create();
    await pact.invite('A', 'revoked');
    await pact.write('A', { t: 'revoke', nonce: keyOf('revoked') });
    expect(await pact.admit('A', 'B', 'revoked')).toMatchObject({ code: 'INVITE_REVOKED' });
    await pact.invite('A', 'old', pact.at + 10);
    expect(await pact.admit('A', 'B', 'old', {}, pact.at + 20)).toMatchObject({ code: 'INVITE_EXPIRED' });
    expect(await pact.admit('A', 'B', 'never')).toMatchObject({ code: 'UNKNOWN_INVITE' });
    await pact.invite('A', 'good');
    for (const sig of ['sig_invite', 'sig_node', 'sig_writer'])
      expect(await pact.admit('A', 'B', 'good', { [sig]: 'f'.repeat(128) })).toMatchObject({
        code: 'INVITE_BAD_PROOF',
      });
    expect(await pact.admit('A', 'B', 'good', { signer: keyOf('C'), sig_writer: keyOf('C').repeat(2) })).toMatchObject({
      code: 'INVITE_BAD_PROOF',
    });
  });

  it('stay expired for an admit that is dated back, once an indexer has vouched for a later time', async () => {
    const pact = await MemoryPact.create();
    await pact.invite('A', 's', pact.at + 1000);
    await pact.join('B');
    await pact.write('A', { t: 'tick' }, pact.at + limits.WATERMARK_STEP_MS + 1000);
    expect(await pact.admit('B', 'C', 's', {}, START + 2)).toMatchObject({ code: 'INVITE_EXPIRED' });
  });

  it('refuse a writer whose short id a member has', async () => {
    const pact = await MemoryPact.create();
    const twin = `${keyOf('A').slice(0, 8)}${'0'.repeat(56)}`;
    await pact.invite('A', 's');
    expect(await pact.admit('A', 'B', 's', { writer: twin, signer: twin, sig_writer: twin + twin })).toMatchObject({
      code: 'NODE_PREFIX_TAKEN',
    });
    const node = `${keyOf('node A').slice(0, 8)}${'0'.repeat(56)}`;
    expect(await pact.admit('A', 'B', 's', { node, sig_node: node + node })).toMatchObject({
      code: 'NODE_PREFIX_TAKEN',
    });
  });
});

describe('roles', () => {
  it('never stay at two indexers: one becomes two and three, one op each', async () => {
    const pact = await MemoryPact.create();
    for (const name of ['B', 'C']) await pact.join(name);
    await pact.write('A', { t: 'promote', writer: keyOf('B'), successor: false });
    expect(pact.host.indexers.size).toBe(1);
    expect(pact.record<MemberRecord>(KEYS.member(keyOf('B')))).toMatchObject({ standby: true, indexer: false });
    await pact.write('A', { t: 'promote', writer: keyOf('C'), successor: false });
    expect(pact.host.indexers.size).toBe(2);
    // The one that still stands by is promoted once more, which its daemon does by itself.
    for (const name of ['B', 'C']) await pact.write('A', { t: 'promote', writer: keyOf(name), successor: false });
    expect(pact.host.indexers.size).toBe(3);
  });

  it('keep the last indexer', async () => {
    const pact = await MemoryPact.create();
    expect(await pact.write('A', { t: 'remove', writer: keyOf('A') })).toMatchObject({
      ok: false,
      code: 'LAST_INDEXER',
    });
  });

  it('let a successor recover alone, and others by a majority of all members', async () => {
    const recover = (indexer: string): NewOp => ({
      t: 'recover',
      indexer: keyOf(indexer),
      key: keyOf('system'),
      length: 7,
    });
    const pact = await MemoryPact.create();
    for (const name of ['B', 'C', 'D']) await pact.join(name);
    expect(await pact.write('B', recover('C'))).toMatchObject({ ok: false, code: 'BAD_REQUEST' });
    for (const name of ['B', 'C', 'D']) await pact.write(name, { t: 'profile', display_name: name });
    expect(await pact.write('B', recover('B'))).toMatchObject({ ok: true, recovered: false, votes: 1, needed: 3 });
    expect(await pact.write('B', recover('B'))).toMatchObject({ recovered: false, votes: 1 });
    expect(await pact.write('C', recover('C'))).toMatchObject({ recovered: false, votes: 1 });
    expect(await pact.write('C', recover('B'))).toMatchObject({ recovered: false, votes: 2 });
    expect(pact.host.forks).toEqual([]);
    expect(await pact.write('D', recover('B'))).toMatchObject({ recovered: true, votes: 3 });
    expect(pact.host.forks).toEqual([keyOf('B')]);
    expect(pact.record<MemberRecord>(KEYS.member(keyOf('A')))).toMatchObject({ indexer: false });
    expect(await pact.write('D', recover('B'))).toMatchObject({ ok: false, code: 'LAST_INDEXER' });
    await pact.write('A', { t: 'promote', writer: keyOf('C'), successor: true });
    expect(pact.record<PactRecord>(KEYS.pact)).toMatchObject({ successors: [keyOf('C')], forks: 1 });
    expect(await pact.write('C', recover('C'))).toMatchObject({ recovered: true, votes: 1, needed: 1 });
  });

  it('give fences after a recovery that the lost indexer, who counts on, does not give', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    await pact.write('B', { t: 'profile', display_name: 'Bee' });
    const { id } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'in two orders' } });
    const claim = (name: string): Promise<Outcome> => pact.write(name, { t: 'claim', task: id, ttl_ms: 1000 });
    expect(await claim('A')).toMatchObject({ fence: 1 });
    await pact.write('A', { t: 'promote', writer: keyOf('B'), successor: true });
    await pact.write('B', { t: 'recover', indexer: keyOf('B'), key: keyOf('system'), length: 7 });
    // Who holds it by then still does, by the same fence.
    expect(await claim('A')).toMatchObject({ fence: 1 });
    await pact.write('A', { t: 'release', task: id, fence: 1 });
    expect(await claim('B')).toMatchObject({ fence: 1_000_001 });
    await pact.write('B', { t: 'release', task: id, fence: 1_000_001 });
    expect(await claim('A')).toMatchObject({ fence: 1_000_002 });
  });

  it('count neither who was removed nor its vote in a recovery', async () => {
    const pact = await MemoryPact.create();
    for (const name of ['B', 'C', 'D']) await pact.join(name);
    const vote = (name: string): Promise<Outcome> =>
      pact.write(name, { t: 'recover', indexer: keyOf('B'), key: keyOf('system'), length: 7 });
    await pact.write('B', { t: 'profile', display_name: 'Bee' });
    expect(await vote('D')).toMatchObject({ votes: 1, needed: 3 });
    await pact.write('A', { t: 'remove', writer: keyOf('D') });
    expect(await vote('B')).toMatchObject({ recovered: false, votes: 1, needed: 2 });
    expect(await vote('C')).toMatchObject({ recovered: true, votes: 2, needed: 2 });
  });

  it('let only the creator name successors, and only creator and indexers invite', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    expect(await pact.write('B', { t: 'promote', writer: keyOf('B'), successor: true })).toMatchObject({
      code: 'NOT_CREATOR',
    });
    expect(await pact.invite('B', 'mine')).toMatchObject({ code: 'NOT_INDEXER' });
    expect(await pact.write('B', { t: 'remove', writer: keyOf('A') })).toMatchObject({ code: 'NOT_INDEXER' });
  });
});

const OPS: NewOp[] = [
  KNOWLEDGE,
  { t: 'entry', type: 'task', payload: { title: 'x' } },
  { t: 'claim', task: `${keyOf('A').slice(0, 8)}-2`, ttl_ms: 1000 },
  { t: 'release', task: `${keyOf('A').slice(0, 8)}-2`, fence: 1 },
  { t: 'complete', task: `${keyOf('A').slice(0, 8)}-3`, fence: 0, result: 'r' },
  { t: 'invite', nonce: keyOf('n'), exp: START + 1000 },
  { t: 'profile', display_name: 'x' },
  { t: 'info', name: 'y' },
];

async function applyAll(blocks: Block[], cut: number): Promise<string> {
  const view = new MemoryView();
  const host = new MemoryHost();
  for (let i = 0; i < blocks.length; i += cut) await applyBlocks(blocks.slice(i, i + cut), view, host, () => {});
  return view.text();
}
