import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AgentClient,
  at,
  type Daemon,
  pooled,
  positionOf,
  Room,
  range,
  type TaskAct,
  TaskModel,
} from '../harness/index.js';

/** A string sort of `<hex>-<seq>` goes wrong where the number gets a digit more. */
const BOUNDARIES = [10, 100, 1000];
/** How many ops of the script stand before the boundary: each alignment cuts it elsewhere. */
const ALIGNMENTS = [1, 2, 3, 4];

const room = new Room();
let node: Daemon;
let ann: AgentClient;
let bob: AgentClient;

beforeAll(async () => {
  node = await room.daemon();
  ann = await node.agent('ann');
  bob = await node.agent('bob');
});
afterAll(() => room.close());

/** Fills the log so that the next op stands at `position`. */
async function fillTo(pact: string, position: number): Promise<void> {
  const post = async (i: number) =>
    positionOf((await node.host.must(201, 'POST', at('/knowledge', pact), { topic: 'fill', content: `${i}` })).id);
  let last = await post(0);
  const bulk = position - 1 - last;
  await pooled(range(Math.max(0, bulk - 1)), 64, post);
  while (last < position - 1) last = await post(-1);
}

const SCRIPT = (who: AgentClient, other: AgentClient): TaskAct[] => [
  { act: 'claim', by: who.agent_id },
  { act: 'release', by: who.agent_id },
  { act: 'claim', by: other.agent_id },
  { act: 'release', by: other.agent_id },
  { act: 'claim', by: who.agent_id },
  { act: 'complete', by: who.agent_id, result: { by: who.agent_id } },
  { act: 'claim', by: other.agent_id },
];

test.each(ALIGNMENTS)(
  'claim, release, re-claim and complete across log positions 9-10, 99-100 and 999-1000 follow the reference model (%i ops before the boundary)',
  async (before) => {
    const pact = `positions-${before}`;
    await node.host.must(200, 'POST', '/v1/pacts', { name: pact, alias: pact, confirm: true });
    const tasks = await Promise.all(
      BOUNDARIES.map((boundary) => node.host.must(201, 'POST', at('/tasks', pact), { title: `at ${boundary}` })),
    );
    for (const [i, boundary] of BOUNDARIES.entries()) {
      const id = tasks[i].id as string;
      await fillTo(pact, boundary - before);
      const model = new TaskModel();
      for (const step of SCRIPT(ann, bob)) {
        const client = step.by === ann.agent_id ? ann : bob;
        const expected = model.do(step);
        const answer = await client.put(
          at(`/tasks/${id}/${step.act}`, pact),
          step.act === 'complete' ? { result: step.result } : {},
        );
        const where = `${step.act} by ${step.by} near ${boundary}: ${answer.text.slice(0, 300)}`;
        expect(answer.status, where).toBe(expected.status);
        if (expected.code) expect(answer.body.error, where).toBe(expected.code);
        const state = await node.host.must(200, 'GET', at(`/tasks/${id}`, pact));
        expect(state, where).toMatchObject({
          status: model.status,
          fence: model.fence,
          result: model.result,
          claimed_by: model.claimed_by,
        });
      }
      // Honest only when the ops did stand on both sides of the boundary.
      const { claims } = await node.host.must(200, 'GET', at(`/tasks/${id}/explain`, pact));
      const positions: number[] = claims.map((claim: { id: string }) => positionOf(claim.id));
      expect(positions).toEqual([...positions].sort((x, y) => x - y));
      expect(positions[0]).toBeLessThan(boundary);
      expect(positions.at(-1)).toBeGreaterThanOrEqual(boundary);
      // Lists tell the same state.
      const { entries } = await node.host.must(200, 'GET', at('/tasks?status=complete&limit=1000', pact));
      expect(entries.find((task: { id: string }) => task.id === id)).toMatchObject({
        status: 'complete',
        fence: model.fence,
        result: model.result,
      });
    }
  },
);

test('lists are in the order of the log, not of the ids as text, across 10, 100 and 1000', async () => {
  const pact = 'positions-1';
  const ids: string[] = [];
  let cursor = '';
  do {
    const page = await node.host.must(
      200,
      'GET',
      at(`/entries?order=asc&limit=1000${cursor ? `&cursor=${cursor}` : ''}`, pact),
    );
    ids.push(...page.entries.map((entry: { id: string }) => entry.id));
    cursor = page.has_more ? encodeURIComponent(page.cursor) : '';
  } while (cursor);
  const positions = ids.map(positionOf);
  expect(positions.length).toBeGreaterThan(900);
  expect(positions).toEqual([...positions].sort((x, y) => x - y));
});
