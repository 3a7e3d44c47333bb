import { closeSync, fdatasync, fsync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const dataSync = promisify(fdatasync);
const fullSync = promisify(fsync);

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

  /** @param store directory of the Corestore */
  constructor(store: string) {
    this.directory = join(store, 'db');
  }

  /** Resolves when everything that was appended before the call is on disk. */
  async sync(): Promise<void> {
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
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    await Promise.all([...this.#open.values()].map((fd) => dataSync(fd)));
    if (fresh) await this.#syncDirectory();
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
