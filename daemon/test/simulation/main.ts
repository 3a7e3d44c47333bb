/** The command `npm run sim`: many histories, a summary, and for each failure the way to see it again. */
import { availableParallelism, constants } from 'node:os';
import { parseArgs } from 'node:util';
import { keep, summaryOf } from '../../../faults/report/summary.js';
import { FAULT_NAMES, FAULT_OPTIONS } from './faults.js';
import { Fleet } from './fleet.js';
import { type Plan, planOf } from './plan.js';
import { kindOf, shrink } from './shrink.js';
import type { Answer } from './worker.js';

const HELP = `usage: npm run sim -- [options]

Runs whole pacts of two to five nodes in one process each, with a virtual clock and a simulated network and disk, while
everything goes wrong that the seed says; then heals it all and holds what is left against what was promised.

  --seeds N      how many histories (default 100)
  --from N       first seed (default 1)
  --seed N       one history again, with all that happens in it
  --minutes N    stop after so many minutes
  --jobs N       processes at once (default: half of the processors)
  --out FILE     write the summary as JSON
  --keep-going   do not stop after FAILURES_MAX failures
  --help         this text

Exit status: 0 if every promise held, 1 if one was broken, 2 for a wrong option, 130 or 143 if it was interrupted; what it had
run until then is counted and kept.

examples:
  npm run sim -- --seeds 1000
  npm run sim -- --seed 63
  npm run sim -- --seeds 1000000 --minutes 480 --out .cache/simulation.json

Faults; each history draws a value from calm to worst, or stays calm:
`;

/** Failures after which a run stops: more of them say the same. */
const FAILURES_MAX = 5;
/** Runs that go into making one failure smaller. */
const SHRINK_MAX = 150;
/** How often a failing seed is tried again, to say how much a seed fixes. */
const AGAIN = 3;
const PROGRESS_MS = 5_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function help(): string {
  const lines = FAULT_NAMES.map((name) => {
    const { unit, calm, worst, what } = FAULT_OPTIONS[name];
    return `  ${name.padEnd(16)} ${`${calm} to ${worst} ${unit}`.padEnd(18)} ${what}`;
  });
  return `${HELP.replace('FAILURES_MAX', String(FAILURES_MAX))}${lines.join('\n')}`;
}

function options() {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      jobs: { type: 'string', default: String(Math.max(1, Math.floor(availableParallelism() / 2))) },
      out: { type: 'string' },
      'keep-going': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'seeds' | 'from' | 'seed' | 'minutes' | 'jobs'): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    if (!/^\d{1,9}$/.test(text) || Number(text) < 1)
      throw new Error(`--${name} takes a whole number from 1 on, not "${text}"`);
    return Number(text);
  };
  return {
    ...values,
    seeds: number('seeds') ?? 0,
    from: number('from') ?? 1,
    seed: number('seed'),
    minutes: number('minutes'),
    jobs: number('jobs') ?? 1,
  };
}

/** One history with all that happens in it. */
async function replay(fleet: Fleet, seed: number): Promise<number> {
  const plan = planOf(seed);
  say(JSON.stringify({ nodes: plan.nodes, faults: plan.faults }, null, 2));
  const answer = await fleet.run(plan, { verbose: true, fresh: true });
  say(JSON.stringify({ trace: answer.trace, ...answer.counts }));
  for (const violation of answer.violations) say(`BROKEN: ${violation}`);
  if (!answer.violations.length) say('every promise held');
  return answer.violations.length ? 1 : 0;
}

/** Tries a failure again, makes it smaller and says what came of both. */
async function examine(fleet: Fleet, { seed, violations }: Answer): Promise<void> {
  const kind = kindOf(violations);
  const fails = async (plan: Plan, fresh = false): Promise<boolean> =>
    kindOf((await fleet.run(plan, { fresh })).violations) === kind;
  const whole = planOf(seed);
  const again = await Promise.all(Array.from({ length: AGAIN }, () => fails(whole, true)));
  const plan = await shrink(whole, fails, SHRINK_MAX);
  say(`\nseed ${seed} breaks a promise:`);
  for (const violation of violations) say(`  ${violation}`);
  say(`  again in a fresh process: ${again.filter(Boolean).length} of ${AGAIN}`);
  say(`  replay: npm run sim -- --seed ${seed}`);
  say(`  ${plan.steps.length} of ${whole.steps.length} steps are enough: ${JSON.stringify(plan)}`);
}

async function main(): Promise<number> {
  const { seeds, from, seed, minutes, jobs, out, help: wantsHelp, 'keep-going': keepGoing } = options();
  if (wantsHelp) {
    say(help());
    return 0;
  }
  const fleet = new Fleet(jobs);
  let stopped_by: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // More than once: npm passes on what the terminal has sent to all processes already.
    process.on(signal, () => {
      stopped_by = constants.signals[signal];
      void fleet.close();
    });
  }
  try {
    if (seed !== undefined) return await replay(fleet, seed);
    const started_ms = Date.now();
    const isOver = (): boolean =>
      stopped_by !== null || (minutes !== undefined && Date.now() - started_ms > minutes * 60_000);
    const failed: Answer[] = [];
    const counts: Record<string, number> = {};
    let histories = 0;
    let next = from;
    let told_ms = started_ms;
    const line = (): string =>
      `${histories} histories, ${failed.length} failed, ${((Date.now() - started_ms) / 1000).toFixed(0)} s`;
    const save = (): void => {
      if (out === undefined) return;
      const violations = failed.map(({ seed: at, violations: [seen = ''] }) => ({
        at: `npm run sim -- --seed ${at}`,
        promise: 'a promise was broken',
        // Without the stack, which has paths of this machine.
        seen: seen.split('\n')[0] ?? '',
      }));
      keep(out, summaryOf('simulation', from, started_ms, { histories, ...counts }, violations));
    };
    const work = async (): Promise<void> => {
      while (next < from + seeds && !isOver() && (keepGoing || failed.length < FAILURES_MAX)) {
        const answer = await fleet.run(planOf(next++));
        if (stopped_by !== null) return;
        histories++;
        if (answer.violations.length) {
          failed.push(answer);
          say(`seed ${answer.seed}: ${answer.violations[0]?.split('\n')[0]}`);
        }
        for (const [name, count] of Object.entries(answer.counts)) counts[name] = (counts[name] ?? 0) + count;
        if (Date.now() - told_ms < PROGRESS_MS) continue;
        told_ms = Date.now();
        say(line());
        save();
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
    save();
    if (stopped_by !== null) {
      say(line());
      return 128 + stopped_by;
    }
    for (const answer of failed.slice(0, FAILURES_MAX)) await examine(fleet, answer);
    say(`\n${JSON.stringify(counts)}`);
    say(line());
    return failed.length ? 1 : 0;
  } finally {
    await fleet.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`npm run sim: ${(error as Error).message}; see npm run sim -- --help\n`);
  process.exitCode = 2;
}
