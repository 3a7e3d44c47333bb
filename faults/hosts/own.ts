import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

/** Tells the program that it is in a network namespace of its own already. */
const INSIDE = 'CONCORDAT_FAULTS_INSIDE';
/** The programs and the Debian packages that they are in; python3 stands in for `tc netem` where the kernel has none. */
const PROGRAMS = {
  unshare: 'util-linux',
  nsenter: 'util-linux',
  ip: 'iproute2',
  tc: 'iproute2',
  nft: 'nftables',
  python3: 'python3',
};
const UNSHARE = ['unshare', '--map-root-user', '--net'] as const;

const succeeds = (program: string, ...args: readonly string[]): boolean =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** What this machine lacks for hosts in network namespaces, in words; null when it has everything. */
export function missingForHosts(): string | null {
  for (const [program, debian] of Object.entries(PROGRAMS))
    if (!succeeds('which', program)) return `${program} is not installed (Debian: apt install ${debian})`;
  const [program, ...args] = UNSHARE;
  if (succeeds(program, ...args, 'ip', 'link', 'set', 'lo', 'up')) return null;
  return 'this machine lets nobody make network namespaces; as root of a machine, or with user namespaces, one may';
}

/** True in a network namespace that {@link runInside} made. */
export const isInside = (): boolean => process.env[INSIDE] === '1';

/**
 * Runs this very program again in a network namespace of its own, in which it is root, and resolves with its exit status.
 * The namespace is gone when the program is: nothing of it is seen outside.
 */
export async function runInside(): Promise<number> {
  const [program, ...args] = UNSHARE;
  const child = spawn(program, [...args, process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, [INSIDE]: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}
