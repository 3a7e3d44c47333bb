import { describe, expect, it } from 'vitest';
import { KEYS, limits, type Link, type NewOp, type RejectionRecord } from '../../src/pact/model/index.js';
import { keyOf, MemoryPact } from './memory.js';

const knowledge = (links?: Link[]): NewOp => ({
  t: 'entry',
  type: 'knowledge',
  payload: { topic: 't', content: 'c' },
  ...(links ? { links } : {}),
});
const message: NewOp = { t: 'entry', type: 'message', payload: { content: 'c' } };
const skill: NewOp = {
  t: 'entry',
  type: 'skill',
  payload: { name: 's', version: '1', format: 'generic', content: 'c', checksum: `sha256:${'0'.repeat(64)}` },
};

describe('links', () => {
  it('are kept with their entry', async () => {
    const pact = await MemoryPact.create();
    const { id } = await pact.write('A', knowledge());
    const links: Link[] = [
      { rel: 'supersedes', id },
      { rel: 'derived_from', id },
    ];
    const later = await pact.write('A', knowledge(links));
    expect(pact.record(KEYS.entry(later.id))).toMatchObject({ links });
  });

  it('are refused when they name what is not there, also what comes later', async () => {
    const pact = await MemoryPact.create();
    const own = `${keyOf('A').slice(0, 8)}-2`;
    for (const id of [own, 'ffffffff-9']) {
      const outcome = await pact.write('A', knowledge([{ rel: 'related', id }]));
      expect(outcome).toMatchObject({ ok: false, code: 'LINK_UNKNOWN' });
      expect(pact.record<RejectionRecord>(KEYS.rejection(outcome.id))).toMatchObject({ code: 'LINK_UNKNOWN' });
    }
  });

  it('of the kind supersedes lead to an entry of the same type, knowledge or skill', async () => {
    const pact = await MemoryPact.create();
    const note = await pact.write('A', knowledge());
    const mail = await pact.write('A', message);
    const supersede = (op: NewOp, id: string): NewOp => ({ ...op, links: [{ rel: 'supersedes', id }] }) as NewOp;
    expect(await pact.write('A', supersede(knowledge(), note.id))).toMatchObject({ ok: true });
    expect(await pact.write('A', supersede(knowledge(), mail.id))).toMatchObject({ ok: false, code: 'BAD_ENTRY' });
    expect(await pact.write('A', supersede(message, mail.id))).toMatchObject({ ok: false, code: 'BAD_ENTRY' });
    const tool = await pact.write('A', skill);
    expect(await pact.write('A', supersede(skill, tool.id))).toMatchObject({ ok: true });
    expect(await pact.write('A', supersede(skill, note.id))).toMatchObject({ ok: false, code: 'BAD_ENTRY' });
  });

  it('that supersede the same entry apart are both kept', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const { id } = await pact.write('A', knowledge());
    for (const name of ['A', 'B'])
      expect(await pact.write(name, knowledge([{ rel: 'supersedes', id }]))).toMatchObject({ ok: true });
  });

  it('of an entry that was refused leave its idempotency key free', async () => {
    const pact = await MemoryPact.create();
    const op = (links: Link[]): NewOp => ({ ...knowledge(links), op_id: 'k' }) as NewOp;
    expect(await pact.write('A', op([{ rel: 'related', id: 'ffffffff-9' }]))).toMatchObject({ ok: false });
    const outcome = await pact.write('A', op([]));
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome).not.toHaveProperty('duplicate');
  });

  it.each([
    ['an unknown relation', [{ rel: 'replaces', id: 'x' }]],
    ['a malformed id', [{ rel: 'related', id: 'x' }]],
    ['a further field', [{ rel: 'related', id: 'IDOF', why: 'x' }]],
    [
      'the same link twice',
      [
        { rel: 'related', id: 'IDOF' },
        { rel: 'related', id: 'IDOF' },
      ],
    ],
    ['no list', { rel: 'related', id: 'IDOF' }],
    ['a list of texts', ['IDOF']],
    ['too many', Array.from({ length: limits.LINKS_MAX + 1 }, (_, n) => ({ rel: 'related', id: `0123abcd-${n}` }))],
  ])('with %s are refused', async (_, links) => {
    const pact = await MemoryPact.create();
    const { id } = await pact.write('A', knowledge());
    const text = JSON.stringify({ v: 1, at: pact.at + 1, ...knowledge(), links }).replaceAll('IDOF', id);
    expect(await pact.raw('A', text)).toMatchObject({ ok: false, code: 'BAD_ENTRY' });
  });
});
