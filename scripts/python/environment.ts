/** A Python environment with exact versions, made once and kept below an ignored folder; the wheels stay beside it, so only the first time needs a package index. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The newest first; a name may exist and not run, as the shims of a version manager do. */
const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const VERSION = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 10); print(sys.version, sys.base_prefix)';
/** How pip says that there is nobody to ask, rather than that something is wrong with what was asked for. */
const NO_INDEX =
  /Retrying \(|from versions: none|NewConnectionError|NameResolutionError|Connection(Error| refused)|ProxyError/;

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

/** Path of a program of the environment in `folder`. */
export const programOf = (folder: string, name: string): string => join(folder, 'bin', name);

/**
 * Makes the environment in `folder` with what `requirements` (path of a pip file with exact versions) lists, unless it is there already.
 * Answers why it cannot be had, such as that there is no Python 3.10 or no package index; undefined when it is there.
 * @throws Error when Python or pip fail for a reason of their own
 */
export const makeEnvironment = (folder: string, requirements: string): string | undefined => {
  const python = findPython();
  if (!python) return 'there is no Python 3.10 or newer with venv (Debian: apt install python3-venv)';
  const wanted = createHash('sha256').update(python.identity).update(readFileSync(requirements)).digest('hex');
  // Written last, so that a set-up that was interrupted is done again.
  const stamp = join(folder, 'made-for');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  rmSync(folder, { recursive: true, force: true });
  const wheels = join(folder, 'wheels');
  const own = programOf(folder, 'python');
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
  const steps: [string, string[]][] = [
    [python.command, ['-m', 'venv', folder]],
    [own, [...pip, '--timeout=30', '--retries=2', 'wheel', '-r', requirements, '-w', wheels]],
    [own, [...pip, 'install', '--no-index', '--find-links', wheels, '-r', requirements]],
  ];
  for (const [command, args] of steps) {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status === 0) continue;
    if (NO_INDEX.test(stderr)) return 'no Python package index is reachable, and the packages were not fetched before';
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
  writeFileSync(stamp, wanted);
  return undefined;
};
