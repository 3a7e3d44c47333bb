import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Daemon, PACT, Room, until } from '../harness/index.js';
import { MCP_BIN, McpConnection, type McpOptions } from '../harness/mcp.js';

const room = new Room();
let daemon: Daemon;

beforeAll(async () => {
  daemon = (await room.cluster(1)).node(0);
});
afterAll(() => room.close());

const open = (options: McpOptions = {}, lane: 'stdio 2025' | 'stdio 2026' = 'stdio 2025'): Promise<McpConnection> =>
  McpConnection.open(room, daemon, lane, options);

/** Who the daemon says that the client is. */
const whoIs = async (client: McpConnection): Promise<string> =>
  (await client.must('send', { content: 'who am I' })).agent_id.replace(`@${daemon.handle}`, '');

const isAlive = (pid: number | null): boolean => {
  try {
    process.kill(pid ?? 0, 0);
    return true;
  } catch {
    return false;
  }
};

const locks = (): string[] => readdirSync(daemon.file('mcp')).filter((name) => name.includes('.lock'));

describe('each client is an agent of its own', () => {
  it.each(['stdio 2025', 'stdio 2026'] as const)('named as it calls itself, again and again: %s', async (lane) => {
    const name = `Claude Code ${lane}`;
    const expected = `claude-code-${lane.replace(' ', '-')}`;
    const first = await open({ name }, lane);
    expect(await whoIs(first)).toBe(expected);
    const file = daemon.file('mcp', `${expected}.json`);
    const { token } = JSON.parse(readFileSync(file, 'utf8'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(daemon.file('mcp')).mode & 0o777).toBe(0o700);
    expect(first.pid && readFileSync(`/proc/${first.pid}/cmdline`, 'utf8')).not.toContain(token);
    await first.close();
    await until(() => !locks().includes(`${expected}.lock`), { what: 'the name is free again' });
    expect(await whoIs(await open({ name }, lane))).toBe(expected);
    expect(JSON.parse(readFileSync(file, 'utf8')).token, 'the same agent, not another one').toBe(token);
  });

  it('two at once are two agents, also when both start in the same moment', async () => {
    const clients = await Promise.all(Array.from({ length: 6 }, () => open({ name: 'twin' })));
    const names = await Promise.all(clients.map(whoIs));
    expect(names.toSorted()).toEqual(['twin', 'twin-2', 'twin-3', 'twin-4', 'twin-5', 'twin-6']);
    const { id } = await clients[0]!.must('add_task', { title: 'For one of us' });
    const claims = await Promise.all(clients.map((client) => client.call('claim', { id, wait: 20 })));
    expect(claims.filter(({ isError }) => !isError)).toHaveLength(1);
  });

  it('the name of a client that was killed is taken over', async () => {
    const first = await open({ name: 'killed' });
    expect(await whoIs(first)).toBe('killed');
    process.kill(first.pid!, 'SIGKILL');
    await until(() => !isAlive(first.pid), { what: 'the process is gone' });
    expect(locks()).toContain('killed.lock');
    expect(await whoIs(await open({ name: 'killed' }))).toBe('killed');
  });

  it('never one that somebody else minted', async () => {
    await daemon.agent('reviewer');
    expect(await whoIs(await open({ args: ['--agent', 'reviewer'] }))).toBe('reviewer-2');
  });

  it.each([
    ['../../etc/passwd', 'etc-passwd'],
    ['', 'mcp'],
    ['\u0000\n', 'mcp'],
    ['Ümläut Ünd "Zitat" und noch viel mehr Text', 'ml-ut-nd-zitat-und-noch-viel'],
  ])('a name that is no name is made one: %j', async (name, expected) => {
    const client = await open({ name });
    expect(await whoIs(client)).toBe(expected);
    await client.close();
    await until(() => !isAlive(client.pid), { what: 'the name is free for the next' });
  });

  it('the one whose token it was given', async () => {
    const { token } = await daemon.agent('given');
    expect(await whoIs(await open({ env: { CONCORDAT_TOKEN: token } }))).toBe('given');
    expect(readdirSync(daemon.file('mcp'))).not.toContain('given.json');
  });

  it('a revoked one is told so, and is not minted again', async () => {
    const first = await open({ name: 'sacked' });
    await whoIs(first);
    await daemon.host.must(200, 'DELETE', '/v1/agents/sacked');
    expect((await first.call('status')).content[0]?.text).toMatch(/^UNAUTHORIZED/);
    await first.close();
    const { content } = await (await open({ name: 'sacked' })).call('status');
    expect(content[0]?.text).toMatch(/^UNAUTHORIZED: the token of the agent sacked was revoked\n.*--agent/);
    const { agents } = await daemon.host.must(200, 'GET', '/v1/agents');
    expect(agents.map(({ name }: { name: string }) => name)).not.toContain('sacked');
  });

  it('a token file that is damaged is not believed', async () => {
    writeFileSync(daemon.file('mcp', 'broken.json'), '{"token":"a\\r\\nhost: evil"}');
    const { content, isError } = await (await open({ name: 'broken' })).call('status');
    expect([isError, content[0]?.text], 'a new agent, since the name was free').toEqual([
      undefined,
      expect.any(String),
    ]);
  });
});

describe('the daemon', () => {
  it('may restart meanwhile: calls go on, and so does what a client follows', async () => {
    for (const lane of ['stdio 2025', 'stdio 2026'] as const) {
      const client = await open({ name: `patient-${lane}` }, lane);
      await client.follow(`pact://${PACT}/entries`);
      await daemon.stop();
      const away = await client.call('status');
      expect(away.content[0]?.text).toMatch(/^DAEMON_(UNREACHABLE|NOT_FOUND): .*\nWhat to do: start /);
      await daemon.start();
      const { id } = await client.must('remember', { topic: 'after', content: `the restart of ${lane}` });
      await until(() => client.updates.includes(`pact://${PACT}/entries`), { what: `${id} is told to ${lane}` });
    }
  });

  it('need not run when the client starts', async () => {
    const late = room.unstarted();
    const client = await McpConnection.open(room, late, 'stdio 2026');
    expect((await client.tools()).map(({ name }) => name)).toEqual(expect.arrayContaining(['remember', 'search']));
    expect((await client.call('status')).content[0]?.text).toMatch(/^DAEMON_NOT_FOUND/);
    await late.start();
    expect((await client.call('status')).content[0]?.text).toMatch(/^UNKNOWN_PACT: .*no current one/);
  });
});

describe('the command', () => {
  it('ends when its input does, and leaves nothing but its token', async () => {
    const client = await open({ name: 'leaver' }, 'stdio 2026');
    await client.follow(`pact://${PACT}/entries`);
    await client.must('status');
    const before = locks();
    expect(before).toContain('leaver.lock');
    await client.close();
    await until(() => !isAlive(client.pid), { what: 'the process has ended' });
    expect(locks()).toEqual(before.filter((name) => name !== 'leaver.lock'));
  });

  it.each([
    [['--help'], 0, /Usage: concordat-mcp/, /^$/],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, /^$/],
    [['--preset', 'tiny'], 2, /^$/, /--preset is core or full, not tiny/],
    [['--nonsense'], 2, /^$/, /--nonsense/],
  ])('%j', async (args, code, out, errors) => {
    const child = spawn(process.execPath, [MCP_BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = ['', ''];
    child.stdout.on('data', (chunk) => {
      printed[0] += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      printed[1] += String(chunk);
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(code);
    expect(printed[0]).toMatch(out);
    expect(printed[1]).toMatch(errors);
  });
});
