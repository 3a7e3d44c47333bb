/** Live: what happens while it happens. */
import type { Handlers } from '../contract/index.js';
import type { LiveEvent, LiveQuery, LiveStart } from '../pact/types.js';
import type { Parts } from './parts.js';

type Live = Pick<Handlers, 'streamEvents' | 'listChanges'>;

/** Handlers of the tag Live. */
export const liveHandlers = ({ pacts, agents }: Parts): Live => {
  /** Events until the client leaves or its token is revoked. */
  const eventsFor = async function* (name: string | null, query: LiveQuery): AsyncIterable<LiveStart | LiveEvent> {
    const ended = new AbortController();
    const end = (): void => ended.abort();
    const stop = agents.onRevoked((revoked) => {
      if (revoked === name) end();
    });
    query.signal.addEventListener('abort', end);
    if (query.signal.aborted) end();
    try {
      yield* pacts.events({ ...query, signal: ended.signal });
    } finally {
      stop();
      query.signal.removeEventListener('abort', end);
    }
  };
  return {
    streamEvents: async ({ query, headers, caller, signal }) => {
      if (query.pact !== undefined) await pacts.get(query.pact);
      return eventsFor(caller.name, { ...query, since: headers['last-event-id'] ?? query.since, signal });
    },
    listChanges: async ({ params, query: { wait, ...query }, signal }) => {
      const pact = await pacts.get(params.pactId);
      return { status: 200, body: await pact.entries.changes({ ...query, wait_s: wait ?? 0, signal }) };
    },
  };
};
