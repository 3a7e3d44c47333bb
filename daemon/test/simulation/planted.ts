/** The command `npm run sim:planted`: puts known bugs into copies of the product and says who catches each, and how soon. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { changedCopy, removeCopy } from './changed-copy.js';
import { Fleet } from './fleet.js';
import { foundPlans } from './found.js';
import { PLANTED_BUGS, type PlantedBug } from './planted-bugs.js';
import { type Plan, planOf } from './plan.js';

const HELP = `usage: npm run sim:planted -- [options]

Puts each of ${PLANTED_BUGS.length} known bugs into a copy of the product, runs what should catch it, and says after how many seeds it did.

  --only ID     one of: ${PLANTED_BUGS.map(({ id }) => id).join(', ')}
  --seeds N     seeds that the simulation gets for each bug (default 300)
  --jobs N      processes at once (default 2)
  --out FILE    where what came of each is kept; other bugs keep theirs (default docs/faults/planted.json)
  --help        this text

Exit status: 0 if every bug was caught, 1 if not.

example:
  npm run sim:planted -- --only no-fdatasync`;

/** A kept history is as it was when the bug was found; with the same steps and other chance it shows it in so many runs, if at all. */
const KEPT_RUNS = 40;

/** What came of a planted bug. */
interface Catch {
  readonly id: string;
  readonly what: string;
  readonly expected: PlantedBug['layer'];
  /** Who caught it; null if nobody did. */
  readonly caught_by: PlantedBug['layer'] | 'kept history' | null;
  /** Seeds that were run up to the first that broke a promise; null where seeds play no part. */
  readonly seeds: number | null;
  /** Runs of the history that is kept of it until one showed it, each with other chance; null where none did, or none is kept. */
  readonly kept_runs: number | null;
  /** How it showed. */
  readonly symptom: string | null;
}

const RESULTS = 'docs/faults/planted.json';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs tests of a copy; answers the first failed test, or null. */
function runTests(folder: string, tests: readonly string[]): Promise<string | null> {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--root', folder, '--project', 'unit', '--reporter', 'json', ...tests];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    let output = '';
    child.stdout.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (code) => {
      if (code === 0) return resolve(null);
      const report = JSON.parse(output.slice(output.indexOf('{'))) as {
        testResults: { message: string; assertionResults: { status: string; fullName: string }[] }[];
      };
      const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
      resolve(all.find(({ status }) => status === 'failed')?.fullName ?? report.testResults[0]?.message ?? 'it failed');
    });
  });
}

/** What the tests of a bug say of its copy, after they were seen to pass without the bug: a test that fails anyway catches nothing. */
async function tryTests(folder: string, tests: readonly string[]): Promise<string | null> {
  const sound = changedCopy('sound', []);
  try {
    const failed = await runTests(sound, tests);
    if (failed !== null) throw new Error(`without any bug this fails: ${failed}`);
  } finally {
    removeCopy(sound);
  }
  return runTests(folder, tests);
}

/** Runs plans against a copy until one breaks a promise; answers how many it took. */
async function trySeeds(
  fleet: Fleet,
  seeds: number,
  jobs: number,
  planFor: (n: number) => Plan,
): Promise<{ seeds: number; symptom: string } | null> {
  let next = 1;
  const caught: { seeds: number; symptom: string }[] = [];
  const work = async (): Promise<void> => {
    while (next <= seeds && caught.length === 0) {
      const seed = next++;
      const [violation] = (await fleet.run(planFor(seed))).violations;
      if (violation !== undefined) caught.push({ seeds: seed, symptom: violation.split('\n')[0] ?? '' });
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return caught.sort((a, b) => a.seeds - b.seeds)[0] ?? null;
}

async function tryBug(bug: PlantedBug, seeds: number, jobs: number): Promise<Catch> {
  const { id, what, layer } = bug;
  const folder = changedCopy(id, bug.changes);
  const fleet = new Fleet(jobs, join(folder, 'daemon/test/simulation'));
  try {
    const answer = { id, what, expected: layer, seeds: null, kept_runs: null };
    if (layer !== 'simulation') {
      const symptom = await tryTests(folder, bug.tests ?? []);
      return { ...answer, caught_by: symptom === null ? null : layer, symptom };
    }
    const kept = foundPlans().find((one) => one.id === bug.found)?.plan;
    const again = kept ? await trySeeds(fleet, KEPT_RUNS, jobs, (n) => ({ ...kept, seed: kept.seed + n - 1 })) : null;
    const kept_runs = again?.seeds ?? null;
    const caught = await trySeeds(fleet, seeds, jobs, planOf);
    if (caught) return { ...answer, caught_by: 'simulation', kept_runs, ...caught };
    return { ...answer, caught_by: again ? 'kept history' : null, kept_runs, symptom: again?.symptom ?? null };
  } finally {
    await fleet.close();
    removeCopy(folder);
  }
}

/** Puts what came of some bugs in place of what was known of them; bugs that are planted no more go. */
function keep(file: string, catches: readonly Catch[]): void {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Catch[]) : [];
  const all = PLANTED_BUGS.flatMap(({ id }) => [...catches, ...known].find((one) => one.id === id) ?? []);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      seeds: { type: 'string', default: '300' },
      jobs: { type: 'string', default: '2' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    say(HELP);
    return 0;
  }
  const bugs = PLANTED_BUGS.filter(({ id }) => values.only === undefined || id === values.only);
  if (!bugs.length) throw new Error(`there is no planted bug ${values.only}`);
  const catches: Catch[] = [];
  for (const bug of bugs) {
    const caught = await tryBug(bug, Number(values.seeds), Number(values.jobs));
    catches.push(caught);
    const by = caught.caught_by === null ? 'NOT CAUGHT' : `caught by the ${caught.caught_by}`;
    const kept = caught.kept_runs === null ? '' : `, the kept history shows it in run ${caught.kept_runs}`;
    say(`${bug.id}: ${by}${caught.seeds === null ? '' : ` at seed ${caught.seeds}`}${kept}: ${caught.symptom ?? ''}`);
  }
  keep(values.out ?? RESULTS, catches);
  const missed = catches.filter(({ caught_by }) => caught_by === null);
  say(`${catches.length - missed.length} of ${catches.length} caught`);
  return missed.length ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`npm run sim:planted: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
