import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { at } from '../../../daemon/test/harness/index.js';
import { median } from '../../numbers.js';
import type { Target } from '../../report.js';
import { indexed } from '../indexed.js';
import type { Measured } from '../results.js';
import type { Sized, Workshop } from '../sized.js';

/** From here on what is the same at every size, such as the first megabytes of a store, weighs little enough for a promise. */
const PROMISED_FROM = 100_000;
const REINDEX_MS_MAX = 1_200_000;

/** The daemon's files, by what they are for. */
const FILES: readonly (readonly [string, RegExp])[] = [
  ['log store', /^store\//],
  ['projection', /^projection\.db/],
  ['search index', /^search\.db/],
  ['everything else', /./],
];

/** The promises that hold for large pacts. */
export const promised = (entries: number, target: Target): { targets?: Target[] } =>
  entries >= PROMISED_FROM ? { targets: [target] } : {};

/** What the daemon's memory may be. */
export const MEMORY_MB: Target = { at_most: 500 };

/** Disk, restarts, memory and the tables made again. */
export async function upkeep(workshop: Workshop, sized: Sized): Promise<Measured[]> {
  const { entries } = sized;
  return [...(await disk(workshop, entries)), ...(await restart(workshop, sized)), ...(await reindex(workshop, sized))];
}

/** Bytes on disk of the pact as it was grown, after its daemon was stopped. */
async function disk({ corpora }: Workshop, entries: number): Promise<Measured[]> {
  const root = corpora.path(entries);
  const bytes = new Map(FILES.map(([name]) => [name, 0]));
  for (const path of await readdir(root, { recursive: true })) {
    const found = await stat(join(root, path));
    if (!found.isFile()) continue;
    const [name] = FILES.find(([, files]) => files.test(path)) as readonly [string, RegExp];
    // What is written, not what the file could hold: stores make their files larger than they need at once.
    bytes.set(name, (bytes.get(name) ?? 0) + Math.min(found.size, found.blocks * 512));
  }
  const total = [...bytes.values()].reduce((sum, one) => sum + one, 0);
  return [
    {
      name: 'disk, per entry',
      entries,
      unit: 'B',
      value: total / entries,
      ...promised(entries, { at_most: 3000 }),
    },
    ...[...bytes].map(
      ([name, count]): Measured => ({ name: `disk, per entry: ${name}`, entries, unit: 'B', value: count / entries }),
    ),
  ];
}

async function restart({ tell, raw, rounds }: Workshop, sized: Sized): Promise<Measured[]> {
  const { daemon, entries } = sized;
  const read = (await sized.memory()).rss;
  const boots: number[] = [];
  const hellos: number[] = [];
  for (let round = 0; round < rounds; round++) {
    tell('restart');
    await daemon.stop();
    await daemon.start();
    boots.push(daemon.boot_ms / 1000);
    hellos.push((await raw.helloStart()) / 1000);
  }
  const started = (await sized.memory()).rss;
  return [
    {
      name: 'restart to healthz',
      entries,
      unit: 's',
      value: median(boots),
      bare: { what: 'start of Fastify alone, through tsx', value: median(hellos) },
      ...promised(entries, { at_most: 2 }),
    },
    { name: 'RSS after a restart', entries, unit: 'MB', value: started, ...promised(entries, MEMORY_MB) },
    { name: 'RSS after the reads and searches', entries, unit: 'MB', value: read, ...promised(entries, MEMORY_MB) },
  ];
}

async function reindex({ tell }: Workshop, sized: Sized): Promise<Measured[]> {
  const { daemon, entries } = sized;
  tell('reindex');
  await indexed(daemon);
  const start = performance.now();
  const { entries: rebuilt } = await daemon.host.must(200, 'POST', at('/reindex'), undefined, {
    deadline_ms: REINDEX_MS_MAX,
  });
  const tables_s = (performance.now() - start) / 1000;
  tell('search index again');
  await indexed(daemon);
  const all_s = (performance.now() - start) / 1000;
  const { rss, peak } = await sized.memory();
  return [
    {
      name: 'POST /reindex: tables',
      entries,
      unit: '/s',
      value: rebuilt / tables_s,
      ...promised(entries, { at_least: 20_000 }),
    },
    { name: 'POST /reindex: tables and search index', entries, unit: '/s', value: rebuilt / all_s },
    { name: 'RSS after reindex', entries, unit: 'MB', value: rss, ...promised(entries, MEMORY_MB) },
    ...(peak === null
      ? []
      : [{ name: 'RSS, the most since the restart', entries, unit: 'MB' as const, value: peak } satisfies Measured]),
  ];
}
