/** Invites: letting another node in. */
import type { Handlers } from '../contract/index.js';
import { requireConfirmation } from './confirmation.js';
import type { Parts } from './parts.js';

type Invites = Pick<Handlers, 'listInvites' | 'createInvite' | 'revokeInvite' | 'redeemInvite'>;

/** Handlers of the tag Invites. */
export const inviteHandlers = ({ pacts }: Parts): Invites => ({
  listInvites: async ({ params }) => ({
    status: 200,
    body: { entries: (await pacts.get(params.pactId)).invites.list() },
  }),
  createInvite: async ({ params, body: { ttl_ms } }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).invites.create({ ttl_ms }),
  }),
  revokeInvite: async ({ params, body }) => {
    requireConfirmation(body.confirm, params.nonce);
    await (await pacts.get(params.pactId)).invites.revoke(params.nonce);
    return { status: 200, body: { ok: true, nonce: params.nonce } };
  },
  redeemInvite: async ({ params, body }) => {
    const nonce = await (await pacts.get(params.pactId)).invites.redeem(body.token, body.writer_key);
    return { status: 200, body: { ok: true, nonce } };
  },
});
