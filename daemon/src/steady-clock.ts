/**
 * A clock in whole ms that nobody sets, unlike the one that dates entries, and that is the same in all threads of the process, unlike
 * `performance.now()`: for deadlines that go from one thread to another.
 */
export const steadyMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);
