/** Long runs that try to break what the README promises: see `--help`. */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { hosts } from './hosts.js';
import type { Ledger } from './ledger.js';
import { isInside, missingForHosts, runInside } from './network/own.js';
import type { Counts } from './session.js';
import { ALLOWED, soak } from './soak.js';
import { keep, summaryOf } from './summary.js';
import { torture } from './torture.js';

/** Exit status of a run that is not possible on this machine, by the custom of automake. */
const SKIPPED = 77;

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

type Progress = (counts: Counts, ledger: Ledger, what: string) => void;

interface Run {
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  start(values: Values, progress: Progress): Promise<{ counts: Counts; ledger: Ledger }>;
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

At the end all agree, and hold every write that was acknowledged. 20 minutes are for every change, 480 for a release.`,
    options: {
      minutes: { value: 'n', does: 'how long the load lasts', fallback: '20' },
      agents: { value: 'n', does: 'agents of all nodes together', fallback: '50' },
      fill: { value: 'n', does: 'entries that are written before anything is measured', fallback: '7000' },
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

/** Runs `name`, and answers the exit status. */
async function run(name: string, { start }: Run, values: Values): Promise<number> {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const json = values.json ?? fileURLToPath(new URL(`../.cache/faults/${name}.json`, import.meta.url));
  const seed = Number(values.seed);
  const started_ms = Date.now();
  const { counts, ledger } = await start(values, (so_far, { violations }, what) => {
    const minutes = ((Date.now() - started_ms) / 60_000).toFixed(1);
    const done = ['kills', 'rounds', 'looks'].flatMap((count) => (so_far[count] ? `${so_far[count]} ${count}, ` : []));
    print(`${minutes} min, ${done.join('')}${violations.length} violations: ${what}`);
    keep(json, summaryOf(name, seed, started_ms, so_far, violations));
  });
  keep(json, summaryOf(name, seed, started_ms, counts, ledger.violations));
  for (const { at, promise, seen } of ledger.violations) print(`BROKEN (${at}): ${promise}\n${seen}`);
  print(`${counts['acknowledged writes'] ?? 0} acknowledged writes, ${ledger.violations.length} violations`);
  return ledger.violations.length ? 1 : 0;
}

async function main(): Promise<number> {
  const [name = '', ...args] = process.argv.slice(2);
  const chosen = RUNS[name];
  if (!chosen) throw new Error(`unknown run "${name}": ${Object.keys(RUNS).join(', ')}`);
  const { help: asked, ...given } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(
        [...Object.keys(chosen.options), 'json'].map((option) => [option, { type: 'string' as const }]),
      ),
      help: { type: 'boolean' as const, short: 'h' },
    },
  }).values as Record<string, string> & { help?: boolean };
  if (asked) {
    print(help(name, chosen));
    return 0;
  }
  if (name === 'hosts' && !isInside()) {
    const missing = missingForHosts();
    if (missing === null) return runInside();
    print(`SKIPPED: ${missing}`);
    return SKIPPED;
  }
  const fallbacks = Object.entries(chosen.options).map(([option, { fallback }]) => [option, fallback]);
  return run(name, chosen, { ...Object.fromEntries(fallbacks), ...given });
}

process.exitCode = await main();
