/** The command `npm run mutate`: changes the pure rules in every small way and says which changes no test notices. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { FileResult } from '../../../faults/report/mutation.js';
import { whyHarmless } from './harmless.js';
import { instrument, type Mutant } from './mutants.js';

const HELP = `usage: npm run mutate -- [options]

Changes the rules in daemon/src/pact/model in every small way (a comparison, a condition, a constant, a call left out), one at a time,
and runs the property tests against each. A change that no test notices is a hole in the tests, or changes nothing.

  --only FILE   one file of the model, such as tasks.ts
  --jobs N      processes at once (default 2)
  --out FILE    where the score and the survivors of each file are kept; other files keep theirs (default docs/faults/report/mutation.json)
  --help        this text

example:
  npm run mutate -- --only tasks.ts`;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const MODEL = 'daemon/src/pact/model';
const RESULTS = join(root, 'docs', 'faults', 'mutation.json');
/** Tests of the rules, the quick ones first. Those of tables and search have other subjects. */
const TESTS = [
  'op',
  'known-history',
  'pact',
  'apply',
  'links',
  'reactions',
  'tasks',
  'membership',
  'inbox',
  'knowledge',
];
/** A mutant that keeps the tests busy for longer than this, twice, loops for ever, which is noticed, too. */
const MUTANT_MS = 60_000;
const ATTEMPTS = 2;
/** A process is replaced after so many mutants: it keeps every version of the rules that it loaded. */
const MUTANTS_MAX = 100;

type Verdict = { killed_by: string | null };

/** Bundles the tests with the instrumented rules; answers the bundle and its mutants. */
async function bundleTests(only: string | undefined, folder: string): Promise<{ bundle: string; mutants: Mutant[] }> {
  const mutants: Mutant[] = [];
  const sources = new Map<string, string>();
  for (const name of readdirSync(join(root, MODEL)).sort()) {
    if (only !== undefined && name !== only) continue;
    const file = join(root, MODEL, name);
    const made = instrument(`${MODEL}/${name}`, readFileSync(file, 'utf8'), mutants.length + 1);
    sources.set(file, made.text);
    mutants.push(...made.mutants);
  }
  const property = join(root, 'daemon/test/property');
  const suite = join(root, 'daemon/test/mutation/suite.ts');
  const bundle = join(folder, 'tests.mjs');
  await build({
    stdin: {
      contents: [
        ...TESTS.map((name) => `import ${JSON.stringify(join(property, `${name}.test.ts`))};`),
        `export { firstFailure } from ${JSON.stringify(suite)};`,
      ].join('\n'),
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: bundle,
    alias: { vitest: suite },
    packages: 'external',
    logLevel: 'error',
    plugins: [
      {
        name: 'mutants',
        setup({ onLoad }) {
          onLoad({ filter: /pact[/\\]model[/\\][^/\\]+\.ts$/ }, ({ path }) => {
            const contents = sources.get(path);
            return contents === undefined ? undefined : { contents, loader: 'ts' };
          });
        },
      },
    ],
  });
  return { bundle, mutants };
}

/** Tries mutants in a process of its own, which is replaced when one hangs it. */
class Prison {
  #child: ChildProcess | null = null;
  #judged = 0;

  constructor(
    private readonly bundle: string,
    /** Takes what the tests write to disk. */
    private readonly folder: string,
  ) {}

  #message(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const child = this.#child as ChildProcess;
      const timer = setTimeout(() => done(new Error('too long')), MUTANT_MS);
      const onMessage = (message: unknown): void => done(null, message);
      const onExit = (): void => done(new Error('gone'));
      function done(error: Error | null, message?: unknown): void {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        if (error) reject(error);
        else resolve(message);
      }
      child.once('message', onMessage).once('exit', onExit);
    });
  }

  async judge(n: number): Promise<Verdict> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        if (++this.#judged % MUTANTS_MAX === 0) this.close();
        if (!this.#child) await this.#start();
        const verdict = this.#message();
        this.#child?.send(n);
        return (await verdict) as Verdict;
      } catch {
        // It may have been the machine, which had no time for it.
        this.close();
      }
    }
    return { killed_by: 'it never ended, or ended the process' };
  }

  async #start(): Promise<void> {
    this.#child = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [this.bundle], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, TMPDIR: this.folder },
    });
    await this.#message();
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(HELP);
  const folder = join(root, '.cache', 'mutation');
  mkdirSync(folder, { recursive: true });
  const { bundle, mutants } = await bundleTests(values.only, folder);
  const prisons = Array.from({ length: Number(values.jobs) }, () => new Prison(bundle, folder));
  const [first] = prisons;
  const sound = await first?.judge(0);
  if (sound?.killed_by) throw new Error(`the tests fail without any mutant: ${sound.killed_by}`);
  const survivors: Mutant[] = [];
  let next = 0;
  await Promise.all(
    prisons.map(async (prison) => {
      for (let mutant = mutants[next++]; mutant; mutant = mutants[next++]) {
        const { killed_by } = await prison.judge(mutant.n);
        if (killed_by !== null) continue;
        survivors.push(mutant);
        say(
          `survives: ${mutant.file}:${mutant.line}: ${mutant.was.split('\n')[0]} -> ${mutant.becomes.split('\n')[0] || 'nothing'}`,
        );
      }
    }),
  );
  for (const prison of prisons) prison.close();
  rmSync(folder, { recursive: true, force: true });
  survivors.sort((a, b) => a.n - b.n);
  const lineOf = ({ file, line }: Mutant): string => readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '';
  const results = [...new Set(mutants.map(({ file }) => file))].map((file): FileResult => {
    const all = mutants.filter((mutant) => mutant.file === file).length;
    const left = survivors
      .filter((mutant) => mutant.file === file)
      .map((mutant) => {
        const { line, was, becomes } = mutant;
        return { line, was, becomes, why: whyHarmless(lineOf(mutant), was) };
      });
    return { file, mutants: all, killed: all - left.length, survivors: left };
  });
  keepResults(values.out ?? RESULTS, results);
  for (const { file, mutants: all, killed } of results) say(`${file}: ${killed} of ${all} killed`);
}

/** Puts what came of some files in place of what was known of them. */
function keepResults(file: string, results: readonly FileResult[]): void {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FileResult[]) : [];
  const others = known.filter((one) => !results.some((result) => result.file === one.file));
  const all = [...others, ...results].sort((a, b) => (a.file < b.file ? -1 : 1));
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`npm run mutate: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
