import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Random } from './random.js';
import { MEMORY_DISKS, type VirtualTime } from './world.js';

const { Readable } = createRequire(createRequire(import.meta.url).resolve('hypercore'))('streamx') as {
  Readable: new () => {
    push(value: unknown): boolean;
    _read(done: (error: Error | null) => void): void;
  };
};

/** How slow a disk is. */
export interface DiskTimes {
  /** Longest read, µs. */
  read_max_us: number;
  /** Longest write into the page cache, µs. */
  write_max_us: number;
  /** Longest fdatasync, ms. */
  sync_max_ms: number;
}

/** A put, a delete, or a delete of the keys from `key` up to `end`. */
interface Change {
  readonly key: string;
  readonly value: Buffer | null;
  readonly end: string | null;
}

// Keys as latin1 text sort as their bytes do.
const text = (key: Uint8Array | string): string => Buffer.from(key as string).toString('latin1');

/** An ordered map that can be copied; the whole of a database. */
class Content {
  keys: string[] = [];
  values = new Map<string, Buffer>();
  /** Snapshots that show this very content; whoever changes it then takes a copy. */
  watchers = 0;

  copy(): Content {
    const copy = new Content();
    copy.keys = this.keys.slice();
    copy.values = new Map(this.values);
    return copy;
  }

  /** Place of the first key that is not before `key`. */
  place(key: string): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  apply({ key, value, end }: Change): void {
    if (end !== null) {
      const from = this.place(key);
      for (const gone of this.keys.splice(from, this.place(end) - from)) this.values.delete(gone);
    } else if (value !== null) {
      if (!this.values.has(key)) this.keys.splice(this.place(key), 0, key);
      this.values.set(key, value);
    } else if (this.values.delete(key)) this.keys.splice(this.place(key), 1);
  }
}

/**
 * A database in memory with the part of the interface of rocksdb-native 3.18.1 that hypercore-storage 3.3.1 uses. It takes its time, and knows
 * which writes were synced, so that a power cut can be had.
 */
export class MemoryDisk {
  readonly path: string;
  /** What the process sees. */
  current = new Content();
  /** Writes since the last sync, oldest first. */
  #unsynced: Change[][] = [];
  #syncedCount = 0;
  #lastWrite_ms = 0;
  #durable = new Content();
  isClosed = false;

  constructor(
    private readonly time: VirtualTime,
    private readonly random: Random,
    readonly times: DiskTimes,
    name: string,
  ) {
    this.path = join(MEMORY_DISKS, name, 'db');
  }

  /** A disk with the same content for another process, as after a kill: what was written is there, synced or not. */
  afterKill(name: string): MemoryDisk {
    const disk = new MemoryDisk(this.time, this.random, this.times, name);
    disk.current = this.current.copy();
    disk.#durable = this.#durable.copy();
    disk.#unsynced = this.#unsynced.slice();
    return disk;
  }

  /** The disk after a power cut: all that was synced, and some of what was written after it, in order. */
  afterPowerCut(name: string): MemoryDisk {
    const disk = new MemoryDisk(this.time, this.random, this.times, name);
    disk.#durable = this.#durable.copy();
    const survived = this.random.chance(50) ? 0 : this.random.int(0, this.#unsynced.length);
    for (const batch of this.#unsynced.slice(0, survived)) for (const change of batch) disk.#durable.apply(change);
    disk.current = disk.#durable.copy();
    return disk;
  }

  /** Resolves when everything that was written before the call is durable: what LogSync does with files. */
  async sync(): Promise<void> {
    const end = this.#syncedCount + this.#unsynced.length;
    await this.time.sleep(this.random.between(0, this.times.sync_max_ms));
    // A sync that began later may have ended sooner.
    const batches = this.#unsynced.splice(0, Math.max(0, end - this.#syncedCount));
    this.#syncedCount += batches.length;
    for (const batch of batches) for (const change of batch) this.#durable.apply(change);
  }

  write(changes: Change[]): Promise<void> {
    // One log: writes become visible in the order in which they were made.
    const at_ms = this.time.now_ms + this.random.between(0, this.times.write_max_us) / 1000;
    this.#lastWrite_ms = Math.max(at_ms, this.#lastWrite_ms);
    return new Promise((resolve) => {
      this.time.after(this.#lastWrite_ms - this.time.now_ms, () => {
        if (this.current.watchers > 0) this.current = this.current.copy();
        for (const change of changes) this.current.apply(change);
        this.#unsynced.push(changes);
        resolve();
      });
    });
  }

  read(done: () => void): void {
    this.time.after(this.random.between(0, this.times.read_max_us) / 1000, done);
  }

  columnFamily(): Session {
    return new Session(this, null);
  }

  /** Every value that lies on the disk. */
  stored(): Iterable<Buffer> {
    return this.current.values.values();
  }

  async flush(): Promise<void> {
    await this.sync();
  }

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/**
 * A handle on the database, perhaps one that shows a snapshot. Once it is closed it refuses all work, which is all that keeps a process that stops in the
 * middle of a truncation from doing half of it.
 */
class Session {
  readonly opened = true;
  readonly #snapshot: Content | null;
  /** -1: closed. */
  _index = 0;

  constructor(
    private readonly disk: MemoryDisk,
    snapshot: Content | null,
  ) {
    this.#snapshot = snapshot;
    if (snapshot) snapshot.watchers++;
  }

  get path(): string {
    return this.disk.path;
  }

  get _snapshot(): Content | null {
    return this.#snapshot;
  }

  get _state(): { closing: boolean } {
    return { closing: this.disk.isClosed };
  }

  get content(): Content {
    return this.#snapshot ?? this.disk.current;
  }

  get closed(): boolean {
    return this._index === -1;
  }

  #assertOpen(): void {
    if (this.closed || this.disk.isClosed) throw new Error('RocksDB session is closed');
  }

  async ready(): Promise<void> {}

  session({ snapshot = this.#snapshot !== null }: { snapshot?: boolean } = {}): Session {
    this.#assertOpen();
    return new Session(this.disk, snapshot ? this.content : null);
  }

  snapshot(): Session {
    return this.session({ snapshot: true });
  }

  read(): ReadBatch {
    this.#assertOpen();
    return new ReadBatch(this.disk, this);
  }

  write(): WriteBatch {
    this.#assertOpen();
    return new WriteBatch(this.disk);
  }

  async get(key: Uint8Array | string): Promise<Buffer | null> {
    const batch = this.read();
    const value = batch.get(key);
    batch.tryFlush();
    return value;
  }

  iterator(range: {
    gte: Uint8Array;
    lt: Uint8Array;
    reverse?: boolean;
    limit?: number;
  }): InstanceType<typeof Readable> {
    this.#assertOpen();
    return new Range(this.disk, this, range);
  }

  async compactRange(): Promise<void> {}
  async suspend(): Promise<void> {}
  async resume(): Promise<void> {}

  async close(): Promise<void> {
    if (!this.closed && this.#snapshot) this.#snapshot.watchers--;
    this._index = -1;
  }
}

class ReadBatch {
  readonly #wanted: { key: string; resolve: (value: Buffer | null) => void }[] = [];

  constructor(
    private readonly disk: MemoryDisk,
    private readonly session: Session,
  ) {}

  get(key: Uint8Array | string): Promise<Buffer | null> {
    return new Promise((resolve) => this.#wanted.push({ key: text(key), resolve }));
  }

  tryFlush(): void {
    this.disk.read(() => {
      const { values } = this.session.content;
      for (const { key, resolve } of this.#wanted) {
        const value = values.get(key);
        resolve(value === undefined ? null : Buffer.from(value));
      }
    });
  }

  flush(): Promise<void> {
    this.tryFlush();
    return new Promise((resolve) => this.disk.read(resolve));
  }

  destroy(): void {
    for (const { resolve } of this.#wanted) resolve(null);
  }
}

class WriteBatch {
  readonly #changes: Change[] = [];

  constructor(private readonly disk: MemoryDisk) {}

  tryPut(key: Uint8Array | string, value: Uint8Array | string | null): void {
    this.#changes.push({ key: text(key), value: Buffer.from((value ?? '') as string), end: null });
  }

  tryDelete(key: Uint8Array | string): void {
    this.#changes.push({ key: text(key), value: null, end: null });
  }

  tryDeleteRange(start: Uint8Array | string, end: Uint8Array | string): void {
    this.#changes.push({ key: text(start), value: null, end: text(end) });
  }

  flush(): Promise<void> {
    return this.disk.write(this.#changes);
  }

  destroy(): void {}
}

/** Reads a range of keys, all at once after one wait. */
class Range extends Readable {
  readonly #disk: MemoryDisk;
  readonly #session: Session;
  readonly #range: { gte: Uint8Array; lt: Uint8Array; reverse?: boolean; limit?: number };

  constructor(
    disk: MemoryDisk,
    session: Session,
    range: { gte: Uint8Array; lt: Uint8Array; reverse?: boolean; limit?: number },
  ) {
    super();
    this.#disk = disk;
    this.#session = session;
    this.#range = range;
  }

  override _read(done: (error: Error | null) => void): void {
    this.#disk.read(() => {
      const { gte, lt, reverse = false, limit = Number.POSITIVE_INFINITY } = this.#range;
      const content = this.#session.content;
      let keys = content.keys.slice(content.place(text(gte)), content.place(text(lt)));
      if (reverse) keys.reverse();
      if (limit >= 0 && limit < keys.length) keys = keys.slice(0, limit);
      for (const key of keys)
        this.push({ key: Buffer.from(key, 'latin1'), value: Buffer.from(content.values.get(key) as Buffer) });
      this.push(null);
      done(null);
    });
  }
}
