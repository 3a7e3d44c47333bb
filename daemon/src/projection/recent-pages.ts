import type { JsonText } from '../pact/types.js';

/** Pages kept, and the bytes of the largest that is: 2 MB at most. */
const PAGES_MAX = 64;
const PAGE_BYTES_MAX = 32_768;

/**
 * The last pages of lists that were given out, for as long as no row of any table has changed: agents ask for the same list again
 * and again between two writes.
 */
export class RecentPages {
  readonly #version: () => number;
  readonly #pages = new Map<string, JsonText>();
  #of = -1;

  /** @param version changes with every write to the tables */
  constructor(version: () => number) {
    this.#version = version;
  }

  /** The answer to a question, if it was given since the last write. */
  get(question: string): JsonText | undefined {
    return this.#of === this.#version() ? this.#pages.get(question) : undefined;
  }

  keep(question: string, page: JsonText): void {
    if (this.#of !== this.#version() || this.#pages.size >= PAGES_MAX) this.#pages.clear();
    this.#of = this.#version();
    if (page.content.length <= PAGE_BYTES_MAX) this.#pages.set(question, page);
  }
}
