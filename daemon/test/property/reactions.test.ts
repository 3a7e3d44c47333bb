import { describe, expect, it } from 'vitest';
import { KEYS, type NewOp, type ReactionRecord } from '../../src/pact/model/index.js';
import { MemoryPact } from './memory.js';

const react = (target: string, reaction: string | null, agent?: string): NewOp =>
  ({ t: 'react', target, reaction, ...(agent ? { agent } : {}) }) as NewOp;

describe('reactions', () => {
  it('are one for each agent and entry, the last in the order of the log', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const { id } = await pact.write('A', { t: 'entry', type: 'message', payload: { content: 'c' } });
    const of = (name: string, agent?: string) =>
      pact.record<ReactionRecord>(KEYS.reaction(id, MemoryPact.agentId(name, agent)))?.reaction;
    await pact.write('A', react(id, 'useful'));
    await pact.write('A', react(id, 'wrong', 'scout'));
    await pact.write('B', react(id, 'applied', 'scout'));
    await pact.write('A', react(id, 'outdated'));
    expect([of('A'), of('A', 'scout'), of('B', 'scout'), of('B')]).toEqual(['outdated', 'wrong', 'applied', undefined]);
    await pact.write('A', react(id, null, 'scout'));
    expect(of('A', 'scout')).toBeNull();
  });

  it('to nothing, or of no known kind, are refused', async () => {
    const pact = await MemoryPact.create();
    const { id } = await pact.write('A', { t: 'entry', type: 'message', payload: { content: 'c' } });
    expect(await pact.write('A', react('ffffffff-1', 'useful'))).toMatchObject({ ok: false, code: 'NOT_FOUND' });
    expect(await pact.write('A', react(id, 'loved'))).toMatchObject({ ok: false, code: 'BAD_ENTRY' });
    expect(await pact.write('C', react(id, 'useful'))).toMatchObject({ ok: false, code: 'NOT_A_MEMBER' });
  });
});
