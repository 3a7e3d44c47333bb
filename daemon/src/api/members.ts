/** Members: who belongs to a pact, with which role. */
import type { Handlers } from '../contract/index.js';
import type { Parts } from './parts.js';

type Members = Pick<
  Handlers,
  'listMembers' | 'setMe' | 'addMember' | 'deleteMember' | 'removeMember' | 'promoteMember' | 'recoverPact'
>;

/** Handlers of the tag Members. */
export const memberHandlers = ({ pacts }: Parts): Members => {
  const remove = async (pactId: string, key: string) => {
    await (await pacts.get(pactId)).members.remove(key);
    return { status: 200, body: { ok: true, key } } as const;
  };
  return {
    listMembers: async ({ params, query }) => ({
      status: 200,
      body: (await pacts.get(params.pactId)).members.list(query.online),
    }),
    setMe: async ({ params, body }) => {
      const me = await (await pacts.get(params.pactId)).members.setMe(body.display_name);
      return { status: 200, body: { ok: true, ...me } };
    },
    addMember: async ({ params, body }) => {
      await (await pacts.get(params.pactId)).members.add(body.key, body.indexer ?? false);
      return { status: 200, body: { ok: true, key: body.key } };
    },
    deleteMember: ({ params }) => remove(params.pactId, params.key),
    removeMember: ({ params, body }) => remove(params.pactId, body.key),
    promoteMember: async ({ params, body }) => {
      const outcome = await (await pacts.get(params.pactId)).members.promote(body.key, body.successor ?? false);
      return { status: 200, body: { ok: true, key: body.key, ...outcome } };
    },
    recoverPact: async ({ params, body }) => {
      const outcome = await (await pacts.get(params.pactId)).members.recover(body.indexer);
      return { status: 200, body: { ok: true, ...outcome } };
    },
  };
};
