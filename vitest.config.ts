import { defineConfig } from 'vitest/config';

/** A process test starts daemons and waits for them to meet; on two busy cores that takes seconds, never minutes. */
const PROCESS_TIMEOUT_MS = 120_000;

/** Files of process tests that run at once: each waits for its daemons more than it computes, and two files end a third sooner than one by one. */
const PROCESS_FILES = 2;

/** Native addons (RocksDB, sodium) abort when a worker thread that loaded them ends, so every project forks. */
const pool = 'forks' as const;

/**
 * The projects, from fast to slow: `npx vitest run --project unit`.
 * `process` and `docs` use the built daemon, so a global setup builds it once.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          pool,
          include: [
            'daemon/test/{unit,property}/**/*.test.ts',
            'clients/*/test/**/*.test.ts',
            'bench/test/**/*.test.ts',
          ],
          exclude: ['**/*.process.test.ts', '**/node_modules/**'],
          // These files change nothing outside themselves, and loading everything anew for each takes as long as the tests (measured).
          isolate: false,
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'contract',
          pool,
          include: ['daemon/test/contract/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'simulation',
          pool,
          include: ['daemon/test/simulation/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: 'house', pool, include: ['test/house/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        test: {
          name: 'docs',
          pool,
          include: ['test/docs/**/*.test.ts'],
          globalSetup: ['test/setup/build.ts'],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: PROCESS_TIMEOUT_MS,
        },
      },
      {
        test: {
          name: 'process',
          pool,
          include: [
            'daemon/test/process/**/*.test.ts',
            'clients/*/test/**/*.process.test.ts',
            'test/{clients,examples}/**/*.test.ts',
          ],
          globalSetup: ['test/setup/build.ts'],
          maxWorkers: PROCESS_FILES,
          sequence: { groupOrder: 2 },
          testTimeout: PROCESS_TIMEOUT_MS,
          hookTimeout: PROCESS_TIMEOUT_MS,
        },
      },
      {
        test: {
          name: 'drift',
          pool,
          include: ['test/drift/**/*.test.ts'],
          globalSetup: ['test/setup/build.ts'],
          fileParallelism: false,
          testTimeout: PROCESS_TIMEOUT_MS,
          hookTimeout: PROCESS_TIMEOUT_MS,
        },
      },
    ],
  },
});
