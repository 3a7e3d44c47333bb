import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AgentClient,
  at,
  type Client,
  type Cluster,
  type Daemon,
  Room,
  range,
  until,
  visible,
  writerKey,
} from '../harness/index.js';

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;
let reader: AgentClient;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
  reader = await b.agent('reader');
});
afterAll(() => room.close());

interface Letter {
  id: string;
  unread: boolean;
  delivered_at: string | null;
  acknowledged_at: string | null;
}

const send = async (content: string, more: object = {}): Promise<string> =>
  (await a.host.must(201, 'POST', at('/messages'), { content, ...more })).id;
const inbox = async (who: Client, query = ''): Promise<Letter[]> =>
  (await who.must(200, 'GET', at(`/inbox${query}`))).entries;
const unread = async (who: Client): Promise<string[]> =>
  (await inbox(who, '?unread=true&limit=1000')).map(({ id }) => id);
const delivery = async (node: Daemon, id: string) => (await node.host.must(200, 'GET', at(`/entries/${id}`))).delivery;

/** What the sender at A sees of a message, once it is as a test wants it. */
const seenBySender = (id: string, wanted: (row: Letter & { agent_id: string }) => boolean) =>
  until(async () => (await delivery(a, id)).find(wanted), { what: `A sees what became of ${id}`, deadline_ms: 20_000 });

describe('a message', () => {
  it('to an agent of another node is delivered when it was read, unread until acknowledged, and its sender sees both', async () => {
    const id = await send('please look', { to: [reader.agent_id], ack: true });
    expect(await delivery(a, id)).toEqual([{ agent_id: reader.agent_id, delivered_at: null, acknowledged_at: null }]);
    await visible([id], [b]);
    expect(await delivery(b, id)).toEqual([{ agent_id: reader.agent_id, delivered_at: null, acknowledged_at: null }]);

    const [first] = await inbox(reader);
    expect(first).toMatchObject({
      id,
      payload: { content: 'please look', to: [reader.agent_id], ack: true },
      unread: true,
      delivered_at: null,
      acknowledged_at: null,
    });
    const delivered = await seenBySender(id, (row) => row.delivered_at !== null);
    expect(delivered).toMatchObject({ agent_id: reader.agent_id, acknowledged_at: null });

    const [again] = await inbox(reader);
    expect(again).toMatchObject({ id, unread: true, delivered_at: delivered.delivered_at });
    const done = await reader.must(200, 'POST', at('/inbox/ack'), { ids: [id] });
    expect(done).toMatchObject({ durability: 'disk', acknowledged: [{ id, delivered_at: delivered.delivered_at }] });
    expect(await unread(reader)).not.toContain(id);
    const acknowledged = await seenBySender(id, (row) => row.acknowledged_at !== null);
    expect(acknowledged).toEqual({ agent_id: reader.agent_id, ...times(done.acknowledged[0]) });
    const listed = (await a.host.must(200, 'GET', at('/messages'))).entries.find((entry: Letter) => entry.id === id);
    expect(listed.delivery).toEqual([acknowledged]);
    expect((await inbox(reader)).find((letter) => letter.id === id)).toMatchObject({ unread: false });

    const twice = await reader.must(200, 'POST', at('/inbox/ack'), { ids: [id] });
    expect(twice.acknowledged).toEqual(done.acknowledged);
  });

  it("to everybody is in each inbox but its author's, and each says for itself what became of it", async () => {
    const other = await a.agent('other');
    const id = await send('to all of you');
    await visible([id], [b]);
    expect(await unread(a.host)).not.toContain(id);
    expect(await unread(other)).toContain(id);
    expect(await unread(reader)).toContain(id);
    await seenBySender(id, (row) => row.agent_id === other.agent_id && row.delivered_at !== null);
    await reader.must(200, 'POST', at('/inbox/ack'), { ids: [id] });
    await seenBySender(id, (row) => row.agent_id === reader.agent_id && row.acknowledged_at !== null);
    expect(await unread(other)).toContain(id);
    expect((await delivery(a, id)).map((row: { agent_id: string }) => row.agent_id)).toEqual(
      [other.agent_id, reader.agent_id].toSorted(),
    );
  });

  it('is acknowledged by its addressee alone, and a look by anybody else delivers nothing', async () => {
    const stranger = await b.agent('stranger');
    const readOnly = await b.agent('only-reads', ['read']);
    const id = await send('for one', { to: [reader.agent_id, readOnly.agent_id] });
    await visible([id], [b]);
    expect((await stranger.post(at('/inbox/ack'), { ids: [id] })).body).toMatchObject({
      status: 404,
      error: 'NOT_FOUND',
    });
    expect((await stranger.get(at(`/inbox?agent=${reader.agent_id}`))).body).toMatchObject({
      error: 'FORBIDDEN_SCOPE',
    });
    expect(await unread(stranger)).not.toContain(id);
    expect((await inbox(b.host, `?agent=${reader.agent_id}`)).map((letter) => letter.id)).toContain(id);
    expect(await unread(readOnly)).toContain(id);
    // Both looked before the reader: a receipt of theirs would be in the log by the time that its own is.
    await reader.must(200, 'POST', at('/inbox/ack'), { ids: [id] });
    await seenBySender(id, (row) => row.acknowledged_at !== null);
    expect((await delivery(a, id)).filter((row: Letter) => row.delivered_at !== null)).toHaveLength(1);
  });

  it('to an agent of no member is refused, and so is one to no agent at all', async () => {
    const nobody = await a.host.post(at('/messages'), { content: 'x', to: ['reader@anon-fox-00000000'] });
    expect(nobody.body).toMatchObject({ error: 'BAD_REQUEST', details: { in: 'body', field: 'to' } });
    expect(nobody.body.message).toContain('no member has the handle anon-fox-00000000');
    for (const to of [[], ['reader'], [reader.agent_id, reader.agent_id], range(33).map((i) => `r${i}@${b.handle}`)])
      expect((await a.host.post(at('/messages'), { content: 'x', to })).status).toBe(400);
  });
});

const times = ({ delivered_at, acknowledged_at }: Letter) => ({ delivered_at, acknowledged_at });

describe('an inbox', () => {
  it('costs one op in the log for all that was read at once, and none when nothing was new', async () => {
    const agent = await b.agent('busy');
    const ids = await Promise.all(range(60).map((i) => send(`number ${i}`, { to: [agent.agent_id] })));
    await visible(ids, [b]);
    const { local_length } = await b.dump(cluster.pact_id);
    expect(new Set((await inbox(agent, '?limit=60')).map(({ id }) => id))).toEqual(new Set(ids));
    for (const id of ids) await seenBySender(id, (row) => row.delivered_at !== null);
    await inbox(agent, '?limit=60');
    await agent.must(200, 'POST', at('/inbox/ack'), { ids });
    // One receipt of the delivery, one of the acknowledgement.
    expect((await b.dump(cluster.pact_id)).local_length).toBe(local_length + 2);
  });

  it('loses nothing that is unread in a partition, a restart, a kill and a reindex, however often it was listed', async () => {
    const agent = await b.agent('patient');
    const early = await send('before the cut', { to: [agent.agent_id] });
    await visible([early], [b]);
    await agent.must(200, 'POST', at('/inbox/ack'), { ids: (await unread(agent)).filter((id) => id !== early) });
    expect(await unread(agent)).toEqual([early]);
    await cluster.cut(b);
    const late = await send('during the cut', { to: [agent.agent_id] });
    expect(await unread(agent)).toEqual([early]);
    await cluster.heal(b);
    await visible([late], [b], 30_000);
    expect(await unread(agent)).toEqual([late, early]);
    await b.stop();
    await cluster.start(b);
    expect(await unread(agent)).toEqual([late, early]);
    await b.kill();
    await cluster.start(b);
    expect(await unread(agent)).toEqual([late, early]);
    await b.host.must(200, 'POST', at('/reindex'));
    expect(await unread(agent)).toEqual([late, early]);
    await agent.must(200, 'POST', at('/inbox/ack'), { ids: [late] });
    await b.host.must(200, 'POST', at('/reindex'));
    expect(await unread(agent)).toEqual([early]);
    expect((await inbox(agent)).slice(0, 2)).toMatchObject([
      { id: early, unread: true },
      { id: late, unread: false },
    ]);
    await cluster.same();
  });

  it('gives every message once over all pages, the unread ones first', async () => {
    const agent = await b.agent('pages');
    const ids = await Promise.all(range(7).map((i) => send(`page ${i}`, { to: [agent.agent_id] })));
    await visible(ids, [b]);
    await agent.must(200, 'POST', at('/inbox/ack'), { ids: ids.slice(0, 3) });
    const mine = (letters: Letter[]) => letters.filter(({ id }) => ids.includes(id));
    const seen: Letter[] = [];
    for (let cursor = '', more = true; more; ) {
      const page = await agent.must(200, 'GET', at(`/inbox?limit=2${cursor}`));
      seen.push(...page.entries);
      more = page.has_more;
      cursor = `&cursor=${page.cursor}`;
    }
    expect(
      mine(seen)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(ids.toSorted());
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.map((letter) => letter.unread)).toEqual(
      seen.map((letter) => letter.unread).toSorted((x, y) => Number(y) - Number(x)),
    );
    expect((await agent.get(at('/inbox?cursor=nonsense'))).body.error).toBe('BAD_CURSOR');
  });

  it('answers, and keeps what it holds, on a node whose receipts nobody takes any more', async () => {
    const c = await cluster.grow();
    const agent = await c.agent('removed');
    const id = await send('before the removal', { to: [agent.agent_id] });
    await visible([id], [c]);
    await a.host.must(200, 'POST', at('/admin/remove'), { key: await writerKey(c), confirm: true });
    await until(async () => (await c.host.must(200, 'GET', at('/status'))).excluded_by !== null, {
      what: 'C knows that it was removed',
      deadline_ms: 20_000,
    });
    for (const _ of range(3)) expect(await unread(agent)).toContain(id);
    expect((await agent.post(at('/inbox/ack'), { ids: [id] })).body.error).toBe('NOT_A_MEMBER');
    expect(await unread(agent)).toContain(id);
    expect(await delivery(a, id)).toEqual([{ agent_id: agent.agent_id, delivered_at: null, acknowledged_at: null }]);
  });
});
