/** Long runs that try to break what the README promises: see `--help`. */
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { keep, summaryOf } from './summary.js';
import { torture } from './torture.js';

const HELP = `usage: npm run torture -- [options]

Real daemons under load, killed, frozen, cut off from each other and robbed of their power, over and over. After every
fault they must come back and agree, and hold every write that was acknowledged.

  --kills <n>     end after so many kills (default 100)
  --minutes <n>   end after so many minutes at the latest (default 60)
  --seed <n>      of the first set of daemons; a set of 25 rounds has one seed, the next set the next (default: the time)
  --nodes <n>     daemons in a set (default 3)
  --json <file>   where the summary goes (default .cache/faults/torture.json)
  --keep <dir>    where the projections of nodes that do not agree go (default: nowhere)

Exits with 1 when a promise was broken; the summary and the last lines say which, and with which seed.
`;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    nodes: { type: 'string', default: '3' },
    json: { type: 'string', default: fileURLToPath(new URL('../.cache/faults/torture.json', import.meta.url)) },
    keep: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  if (values.help) return print(HELP);
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  const seed = Number(values.seed);
  const started_ms = Date.now();
  const { counts, ledger } = await torture({
    seed,
    nodes: Number(values.nodes),
    kills: Number(values.kills),
    max_ms: Number(values.minutes) * 60_000,
    keep: values.keep ?? null,
    progress: (so_far, { violations }, what) => {
      const minutes = ((Date.now() - started_ms) / 60_000).toFixed(1);
      print(
        `${minutes} min, ${so_far.kills} kills, ${so_far.rounds ?? 0} rounds, ${violations.length} violations: ${what}`,
      );
      keep(values.json, summaryOf('torture', seed, started_ms, so_far, violations));
    },
  });
  keep(values.json, summaryOf('torture', seed, started_ms, counts, ledger.violations));
  for (const { at, promise, seen } of ledger.violations) print(`BROKEN (${at}): ${promise}\n${seen}`);
  print(
    `${counts.kills} kills, ${counts['acknowledged writes'] ?? 0} acknowledged writes, ${ledger.violations.length} violations`,
  );
  process.exitCode = ledger.violations.length ? 1 : 0;
}

await main();
