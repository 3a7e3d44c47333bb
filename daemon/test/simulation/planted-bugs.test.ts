import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PLANTED_BUGS } from './planted-bugs.js';

it.each(PLANTED_BUGS.flatMap(({ id, changes }) => changes.map((change) => ({ id, ...change }))))(
  '$id finds its one place in $file',
  ({ file, find }) => {
    const places = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').split(find).length - 1;
    expect(places).toBe(1);
  },
);
