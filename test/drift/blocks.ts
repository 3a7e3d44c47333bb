/** Check of the programs and commands in the documents: each is run by a test. */
import type { Tree } from '../house/tree.js';

/** Languages whose blocks can be run. */
const RUNNABLE = /^(sh|bash|shell|console|ts|typescript|js|javascript|mjs|py|python)$/;

interface Runner {
  /** Pages. */
  readonly pages: RegExp;
  readonly languages: readonly string[];
  /** The test that runs all of their blocks. */
  readonly test: string;
  /** How the test names the page, so that the entry here ends when the test does. */
  readonly says: RegExp;
}

/** Which test runs which blocks. A page that is not here, or a language on it, is run by nobody. */
const RUNNERS: readonly Runner[] = [
  {
    pages: /^(README|AGENTS|CONTRIBUTING|docs\/[^/]+|clients\/[^/]+\/README|skill\/.+)\.md$/,
    languages: ['sh'],
    test: 'test/docs/documents.test.ts',
    says: /'README\.md'|clients\\\/\[\^\/\]\+\\\/README|skill\\\/\.\+/,
  },
  {
    pages: /^examples\/(cron-digest|shell-workers)\/README\.md$/,
    languages: ['sh'],
    test: 'test/docs/documents.test.ts',
    says: /examples\/shell-workers\/README\.md/,
  },
  ...['claude-code', 'crewai', 'node', 'openclaw'].map((name) => ({
    pages: new RegExp(`^examples/${name}/README\\.md$`),
    languages: ['sh'],
    test: `test/examples/${name}.test.ts`,
    says: new RegExp(`follow\\('examples/${name}/README\\.md'`),
  })),
  {
    pages: /^examples\/mcp-clients\/README\.md$/,
    languages: ['sh'],
    test: 'test/examples/mcp-clients.test.ts',
    says: /follow\(`\$\{FOLDER\}\/README\.md`/,
  },
  {
    pages: /^(clients\/python|examples\/langchain-python)\/README\.md$/,
    languages: ['sh', 'python'],
    test: 'clients/python/tests/test_install.py',
    says: /"examples" \/ "langchain-python" \/ "README\.md"/,
  },
  {
    pages: /^clients\/typescript\/README\.md$/,
    languages: ['ts'],
    test: 'clients/typescript/test/package.process.test.ts',
    says: /readmeSnippets/,
  },
];

interface Fence {
  readonly at: string;
  readonly language: string;
  readonly noRun: boolean;
}

/** The fenced blocks of a page. */
const fencesOf = (path: string, text: string): Fence[] => {
  const lines = text.split('\n');
  let open = false;
  return lines.flatMap((line, index) => {
    const fence = /^\s*```(\w*)/.exec(line);
    if (!fence) return [];
    open = !open;
    if (!open) return [];
    const before = lines.slice(0, index).findLast((above) => above.trim() !== '') ?? '';
    return [{ at: `${path}:${index + 1}`, language: fence[1] ?? '', noRun: /^<!-- no-run: .+ -->$/.test(before) }];
  });
};

/** Blocks that no test runs, and entries of the list above that are not true any more. */
export const blocks = (tree: Tree): string[] => {
  const pages = tree.files.filter((path) => path.endsWith('.md'));
  const unrun = pages.flatMap((path) =>
    fencesOf(path, tree.read(path))
      .filter(({ language, noRun }) => RUNNABLE.test(language) && !noRun)
      .filter(
        ({ language }) => !RUNNERS.some((runner) => runner.pages.test(path) && runner.languages.includes(language)),
      )
      .map(({ at, language }) => `${at}: no test runs this ${language} block; see test/drift/blocks.ts`),
  );
  const gone = RUNNERS.filter(({ test, says }) => !tree.files.includes(test) || !says.test(tree.read(test)));
  return [
    ...unrun,
    ...gone.map(({ test, says }) => `${test}: does not say ${says.source}, as test/drift/blocks.ts claims`),
  ];
};
