/**
 * Long runs that try to break what the README promises: see `--help`. Each lies in a folder of its own; `session/` is the load that they all put on
 * daemons and what these are held against, `report/` what is kept of a run, `results/` what is published.
 */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { hosts } from './hosts/hosts.js';
import { isInside, missingForHosts, runInside } from './hosts/own.js';
import type { Progress, Result } from './session/session.js';
import { ALLOWED, soak } from './soak/soak.js';
import { keep, summaryOf } from './report/summary.js';
import { torture } from './torture/torture.js';

/** Exit status of a run that is not possible on this machine, by the custom of automake. */
const SKIPPED = 77;
/** Exit status for a run or an option that there is not. */
const MISUSED = 2;

/** An option with a value: what stands for it in the help, what it does, and what it is when left out. */
interface Option {
  readonly value: string;
  readonly does: string;
  readonly fallback: string;
  /** The fallback in words. */
  readonly said?: string;
}

/** What {@link parseArgs} found, by option. */
type Values = Readonly<Record<string, string>>;

interface Run {
  /** How it is called, and what it does, in a line. */
  readonly example: string;
  readonly does: string;
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  start(values: Values, progress: Progress): Promise<Result>;
}

const SETS = {
  minutes: { value: 'n', does: 'end after so many minutes at the latest', fallback: '60' },
  seed: {
    value: 'n',
    does: 'of the first set of daemons; a set of 25 rounds has one seed, the next set the next',
    fallback: String(Math.floor(Date.now() / 1000)),
    said: 'the time',
  },
  keep: {
    value: 'dir',
    does: 'where the projections of nodes that do not agree go',
    fallback: '',
    said: 'nowhere',
  },
} satisfies Record<string, Option>;

const sets = (values: Values, progress: Progress) => ({
  seed: Number(values.seed),
  nodes: values.nodes ? Number(values.nodes) : null,
  kills: values.kills ? Number(values.kills) : Number.POSITIVE_INFINITY,
  max_ms: Number(values.minutes) * 60_000,
  keep: values.keep || null,
  progress,
});

const RUNS: Readonly<Record<string, Run>> = {
  torture: {
    example: '--kills 100',
    does: 'kills, freezes, cuts off and robs of power real daemons under load',
    about: `Real daemons under load, killed, frozen, cut off from each other and robbed of their power, over and over. After every
fault they must come back and agree, and hold every write that was acknowledged.`,
    options: {
      kills: { value: 'n', does: 'end after so many kills', fallback: '100' },
      nodes: { value: 'n', does: 'daemons in a set', fallback: '3' },
      ...SETS,
    },
    start: (values, progress) => torture(sets(values, progress)),
  },
  hosts: {
    example: '--minutes 10',
    does: 'the same load over bad cables, one-way links, two LANs and NAT, in network namespaces',
    about: `Real daemons under load, each on a host of its own: a network namespace with cables that delay, lose, double and reorder,
two LANs, and a router that translates addresses. They hear each other one way only, move between LANs, hide behind the
router, lose their cables and are restarted in turn. They must agree while it lasts where that is possible, and afterwards
in any case, and hold every write that was acknowledged.

Needs ip and tc (iproute2), nft (nftables), unshare and nsenter (util-linux), python3, and a machine on which one may make
network namespaces: as root, or with user namespaces. All of it is in namespaces that end with the run. Cables are spoilt
by tc netem, or by a switch in Python where the kernel has no netem.`,
    options: { nodes: { value: 'n', does: 'hosts in a set', fallback: '', said: '3 to 5, by the seed' }, ...SETS },
    start: (values, progress) => hosts(sets(values, progress)),
  },
  soak: {
    example: '--minutes 20',
    does: 'five nodes and fifty agents for a long time: memory, descriptors, disk and latency stay level',
    about: `Five nodes and their agents for a long time, with visitors that come and go, connections that break, and nodes that start
again, in a pact that is filled first, so that caches with a bound are full. Nodes that live through it must stay level:
from the first to the last of ten windows after the warm-up (a fifth of the time, at least a minute), the line through
the windows may rise by the larger of

${Object.entries(ALLOWED)
  .map(
    ([series, { of, share, least }]) =>
      `  ${series.padEnd(36)} ${String(share * 100).padStart(3)} % or ${least}  (${of} of a window)`,
  )
  .join('\n')}

What the machine itself takes for work that never changes is told beside it. At the end all agree, and hold every write that
was acknowledged. 20 minutes are for every change, 480 for a release.`,
    options: {
      minutes: { value: 'n', does: 'how long the load lasts', fallback: '20' },
      agents: { value: 'n', does: 'agents of all nodes together', fallback: '50' },
      fill: { value: 'n', does: 'entries that are written before anything is measured', fallback: '50000' },
      writes: {
        value: 'n',
        does: 'writes a second of all agents together; about as many claims come on top',
        fallback: '10',
      },
      seed: { value: 'n', does: 'of what comes and goes', fallback: SETS.seed.fallback, said: 'the time' },
    },
    start: ({ seed, minutes, agents, fill, writes }, progress) =>
      soak({
        seed: Number(seed),
        minutes: Number(minutes),
        agents: Number(agents),
        fill: Number(fill),
        writes_per_s: Number(writes),
        progress,
      }),
  },
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const optionLine = (name: string, { value, does, fallback, said }: Option): string =>
  `  ${`--${name} <${value}>`.padEnd(15)} ${does} (default: ${said ?? fallback})`;

const help = (name: string, { about, options }: Run): string => `usage: npm run ${name} -- [options]

${about}

${Object.entries(options)
  .map(([option, what]) => optionLine(option, what))
  .join('\n')}
  --json <file>   where the summary goes (default: .cache/faults/${name}.json)

Exits with 1 when a promise was broken; the summary and the last lines say which, and with which seed.
`;

/** Options whose effect a summary tells by itself, or that change nothing that is done. */
const HOW_LONG = ['seed', 'kills', 'minutes', 'keep'];

/** Runs `name`, and answers the exit status. */
async function run(name: string, { start, options }: Run, values: Values): Promise<number> {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const json = values.json ?? fileURLToPath(new URL(`../.cache/faults/${name}.json`, import.meta.url));
  const seed = Number(values.seed);
  const asked = Object.entries(options)
    .filter(([option, { fallback }]) => !HOW_LONG.includes(option) && values[option] !== fallback)
    .map(([option]) => `--${option} ${values[option]}`);
  const started_ms = Date.now();
  let told = 0;
  const note = ({ counts, violations }: Result): void => {
    // At once: whoever watches may want to look at what is left of it.
    for (const { at, promise, seen } of violations.slice(told)) print(`BROKEN (${at}): ${promise}\n${seen}`);
    told = violations.length;
    keep(json, summaryOf(name, seed, started_ms, counts, violations, asked.join(' ')));
  };
  const { counts, violations } = await start(values, (so_far, what) => {
    note(so_far);
    const minutes = ((Date.now() - started_ms) / 60_000).toFixed(1);
    const done = ['kills', 'rounds', 'looks'].flatMap((count) =>
      so_far.counts[count] ? `${so_far.counts[count]} ${count}, ` : [],
    );
    print(`${minutes} min, ${done.join('')}${so_far.violations.length} violations: ${what}`);
  });
  note({ counts, violations });
  print(`${counts['acknowledged writes'] ?? 0} acknowledged writes, ${violations.length} violations`);
  return violations.length ? 1 : 0;
}

const overview = (): string => `usage: npm run <run> -- [options]

${Object.entries(RUNS)
  .map(([name, { example, does }]) => `  ${`npm run ${name} -- ${example}`.padEnd(32)} ${does}`)
  .join('\n')}

npm run <run> -- --help says what a run does and which options it has.
`;

/** What was asked for: a run with its values, or nothing but a text. Throws an Error of one line when that is no run or option. */
function read([name = '--help', ...args]: readonly string[]): string | { name: string; chosen: Run; values: Values } {
  if (name === '--help' || name === '-h') return overview();
  const chosen = Object.hasOwn(RUNS, name) ? RUNS[name] : undefined;
  if (!chosen) throw new Error(`there is no run "${name}"; there are ${Object.keys(RUNS).join(', ')}`);
  const { help: asked, ...given } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(
        [...Object.keys(chosen.options), 'json'].map((option) => [option, { type: 'string' as const }]),
      ),
      help: { type: 'boolean' as const, short: 'h' },
    },
  }).values as Record<string, string> & { help?: boolean };
  if (asked) return help(name, chosen);
  const fallbacks = Object.entries(chosen.options).map(([option, { fallback }]) => [option, fallback]);
  return { name, chosen, values: { ...Object.fromEntries(fallbacks), ...given } };
}

async function main(): Promise<number> {
  let asked: ReturnType<typeof read>;
  try {
    asked = read(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return MISUSED;
  }
  if (typeof asked === 'string') {
    print(asked);
    return 0;
  }
  const { name, chosen, values } = asked;
  if (name === 'hosts' && !isInside()) {
    const missing = missingForHosts();
    if (missing === null) return runInside();
    print(`SKIPPED: ${missing}`);
    return SKIPPED;
  }
  return run(name, chosen, values);
}

process.exitCode = await main();
