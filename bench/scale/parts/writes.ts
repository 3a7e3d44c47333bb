import { at } from '../../../daemon/test/harness/index.js';
import type { LaneResult, LoadRequest } from '../../load.js';
import { median } from '../../numbers.js';
import { FIRST, POSTS } from '../corpora.js';
import { indexed } from '../indexed.js';
import type { Measured } from '../results.js';
import { middle, type Sized, type Workshop } from '../sized.js';
import { questions, TWO_COMMON } from './search.js';

const CALLERS = 16;
const GROUP = 64;
/** Tasks that are claimed, renewed, released and done. */
const TASKS = 300;
const REACTIONS = 300;
const RAW_TURNS = { single: 200, grouped: 60 };
/** Share of their rate that writers keep beside as many searchers. */
const BESIDE_SEARCH = 0.8;

const knowledge = [POSTS.knowledge('posted')];

/** Every write, and writes beside searches. It leaves more entries than the size that it is measured at: it comes last. */
export async function writes(workshop: Workshop, sized: Sized): Promise<Measured[]> {
  const { tell, raw, entries } = { ...workshop, entries: sized.entries };
  tell('raw limits');
  const single = { what: 'append([1]) + fdatasync', value: (await raw.append(1, RAW_TURNS.single)).p50_ms };
  const grouped = { what: 'append([64]) + fdatasync', value: (await raw.append(GROUP, RAW_TURNS.grouped)).rate };
  const lanes = async (name: string, requests: readonly LoadRequest[], callers: number) => {
    tell(name);
    const done: LaneResult[] = [];
    for (let round = 0; round < workshop.rounds; round++) done.push(await posting(workshop, sized, requests, callers));
    return { figure: middle(entries, name, done), rate: median(done.map(({ rate }) => rate)) };
  };
  const alone = await lanes('POST /knowledge, 1 caller', knowledge, 1);
  const sixteen = await lanes('POST /knowledge, 16 callers', knowledge, CALLERS);
  const many = await lanes('POST /knowledge, 64 callers', knowledge, GROUP);
  const rate = (callers: number, value: number): Measured => ({
    name: `POST /knowledge, ${callers} callers: rate`,
    entries,
    unit: '/s',
    value,
  });
  const others: Measured[] = [];
  for (const [name, request] of [
    ['POST /tasks, 16 callers', POSTS.task],
    ['POST /messages, 16 callers', POSTS.message],
    ['POST /skills, 16 callers', POSTS.skill],
  ] as const)
    others.push((await lanes(name, [request], CALLERS)).figure);
  return [
    { ...alone.figure, bare: single },
    sixteen.figure,
    rate(CALLERS, sixteen.rate),
    many.figure,
    { ...rate(GROUP, many.rate), bare: grouped },
    ...others,
    await react(workshop, sized),
    ...(await taskLife(workshop, sized)),
    ...(await besideSearch(workshop, sized)),
  ];
}

/** Numbers of posts, so that no text comes twice on a daemon. */
let posted = 10_000_000;

async function posting(
  { load, lane_ms }: Workshop,
  sized: Sized,
  requests: readonly LoadRequest[],
  callers: number,
): Promise<LaneResult> {
  posted += 1_000_000;
  const lane = sized.lane({ callers, requests, first: posted, duration_ms: lane_ms / 2, warmup_ms: 200 });
  return load.run(lane);
}

/** Reactions of one agent to some hundred entries. */
async function react({ tell }: Workshop, sized: Sized): Promise<Measured> {
  const name = 'PUT /entries/{id}/reaction, 16 callers';
  tell(name);
  const body = JSON.stringify({ reaction: 'useful' });
  const requests = sized.samples.ids.knowledge
    .slice(-REACTIONS)
    .map((id) => ({ method: 'PUT' as const, path: at(`/entries/${id}/reaction`), body }));
  return middle(sized.entries, name, [await sized.run({ callers: CALLERS, requests, count: requests.length })]);
}

/** A task's way: each step for each of some hundred tasks. */
async function taskLife({ tell }: Workshop, sized: Sized): Promise<Measured[]> {
  // The first are done already.
  const tasks = sized.samples.ids.task.slice(FIRST.tasks).slice(-TASKS);
  const figures: Measured[] = [];
  for (const [step, body] of [
    ['claim?wait=20', {}],
    ['renew', {}],
    ['release', {}],
    ['complete', { result: 'done' }],
  ] as const) {
    const name = `PUT /tasks/{id}/${step.replace(/\?.*/, '')}, 16 callers`;
    tell(name);
    const requests = tasks.map((id) => ({
      method: 'PUT' as const,
      path: at(`/tasks/${id}/${step}`),
      body: JSON.stringify(body),
    }));
    figures.push(
      middle(sized.entries, name, [await sized.run({ callers: CALLERS, requests, count: requests.length })]),
    );
  }
  return figures;
}

async function besideSearch(workshop: Workshop, sized: Sized): Promise<Measured[]> {
  const { tell, load, lane_ms, rounds } = workshop;
  tell('16 writers beside 16 searchers');
  const asking = sized.lane({
    callers: CALLERS,
    requests: questions(TWO_COMMON),
    duration_ms: lane_ms,
    warmup_ms: 300,
  });
  const writing = () => {
    posted += 1_000_000;
    return sized.lane({
      callers: CALLERS,
      requests: knowledge,
      first: posted,
      duration_ms: lane_ms,
      warmup_ms: 300,
    });
  };
  const alone: number[] = [];
  const beside: number[] = [];
  const found: LaneResult[] = [];
  for (let round = 0; round < rounds; round++) {
    alone.push((await load.run(writing())).rate);
    await indexed(sized.daemon);
    const [wrote, searched] = await load.lanes(writing(), asking);
    beside.push(wrote?.rate ?? Number.NaN);
    if (searched) found.push(searched);
    await indexed(sized.daemon);
  }
  return [
    {
      name: '16 writers beside 16 searchers: writes',
      entries: sized.entries,
      unit: '/s',
      value: median(beside),
      raw: { what: '16 writers alone', value: median(alone) },
      targets: [{ at_least: BESIDE_SEARCH, of: 'ratio' }],
    },
    middle(sized.entries, '16 searchers beside 16 writers: search', found),
  ];
}
