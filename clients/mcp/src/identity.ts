/**
 * An agent of its own for each MCP client of this machine. Tokens stay in `mcp/` of the daemon's data directory, readable by their owner
 * alone; a lock says which process uses one, so that two clients at once are two agents.
 */
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConcordatApiError, type ConcordatClient } from '@concordat/client';
import { refusal } from './tools.js';

/** Clients of one name that run at once. */
const CLIENTS_MAX = 64;
/** The contract allows 32 characters; the rest is for `-2` to `-64`. */
const NAME_MAX = 29;

/** An agent's name and token, and what gives the name free for the next process. */
export interface Identity {
  readonly name: string;
  readonly token: string;
  readonly release: () => void;
}

/** A name that the contract allows and that is safe as a file name: what a client calls itself is not to be trusted. */
export const agentNameOf = (wanted: string): string => {
  const safe = wanted
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
    .slice(0, NAME_MAX)
    .replace(/[._-]+$/, '');
  return safe === '' ? 'mcp' : safe;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const holderOf = (lock: string): number => {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
};

const exists = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

/** Takes the lock, also from a process that has died. */
const take = (lock: string): boolean => {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid), { mode: 0o600 });
  try {
    // A link appears with its content or not at all, so nobody reads a lock without a holder.
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (!exists(error)) throw error;
    const holder = holderOf(lock);
    if (holder > 0 && isRunning(holder)) return false;
    return takeOver(lock, own, holder);
  } finally {
    rmSync(own, { force: true });
  }
};

/** Moves a dead process's lock away and takes its place; a lock that was taken meanwhile is put back. */
const takeOver = (lock: string, own: string, dead: number): boolean => {
  const aside = `${own}.old`;
  try {
    renameSync(lock, aside);
    const stale = holderOf(aside) === dead;
    linkSync(stale ? own : aside, lock);
    return stale;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
};

const storedToken = (file: string): string | undefined => {
  try {
    const { token } = JSON.parse(readFileSync(file, 'utf8')) as { token?: unknown };
    return typeof token === 'string' && /^[0-9a-f]{64}$/.test(token) ? token : undefined;
  } catch {
    return undefined;
  }
};

/** The token of the name: the stored one, or a new one; undefined when somebody else has an agent of that name. */
const tokenOf = async (host: ConcordatClient, name: string, file: string): Promise<string | undefined> => {
  const stored = storedToken(file);
  if (stored !== undefined) return stored;
  try {
    const { token } = await host.addAgent({ name });
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, `${JSON.stringify({ name, token })}\n`, { mode: 0o600 });
    renameSync(aside, file);
    return token;
  } catch (error) {
    if (error instanceof ConcordatApiError && error.code === 'AGENT_EXISTS') return undefined;
    throw error;
  }
};

/**
 * The identity of a client that has no token: `<name>`, or `<name>-2` and so on while that one is in use.
 * @param host a caller with the host token
 * @param directory the daemon's data directory
 * Throws what the daemon refuses.
 */
export const openIdentity = async (host: ConcordatClient, directory: string, wanted: string): Promise<Identity> => {
  const folder = join(directory, 'mcp');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const base = agentNameOf(wanted);
  for (let turn = 1; turn <= CLIENTS_MAX; turn++) {
    const name = turn === 1 ? base : `${base}-${turn}`;
    const lock = join(folder, `${name}.lock`);
    if (!take(lock)) continue;
    // Also when the process ends in between; and never the lock of whoever took the name after it was released.
    const release = (): void => {
      process.off('exit', release);
      if (holderOf(lock) === process.pid) rmSync(lock, { force: true });
    };
    process.once('exit', release);
    try {
      const token = await tokenOf(host, name, join(folder, `${name}.json`));
      if (token !== undefined) return { name, token, release };
    } catch (error) {
      release();
      throw error;
    }
    release();
  }
  throw refusal(
    'AGENT_EXISTS',
    `${CLIENTS_MAX} clients named ${base} run already`,
    'choose another name with --agent',
    409,
  );
};
