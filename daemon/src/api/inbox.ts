/** Messages by agent, what an agent says of them, and what it needs to know before it begins. */
import type { Handlers } from '../contract/index.js';
import { ConcordatError } from '../errors.js';
import type { Caller } from '../node/types.js';
import type { Parts } from './parts.js';

type Inbox = Pick<Handlers, 'listInbox' | 'acknowledgeMessages' | 'readContext'>;

/**
 * The agent that a reader asks for: itself, or for an operator any.
 * @throws ConcordatError FORBIDDEN_SCOPE
 */
const agentAsked = (caller: Caller, agent: string | undefined): string => {
  if (agent === undefined || agent === caller.agent_id || caller.scopes.has('operator'))
    return agent ?? caller.agent_id;
  throw new ConcordatError('FORBIDDEN_SCOPE', `${caller.agent_id} asks for ${agent}; this needs operator`, {
    needs: 'operator',
  });
};

/**
 * Is what this answer shows thereby delivered? To the agent itself, and only if it may write: a receipt goes into the log, and a
 * token that only reads leaves no trace there.
 */
const delivers = (caller: Caller, agentId: string): boolean =>
  agentId === caller.agent_id && caller.scopes.has('write');

/** Handlers of the tag Inbox, and of the context that shows what is in it. */
export const inboxHandlers = ({ pacts }: Parts): Inbox => ({
  listInbox: async ({ params, query: { agent, ...query }, caller }) => {
    const { inbox } = await pacts.get(params.pactId);
    const agentId = agentAsked(caller, agent);
    const { page, fresh } = inbox.read(agentId, query);
    return {
      status: 200,
      body: page,
      ...(delivers(caller, agentId) ? { sent: () => inbox.delivered(caller, fresh) } : {}),
    };
  },
  readContext: async ({ params, query: { agent, ...query }, caller }) => {
    const { context, inbox } = await pacts.get(params.pactId);
    const agentId = agentAsked(caller, agent);
    const { body, fresh } = context.read(agentId, query);
    return {
      status: 200,
      body,
      ...(delivers(caller, agentId) ? { sent: () => inbox.delivered(caller, fresh) } : {}),
    };
  },
  acknowledgeMessages: async ({ params, body, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).inbox.acknowledge(caller, body.ids),
  }),
});
