/**
 * Two real daemons on this machine, on a private DHT: a pact, an invite, a race for a task, and a takeover.
 * Everything lives in one temporary directory that is removed at the end, also on Ctrl-C.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ConcordatApiError, type ConcordatClient, createClient, type Pact, readDaemonFile } from '@concordat/client';

/** Something that does not happen in this time is not going to; the whole demo takes less. */
const STEP_MAX_MS = 15_000;
/** Long enough to see that the second agent has to wait, short enough to watch. */
const LEASE_MS = 3000;
/** A stopping daemon gets the 5 s that it promises, then it is killed. */
const STOP_MAX_MS = 5000;

const daemonFolder = fileURLToPath(new URL('../daemon/dist/bundle/', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'concordat-demo-'));
const children: ChildProcess[] = [];
const begun = performance.now();

const say = (text: string): void => {
  process.stdout.write(`${((performance.now() - begun) / 1000).toFixed(2).padStart(6)} s  ${text}\n`);
};

const title = (text: string): void => {
  process.stdout.write(`\n${text}\n`);
};

/** Runs `step` and answers what it gave and how long it took. */
const timed = async <T>(step: Promise<T>): Promise<readonly [T, string]> => {
  const from = performance.now();
  const value = await step;
  return [value, `${Math.round(performance.now() - from)} ms`];
};

/** Asks again and again until there is an answer. */
const eventually = async <T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> => {
  const deadline = performance.now() + STEP_MAX_MS;
  while (performance.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(20);
  }
  throw new Error(`${what} did not happen within ${STEP_MAX_MS / 1000} s`);
};

const start = (program: string, args: readonly string[]): ChildProcess => {
  const child = spawn(process.execPath, [join(daemonFolder, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, HOME: base, TMPDIR: process.env.TMPDIR },
  });
  children.push(child);
  return child;
};

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

const stop = async (child: ChildProcess): Promise<void> => {
  if (!isRunning(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const last = setTimeout(() => child.kill('SIGKILL'), STOP_MAX_MS);
  await gone;
  clearTimeout(last);
};

/** A DHT of one node, so that nothing leaves this machine. Answers its `host:port`. */
const startBootstrap = async (): Promise<string> => {
  const child = start('bootstrap.js', ['--host', '127.0.0.1', '--port', '0']);
  if (!child.stdout) throw new Error('the bootstrap node has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (address) return address;
  }
  throw new Error('the bootstrap node ended before it said its address');
};

interface Node {
  readonly name: string;
  readonly child: ChildProcess;
  readonly client: ConcordatClient;
}

const startNode = async (name: string, bootstrap: string): Promise<Node> => {
  const dataDir = join(base, name);
  const network = ['--p2p-host', '127.0.0.1', '--bootstrap', bootstrap];
  const child = start('main.js', ['--data-dir', dataDir, '--port', '0', '--log-level', 'error', ...network]);
  child.stdout?.pipe(process.stderr);
  const found = await eventually(`the start of node ${name}`, () => {
    if (!isRunning(child)) throw new Error(`node ${name} ended while it started`);
    const { url, apiToken, pid } = readDaemonFile(dataDir) ?? {};
    return url && pid === child.pid ? { url, token: apiToken } : undefined;
  });
  const client = createClient(found);
  await eventually(`an answer of node ${name}`, () => client.healthz().catch(() => undefined));
  return { name, child, client };
};

/** What a claim came to: the fence, or the refusal. */
type Claim = { readonly won: true; readonly fence: number } | { readonly won: false; readonly why: string };

/** The daemon's refusal as text; anything else is a failure of the demo. */
const refusal = (error: unknown): string => {
  if (error instanceof ConcordatApiError && error.status === 409) return `${error.code}, ${error.message}`;
  throw error;
};

const claim = async (pact: Pact, task: string): Promise<Claim> => {
  try {
    const state = await pact.claimTask(task, { ttl_ms: LEASE_MS }, { wait: STEP_MAX_MS / 1000 });
    if ('pending' in state && state.pending) throw new Error('the claim was not settled in time');
    return { won: true, fence: state.fence };
  } catch (error) {
    return { won: false, why: refusal(error) };
  }
};

/** Follows the live events until the task can be claimed again. */
const untilOpen = async (client: ConcordatClient, pact: string, task: string): Promise<void> => {
  for await (const { data } of client.events({ pact, signal: AbortSignal.timeout(STEP_MAX_MS) })) {
    if (data.task?.id === task && data.task.status === 'open') return;
  }
  throw new Error(`the lease did not end within ${STEP_MAX_MS / 1000} s`);
};

const describe = (result: Claim): string =>
  result.won ? `fence ${result.fence}, for ${LEASE_MS / 1000} s` : result.why;

const demo = async (): Promise<void> => {
  title('Two nodes');
  const bootstrap = await startBootstrap();
  say(`a private DHT listens on ${bootstrap}`);
  const [[north, northTime], [south, southTime]] = await Promise.all([
    timed(startNode('north', bootstrap)),
    timed(startNode('south', bootstrap)),
  ]);
  say(`node north answers on ${north.client.url} (${northTime}), node south on ${south.client.url} (${southTime})`);

  title('One pact');
  const [created, createTime] = await timed(north.client.createPact({ name: 'demo' }));
  say(`north creates the pact "${created.alias}" (${createTime})`);
  const atNorth = north.client.pact(created.alias);
  const { token } = await atNorth.createInvite();
  const [joined, joinTime] = await timed(south.client.joinPact({ token }));
  say(`south joins with the invite of north (${joinTime})`);
  const atSouth = south.client.pact(joined.alias);
  const written = performance.now();
  const note = await atNorth.recordKnowledge({ topic: 'build', content: 'Integration tests need port 6380 free' });
  say(`north writes a note; it is on disk after ${Math.round(performance.now() - written)} ms`);
  const read = await eventually('the arrival of the note', () => atSouth.entry(note.id).catch(() => undefined));
  say(
    `south reads it ${Math.round(performance.now() - written)} ms after north began: "${String(read.payload.content)}"`,
  );

  title('Two tasks, two agents, both want the first');
  const first = (await atNorth.addTask({ title: 'Update the changelog' })).id;
  const second = (await atNorth.addTask({ title: 'Announce the release' })).id;
  await eventually('the arrival of the tasks', () => atSouth.task(second).catch(() => undefined));
  const [[byNorth, northClaim], [bySouth, southClaim]] = await Promise.all([
    timed(claim(atNorth, first)),
    timed(claim(atSouth, first)),
  ]);
  if (byNorth.won === bySouth.won) throw new Error('the race has no single winner');
  const race = byNorth.won
    ? { winner: 'north', won: byNorth, wonIn: northClaim, loser: 'south', lost: bySouth, lostIn: southClaim }
    : { winner: 'south', won: bySouth, wonIn: southClaim, loser: 'north', lost: byNorth, lostIn: northClaim };
  say(`${race.winner} gets it (${race.wonIn}): ${describe(race.won)}`);
  say(`${race.loser} does not (${race.lostIn}): ${describe(race.lost)}`);
  const [other, otherTime] = await timed(claim(byNorth.won ? atSouth : atNorth, second));
  say(`${race.loser} takes the other one (${otherTime}): ${describe(other)}`);
  const southTask = bySouth.won ? first : second;
  const southFence = (await atSouth.task(southTask)).fence;
  await atNorth.completeTask(bySouth.won ? second : first, { result: 'done' });
  say('north completes its task');

  title('One node dies');
  const open = untilOpen(north.client, created.alias, southTask);
  south.child.kill('SIGKILL');
  say('the process of south is killed while it holds its task');
  const early = await claim(atNorth, southTask);
  say(`north asks for that task at once: ${describe(early)}`);
  await open;
  const takeover = await claim(atNorth, southTask);
  if (!takeover.won) throw new Error(`north does not get the task: ${takeover.why}`);
  say(`north takes it over when the lease has ended: ${describe(takeover)}`);
  await atNorth.completeTask(southTask, { result: 'done by north', fence: takeover.fence });
  say('north completes it');

  title('It comes back');
  const [again, againTime] = await timed(startNode('south', bootstrap));
  say(`south answers again (${againTime})`);
  const late = await again.client
    .pact(joined.alias)
    .completeTask(southTask, { result: 'done by south', fence: southFence })
    .then((task) => `on disk, confirmed: ${task.confirmed}`, refusal);
  say(`south does not know yet and hands in its own result: ${late}`);
  const kept = await eventually('the late result', async () => {
    const { late_results } = await atNorth.task(southTask);
    return late_results[0];
  });
  say(`north shows it as a late result, beside the one that counts: "${String(kept.result)}"`);
};

const cleanUp = async (): Promise<void> => {
  await Promise.all(children.map(stop));
  rmSync(base, { recursive: true, force: true });
};

let cleaning: Promise<void> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    cleaning ??= cleanUp();
    void cleaning.then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

try {
  await demo();
} catch (error) {
  if (!cleaning) process.stderr.write(`the demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  cleaning ??= cleanUp();
  await cleaning;
}
process.stdout.write('\nBoth daemons are stopped and their directories removed.\n');
say('done');
