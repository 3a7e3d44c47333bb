import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KEYS, type NewOp, type TaskEventRecord, type TaskRecord } from '../../src/pact/model/index.js';
import { MemoryPact } from './memory.js';

const AGENTS = [
  ['A', undefined],
  ['A', 'one'],
  ['B', undefined],
  ['B', 'two'],
] as const;

interface Step {
  agent: number;
  verb: 'claim' | 'renew' | 'release' | 'complete' | 'expire';
  /** Offset from the fence that the agent was given last: 0 names the right one. */
  off: number;
  ttl_ms: number;
  wait_ms: number;
}

const steps = fc.array(
  fc.record({
    agent: fc.integer({ min: 0, max: AGENTS.length - 1 }),
    verb: fc.constantFrom<Step['verb']>('claim', 'claim', 'renew', 'release', 'complete', 'expire'),
    off: fc.constantFrom(0, 0, 0, -1, 1),
    ttl_ms: fc.constantFrom(1000, 5000),
    wait_ms: fc.constantFrom(1, 2000),
  }),
  { maxLength: 25 },
);

/** What a task is, told as simply as can be: who holds it, until when, how often it was granted, what came of it. */
class Model {
  holder: number | null = null;
  until = 0;
  fence = 0;
  done = false;
  result: unknown = null;
  late: unknown[] = [];

  step(step: Step, at: number, given: number, result: string): boolean {
    const mine = this.holder === step.agent && given === this.fence;
    switch (step.verb) {
      case 'claim':
        if (this.done) return false;
        if (this.holder === step.agent) return true;
        if (this.holder !== null) return false;
        Object.assign(this, { holder: step.agent, fence: this.fence + 1, until: at + step.ttl_ms });
        return true;
      case 'renew':
        if (this.done || !mine) return false;
        this.until = at + step.ttl_ms;
        return true;
      case 'release':
        if (this.done || !mine) return false;
        this.holder = null;
        return true;
      case 'expire':
        if (
          this.done ||
          this.holder === null ||
          AGENTS[step.agent]?.[0] !== 'A' ||
          given !== this.fence ||
          at < this.until
        )
          return false;
        this.holder = null;
        return true;
      case 'complete':
        if (!this.done && (this.holder === null ? given === 0 : mine)) {
          Object.assign(this, { done: true, holder: step.agent, result });
          return true;
        }
        this.late.push(result);
        return false;
    }
  }
}

describe('tasks', () => {
  it('equal a reference model over random histories of four agents on two nodes', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const pact = await MemoryPact.create();
        await pact.join('B');
        const { id: task } = await pact.write('A', { t: 'entry', type: 'task', payload: { title: 'x' } });
        const model = new Model();
        const fences = AGENTS.map(() => 0);
        let lastFence = 0;
        for (const [i, step] of history.entries()) {
          pact.at += step.wait_ms;
          const given = Math.max(0, (step.verb === 'expire' ? model.fence : (fences[step.agent] as number)) + step.off);
          const [name, agent] = AGENTS[step.agent] as (typeof AGENTS)[number];
          const op = {
            t: step.verb,
            task,
            ...(step.verb === 'claim' ? {} : { fence: given }),
            ...(step.verb === 'claim' || step.verb === 'renew' ? { ttl_ms: step.ttl_ms } : {}),
            ...(step.verb === 'complete' ? { result: `r${i}` } : {}),
            ...(agent ? { agent } : {}),
          } as NewOp;
          const outcome = await pact.write(name, op);
          expect(outcome.ok).toBe(model.step(step, pact.at, given, `r${i}`));
          if (step.verb === 'claim' && outcome.ok) fences[step.agent] = outcome.fence as number;
          const record = pact.record<TaskRecord>(KEYS.task(task));
          expect(record?.fence).toBe(model.fence);
          expect(record?.fence).toBeGreaterThanOrEqual(lastFence);
          lastFence = model.fence;
          expect(record?.status).toBe(model.done ? 'complete' : model.holder === null ? 'open' : 'claimed');
          expect(record?.holder).toBe(
            model.holder === null ? null : MemoryPact.agentId(...(AGENTS[model.holder] as ['A', undefined])),
          );
          expect(record?.result).toBe(model.result);
        }
        const events = (await pact.view.values(`h/${task}/`)).map((json) => JSON.parse(json) as TaskEventRecord);
        expect(events.map((event) => event.n).sort((a, b) => a - b)).toEqual(history.map((_, i) => i));
        expect(
          events
            .filter((event) => event.outcome === 'late_result')
            .sort((a, b) => a.n - b.n)
            .map((event) => event.result),
        ).toEqual(model.late);
      }),
      { numRuns: 300 },
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
});
