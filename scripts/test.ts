/**
 * Every check a contributor must pass, one after the other, each in an environment of its own: an empty HOME and a
 * temporary directory that must be empty again afterwards, and no process may outlive its step.
 * The last line is the plain `N passed, N failed`; a tool counts as one, vitest counts its tests.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

interface Step {
  readonly name: string;
  /** What runs: a command line, the vitest project whose tests are counted one by one, or a script that counts as vitest does. */
  readonly run: readonly string[] | { readonly project: string } | { readonly script: string };
  /** Left out by --fast: it starts daemons. */
  readonly slow?: true;
  /** A program of the system that the step cannot do without. */
  readonly needs?: string;
  /** Programs of the system without which some tests of the step say that they are skipped. */
  readonly uses?: readonly string[];
}

interface Outcome {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly took_ms: number;
}

/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const SHELL_SCRIPTS = [
  'scripts/up',
  'scripts/test',
  'scripts/demo',
  'scripts/generate',
  'scripts/install.sh',
  '.ci/run',
  'clients/shell/concordat.sh',
  'clients/shell/generated/concordat.bash',
  'examples/shell-workers/worker.sh',
  'examples/cron-digest/digest.sh',
  'examples/claude-code/recipe.sh',
];

/** What the tests of the shell client run under and with; each is a Debian package of the same name. */
const SHELLS = ['curl', 'jq', 'dash', 'busybox', 'bash', 'zsh', 'fish'];

/** What the tests of hosts in network namespaces are made with. */
const NETWORK = ['ip', 'tc', 'nft', 'python3'];

/** Debian packages of programs that have another name. */
const PACKAGES: Readonly<Record<string, string>> = { ip: 'iproute2', tc: 'iproute2', nft: 'nftables' };

const npm = (name: string): string[] => ['npm', 'run', '--silent', name];

const STEPS: readonly Step[] = [
  { name: 'build', run: npm('build') },
  { name: 'types of tests and scripts', run: npm('check') },
  { name: 'format', run: npm('format:check') },
  { name: 'lint', run: npm('lint') },
  { name: 'import rules', run: npm('imports') },
  { name: 'unused code', run: npm('unused') },
  { name: 'contract lint', run: npm('contract:lint') },
  { name: 'generated files', run: npm('generate:check') },
  { name: 'contract breaks, by oasdiff', run: npm('contract:breaks') },
  { name: 'shell scripts', run: ['shellcheck', '-x', '-P', 'scripts', ...SHELL_SCRIPTS], needs: 'shellcheck' },
  { name: 'house rules', run: { project: 'house' } },
  { name: 'unit and property tests', run: { project: 'unit' } },
  { name: 'contract tests', run: { project: 'contract' } },
  { name: 'simulated histories', run: { project: 'simulation' }, slow: true },
  { name: 'documents run', run: { project: 'docs' }, slow: true, uses: ['curl', 'jq'] },
  { name: 'drift of the surfaces', run: { project: 'drift' }, slow: true, uses: ['curl', 'jq'] },
  {
    name: 'process tests',
    run: { project: 'process' },
    slow: true,
    uses: ['chromium', 'faketime', ...SHELLS, ...NETWORK],
  },
  { name: 'python client', run: { script: 'scripts/python-client.ts' }, slow: true },
];

/** Seconds that a step's processes get to end by themselves after the step is over. */
const GRACE_S = 5;

/** A step that takes longer than this hangs; the slowest takes a few minutes on two busy cores. */
const STEP_MAX_MS = 20 * 60_000;

/** Exit status of a tool that cannot run on this machine, by the custom of automake; it says why in a line that opens with SKIPPED. */
const SKIPPED = 77;

/** A browser and what it needs are some 100 MB; a mirror that takes longer than this is as good as none. */
const INSTALL_MAX_MS = 180_000;

/** How long the output of a step may keep coming after its own process has ended. */
const PIPE_WAIT_MS = 1000;

const scratch = mkdtempSync(join(tmpdir(), 'concordat-test-'));
const home = join(scratch, 'home');
mkdirSync(home);

/** Every process started here carries this variable, so one that was left behind can be found. */
const MARK = `CONCORDAT_TEST_RUN=${scratch}`;

const environment = (temp: string): NodeJS.ProcessEnv => {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(CONCORDAT_|npm_|FORCE_COLOR$)/.test(name)) env[name] = value;
  }
  return {
    ...env,
    PATH: [dirname(process.execPath), env.PATH].join(delimiter),
    HOME: home,
    TMPDIR: temp,
    CONCORDAT_TEST_RUN: scratch,
    REDOCLY_TELEMETRY: 'off',
    REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    NO_COLOR: '1',
  };
};

/** Process ids of this run's processes, other than this one. Empty where there is no /proc. */
const ownProcesses = (): number[] => {
  if (!existsSync('/proc/self/environ')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(MARK);
      } catch {
        return false;
      }
    })
    .map(Number);
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return 'gone meanwhile';
  }
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
};

/** Waits until the step's processes are gone, ends those that stay, and answers what they were. */
const endLeftovers = async (): Promise<string[]> => {
  const deadline = Date.now() + GRACE_S * 1000;
  while (ownProcesses().length > 0 && Date.now() < deadline) await delay(50);
  return ownProcesses().map((pid) => {
    const command = `process ${pid}: ${commandOf(pid)}`;
    kill(pid);
    return command;
  });
};

/** Caches that tsx and Node keep in the temporary directory are theirs, not a test's. */
const leftoverFiles = (temp: string): string[] =>
  readdirSync(temp)
    .filter((name) => !/^(tsx-|node-compile-cache|node-jiti)/.test(name))
    .map((name) => `temporary file: ${name}`);

let current: ChildProcess | undefined;

/** Ends a step and everything that it started in its own process group. */
const killGroup = ({ pid }: ChildProcess): void => {
  if (pid !== undefined) kill(-pid);
};

const execute = (command: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const [file = '', ...args] = command;
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    current = child;
    let output = '';
    const collect = (chunk: Buffer): void => {
      const text = chunk.toString();
      output += text;
      // Each test file that is through, so that nobody wonders whether a long step still runs, and what could not run.
      for (const line of text.split('\n')) if (/^( [✓❯×] |SKIPPED: )/.test(line)) process.stdout.write(`${line}\n`);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const tooLong = setTimeout(() => {
      output += `\nstopped after ${STEP_MAX_MS / 60_000} minutes`;
      killGroup(child);
    }, STEP_MAX_MS);
    const finish = (): void => {
      clearTimeout(tooLong);
      resolve({ code: child.exitCode ?? 1, output: `${output}${child.signalCode ?? ''}` });
    };
    child.on('error', (error) => {
      output += error.message;
      finish();
    });
    child.on('close', finish);
    // A process that was left behind may hold the pipe open for ever, so `close` is waited for only this long.
    child.on('exit', () => setTimeout(finish, PIPE_WAIT_MS).unref());
  });

const readReport = (path: string): VitestReport | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
};

/** Counts of a vitest run. A run that failed without a failed test, such as a file that does not load, counts as one. */
const countTests = (report: VitestReport | undefined, ok: boolean): Omit<Outcome, 'name' | 'took_ms'> => {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.numFailedTests > 0 || ok ? report.numFailedTests : 1;
  const none = report.numPassedTests + report.numFailedTests === 0;
  return {
    passed: report.numPassedTests,
    failed: none ? Math.max(failed, 1) : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

const commandOfStep = ({ run }: Step, report: string): readonly string[] => {
  if ('script' in run) return [process.execPath, '--import', 'tsx', run.script, '--report', report];
  if (!('project' in run)) return run;
  return [
    process.execPath,
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--project=${run.project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
};

const runStep = async (step: Step, index: number): Promise<Outcome> => {
  const started = Date.now();
  const temp = join(scratch, String(index));
  mkdirSync(temp);
  const report = join(scratch, `${index}.json`);
  const command = commandOfStep(step, report);
  const { code, output } = await execute(command, environment(temp));
  const leftovers = [...(await endLeftovers()), ...leftoverFiles(temp)];
  const ok = code === 0 && leftovers.length === 0;
  const skipped = code === SKIPPED && leftovers.length === 0 ? 1 : 0;
  const passed = ok ? 1 : 0;
  const counts =
    'length' in step.run || skipped > 0
      ? { passed, failed: 1 - passed - skipped, skipped }
      : countTests(readReport(report), ok);
  if (counts.failed > 0) process.stdout.write(`${output.trimEnd()}\n`);
  if (leftovers.length > 0) process.stdout.write(`left behind:\n  ${leftovers.join('\n  ')}\n`);
  return { name: step.name, ...counts, took_ms: Date.now() - started };
};

/** Programs that npm does not have come from the system. A container that runs as root gets them from apt; elsewhere their absence is a counted skip. */
const haveProgram = (name: string): boolean => {
  const found = (): boolean => spawnSync('which', [name], { stdio: 'ignore' }).status === 0;
  if (found()) return true;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false;
  const apt = (...args: string[]): boolean =>
    spawnSync('apt-get', ['-qq', '-o', 'Acquire::Retries=0', ...args], {
      stdio: 'ignore',
      timeout: INSTALL_MAX_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  const install = (): boolean => apt('install', '-y', '--no-install-recommends', PACKAGES[name] ?? name);
  return (install() || (apt('update') && install())) && found();
};

const cleanUp = (): void => {
  if (current?.exitCode === null) killGroup(current);
  for (const pid of ownProcesses()) kill(pid);
  rmSync(scratch, { recursive: true, force: true });
};

const line = (outcome: Outcome): string => {
  const result = outcome.failed > 0 ? 'FAILED' : outcome.passed > 0 ? 'ok' : 'skipped';
  const count = `${outcome.passed}/${outcome.passed + outcome.failed}`;
  return `${outcome.name.padEnd(28)} ${result.padEnd(8)} ${count.padStart(9)} ${(outcome.took_ms / 1000).toFixed(1).padStart(7)} s`;
};

const main = async (): Promise<void> => {
  const args = process.argv.slice(2);
  const unknown = args.filter((arg) => arg !== '--fast');
  if (unknown.length > 0) throw new Error(`unknown argument ${unknown.join(' ')}; see scripts/test --help`);
  const fast = args.includes('--fast');
  const outcomes: Outcome[] = [];
  for (const [index, step] of STEPS.entries()) {
    if (fast && step.slow) continue;
    process.stdout.write(`${step.name} ...\n`);
    for (const program of step.uses ?? []) haveProgram(program);
    const missing = step.needs !== undefined && !haveProgram(step.needs);
    if (missing) process.stdout.write(`SKIPPED: ${step.needs} is not installed (Debian: apt install ${step.needs})\n`);
    outcomes.push(
      missing ? { name: step.name, passed: 0, failed: 0, skipped: 1, took_ms: 0 } : await runStep(step, index),
    );
  }
  const sum = (key: 'passed' | 'failed' | 'skipped' | 'took_ms'): number =>
    outcomes.reduce((total, outcome) => total + outcome[key], 0);
  process.stdout.write(`\n${outcomes.map(line).join('\n')}\n`);
  process.stdout.write(
    `${'total'.padEnd(28)} ${''.padEnd(18)} ${(sum('took_ms') / 1000).toFixed(1).padStart(7)} s\n\n`,
  );
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed${skipped}\n`);
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0;
};

process.on('exit', cleanUp);
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

try {
  await main();
} catch (error) {
  process.stderr.write(`scripts/test: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
