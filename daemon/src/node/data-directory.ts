import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Where a node keeps everything. */
export interface DataDirectory {
  readonly path: string;
  readonly store: string;
  readonly projection: string;
  readonly search: string;
  readonly vectors: string;
  readonly similar: string;
  readonly daemonFile: string;
  readonly keyFile: string;
  readonly agentsFile: string;
  readonly pactsFile: string;
  readonly stateFile: string;
  readonly portFile: string;
  readonly peersFile: string;
  /** Directory of one pact's own files, such as installed skills. */
  pact(pactId: string): string;
  /** Gives the directory back. */
  unlock(): void;
}

/** Another daemon uses the directory. */
class DirectoryInUse extends Error {
  constructor(path: string, pid: number) {
    super(
      `${path} is in use by process ${pid}; stop it with "concordat stop --data-dir ${path}", or choose another --data-dir`,
    );
    this.name = 'DirectoryInUse';
  }
}

/**
 * Makes the directory (0700) when it is missing and takes its lock, so that two daemons never write one store.
 * A lock whose process is gone is taken over. Throws {@link DirectoryInUse}.
 */
export function openDataDirectory(path: string): DataDirectory {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (cause) {
    throw new Error(`the data directory ${path} cannot be used: ${(cause as Error).message}`, { cause });
  }
  const lock = join(path, 'lock');
  takeLock(path, lock);
  return {
    path,
    store: join(path, 'store'),
    projection: join(path, 'projection.db'),
    search: join(path, 'search.db'),
    vectors: join(path, 'vectors.db'),
    similar: join(path, 'similar.db'),
    daemonFile: join(path, 'daemon.json'),
    keyFile: join(path, 'node.key'),
    agentsFile: join(path, 'agents.json'),
    pactsFile: join(path, 'pacts.json'),
    stateFile: join(path, 'state.json'),
    portFile: join(path, 'p2p-port.json'),
    peersFile: join(path, 'peers.json'),
    pact: (pactId) => join(path, 'pacts', pactId),
    unlock: () => rmSync(lock, { force: true }),
  };
}

function takeLock(path: string, lock: string): void {
  for (let attempt = 0; ; attempt++) {
    try {
      const fd = openSync(lock, 'wx', 0o600);
      writeSync(fd, `${process.pid} ${startTime(process.pid)}\n`);
      closeSync(fd);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
    }
    const [pid = 0, started = ''] = holder(lock);
    if (pid > 0 && pid !== process.pid && alive(pid) && (started === '' || startTime(pid) === started))
      throw new DirectoryInUse(path, pid);
    rmSync(lock, { force: true });
  }
}

function holder(lock: string): [number?, string?] {
  try {
    const [pid, started] = readFileSync(lock, 'utf8').trim().split(' ');
    return [Number(pid), started ?? ''];
  } catch {
    return [];
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in the kernel's ticks: tells a process from another one that got its number later. Empty outside Linux. */
function startTime(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
