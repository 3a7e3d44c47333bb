/** Writes docs/faults.md from the summaries in faults/results and the list of bugs. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BUGS, FALSE_ALARMS, OPEN } from './bugs.js';
import type { FileResult } from './mutation.js';
import type { Summary } from './summary.js';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

const RULES = fileURLToPath(new URL('../../daemon/src/pact/model/', import.meta.url));

/** What simulation found; shared with its documentation. */
interface SimulatedBug {
  readonly id: string;
  /** The seed that showed it when it was found, or the step that shows it. */
  readonly seed: number | string;
  /** Further seeds that showed it. */
  readonly also?: readonly number[];
  readonly symptom: string;
  readonly cause: string;
  readonly fix: string;
}

/** A known bug that was put into a copy of the product, and who caught it. */
interface Catch {
  readonly id: string;
  readonly what: string;
  readonly caught_by: string | null;
  readonly seeds: number | null;
  readonly kept_runs: number | null;
}

const kept = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../docs/faults/${name}.json`, import.meta.url), 'utf8'));

const SIMULATED_BUGS = kept('bugs') as readonly SimulatedBug[];

const code = (text: string): string => `\`${cell(text.split('\n')[0] ?? '')}\``;
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What the simulation counts by a name that is no word. */
const WORDS: Readonly<Record<string, string>> = {
  acknowledged: 'acknowledged writes',
  asked_by_outsiders: 'connections on which an outsider asked for everything',
  bytes: 'bytes on the way',
  clean: 'stops',
  clock_jumps: 'jumps of a clock',
  complaints: 'errors that a node logged, and went on',
  granted: 'grants',
  kill: 'kills',
  mutes: 'times that one heard another, but not the other way round',
  power_cut: 'power cuts',
  recoveries: 'recoveries of a pact',
  refused: 'answers with a code',
  resets: 'broken connections',
  stalls: 'disks that stalled',
  virtual_ms: 'ms of virtual time',
};

/** Ends the name of what is no count but a level, at the beginning of a run and at its end. */
const LEVEL = /, (first|last)$/;

/** Levels of one run: what it began with, and what it ended with. */
function levels({ counts, date, seed }: Summary): string[] {
  const names = Object.keys(counts).filter((name) => name.endsWith(', first'));
  if (names.length === 0) return [];
  return [
    `| levels, ${date.slice(0, 10)}, seed ${seed} | first | last |`,
    '|---|---|---|',
    ...names.map((name) => {
      const series = name.replace(LEVEL, '');
      return `| ${cell(series)} | ${counts[name]} | ${counts[`${series}, last`]} |`;
    }),
    '',
  ];
}

/** Counts of several runs added up; the largest first, since the order in which runs met things says nothing. */
const addedUp = (summaries: readonly Summary[]): readonly (readonly [name: string, count: number])[] => {
  const sums = new Map<string, number>();
  for (const { counts } of summaries)
    for (const [name, count] of Object.entries(counts))
      if (!LEVEL.test(name)) sums.set(name, (sums.get(name) ?? 0) + count);
  return [...sums].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
};

const seedsOf = <Seed>({ seed, also = [] }: { seed: Seed; also?: readonly Seed[] }): readonly Seed[] => [seed, ...also];

/** Was what broke a promise there mended since? Said by the lists of bugs, which name what showed each. */
const isMended = (run: string, at: string): boolean =>
  run === 'simulation'
    ? SIMULATED_BUGS.flatMap(seedsOf<number | string>).some((seed) => at.endsWith(` ${seed}`))
    : BUGS.filter((bug) => bug.run === run)
        .flatMap(seedsOf<string>)
        .some((seed) => at.startsWith(seed) || seed.startsWith(at));

/** What became of a promise that was broken there. */
const fateOf = (run: string, at: string): string => {
  if (FALSE_ALARMS.some((alarm) => alarm.run === run && alarm.seeds.some((seed) => at.endsWith(` ${seed}`))))
    return 'false alarm';
  return isMended(run, at) ? 'mended since' : 'open';
};

/** All runs of one kind: each in a line, then what they did together, then every promise that one of them broke. */
const section = (run: string, summaries: readonly Summary[]): string[] => {
  const broken = summaries.flatMap(({ commit, violations }) =>
    violations.map(
      ({ at, promise, seen }) =>
        `- **${fateOf(run, at)}** ${at}, commit ${commit}: ${promise}: ${cell(seen).slice(0, 300)}`,
    ),
  );
  return [
    `## ${run}`,
    '',
    '| date | commit | first seed | minutes | Node | machine | violations |',
    '|---|---|---|---|---|---|---|',
    ...summaries.map(
      ({ date, commit, seed, options = '', minutes, node, machine, violations }) =>
        `| ${date.slice(0, 10)} | ${commit} | ${`${seed} ${options}`.trim()} | ${minutes} | ${node} | ${machine} | **${violations.length}** |`,
    ),
    '',
    '| what they did, all together | how often |',
    '|---|---|',
    ...addedUp(summaries).map(([name, count]) => `| ${cell(WORDS[name] ?? name)} | ${count.toLocaleString('en')} |`),
    '',
    ...summaries.flatMap(levels),
    ...broken,
    ...(broken.length > 0 ? [''] : []),
  ];
};

/** Who caught which planted bug, and how soon. */
function plantedSection(): string[] {
  const catches = kept('planted') as Catch[];
  const caught = catches.filter(({ caught_by }) => caught_by !== null).length;
  return [
    '## Planted bugs',
    '',
    `Known bugs in copies of the product (\`npm run sim:planted\`): ${caught} of ${catches.length} caught. A kept history is the one that first showed the bug.`,
    '',
    '| bug | caught by | seeds until then | runs of the kept history until then |',
    '|---|---|---|---|',
    ...catches.map(
      ({ what, caught_by, seeds, kept_runs }) =>
        `| ${cell(what)} | ${caught_by ?? '**nobody**'} | ${seeds ?? ''} | ${kept_runs ?? ''} |`,
    ),
    '',
  ];
}

/** How many small changes of the rules the tests noticed, and which they did not. */
function mutationSection(): string[] {
  const files = kept('mutation') as FileResult[];
  const unmeasured = readdirSync(RULES).filter(
    (name) => name !== 'index.ts' && !files.some(({ file }) => file.endsWith(`/${name}`)),
  );
  const sum = (of: (file: FileResult) => number): number => files.reduce((total, file) => total + of(file), 0);
  const all = sum(({ mutants }) => mutants);
  const killed = sum(({ killed: n }) => n);
  return [
    '## Mutations of the rules',
    '',
    `Small changes of the rules, one at a time, against the property tests (\`npm run mutate\`): **${killed} of ${all}** noticed, ${((100 * killed) / all).toFixed(1)} %.`,
    '',
    '| file | changes | noticed |',
    '|---|---|---|',
    ...files.map(({ file, mutants, killed: n }) => `| ${file} | ${mutants} | ${n} |`),
    '',
    ...(unmeasured.length ? [`Not measured yet: ${unmeasured.join(', ')}.`, ''] : []),
    'Not noticed:',
    '',
    '| place | was | became | why |',
    '|---|---|---|---|',
    ...files.flatMap(({ file, survivors }) =>
      survivors.map(({ line, was, becomes, why }) =>
        [
          '',
          `${file.slice(file.lastIndexOf('/') + 1)}:${line}`,
          code(was),
          becomes === '' ? 'nothing' : code(becomes),
          why ?? 'a hole in the tests',
          '',
        ]
          .join(' | ')
          .trim(),
      ),
    ),
    '',
  ];
}

/** The report as Markdown. */
export function faultsPage(): string {
  const summaries = readdirSync(RESULTS)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(`${RESULTS}${name}`, 'utf8')) as Summary)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const runs = [...new Set(summaries.map(({ run }) => run))];
  return [
    '<!-- Generated from faults/results and faults/report/bugs.ts by scripts/generate. Do not edit. -->',
    '# Faults',
    '',
    'What was done to Concordat to break the promises of the [README](../README.md), and what came of it. Anybody can do it again:',
    '`npm run torture -- --help`, `npm run hosts -- --help`, `npm run soak -- --help`, `npm run sim -- --help`. A run counts only what it did; nothing',
    'here is an estimate.',
    '',
    'After every fault the daemons must come back, and: no acknowledged write is gone or changed, every node lists it and its feed gives it; all nodes',
    'show the same signed view and the same tables, byte for byte; no two agents were granted one fence; a confirmed result stands; every request is',
    'answered; a stop is clean.',
    '',
    '`torture` does it to processes and their files, `hosts` to the network between daemons that each have a network namespace, where they also have to',
    'agree while it lasts if that is possible. `soak` lets five nodes and their agents live for a long time; what lives through it must stay level, by the',
    'rule that its `--help` states: the first and the last level of each series stand in its table.',
    '',
    ...runs.flatMap((run) =>
      section(
        run,
        summaries.filter((summary) => summary.run === run),
      ),
    ),
    ...plantedSection(),
    ...mutationSection(),
    '## Open',
    '',
    ...OPEN.map((line) => `- ${line}`),
    '',
    '## False alarms',
    '',
    'Promises that seemed broken, where the fault was in what tried them.',
    '',
    ...FALSE_ALARMS.map(
      ({ run, seeds, cause }) => `- ${run}, ${seeds.length > 1 ? 'seeds' : 'seed'} ${seeds.join(' and ')}: ${cause}`,
    ),
    '',
    '## Bugs that this found',
    '',
    'Each is mended at its cause, and its test stays unless it says otherwise; for those of the simulation it is the history itself, kept in [faults/plans](faults/plans) as it was',
    'when it was found. See [simulation.md](simulation.md).',
    '',
    '| run | how to have it again | what a user would have met | cause and cure | test |',
    '|---|---|---|---|---|',
    ...SIMULATED_BUGS.map(
      ({ id, seed, symptom, cause, fix }) =>
        `| ${['simulation', typeof seed === 'number' ? `seed ${seed}` : seed, symptom, `${cause} ${fix}`, `daemon/test/simulation, ${id}`].map(cell).join(' | ')} |`,
    ),
    ...BUGS.map(({ run, seed, met, cause, test }) => `| ${[run, seed, met, cause, test].map(cell).join(' | ')} |`),
    '',
  ].join('\n');
}
