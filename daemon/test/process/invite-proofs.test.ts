import crypto from 'hypercore-crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type AdmitRequest,
  at,
  decodeToken,
  type Daemon,
  encodeToken,
  introduce,
  invite,
  PACT,
  Room,
  range,
  Stranger,
  until,
  visible,
  writerKey,
} from '../harness/index.js';

const room = new Room();
let a: Daemon;
let member: Daemon;
let stranger: Stranger;
let secret: string;
let pact: string;

beforeAll(async () => {
  const cluster = await room.cluster(2);
  [a, member] = cluster.nodes as [Daemon, Daemon];
  pact = cluster.pact_id;
  secret = (await a.host.must(201, 'POST', at('/knowledge'), { topic: 'secret', content: 'for members' })).id;
  await visible([secret], [member]);
});
beforeEach(async () => {
  stranger = await Stranger.open(room);
});
afterAll(() => room.close());

const memberKeys = async (): Promise<string[]> =>
  (await a.host.must(200, 'GET', at('/agents'))).map((one: { node_key: string }) => one.node_key);

/** The answer carries no key, nobody new is a member, and the invite is as good as before. */
async function refused(answer: Record<string, unknown>, code: string, token: string): Promise<void> {
  expect(answer).toMatchObject({ ok: false, code });
  expect(JSON.stringify(answer)).not.toMatch(/encryption_key/);
  expect(await memberKeys()).not.toContain(stranger.nodeKey);
  const { nonce } = decodeToken(token);
  const { entries } = await a.host.must(200, 'GET', at('/invites'));
  expect(entries.find((entry: { nonce: string }) => entry.nonce === nonce)).toMatchObject({
    spent_at: null,
    revoked: false,
  });
}

test('an honest request made by hand is admitted: the checks below can fail', async () => {
  const token = await invite(a);
  const connection = await stranger.connect(a);
  const answer = await stranger.invite(connection).ask(stranger.request(token, connection));
  expect(answer).toMatchObject({ ok: true, pact_id: decodeToken(token).pactId });
  expect(await memberKeys()).toContain(stranger.nodeKey);
});

test('a proof that was made for another connection is refused', async () => {
  const token = await invite(a);
  const elsewhere = await stranger.connect(member);
  const connection = await stranger.connect(a);
  const answer = await stranger.invite(connection).ask(stranger.request(token, elsewhere));
  await refused(answer, 'INVITE_BAD_PROOF', token);
});

test('a proof of another connection that claims to be for this one is refused', async () => {
  const token = await invite(a);
  const elsewhere = await stranger.connect(member);
  const connection = await stranger.connect(a);
  const answer = await stranger
    .invite(connection)
    .ask({ ...stranger.request(token, elsewhere), handshake: connection.handshakeHash.toString('hex') });
  await refused(answer, 'INVITE_BAD_PROOF', token);
});

test('a request that names another node than the one that sends it is refused', async () => {
  const token = await invite(a);
  const connection = await stranger.connect(a);
  const answer = await stranger.invite(connection).ask(stranger.request(token, connection, { node: member.node_key }));
  await refused(answer, 'INVITE_BAD_PROOF', token);
});

test.each(['sig_invite', 'sig_node', 'sig_writer'] as const)(
  'a request whose %s is missing, of zeros, or another signature is refused',
  async (field) => {
    const token = await invite(a);
    const connection = await stranger.connect(a);
    const channel = stranger.invite(connection);
    const honest = stranger.request(token, connection);
    await refused(await channel.ask({ ...honest, [field]: '00'.repeat(64) }), 'INVITE_BAD_PROOF', token);
    await refused(
      await channel.ask({ ...honest, [field]: field === 'sig_node' ? honest.sig_invite : honest.sig_node }),
      'INVITE_BAD_PROOF',
      token,
    );
    await refused(await channel.ask({ ...honest, [field]: undefined }), 'INVITE_BAD_PROOF', token);
  },
);

test('a seed of one invite does not open another', async () => {
  const [mine, other] = [await invite(a), await invite(a)];
  const connection = await stranger.connect(a);
  const stolen = encodeToken({ ...decodeToken(mine), nonce: decodeToken(other).nonce });
  await refused(await stranger.invite(connection).ask(stranger.request(stolen, connection)), 'INVITE_BAD_PROOF', other);
});

test('a seed that no member ever issued is UNKNOWN_INVITE', async () => {
  const seed = crypto.randomBytes(32);
  const made = encodeToken({
    ...decodeToken(await invite(a)),
    seed: seed.toString('hex'),
    nonce: crypto.keyPair(seed).publicKey.toString('hex'),
  });
  const connection = await stranger.connect(a);
  expect(await stranger.invite(connection).ask(stranger.request(made, connection))).toMatchObject({
    ok: false,
    code: 'UNKNOWN_INVITE',
  });
  const joiner = await room.daemon();
  const answer = await joiner.host.post('/v1/pacts/join', { token: made, alias: PACT, confirm: true });
  expect([answer.status, answer.body.error]).toEqual([404, 'UNKNOWN_INVITE']);
  expect((await joiner.host.must(200, 'GET', '/v1/pacts')).pacts).toEqual([]);
});

test('a writer that belongs to somebody else is not taken over', async () => {
  const token = await invite(a);
  const theirs = await writerKey(member);
  const connection = await stranger.connect(a);
  const channel = stranger.invite(connection);
  await refused(await channel.ask(stranger.request(token, connection, { writer: theirs })), 'INVITE_BAD_PROOF', token);
  const { id } = await member.host.must(201, 'POST', at('/knowledge'), { topic: 'mine', content: 'undisturbed' });
  await visible([id], [a]);
});

test('an invite of another pact proves nothing here', async () => {
  await a.host.must(200, 'POST', '/v1/pacts', { name: 'Other', alias: 'other', confirm: true });
  const { token: foreign } = await a.host.must(200, 'POST', at('/invites', 'other'), { confirm: true });
  const token = await invite(a);
  const connection = await stranger.connect(a);
  const mixed = encodeToken({
    ...decodeToken(foreign),
    nonce: decodeToken(token).nonce,
    seed: decodeToken(token).seed,
  });
  await refused(await stranger.invite(connection).ask(stranger.request(mixed, connection)), 'INVITE_BAD_PROOF', token);
});

test('the same request a second time adds nobody: the joiner whose answer was lost is told again, anybody else is refused', async () => {
  const token = await invite(a);
  const connection = await stranger.connect(a);
  const channel = stranger.invite(connection);
  const request = stranger.request(token, connection);
  expect(await channel.ask(request)).toMatchObject({ ok: true });
  expect(await channel.ask(request)).toMatchObject({ ok: true });
  expect((await memberKeys()).filter((key) => key === stranger.nodeKey)).toHaveLength(1);
  const other = await Stranger.open(room);
  const second = await other.connect(a);
  const answers = other.invite(second);
  expect(await answers.ask(request)).toMatchObject({ ok: false, code: 'INVITE_BAD_PROOF' });
  expect(await answers.ask(other.request(token, second))).toMatchObject({ ok: false, code: 'INVITE_SPENT' });
  expect(await memberKeys()).not.toContain(other.nodeKey);
});

test('a stranger in the middle cannot use what a joiner sends it: the relayed request is refused, and the invite still admits the joiner', async () => {
  const token = await invite(a);
  const joiner = await room.daemon();
  const toA = await stranger.connect(a);
  const channel = stranger.invite(toA);
  const relayed: Record<string, unknown>[] = [];
  const seen: AdmitRequest[] = [];
  stranger.serveInvites(async (request) => {
    seen.push(request);
    // As it came, and with the stranger's own names on it.
    relayed.push(await channel.ask(request));
    relayed.push(
      await channel.ask({ ...request, node: stranger.nodeKey, handshake: toA.handshakeHash.toString('hex') }),
    );
    return relayed[0] as object;
  });
  const fields = decodeToken(token);
  const lured = encodeToken({ ...fields, peers: [{ node: stranger.nodeKey, addresses: [stranger.address] }] });
  const answer = await joiner.host.post('/v1/pacts/join', { token: lured, alias: PACT, confirm: true });
  expect(seen, 'the joiner did ask the stranger').toHaveLength(1);
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  for (const reply of relayed) await refused(reply, 'INVITE_BAD_PROOF', token);
  await joiner.host.must(200, 'POST', '/v1/pacts/join', { token, alias: PACT, confirm: true });
  await visible([secret], [joiner]);
});

test('a stranger that pretends to be the admitting member gives the joiner nothing and leaves nothing behind', async () => {
  const token = await invite(a);
  const fields = decodeToken(token);
  const joiner = await room.daemon();
  stranger.serveInvites(async () => ({
    ok: true,
    pact_id: fields.pactId,
    encryption_key: 'ab'.repeat(32),
    members: [],
  }));
  const lured = encodeToken({ ...fields, peers: [{ node: stranger.nodeKey, addresses: [stranger.address] }] });
  const answer = await joiner.host.post(
    '/v1/pacts/join',
    { token: lured, alias: PACT, confirm: true },
    { deadline_ms: 60_000 },
  );
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  expect(answer.status).not.toBe(500);
  expect((await joiner.host.must(200, 'GET', '/v1/pacts')).pacts).toEqual([]);
  await joiner.host.must(200, 'POST', '/v1/pacts/join', { token, alias: PACT, confirm: true });
  await visible([secret], [joiner]);
});

test('garbage on the invite channel harms nobody', async () => {
  for (const text of [
    '',
    'null',
    '[]',
    '42',
    '{',
    '{"nonce":{}}',
    '['.repeat(10_000),
    'x'.repeat(20_000),
    JSON.stringify({ __proto__: 1, nonce: 'ab'.repeat(32) }),
  ]) {
    const one = await Stranger.open(room);
    const connection = await one.connect(a);
    one.invite(connection).send(text);
    await until(async () => (await a.host.get('/v1/healthz')).status === 200, { what: 'the daemon answers' });
    await one.close();
  }
  expect(a.running).toBe(true);
  const { id } = await a.host.must(201, 'POST', at('/knowledge'), { topic: 'alive', content: 'still' });
  await visible([id], [member]);
});

test('a stranger has three tries on a connection, then the channel is closed', async () => {
  const connection = await stranger.connect(a);
  const channel = stranger.invite(connection);
  for (const _ of range(3)) expect(await channel.ask({ nonce: 'no' })).toMatchObject({ ok: false });
  await expect(channel.ask({ nonce: 'no' })).rejects.toThrow(/closed/);
});

test('nobody in all of this became a member who should not have, and all members agree', async () => {
  await introduce([a, member]);
  await until(async () => (await a.dump(pact)).tree_hash === (await member.dump(pact)).tree_hash, {
    what: 'both agree',
  });
});
