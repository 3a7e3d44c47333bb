import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConcordatApiError, createClient, skillChecksum } from '../src/index.js';
import { error, ok, startStubDaemon } from './stub-daemon.js';

const HOST_TOKEN = 'a'.repeat(64);
const AGENT_TOKEN = 'b'.repeat(64);
const STATUS = { current: null, pact_count: 0, agents: 0 };

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'concordat-client-'));
  for (const name of ['CONCORDAT_URL', 'CONCORDAT_TOKEN', 'CONCORDAT_DATA_DIR']) vi.stubEnv(name, '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dataDir, { recursive: true, force: true });
});

function writeDaemonFile(url: string | null): void {
  const path = join(dataDir, 'daemon.json');
  writeFileSync(path, JSON.stringify({ apiToken: HOST_TOKEN, url, pid: 1 }));
  chmodSync(path, 0o600);
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable('the call must fail'),
    (thrown: unknown) => thrown as ConcordatApiError,
  );

describe('discovery', () => {
  it('takes address and host token from the data directory', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/status': ok(STATUS) });
    writeDaemonFile(daemon.url);
    expect(await createClient({ dataDir }).status()).toEqual(STATUS);
    expect(daemon.seen[0]?.headers.authorization).toBe(`Bearer ${HOST_TOKEN}`);
  });

  it('prefers the environment to the default data directory, and what is given to both', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/status': ok(STATUS) });
    writeDaemonFile('http://127.0.0.1:1');
    vi.stubEnv('CONCORDAT_DATA_DIR', dataDir);
    vi.stubEnv('CONCORDAT_URL', daemon.url);
    vi.stubEnv('CONCORDAT_TOKEN', AGENT_TOKEN);
    await createClient().status();
    await createClient({ token: HOST_TOKEN }).status();
    expect(daemon.seen.map((request) => request.headers.authorization)).toEqual([
      `Bearer ${AGENT_TOKEN}`,
      `Bearer ${HOST_TOKEN}`,
    ]);
  });

  it('never sends the host token to another address', async () => {
    const other = await startStubDaemon({ 'GET /v1/status': ok(STATUS) });
    writeDaemonFile('http://127.0.0.1:1');
    await createClient({ url: other.url, dataDir }).status();
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('knows that localhost is the same daemon', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/status': ok(STATUS) });
    writeDaemonFile(daemon.url);
    await createClient({ url: daemon.url.replace('127.0.0.1', 'localhost'), dataDir }).status();
    expect(daemon.seen[0]?.headers.authorization).toBe(`Bearer ${HOST_TOKEN}`);
  });

  it('finds the daemon again after it came back at another port, and asks the old one while it is away', async () => {
    const first = await startStubDaemon({ 'GET /v1/status': ok(STATUS) });
    writeDaemonFile(first.url);
    const client = createClient({ dataDir });
    await client.status();
    await first.close();
    writeDaemonFile(null);
    expect(await failureOf(client.status())).toMatchObject({
      code: 'DAEMON_UNREACHABLE',
      message: expect.stringContaining(first.url),
    });
    const second = await startStubDaemon({ 'POST /v1/peers': ok({}) });
    writeDaemonFile(second.url);
    await client.addPeer('x@y:1');
    expect(second.seen.map((request) => request.body)).toEqual([{ peer: 'x@y:1' }]);
  });

  it('moves on within one call when nothing was sent to the old address', async () => {
    const [first, second] = [await startStubDaemon({ 'GET /v1/status': ok(STATUS) }), await startStubDaemon()];
    writeDaemonFile(first.url);
    const client = createClient({ dataDir });
    await client.status();
    await first.close();
    writeDaemonFile(second.url);
    expect((await failureOf(client.status())).code).toBe('NOT_FOUND');
    expect(second.seen).toHaveLength(1);
  });

  it.each([
    ['there is no daemon.json', () => {}],
    ['the daemon was stopped', () => writeDaemonFile(null)],
  ])('says so when %s', async (_name, prepare) => {
    prepare();
    expect(await failureOf(createClient({ dataDir }).status())).toMatchObject({ code: 'DAEMON_NOT_FOUND', status: 0 });
  });
});

describe('errors', () => {
  it('carry code, status, message, hint and details of the envelope', async () => {
    const daemon = await startStubDaemon({
      'PUT /v1/pacts/default/tasks/8f0c1d6d-1/claim': error(409, 'TASK_ALREADY_CLAIMED', 'anon-fox holds it', {
        details: { holder: 'anon-fox', fence: 2 },
      }),
    });
    const client = createClient({ url: daemon.url, token: AGENT_TOKEN });
    const thrown = await failureOf(client.pact('default').claimTask('8f0c1d6d-1'));
    expect(thrown).toBeInstanceOf(ConcordatApiError);
    expect(thrown.toJSON()).toEqual({
      error: 'TASK_ALREADY_CLAIMED',
      message: 'anon-fox holds it',
      status: 409,
      hint: 'what to do about TASK_ALREADY_CLAIMED',
      details: { holder: 'anon-fox', fence: 2 },
    });
  });

  it('say when nothing listens', async () => {
    const gone = await startStubDaemon();
    await gone.close();
    const thrown = await failureOf(createClient({ url: gone.url }).ping());
    expect(thrown).toMatchObject({ code: 'DAEMON_UNREACHABLE', status: 0 });
    expect(thrown.message).toContain('ECONNREFUSED');
  });

  it.each([
    ['an error without the envelope', { status: 502, body: 'bad gateway' }],
    ['a page instead of JSON', { write: (response: import('node:http').ServerResponse) => response.end('<html>') }],
  ])('say when %s comes back', async (_name, answer) => {
    const daemon = await startStubDaemon({ 'GET /v1/ping': answer });
    expect((await failureOf(createClient({ url: daemon.url }).ping())).code).toBe('NOT_CONCORDAT');
  });

  it('are left to the caller who ended the call', async () => {
    const daemon = await startStubDaemon({ 'GET /v1/ping': { write: () => {} } });
    const ending = new AbortController();
    const call = failureOf(createClient({ url: daemon.url, signal: ending.signal }).ping());
    await vi.waitUntil(() => daemon.seen.length === 1);
    ending.abort();
    expect((await call).name).toBe('AbortError');
  });
});

describe('operations', () => {
  it('send path, query, idempotency key and body as the contract has them', async () => {
    const daemon = await startStubDaemon({
      'POST /v1/pacts/a b/knowledge': { status: 201, body: {} },
      'GET /v1/pacts/a b/entries': ok({ entries: [], cursor: null, has_more: false }),
    });
    const pact = createClient({ url: daemon.url }).pact('a b');
    await pact.recordKnowledge({ topic: 't', content: 'c' }, { idempotencyKey: 'k1' });
    await pact.entries({ type: ['task', 'skill'], limit: 5 });
    const [posted, listed] = daemon.seen;
    expect(posted?.body).toEqual({ topic: 't', content: 'c' });
    expect(posted?.headers['idempotency-key']).toBe('k1');
    expect(listed?.query.toString()).toBe('type=task&type=skill&limit=5');
  });

  it('confirm what the contract wants confirmed', async () => {
    const daemon = await startStubDaemon({
      'DELETE /v1/pacts/default': ok({}),
      'POST /v1/pacts/switch': ok({}),
      'DELETE /v1/pacts/default/invites/n1': ok({}),
    });
    const client = createClient({ url: daemon.url });
    await client.removePact('default');
    await client.switchPact('default');
    await client.pact('default').revokeInvite('n1');
    expect(daemon.seen.map((request) => request.body)).toEqual([
      { confirm: 'default' },
      { alias: 'default', confirm: 'default' },
      { confirm: 'n1' },
    ]);
  });

  it('use the fetch that is given', async () => {
    const asked: string[] = [];
    const client = createClient({
      url: 'http://daemon.test',
      fetch: async (request) => {
        asked.push(request.url);
        return Response.json({ ok: true });
      },
    });
    expect(await client.ping()).toEqual({ ok: true });
    expect(asked).toEqual(['http://daemon.test/v1/ping']);
  });
});

it("computes a skill's checksum as the contract's example has it", async () => {
  expect(await skillChecksum('Group the commits by area.')).toBe(
    'sha256:ce404b315e217023deb25ebf683114fa5f0d72203308ed52c7f368de7d7374ec',
  );
});

describe('the deadline of a call', () => {
  afterEach(() => vi.useRealTimers());

  it('ends it after a minute, and is gone once there is an answer', async () => {
    vi.useFakeTimers();
    const answers: ((response: Response) => void)[] = [];
    const client = createClient({
      url: 'http://127.0.0.1:1',
      token: HOST_TOKEN,
      fetch: ({ signal }) =>
        new Promise((resolve, reject) => {
          answers.push(resolve);
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    const answered = client.status();
    await vi.waitUntil(() => answers.length === 1);
    answers[0]?.(Response.json(STATUS));
    expect(await answered).toEqual(STATUS);
    expect(vi.getTimerCount()).toBe(0);
    const failure = failureOf(client.status());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await failure).toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
