/**
 * A second opinion on breaking changes, from oasdiff. It knows rules that the comparison of breaks.ts leaves out, and it needs Go and
 * a module proxy: without them it says so and exits with 77, which scripts/test counts as skipped.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSource, ROOT } from '../generators/output.js';
import { announced, breaksBetween } from './breaks.js';
import { CONTRACT_PATH, readContract, RELEASED_PATH } from './released.js';

const OASDIFF = 'github.com/oasdiff/oasdiff@v1.28.0';
/** Exit status of a tool that cannot run here, by the custom of automake. */
const SKIPPED = 77;
/** Fetching and compiling takes 40 s on two cores; a proxy that does not answer within this time is not there. */
const BUILD_MAX_MS = 240_000;

/** What oasdiff says about one change; `level` 3 is breaking. */
interface Finding {
  readonly id: string;
  readonly text: string;
  readonly level: number;
  readonly operation?: string;
  readonly operationId?: string;
  readonly path?: string;
}

const skip = (reason: string): never => {
  console.log(`SKIPPED: oasdiff: ${reason}`);
  process.exit(SKIPPED);
};

const go = (...args: string[]) =>
  spawnSync('go', args, {
    cwd: tmpdir(),
    encoding: 'utf8',
    timeout: BUILD_MAX_MS,
    maxBuffer: 64 << 20,
    env: {
      ...process.env,
      GOPATH: cache,
      GOMODCACHE: join(cache, 'mod'),
      GOCACHE: join(cache, 'build'),
      GOFLAGS: '-modcacherw',
    },
  });

// Outside the tree, where compilers and linters would walk through it, and in the home of the account, whatever HOME says, so that only
// the first run fetches anything.
const cache = join(process.env.XDG_CACHE_HOME ?? join(userInfo().homedir, '.cache'), 'concordat-go');
mkdirSync(cache, { recursive: true });

if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) skip('Go is not installed (https://go.dev)');
const built = go('run', OASDIFF, '--version');
if (built.status !== 0) skip(`it cannot be fetched: ${built.stderr.trim().split('\n').at(-1) || 'no answer in time'}`);

const file = (path: string): string => fileURLToPath(new URL(path, ROOT));
const run = go('run', OASDIFF, 'breaking', '--format', 'json', file(RELEASED_PATH), file(CONTRACT_PATH));
if (run.status !== 0) throw new Error(`oasdiff failed:\n${run.stderr}`);

const known = new Set(
  breaksBetween(readContract(RELEASED_PATH), readContract(CONTRACT_PATH)).flatMap(({ operations }) => [...operations]),
);
const places = announced(readSource('CHANGELOG.md'));
// The changelog names our own places; a break that oasdiff alone sees is announced by the id of its operation.
const surprises = (JSON.parse(run.stdout || '[]') as Finding[]).filter(
  ({ level, operationId = '' }) => level >= 3 && !known.has(operationId) && !places.has(operationId),
);
for (const { operationId, operation, path, text, id } of surprises)
  console.error(`${operationId ?? `${operation} ${path}`}: ${text} (${id})`);
if (surprises.length > 0) {
  console.error('announce them in CHANGELOG.md as CONTRIBUTING.md says, or take them back');
  process.exitCode = 1;
}
