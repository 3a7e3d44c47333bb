/** Agents: callers of this node with tokens of their own. */
import type { Handlers } from '../contract/index.js';
import type { Parts } from './parts.js';

type Agents = Pick<Handlers, 'listAgents' | 'createAgent' | 'revokeAgent'>;

/** Handlers of the tag Agents. */
export const agentHandlers = ({ agents }: Parts): Agents => ({
  listAgents: () => ({ status: 200, body: { agents: agents.list() } }),
  createAgent: async ({ body }) => ({
    status: 201,
    body: await agents.mint(body.name, body.scopes ?? ['read', 'write']),
  }),
  revokeAgent: async ({ params }) => {
    await agents.revoke(params.name);
    return { status: 200, body: { ok: true, name: params.name } };
  },
});
