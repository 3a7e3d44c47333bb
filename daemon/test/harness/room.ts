import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Cluster, type ClusterOptions } from './cluster.js';
import { Daemon, type DaemonOptions } from './daemon.js';

const dirs = new Set<string>();
process.on('exit', () => {
  for (const dir of dirs) fs.rmSync(dir, { recursive: true, force: true });
});

/**
 * Owner of everything that a test file starts: directories, daemons and whatever is handed to {@link keep}.
 * `afterAll(() => room.close())` leaves nothing behind, also when a test failed half way.
 */
export class Room {
  readonly #daemons: Daemon[] = [];
  readonly #dirs: string[] = [];
  readonly #kept: (() => unknown)[] = [];

  /** A new directory, gone after the test. */
  dir(): string {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'concordat-test-'));
    this.#dirs.push(dir);
    dirs.add(dir);
    return dir;
  }

  /** A daemon on a directory of its own, not started. */
  unstarted(options: Partial<DaemonOptions> = {}): Daemon {
    const daemon = new Daemon({ ...options, dir: options.dir ?? path.join(this.dir(), 'data') });
    this.#daemons.push(daemon);
    return daemon;
  }

  /** A daemon on a directory of its own, serving. */
  daemon(options: Partial<DaemonOptions> = {}): Promise<Daemon> {
    return this.unstarted(options).start();
  }

  /** Daemons that share a pact, all connected to each other. */
  cluster(options: ClusterOptions | number): Promise<Cluster> {
    return Cluster.create(this, typeof options === 'number' ? { size: options } : options);
  }

  /** Called at the end, the last one first. */
  keep(close: () => unknown): void {
    this.#kept.push(close);
  }

  async close(): Promise<void> {
    for (const close of this.#kept.reverse()) await close();
    await Promise.all(this.#daemons.map((daemon) => daemon.close()));
    for (const dir of this.#dirs) {
      fs.rmSync(dir, { recursive: true, force: true });
      dirs.delete(dir);
    }
  }
}
