import { expect, it } from 'vitest';
import { files, isGenerated, read } from './tree.js';

/** Lines that must be equal in a row to count as a copy: shorter runs are often the same signature or the same imports. */
const COPY_LINES = 12;

interface Line {
  readonly path: string;
  readonly number: number;
  readonly text: string;
}

/** The lines that say something: no blanks, comments, imports or lone brackets. */
const telling = (path: string): Line[] =>
  read(path)
    .split('\n')
    .map((text, index) => ({ path, number: index + 1, text: text.trim() }))
    .filter(({ text }) => /\w/.test(text) && !/^(\/\/|\/?\*|import |export (type )?\{|\} from )/.test(text));

it('no block of code stands twice', () => {
  const first = new Map<string, Line>();
  const copies = new Map<string, string>();
  for (const path of files.filter((name) => /\.(ts|js|cjs)$/.test(name) && !isGenerated(name))) {
    const lines = telling(path);
    for (let index = 0; index + COPY_LINES <= lines.length; index++) {
      const block = lines.slice(index, index + COPY_LINES);
      const key = block.map(({ text }) => text).join('\n');
      const [here] = block;
      const before = first.get(key);
      if (!here) continue;
      if (!before) first.set(key, here);
      else copies.set(`${before.path} and ${path}`, `lines ${before.number} and ${here.number}`);
    }
  }
  expect([...copies], 'give the block a name and a place of its own').toEqual([]);
});
