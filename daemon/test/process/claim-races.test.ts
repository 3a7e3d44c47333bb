import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AgentClient,
  type Answer,
  at,
  type Client,
  type Cluster,
  type Daemon,
  pooled,
  Room,
  range,
  until,
  visible,
} from '../harness/index.js';

const RACES = 100;
/** Races that run side by side, each for a task of its own. */
const AT_ONCE = 4;
const room = new Room();
let cluster: Cluster;

beforeAll(async () => {
  cluster = await room.cluster(3);
});
afterAll(() => room.close());

interface Racer {
  node: Daemon;
  client: Client;
  agent_id: string;
}

const host = (node: Daemon): Racer => ({ node, client: node.host, agent_id: node.handle });
const named = (node: Daemon, client: AgentClient): Racer => ({ node, client, agent_id: client.agent_id });

/** Posts the tasks, waits until every racer's node has them, and lets all racers claim each of them at the same moment. */
async function race(
  racers: readonly Racer[],
  check: (task: string, answers: readonly Answer[]) => Promise<void>,
): Promise<void> {
  const poster = cluster.node(0);
  const tasks: string[] = (
    await Promise.all(range(RACES).map((i) => poster.host.must(201, 'POST', at('/tasks'), { title: `race ${i}` })))
  ).map((task) => task.id);
  await visible(tasks, [...new Set(racers.map((racer) => racer.node))]);
  await pooled(tasks, AT_ONCE, async (task, i) => {
    // Everybody is first to send in turn, so that no racer wins by its place in the list.
    const order = racers.map((_, n) => racers[(n + i) % racers.length] as Racer);
    const sent = new Map<Racer, Promise<Answer>>(
      order.map((racer) => [racer, racer.client.put(at(`/tasks/${task}/claim`), {})]),
    );
    const answers = await Promise.all(racers.map((racer) => sent.get(racer) as Promise<Answer>));
    await check(task, answers);
  });
}

/** One 200; the others 409 with the holder's name, or 202 that becomes lost; and all nodes name the winner. */
const oneWinner = (racers: readonly Racer[]) => async (task: string, answers: readonly Answer[]) => {
  const won = racers.filter((_, i) => answers[i]?.status === 200);
  expect(
    won.map((racer) => racer.agent_id),
    `answers to the claims of ${task}: ${JSON.stringify(answers.map((answer) => [answer.status, answer.body.error]))}`,
  ).toHaveLength(1);
  const winner = won[0] as Racer;
  for (const [i, racer] of racers.entries()) {
    const answer = answers[i] as Answer;
    if (racer === winner) {
      expect(answer.body).toMatchObject({
        id: task,
        status: 'claimed',
        claimed_by: winner.agent_id,
        fence: 1,
        confirmed: true,
      });
    } else if (answer.status === 202) {
      const lost = await until(
        async () => {
          const { claims } = await racer.client.must(200, 'GET', at(`/tasks/${task}/explain`));
          return claims.find(
            (claim: { id: string; outcome: string }) =>
              claim.id === answer.body.claim_id && claim.outcome === 'refused',
          );
        },
        { what: `the pending claim of ${racer.agent_id} on ${task} is decided` },
      );
      expect(lost.code).toBe('TASK_ALREADY_CLAIMED');
    } else {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        error: 'TASK_ALREADY_CLAIMED',
        status: 409,
        details: { holder: winner.agent_id, fence: 1 },
      });
    }
  }
  for (const node of cluster.nodes) {
    await until(
      async () => {
        const state = await node.host.must(200, 'GET', at(`/tasks/${task}`));
        return state.claimed_by === winner.agent_id && state.fence === 1;
      },
      { what: `${node.handle} names ${winner.agent_id} as the holder of ${task}` },
    );
  }
};

test('100 claim races of two agents on the indexer node: exactly one wins each', async () => {
  const node = cluster.node(0);
  const racers = [named(node, await node.agent('ann')), named(node, await node.agent('bob'))];
  await race(racers, oneWinner(racers));
  await cluster.same();
});

test('100 claim races of two agents on a node that is no indexer: exactly one wins each', async () => {
  const node = cluster.node(1);
  const racers = [named(node, await node.agent('ann')), named(node, await node.agent('bob'))];
  await race(racers, oneWinner(racers));
  await cluster.same();
});

test('100 claim races of two nodes: exactly one wins each, and both name the same holder', async () => {
  const racers = [host(cluster.node(0)), host(cluster.node(1))];
  await race(racers, oneWinner(racers));
  await cluster.same();
});

test('100 claim races of three nodes: exactly one wins each, and all name the same holder', async () => {
  const racers = cluster.nodes.map(host);
  await race(racers, oneWinner(racers));
  await cluster.same();
});

test('explain tells the claims in order, who won and why', async () => {
  const [a, b] = cluster.nodes as [Daemon, Daemon];
  const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'explain me' });
  await visible([id], [b]);
  await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
  expect((await b.host.put(at(`/tasks/${id}/claim`), {})).status).toBe(409);
  // The refused claim is a part of it, too: what B was told is signed stands in A's tables some milliseconds later.
  const told = await until(
    async () => {
      const explained = await a.host.must(200, 'GET', at(`/tasks/${id}/explain`));
      expect(explained).toMatchObject({ id, status: 'claimed', holder: a.handle, fence: 1 });
      return explained.confirmed && explained;
    },
    { what: 'A shows that all of it is signed' },
  );
  expect(told.claims[0]).toMatchObject({ agent_id: a.handle, outcome: 'granted', fence: 1, code: null });
  for (const claim of told.claims) expect(claim.why.length).toBeGreaterThan(10);
  // A claim that is refused at once, from what is signed already, need not be written; one that was written stands in the log's order.
  for (const claim of told.claims.slice(1))
    expect(claim).toMatchObject({ agent_id: b.handle, outcome: 'refused', code: 'TASK_ALREADY_CLAIMED' });
});

test('a lease that ends opens the task, the next claim gets the next fence, and the late result of the first holder is kept', async () => {
  const [a, b] = cluster.nodes as [Daemon, Daemon];
  const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'short lease' });
  await visible([id], [b]);
  const claimed = await b.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=10`), { ttl_ms: 1000 });
  expect(claimed).toMatchObject({ fence: 1, claimed_by: b.handle });
  const lease_ms = Date.parse(claimed.lease_until) - Date.parse(claimed.claimed_at);
  expect(lease_ms).toBe(1000);
  const expired = await until(
    async () => {
      const state = await b.host.must(200, 'GET', at(`/tasks/${id}`));
      return state.status === 'open' && state;
    },
    { what: 'the lease has ended' },
  );
  expect(expired).toMatchObject({ claimed_by: null, fence: 1 });
  expect(Date.parse(expired.expired_at)).toBeGreaterThanOrEqual(Date.parse(claimed.lease_until));
  expect(await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), {})).toMatchObject({ fence: 2, claimed_by: a.handle });
  // From here on B knows that its claim is over; what a caller is told before that is not confirmed, see partition.test.ts.
  await until(async () => (await b.host.must(200, 'GET', at(`/tasks/${id}`))).fence === 2, {
    what: 'B has heard of the next claim',
  });
  const late = await b.host.put(at(`/tasks/${id}/complete`), { result: { from: 'the first holder' }, fence: 1 });
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({ error: 'STALE_FENCE', details: { late_result_kept: true } });
  for (const node of [a, b]) {
    const state = await until(
      async () => {
        const found = await node.host.must(200, 'GET', at(`/tasks/${id}`));
        return found.late_results.length > 0 && found;
      },
      { what: `${node.handle} shows the late result` },
    );
    expect(state.late_results).toMatchObject([
      { id: late.body.details.id, agent_id: b.handle, fence: 1, result: { from: 'the first holder' } },
    ]);
    expect(state).toMatchObject({ status: 'claimed', claimed_by: a.handle, result: null });
  }
});

test('a holder renews its lease; a stale fence renews, releases and completes nothing', async () => {
  const [a, b] = cluster.nodes as [Daemon, Daemon];
  const { id } = await a.host.must(201, 'POST', at('/tasks'), { title: 'renew me' });
  const first = await a.host.must(200, 'PUT', at(`/tasks/${id}/claim`), { ttl_ms: 60_000 });
  const renewed = await a.host.must(200, 'PUT', at(`/tasks/${id}/renew`), { fence: first.fence, ttl_ms: 3_600_000 });
  expect(Date.parse(renewed.lease_until)).toBeGreaterThan(Date.parse(first.lease_until) + 3_000_000);
  expect(renewed).toMatchObject({ durability: 'disk', fence: 1, claimed_by: a.handle });
  await a.host.must(200, 'PUT', at(`/tasks/${id}/release`), { fence: first.fence });
  await until(
    async () => {
      const state = await b.host.must(200, 'GET', at(`/tasks/${id}`));
      return state.status === 'open' && state.fence === 1;
    },
    { what: 'B has heard of the release' },
  );
  expect(await b.host.must(200, 'PUT', at(`/tasks/${id}/claim?wait=10`), {})).toMatchObject({ fence: 2 });
  for (const [verb, body] of [
    ['renew', { fence: 1 }],
    ['release', { fence: 1 }],
    ['complete', { fence: 1, result: 'stale' }],
  ] as const) {
    const refused = await a.host.put(at(`/tasks/${id}/${verb}`), body);
    expect([verb, refused.status, refused.body.error]).toEqual([verb, 409, 'STALE_FENCE']);
  }
  await a.host
    .must(200, 'GET', at(`/tasks/${id}`))
    .then((state) => expect(state).toMatchObject({ status: 'claimed', claimed_by: b.handle, fence: 2, result: null }));
});

test('a task reserved for one agent is refused to others, also to another agent of the same node', async () => {
  const node = cluster.node(0);
  const carol = await node.agent('carol');
  const dave = await node.agent('dave');
  const { id } = await node.host.must(201, 'POST', at('/tasks'), { title: 'for carol', assigned_to: carol.agent_id });
  const refused = await dave.put(at(`/tasks/${id}/claim`), {});
  expect([refused.status, refused.body.error]).toEqual([409, 'NOT_ASSIGNEE']);
  expect(await carol.must(200, 'PUT', at(`/tasks/${id}/claim`), {})).toMatchObject({
    claimed_by: carol.agent_id,
    assigned_to: carol.agent_id,
  });
  const notHers = await dave.put(at(`/tasks/${id}/release`), {});
  expect([notHers.status, notHers.body.error]).toEqual([409, 'NOT_CLAIMER']);
  await carol.must(200, 'PUT', at(`/tasks/${id}/complete`), { result: 'done' });
});
