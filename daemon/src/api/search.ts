/** Search: what is known, by what it says. */
import type { Handlers } from '../contract/index.js';
import type { Parts } from './parts.js';

type Search = Pick<Handlers, 'searchPact' | 'searchEntries' | 'searchAll'>;

/** Handlers of the tag Search. */
export const searchHandlers = ({ pacts }: Parts): Search => ({
  searchPact: async ({ params, query, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).entries.search(query, caller),
  }),
  searchEntries: async ({ params, caller, body: { q = '', ...query } }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).entries.search({ q, ...query }, caller),
  }),
  searchAll: async ({ query, caller }) => ({ status: 200, body: await pacts.search(query, caller) }),
});
