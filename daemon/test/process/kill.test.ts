import { afterAll, expect, test } from 'vitest';
import { at, pooled, Room, range, until, visible } from '../harness/index.js';

const KILLS = 20;
const WRITERS = 16;
/** Acknowledged writes of a round before the process is killed, different every time so that the kill hits every phase of a commit. */
const ackedBefore = (round: number): number => 20 + ((round * 37) % 60);

const room = new Room();
afterAll(() => room.close());

test('kill -9 twenty times under load: no acknowledged write is lost or changed, ids stay unique, and both nodes agree', async () => {
  const cluster = await room.cluster(2);
  const [victim, other] = cluster.nodes as [(typeof cluster.nodes)[0], (typeof cluster.nodes)[0]];
  const acked = new Map<string, string>();
  const duplicates: string[] = [];
  const boots: number[] = [];
  let n = 0;

  for (const round of range(KILLS)) {
    const goal = acked.size + ackedBefore(round);
    let stopped = false;
    const writers = range(WRITERS).map(async () => {
      while (!stopped) {
        const content = `write ${n++}`;
        const answer = await victim.host.post(at('/knowledge'), { topic: 'load', content }).catch(() => null);
        if (!answer) return;
        if (answer.status !== 201) continue;
        if (acked.has(answer.body.id)) duplicates.push(answer.body.id);
        acked.set(answer.body.id, content);
      }
    });
    await until(() => acked.size >= goal, {
      what: `${goal} writes are acknowledged`,
      every_ms: 1,
      deadline_ms: 20_000,
    });
    await victim.kill();
    stopped = true;
    await Promise.all(writers);
    await cluster.start(victim);
    boots.push(victim.boot_ms);
    expect((await victim.host.must(200, 'GET', '/v1/status')).started).toBe('killed');
    await until(async () => (await victim.host.must(200, 'GET', at('/status'))).writes_held === false, {
      what: 'writes are not held after a kill',
    });
  }

  expect(duplicates).toEqual([]);
  const wrong = (
    await pooled([...acked], 32, async ([id, content]) => {
      const answer = await victim.host.get(at(`/entries/${id}`));
      return answer.status === 200 && answer.body.payload.content === content
        ? null
        : { id, content, got: answer.body };
    })
  ).filter((found) => found !== null);
  expect(wrong).toEqual([]);
  await visible([...acked.keys()].slice(-200), [other]);
  await cluster.same();
  expect((await other.host.must(200, 'GET', at('/status'))).rejections).toBe(0);
  expect(Math.max(...boots), `boots ${boots.map(Math.round)}`).toBeLessThan(5_000);

  // The projection that survived the kills is the one that the log gives.
  const before = await victim.dump(cluster.pact_id);
  await victim.host.must(200, 'POST', at('/reindex'), undefined, { deadline_ms: 60_000 });
  expect((await victim.dump(cluster.pact_id)).projection).toBe(before.projection);
});

test('kill -9 of a node that is no indexer, ten times under load: nothing acknowledged is lost on either node', async () => {
  const cluster = await room.cluster(2);
  const [indexer, victim] = cluster.nodes as [(typeof cluster.nodes)[0], (typeof cluster.nodes)[0]];
  const acked = new Map<string, string>();
  for (const round of range(10)) {
    const goal = acked.size + ackedBefore(round);
    let stopped = false;
    const writers = range(WRITERS).map(async (lane) => {
      for (let i = 0; !stopped; i++) {
        const content = `round ${round} lane ${lane} write ${i}`;
        const answer = await victim.host.post(at('/knowledge'), { topic: 'load', content }).catch(() => null);
        if (!answer) return;
        if (answer.status === 201) acked.set(answer.body.id, content);
      }
    });
    await until(() => acked.size >= goal, {
      what: `${goal} writes are acknowledged`,
      every_ms: 1,
      deadline_ms: 20_000,
    });
    await victim.kill();
    stopped = true;
    await Promise.all(writers);
    await cluster.start(victim);
  }
  for (const node of [indexer, victim]) {
    await visible([...acked.keys()], [node], 30_000);
    const wrong = (
      await pooled(
        [...acked],
        32,
        async ([id, content]) => (await node.host.must(200, 'GET', at(`/entries/${id}`))).payload.content !== content,
      )
    ).filter(Boolean);
    expect(wrong).toEqual([]);
  }
  await cluster.same();
});
