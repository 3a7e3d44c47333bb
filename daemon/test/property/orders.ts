import fc from 'fast-check';

/** What a writer does, and how much of each writer's log was known to it by then, its own included. */
export interface Told<T> {
  readonly what: T;
  /** Number of the writer. */
  readonly by: number;
  /** Number of the step in the history; ops that mean another step name it by this. */
  readonly n: number;
  readonly seen: readonly number[];
}

/** A history as each writer's log. */
export type Logs<T> = readonly (readonly Told<T>[])[];

/** Small histories of writers who hear of each other now and then, and of whatever the other had heard of. */
export const smallHistories = <T>(
  what: fc.Arbitrary<T>,
  { writers, length }: { writers: number; length: number },
): fc.Arbitrary<Logs<T>> => {
  const writer = fc.nat({ max: writers - 1 });
  const steps = fc.array(fc.tuple(writer, what, fc.option(writer, { freq: 1 })), { maxLength: length });
  return steps.map((drawn) => {
    const logs: Told<T>[][] = Array.from({ length: writers }, () => []);
    const known = logs.map(() => logs.map(() => 0));
    for (const [n, [by, one, heardOf]] of drawn.entries()) {
      const own = known[by] as number[];
      for (const [m, count] of (known[heardOf ?? by] as number[]).entries()) own[m] = Math.max(own[m] as number, count);
      logs[by]?.push({ what: one, by, n, seen: [...own] });
      own[by] = (own[by] as number) + 1;
    }
    return logs;
  });
};

/** Every causal order of a history: nothing stands before what its author knew. */
export function* causalOrders<T>(logs: Logs<T>, placed = logs.map(() => 0)): Generator<Told<T>[]> {
  const next = logs.flatMap((log, by) => log[placed[by] as number] ?? []);
  if (next.length === 0) yield [];
  for (const one of next) {
    if (one.seen.some((count, m) => count > (placed[m] as number))) continue;
    const after = placed.map((count, m) => (m === one.by ? count + 1 : count));
    for (const rest of causalOrders(logs, after)) yield [one, ...rest];
  }
}
