import { describe, expect, it } from 'vitest';
import { files, read } from './tree.js';

/** A threat's last column: a file of tests, and words of one title in it. */
const NAMED = /`([\w-]+\.test\.ts)`: (.+?) \|$/;

const rows = read('docs/security.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (they try to|what happens) \|/.test(line));

const escaped = (words: string): string => words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Does a text between quotes in the file say this, as the title of a test does? */
const says = (path: string, words: string): boolean => new RegExp(`['"\`][^\n]*${escaped(words)}`).test(read(path));

describe('every threat has a test', () => {
  it.each(rows)('%s', (row) => {
    const [, name, words = ''] = NAMED.exec(row) ?? [];
    expect(name, 'the last column is `file.test.ts`: words of its title').toBeDefined();
    const found = files.filter((path) => path.endsWith(`/${name}`));
    expect(found, `there is no ${name}`).not.toEqual([]);
    expect(
      found.some((path) => says(path, words)),
      `${name} has no test whose title says "${words}"`,
    ).toBe(true);
  });
});
