import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/concordat.js', import.meta.url));
/** Everything stays on loopback. */
const LOCAL = ['--port', '0', '--p2p-host', '127.0.0.1', '--bootstrap', 'none'];

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  json: () => any;
}

let base: string;
let nodes: string[];
let children: ChildProcess[];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'concordat-cli-process-'));
  nodes = [];
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const dir of nodes) {
    const stopped = await concordat(dir, ['stop']);
    // A daemon that does not answer any more is not stopped by the command; it is still ours to remove.
    if (stopped.code !== 0) process.kill(pidOf(dir), 'SIGKILL');
  }
  rmSync(base, { recursive: true, force: true });
});

/** A data directory of the test; its daemon is stopped after the test. */
function newNode(name: string): string {
  const dir = join(base, name);
  nodes.push(dir);
  return dir;
}

function pidOf(dir: string): number {
  return JSON.parse(readFileSync(join(dir, 'daemon.json'), 'utf8')).pid;
}

function spawnCli(dir: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess {
  const env = { PATH: process.env.PATH, HOME: base, CONCORDAT_DATA_DIR: dir, ...more };
  return spawn(process.execPath, [BIN, ...args], { cwd: base, env });
}

/** Runs the command as a process of its own, without a terminal. */
async function concordat(dir: string, args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const child = spawnCli(dir, args, env);
  const output = collect(child);
  child.stdin?.end(stdin);
  const code = await ended(child);
  return { code, ...output, json: () => JSON.parse(output.stdout) };
}

/** Runs a command that must work, and gives its JSON. */
async function answer(dir: string, args: readonly string[], stdin = ''): Promise<any> {
  const ran = await concordat(dir, [...args, '--json'], stdin);
  expect(ran, args.join(' ')).toMatchObject({ code: 0, stderr: '' });
  return ran.json();
}

function collect(child: ChildProcess): { stdout: string; stderr: string } {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  return output;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', (code) => resolve(code)));
}

/** Waits for a condition; the deadline is generous because two cores are shared by many tests. */
const until = <T>(condition: () => Promise<T> | T) => vi.waitUntil(condition, { timeout: 30_000, interval: 100 });

describe('one node', () => {
  it('goes from nothing to a settled task and back to nothing', async () => {
    const dir = newNode('a');
    const created = await answer(dir, ['init', ...LOCAL]);
    expect(created).toMatchObject({ created: true, alias: 'default', role: 'creator' });
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'logs', 'daemon.log')).mode & 0o777).toBe(0o600);
    expect(await answer(dir, ['init', ...LOCAL])).toEqual({ created: false, current: 'default' });
    expect(await answer(dir, ['start', ...LOCAL])).toMatchObject({ already_running: true, pid: pidOf(dir) });

    const recorded = await answer(dir, ['record', '--topic', 'deploy', '--key', 'k1', '-'], 'from stdin\n');
    expect(recorded).toMatchObject({ durability: 'disk', payload: { topic: 'deploy', content: 'from stdin' } });
    const again = await answer(dir, ['record', '--topic', 'deploy', '--key', 'k1', '-'], 'from stdin\n');
    expect(again.id).toBe(recorded.id);
    const reply = await answer(dir, ['message', 'thanks', '--reply-to', recorded.id]);
    expect(reply.refs).toEqual([recorded.id]);
    const log = await answer(dir, ['log']);
    expect(log.entries.map((entry: { id: string }) => entry.id)).toEqual([reply.id, recorded.id]);

    const { token } = await answer(dir, ['agent', 'add', 'rev']);
    const task = await answer(dir, ['task', 'add', 'Write it']);
    const claimed = await answer(dir, ['task', 'claim', task.id, '--ttl', '10m', '--wait', '10s']);
    expect(claimed).toMatchObject({ status: 'claimed', confirmed: true, fence: 1 });
    const lost = await concordat(dir, ['task', 'claim', task.id], '', { CONCORDAT_TOKEN: token });
    expect(lost).toMatchObject({ code: 6, stdout: '', stderr: expect.stringMatching(/^error: .*\nhint: .*\n$/) });
    expect(await answer(dir, ['task', 'renew', task.id, '--fence', '1', '--ttl', '1h'])).toMatchObject({ fence: 1 });
    const done = await answer(dir, ['task', 'complete', task.id, '--fence', '1', '--parse', '-'], '{"merged":true}');
    expect(done).toMatchObject({ status: 'complete', result: { merged: true } });
    const explained = await answer(dir, ['task', 'show', task.id, '--explain']);
    const outcomes = explained.claims.map((claim: { outcome: string }) => claim.outcome);
    expect([outcomes.at(0), outcomes.at(-1)]).toEqual(['granted', 'completed']);

    const invite = await answer(dir, ['invite', '--ttl', '1h']);
    await answer(dir, ['invite', '--revoke', invite.nonce, '--yes']);
    expect((await answer(dir, ['invite', '--list'])).entries).toMatchObject([{ nonce: invite.nonce, revoked: true }]);
    expect(await answer(dir, ['reindex'])).toMatchObject({ ok: true });
    expect(await answer(dir, ['doctor'])).toMatchObject({ ok: true, failed: null });
    await answer(dir, ['agent', 'revoke', 'rev', '--yes']);
    expect((await concordat(dir, ['list'], '', { CONCORDAT_TOKEN: token })).code).toBe(4);

    const pid = pidOf(dir);
    const token_before = JSON.parse(readFileSync(join(dir, 'daemon.json'), 'utf8')).apiToken;
    expect(await answer(dir, ['stop'])).toEqual({ stopped: true, pid });
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect((await concordat(dir, ['status'])).code).toBe(3);
    expect((await concordat(dir, ['doctor', '--json'])).json()).toMatchObject({ failed: 'daemon' });
    await answer(dir, ['start', ...LOCAL]);
    expect(JSON.parse(readFileSync(join(dir, 'daemon.json'), 'utf8')).apiToken).toBe(token_before);
    expect((await answer(dir, ['log', '--topic', 'deploy'])).entries).toHaveLength(1);
  });

  it('says in one line why the daemon did not start', async () => {
    const dir = newNode('a');
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const ran = await concordat(dir, ['start', ...LOCAL, '--port', String(port)]);
    other.close();
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/^error: the daemon did not start: port .*\nhint: see .*daemon\.log\n$/m);
    expect(ran.stderr).toContain(String(port));
  });

  it('runs attached, as one process that SIGTERM ends', async () => {
    const dir = join(base, 'foreground');
    const child = spawnCli(dir, ['start', '--foreground', ...LOCAL]);
    children.push(child);
    const exit = ended(child);
    await until(async () => existsSync(join(dir, 'daemon.json')) && (await concordat(dir, ['status'])).code === 0);
    expect(pidOf(dir)).toBe(child.pid);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('follows the log across a restart of the daemon', async () => {
    const dir = newNode('a');
    await answer(dir, ['init', ...LOCAL]);
    const port = new URL(JSON.parse(readFileSync(join(dir, 'daemon.json'), 'utf8')).url).port;
    await answer(dir, ['message', 'one']);
    const follower = spawnCli(dir, ['log', '--follow', '--json']);
    children.push(follower);
    const output = collect(follower);
    const contents = () =>
      output.stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).payload?.content ?? line);
    await until(() => contents().length === 1);
    await answer(dir, ['message', 'two']);
    await until(() => contents().length === 2);
    await answer(dir, ['stop']);
    await answer(dir, ['start', ...LOCAL, '--port', port]);
    await answer(dir, ['message', 'three']);
    await until(() => contents().length === 3);
    expect(contents()).toEqual(['one', 'two', 'three']);
  });
});

describe('two nodes', () => {
  it('meet through an invite and a static peer, and share what they write', async () => {
    const [a, b] = [newNode('a'), newNode('b')];
    await answer(a, ['init', 'Crew', '--alias', 'crew', '--display-name', 'Desk', ...LOCAL]);
    await answer(a, ['record', '--topic', 'deploy', 'before you came']);
    const { peers } = await answer(a, ['status']);
    await answer(b, ['start', ...LOCAL, '--peer', `${peers.node_key}@${peers.listening[0]}`]);

    const { token } = await answer(a, ['invite']);
    const joined = await answer(b, ['join', '-', '--display-name', 'Lap'], `${token}\n`);
    expect(joined).toMatchObject({ pact_name: 'Crew', role: 'member' });
    expect((await answer(b, ['log'])).entries).toMatchObject([{ payload: { content: 'before you came' } }]);
    await answer(b, ['message', 'hello']);
    await until(async () => (await answer(a, ['log', '--type', 'message'])).entries.length === 1);

    const members = await answer(a, ['members', '--online']);
    expect(members.map((one: { display_name: string }) => one.display_name).sort()).toEqual(['Desk', 'Lap']);
    await until(async () => (await concordat(b, ['doctor'])).code === 0);
    const lap = members.find((one: { is_self: boolean }) => !one.is_self);
    expect((await concordat(a, ['remove-member', lap.agent_id])).code).toBe(2);
    await answer(a, ['remove-member', lap.agent_id, '--yes']);
    await until(async () => (await concordat(b, ['message', 'still here?'])).code !== 0);
  });
});

describe('bootstrap', () => {
  it('serves a private network until it is told to end', async () => {
    const child = spawnCli(base, ['bootstrap', '--host', '127.0.0.1', '--port', '0']);
    children.push(child);
    const output = collect(child);
    const exit = ended(child);
    await until(() => output.stdout.includes('127.0.0.1:'));
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });
});
