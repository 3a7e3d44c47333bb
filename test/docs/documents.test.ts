import { beforeAll, describe, expect, it } from 'vitest';
import { isInstalled, needs } from '../../clients/shell/test/script.js';
import { files } from '../house/tree.js';
import { blocksOf, firstMissing } from './blocks.js';
import { runBlocks, type Transcript } from './session.js';

/** Documents that people follow, in the order in which they run: the README first, because it starts the daemon. */
const DOCUMENTS = [
  'README.md',
  // The Python client's runs where the client is installed, in its own tests.
  ...files.filter((path) =>
    /^(docs\/[^/]+|AGENTS|CONTRIBUTING|clients\/(?!python)[^/]+\/README|skill\/.+)\.md$/.test(path),
  ),
  // The other examples have a daemon each, in test/examples.
  'examples/cron-digest/README.md',
  'examples/shell-workers/README.md',
];

const blocks = DOCUMENTS.flatMap(blocksOf).filter(({ noRun }) => noRun === undefined);

/** Blocks of a document stand on each other, so a tool that one of them pipes into is needed by all. */
const withJq = new Set(blocks.filter(({ commands }) => /\| jq\b/.test(commands)).map(({ path }) => path));
const runnable = blocks.filter(({ path }) => !withJq.has(path) || isInstalled('jq'));

/** What is known before the session has run: nothing. */
let transcript: Transcript = { outputs: [], status: null };

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

describe('the commands in the documents work as written', () => {
  beforeAll(async () => {
    transcript = await runBlocks(runnable);
  }, 300_000);

  for (const block of blocks) {
    it(`${block.path}:${block.line} ${firstLine(block.commands)}`, (context) => {
      if (withJq.has(block.path)) needs(context, 'jq');
      const index = runnable.indexOf(block);
      const output = transcript.outputs[index];
      expect(output, 'an earlier command failed, so this one was not reached').toBeDefined();
      const finished = transcript.status === 0 || transcript.outputs[index + 1] !== undefined;
      expect(finished, `a command failed:\n${output}`).toBe(true);
      expect(output, 'the daemon answered with an error').not.toContain('"error":');
      expect(
        firstMissing(output ?? '', block.expected),
        `the document shows this line; the commands printed\n${output}`,
      ).toBeUndefined();
    });
  }
});
