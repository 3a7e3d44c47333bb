/** Measures what the daemon promises, each figure beside what the machine gives without it in the same run. */
import { parseArgs } from 'node:util';
import { Bench } from './bench.js';
import { clients } from './figures/clients.js';
import { join } from './figures/join.js';
import { mcp } from './figures/mcp.js';
import { mixed } from './figures/mixed.js';
import { peers } from './figures/peers.js';
import { reads } from './figures/reads.js';
import { search } from './figures/search.js';
import { upkeep } from './figures/upkeep.js';
import { writes } from './figures/writes.js';
import { machine } from './machine.js';
import { Report } from './report.js';

/** In this order: joins are measured before writers make the pacts larger than their name says. */
const BENCHES: Record<string, (bench: Bench) => Promise<void>> = {
  writes,
  reads,
  join,
  mixed,
  search,
  peers,
  upkeep,
  clients,
  mcp,
};

const HELP = `npm run bench -- [options]

Measures what the daemon promises, each figure beside what the machine gives without it in the same run. All of it takes about
ten minutes on a machine that does nothing else.

  --only reads,search   some of: ${Object.keys(BENCHES).join(', ')}
  --quick               on less, in a third of the time; not for figures to keep
  --record              write docs/benchmarks.md: all its figures anew

npm run bench -- --only writes --quick
`;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Tells how it is called, and ends. */
function refuse(message: string): never {
  process.stderr.write(`${message}\n\n${HELP}`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        quick: { type: 'boolean', default: false },
        record: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const values = options();
if (values.help) {
  print(HELP);
  process.exit(0);
}
const names = values.only?.split(',') ?? Object.keys(BENCHES);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length) refuse(`there is no bench ${unknown.join(', ')}`);

const report = new Report(print);
const bench = new Bench(report, values.quick);
process.once('SIGINT', () => process.exit(130));
try {
  for (const name of names) {
    // What one bench cannot measure must not cost the figures of the others.
    await BENCHES[name]?.(bench).catch((error: Error) => {
      print(`${name} could not be measured: ${error.message.slice(-600)}`);
      process.exitCode = 1;
    });
  }
} finally {
  await bench.close();
}
const { held, missed } = report.verdict;
print(`${held} promises held, ${missed} missed`);
for (const fact of machine()) print(fact);
if (values.record) report.record(new URL('../docs/benchmarks.md', import.meta.url), machine());
