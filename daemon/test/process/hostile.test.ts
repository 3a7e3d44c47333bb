import fs from 'node:fs';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/config.js';
import {
  at,
  type Daemon,
  decodeToken,
  encodeToken,
  type EventReader,
  invite,
  pooled,
  Room,
  range,
  Stranger,
  until,
} from '../harness/index.js';

/** What attackers may cost the daemon in memory: several times what one of these attacks took on a quiet machine. */
const GROWTH_MIB_MAX = 250;
/** Longest stretch for which the daemon may serve nobody else. The promise is 50 ms on a quiet machine (docs/benchmarks.md); this one is busy. */
const DELAY_S_MAX = 2;
/** More than the daemon's limit of what it receives slowly, so that waiting connections pile up. */
const SLOW = 300;
const STREAMS = 200;

const room = new Room();
let daemon: Daemon;
let rss_mib: number;

const memory = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${daemon.pid}/status`, 'utf8'))?.[1]) / 1024;
/** Longest delay since it was last asked, as its metrics say. */
const delay_s = async (): Promise<number> =>
  Number(/^concordat_event_loop_delay_p99_seconds (\S+)$/m.exec((await daemon.host.get('/v1/metrics')).text)?.[1]);

beforeAll(async () => {
  daemon = (await room.cluster(1)).node(0);
  await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'kept', content: 'kept' });
  rss_mib = memory();
  await delay_s();
});
afterAll(() => room.close());

/** The daemon is as well as before, and the attack cost it no more than it may. */
const unharmed = async (): Promise<void> => {
  expect(daemon.running).toBe(true);
  const { id } = await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'well', content: 'well' });
  expect((await daemon.host.get(at(`/entries/${id}`))).status).toBe(200);
  expect(await delay_s()).toBeLessThan(DELAY_S_MAX);
  expect(memory() - rss_mib).toBeLessThan(GROWTH_MIB_MAX);
  expect(daemon.output).not.toMatch(/unhandled|uncaught|TypeError|RangeError/i);
};

const dial = (): Promise<net.Socket> =>
  new Promise((resolve, reject) => {
    const socket = net.connect(Number(daemon.url.port), '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });

/** Sends bytes as they are and answers all that comes back until the daemon closes, or nothing more comes after `enough`. */
const raw = async (text: string, enough = /\r\n\r\n[^]*$/): Promise<string> => {
  const socket = await dial();
  let got = '';
  socket.on('data', (chunk) => {
    got += String(chunk);
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  socket.write(text);
  await Promise.race([closed, until(() => enough.test(got), { what: 'an answer comes', deadline_ms: 35_000 })]);
  socket.destroy();
  return got;
};

describe('over HTTP', () => {
  test('clients that send a request byte by byte keep nobody else waiting', async () => {
    const sockets = await Promise.all(range(SLOW).map(dial));
    for (const socket of sockets) socket.write('POST /v1/pacts HTTP/1.1\r\nHost: 127');
    for (const letter of '.0.0.1') {
      for (const socket of sockets) socket.write(letter);
      expect((await daemon.host.get(at('/status'))).status).toBe(200);
    }
    await unharmed();
    for (const socket of sockets) socket.destroy();
  });

  test('event streams that nobody reads, more than anybody needs, and then none', async () => {
    const streams: EventReader[] = [];
    room.keep(() => {
      for (const stream of streams) stream.close();
    });
    await pooled(range(STREAMS), 25, async () => {
      const stream = await daemon.events();
      stream.pause();
      streams.push(stream);
    });
    const refused = streams.filter(({ status }) => status === 429);
    expect(streams.length - refused.length).toBe(LIMITS.sse_streams_max);
    for (const i of range(20))
      await daemon.host.must(201, 'POST', at('/knowledge'), { topic: 'loud', content: `${i} ${'x'.repeat(10_000)}` });
    await unharmed();
    for (const stream of streams.splice(0)) stream.close();
    await until(
      async () => {
        const stream = await daemon.events();
        stream.close();
        return stream.status === 200;
      },
      { what: 'there is room for another stream' },
    );
    await unharmed();
  });

  test('a flood of requests without a token, with bad ones and with bodies that are no JSON', async () => {
    const anyone = daemon.host.as(null);
    const answers = await pooled(range(3_000), 100, async (i) =>
      i % 3 === 0
        ? anyone.get(at('/entries'))
        : i % 3 === 1
          ? daemon.host.as('ab'.repeat(32)).get(at(`/search?q=${'a'.repeat(i % 500)}`))
          : daemon.host.request('POST', at('/knowledge'), { raw: '{"topic":'.repeat(1 + (i % 40)) }),
    );
    expect([...new Set(answers.map(({ status }) => status))].toSorted()).toEqual([400, 401]);
    await unharmed();
  });

  test.each([
    ['a length and chunks at once', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}'],
    ['a length with a sign', 'Content-Length: +2\r\n\r\n{}'],
    ['an encoding that is nearly chunked', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a header over two lines', 'X-One: a\r\n b: c\r\nContent-Length: 2\r\n\r\n{}'],
    ['a space before the colon', 'Content-Length : 2\r\n\r\n{}'],
  ])('a smuggled request, by %s, is not answered as one', async (_name, rest) => {
    const hidden = 'GET /v1/ping HTTP/1.1\r\nHost: x\r\n\r\n';
    const answer = await raw(
      `POST ${at('/knowledge')} HTTP/1.1\r\nHost: ${daemon.url.host}\r\nAuthorization: Bearer ${daemon.token}\r\n${rest}${hidden}`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/m);
    expect(answer).not.toContain('"ok":true');
    await unharmed();
  });

  test.each([
    ['a page of another site', { origin: 'https://evil.example' }, 'FORBIDDEN_ORIGIN'],
    ['a page without an origin', { origin: 'null' }, 'FORBIDDEN_ORIGIN'],
    ['a name that was bound to this address afterwards', { host: 'evil.example:7666' }, 'FORBIDDEN_HOST'],
    ['a name that ends like an own one', { host: 'localhost.evil.example' }, 'FORBIDDEN_HOST'],
  ])('%s is refused before its token is looked at', async (_name, headers, code) => {
    const answer = await daemon.host.request('POST', at('/knowledge'), { body: { topic: 't', content: 'c' }, headers });
    expect([answer.status, answer.body.error]).toEqual([403, code]);
  });

  test('a form, which a browser sends without asking, writes nothing', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await daemon.host.request('POST', at('/messages'), {
        raw: '{"content":"from a form"}',
        headers: { 'content-type': type },
      });
      expect(answer.status, type).toBeGreaterThanOrEqual(400);
      expect(answer.status, type).toBeLessThan(500);
    }
  });

  test.each([
    '../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/node.key',
    'docs/..%5c..%5cnode.key',
    'docs/%00',
  ])('the path %s leads nowhere', async (path) => {
    const answer = await raw(
      `GET /${path} HTTP/1.1\r\nHost: ${daemon.url.host}\r\nAuthorization: Bearer ${daemon.token}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
    expect(answer).not.toContain('root:');
  });
});

describe('between nodes', () => {
  const KEY = 'ab'.repeat(32);
  const honest = (pactId: string): Record<string, unknown> => ({
    ok: true,
    pact_id: pactId,
    encryption_key: KEY,
    system: KEY,
    members: [{ node: KEY, addresses: ['127.0.0.1:1'] }],
  });
  const LIES: unknown[] = [
    null,
    0,
    '',
    [],
    {},
    [null],
    ['x'],
    [{ node: {} }],
    [{ node: KEY, addresses: [{}, null, 'x'] }],
    'x'.repeat(65),
  ];

  test('a node that poses as the admitting member and lies in any field is refused by the joiner, never a failure of it', async () => {
    const stranger = await Stranger.open(room);
    const fields = decodeToken(await invite(daemon));
    const lured = encodeToken({ ...fields, peers: [{ node: stranger.nodeKey, addresses: [stranger.address] }] });
    const joiner = await room.daemon();
    let answer: Record<string, unknown> = {};
    stranger.serveInvites(async () => answer);
    const refusals: string[] = [];
    for (const name of ['ok', 'pact_id', 'encryption_key', 'system']) {
      for (const lie of LIES.slice(0, name === 'ok' ? 5 : LIES.length)) {
        answer = { ...honest(fields.pactId), [name]: lie };
        const { status, body } = await joiner.host.post('/v1/pacts/join', { token: lured, confirm: true });
        refusals.push(`${status} ${body.error}`);
        expect(status, JSON.stringify(answer)).toBeGreaterThanOrEqual(400);
        expect(status, JSON.stringify(answer)).not.toBe(500);
      }
    }
    expect(refusals.length).toBeGreaterThan(30);
    expect((await joiner.host.must(200, 'GET', '/v1/pacts')).pacts).toEqual([]);
    expect(joiner.output).not.toMatch(/unhandled|uncaught|TypeError/i);
  });

  test('a node that lies in any field of its request is refused by the member, and floods cost it its connection', async () => {
    const token = await invite(daemon);
    const names = [
      'nonce',
      'node',
      'writer',
      'signer',
      'manifest',
      'handshake',
      'sig_invite',
      'sig_node',
      'sig_writer',
      'display_name',
    ];
    for (const name of names) {
      for (const lie of LIES) {
        const stranger = await Stranger.open(room);
        const connection = await stranger.connect(daemon);
        const channel = stranger.invite(connection);
        const request = { ...stranger.request(token, connection), [name]: lie };
        // No name, or an empty one, is no lie.
        if (name === 'display_name' && (lie === null || lie === '')) continue;
        const reply = await channel.ask(request).catch(() => ({ ok: false }));
        expect(reply.ok, `${name}: ${JSON.stringify(lie)}`).toBe(false);
        await stranger.close();
      }
    }
    const flooder = await Stranger.open(room);
    const flood = flooder.invite(await flooder.connect(daemon));
    for (const _ of range(20_000)) flood.send('{"nonce":"x"}');
    await until(() => flood.closed, { what: 'the flood ends' });
    await unharmed();
    expect((await daemon.host.must(200, 'GET', at('/status'))).agents).toBe(1);
  });
});
