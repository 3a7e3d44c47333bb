/** Entries of every type. */
import type { Handlers } from '../contract/index.js';
import type { EntryType } from '../pact/types.js';
import { listQuery } from './lists.js';
import type { Parts } from './parts.js';

type Entries = Pick<Handlers, 'listEntries' | 'getEntry' | 'listReferences' | 'setReaction' | 'clearReaction'>;

const ALL_TYPES: readonly EntryType[] = ['knowledge', 'task', 'skill', 'message'];

/** Handlers of the tag Entries. */
export const entryHandlers = ({ pacts }: Parts): Entries => ({
  listEntries: async ({ params, query: { type, ...query }, caller }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.list(listQuery(type ?? ALL_TYPES, query), caller),
  }),
  getEntry: async ({ params, caller }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.get(params.id, caller),
  }),
  listReferences: async ({ params }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.referencedBy(params.id),
  }),
  setReaction: async ({ params, body, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).entries.react(caller, params.id, body.reaction),
  }),
  clearReaction: async ({ params, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).entries.react(caller, params.id, null),
  }),
});
