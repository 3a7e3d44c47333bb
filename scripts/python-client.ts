/**
 * Sets up the Python client's environment when it is missing or out of date, and runs its tests against a live daemon:
 * `python-client.ts [--report <file>] [pytest arguments]`. The environment is `clients/python/.venv`, with every version of
 * `requirements.txt`; the wheels are kept beside it, so that only the first run needs a package index.
 * Where there is no Python 3.10 or no index, it says `SKIPPED` with the reason and exits 77, which `scripts/test` counts as one skip.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeEnvironment, programOf } from './python/environment.js';

const PACKAGE = fileURLToPath(new URL('../clients/python', import.meta.url));
const ENVIRONMENT = join(PACKAGE, '.venv');
const PYTHON = programOf(ENVIRONMENT, 'python');
const REQUIREMENTS = join(PACKAGE, 'requirements.txt');

/** Exit status of a tool that cannot run on this machine, as in `scripts/test`. */
const SKIPPED = 77;

/** The counts that `scripts/test` reads, under the names of vitest's report. */
interface Counts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

/** The counts of a JUnit file; one failure when there is none. */
const readCounts = (file: string): Counts => {
  const suite = existsSync(file) ? /<testsuite [^>]*>/.exec(readFileSync(file, 'utf8'))?.[0] : undefined;
  if (suite === undefined) return { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };
  const count = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('errors') + count('failures');
  return {
    numPassedTests: Math.max(0, count('tests') - failed - count('skipped')),
    numFailedTests: failed,
    numPendingTests: count('skipped'),
    numTodoTests: 0,
  };
};

const runTests = (args: readonly string[]): { readonly counts: Counts; readonly status: number } => {
  const temp = mkdtempSync(join(tmpdir(), 'concordat-python-'));
  try {
    const junit = join(temp, 'junit.xml');
    const { status } = spawnSync(
      PYTHON,
      ['-m', 'pytest', `--junitxml=${junit}`, `--basetemp=${join(temp, 'tests')}`, ...args],
      { cwd: PACKAGE, stdio: 'inherit', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
    );
    return { counts: readCounts(junit), status: status ?? 1 };
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
};

const main = (): void => {
  const args = process.argv.slice(2);
  const report = args[0] === '--report' ? args.splice(0, 2)[1] : undefined;
  const missing = makeEnvironment(ENVIRONMENT, REQUIREMENTS);
  if (missing !== undefined) {
    console.log(`SKIPPED: the tests of the Python client: ${missing}`);
    process.exitCode = SKIPPED;
    return;
  }
  const { counts, status } = runTests(args);
  if (report !== undefined) writeFileSync(report, JSON.stringify(counts));
  process.exitCode = status;
};

main();
