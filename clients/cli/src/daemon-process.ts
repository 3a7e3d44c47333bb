/** Starts, finds and stops the daemon of a data directory. */
import { type DaemonFile, createClient, readDaemonFile } from '@concordat/client';
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { failure } from './failure.js';

/** A daemon with a hundred thousand entries is up within a second; one that repairs its store after a power cut takes longer. */
const START_TIMEOUT_MS = 30_000;
/** The daemon closes everything within 5 s of SIGTERM; twice that is given before it is called stuck. */
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 50;
/**
 * glibc gives each thread a heap of its own, and the threads of the store leave theirs half empty: 40 of 340 MB with 50,000 entries (measured).
 * It looks at this only when a process begins.
 */
const LESS_MEMORY = { MALLOC_ARENA_MAX: '2' };

/** The daemon.json of a daemon that was not stopped. */
export type RunningDaemon = DaemonFile & { url: string; pid: number };

/** What is known of the daemon of a data directory. */
export type DaemonState =
  /** It answers, and it accepts the token of the directory: it is the directory's own. */
  | { state: 'running'; file: RunningDaemon }
  /** The process of daemon.json exists, and nothing that accepts the token answers at its address. */
  | { state: 'silent'; file: RunningDaemon }
  /** No daemon.json, or one that says so, or its process is gone. */
  | { state: 'stopped' };

/** Looks at daemon.json, the process and the address. */
export async function findDaemon(dataDir: string): Promise<DaemonState> {
  const file = readRunning(dataDir);
  if (!file) return { state: 'stopped' };
  if (await isOwnDaemon(file)) return { state: 'running', file };
  return isAlive(file.pid) ? { state: 'silent', file } : { state: 'stopped' };
}

/**
 * Starts a daemon that outlives this process, and waits until it answers.
 * @param args flags of the daemon
 * @returns its daemon.json
 */
export async function startDaemon(dataDir: string, args: readonly string[]): Promise<RunningDaemon> {
  const entry = entryOf('daemon');
  const logPath = prepareLog(dataDir);
  const logStart = existsSync(logPath) ? statSync(logPath).size : 0;
  const log = openSync(logPath, 'a', 0o600);
  // Node 22 announces node:sqlite as experimental on each start; the log would begin with a warning about nothing.
  const nodeFlags = ['--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...nodeFlags, entry, ...args], {
    env: { ...LESS_MEMORY, ...process.env },
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
  });
  closeSync(log);
  try {
    return await untilHealthy(child, dataDir, logPath, logStart);
  } finally {
    child.unref();
  }
}

/**
 * Becomes the daemon: loads its entry into this process, with its flags as the command line, so that signals and a supervisor see one
 * process. Gives back the exit code that the entry left, if it has ended already.
 */
export async function runAttached(program: Program, args: readonly string[]): Promise<number> {
  const entry = entryOf(program);
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
  return Number(process.exitCode ?? 0);
}

/**
 * Asks the daemon to end (SIGTERM) and waits until it has.
 * @param file as found by {@link findDaemon} in state `running`: only then is the process known to be ours
 */
export async function stopDaemon(file: RunningDaemon): Promise<void> {
  process.kill(file.pid, 'SIGTERM');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(file.pid)) {
    if (performance.now() > deadline) {
      throw failure(
        'REQUEST_TIMEOUT',
        `the daemon (process ${file.pid}) did not end within ${STOP_TIMEOUT_MS / 1000} s`,
        'look at its log; as a last resort end the process: acknowledged writes are on disk',
      );
    }
    await delay(POLL_MS);
  }
}

async function untilHealthy(
  child: ChildProcess,
  dataDir: string,
  logPath: string,
  logStart: number,
): Promise<RunningDaemon> {
  let spawnError: Error | undefined;
  child.once('error', (error) => {
    spawnError = error;
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const ended = spawnError !== undefined || child.exitCode !== null || child.signalCode !== null;
    const file = readRunning(dataDir);
    if (!ended && file && file.pid === child.pid && (await isOwnDaemon(file))) return file;
    if (ended) {
      const said = spawnError?.message ?? lastLine(logPath, logStart);
      throw failure('DAEMON_FAILED', `the daemon did not start${said ? `: ${said}` : ''}`, `see ${logPath}`);
    }
    await delay(POLL_MS);
  }
  throw failure(
    'REQUEST_TIMEOUT',
    `the daemon (process ${child.pid}) does not answer after ${START_TIMEOUT_MS / 1000} s`,
    `it may still be busy; see ${logPath}, then try "concordat status"`,
  );
}

function readRunning(dataDir: string): RunningDaemon | undefined {
  const file = readDaemonFile(dataDir);
  if (!file || file.url === null || file.pid === null) return undefined;
  return { ...file, url: file.url, pid: file.pid };
}

/** Something answers at the address, and it accepts the directory's token, which no other daemon has. */
async function isOwnDaemon(file: RunningDaemon): Promise<boolean> {
  const client = createClient({ url: file.url, token: file.apiToken, signal: AbortSignal.timeout(5_000) });
  try {
    await client.ping();
    await client.status();
    return true;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The programs of the daemon's package. It is run, never imported for what it exports: the command speaks HTTP to it like everybody. */
const PROGRAMS = {
  daemon: () => import.meta.resolve('@concordat/daemon'),
  bootstrap: () => import.meta.resolve('@concordat/daemon/bootstrap'),
};

/** A program of the daemon's package: the daemon, or a bootstrap node. */
export type Program = keyof typeof PROGRAMS;

function entryOf(program: Program): string {
  let path: string | undefined;
  try {
    path = fileURLToPath(PROGRAMS[program]());
  } catch {
    path = undefined;
  }
  if (path !== undefined && existsSync(path)) return path;
  throw failure(
    'DAEMON_NOT_INSTALLED',
    'the package @concordat/daemon is not installed, or not built',
    'in a clone run "npm install" and "npm run build"; otherwise install the package concordat again',
  );
}

/** Path of the file that the output of a started daemon goes to; its folder exists then. */
function prepareLog(dataDir: string): string {
  const logs = join(dataDir, 'logs');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  return join(logs, 'daemon.log');
}

/** The last thing that was said after `start`: the message of a structured line, or the line itself. */
function lastLine(logPath: string, start: number): string {
  const lines = readFileSync(logPath).subarray(start).toString('utf8').trim().split('\n');
  const last = lines.at(-1) ?? '';
  try {
    const parsed = JSON.parse(last) as { msg?: unknown; err?: { message?: unknown } };
    return String(parsed.err?.message ?? parsed.msg ?? last);
  } catch {
    return last.replace(/^concordat: /, '');
  }
}
