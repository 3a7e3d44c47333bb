/**
 * Sets up the Python client's environment when it is missing or out of date, and runs its tests against a live daemon:
 * `python-client.ts [--report <file>] [pytest arguments]`. The environment is `clients/python/.venv`, with every version of
 * `requirements.txt`; the wheels are kept beside it, so that only the first run needs a package index.
 * Where there is no Python 3.10 or no index, it says `SKIPPED` with the reason and exits 77, which `scripts/test` counts as one skip.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('../clients/python', import.meta.url));
const ENVIRONMENT = join(PACKAGE, '.venv');
const WHEELS = join(ENVIRONMENT, 'wheels');
const PYTHON = join(ENVIRONMENT, 'bin', 'python');
const REQUIREMENTS = join(PACKAGE, 'requirements.txt');
/** Says for what the environment was made; written last, so that an interrupted set-up is done again. */
const STAMP = join(ENVIRONMENT, 'made-for');

/** The newest first; a name may exist and not run, as the shims of a version manager do. */
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const VERSION = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 10); print(sys.version, sys.base_prefix)';
/** How pip says that there is nobody to ask, rather than that something is wrong with what was asked for. */
const NO_INDEX =
  /Retrying \(|from versions: none|NewConnectionError|NameResolutionError|Connection(Error| refused)|ProxyError/;

/** Exit status of a tool that cannot run on this machine, as in `scripts/test`. */
const SKIPPED = 77;

/** The counts that `scripts/test` reads, under the names of vitest's report. */
interface Counts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

interface Interpreter {
  readonly command: string;
  /** Version and place: another one makes the environment anew. */
  readonly identity: string;
}

const findPython = (): Interpreter | undefined => {
  for (const command of NAMES) {
    const { status, stdout } = spawnSync(command, ['-c', VERSION], { encoding: 'utf8' });
    if (status === 0) return { command, identity: stdout.trim() };
  }
  return undefined;
};

/** Answers why the environment cannot be had, undefined when it is there; throws when something is wrong with it. */
const setUp = (): string | undefined => {
  const python = findPython();
  if (!python) return 'there is no Python 3.10 or newer with venv (Debian: apt install python3-venv)';
  const wanted = createHash('sha256').update(python.identity).update(readFileSync(REQUIREMENTS)).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return undefined;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
  const steps: [string, string[]][] = [
    [python.command, ['-m', 'venv', ENVIRONMENT]],
    [PYTHON, [...pip, '--timeout=30', '--retries=2', 'wheel', '-r', REQUIREMENTS, '-w', WHEELS]],
    [PYTHON, [...pip, 'install', '--no-index', '--find-links', WHEELS, '-r', REQUIREMENTS]],
  ];
  for (const [command, args] of steps) {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    if (NO_INDEX.test(stderr)) return 'no Python package index is reachable, and the packages were not fetched before';
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
  writeFileSync(STAMP, wanted);
  return undefined;
};

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
  const missing = setUp();
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
