import type { JsonText } from '../pact/types.js';

/** Questions that are known, and the bytes of the largest page that is kept, fifty tasks with room to spare: 4 MB at most. */
const QUESTIONS_MAX = 64;
const PAGE_BYTES_MAX = 65_536;

/**
 * The last pages of lists that were given out, for as long as no row of any table has changed: agents ask for the same list again
 * and again between two writes. A page is kept from the second time on: to keep those that nobody asks for again doubles how often the heap has
 * to be collected as a whole (measured).
 */
export class RecentPages {
  readonly #version: () => number;
  /** Pages by question; null for a question that was asked once. */
  readonly #pages = new Map<string, JsonText | null>();
  #of = -1;

  /** @param version changes with every write to the tables */
  constructor(version: () => number) {
    this.#version = version;
  }

  /** The answer to a question, if it was given twice since the last write. */
  get(question: string): JsonText | undefined {
    return (this.#of === this.#version() && this.#pages.get(question)) || undefined;
  }

  keep(question: string, page: JsonText): void {
    const again = this.#of === this.#version() && this.#pages.has(question);
    if (this.#of !== this.#version() || this.#pages.size >= QUESTIONS_MAX) this.#pages.clear();
    this.#of = this.#version();
    this.#pages.set(question, again && page.content.length <= PAGE_BYTES_MAX ? page : null);
  }
}
