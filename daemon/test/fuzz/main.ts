/** Looks for inputs that a decoder does not survive, led by the branches that they take: see `--help`. */
import fs from 'node:fs';
import { parseArgs } from 'node:util';
import { Random } from '../harness/random.js';
import { inputsOf, keepInput } from './corpus.js';
import { Fuzzer } from './fuzzer.js';
import { TARGETS } from './targets.js';

const HELP = `usage: npm run fuzz -- [options]

Changes inputs of every decoder of what others send, and keeps those that take a branch that none took before. An input
that a decoder does not survive, or that takes it longer than 250 ms, is kept in daemon/test/fuzz/corpus, which every
run of the tests decodes again.

  --minutes <n>   for all decoders together (default: 5)
  --seed <n>      of the changes (default: the time)
  --only <name>   one of ${Object.keys(TARGETS).join(', ')}

Exits with 1 when a decoder failed.
`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(Math.floor(Date.now() / 1000)) },
    only: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const BATCH = 50;

async function main(): Promise<number> {
  if (values.help) {
    fs.writeSync(1, HELP);
    return 0;
  }
  const names = Object.keys(TARGETS).filter((name) => values.only === undefined || name === values.only);
  if (names.length === 0) throw new Error(`there is no decoder ${values.only}: ${Object.keys(TARGETS).join(', ')}`);
  let failed = 0;
  for (const name of names) {
    const fuzzer = new Fuzzer(TARGETS[name] as (typeof TARGETS)[string], new Random(Number(values.seed)));
    await fuzzer.open(inputsOf(name));
    const ends = performance.now() + (Number(values.minutes) * 60_000) / names.length;
    while (performance.now() < ends && fuzzer.crashes.length === 0) await fuzzer.run(BATCH);
    await fuzzer.close();
    const { runs, branches, corpus, crashes } = fuzzer;
    fs.writeSync(
      1,
      `${name}: ${runs} inputs, ${branches} branches, ${corpus.length} inputs that took new ones, ${crashes.length} failed\n`,
    );
    for (const { input, fault } of crashes) fs.writeSync(1, `${keepInput(name, input)}: ${fault}\n`);
    failed += crashes.length;
  }
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
