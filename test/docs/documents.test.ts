import { beforeAll, describe, expect, it } from 'vitest';
import { files } from '../house/tree.js';
import { blocksOf, firstMissing } from './blocks.js';
import { runBlocks, type Transcript } from './session.js';

/** Documents that people follow, in the order in which they run: the README first, because it starts the daemon. */
const DOCUMENTS = [
  'README.md',
  ...files.filter((path) => /^(docs\/[^/]+|AGENTS|CONTRIBUTING|clients\/[^/]+\/README)\.md$/.test(path)),
];

const blocks = DOCUMENTS.flatMap(blocksOf).filter(({ noRun }) => noRun === undefined);

/** What is known before the session has run: nothing. */
let transcript: Transcript = { outputs: [], status: null };

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

describe('the commands in the documents work as written', () => {
  beforeAll(async () => {
    transcript = await runBlocks(blocks);
  }, 300_000);

  it.each(
    blocks.map((block, index) => ({ block, index, title: `${block.path}:${block.line} ${firstLine(block.commands)}` })),
  )('$title', ({ block, index }) => {
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
});
