/** Messages: short notes between agents. */
import type { Handlers } from '../contract/index.js';
import { LIMITS } from '../config.js';
import { ConcordatError } from '../errors.js';
import { listQuery } from './lists.js';
import type { Parts } from './parts.js';

type Messages = Pick<Handlers, 'listMessages' | 'postMessage'>;

/** The message that is answered comes first among the references. */
const withReply = (replyTo: string | undefined, refs: string[] | undefined): string[] | undefined => {
  if (replyTo === undefined) return refs;
  const all = [...new Set([replyTo, ...(refs ?? [])])];
  if (all.length <= LIMITS.refs_max) return all;
  throw new ConcordatError(
    'BAD_REQUEST',
    `body refs and reply_to make ${all.length} references; allowed: at most ${LIMITS.refs_max}`,
    {
      in: 'body',
      field: 'refs',
    },
  );
};

/** Handlers of the tag Messages. */
export const messageHandlers = ({ pacts }: Parts): Messages => ({
  listMessages: async ({ params, query }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.list(listQuery(['message'], query)),
  }),
  postMessage: async ({ params, headers, body: { reply_to, refs, links, ttl, ...payload }, caller }) => {
    const pact = await pacts.get(params.pactId);
    if (payload.to) pact.inbox.assertReachable(payload.to);
    const entry = {
      type: 'message',
      payload,
      refs: withReply(reply_to, refs),
      links,
      ttl,
      op_id: headers['idempotency-key'],
    } as const;
    return { status: 201, body: await pact.entries.post(caller, entry) };
  },
});
