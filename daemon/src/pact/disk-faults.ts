import { ConcordatError } from '../errors.js';
import { isFull } from '../derived/index.js';
import type { CommitQueue } from './commit-queue.js';

/** What went wrong with the disk under a log, and what to do, without the path that only the log of the daemon should name. */
export function storageFault(error: Error): string {
  const words = `${error.stack}${error.cause instanceof Error ? error.cause.message : ''}`;
  if (/No space left on device|ENOSPC/.test(words)) return 'the disk is full; make room and start the daemon again';
  if (/Read-only file system|EROFS/.test(words)) return 'the disk became read-only; mend it and start the daemon again';
  return "the pact's log failed; the daemon's log says why, and a start tries again";
}

const TABLES_FULL = 'the disk is full or fails under the tables; make room, and writes go on by themselves';
const HELD = `writes are held: ${TABLES_FULL}`;

/**
 * Holds writes while the tables cannot be written: what a caller is told to be written could not be read, and the log would grow on the disk that
 * has no room.
 */
export class TablesHold {
  readonly #queue: CommitQueue;

  constructor(queue: CommitQueue) {
    this.#queue = queue;
  }

  /** The tables could not follow the log. Answers what to tell a writer whose op is in the log and cannot be shown. */
  failed(error: unknown): unknown {
    if (!isFull(error)) return error;
    // Whoever holds writes already releases them; the next write finds the tables as they are then.
    if (this.#queue.held === null) this.#queue.hold(HELD);
    return new ConcordatError('WRITES_HELD', `the write is in the log and is shown later: ${TABLES_FULL}`);
  }

  /** The tables follow the log. */
  followed(): void {
    if (this.#queue.held === HELD) this.#queue.release();
  }
}
