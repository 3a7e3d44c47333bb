/** Pacts: create, join, name and leave them; their state on this node. */
import type { Handlers } from '../contract/index.js';
import { requireConfirmation } from './confirmation.js';
import type { Parts } from './parts.js';

type Pacts = Pick<
  Handlers,
  | 'listPacts'
  | 'createPact'
  | 'joinPact'
  | 'switchPact'
  | 'removePact'
  | 'renamePact'
  | 'pactStatus'
  | 'setPactInfo'
  | 'reindexPact'
  | 'listRejections'
>;

/** Handlers of the tag Pacts. */
export const pactHandlers = ({ pacts }: Parts): Pacts => ({
  listPacts: () => ({ status: 200, body: { current: pacts.current(), pacts: pacts.list() } }),
  createPact: async ({ body: { confirm: _confirmed, ...input } }) => ({ status: 200, body: await pacts.create(input) }),
  joinPact: async ({ body: { confirm: _confirmed, ...input } }) => ({ status: 200, body: await pacts.join(input) }),
  switchPact: ({ body }) => {
    requireConfirmation(body.confirm, body.alias);
    pacts.switch(body.alias);
    return { status: 200, body: { ok: true, current: body.alias } };
  },
  removePact: async ({ params, body }) => {
    const pact = await pacts.get(params.pactId);
    requireConfirmation(body.confirm, pact.alias, pact.id);
    return { status: 200, body: { ok: true, removed: await pacts.remove(params.pactId) } };
  },
  renamePact: ({ params, body }) => ({ status: 200, body: { ok: true, ...pacts.rename(params.pactId, body.alias) } }),
  pactStatus: async ({ params }) => ({ status: 200, body: (await pacts.get(params.pactId)).status() }),
  setPactInfo: async ({ params, body }) => {
    const info = await (await pacts.get(params.pactId)).members.setInfo(body);
    return { status: 200, body: { ok: true, ...info } };
  },
  reindexPact: async ({ params }) => {
    const rebuilt = await (await pacts.get(params.pactId)).reindex();
    return { status: 200, body: { ok: true, ...rebuilt } };
  },
  listRejections: async ({ params, query }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.rejections(query),
  }),
});
