/** Tasks: work to divide. */
import { LIMITS } from '../config.js';
import type { Handlers } from '../contract/index.js';
import type { Json } from '../errors.js';
import { listQuery } from './lists.js';
import type { Parts } from './parts.js';

type Tasks = Pick<
  Handlers,
  'listTasks' | 'postTask' | 'getTask' | 'claimTask' | 'renewTask' | 'releaseTask' | 'completeTask' | 'explainTask'
>;

/** Handlers of the tag Tasks. */
export const taskHandlers = ({ pacts }: Parts): Tasks => ({
  listTasks: async ({ params, query }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).tasks.list(listQuery(['task'], query)),
  }),
  postTask: async ({ params, headers, body: { refs, links, ttl, ...payload }, caller }) => {
    const pact = await pacts.get(params.pactId);
    return {
      status: 201,
      body: await pact.entries.post(caller, {
        type: 'task',
        payload,
        refs,
        links,
        ttl,
        op_id: headers['idempotency-key'],
      }),
    };
  },
  getTask: async ({ params }) => ({ status: 200, body: (await pacts.get(params.pactId)).tasks.read(params.id) }),
  claimTask: async ({ params, query, body, caller }) => {
    const pact = await pacts.get(params.pactId);
    const outcome = await pact.tasks.claim(caller, params.id, {
      wait_s: query.wait ?? LIMITS.claim_wait_default_s,
      ttl_ms: body?.ttl_ms,
    });
    if (!outcome.pending) return { status: 200, body: outcome.task };
    const { task, claim_id, indexer } = outcome;
    return { status: 202, body: { ...task, pending: true, claim_id, indexer } };
  },
  renewTask: async ({ params, body, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).tasks.renew(caller, params.id, body ?? {}),
  }),
  releaseTask: async ({ params, body, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).tasks.release(caller, params.id, body ?? {}),
  }),
  completeTask: async ({ params, body, caller }) => ({
    status: 200,
    body: await (await pacts.get(params.pactId)).tasks.complete(caller, params.id, {
      fence: body?.fence,
      result: body?.result as Json | undefined,
    }),
  }),
  explainTask: async ({ params }) => ({ status: 200, body: (await pacts.get(params.pactId)).tasks.explain(params.id) }),
});
