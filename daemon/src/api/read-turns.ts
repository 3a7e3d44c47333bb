/** Reads in one turn of the event loop beside a commit: more of them slow writers down, fewer cost readers more than writers gain. */
const READS_PER_TURN = 3;

/**
 * Lets reads through a few in a turn of the event loop while a commit is under way. A commit crosses the loop a dozen times on its way to
 * the disk; without this it meets every waiting read at each crossing, and writers get a fifth of their rate (measured, docs/benchmarks.md).
 */
export class ReadTurns {
  readonly #committing: () => boolean;
  readonly #waiting: (() => void)[] = [];

  /** @param committing is any commit under way? */
  constructor(committing: () => boolean) {
    this.#committing = committing;
  }

  /** What a read has to wait for; undefined when it may go on at once. */
  take(): Promise<void> | undefined {
    if (this.#waiting.length === 0 && !this.#committing()) return undefined;
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setImmediate(this.#next);
    });
  }

  readonly #next = (): void => {
    for (const go of this.#waiting.splice(0, READS_PER_TURN)) go();
    if (this.#waiting.length > 0) setImmediate(this.#next);
  };
}
