import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PactAct, PactModel } from '../harness/pact-model.js';
import { type InviteRecord, KEYS, type MemberRecord, type NewOp, type PactRecord } from '../../src/pact/model/index.js';
import { keyOf, MemoryPact, START } from './memory.js';
import { causalOrders, type Logs, smallHistories, type Told } from './orders.js';

const NAMES = ['A', 'B', 'C', 'D'] as const;
const SECRETS = ['s', 't', 'u'] as const;

/** Something that a member does, at a time of its own clock. */
interface Move {
  by: string;
  act: PactAct;
  at: number;
}

const act: fc.Arbitrary<PactAct> = fc.oneof(
  fc.record({
    act: fc.constant('invite' as const),
    secret: fc.constantFrom(...SECRETS),
    life_ms: fc.constantFrom(0, 50_000, 90_000, 365 * 86_400_000, 365 * 86_400_000 + 1),
  }),
  fc.record({ act: fc.constant('revoke' as const), secret: fc.constantFrom(...SECRETS) }),
  fc.record({
    act: fc.constant('admit' as const),
    secret: fc.constantFrom(...SECRETS),
    who: fc.constantFrom(...NAMES.slice(1)),
  }),
  fc.record({
    act: fc.constantFrom('remove' as const, 'promote' as const, 'name_successor' as const),
    who: fc.constantFrom(...NAMES),
  }),
  fc.record({ act: fc.constant('post' as const) }),
);
const wait = fc.constantFrom(0, 1_000, 59_999, 60_000, 100_000);

/** A pact of A, B and C, in the reducer and in the model. */
async function start(): Promise<{ pact: MemoryPact; model: PactModel }> {
  const pact = await MemoryPact.create();
  const model = new PactModel('A', pact.at);
  for (const name of ['B', 'C']) {
    const secret = `for ${name}`;
    expect((await pact.invite('A', secret)).ok).toBe(true);
    expect(model.do('A', { act: 'invite', secret, life_ms: 60_000 }, pact.at)).toBe(null);
    expect((await pact.admit('A', name, secret)).ok).toBe(true);
    expect(model.do('A', { act: 'admit', secret, who: name }, pact.at)).toBe(null);
  }
  return { pact, model };
}

const opOf = (move: Move): NewOp => {
  const { act: a } = move;
  switch (a.act) {
    case 'invite':
      return { t: 'invite', nonce: keyOf(a.secret), exp: move.at + a.life_ms };
    case 'revoke':
      return { t: 'revoke', nonce: keyOf(a.secret) };
    case 'remove':
      return { t: 'remove', writer: keyOf(a.who) };
    case 'promote':
    case 'name_successor':
      return { t: 'promote', writer: keyOf(a.who), successor: a.act === 'name_successor' };
    case 'admit':
    case 'post':
      return { t: 'entry', type: 'knowledge', payload: { topic: 't', content: 'c' } };
  }
};

/** Does a history with both and compares what each says and what is left. */
async function compare(history: readonly Move[]): Promise<void> {
  const { pact, model } = await start();
  for (const move of history) {
    // Those who wait are taken in the order of their keys.
    model.onChoice = (waiting) => {
      const names = NAMES.filter((name) => waiting.includes(model.people.get(name) as never));
      const [first] = names.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      Object.assign(model.people.get(first as string) as object, { waits: false, confirms: true });
    };
    const expected = model.do(move.by, move.act, move.at);
    const outcome =
      move.act.act === 'admit'
        ? await pact.admit(move.by, move.act.who, move.act.secret, {}, move.at)
        : await pact.write(move.by, opOf(move), move.at);
    expect(outcome.ok ? null : outcome.code, `${JSON.stringify(move)} of ${JSON.stringify(history)}`).toBe(expected);
    compareState(pact, model);
  }
}

function compareState(pact: MemoryPact, model: PactModel): void {
  for (const name of NAMES) {
    const record = pact.record<MemberRecord>(KEYS.member(keyOf(name)));
    const person = model.people.get(name);
    expect(record && [record.creator, record.indexer, record.standby, record.gone]).toEqual(
      person && [person.founder, person.confirms, person.waits, person.gone],
    );
    expect(pact.host.writers.has(keyOf(name)) || name === 'A').toBe(
      person !== undefined && (!person.gone || name === 'A'),
    );
  }
  expect([...pact.host.indexers].sort()).toEqual(model.confirmers.map(keyOf).sort());
  for (const secret of SECRETS)
    expect(pact.record<InviteRecord>(KEYS.invite(keyOf(secret)))?.state).toBe(model.tickets.get(secret)?.state);
  expect(new Set(pact.record<PactRecord>(KEYS.pact)?.successors)).toEqual(new Set([...model.successors].map(keyOf)));
}

/** Moves of each by its own clock, which goes on at every move. */
function timed(logs: Logs<readonly [PactAct, number]>, order: readonly Told<readonly [PactAct, number]>[]): Move[] {
  return order.map(({ what: [what], by, seen }) => {
    const until = logs[by]?.slice(0, (seen[by] as number) + 1) ?? [];
    const at = until.reduce((sum, { what: [, ms] }) => sum + ms, START + 1_000);
    return { by: NAMES[by] as string, act: what, at };
  });
}

describe('members and invites', () => {
  it('equal a reference model in every causal order of a small history', async () => {
    await fc.assert(
      fc.asyncProperty(smallHistories(fc.tuple(act, wait), { writers: 3, length: 6 }), async (logs) => {
        for (const order of causalOrders(logs)) await compare(timed(logs, order));
      }),
      { numRuns: 200 },
    );
  });

  it('equal a reference model in sampled orders of long histories', async () => {
    const histories = fc.array(fc.tuple(fc.constantFrom(...NAMES), act, wait), { minLength: 10, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        let at = START + 1_000;
        await compare(steps.map(([by, what, ms]) => ({ by, act: what, at: (at += ms) })));
      }),
      { numRuns: 150 },
    );
  });
});
