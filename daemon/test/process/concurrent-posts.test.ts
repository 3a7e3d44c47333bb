import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, type Cluster, DRAFTS, KINDS, Room, range, visible } from '../harness/index.js';

const CALLERS = 64;
const room = new Room();
let cluster: Cluster;

beforeAll(async () => {
  cluster = await room.cluster(2);
});
afterAll(() => room.close());

test.each(KINDS)('64 concurrent posts of a %s: every answer is the very entry that was posted', async (kind) => {
  const [a] = cluster.nodes as [(typeof cluster.nodes)[0]];
  const drafts = range(CALLERS).map((i) => DRAFTS[kind](`${kind}-${i}`));
  const answers = await Promise.all(drafts.map((draft) => a.host.post(at(draft.path), draft.body)));
  expect(answers.map((answer) => answer.status)).toEqual(drafts.map(() => 201));

  const ids = answers.map((answer) => answer.body.id as string);
  expect(new Set(ids).size).toBe(CALLERS);
  for (const [i, draft] of drafts.entries()) {
    const { body } = answers[i] as (typeof answers)[0];
    expect(body).toMatchObject({ type: kind, agent_id: a.handle, payload: draft.payload, durability: 'disk' });
    expect(typeof body.confirmed).toBe('boolean');
    const stored = await a.host.must(200, 'GET', at(`/entries/${body.id}`));
    expect(stored).toMatchObject({
      id: body.id,
      type: kind,
      timestamp: body.timestamp,
      agent_id: a.handle,
      payload: draft.payload,
    });
  }
});

test('64 concurrent posts on each of two nodes at once, all kinds mixed: ids are unique and every entry is the one posted, on both nodes', async () => {
  const posts = cluster.nodes.flatMap((node, n) =>
    range(CALLERS).map((i) => {
      const draft = DRAFTS[KINDS[i % KINDS.length] as (typeof KINDS)[0]](`both-${n}-${i}`);
      return { node, draft };
    }),
  );
  const answers = await Promise.all(
    posts.map(({ node, draft }) => node.host.must(201, 'POST', at(draft.path), draft.body)),
  );
  const ids = answers.map((body) => body.id as string);
  expect(new Set(ids).size).toBe(posts.length);
  await visible(ids, cluster.nodes);
  for (const [i, { node, draft }] of posts.entries()) {
    for (const reader of cluster.nodes) {
      expect(await reader.host.must(200, 'GET', at(`/entries/${ids[i]}`))).toMatchObject({
        id: ids[i],
        type: draft.type,
        agent_id: node.handle,
        payload: draft.payload,
      });
    }
  }
  await cluster.same();
});

test('the same Idempotency-Key from the same agent answers the first entry again, also under concurrency and for each agent apart', async () => {
  const node = cluster.node(0);
  const other = await node.agent('idem-other');
  const headers = { 'idempotency-key': 'once:only-1' };
  const post = (client: typeof node.host, content: string) =>
    client.post(at('/knowledge'), { topic: 'idempotency', content }, { headers });
  const answers = await Promise.all(range(16).map((i) => post(node.host, `try ${i}`)));
  const ids = new Set(answers.map((answer) => answer.body.id));
  expect(answers.every((answer) => answer.status === 201)).toBe(true);
  expect(ids.size).toBe(1);
  const [id] = [...ids];
  const stored = await node.host.must(200, 'GET', at(`/entries/${id}`));
  for (const answer of answers) expect(answer.body.payload).toEqual(stored.payload);
  const theirs = await post(other, 'mine');
  expect(theirs.status).toBe(201);
  expect(theirs.body.id).not.toBe(id);
  expect(theirs.body.payload.content).toBe('mine');
});
