import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { needs, SHELLS } from '../../clients/shell/test/script.js';
import { at, type AgentClient, type Daemon, PACT, Room, until } from '../../daemon/test/harness/index.js';
import { ROOT } from '../house/tree.js';

const WORKER = join(ROOT, 'examples/shell-workers/worker.sh');
const LEASE_S = '3';

describe.each(SHELLS)('two shell workers under %s', (shell) => {
  const room = new Room();
  afterAll(() => room.close());
  beforeEach((context) => needs(context, 'curl', 'jq', shell.split(' ')[0] ?? ''));

  /** A worker in a process group of its own, so that a test can end it with everything it started, as a power cut does. */
  const start = (host: Daemon, agent: AgentClient, command: string): { child: ChildProcess; kill: () => void } => {
    const [program = '', ...first] = shell.split(' ');
    const child = spawn(program, [...first, WORKER, 'sh', '-c', command], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        CONCORDAT_TEST_RUN: process.env.CONCORDAT_TEST_RUN,
        TMPDIR: room.dir(),
        CONCORDAT_URL: host.url.origin,
        CONCORDAT_TOKEN: agent.token,
        CONCORDAT_PACT: PACT,
        WORKER_LEASE_S: LEASE_S,
        WORKER_IDLE_S: '1',
      },
    });
    const kill = (): void => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), 'SIGKILL');
    };
    room.keep(kill);
    return { child, kill };
  };

  it('share a queue, and the one takes over what the other held when it died', async () => {
    const host = (await room.cluster(1)).node(0);
    const [a, b] = [await host.agent('worker-a'), await host.agent('worker-b')];
    const titles = ['one', 'two; $(three)', "it's", '4', 'fünf'];
    for (const title of titles) await host.host.must(201, 'POST', at('/tasks'), { title });
    const tasks = async (query = ''): Promise<any[]> =>
      (await host.host.must(200, 'GET', at(`/tasks${query}`))).entries;

    // The first never ends its first task.
    const dies = start(host, a, 'cat; exec tail -f /dev/null');
    const held = await until(async () => (await tasks('?status=claimed'))[0], { what: 'the first holds a task' });
    expect(held.claimed_by).toBe(a.agent_id);
    const lives = start(host, b, 'tr a-z A-Z; exit 3');
    const exit = new Promise((resolve) => {
      lives.child.on('close', resolve);
    });
    await until(async () => (await tasks('?status=complete')).length === titles.length - 1, {
      what: 'the second has done everything else',
      deadline_ms: 30_000,
    });
    // Its claim is renewed for as long as it lives.
    const until_ms = Date.parse(held.lease_until);
    await until(async () => Date.parse((await tasks('?status=claimed'))[0]?.lease_until) > until_ms, {
      what: 'the claim is renewed',
    });
    expect((await tasks('?status=claimed'))[0]).toMatchObject({ id: held.id, claimed_by: a.agent_id });

    dies.kill();
    expect(await exit).toBe(0);
    const done = await tasks();
    expect(done.map(({ status }) => status)).toEqual(titles.map(() => 'complete'));
    for (const task of done) {
      const output = task.title.replace(/[a-z]/g, (letter: string) => letter.toUpperCase());
      expect(task.result).toEqual({ exit_code: 3, output: `${output}\n` });
      expect(task.fence).toBe(task.id === held.id ? 2 : 1);
    }
  });
});
