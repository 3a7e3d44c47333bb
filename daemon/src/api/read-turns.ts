/**
 * Lets reads through one in a turn of the event loop while a commit is under way. A commit crosses the loop a dozen times on its way to
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
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(this.#next);
  };
}
