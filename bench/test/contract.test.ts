import { expect, it } from 'vitest';
import { unmeasured } from '../scale/contract.js';

it('names the operations on a pact that no figure is of', () => {
  const all = unmeasured([]);
  expect(all).toContain('GET /entries/{id}');
  expect(all).toContain('GET /search');
  expect(all).toContain('PUT /tasks/{id}/claim');
  const rest = unmeasured(['GET /entries/{id}', 'search: two common words', 'PUT /tasks/{id}/claim, 16 callers']);
  expect(all.filter((operation) => !rest.includes(operation)).toSorted()).toEqual([
    'GET /entries/{id}',
    'GET /search',
    'PUT /tasks/{id}/claim',
  ]);
});
