import type { Command } from 'commander';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StubRoutes, error, ok, startStubDaemon } from '../../typescript/test/stub-daemon.js';
import { buildProgram } from '../src/main.js';
import { runCli } from './run-cli.js';

const TOKEN = 'a'.repeat(64);
const PACT_ID = 'c'.repeat(64);
const KEY = '8f0c1d6d'.repeat(8);
const TIME = '2026-01-31T12:00:00.000Z';

const task = {
  id: '8f0c1d6d-1',
  title: 'Write it',
  status: 'claimed',
  claimed_by: 'anon-fox-8f0c1d6d',
  assigned_to: null,
  timestamp: TIME,
  updated_at: TIME,
  claimed_at: TIME,
  expired_at: null,
  result: null,
  fence: 2,
  lease_until: '2999-01-01T00:00:00.000Z',
  confirmed: true,
  late_results: [],
  history: [],
};

const knowledge = (n: number, content: string) => ({
  id: `8f0c1d6d-${n}`,
  type: 'knowledge',
  timestamp: TIME,
  agent_id: 'anon-fox-8f0c1d6d',
  display_name: null,
  payload: { topic: 'deploy', content },
});

const member = (handle: string, key: string, more: object = {}) => ({
  id: key,
  remote_key: key,
  node_key: key,
  agent_id: handle,
  online: true,
  role: 'member',
  display_name: null,
  is_self: false,
  is_successor: false,
  standby: false,
  ...more,
});

const pactStatus = {
  pact_id: PACT_ID,
  pact_name: 'Release crew',
  pact_purpose: null,
  peer_handle: 'anon-fox-8f0c1d6d',
  display_name: null,
  role: 'creator',
  public_key: KEY,
  agents: 2,
  entries: 3,
  is_member: true,
  is_indexer: true,
  synced: true,
  offline_ready: true,
  writes_held: false,
  excluded_by: null,
  protocol: { version: 1, supported: 1, needs_upgrade: false },
  length: 9,
  confirmed_length: 9,
  indexers: 1,
  standby: false,
  successors: [],
  forks: 0,
  rejections: 0,
};

const pacts = {
  current: 'default',
  pacts: [
    {
      alias: 'default',
      pact_id: PACT_ID,
      added_at: TIME,
      data_dir: '/data',
      is_current: true,
      pact_name: 'Release crew',
      pact_purpose: null,
      display_name: null,
      role: 'creator',
    },
  ],
};

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'concordat-cli-'));
  for (const name of ['CONCORDAT_URL', 'CONCORDAT_TOKEN', 'CONCORDAT_PACT']) vi.stubEnv(name, '');
  vi.stubEnv('CONCORDAT_DATA_DIR', dir);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** A stub that `dir` names as its daemon. */
async function stub(routes: StubRoutes) {
  const daemon = await startStubDaemon({ 'GET /v1/pacts': ok(pacts), ...routes });
  writeFileSync(join(dir, 'daemon.json'), JSON.stringify({ apiToken: TOKEN, url: daemon.url, pid: process.pid }), {
    mode: 0o600,
  });
  return daemon;
}

describe('every command', () => {
  const nowhere = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const pathOf = (command: Command): string =>
    command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
  const paths = leaves(buildProgram(nowhere, () => {})).map(pathOf);

  it('of the list is there', () => {
    const list = `
      init start stop status list switch rename remove invite join members promote remove-member recover log record message inbox context search
      agent-add agent-list agent-revoke task-add task-list task-show task-claim task-renew task-release task-complete
      skill-share skill-list skill-install bootstrap setup reindex doctor help`;
    expect(paths.map((path) => path.replace(' ', '-')).toSorted()).toEqual(list.trim().split(/\s+/).toSorted());
  });

  it.each(paths)('%s has help with examples and the flags that all have', async (path) => {
    const ran = await runCli([...path.split(' '), '--help']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`Usage: concordat ${path}`);
    expect(ran.stdout).toMatch(/Examples:\n {2}\$ concordat /);
    for (const flag of ['--pact', '--json', '--no-interactive', '--url', '--token-file', '--data-dir']) {
      expect(ran.stdout).toContain(flag);
    }
  });
});

describe('the command line', () => {
  it.each([
    [['bogus'], "unknown command 'bogus'"],
    [['lst'], "unknown command 'lst'"],
    [['list', '--bogus'], "unknown option '--bogus'"],
    [['task', 'claim'], "missing required argument 'id'"],
    [['start', '--port', '70000'], '--port is "70000"'],
    [['help', 'bogus'], 'there is no command "bogus"'],
  ])('%j is a usage error', async (args, message) => {
    const ran = await runCli(args);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toMatch(/^error: .*\nhint: .*\n$/);
    expect(ran.stderr).toContain(message);
  });

  it('says what was probably meant', async () => {
    expect((await runCli(['lst'])).stderr).toContain('hint: Did you mean list?');
  });

  it('without a command shows the help and is a usage error', async () => {
    const ran = await runCli([]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('Usage: concordat');
  });

  it('takes the flags that all commands have before and after the command', async () => {
    const daemon = await stub({});
    expect((await runCli(['--json', 'list'])).json().current).toBe('default');
    expect((await runCli(['list', '--json'])).json().current).toBe('default');
    expect(daemon.seen).toHaveLength(2);
  });

  it('prints the version', async () => {
    const ran = await runCli(['--version']);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('lists the exit codes', async () => {
    const ran = await runCli(['help', 'exit-codes']);
    expect(ran.stdout).toMatch(/^code {2}meaning\n0 {5}done\n/);
    expect((await runCli(['help', 'exit-codes', '--json'])).json()).toHaveLength(9);
  });
});

describe('errors', () => {
  it('are two lines for a person', async () => {
    await stub({
      'PUT /v1/pacts/default/tasks/8f0c1d6d-1/claim': error(409, 'TASK_ALREADY_CLAIMED', 'anon-owl holds it'),
    });
    expect(await runCli(['task', 'claim', '8f0c1d6d-1'])).toMatchObject({
      code: 6,
      stdout: '',
      stderr: 'error: anon-owl holds it\nhint: what to do about TASK_ALREADY_CLAIMED\n',
    });
  });

  it('are the envelope on stdout with --json', async () => {
    await stub({
      'GET /v1/pacts/default/tasks/8f0c1d6d-9': error(404, 'NOT_FOUND', 'no such task', { details: { id: 'x' } }),
    });
    const ran = await runCli(['task', 'show', '8f0c1d6d-9', '--json']);
    expect(ran).toMatchObject({ code: 5, stderr: '' });
    expect(ran.json()).toMatchObject({
      error: 'NOT_FOUND',
      status: 404,
      message: 'no such task',
      details: { id: 'x' },
    });
  });

  it('end with 3 when no daemon runs', async () => {
    expect((await runCli(['list'])).code).toBe(3);
    expect((await runCli(['list', '--url', 'http://127.0.0.1:1'])).code).toBe(3);
  });

  it('end with 5, and say what to do, when there is no pact yet', async () => {
    await stub({ 'GET /v1/pacts': ok({ current: null, pacts: [] }) });
    expect(await runCli(['log'])).toMatchObject({ code: 5, stderr: expect.stringContaining('concordat init') });
    expect((await runCli(['list'])).stdout).toContain('concordat init');
  });
});

describe('the pact', () => {
  const routes = { 'POST /v1/pacts/crew/messages': { status: 201, body: { id: '8f0c1d6d-3', confirmed: false } } };

  it.each([
    ['--pact', ['--pact', 'crew'], ''],
    ['CONCORDAT_PACT', [], 'crew'],
  ])('is the one that %s names', async (_name, flags, variable) => {
    vi.stubEnv('CONCORDAT_PACT', variable);
    const daemon = await stub(routes);
    const ran = await runCli(['message', 'hello', ...flags]);
    expect(ran).toMatchObject({ code: 0, stdout: 'sent 8f0c1d6d-3 (on disk, not confirmed by an indexer yet)\n' });
    expect(daemon.seen.map((request) => request.path)).toEqual(['/v1/pacts/crew/messages']);
  });
});

describe('the inbox', () => {
  const letter = {
    id: '8f0c1d6d-7',
    timestamp: new Date().toISOString(),
    agent_id: 'ann@anon-fox-8f0c1d6d',
    payload: { content: 'please\nlook\u001b[2J', ack: true },
    unread: true,
  };
  it('shows who wants what, and asks only for what was asked', async () => {
    const daemon = await stub({ 'GET /v1/pacts/default/inbox': ok({ entries: [letter], has_more: false }) });
    const ran = await runCli(['inbox', '--unread', '--agent', 'bob@anon-fox-8f0c1d6d']);
    expect(ran.stdout).toMatch(/unread, asks for --ack .* 8f0c1d6d-7 .*ann@anon-fox-8f0c1d6d .*please look/);
    expect(ran.stdout).not.toContain('\u001b[2J');
    expect(daemon.seen.at(-1)?.query.toString()).toBe('limit=20&unread=true&agent=bob%40anon-fox-8f0c1d6d');
  });
  it('comes before work as part of the context, with nothing that moves a cursor', async () => {
    const daemon = await stub({ 'GET /v1/pacts/default/context': ok({ text: 'line 1\nline \u001b[2J2\n' }) });
    expect((await runCli(['context', '--topic', 'deploy', '--budget', '500'])).stdout).toBe('line 1\nline  [2J2\n');
    expect(daemon.seen.at(-1)?.query.toString()).toBe('topic=deploy&budget_tokens=500');
  });
  it('acknowledges what is named', async () => {
    const daemon = await stub({ 'POST /v1/pacts/default/inbox/ack': ok({ confirmed: true }) });
    expect((await runCli(['inbox', '--ack', '8f0c1d6d-7', '--ack', '8f0c1d6d-8'])).stdout).toBe(
      'acknowledged 2 messages (on disk, confirmed)\n',
    );
    expect(daemon.seen.at(-1)?.body).toEqual({ ids: ['8f0c1d6d-7', '8f0c1d6d-8'] });
  });
});

describe('the token', () => {
  it('of --token-file wins over that of the data directory', async () => {
    const daemon = await stub({});
    const path = join(dir, 'agent.token');
    writeFileSync(path, `${'b'.repeat(64)}\n`);
    await runCli(['list', '--token-file', path]);
    expect(daemon.seen[0]?.headers.authorization).toBe(`Bearer ${'b'.repeat(64)}`);
  });

  it('of a file that holds none is a usage error', async () => {
    const path = join(dir, 'agent.token');
    writeFileSync(path, 'secret');
    const ran = await runCli(['list', '--url', 'http://127.0.0.1:1', '--token-file', path]);
    expect(ran.code).toBe(2);
    expect(ran.stderr).not.toContain('secret');
  });

  it('of a new agent can go straight to a file of mode 0600', async () => {
    const answer = { name: 'rev', agent_id: 'rev@anon', scopes: ['read'], token: 'd'.repeat(64), created_at: TIME };
    const daemon = await stub({ 'POST /v1/agents': { status: 201, body: answer } });
    const path = join(dir, 'rev.token');
    const ran = await runCli(['agent', 'add', 'rev', '--scope', 'read', '--save-token', path, '--json']);
    expect(ran.stdout).not.toContain('d'.repeat(64));
    expect(readFileSync(path, 'utf8')).toBe(`${'d'.repeat(64)}\n`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(daemon.seen[0]?.body).toEqual({ name: 'rev', scopes: ['read'] });
  });
});

describe('record', () => {
  const routes = { 'POST /v1/pacts/default/knowledge': { status: 201, body: { id: '8f0c1d6d-3', confirmed: true } } };

  it('takes the text from stdin, without its last line break', async () => {
    const daemon = await stub(routes);
    const args = ['record', '--topic', 'deploy', '--ttl', '7d', '--ref', '8f0c1d6d-1', '--trust', 'outside', '-'];
    const ran = await runCli(args, 'one\ntwo\n');
    expect(ran.stdout).toBe('recorded 8f0c1d6d-3 under deploy (on disk, confirmed)\n');
    const body = { topic: 'deploy', content: 'one\ntwo', refs: ['8f0c1d6d-1'], trust: 'outside', ttl: 604_800 };
    expect(daemon.seen.at(-1)?.body).toEqual(body);
  });

  it.each([
    [['record', 'text'], 'a topic is needed'],
    [['record', '--topic', 't'], 'there is nothing to write'],
    [['record', '--topic', 't', '-'], 'there is nothing to write'],
  ])('%j is a usage error', async (args, message) => {
    await stub(routes);
    expect(await runCli(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe('task claim', () => {
  const path = 'PUT /v1/pacts/default/tasks/8f0c1d6d-1/claim';

  it('sends lease and wait, and ends with 0 when the claim is settled', async () => {
    const daemon = await stub({ [path]: ok({ ...task, durability: 'disk' }) });
    const ran = await runCli(['task', 'claim', '8f0c1d6d-1', '--ttl', '10m', '--wait', '500ms']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^claimed 8f0c1d6d-1: fence 2, lease ends in \d+ d\n$/);
    expect(daemon.seen.at(-1)?.body).toEqual({ ttl_ms: 600_000 });
    expect(daemon.seen.at(-1)?.query.get('wait')).toBe('0.5');
  });

  it('ends with 7 when it is not settled yet', async () => {
    const pending = { ...task, pending: true, claim_id: '8f0c1d6d-2', indexer: 'offline' };
    await stub({ [path]: { status: 202, body: pending } });
    const ran = await runCli(['task', 'claim', '8f0c1d6d-1']);
    expect(ran.code).toBe(7);
    expect(ran.stdout).toContain('no indexer of the pact is connected');
    expect((await runCli(['task', 'claim', '8f0c1d6d-1', '--json'])).json().claim_id).toBe('8f0c1d6d-2');
  });
});

describe('task complete', () => {
  const path = 'PUT /v1/pacts/default/tasks/8f0c1d6d-1/complete';

  it.each([
    [['done', '--fence', '2'], '', { result: 'done', fence: 2 }],
    [['-'], 'from stdin\n', { result: 'from stdin' }],
    [['--parse', '-'], '{"merged":true}', { result: { merged: true } }],
    [[], '', {}],
  ])('%j sends the result', async (args, stdin, body) => {
    const daemon = await stub({ [path]: ok({ ...task, status: 'complete' }) });
    expect((await runCli(['task', 'complete', '8f0c1d6d-1', ...args], stdin)).code).toBe(0);
    expect(daemon.seen.at(-1)?.body).toEqual(body);
  });

  it('refuses a result that should be JSON and is not', async () => {
    expect((await runCli(['task', 'complete', '8f0c1d6d-1', 'x', '--parse', '--url', 'http://127.0.0.1:1'])).code).toBe(
      2,
    );
  });
});

describe('search', () => {
  const found = {
    ...knowledge(1, 'the staging database'),
    trust: 'outside',
    pact_id: PACT_ID,
    alias: 'default',
    score: 2.5,
    snippet: { text: 'the staging \u001b[2J database', marks: [[4, 11]] },
  };
  const page = { entries: [found], cursor: 'c', has_more: true, matched: 'any', hybrid: false, complete: true };

  it('shows what was found, safe for a terminal, and says what the answer is', async () => {
    const daemon = await stub({ 'GET /v1/pacts/default/search': ok(page) });
    const args = ['staging', 'nowhere', '--type', 'knowledge', '--agent', 'a', '--as-of', '2026-11-20', '-n', '1'];
    const ran = await runCli(['search', ...args]);
    expect(ran.stdout).toContain('8f0c1d6d-1  knowledge, outside, ');
    expect(ran.stdout).toContain('  the staging  [2J database');
    expect(ran.stdout).toContain('no entry says all of it');
    expect(ran.stdout).toContain('more than 1 entry');
    expect(ran.stdout).not.toContain('\u001b');
    const query = daemon.seen.at(-1)?.query;
    expect(Object.fromEntries(query ?? [])).toEqual({
      q: 'staging nowhere',
      type: 'knowledge',
      agent_id: 'a',
      as_of: '2026-11-20T00:00:00.000Z',
      limit: '1',
    });
  });

  it('asks all pacts with --all, and says so when nothing is found', async () => {
    await stub({ 'GET /v1/search': ok({ ...page, entries: [], has_more: false, cursor: null }) });
    expect((await runCli(['search', '--all', 'x'])).stdout).toBe('nothing says that\n');
  });
});

describe('log', () => {
  it('shows the newest entries, oldest first, safe for a terminal', async () => {
    const daemon = await stub({
      'GET /v1/pacts/default/entries': ok({
        entries: [knowledge(2, 'second \u001b[2J'), knowledge(1, 'first')],
        cursor: null,
        has_more: false,
      }),
    });
    const ran = await runCli(['log', '--topic', 'deploy', '--since', '2026-01-01', '-n', '2']);
    const lines = ran.stdout.split('\n');
    expect(lines[0]).toMatch(/^when +type +id +who +what$/);
    expect(lines[1]).toContain('deploy: first');
    expect(lines[2]).toContain('deploy: second [2J');
    expect(ran.stdout).not.toContain('\u001b');
    expect(daemon.seen.at(-1)?.query.toString()).toBe('limit=2&topic=deploy&since=2026-01-01T00%3A00%3A00.000Z');
  });

  it('with --follow goes on where the list ended, with nothing missed and nothing twice', async () => {
    await stub({
      'GET /v1/pacts/default/entries': ok({ entries: [knowledge(1, 'listed')], cursor: null, has_more: false }),
      'GET /v1/pacts/default/changes': [
        ok({ entries: [], retracted: [], cursor: 'h', has_more: false }),
        ok({
          entries: [knowledge(1, 'listed'), knowledge(2, 'new')],
          retracted: ['8f0c1d6d-0'],
          cursor: 'h2',
          has_more: false,
        }),
        error(409, 'NOT_A_MEMBER', 'removed meanwhile'),
      ],
    });
    const ran = await runCli(['log', '--follow', '--json']);
    expect(ran.code).toBe(6);
    const [first, second, third] = ran.stdout.split('\n');
    expect(JSON.parse(first ?? '').payload.content).toBe('listed');
    expect(JSON.parse(second ?? '').payload.content).toBe('new');
    expect(JSON.parse(third ?? '')).toEqual({ retracted: '8f0c1d6d-0' });
  });
});

describe('what cannot be undone', () => {
  const routes = {
    'GET /v1/pacts/default/agents': ok([member('anon-owl-1a2b3c4d', '1a2b3c4d'.repeat(8))]),
    'DELETE /v1/pacts/default': ok({ ok: true, removed: { alias: 'default', pact_id: PACT_ID } }),
    'DELETE /v1/pacts/default/invites/n1': ok({ ok: true, nonce: 'n1' }),
    'DELETE /v1/agents/rev': ok({ ok: true, name: 'rev' }),
    'POST /v1/pacts/default/admin/remove': ok({ ok: true, key: '1a2b3c4d'.repeat(8) }),
    'POST /v1/pacts/default/admin/recover': ok({ ok: true, recovered: true, votes: 1, needed: 1, indexer: KEY }),
  };

  it.each([
    [['remove', 'default']],
    [['invite', '--revoke', 'n1']],
    [['agent', 'revoke', 'rev']],
    [['remove-member', 'anon-owl-1a2b3c4d']],
    [['recover']],
  ])('%j needs --yes without a terminal, and does it with it', async (args) => {
    const daemon = await stub(routes);
    const refused = await runCli(args);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('hint: add --yes') });
    expect(daemon.seen.every((request) => request.method === 'GET')).toBe(true);
    expect((await runCli([...args, '--yes'])).code).toBe(0);
    expect(daemon.seen.at(-1)?.method).not.toBe('GET');
  });
});

describe('members', () => {
  const members = [
    member('anon-fox-8f0c1d6d', KEY, { is_self: true, role: 'creator', display_name: 'Desk' }),
    member('anon-owl-1a2b3c4d', '1a2b3c4d'.repeat(8), { online: false }),
    member('anon-elk-1a2bffff', '1a2bffff'.repeat(8)),
  ];
  const routes = {
    'GET /v1/pacts/default/agents': ok(members),
    'POST /v1/pacts/default/admin/promote': ok({ ok: true, key: KEY, role: 'indexer', standby: true }),
  };

  it('are a table, under both names of the command', async () => {
    await stub(routes);
    const ran = await runCli(['members']);
    expect(ran.stdout).toContain('Desk (you)  anon-fox-8f0c1d6d  creator  yes     8f0c1d6d');
    expect((await runCli(['agents'])).stdout).toBe(ran.stdout);
  });

  it.each(['anon-owl-1a2b3c4d', '1a2b3c4d', '1a2b3'])('are found by "%s"', async (text) => {
    const daemon = await stub(routes);
    expect((await runCli(['promote', text, '--successor'])).code).toBe(0);
    expect(daemon.seen.at(-1)?.body).toEqual({ key: '1a2b3c4d'.repeat(8), successor: true, confirm: true });
  });

  it.each([
    ['1a2b', 2, 'names 2 members'],
    ['anon-ant-00000000', 5, 'has no member'],
  ])('are not guessed from "%s"', async (text, code, message) => {
    await stub(routes);
    expect(await runCli(['promote', text])).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });
});

describe('skill', () => {
  it('share computes the checksum and calls SKILL.md after its folder', async () => {
    const daemon = await stub({
      'POST /v1/pacts/default/skills': { status: 201, body: { id: 'a', confirmed: true } },
    });
    const file = join(dir, 'SKILL.md');
    writeFileSync(file, 'Group the commits by area.');
    expect((await runCli(['skill', 'share', file])).code).toBe(0);
    expect(daemon.seen.at(-1)?.body).toMatchObject({
      name: dir.split('/').at(-1),
      version: '1.0.0',
      format: 'generic',
      checksum: 'sha256:ce404b315e217023deb25ebf683114fa5f0d72203308ed52c7f368de7d7374ec',
    });
  });

  it('install asks only for a skill that requires approval', async () => {
    const entry = { ...knowledge(5, ''), type: 'skill', payload: { name: 's', version: '1', requires_approval: true } };
    await stub({
      'GET /v1/pacts/default/entries/8f0c1d6d-5': ok(entry),
      'POST /v1/pacts/default/skills/8f0c1d6d-5/install': ok({
        ok: true,
        id: 'x',
        path: '/data/s',
        installed_at: TIME,
      }),
    });
    expect((await runCli(['skill', 'install', '8f0c1d6d-5'])).code).toBe(2);
    expect(await runCli(['skill', 'install', '8f0c1d6d-5', '--yes'])).toMatchObject({
      code: 0,
      stdout: 'installed s 1 in /data/s\n',
    });
  });
});

describe('doctor', () => {
  const routes = {
    'GET /v1/healthz': ok({ ok: true }),
    'GET /v1/status': ok({ handle: 'anon-fox-8f0c1d6d', version: '0.1.0' }),
    'GET /v1/pacts/default/status': ok(pactStatus),
    'GET /v1/pacts/default/agents': ok([member('me', KEY, { is_self: true }), member('owl', '1a'.repeat(32))]),
    'GET /v1/peers': ok({ node_key: KEY, listening: ['127.0.0.1:1'], peers: [] }),
  };
  const names = ['data directory', 'daemon', 'token', 'pact', 'peers', 'indexer', 'offline copy'];

  it('ends with 0 when everything holds', async () => {
    await stub(routes);
    const ran = await runCli(['doctor', '--json']);
    expect(ran.json()).toMatchObject({ ok: true, failed: null });
    expect(ran.json().checks.map((check: { name: string }) => check.name)).toEqual(names);
    expect(ran.code).toBe(0);
  });

  const offline = ok([member('me', KEY, { is_self: true }), member('owl', '1a'.repeat(32), { online: false })]);
  it.each<[string, StubRoutes, number]>([
    ['daemon', { 'GET /v1/healthz': error(503, 'SHUTTING_DOWN', 'stopping') }, 8],
    ['token', { 'GET /v1/status': error(401, 'UNAUTHORIZED', 'wrong token') }, 4],
    ['pact', { 'GET /v1/pacts/default/status': ok({ ...pactStatus, excluded_by: 'anon-owl' }) }, 6],
    ['peers', { 'GET /v1/pacts/default/agents': offline }, 8],
    ['indexer', { 'GET /v1/pacts/default/status': ok({ ...pactStatus, is_indexer: false }) }, 8],
    ['offline copy', { 'GET /v1/pacts/default/status': ok({ ...pactStatus, offline_ready: false }) }, 8],
  ])('names the first failing check: %s', async (name, changed, code) => {
    await stub({ ...routes, ...changed });
    const ran = await runCli(['doctor', '--json']);
    const states = ran.json().checks.map((check: { state: string }) => check.state);
    const at = names.indexOf(name);
    expect(ran.json().failed).toBe(name);
    expect(states).toEqual(names.map((_, index) => (index < at ? 'ok' : index === at ? 'failed' : 'skipped')));
    expect(ran.json().checks[at].hint).toBeTruthy();
    expect(ran.code).toBe(code);
  });

  it('finds a daemon.json that others can read', async () => {
    await stub(routes);
    rmSync(join(dir, 'daemon.json'));
    writeFileSync(join(dir, 'daemon.json'), '{}', { mode: 0o644 });
    const ran = await runCli(['doctor']);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('can be read by others (mode 644)');
    expect(ran.stdout).toContain('chmod go-rwx');
  });
});

describe('stop', () => {
  it('leaves a process alone that is not the daemon', async () => {
    const other = await startStubDaemon();
    writeFileSync(join(dir, 'daemon.json'), JSON.stringify({ apiToken: TOKEN, url: other.url, pid: process.pid }));
    expect(await runCli(['stop'])).toMatchObject({ code: 3, stderr: expect.stringContaining('it was left alone') });
  });

  it('is content when nothing runs', async () => {
    expect(await runCli(['stop'])).toMatchObject({ code: 0, stdout: expect.stringContaining('no daemon is running') });
  });
});
