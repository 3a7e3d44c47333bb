/** Knowledge: what the group knows, by topic. */
import type { Handlers } from '../contract/index.js';
import { ConcordatError } from '../errors.js';
import type { NewEntry, Payload } from '../pact/types.js';
import { listQuery } from './lists.js';
import type { Parts } from './parts.js';

type Knowledge = Pick<Handlers, 'listKnowledge' | 'postKnowledge' | 'listConflicts' | 'readGraph'>;

/** Handlers of the tag Knowledge. */
export const knowledgeHandlers = ({ pacts }: Parts): Knowledge => ({
  listKnowledge: async ({ params, query, caller }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.list(listQuery(['knowledge'], query), caller),
  }),
  postKnowledge: async ({
    params,
    headers,
    body: { refs, links, ttl, on_duplicate, embedding, embedding_model, ...payload },
    caller,
  }) => {
    const pact = await pacts.get(params.pactId);
    // Keys beyond the named ones are any JSON: they came out of a JSON body.
    const entry: NewEntry = {
      type: 'knowledge',
      payload: payload as Payload,
      refs,
      links,
      ttl,
      embedding: embedding && { vector: embedding, model: embedding_model },
      op_id: headers['idempotency-key'],
    };
    const { stored, body } = await pact.entries.learn(caller, entry, on_duplicate ?? 'store');
    return { status: stored ? 201 : 200, body };
  },
  listConflicts: async ({ params, query }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.conflicts(query),
  }),
  readGraph: async ({ params, query, caller }) => {
    const { entries } = await pacts.get(params.pactId);
    if ((query.entry === undefined) === (query.topic === undefined))
      throw new ConcordatError('BAD_REQUEST', 'query entry, topic; allowed: one of them, and not both', {
        in: 'query',
        field: 'entry',
      });
    return { status: 200, body: entries.graph(query, caller) };
  },
});
