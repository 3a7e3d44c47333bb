import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEYS, type NewOp, type Outcome, type TaskEventRecord, type TaskRecord } from '../../src/pact/model/index.js';
import { MemoryPact, START } from './memory.js';
import { causalOrders, smallHistories } from './orders.js';

const NODES = ['A', 'B', 'C'] as const;
const AGENTS = [
  ['A', undefined],
  ['A', 'one'],
  ['B', undefined],
  ['B', 'two'],
  ['C', undefined],
] as const;

/** What an agent does to the task. */
interface Act {
  agent: number;
  verb: 'claim' | 'renew' | 'release' | 'complete' | 'expire';
  ttl_ms: number;
  /** Does a completion carry a result? */
  full: boolean;
}

/** Clocks of honest nodes differ by less; a claim that is dated further ahead of an indexer's clock may be ended at once. */
const SKEW_MS = 300_000;

const verb = fc.constantFrom<Act['verb']>('claim', 'claim', 'renew', 'release', 'complete', 'expire');
const steps = fc.array(
  fc.record({
    agent: fc.integer({ min: 0, max: AGENTS.length - 1 }),
    verb,
    // Offset from the fence that the agent was given last: 0 names the right one.
    off: fc.constantFrom(0, 0, 0, -1, 1),
    ttl_ms: fc.constantFrom(1000, 5000, 86_400_000),
    // Back as well, since the ops of several clocks are in one order; by more than clocks may differ, too.
    wait_ms: fc.constantFrom(0, 1, 999, 2000, -300_000, -300_001),
    full: fc.boolean(),
  }),
  { maxLength: 25 },
);

/** What a task's history says of an op, and the code that its author hears. */
type Said = [outcome: TaskEventRecord['outcome'], code: string | null];

/** What a task is, told as simply as can be: who holds it, until when, how often it was granted, what came of it. */
class Model {
  holder: number | null = null;
  until = 0;
  since = 0;
  fence = 0;
  done = false;
  result: unknown = null;
  late: unknown[] = [];

  /** @param assigned the agent that it is reserved for; null for nobody */
  constructor(private readonly assigned: number | null) {}

  step(step: Act, at: number, given: number, result: string | null): Said {
    const holds = this.holder === step.agent;
    const isReserved = this.assigned !== null && this.assigned !== step.agent;
    switch (step.verb) {
      case 'claim':
        if (this.done) return ['refused', 'TASK_ALREADY_COMPLETE'];
        if (isReserved) return ['refused', 'NOT_ASSIGNEE'];
        if (holds) return ['granted', null];
        if (this.holder !== null) return ['refused', 'TASK_ALREADY_CLAIMED'];
        Object.assign(this, { holder: step.agent, fence: this.fence + 1, until: at + step.ttl_ms, since: at });
        return ['granted', null];
      case 'renew': {
        const fault = this.#fault(holds, given);
        if (fault) return ['refused', fault];
        this.until = at + step.ttl_ms;
        return ['renewed', null];
      }
      case 'release': {
        const fault = this.#fault(holds, given);
        if (fault) return ['refused', fault];
        this.holder = null;
        return ['released', null];
      }
      case 'expire':
        if (AGENTS[step.agent]?.[0] !== 'A') return ['refused', 'NOT_INDEXER'];
        if (this.done || this.holder === null || given !== this.fence) return ['refused', 'STALE_FENCE'];
        if (at < this.until && this.since <= at + SKEW_MS) return ['refused', 'TASK_ALREADY_CLAIMED'];
        this.holder = null;
        return ['expired', null];
      case 'complete': {
        const fault = this.#lateness(holds, isReserved, given);
        if (fault === null) {
          Object.assign(this, { done: true, holder: step.agent, result });
          return ['completed', null];
        }
        // Work that was done is kept beside the task; an empty hand leaves nothing.
        if (result === null) return ['refused', fault];
        this.late.push(result);
        return ['late_result', fault];
      }
    }
  }

  /** Why somebody may not act as the holder. A fence that was given once says more than that one is not the holder. */
  #fault(holds: boolean, given: number): string | null {
    if (this.done) return 'TASK_ALREADY_COMPLETE';
    if (this.holder === null) return given > 0 && given <= this.fence ? 'STALE_FENCE' : 'NOT_CLAIMED';
    if (!holds) return given > 0 && given < this.fence ? 'STALE_FENCE' : 'NOT_CLAIMER';
    return given === this.fence ? null : 'STALE_FENCE';
  }

  #lateness(holds: boolean, isReserved: boolean, given: number): string | null {
    if (this.done) return 'TASK_ALREADY_COMPLETE';
    if (this.holder !== null && !holds) return given > 0 ? 'STALE_FENCE' : 'NOT_CLAIMER';
    if (this.holder !== null) return given === this.fence ? null : 'STALE_FENCE';
    if (given > 0) return 'STALE_FENCE';
    return isReserved ? 'NOT_ASSIGNEE' : null;
  }
}

/** A task in the reducer and in the model, who are told the same. */
class Twins {
  readonly #nameOf = (agent: number): string => MemoryPact.agentId(...(AGENTS[agent] as ['A', undefined]));
  readonly #kinds: string[] = [];
  readonly #said: Said[] = [];

  private constructor(
    readonly pact: MemoryPact,
    readonly task: string,
    readonly model: Model,
  ) {}

  static async create(assigned: number | null): Promise<Twins> {
    const pact = await MemoryPact.create();
    for (const name of ['B', 'C']) await pact.join(name);
    const [name, agent] = AGENTS[assigned ?? 0] as ['A', undefined];
    const reserved = assigned === null ? {} : { assigned_to: MemoryPact.agentId(name, agent) };
    const { id } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'x', ...reserved } });
    return new Twins(pact, id, new Model(assigned));
  }

  /** Does a step with both and compares what each says and what is left; answers what its author hears. */
  async step(step: Act, at: number, given: number): Promise<Outcome> {
    const { pact, task, model } = this;
    const i = this.#said.length;
    const [name, agent] = AGENTS[step.agent] as (typeof AGENTS)[number];
    const result = step.full ? `r${i}` : null;
    const op = {
      t: step.verb,
      task,
      ...(step.verb === 'claim' ? {} : { fence: given }),
      ...(step.verb === 'claim' || step.verb === 'renew' ? { ttl_ms: step.ttl_ms } : {}),
      ...(step.verb === 'complete' ? { result } : {}),
      ...(agent ? { agent } : {}),
    } as NewOp;
    const outcome = await pact.write(name, op, at);
    const expected = model.step(step, at, given, result);
    this.#kinds.push(step.verb);
    this.#said.push(expected);
    expect(outcome.ok ? null : outcome.code).toBe(expected[1]);
    expect(!outcome.ok && outcome.kept === true).toBe(expected[0] === 'late_result');
    const record = pact.record<TaskRecord>(KEYS.task(task)) as TaskRecord;
    const isHeld = !model.done && model.holder !== null;
    expect(record).toMatchObject({
      fence: model.fence,
      status: model.done ? 'complete' : model.holder === null ? 'open' : 'claimed',
      holder: model.holder === null ? null : this.#nameOf(model.holder),
      lease_until: isHeld ? model.until : null,
      result: model.result,
      events: i + 1,
    });
    expect(record.expired_at !== null).toBe(expected[0] === 'expired' || (record.expired_at !== null && !isHeld));
    return outcome;
  }

  /** Compares the history of the task with all that was said. */
  async end(): Promise<void> {
    const events = (await this.pact.view.values(`h/${this.task}/`)).map((json) => JSON.parse(json) as TaskEventRecord);
    events.sort((a, b) => a.n - b.n);
    expect(events.map(({ n }) => n)).toEqual([...this.#kinds.keys()]);
    expect(events.map(({ outcome, code }) => [outcome, code])).toEqual(this.#said);
    expect(events.map(({ kind }) => kind)).toEqual(this.#kinds);
    const late = events.filter(({ outcome }) => outcome === 'late_result');
    expect(late.map(({ result }) => result)).toEqual(this.model.late);
  }
}

describe('tasks', () => {
  it('equal a reference model over random histories of five agents on three nodes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.option(fc.integer({ min: 0, max: AGENTS.length - 1 })), async (history, assigned) => {
        const twins = await Twins.create(assigned);
        const { pact, model } = twins;
        const fences = AGENTS.map(() => 0);
        for (const step of history) {
          pact.at += step.wait_ms;
          const given = Math.max(0, (step.verb === 'expire' ? model.fence : (fences[step.agent] as number)) + step.off);
          const outcome = await twins.step(step, pact.at, given);
          if (step.verb === 'claim' && outcome.ok) fences[step.agent] = outcome.fence as number;
        }
        await twins.end();
      }),
      { numRuns: 300 },
    );
  });

  it('equal a reference model in every causal order of a small history, whatever fences their authors name', async () => {
    const small = smallHistories(
      fc.record({
        // One of the agents of the node whose log it is.
        agent: fc.nat({ max: 1 }),
        verb,
        given: fc.nat({ max: 2 }),
        ttl_ms: fc.constantFrom(1000, 5000),
        at_ms: fc.constantFrom(0, 999, 1000, 5000, 301_000),
        full: fc.boolean(),
      }),
      { writers: NODES.length, length: 6 },
    );
    await fc.assert(
      fc.asyncProperty(small, fc.option(fc.nat({ max: AGENTS.length - 1 })), async (logs, assigned) => {
        for (const order of causalOrders(logs)) {
          const twins = await Twins.create(assigned);
          for (const { by, what } of order) {
            const agents = [...AGENTS.keys()].filter((n) => AGENTS[n]?.[0] === NODES[by]);
            const agent = agents[what.agent % agents.length] as number;
            await twins.step({ ...what, agent }, START + 10_000 + what.at_ms, what.given);
          }
          await twins.end();
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep a result that comes after somebody else took the task', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const { id: task } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'x' } });
    await pact.write('B', { t: 'claim', task, ttl_ms: 1000 });
    const late = await pact.write('A', { t: 'complete', task, fence: 0, result: 'done by A' });
    expect(late).toMatchObject({ ok: false, code: 'NOT_CLAIMER', kept: true });
    expect(pact.record(KEYS.taskEvent(task, late.id))).toMatchObject({ outcome: 'late_result', result: 'done by A' });
    expect(await pact.write('B', { t: 'complete', task, fence: 1, result: 'done by B' })).toMatchObject({ ok: true });
    expect(pact.record(KEYS.task(task))).toMatchObject({ status: 'complete', result: 'done by B' });
  });

  it('stay with their assignee', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const { id: task } = await pact.write('A', {
      t: 'entry',
      type: 'task',
      payload: { title: 'x', assigned_to: MemoryPact.agentId('B', 'two') },
    });
    expect(await pact.write('B', { t: 'claim', task, ttl_ms: 1000 })).toMatchObject({ code: 'NOT_ASSIGNEE' });
    expect(await pact.write('B', { t: 'claim', task, ttl_ms: 1000, agent: 'two' } as NewOp)).toMatchObject({
      ok: true,
      fence: 1,
    });
  });

  it('end a lease only by the word of an indexer', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const { id: task } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'x' } });
    await pact.write('A', { t: 'claim', task, ttl_ms: 1000 });
    expect(await pact.write('B', { t: 'expire', task, fence: 1 }, pact.at + 5000)).toMatchObject({
      code: 'NOT_INDEXER',
    });
    expect(await pact.write('A', { t: 'expire', task, fence: 1 }, pact.at + 500)).toMatchObject({
      code: 'TASK_ALREADY_CLAIMED',
    });
    expect(await pact.write('A', { t: 'expire', task, fence: 1 }, pact.at + 1000)).toMatchObject({ ok: true });
    expect(pact.record(KEYS.task(task))).toMatchObject({ status: 'open', holder: null, fence: 1 });
  });

  it('have a history that says by which fence, why, and with what result', async () => {
    const pact = await MemoryPact.create();
    await pact.join('B');
    const { id: task } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'x' } });
    const event = async (name: string, op: NewOp, at?: number): Promise<TaskEventRecord> => {
      const { id } = await pact.write(name, op, at);
      return pact.record<TaskEventRecord>(KEYS.taskEvent(task, id)) as TaskEventRecord;
    };
    const release = await event('A', { t: 'release', task, fence: 0 });
    expect(release).toMatchObject({ outcome: 'refused', code: 'NOT_CLAIMED', fence: 0 });
    expect(pact.record(KEYS.task(task))).toMatchObject({ status: 'open', ttl_ms: 0 });
    expect(await event('A', { t: 'claim', task, ttl_ms: 1000 })).toMatchObject({ outcome: 'granted', fence: 1 });
    expect(await event('B', { t: 'claim', task, ttl_ms: 1000 })).toMatchObject({ outcome: 'refused', fence: null });
    expect(await event('B', { t: 'complete', task, fence: 0, result: null })).not.toHaveProperty('result');
    expect(await event('A', { t: 'expire', task, fence: 1 }, pact.at + 2000)).toMatchObject({ why: 'the lease ended' });
    await event('B', { t: 'claim', task, ttl_ms: 1000 }, pact.at + SKEW_MS + 10_000);
    expect(await event('A', { t: 'expire', task, fence: 2 }, pact.at)).toMatchObject({
      why: 'the claim was dated in the future',
    });
    // A fence that was given once is stale for everybody, whoever holds the task now or nobody.
    expect(await event('A', { t: 'release', task, fence: 1 })).toMatchObject({ code: 'STALE_FENCE', fence: 1 });
    expect(await event('B', { t: 'release', task, fence: 2 })).toMatchObject({ code: 'STALE_FENCE', fence: 2 });
    expect(await event('B', { t: 'release', task, fence: 3 })).toMatchObject({ code: 'NOT_CLAIMED', fence: 3 });
    await event('A', { t: 'claim', task, ttl_ms: 1000 });
    expect(await event('B', { t: 'release', task, fence: 1 })).toMatchObject({ code: 'STALE_FENCE' });
    expect(await event('B', { t: 'release', task, fence: 2 })).toMatchObject({ code: 'STALE_FENCE' });
    expect(await event('A', { t: 'release', task, fence: 2 })).toMatchObject({ code: 'STALE_FENCE' });
    const done = await event('A', { t: 'complete', task, fence: 3, result: null });
    expect(done).toMatchObject({ result: null, why: 'the holder completed it' });
    const { id: other } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'y' } });
    const { id } = await pact.write('A', { t: 'complete', task: other, fence: 0, result: 'r' });
    expect(pact.record(KEYS.taskEvent(other, id))).toMatchObject({ result: 'r', why: 'it was open' });
  });

  it('that are not there are not found, nor is another entry taken for one', async () => {
    const pact = await MemoryPact.create();
    const note = await pact.write('A', { t: 'entry', type: 'knowledge', payload: { topic: 't', content: 'c' } });
    for (const task of ['ffffffff-1', note.id])
      expect(await pact.write('A', { t: 'claim', task, ttl_ms: 1000 })).toMatchObject({ ok: false, code: 'NOT_FOUND' });
  });
});
