/** Measures how a pact behaves as it grows: every read and write, memory, disk, upkeep, and what a user would pick instead. */
import { rm } from 'node:fs/promises';
import { resolve as path } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Room } from '../../daemon/test/harness/index.js';
import { Load } from '../load.js';
import { machine } from '../machine.js';
import { Raw } from '../raw.js';
import { unmeasured } from './contract.js';
import { Corpora } from './corpora.js';
import { record } from './document.js';
import { others } from './others.js';
import { grow } from './parts/grow.js';
import { join } from './parts/join.js';
import { reads } from './parts/reads.js';
import { search } from './parts/search.js';
import { upkeep } from './parts/upkeep.js';
import { writes } from './parts/writes.js';
import { type Measured, Results, shown, verdict } from './results.js';
import { Sized, type Workshop } from './sized.js';

const HELP = `npm run bench:scale -- [options]

Grows a pact to each size, measures it, and writes down the figures after each part, so that a run that was ended half-way still counts.

  --sizes 1000,10000       entries; the default is 1000,10000,100000,1000000, which takes about half an hour
  --only reads,search      parts: reads, search, upkeep, join, writes, others; growing to a size that is not there yet is always done
  --resume                 keep what was measured before, and measure only what is missing
  --fresh                  grow the pacts anew; else those of an earlier run are measured
  --quick                  shorter and fewer rounds
  --record                 write docs/benchmarks/scale.md and its charts from all that was measured
  --cache <folder>         where pacts and figures are kept: about 5 GB for 1000000 entries; default .cache/bench

Nothing is measured with --sizes none: --resume --record --sizes none only writes the document.
`;
const DEFAULT_SIZES = '1000,10000,100000,1000000';
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type OfSize = (workshop: Workshop, sized: Sized, smallest: number) => Promise<Measured[]>;
/** In this order: the last leave the pact another one. */
const PARTS: Readonly<Record<string, OfSize>> = { reads, search, upkeep, join, writes };
const ALL = [...Object.keys(PARTS), 'others'];

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: DEFAULT_SIZES },
    only: { type: 'string', default: ALL.join(',') },
    resume: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    cache: { type: 'string', default: path(ROOT, '.cache/bench') },
    help: { type: 'boolean', default: false },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const clock = (): string => new Date().toTimeString().slice(0, 8);

function sizesOf(text: string): number[] {
  if (text === 'none') return [];
  const sizes = [...new Set(text.split(',').map(Number))];
  if (sizes.every((size) => Number.isInteger(size) && size >= 1000)) return sizes.sort((a, b) => a - b);
  throw new Error(`--sizes is "${text}"; allowed: whole numbers from 1000 on, with commas between them, or none`);
}

function partsOf(text: string): string[] {
  const names = text.split(',');
  const unknown = names.filter((name) => !ALL.includes(name));
  if (unknown.length) throw new Error(`there is no part ${unknown.join(', ')}; there are ${ALL.join(', ')}`);
  return names;
}

async function run(): Promise<void> {
  const sizes = sizesOf(values.sizes);
  const parts = partsOf(values.only);
  const cache = path(values.cache);
  const results = new Results(path(cache, 'scale.json'), values.resume);
  const room = new Room();
  const load = new Load();
  const raw = new Raw();
  let tell = print;
  const corpora = new Corpora(cache, room, load, (line) => tell(line));
  const workshop: Workshop = {
    room,
    load,
    raw,
    corpora,
    lane_ms: values.quick ? 700 : 2000,
    rounds: values.quick ? 1 : 3,
    tell: (line) => tell(line),
  };
  /** Runs one part and keeps its figures; what one cannot measure must not cost the figures of the others. */
  const measure = async (part: string, entries: number, work: () => Promise<Measured[]>): Promise<boolean> => {
    const place = `${entries.toLocaleString('en')} ${part}`;
    tell = (line) => print(`${clock()} ${place}: ${line}`);
    const start = performance.now();
    try {
      const figures = await work();
      const took_s = (performance.now() - start) / 1000;
      if (figures.length) results.keep(part, entries, took_s, figures);
      for (const figure of figures) print(row(figure));
      tell(`${took_s.toFixed(0)} s`);
      return true;
    } catch (error) {
      tell(`could not be measured: ${(error as Error).message.slice(0, 600)}`);
      process.exitCode = 1;
      return false;
    }
  };
  try {
    if (values.fresh) await rm(corpora.path(0).replace(/\d+$/, ''), { recursive: true, force: true });
    for (const entries of sizes) {
      if (!(await measure('grow', entries, () => grow(workshop, entries)))) continue;
      const open = parts.filter((part) => !(values.resume && results.has(part, entries)));
      const own = Object.entries(PARTS).filter(([part]) => open.includes(part));
      if (own.length) {
        const sized = await Sized.open(workshop, entries);
        // One size measured again is held against the smallest that is kept, as it was the first time.
        const smallest = Math.min(entries, ...results.sizes);
        for (const [part, work] of own) await measure(part, entries, () => work(workshop, sized, smallest));
        await sized.close();
      }
      if (open.includes('others')) await measure('others', entries, () => others(workshop, entries, cache));
    }
  } finally {
    await Promise.all([load.close(), raw.close()]);
    await room.close();
  }
  const verdicts = results.all.map(verdict).filter((one) => one !== null);
  const held = verdicts.filter((one) => one.held).length;
  print(`${held} promises held, ${verdicts.length - held} missed`);
  if (results.all.length > 0) print(`not measured: ${unmeasured(results.all.map(({ name }) => name)).join(', ')}`);
  for (const fact of machine()) print(fact);
  if (values.record) record(results, new URL('../../docs/benchmarks/scale.md', import.meta.url));
}

function row(figure: Measured): string {
  const judged = verdict(figure);
  const beside = [figure.raw, figure.bare]
    .filter((one) => one !== undefined)
    .map((one) => `${shown({ value: one.value, p99: undefined, unit: figure.unit })} ${one.what}`);
  const columns = [
    figure.name.padEnd(56),
    shown(figure).padEnd(18),
    beside.join(', '),
    judged ? `${judged.promise} ${judged.held ? 'held' : 'missed'}` : '',
  ];
  return `  ${columns.join(' ').trimEnd()}`;
}

// By exit, so that the daemons end with it.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));
if (values.help) print(HELP);
else await run();
