import { describe, expect, it } from 'vitest';
import { MENTIONS } from './mentions.js';
import { tree } from './tree.js';

describe('the documents speak only of what exists', () => {
  it.each(Object.entries(MENTIONS))('%s', (_what, check) => {
    expect(check(tree)).toEqual([]);
  });
});
