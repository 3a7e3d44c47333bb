import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PactAct, PactModel } from '../harness/pact-model.js';
import { type InviteRecord, KEYS, type MemberRecord, type NewOp, type PactRecord } from '../../src/pact/model/index.js';
import { keyOf, MemoryPact, START } from './memory.js';
import { causalOrders, type Logs, smallHistories, type Told } from './orders.js';

const NAMES = ['A', 'B', 'C', 'D', 'E'] as const;
const SECRETS = ['s', 't'] as const;
/** Who is in the pact and confirms before a history begins; A made it. */
const BEGINNINGS = ['A confirms', 'A, B and C confirm', 'B confirms, who took over'] as const;
type Beginning = (typeof BEGINNINGS)[number];

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
    life_ms: fc.constantFrom(0, 50_000, 90_000, 90_000, 365 * 86_400_000, 365 * 86_400_000, 365 * 86_400_000 + 1),
  }),
  fc.record({ act: fc.constant('revoke' as const), secret: fc.constantFrom(...SECRETS) }),
  fc.record({
    act: fc.constant('admit' as const),
    secret: fc.constantFrom(...SECRETS),
    // Mostly those who are not members yet.
    who: fc.constantFrom('D', 'E', 'E', 'B', 'C'),
  }),
  fc.record({
    act: fc.constantFrom('remove' as const, 'promote' as const, 'name_successor' as const),
    who: fc.constantFrom(...NAMES),
  }),
  fc.record({ act: fc.constant('post' as const) }),
);
const beginnings = fc.constantFrom(...BEGINNINGS);
const wait = fc.constantFrom(0, 1_000, 59_999, 60_000, 100_000);

/** Those who wait are taken in the order of their keys. */
function chooseByKey(model: PactModel): void {
  model.onChoice = (waiting) => {
    const names = NAMES.filter((name) => waiting.includes(model.people.get(name) as never));
    const [first] = names.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    Object.assign(model.people.get(first as string) as object, { waits: false, confirms: true });
  };
}

/** A pact of A, B, C and, where three confirm, D, in the reducer and in the model. */
async function start(beginning: Beginning): Promise<{ pact: MemoryPact; model: PactModel }> {
  const pact = await MemoryPact.create();
  const model = new PactModel('A', pact.at);
  chooseByKey(model);
  const both = async (by: string, what: PactAct): Promise<void> => {
    const at = pact.at + 1;
    expect(await outcomeOf(pact, { by, act: what, at })).toBe(null);
    expect(model.do(by, what, at)).toBe(null);
    pact.at = at;
  };
  for (const name of beginning === 'A, B and C confirm' ? ['B', 'C', 'D'] : ['B', 'C']) {
    await both('A', { act: 'invite', secret: `for ${name}`, life_ms: 60_000 });
    await both('A', { act: 'admit', secret: `for ${name}`, who: name });
  }
  if (beginning === 'A, B and C confirm')
    for (const who of ['B', 'C', 'B', 'C']) await both('A', { act: 'promote', who });
  if (beginning === 'B confirms, who took over') {
    await both('B', { act: 'post' });
    await both('A', { act: 'name_successor', who: 'B' });
    await pact.write('B', { t: 'recover', indexer: keyOf('B'), key: keyOf('system'), length: 7 });
    Object.assign(model.people.get('A') as object, { confirms: false });
    Object.assign(model.people.get('B') as object, { confirms: true });
  }
  compareState(pact, model);
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

/** Why the reducer refuses a move, or null. */
async function outcomeOf(pact: MemoryPact, { by, act: what, at }: Move): Promise<string | null> {
  const outcome =
    what.act === 'admit'
      ? await pact.admit(by, what.who, what.secret, {}, at)
      : await pact.write(by, opOf({ by, act: what, at }), at);
  return outcome.ok ? null : outcome.code;
}

/** Does a history with both and compares what each says and what is left. */
async function compare(beginning: Beginning, history: readonly Move[]): Promise<void> {
  const { pact, model } = await start(beginning);
  for (const move of history) {
    const expected = model.do(move.by, move.act, move.at);
    expect(await outcomeOf(pact, move), `${JSON.stringify(move)} of ${JSON.stringify(history)}`).toBe(expected);
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
  expect(pact.record<PactRecord>(KEYS.pact)?.successors).toEqual([...model.successors].map(keyOf));
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
      fc.asyncProperty(
        beginnings,
        smallHistories(fc.tuple(act, wait), { writers: 3, length: 6 }),
        async (begin, logs) => {
          for (const order of causalOrders(logs)) await compare(begin, timed(logs, order));
        },
      ),
      { numRuns: 120 },
    );
  });

  it('equal a reference model in sampled orders of long histories', async () => {
    // Whoever may do something does it more often than the others.
    const author = fc.constantFrom(...NAMES, 'A', 'A', 'A', 'B', 'B');
    const histories = fc.array(fc.tuple(author, act, wait), { minLength: 10, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(beginnings, histories, async (begin, steps) => {
        let at = START + 1_000;
        await compare(
          begin,
          steps.map(([by, what, ms]) => ({ by, act: what, at: (at += ms) })),
        );
      }),
      { numRuns: 250 },
    );
  });
});
