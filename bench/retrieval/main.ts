/** Measures how well search finds what is known to be there: recall, rank and time, beside a plain full-text table. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Room } from '../../daemon/test/harness/index.js';
import { machine } from '../machine.js';
import { amount, recordBetween, tableRow } from '../report.js';
import { concordat } from './concordat.js';
import { fts5 } from './fts5.js';
import { type Engine, type Retrieval, retrieve } from './score.js';
import { textSet } from './text-set.js';

const HELP = `npm run bench:retrieval -- [options]

Asks questions with known answers of a set of entries that is made from a seed.

  --facts 800      things that are known, each in one to three entries; at most 1200
  --seed 1         another seed makes another set
  --record         write the figures to docs/benchmarks/retrieval.md
`;

const { values } = parseArgs({
  options: {
    facts: { type: 'string', default: '800' },
    seed: { type: 'string', default: '1' },
    record: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const share = (value: number): string => value.toFixed(3);

const HEAD = ['questions', 'engine', 'recall@1', 'recall@5', 'recall@10', 'MRR'];

function table(results: readonly Retrieval[]): string[][] {
  const kinds = results[0]?.scores.map(({ kind }) => kind) ?? [];
  return kinds.flatMap((kind) =>
    results.map(({ engine, scores }) => {
      const score = scores.find((one) => one.kind === kind);
      const shares = score ? [score.recall_at_1, score.recall_at_5, score.recall_at_10, score.mrr] : [];
      return [`${kind} (${score?.queries.toLocaleString('en')})`, engine, ...shares.map(share)];
    }),
  );
}

async function run(): Promise<void> {
  const set = textSet(Number(values.facts), Number(values.seed));
  const room = new Room();
  try {
    const daemon = (await room.cluster(1)).node(0);
    const dir = room.dir();
    const engines: Engine[] = [concordat(daemon), fts5(join(dir, 'all.db'), 'AND'), fts5(join(dir, 'any.db'), 'OR')];
    const results: Retrieval[] = [];
    for (const engine of engines) results.push(await retrieve(engine, set));
    const rows = table(results);
    const times = results.map(({ engine, p50_ms, p99_ms }) => [engine, amount(p50_ms, 'ms'), amount(p99_ms, 'ms')]);
    for (const row of [HEAD, ...rows]) print(row.map((cell, n) => cell.padEnd(n < 2 ? 34 : 10)).join(''));
    for (const [engine, p50, p99] of times) print(`${engine?.padEnd(34)}p50 ${p50}, p99 ${p99}`);
    if (!values.record) return;
    const facts = [
      ...machine(),
      `seed ${values.seed}, ${values.facts} facts, ${set.entries.length.toLocaleString('en')} entries, ${set.queries.length.toLocaleString('en')} questions`,
    ];
    const text = [
      ...facts.map((fact) => `- ${fact}`),
      '',
      ...[HEAD, HEAD.map(() => '---'), ...rows].map(tableRow),
      '',
      ...[['one question after the other', 'p50', 'p99'], ['---', '---', '---'], ...times].map(tableRow),
    ].join('\n');
    recordBetween(new URL('../../docs/benchmarks/retrieval.md', import.meta.url), 'retrieval', text);
  } finally {
    await room.close();
  }
}

if (values.help) print(HELP);
else await run();
