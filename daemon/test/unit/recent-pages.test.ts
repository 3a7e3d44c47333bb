import { expect, it } from 'vitest';
import { JsonText } from '../../src/json-text.js';
import { RecentPages } from '../../src/projection/recent-pages.js';

const page = (bytes: number): JsonText => new JsonText(Buffer.alloc(bytes, '1'));

it('keeps a page that was given out twice, until something is written', () => {
  let version = 1;
  const pages = new RecentPages(() => version);
  const [first, second] = [page(10), page(10)];
  pages.keep('question', first);
  expect(pages.get('question')).toBeUndefined();
  pages.keep('question', second);
  expect(pages.get('question')).toBe(second);
  version++;
  expect(pages.get('question')).toBeUndefined();
  pages.keep('question', first);
  expect(pages.get('question')).toBeUndefined();
});

it('forgets what it knows before that is too much, and keeps no page that is large', () => {
  const pages = new RecentPages(() => 1);
  for (const size of [10, 10]) pages.keep('small', page(size));
  for (const size of [70_000, 70_000]) pages.keep('large', page(size));
  expect(pages.get('large')).toBeUndefined();
  expect(pages.get('small')).toBeDefined();
  for (let n = 0; n < 64; n++) pages.keep(`question ${n}`, page(10));
  expect(pages.get('small')).toBeUndefined();
});
