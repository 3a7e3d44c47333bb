/** Fifty agents through five surfaces at once on one daemon. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from '../../clients/shell/test/script.js';
import { type Daemon, range, Room } from '../../daemon/test/harness/index.js';
import { type Agent, SURFACES } from './agents.js';

const AGENTS_OF_A_SURFACE = 10;
const TASKS = 12;
const FACTS = 3;
const PACT = 'fifty';
/** Python's packages are fetched when they were never here. */
const SET_UP_MAX_MS = 300_000;
/** Fifty agents share the two cores of a small machine with their daemon. */
const RUN_MAX_MS = 180_000;

interface Hired {
  readonly name: string;
  readonly agent_id: string;
  readonly agent: Agent;
  readonly surface: string;
}

const room = new Room();
let bench: Bench;
let daemon: Daemon;
let agents: readonly Hired[];
let tasks: readonly string[];
/** Ids of the facts by the agent that wrote them. */
const written = new Map<Hired, readonly string[]>();
/** Agents by the task that each was told is its own. */
const granted = new Map<string, string[]>();

const api = (path: string): string => `/v1/pacts/${PACT}${path}`;

/** What each agent does: it writes, tries every task from a place of its own on, and finishes what it got. */
const work = async (hired: Hired, place: number): Promise<void> => {
  const { agent, name } = hired;
  const ids: string[] = [];
  for (const k of range(FACTS)) ids.push(await agent.remember(name, `fact ${k} of ${name}`));
  written.set(hired, ids);
  for (const k of range(TASKS)) {
    const task = tasks[(place + k) % TASKS] as string;
    if (!(await agent.claim(task))) continue;
    granted.set(task, [...(granted.get(task) ?? []), name]);
    await agent.complete(task, name);
  }
};

beforeAll(async () => {
  bench = new Bench();
  daemon = await room.daemon();
  await daemon.host.must(200, 'POST', '/v1/pacts', { name: PACT, alias: PACT, confirm: true });
  const surfaces = SURFACES.flatMap((surface) => {
    const missing = surface.missing();
    if (missing === undefined) return [surface];
    process.stdout.write(`SKIPPED: agents through ${surface.name}: ${missing}\n`);
    return [];
  });
  agents = await Promise.all(
    surfaces.flatMap(({ name: surface, hire }) =>
      range(AGENTS_OF_A_SURFACE).map(async (n): Promise<Hired> => {
        const name = `${surface}-${n}`;
        const caller = await daemon.agent(name);
        const agent = await hire({ room, daemon, pact: PACT, bench }, caller);
        return { name, agent_id: caller.agent_id, agent, surface };
      }),
    ),
  );
  tasks = await Promise.all(
    range(TASKS).map(async (n) => (await daemon.host.must(201, 'POST', api('/tasks'), { title: `task ${n}` })).id),
  );
  await Promise.all(agents.map(work));
}, SET_UP_MAX_MS + RUN_MAX_MS);
afterAll(async () => {
  await room.close();
  bench.close();
});

describe('fifty agents through five surfaces at once', () => {
  it.for(SURFACES)('$name took part', ({ name, missing }, { skip }) => {
    const reason = missing();
    if (reason !== undefined) skip(reason);
    expect(agents.filter(({ surface }) => surface === name)).toHaveLength(AGENTS_OF_A_SURFACE);
  });

  it('each task has one winner, who completed it', async () => {
    for (const task of tasks) {
      expect(granted.get(task), task).toHaveLength(1);
      const [winner] = granted.get(task) as [string];
      expect(await daemon.host.must(200, 'GET', api(`/tasks/${task}`))).toMatchObject({
        status: 'complete',
        result: winner,
        claimed_by: agents.find(({ name }) => name === winner)?.agent_id,
      });
    }
  });

  it('every entry is there once, by the agent that wrote it', async () => {
    const { entries } = await daemon.host.must(200, 'GET', api('/knowledge?limit=1000'));
    const wanted = [...written].flatMap(([{ agent_id, name }, ids]) =>
      ids.map((id, k) => ({ id, agent_id, content: `fact ${k} of ${name}` })),
    );
    const shape = ({ id, agent_id, payload }: any) => ({ id, agent_id, content: payload.content });
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
    expect(entries.map(shape).toSorted(byId)).toEqual(wanted.toSorted(byId));
  });

  it('each agent reads its own facts, and no others, under its topic', async () => {
    await Promise.all(
      agents.map(async (hired) => {
        const listed = await hired.agent.recall(hired.name);
        expect(listed.map(({ id }) => id).toSorted(), hired.name).toEqual([...(written.get(hired) ?? [])].toSorted());
        expect(new Set(listed.map(({ agent_id }) => agent_id))).toEqual(new Set([hired.agent_id]));
      }),
    );
  });
});
