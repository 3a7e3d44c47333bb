import { describe, expect, it } from 'vitest';
import {
  handleOf,
  type InviteRecord,
  KEYS,
  limits,
  type MemberRecord,
  type NewOp,
  type PactRecord,
  roleOf,
} from '../../src/pact/model/index.js';
import { keyOf, MemoryPact } from './memory.js';

const NOTE: NewOp = { t: 'entry', type: 'knowledge', payload: { topic: 't', content: 'c' } };
const recordOf = (pact: MemoryPact): PactRecord | undefined => pact.record<PactRecord>(KEYS.pact);
const memberOf = (pact: MemoryPact, name: string): MemberRecord | undefined =>
  pact.record<MemberRecord>(KEYS.member(keyOf(name)));
const rejections = (pact: MemoryPact): string[] => [...pact.view.records.keys()].filter((key) => key.startsWith('x/'));

/** A pact of A, which made it, and B, which alone confirms since it took over. */
async function takenOver(): Promise<MemoryPact> {
  const pact = await MemoryPact.create();
  for (const name of ['B', 'C']) {
    await pact.join(name);
    await pact.write(name, NOTE);
  }
  await pact.write('A', { t: 'promote', writer: keyOf('B'), successor: true });
  await pact.write('B', { t: 'recover', indexer: keyOf('B'), key: keyOf('system'), length: 7 });
  expect([memberOf(pact, 'A'), memberOf(pact, 'B')]).toMatchObject([
    { creator: true, indexer: false },
    { creator: false, indexer: true },
  ]);
  return pact;
}

describe('a pact', () => {
  it('begins once', async () => {
    const pact = await MemoryPact.create();
    expect(rejections(pact)).toEqual([]);
    const before = recordOf(pact);
    const again: NewOp = { t: 'genesis', node: keyOf('node A'), name: 'other', purpose: null, display_name: null };
    expect(memberOf(pact, 'A')).toMatchObject({
      creator: true,
      indexer: true,
      active: true,
      gone: false,
      standby: false,
    });
    expect(await pact.write('A', again)).toMatchObject({ ok: false, code: 'FORBIDDEN' });
    expect(rejections(pact)).toHaveLength(1);
    expect(recordOf(pact)).toEqual(before);
  });

  it('takes nothing of a later protocol before it began', async () => {
    const pact = new MemoryPact();
    expect(await pact.raw('A', JSON.stringify({ v: 2, at: pact.at, ...NOTE }))).toMatchObject({
      code: 'UPGRADE_NEEDED',
    });
  });

  it.each(['A', 'B'])('is named by its creator and by indexers (%s), each field by itself', async (name) => {
    const pact = await takenOver();
    const { v } = recordOf(pact) as PactRecord;
    expect(await pact.write(name, { t: 'info', purpose: 'to try' })).toMatchObject({ ok: true });
    expect(recordOf(pact)).toMatchObject({ name: 'pact', purpose: 'to try', v });
    expect(await pact.write(name, { t: 'info', name: 'renamed' })).toMatchObject({ ok: true });
    expect(recordOf(pact)).toMatchObject({ name: 'renamed', purpose: 'to try', v });
  });

  it('is named by nobody else', async () => {
    const pact = await takenOver();
    const before = recordOf(pact);
    expect(await pact.write('C', { t: 'info', name: 'mine' })).toMatchObject({ ok: false, code: 'NOT_CREATOR' });
    expect(recordOf(pact)).toEqual(before);
  });

  it.each(['A', 'B'])(
    'moves to a later protocol by the word of its creator or an indexer (%s), and never back',
    async (name) => {
      const pact = await takenOver();
      pact.host.supported = 3;
      expect(await pact.write(name, { t: 'upgrade', to: 3 })).toMatchObject({ ok: true });
      expect(recordOf(pact)).toMatchObject({ v: 3, name: 'pact' });
      expect(await pact.write(name, { t: 'upgrade', to: 2 })).toMatchObject({ ok: true });
      expect(recordOf(pact)).toMatchObject({ v: 3 });
      expect(await pact.raw('C', JSON.stringify({ v: 3, at: pact.at, ...NOTE }))).toMatchObject({ ok: true });
    },
  );

  it('does not move by the word of another member', async () => {
    const pact = await takenOver();
    pact.host.supported = 3;
    expect(await pact.write('C', { t: 'upgrade', to: 3 })).toMatchObject({ ok: false, code: 'NOT_INDEXER' });
    expect(recordOf(pact)).toMatchObject({ v: 1 });
  });
});

describe('a member', () => {
  it('goes by the name that it gave itself, from then on', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    expect(await pact.write('B', { t: 'profile', display_name: 'Bee' })).toMatchObject({ ok: true });
    expect(memberOf(pact, 'B')).toMatchObject({ name: 'Bee' });
    const { id } = await pact.write('B', NOTE);
    expect(pact.record(KEYS.entry(id))).toMatchObject({ display_name: 'Bee' });
  });

  it('issues invites under its name, or under its handle when it has none', async () => {
    const pact = await MemoryPact.create();
    const issuerOf = (secret: string): string | undefined =>
      pact.record<InviteRecord>(KEYS.invite(keyOf(secret)))?.issuer;
    await pact.invite('A', 'one');
    await pact.write('A', { t: 'profile', display_name: 'Ada' });
    await pact.invite('A', 'two');
    expect([issuerOf('one'), issuerOf('two')]).toEqual([MemoryPact.agentId('A'), 'Ada']);
  });

  it('has the role that its record says', async () => {
    const pact = await takenOver();
    const roles = ['A', 'B', 'C'].map((name) => roleOf(memberOf(pact, name)));
    expect(roles).toEqual(['creator', 'indexer', 'member']);
  });

  it('is active from its first op on, which is noted once', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    expect(memberOf(pact, 'B')).toMatchObject({ active: false });
    await pact.write('B', NOTE);
    expect(memberOf(pact, 'B')).toMatchObject({ active: true });
    const before = pact.view.putCount;
    await pact.write('B', NOTE);
    expect(pact.view.putCount - before).toBe(1);
  });
});

describe('records', () => {
  it('stand at the same keys for ever', () => {
    const [writer, node] = [keyOf('A'), keyOf('node A')];
    const made = [
      KEYS.pact,
      KEYS.watermark,
      KEYS.writerPrefix('0123456789'),
      KEYS.nodePrefix('0123456789'),
      KEYS.vote(7, writer),
      KEYS.member(node),
    ];
    const known = ['m/pact', 'm/time', 'p/01234567', 'q/01234567', `v/0007/${writer}`, `a/${node}`];
    expect(made).toEqual(known);
  });

  it('of a receipt are only of messages, and a receipt of something else is refused', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const note = await pact.write('A', NOTE);
    const receipt: NewOp = { t: 'receipt', delivered: [note.id], acknowledged: [] };
    expect(await pact.write('B', receipt)).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(pact.view.records.has(KEYS.receipt(note.id, MemoryPact.agentId('B')))).toBe(false);
  });
});

describe('a handle', () => {
  it('follows from the node key, in the same way for ever', () => {
    const handleWith = (end: string): string => handleOf(`${'a1b2c3d4'.repeat(7)}a1b2${end}`);
    expect(['0000', '0010', '0123', 'fffe'].map(handleWith)).toEqual([
      'anon-acorn-a1b2c3d4',
      'anon-clover-a1b2c3d4',
      'anon-coral-a1b2c3d4',
      'anon-kestrel-a1b2c3d4',
    ]);
  });
});

describe('the time that an indexer vouches for', () => {
  it('is noted a step after the one before, not sooner, and by indexers only', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const timeOf = (): number => JSON.parse(pact.view.records.get(KEYS.watermark) ?? '0') as number;
    const start = timeOf();
    const step = limits.WATERMARK_STEP_MS;
    await pact.write('A', { t: 'tick' }, start + step - 1);
    await pact.write('B', NOTE, start + step);
    expect(timeOf()).toBe(start);
    expect(await pact.write('A', { t: 'tick' }, start + step)).toMatchObject({ ok: true });
    expect(timeOf()).toBe(start + step);
    await pact.write('A', { t: 'tick' }, start + step + 1);
    await pact.write('A', { t: 'tick' }, start);
    expect(timeOf()).toBe(start + step);
  });

  it('bounds how far ahead an op may be dated', async () => {
    const pact = await MemoryPact.create();
    const time = JSON.parse(pact.view.records.get(KEYS.watermark) ?? '0') as number;
    await pact.join('B');
    expect(await pact.write('B', NOTE, time + limits.AHEAD_MS_MAX)).toMatchObject({ ok: true });
    expect(await pact.write('B', NOTE, time + limits.AHEAD_MS_MAX + 1)).toMatchObject({ code: 'BAD_ENTRY' });
  });
});
