import { get } from '../../bench.js';
import type { LaneResult, LoadRequest } from '../../load.js';
import type { Measured } from '../results.js';
import { middle, type Samples, Sized, type Workshop } from '../sized.js';

const CALLERS = 16;
/** Different questions of a lane, so that no answer is at hand because it was just given. */
const QUESTIONS = 2000;
/** What a read may take at most, as a multiple of what it takes at the smallest size. */
const FLAT = 2;

interface Read {
  readonly name: string;
  readonly paths: (samples: Samples) => readonly string[];
}

const upTo = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const spread = (ids: readonly string[]): readonly string[] => {
  const step = Math.max(1, ids.length / QUESTIONS);
  return upTo(Math.min(QUESTIONS, ids.length), (n) => ids[Math.floor(n * step)] as string);
};
/** The same list in words that never come twice: `since` is before every entry. */
const list = (path: string) => (): string[] =>
  upTo(QUESTIONS, (n) => `${path}${path.includes('?') ? '&' : '?'}limit=50&since=${n}`);

const READS: readonly Read[] = [
  { name: 'GET /entries: newest 50', paths: list('/entries') },
  { name: 'GET /entries: oldest 50', paths: list('/entries?order=asc') },
  {
    name: 'GET /entries: 50 from the middle on',
    paths: ({ cursors }) =>
      upTo(
        QUESTIONS,
        (n) =>
          `/entries?order=asc&limit=50&cursor=${encodeURIComponent(cursors[n % cursors.length] as string)}&since=${n}`,
      ),
  },
  { name: 'GET /entries/{id}', paths: ({ ids }) => spread(ids.knowledge).map((id) => `/entries/${id}`) },
  {
    name: 'GET /entries/{id}/referenced-by: 10 references',
    paths: ({ ids }) => ids.knowledge.slice(0, 10).map((id) => `/entries/${id}/referenced-by`),
  },
  { name: 'GET /knowledge: newest 50', paths: list('/knowledge') },
  {
    name: 'GET /knowledge: 50 of one topic in a hundred',
    paths: () => upTo(QUESTIONS, (n) => `/knowledge?topic=topic-${(n % 20) * 5}&limit=50&since=${n}`),
  },
  { name: 'GET /knowledge: 50 of a topic that nobody wrote to since', paths: list('/knowledge?topic=first') },
  { name: 'GET /tasks: newest 50', paths: list('/tasks') },
  { name: 'GET /tasks: newest 50 open', paths: list('/tasks?status=open') },
  { name: 'GET /tasks: 50 of a status that nobody has had since', paths: list('/tasks?status=complete') },
  { name: 'GET /tasks/{id}', paths: ({ ids }) => spread(ids.task).map((id) => `/tasks/${id}`) },
  { name: 'GET /tasks/{id}/explain', paths: ({ ids }) => spread(ids.task).map((id) => `/tasks/${id}/explain`) },
  { name: 'GET /messages: newest 50', paths: list('/messages') },
  { name: 'GET /inbox: first 50', paths: () => ['/inbox?limit=50'] },
  { name: 'GET /skills: newest 50', paths: list('/skills') },
  { name: 'GET /skills/{id}/content', paths: ({ ids }) => spread(ids.skill).map((id) => `/skills/${id}/content`) },
  { name: 'GET /changes: first 50', paths: () => ['/changes?limit=50'] },
  { name: 'GET /changes: from now on', paths: () => ['/changes?from=head'] },
  { name: 'GET /status', paths: () => ['/status'] },
  { name: 'GET /agents', paths: () => ['/agents'] },
  { name: 'GET /invites', paths: () => ['/invites'] },
  { name: 'GET /rejections', paths: () => ['/rejections?limit=50'] },
];

/** Every read, in turn with the same read of the smallest pact, and once beside Fastify alone with as many bytes. */
export async function reads(workshop: Workshop, sized: Sized, smallest: number): Promise<Measured[]> {
  if (sized.entries === smallest) return measure(workshop, sized, null);
  const base = await Sized.open(workshop, smallest);
  try {
    return await measure(workshop, sized, base);
  } finally {
    await base.close();
  }
}

async function measure(workshop: Workshop, sized: Sized, base: Sized | null): Promise<Measured[]> {
  const figures: Measured[] = [];
  for (const { name, paths } of READS) {
    workshop.tell(name);
    const ask = (of: Sized): Promise<LaneResult> =>
      of.run({ ...lane, requests: paths(of.samples).map(get), warmup_ms: 200 });
    const lane = { callers: CALLERS, duration_ms: workshop.lane_ms / 2 };
    const own: LaneResult[] = [];
    const others: LaneResult[] = [];
    for (let round = 0; round <= workshop.rounds; round++) {
      const [large, small] = [await ask(sized), base && (await ask(base))];
      // In the first round code is compiled and pages are fetched.
      if (round === 0) continue;
      own.push(large);
      if (small) others.push(small);
    }
    const requests: LoadRequest[] = [{ method: 'GET', path: `/bytes/${own.at(-1)?.bytes}` }];
    const bare = await workshop.load.run({
      ...lane,
      port: await workshop.raw.hello(),
      token: null,
      requests,
      warmup_ms: 200,
    });
    figures.push({
      ...middle(sized.entries, name, own),
      bare: { what: 'Fastify alone, as many bytes', value: bare.p50_ms },
      ...(base === null
        ? {}
        : {
            raw: {
              what: `at ${base.entries.toLocaleString('en')}`,
              value: middle(base.entries, name, others).value,
            },
            targets: [{ at_most: FLAT, of: 'ratio' as const }],
          }),
    });
  }
  return figures;
}
