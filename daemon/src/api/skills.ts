/** Skills: instructions that agents share, with a checksum. */
import type { Handlers } from '../contract/index.js';
import { listQuery } from './lists.js';
import type { Parts } from './parts.js';

type Skills = Pick<Handlers, 'listSkills' | 'postSkill' | 'listInstalledSkills' | 'getSkillContent' | 'installSkill'>;

/** Handlers of the tag Skills. */
export const skillHandlers = ({ pacts }: Parts): Skills => ({
  listSkills: async ({ params, query }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).entries.list(listQuery(['skill'], query)),
  }),
  postSkill: async ({ params, headers, body: { refs, links, ttl, ...payload }, caller }) => {
    const pact = await pacts.get(params.pactId);
    const op_id = headers['idempotency-key'];
    return {
      status: 201,
      body: await pact.entries.post(caller, { type: 'skill', payload, refs, links, ttl, op_id }),
    };
  },
  listInstalledSkills: async ({ params }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).skills.installed(),
  }),
  getSkillContent: async ({ params }) => ({
    status: 200,
    body: (await pacts.get(params.pactId)).skills.content(params.id),
  }),
  installSkill: async ({ params }) => {
    const { id, path, installed_at } = (await pacts.get(params.pactId)).skills.install(params.id);
    return { status: 200, body: { ok: true, id, path, installed_at } };
  },
});
