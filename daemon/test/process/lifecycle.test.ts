import fs from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { at, type Daemon, DRAFTS, flipBit, KINDS, PACT, Room, range, until } from '../harness/index.js';

/** Everything is closed this long after SIGTERM (architecture: "SIGINT and SIGTERM close everything within 5 s"). */
const STOP_MS_MAX = 5_000;
const SQLITE_PAGE_BYTES = 4096;
const room = new Room();
afterAll(() => room.close());

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

/** A start that must fail: one line on the standard error that a person can act on, and an exit code that says so. */
async function failsWith(daemon: Daemon, ...words: RegExp[]): Promise<void> {
  const exit = await daemon.exited;
  expect(exit.signal).toBeNull();
  expect(exit.code).toBeGreaterThan(0);
  expect(lines(daemon.errors), daemon.output).toHaveLength(1);
  for (const word of words) expect(daemon.errors).toMatch(word);
  expect(daemon.output).not.toMatch(/^\s+at /m);
}

describe('starting', () => {
  test('a second daemon on the same directory names the process that holds it, and harms nothing', async () => {
    const first = await room.daemon();
    const before = fs.readFileSync(first.file('daemon.json'), 'utf8');
    const second = room.unstarted({ dir: first.dir });
    second.spawn();
    await failsWith(second, new RegExp(`\\b${first.pid}\\b`));
    expect(fs.readFileSync(first.file('daemon.json'), 'utf8')).toBe(before);
    expect((await first.host.get('/v1/healthz')).status).toBe(200);
    expect(fs.existsSync(first.file('lock'))).toBe(true);
    // The refused one did not take the lock away with it.
    const third = room.unstarted({ dir: first.dir });
    third.spawn();
    await failsWith(third, new RegExp(`\\b${first.pid}\\b`));
  });

  test('a port that is taken is said in one line, with the port', async () => {
    const taken = net.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as net.AddressInfo;
    const daemon = room.unstarted();
    daemon.spawn({ args: ['--port', String(port)] });
    await failsWith(daemon, new RegExp(`\\b${port}\\b`), /in use/i);
    await new Promise((resolve) => taken.close(resolve));
    // The failed start left a directory that works.
    await daemon.start();
    await daemon.stop();
  });

  test.each([
    ['an unknown flag', ['--no-such-flag'], /no-such-flag/],
    ['a port that is none', ['--port', 'many'], /port.*many|many.*port/],
    ['a peer without an address', ['--peer', 'ab'.repeat(32)], /peer/],
    ['a log level that is none', ['--log-level', 'loud'], /loud/],
  ])('%s is said in one line', async (_, args, word) => {
    const daemon = room.unstarted();
    daemon.spawn({ args });
    await failsWith(daemon, word);
  });

  test.each(['node.key', 'daemon.json'])(
    '%s that others may read is refused, with the command that mends it',
    async (name) => {
      const daemon = await room.daemon();
      await daemon.stop();
      fs.chmodSync(daemon.file(name), 0o644);
      daemon.spawn();
      await failsWith(daemon, new RegExp(name.replace('.', '\\.')), /chmod 600/);
      fs.chmodSync(daemon.file(name), 0o600);
      await daemon.start();
      await daemon.stop();
    },
  );

  test('a node key that is damaged is refused: no new identity is minted in its place', async () => {
    const daemon = await room.daemon();
    await daemon.stop();
    const key = fs.readFileSync(daemon.file('node.key'), 'utf8');
    fs.writeFileSync(daemon.file('node.key'), 'garbage\n', { mode: 0o600 });
    daemon.spawn();
    await failsWith(daemon, /node\.key/);
    expect(fs.readFileSync(daemon.file('node.key'), 'utf8')).toBe('garbage\n');
    fs.writeFileSync(daemon.file('node.key'), key, { mode: 0o600 });
    const before = daemon.node_key;
    await daemon.start();
    expect(daemon.node_key).toBe(before);
    await daemon.stop();
  });

  test('the first start says new, one after a stop says clean, one after a kill says killed', async () => {
    const daemon = await room.daemon();
    const started = async () => (await daemon.host.must(200, 'GET', '/v1/status')).started;
    expect(await started()).toBe('new');
    await daemon.stop();
    await daemon.start();
    expect(await started()).toBe('clean');
    await daemon.kill();
    await daemon.start();
    expect(await started()).toBe('killed');
    await daemon.stop();
  });
});

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s closes within five seconds with exit code 0 while streams, long polls and claims are waiting',
    async (signal) => {
      const cluster = await room.cluster(2);
      const [a, b] = cluster.nodes as [Daemon, Daemon];
      const { id } = await b.host.must(201, 'POST', at('/tasks'), { title: 'left waiting' });
      await a.stop();
      const { cursor } = await b.host.must(200, 'GET', at('/changes?from=head'));
      const stream = await b.events();
      const waiting = [
        b.host.get(at(`/changes?since=${encodeURIComponent(cursor)}&wait=30`)).catch(() => null),
        b.host.put(at(`/tasks/${id}/claim?wait=30`), {}).catch(() => null),
      ];
      const writing = Promise.all(
        range(32).map((i) => b.host.post(at('/knowledge'), { topic: 'load', content: `${i}` }).catch(() => null)),
      );
      await until(async () => (await b.host.must(200, 'GET', at(`/tasks/${id}/explain`))).claims.length > 0, {
        what: 'the claim is waiting',
      });
      const exit = await b.stop(signal);
      expect(exit).toMatchObject({ code: 0, signal: null });
      expect(exit.took_ms).toBeLessThan(STOP_MS_MAX);
      await until(() => stream.ended, { what: 'the event stream ended' });
      await Promise.all(waiting);
      const acked = (await writing).flatMap((answer) => (answer?.status === 201 ? [answer.body.id as string] : []));
      expect(fs.existsSync(b.file('lock'))).toBe(false);
      expect(JSON.parse(fs.readFileSync(b.file('state.json'), 'utf8')).clean).toBe(true);
      await b.start();
      expect((await b.host.must(200, 'GET', '/v1/status')).started).toBe('clean');
      for (const entry of acked) expect((await b.host.get(at(`/entries/${entry}`))).status).toBe(200);
    },
  );
});

describe('a restart', () => {
  test('keeps identity, token, agents, pacts, entries, tasks, invites, skills, cursors and settings', async () => {
    const cluster = await room.cluster(2);
    const [a] = cluster.nodes as [Daemon, Daemon];
    await a.host.must(200, 'POST', '/v1/pacts', {
      name: 'Second',
      purpose: 'to be kept',
      alias: 'second',
      display_name: 'Ada',
      confirm: true,
    });
    await a.host.must(200, 'POST', '/v1/pacts/switch', { alias: 'second', confirm: 'second' });
    await a.host.must(200, 'PUT', at('/info'), { name: 'Renamed', purpose: 'kept over restarts' });
    await a.host.must(200, 'PUT', at('/me'), { display_name: 'Creator' });
    const agent = await a.agent('kept', ['read', 'write']);
    const tasks: string[] = [];
    for (const i of range(3)) tasks.push((await agent.must(201, 'POST', at('/tasks'), { title: `task ${i}` })).id);
    await agent.must(200, 'PUT', at(`/tasks/${tasks[0]}/claim`), { ttl_ms: 3_600_000 });
    await agent.must(200, 'PUT', at(`/tasks/${tasks[1]}/claim`), {});
    await agent.must(200, 'PUT', at(`/tasks/${tasks[1]}/complete`), { result: { ok: true } });
    for (const kind of KINDS) {
      const draft = DRAFTS[kind](`kept-${kind}`);
      const { id } = await a.host.must(201, 'POST', at(draft.path), draft.body);
      if (kind === 'skill') await a.host.must(200, 'POST', at(`/skills/${id}/install`), { confirm: true });
    }
    const minted = await a.host.must(200, 'POST', at('/invites'), { confirm: true });
    await cluster.same();

    const snapshot = async () => {
      const read = async (path: string) => (await a.host.must(200, 'GET', path)) as Record<string, unknown>;
      const { uptime_s: _uptime, started: _started, ...status } = await read('/v1/status');
      const { listening, node_key } = await read('/v1/peers');
      const agents = (await a.host.must(200, 'GET', at('/agents'))).map(
        ({ online: _online, ...member }: Record<string, unknown>) => member,
      );
      const { synced: _synced, ...pact } = await read(at('/status'));
      return {
        status,
        listening,
        node_key,
        agents,
        pact,
        pacts: await read('/v1/pacts'),
        own: await read('/v1/agents'),
        entries: await read(at('/entries?limit=1000')),
        tasks: await read(at('/tasks?limit=1000')),
        full: await Promise.all(tasks.map((id) => read(at(`/tasks/${id}`)))),
        explained: await read(at(`/tasks/${tasks[1]}/explain`)),
        invites: await read(at('/invites')),
        installed: await read(at('/skills/installed')),
        changes: await read(at('/changes?limit=1000')),
      };
    };
    const token = a.token;
    const before = await snapshot();
    expect(await a.stop()).toMatchObject({ code: 0 });
    await cluster.start(a);
    expect(a.token).toBe(token);
    await cluster.same();
    expect(await snapshot()).toEqual(before);
    // The agent's token works on, its claim is still its own, and the invite still admits.
    await agent.must(200, 'PUT', at(`/tasks/${tasks[0]}/complete`), { result: 'after the restart', fence: 1 });
    const joiner = await room.daemon();
    await joiner.host.must(200, 'POST', '/v1/pacts/join', { token: minted.token, alias: PACT, confirm: true });
    await until(async () => (await joiner.host.must(200, 'GET', at('/agents'))).length === 3, {
      what: 'the joiner knows all members',
    });
  });

  test('the disk does not fill with what the database of the log says of each start', async () => {
    const daemon = await room.daemon();
    for (let start = 0; start < 6; start++) {
      await daemon.stop();
      await daemon.start();
    }
    const diaries = fs.readdirSync(daemon.file('store/db')).filter((name) => name.startsWith('LOG'));
    // That of the present start, that of the last, and three before it.
    expect(diaries.length).toBeLessThanOrEqual(5);
  });
});

describe('the projection', () => {
  test('is rebuilt by POST /reindex, and by itself when it is missing, older than the log, damaged, or not a database', async () => {
    const cluster = await room.cluster(2);
    const [a] = cluster.nodes as [Daemon];
    for (const i of range(50)) await a.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: `${i}` });
    await a.stop();
    fs.copyFileSync(a.file('projection.db'), a.file('older.db'));
    await cluster.start(a);
    for (const i of range(50))
      await a.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: `later ${i}` });
    const { id: task } = await a.host.must(201, 'POST', at('/tasks'), { title: 'kept' });
    await a.host.must(200, 'PUT', at(`/tasks/${task}/claim`), {});
    const { projection, tree_hash } = await cluster.same();
    const listed = (await a.host.get(at('/entries?limit=1000'))).text;
    const { cursor } = await a.host.must(200, 'GET', at('/changes?from=head'));

    const rebuilt = await a.host.must(200, 'POST', at('/reindex'), undefined, { deadline_ms: 60_000 });
    expect(rebuilt).toMatchObject({ ok: true, entries: 101 });
    expect((await a.host.get(at('/entries?limit=1000'))).text).toBe(listed);
    const news = await a.host.must(200, 'GET', at(`/changes?since=${encodeURIComponent(cursor)}`));
    expect(news.entries).toEqual([]);

    const again = async (what: string) => {
      await cluster.start(a);
      await until(async () => (await a.dump(cluster.pact_id)).projection === projection, {
        what: `the projection is whole again after it was ${what}`,
      });
      expect((await a.dump(cluster.pact_id)).tree_hash).toBe(tree_hash);
      expect((await a.host.get(at('/entries?limit=1000'))).text).toBe(listed);
    };
    const damageFrom = (place: number) => {
      const bytes = fs.readFileSync(a.file('older.db'));
      bytes.fill(0xa5, place);
      fs.writeFileSync(a.file('projection.db'), bytes, { mode: 0o600 });
    };
    const databases = () => fs.readdirSync(a.dir).filter((name) => name.startsWith('projection.db'));
    for (const [what, damage] of [
      ['deleted', () => {}],
      ['put back from a copy', () => fs.copyFileSync(a.file('older.db'), a.file('projection.db'))],
      [
        'overwritten with garbage',
        () => fs.writeFileSync(a.file('projection.db'), Buffer.alloc(8192, 'garbage '), { mode: 0o600 }),
      ],
      ['damaged right behind its first pages', () => damageFrom(SQLITE_PAGE_BYTES * 2)],
      ['damaged where only reads notice it', () => damageFrom(fs.statSync(a.file('older.db')).size / 2)],
    ] as const) {
      await a.stop();
      for (const name of databases()) fs.rmSync(a.file(name), { recursive: true, force: true });
      damage();
      await again(what);
    }
    await a.stop();
    const bytes = fs.readFileSync(a.file('projection.db'));
    flipBit(bytes, bytes.indexOf('later 7') * 8);
    fs.writeFileSync(a.file('projection.db'), bytes);
    await again('damaged in a text, where SQLite notices nothing');
  });
});

describe('the daemon without a pact', () => {
  let daemon: Daemon;
  beforeAll(async () => {
    daemon = await room.daemon();
  });

  test('is alive and not ready, and says so without a token', async () => {
    const anyone = daemon.host.as(null);
    expect((await anyone.get('/v1/ping')).body).toEqual({ ok: true });
    expect((await anyone.get('/v1/healthz')).status).toBe(200);
    const notReady = await anyone.get('/v1/readyz');
    expect(notReady.status).toBe(503);
    expect(notReady.body).toMatchObject({ ok: false });
    expect(notReady.body.reason.length).toBeGreaterThan(5);
    await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Now there is one', confirm: true });
    expect((await anyone.get('/v1/readyz')).body).toEqual({ ok: true, reason: null });
  });

  test('serves its contract and a reference page, and Prometheus metrics', async () => {
    const document = parse(fs.readFileSync(fileURLToPath(new URL('../../../openapi.yaml', import.meta.url)), 'utf8'));
    expect((await daemon.host.as(null).get('/openapi.json')).body).toEqual(document);
    const page = await daemon.host.as(null).get('/docs/');
    expect([page.status, String(page.headers['content-type'])]).toEqual([200, expect.stringContaining('text/html')]);
    const metrics = await daemon.host.get('/v1/metrics');
    expect(metrics.status).toBe(200);
    expect(String(metrics.headers['content-type'])).toContain('text/plain');
    expect(metrics.text).toMatch(/^# TYPE \w+ (counter|gauge|histogram|summary)$/m);
    expect((await daemon.host.as(null).get('/v1/metrics')).status).toBe(401);
  });

  test('pacts are created, renamed, switched and removed by alias and by id', async () => {
    const made = await daemon.host.must(200, 'POST', '/v1/pacts', { name: 'Made', alias: 'made', confirm: true });
    expect(made).toMatchObject({
      ok: true,
      alias: 'made',
      pact_name: 'Made',
      role: 'creator',
      peer_handle: daemon.handle,
    });
    const taken = await daemon.host.post('/v1/pacts', { name: 'Other', alias: 'made', confirm: true });
    expect([taken.status, taken.body.error]).toEqual([409, 'PACT_ALIAS_EXISTS']);
    expect(await daemon.host.must(200, 'PUT', `/v1/pacts/${made.pact_id}/alias`, { alias: 'renamed' })).toEqual({
      ok: true,
      alias: 'renamed',
      pact_id: made.pact_id,
    });
    expect((await daemon.host.get('/v1/pacts/made/status')).body.error).toBe('UNKNOWN_PACT');
    const { id } = await daemon.host.must(201, 'POST', '/v1/pacts/renamed/knowledge', { topic: 't', content: 'c' });
    expect((await daemon.host.get(`/v1/pacts/${made.pact_id}/entries/${id}`)).status).toBe(200);
    expect(await daemon.host.must(200, 'POST', '/v1/pacts/switch', { alias: 'renamed', confirm: 'renamed' })).toEqual({
      ok: true,
      current: 'renamed',
    });
    const careless = await daemon.host.delete('/v1/pacts/renamed', { confirm: 'yes' });
    expect([careless.status, careless.body.error]).toEqual([400, 'NOT_CONFIRMED']);
    expect(await daemon.host.must(200, 'DELETE', '/v1/pacts/renamed', { confirm: made.pact_id })).toEqual({
      ok: true,
      removed: { alias: 'renamed', pact_id: made.pact_id },
    });
    expect((await daemon.host.get('/v1/pacts/renamed/status')).status).toBe(404);
    expect(fs.existsSync(daemon.file('pacts', made.pact_id))).toBe(false);
    await daemon.stop();
    await daemon.start();
    expect((await daemon.host.get(`/v1/pacts/${made.pact_id}/status`)).status).toBe(404);
  });
});
