/** Live: what happens while it happens. */
import type { Handlers } from '../contract/index.js';
import type { Parts } from './parts.js';

type Live = Pick<Handlers, 'streamEvents' | 'listChanges'>;

/** Handlers of the tag Live. */
export const liveHandlers = ({ pacts }: Parts): Live => ({
  streamEvents: async ({ query, headers, signal }) => {
    if (query.pact !== undefined) await pacts.get(query.pact);
    return pacts.events({ ...query, since: headers['last-event-id'] ?? query.since, signal });
  },
  listChanges: async ({ params, query: { wait, ...query }, signal }) => {
    const pact = await pacts.get(params.pactId);
    return { status: 200, body: await pact.entries.changes({ ...query, wait_s: wait ?? 0, signal }) };
  },
});
