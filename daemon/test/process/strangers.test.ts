import fs from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  at,
  type Cluster,
  storedCores,
  type Daemon,
  nodeSeed,
  PACT,
  Room,
  range,
  Stranger,
  until,
  visible,
} from '../harness/index.js';

/** A connection that nobody admits is closed after 10 s (architecture, "Limits"). */
const UNADMITTED_MS_MAX = 20_000;
const ENTRIES = 50;

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let member: Daemon;
/** Every core key of the pact, from a member's disk: more than any stranger should ever learn. */
let keys: string[];

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, member] = cluster.nodes as [Daemon, Daemon];
  const ids = await Promise.all(
    range(ENTRIES).map(
      async (i) => (await a.host.must(201, 'POST', at('/knowledge'), { topic: 'secret', content: `secret ${i}` })).id,
    ),
  );
  await visible(ids, [member]);
  await cluster.same();
  await member.stop();
  keys = [...(await storedCores(member)).keys()];
  expect(keys.length).toBeGreaterThanOrEqual(4);
});
afterAll(() => room.close());

test('a member that asks for the cores gets their blocks: the checks below can fail', async () => {
  const honest = await Stranger.open(room, nodeSeed(member));
  const connection = await honest.connect(a);
  const blocks = await honest.fetch(room, connection, keys, (held) => held >= ENTRIES, UNADMITTED_MS_MAX);
  expect(blocks).toBeGreaterThanOrEqual(ENTRIES);
  await honest.close();
});

test('a stranger that knows the pact id and every core key gets 0 blocks, and its connection is closed', async () => {
  const stranger = await Stranger.open(room);
  const connection = await stranger.connect(a);
  const blocks = await stranger.fetch(
    room,
    connection,
    [cluster.pact_id, ...keys],
    (held) => held > 0,
    UNADMITTED_MS_MAX,
  );
  expect(blocks).toBe(0);
  expect(a.running).toBe(true);
});

test('a stranger that sends more than it may before it is admitted is cut off, and the daemon goes on', async () => {
  const stranger = await Stranger.open(room);
  const connection = await stranger.connect(a);
  const channel = stranger.invite(connection);
  for (const _ of range(40)) channel.send(JSON.stringify({ filler: 'x'.repeat(8_000) }));
  await connection.closed;
  expect((await a.host.get('/v1/healthz')).status).toBe(200);
  await a.host.must(201, 'POST', at('/knowledge'), { topic: 'alive', content: 'still' });
});

test('twenty strangers at once do not keep a member out', async () => {
  const strangers = await Promise.all(range(20).map(() => Stranger.open(room)));
  const attempts = Promise.allSettled(strangers.map((stranger) => stranger.connect(a)));
  await cluster.start(member);
  await until(
    async () =>
      (await member.host.must(200, 'GET', '/v1/peers')).peers.some(
        (peer: { node_key: string; connected: boolean }) => peer.node_key === a.node_key && peer.connected,
      ),
    {
      what: 'the member is connected',
    },
  );
  const { id } = await member.host.must(201, 'POST', at('/knowledge'), {
    topic: 'alive',
    content: 'through the crowd',
  });
  await visible([id], [a]);
  await attempts;
  await Promise.all(strangers.map((stranger) => stranger.close()));
});

test('a daemon that holds the pact id and the encryption key but was never admitted gets 0 blocks and 0 entries, and writes nothing', async () => {
  const thief = await room.daemon();
  await thief.stop();
  fs.copyFileSync(member.file('pacts.json'), thief.file('pacts.json'));
  fs.chmodSync(thief.file('pacts.json'), 0o600);
  await thief.start({ peers: await Promise.all([a, member].map((node) => node.address())) });
  // It did reach the members: the daemon says so, or says why it was let go again.
  for (const node of [a, member]) {
    await until(
      async () => {
        const { peers } = await thief.host.must(200, 'GET', '/v1/peers');
        const peer = peers.find((known: { node_key: string }) => known.node_key === node.node_key);
        return peer && (peer.connected || peer.last_seen !== null || peer.last_error !== null);
      },
      { what: `the thief has met ${node.handle}` },
    );
  }
  const posted = await thief.host.post(at('/knowledge'), { topic: 'smuggled', content: 'x' });
  expect(posted.status, posted.text).not.toBe(201);
  // Long enough for a member to have got everything twice over: what the members write meanwhile is exchanged between them.
  const ids: string[] = [];
  for (const i of range(20))
    ids.push((await a.host.must(201, 'POST', at('/knowledge'), { topic: 'more', content: `${i}` })).id);
  await visible(ids, [member]);
  const status = await thief.host.get(at('/status'));
  if (status.status === 200) expect(status.body).toMatchObject({ is_member: false, entries: 0 });
  const listed = await thief.host.get(at('/entries'));
  if (listed.status === 200) expect(listed.body.entries).toEqual([]);
  else expect(listed.body.error).toMatch(/PACT_NOT_READY|NOT_A_MEMBER/);
  await thief.stop();
  const store = room.unstarted({ dir: thief.dir });
  const held = await storedCores(store);
  // Some keys follow from the pact id alone; what counts is that there is no block under any of them.
  expect(keys.filter((key) => (held.get(key) ?? 0) > 0)).toEqual([]);
  for (const node of [a, member]) {
    const members = await node.host.must(200, 'GET', at('/agents'));
    expect(members.map((one: { node_key: string }) => one.node_key)).not.toContain(thief.node_key);
    expect((await node.host.must(200, 'GET', at('/knowledge?topic=smuggled'))).entries).toEqual([]);
  }
});

test('a member of another pact on the same nodes gets nothing of this one', async () => {
  const other = await room.daemon();
  await a.host.must(200, 'POST', '/v1/pacts', { name: 'Other', alias: 'other', confirm: true });
  const { token } = await a.host.must(200, 'POST', at('/invites', 'other'), { confirm: true });
  await other.host.must(200, 'POST', '/v1/pacts/join', { token, alias: 'other', confirm: true });
  const { id } = await a.host.must(201, 'POST', at('/knowledge', 'other'), { topic: 'x', content: 'y' });
  await until(async () => (await other.host.get(at(`/entries/${id}`, 'other'))).status === 200, {
    what: 'the other pact replicates',
  });
  const joined = await other.host.post('/v1/pacts/join', { key: cluster.pact_id, alias: PACT, confirm: true });
  expect(joined.status).toBe(200);
  const seed = nodeSeed(other);
  await other.stop();
  const insider = await Stranger.open(room, seed);
  const connection = await insider.connect(a);
  // Its own pact's blocks come; those of this one do not. The end of the wait is the arrival of something that is allowed.
  const own = [...(await storedCores(other)).keys()];
  const foreign = keys.filter((key) => !own.includes(key));
  expect(foreign.length).toBeGreaterThan(0);
  const allowed = await insider.fetch(room, connection, own, (held) => held > 0, UNADMITTED_MS_MAX);
  expect(allowed).toBeGreaterThan(0);
  const again = await (await Stranger.open(room, seed)).connect(a).catch(() => connection);
  const before = performance.now();
  const blocks = await insider.fetch(
    room,
    again,
    foreign,
    (held) => held > 0 || performance.now() - before > 3_000,
    UNADMITTED_MS_MAX,
  );
  expect(blocks).toBe(0);
});
