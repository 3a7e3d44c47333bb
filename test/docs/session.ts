/** A shell in a fresh copy of the project, with an empty home: what somebody has who follows the documents. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files, ROOT } from '../house/tree.js';
import type { Block } from './blocks.js';

/** Stops a session that hangs; all documents together take a fraction of it. */
const SESSION_MAX_MS = 240_000;

const mark = (index: number): string => `@@ block ${index} @@`;

/** What the blocks printed, by index; a block that was not reached has no output. */
export interface Transcript {
  readonly outputs: readonly (string | undefined)[];
  /** Exit status of the shell: not 0 when a command failed, null when the session was stopped. */
  readonly status: number | null;
}

const copyProject = (target: string): void => {
  for (const path of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(ROOT, path), join(target, path));
  }
  // A real copy, not a link to it: the workspaces are links inside node_modules and must lead to this copy's own folders.
  execFileSync('cp', ['-a', '--reflink=auto', join(ROOT, 'node_modules'), target]);
};

const run = (script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ output: string; status: number | null }> =>
  new Promise((resolve, reject) => {
    const child = spawn('bash', [script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: SESSION_MAX_MS });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (status) => resolve({ output, status }));
  });

const stopDaemon = (dataDir: string, cwd: string, env: NodeJS.ProcessEnv): void => {
  const file = join(dataDir, 'daemon.json');
  if (!existsSync(file)) return;
  const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
  try {
    execFileSync(process.execPath, ['clients/cli/bin/concordat.js', 'stop'], { cwd, env, stdio: 'ignore' });
  } catch {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cwd)) process.kill(pid, 'SIGKILL');
  }
};

/** Runs the blocks one after the other in one bash, as somebody would who pastes them, and removes everything after. */
export const runBlocks = async (blocks: readonly Block[]): Promise<Transcript> => {
  const base = mkdtempSync(join(tmpdir(), 'concordat-docs-'));
  const [home, clone, script] = [join(base, 'home'), join(base, 'clone'), join(base, 'session.sh')];
  const dataDir = join(home, '.concordat');
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    TMPDIR: process.env.TMPDIR,
    CONCORDAT_TEST_RUN: process.env.CONCORDAT_TEST_RUN,
    HOME: home,
    CONCORDAT_DATA_DIR: dataDir,
    CONCORDAT_PORT: '0',
    CONCORDAT_P2P_HOST: '127.0.0.1',
    CONCORDAT_BOOTSTRAP: 'none',
  };
  mkdirSync(home);
  mkdirSync(clone);
  try {
    copyProject(clone);
    execFileSync('git', ['init', '-q'], { cwd: clone, env });
    const parts = blocks.map(({ commands }, index) => `printf '%s\\n' '${mark(index)}'\n${commands}\n`);
    writeFileSync(script, `set -euo pipefail\nexec 2>&1\n${parts.join('')}printf '%s\\n' '${mark(blocks.length)}'\n`);
    const { output, status } = await run(script, clone, env);
    const outputs = blocks.map((_, index) => {
      const from = output.indexOf(mark(index));
      if (from < 0) return undefined;
      const to = output.indexOf(mark(index + 1), from);
      return output.slice(from + mark(index).length, to < 0 ? undefined : to).trim();
    });
    return { outputs, status };
  } finally {
    stopDaemon(dataDir, clone, env);
    rmSync(base, { recursive: true, force: true });
  }
};
