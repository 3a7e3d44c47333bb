/** How a wait reads in a failure, and how long it may take. */
export interface Wait {
  /** Completes the sentence "waited in vain until ...". */
  what: string;
  /** ms; default 10,000. */
  deadline_ms?: number;
  /** ms between two looks; default 10. */
  every_ms?: number;
}

/**
 * Looks at a condition until it holds, and answers what it gave. Throws after the deadline, with the last error of the condition if it had one.
 * Tests wait for facts with this, never for a span of time.
 */
export async function until<T>(
  condition: () => Promise<T> | T,
  wait: Wait,
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const deadline_ms = wait.deadline_ms ?? 10_000;
  const started = performance.now();
  let last: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as Exclude<T, false | null | undefined | 0 | ''>;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() - started > deadline_ms) {
      throw new Error(
        `waited ${deadline_ms} ms in vain until ${wait.what}`,
        last === undefined ? undefined : { cause: last },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, wait.every_ms ?? 10));
  }
}

/** Runs `work` on every item, at most `width` at once, and answers the results in the items' order. */
export async function pooled<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return results;
}

/** The numbers 0 to `n` - 1. */
export const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
