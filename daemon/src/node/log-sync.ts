import { closeSync, fdatasync, fsync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const dataSync = promisify(fdatasync);
const fullSync = promisify(fsync);

/** Pause before a look that failed for want of file descriptors is tried again. */
const PATIENCE_MS = 50;

/** Resolves a moment later for a fault that passes by itself; throws any other. */
async function patience(error: unknown): Promise<void> {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
}

/**
 * Puts the store's write-ahead logs on disk. RocksDB writes them before an append resolves and cannot be asked to sync them, so
 * it is done here, once per group commit. A log that RocksDB has turned into a table was synced by RocksDB itself (measured).
 */
export class LogSync {
  /** Where the write-ahead logs are. */
  readonly directory: string;
  readonly #open = new Map<string, number>();
  /** Added to every sync; tests use it to look at what happens before a block is on disk. */
  delayMs = 0;

  readonly #onRefused: (error: Error) => void;

  /**
   * @param store directory of the Corestore
   * @param onRefused the disk did not keep what was written. Asking again proves nothing, since the kernel forgets what it could not write;
   *   so nobody may be told of these blocks any more. {@link sync} never resolves after that.
   */
  constructor(store: string, onRefused: (error: Error) => void) {
    this.directory = join(store, 'db');
    this.#onRefused = onRefused;
  }

  /** Resolves when everything that was appended before the call is on disk. */
  async sync(): Promise<void> {
    let fresh = await this.#lookPatiently();
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    try {
      await Promise.all([...this.#open.values()].map((fd) => dataSync(fd)));
    } catch (error) {
      this.#onRefused(error as Error);
      await new Promise(() => {});
    }
    while (fresh) {
      try {
        await this.#syncDirectory();
        fresh = false;
      } catch (error) {
        await patience(error);
      }
    }
  }

  /** Opens new logs and closes those that are gone; answers whether there was a new one. Waits while the process has no file descriptor left. */
  async #lookPatiently(): Promise<boolean> {
    for (;;) {
      try {
        return this.#look();
      } catch (error) {
        await patience(error);
      }
    }
  }

  #look(): boolean {
    const names = readdirSync(this.directory).filter((name) => name.endsWith('.log'));
    let fresh = false;
    for (const name of names) {
      if (this.#open.has(name)) continue;
      this.#open.set(name, openSync(join(this.directory, name), 'r'));
      fresh = true;
    }
    for (const [name, fd] of this.#open) {
      if (names.includes(name)) continue;
      closeSync(fd);
      this.#open.delete(name);
    }
    return fresh;
  }

  /** A new log needs its directory entry on disk as well. */
  async #syncDirectory(): Promise<void> {
    const fd = openSync(this.directory, 'r');
    try {
      await fullSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  close(): void {
    for (const fd of this.#open.values()) closeSync(fd);
    this.#open.clear();
  }
}
