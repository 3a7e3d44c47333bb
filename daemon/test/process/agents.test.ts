import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Client, type Cluster, type Daemon, Room, range, until, visible } from '../harness/index.js';

const room = new Room();
let cluster: Cluster;
let a: Daemon;
let b: Daemon;

beforeAll(async () => {
  cluster = await room.cluster(2);
  [a, b] = cluster.nodes as [Daemon, Daemon];
});
afterAll(() => room.close());

const READ: [string, string][] = [
  ['GET', '/v1/status'],
  ['GET', '/v1/pacts'],
  ['GET', '/v1/peers'],
  ['GET', at('/entries')],
];
const WRITE: [string, string, unknown][] = [
  ['POST', at('/knowledge'), { topic: 'scope', content: 'x' }],
  ['POST', at('/messages'), { content: 'x' }],
];
const OPERATOR: [string, string, unknown?][] = [
  ['GET', '/v1/agents'],
  ['POST', '/v1/agents', { name: 'nested' }],
  ['POST', '/v1/pacts', { name: 'x', confirm: true }],
  ['POST', at('/invites'), { confirm: true }],
  ['GET', at('/invites')],
  ['POST', at('/reindex')],
  ['POST', at('/admin/remove'), { key: 'ab'.repeat(32), confirm: true }],
];

const statuses = (client: Client, calls: [string, string, unknown?][]) =>
  Promise.all(
    calls.map(
      async ([method, path, body]) => (await client.request(method, path, body === undefined ? {} : { body })).status,
    ),
  );

describe('tokens and scopes', () => {
  test('an agent is minted with read and write, its token is shown once, and the list has no token', async () => {
    const minted = await a.host.must(201, 'POST', '/v1/agents', { name: 'ann' });
    expect(minted).toEqual({
      name: 'ann',
      agent_id: `ann@${a.handle}`,
      scopes: ['read', 'write'],
      token: expect.stringMatching(/^[0-9a-f]{64}$/),
      created_at: expect.any(String),
    });
    const listed = await a.host.get('/v1/agents');
    expect(listed.body.agents).toContainEqual({
      name: 'ann',
      agent_id: `ann@${a.handle}`,
      scopes: ['read', 'write'],
      created_at: minted.created_at,
    });
    expect(listed.text).not.toContain(minted.token);
    expect(fs.readFileSync(a.file('agents.json'), 'utf8')).not.toContain(minted.token);
  });

  test('a read token reads and does nothing else; a read and write token writes as well; operator acts need the operator scope', async () => {
    const reader = await a.agent('reader', ['read']);
    const writer = await a.agent('writer', ['read', 'write']);
    expect(await statuses(reader, READ)).toEqual(READ.map(() => 200));
    expect(await statuses(reader, WRITE)).toEqual(WRITE.map(() => 403));
    expect(await statuses(reader, OPERATOR)).toEqual(OPERATOR.map(() => 403));
    expect(await statuses(writer, WRITE)).toEqual(WRITE.map(() => 201));
    expect(await statuses(writer, OPERATOR)).toEqual(OPERATOR.map(() => 403));
    const refused = await reader.post(at('/knowledge'), { topic: 'scope', content: 'x' });
    expect(refused.body).toMatchObject({ error: 'FORBIDDEN_SCOPE', status: 403 });
    expect(refused.body.message).toMatch(/write/);
    const operator = await a.agent('op', ['read', 'write', 'operator']);
    expect((await operator.get('/v1/agents')).status).toBe(200);
  });

  test('a revoked token stops at once, also on an open event stream, and its name can be given again', async () => {
    const gone = await a.agent('gone');
    const stream = await a.events('', null, gone.token);
    expect(stream.status).toBe(200);
    expect(await a.host.must(200, 'DELETE', '/v1/agents/gone')).toEqual({ ok: true, name: 'gone' });
    const refused = await gone.get('/v1/status');
    expect([refused.status, refused.body.error]).toEqual([401, 'UNAUTHORIZED']);
    const { id } = await a.host.must(201, 'POST', at('/messages'), { content: 'not for the revoked one' });
    await until(() => stream.ended, { what: 'the stream of the revoked token ends' });
    expect(JSON.stringify(stream.frames)).not.toContain(id);
    const again = await a.host.delete('/v1/agents/gone');
    expect([again.status, again.body.error]).toEqual([404, 'NOT_FOUND']);
    const next = await a.agent('gone');
    expect(next.token).not.toBe(gone.token);
    expect((await gone.get('/v1/status')).status).toBe(401);
  });

  test('a name is given once; bad names and scopes are refused', async () => {
    await a.agent('twice');
    const again = await a.host.post('/v1/agents', { name: 'twice' });
    expect([again.status, again.body.error]).toEqual([409, 'AGENT_EXISTS']);
    for (const body of [
      { name: 'UPPER' },
      { name: '' },
      { name: 'a@b' },
      { name: 'x'.repeat(33) },
      { name: '-dash' },
      { name: 'ok', scopes: ['root'] },
      { name: 'ok', scopes: [] },
    ]) {
      const refused = await a.host.post('/v1/agents', body);
      expect([JSON.stringify(body), refused.status, refused.body.error]).toEqual([
        JSON.stringify(body),
        400,
        'BAD_REQUEST',
      ]);
    }
  });

  test('two mints of one name at once: one is made', async () => {
    const answers = await Promise.all(range(8).map(() => a.host.post('/v1/agents', { name: 'contested' })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...range(7).map(() => 409)]);
  });
});

describe('identity', () => {
  test('what an agent writes carries its id on every node, whatever it claims to be', async () => {
    const ann = await a.agent('ident');
    const { id } = await ann.must(201, 'POST', at('/knowledge'), {
      topic: 'spoof',
      content: 'mine',
      agent_id: b.handle,
    });
    await visible([id], [b]);
    for (const node of [a, b]) {
      expect(await node.host.must(200, 'GET', at(`/entries/${id}`))).toMatchObject({ agent_id: `ident@${a.handle}` });
      const byAgent = await node.host.must(
        200,
        'GET',
        at(`/entries?agent_id=${encodeURIComponent(`ident@${a.handle}`)}`),
      );
      expect(byAgent.entries.map((entry: { id: string }) => entry.id)).toEqual([id]);
      const byNode = await node.host.must(200, 'GET', at(`/knowledge?topic=spoof&author=${a.handle}`));
      expect(byNode.entries.map((entry: { id: string }) => entry.id)).toEqual([id]);
      expect((await node.host.must(200, 'GET', at(`/knowledge?topic=spoof&author=${b.handle}`))).entries).toEqual([]);
    }
  });

  test('a node cannot write in the name of an agent of another node, nor act on its claim', async () => {
    const ann = await a.agent('victim');
    const { id } = await ann.must(201, 'POST', at('/tasks'), { title: 'claimed by an agent of A' });
    await ann.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
    await visible([id], [b]);
    const raw = (fields: Record<string, unknown>) =>
      JSON.stringify({ v: 1, at: Date.now(), agent: 'victim', ...fields });
    await b.appendRaw(cluster.pact_id, [
      raw({ t: 'entry', type: 'message', payload: { content: 'in the name of another' } }),
      raw({ t: 'release', task: id, fence: 1 }),
      raw({ t: 'complete', task: id, fence: 1, result: 'stolen' }),
    ]);
    const message = await until(
      async () =>
        (await a.host.must(200, 'GET', at('/messages'))).entries.find(
          (entry: { payload: { content: string } }) => entry.payload.content === 'in the name of another',
        ),
      {
        what: 'the message arrives',
      },
    );
    expect(message.agent_id).toBe(`victim@${b.handle}`);
    const state = await until(
      async () => {
        const found = await a.host.must(200, 'GET', at(`/tasks/${id}`));
        return found.late_results.length > 0 && found;
      },
      { what: 'the ops on the claim were decided' },
    );
    expect(state).toMatchObject({ status: 'claimed', claimed_by: ann.agent_id, fence: 1, result: null });
    expect(state.late_results[0]).toMatchObject({ agent_id: `victim@${b.handle}`, result: 'stolen' });
  });

  test('the same name on two nodes is two agents', async () => {
    const [onA, onB] = [await a.agent('namesake'), await b.agent('namesake')];
    const { id } = await onA.must(201, 'POST', at('/tasks'), { title: 'for the one on A', assigned_to: onA.agent_id });
    await visible([id], [b]);
    const refused = await onB.put(at(`/tasks/${id}/claim?wait=10`), {});
    expect([refused.status, refused.body.error]).toEqual([409, 'NOT_ASSIGNEE']);
    await onA.must(200, 'PUT', at(`/tasks/${id}/claim`), {});
  });
});

describe('rate', () => {
  test('an agent that sends too much gets 429 with retry-after; the host and other agents do not', async () => {
    const daemon = await room.daemon({ args: ['--rate-per-s', '5', '--rate-burst', '20'] });
    const [busy, calm] = [await daemon.agent('busy'), await daemon.agent('calm')];
    const answers = await Promise.all(range(60).map(() => busy.get('/v1/status')));
    const limited = answers.filter((answer) => answer.status === 429);
    expect(answers.filter((answer) => answer.status === 200).length).toBeGreaterThanOrEqual(20);
    expect(limited.length).toBeGreaterThanOrEqual(30);
    for (const answer of limited) {
      expect(answer.body).toMatchObject({ error: 'RATE_LIMITED', status: 429 });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    expect((await calm.get('/v1/status')).status).toBe(200);
    const host = await Promise.all(range(200).map(() => daemon.host.get('/v1/status')));
    expect(host.every((answer) => answer.status === 200)).toBe(true);
    await until(async () => (await busy.get('/v1/status')).status === 200, {
      what: 'the busy agent may send again',
      every_ms: 250,
    });
  });
});
