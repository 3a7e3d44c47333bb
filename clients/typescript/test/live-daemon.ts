import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { type ConcordatClient, createClient, readDaemonFile } from '../src/index.js';

/** Path of the project's root. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const START_MAX_MS = 30_000;
/** The daemon has 5 s to stop; the rest is for a busy machine. */
const STOP_MAX_MS = 10_000;

/** The built daemon on a directory of its own, which is gone after {@link LiveDaemon.close}. */
export class LiveDaemon {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'concordat-live-'));
  #child: ChildProcess | undefined;

  /** Starts it, or starts it again on another port; resolves when it answers. */
  async start(...flags: string[]): Promise<ConcordatClient> {
    const common = ['--data-dir', this.dataDir, '--port', '0', '--p2p-host', '127.0.0.1', '--bootstrap', 'none'];
    const child = spawn(process.execPath, [join(ROOT, 'daemon/dist/bundle/main.js'), ...common, ...flags], {
      stdio: 'ignore',
    });
    this.#child = child;
    const client = createClient({ dataDir: this.dataDir });
    const answers = async (): Promise<boolean> => {
      if (child.exitCode !== null) throw new Error(`the daemon ended with ${child.exitCode}`);
      return readDaemonFile(this.dataDir)?.pid === child.pid && (await client.healthz()).ok;
    };
    await vi.waitUntil(() => answers().catch(() => false), { timeout: START_MAX_MS, interval: 50 });
    return client;
  }

  /** Ends it, by `kill -9` if told so. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const slow = AbortSignal.timeout(STOP_MAX_MS);
    slow.addEventListener('abort', () => child.kill('SIGKILL'));
    await ended;
  }

  /** Ends it and removes its directory. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
