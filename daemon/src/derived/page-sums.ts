import { closeSync, constants, existsSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** Of a page of 4 KiB a tenth stays empty, since most rows hold an entry of some hundred bytes (measured). */
export const PAGE_BYTES = 8192;

/** What stands before the first page of a write-ahead log and before each, and where in both the two salts are, bytes (SQLite, "The WAL File Format"). */
const WAL_HEADER_BYTES = 32;
const WAL_SALTS_AT = 16;
const FRAME_HEADER_BYTES = 24;
const FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES;
/** Not 0 where a commit ends. */
const FRAME_COMMIT_AT = 4;
const FRAME_SALTS_AT = 8;
const SALTS_BYTES = 8;
/** Pages that are read at once: they fit into the cache of a processor, and reading takes half as long as in pieces of a megabyte (measured). */
const PAGES_READ = 16;
/** Of each page: the sum of what it holds, and the one of what it held before that; 0: none. */
const ENTRY_BYTES = 8;
const BEFORE_AT = 4;
/** So much of the sums is written at once. */
const BLOCK_BYTES = 4096;

/** Pages in the write-ahead log after which a checkpoint is due: as many as SQLite takes by itself. */
const WAL_PAGES = 1_000;

/** As many of these bytes as the file has. */
function bytesAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(fd, bytes, 0, length, at));
}

/** Never 0, which stands for none. */
const sumOf = (page: Uint8Array): number => crc32(page) || 1;

/**
 * Sums of the pages of a database, in a file beside it. SQLite notices when a bit flips in what holds its pages together, and not when one flips in a
 * text, which it then gives to whoever asks. Pages reach the file from the write-ahead log, which has sums of its own, and only at a checkpoint; so
 * theirs are noted right before it. A process that ends in the middle leaves each page as it was before, or as it was to be.
 */
export class PageSums {
  readonly #file: string;
  readonly #fd: number;
  /** The write-ahead log, once there is one. */
  #wal: number | null = null;
  #sums: Buffer;
  #closed = false;

  /** @param file the database; its sums are in `<file>-sums`, which is made with mode 0600. Of pages that were written without, nothing is known */
  constructor(file: string) {
    this.#file = file;
    this.#fd = openSync(`${file}-sums`, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#sums = readFileSync(this.#fd);
  }

  /** Have so many pages been written since the last checkpoint that the next is due? */
  get due(): boolean {
    return this.#inWal((fd, salts) => {
      const last = WAL_HEADER_BYTES + (WAL_PAGES - 1) * FRAME_BYTES;
      return bytesAt(fd, last + FRAME_SALTS_AT, SALTS_BYTES).equals(salts);
    }, false);
  }

  /** Notes the pages that the next checkpoint writes. Between this and the checkpoint nothing may be committed. */
  note(): void {
    this.#keep(this.#inWal((fd, salts) => this.#committed(fd, salts), new Map()));
  }

  /** Reads the write-ahead log, which stays one file while the database is open. Its frames have these salts; others are left of an older one. */
  #inWal<T>(read: (fd: number, salts: Buffer) => T, none: T): T {
    const file = `${this.#file}-wal`;
    if (this.#wal === null && existsSync(file)) this.#wal = openSync(file, 'r');
    if (this.#wal === null) return none;
    const salts = bytesAt(this.#wal, WAL_SALTS_AT, SALTS_BYTES);
    return salts.length < SALTS_BYTES ? none : read(this.#wal, salts);
  }

  /** The newest sum of each page that was committed. */
  #committed(fd: number, salts: Buffer): Map<number, number> {
    const sums = new Map<number, number>();
    let uncommitted: [number, number][] = [];
    const frames = Buffer.allocUnsafe(PAGES_READ * FRAME_BYTES);
    for (let at = WAL_HEADER_BYTES; ; at += frames.length) {
      const read = readSync(fd, frames, 0, frames.length, at);
      for (let frame = 0; frame + FRAME_BYTES <= read; frame += FRAME_BYTES) {
        const own = frames.subarray(frame + FRAME_SALTS_AT, frame + FRAME_SALTS_AT + SALTS_BYTES);
        if (!own.equals(salts)) return sums;
        const page = frames.subarray(frame + FRAME_HEADER_BYTES, frame + FRAME_BYTES);
        uncommitted.push([frames.readUInt32BE(frame), sumOf(page)]);
        if (frames.readUInt32BE(frame + FRAME_COMMIT_AT) === 0) continue;
        for (const [number, sum] of uncommitted) sums.set(number, sum);
        uncommitted = [];
      }
      if (read < frames.length) return sums;
    }
  }

  #keep(sums: ReadonlyMap<number, number>): void {
    const blocks = new Set<number>();
    for (const [page, sum] of sums) {
      const at = (page - 1) * ENTRY_BYTES;
      if (at >= this.#sums.length)
        this.#sums = Buffer.concat([this.#sums], Math.max(at + ENTRY_BYTES, 2 * this.#sums.length));
      const had = this.#sums.readUInt32LE(at);
      if (had === sum) continue;
      this.#sums.writeUInt32LE(sum, at);
      this.#sums.writeUInt32LE(had, at + BEFORE_AT);
      blocks.add(at - (at % BLOCK_BYTES));
    }
    for (const at of blocks) writeSync(this.#fd, this.#sums, at, Math.min(BLOCK_BYTES, this.#sums.length - at), at);
  }

  /**
   * The first page, from 1, that holds neither what was written last nor what was before it; null when there is none. Reads the whole file, some pages
   * in a turn of the event loop; it may be written meanwhile. Throws when the file cannot be read.
   */
  async damaged(): Promise<number | null> {
    try {
      return await this.#damaged();
    } catch (error) {
      // It may be closed, and gone, before this begins.
      if (this.#closed) return null;
      throw error;
    }
  }

  async #damaged(): Promise<number | null> {
    const file = await open(this.#file, 'r');
    try {
      const bytes = Buffer.allocUnsafe(PAGES_READ * PAGE_BYTES);
      for (let first = 1; (first - 1) * ENTRY_BYTES < this.#sums.length && !this.#closed; first += PAGES_READ) {
        const { bytesRead } = await file.read(bytes, 0, bytes.length, (first - 1) * PAGE_BYTES);
        for (let n = 0; n < PAGES_READ && !this.#closed; n++) {
          const page = bytes.subarray(n * PAGE_BYTES, (n + 1) * PAGE_BYTES);
          const whole = (n + 1) * PAGE_BYTES <= bytesRead;
          if (!this.#isGood(first + n, whole ? page : null) && !this.#isGood(first + n, this.#read(file, first + n)))
            return first + n;
        }
      }
      return null;
    } finally {
      await file.close();
    }
  }

  /** The page as it is now: between the reading of some and the look at them there may have been a checkpoint. */
  #read({ fd }: FileHandle, page: number): Uint8Array | null {
    const bytes = bytesAt(fd, (page - 1) * PAGE_BYTES, PAGE_BYTES);
    return bytes.length < PAGE_BYTES ? null : bytes;
  }

  /** @param held null: the file ends before it */
  #isGood(page: number, held: Uint8Array | null): boolean {
    const at = (page - 1) * ENTRY_BYTES;
    if (at + ENTRY_BYTES > this.#sums.length) return true;
    const now = this.#sums.readUInt32LE(at);
    const before = this.#sums.readUInt32LE(at + BEFORE_AT);
    // It may have ended before the first checkpoint that was to write the page.
    if (held === null) return before === 0;
    return now === 0 || [now, before].includes(sumOf(held));
  }

  /** Ends also a {@link PageSums.damaged} that is under way. */
  close(): void {
    this.#closed = true;
    closeSync(this.#fd);
    if (this.#wal !== null) closeSync(this.#wal);
  }
}
