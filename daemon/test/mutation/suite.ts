/** Stands in for vitest where the same tests are run for one mutant after the other: collects the tests and runs them one by one. */
import { createRequire } from 'node:module';

/** What vitest itself makes its `expect` of; it comes with vitest, so it is looked up from there. */
const load = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'));
const [matchers, chai] = ['@vitest/expect', 'chai'].map((name) => load(name) as unknown) as [
  Record<'JestChaiExpect' | 'JestExtend' | 'JestAsymmetricMatchers', unknown>,
  { use(plugin: unknown): void; expect: unknown },
];
const { JestChaiExpect, JestExtend, JestAsymmetricMatchers } = matchers;
for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

interface Test {
  name: string;
  run: () => unknown;
}

const tests: Test[] = [];
const preparations: (() => unknown)[] = [];
const group: string[] = [];

export const expect = chai.expect;
export const describe = (name: string, body: () => void): void => {
  group.push(name);
  body();
  group.pop();
};
export const it = Object.assign(
  (name: string, run: () => unknown): void => void tests.push({ name: [...group, name].join(' '), run }),
  {
    each:
      <T>(cases: readonly T[]) =>
      (name: string, run: (...values: unknown[]) => unknown): void => {
        for (const one of cases) it(name, () => run(...(Array.isArray(one) ? one : [one])));
      },
  },
);
export const beforeAll = (prepare: () => unknown): void => void preparations.push(prepare);
/** What tests leave behind lies in the folder of the run, which goes with it. */
export const afterAll = (): void => {};

/**
 * Runs the tests until one fails; answers its name, or null.
 * @param first name of the test to begin with: the one that noticed the mutant before, since neighbours often die of the same
 */
export async function firstFailure(first: string | null): Promise<string | null> {
  try {
    for (const prepare of preparations) await prepare();
  } catch {
    return 'the tests could not begin';
  }
  tests.sort((a, b) => Number(b.name === first) - Number(a.name === first));
  for (const { name, run } of tests) {
    try {
      await run();
    } catch {
      return name;
    }
  }
  return null;
}
