import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { operations } from '../src/generated/openapi.js';
import { type ConcordatClient, createClient, type Pact } from '../src/index.js';

const KEY = '0f'.repeat(32);
const ID = '8f0c1d6d-1';

/** How each operation of the contract is called; the compiler wants all of them. */
const CALLS: Record<keyof operations, (client: ConcordatClient, pact: Pact, signal: AbortSignal) => Promise<unknown>> =
  {
    ping: (client, _pact, signal) => client.ping({ signal }),
    healthz: (client, _pact, signal) => client.healthz({ signal }),
    readyz: (client, _pact, signal) => client.readyz({ signal }),
    metrics: (client, _pact, signal) => client.metrics({ signal }),
    hostStatus: (client, _pact, signal) => client.status({ signal }),
    listAgents: (client, _pact, signal) => client.agents({ signal }),
    createAgent: (client, _pact, signal) => client.addAgent({ name: 'ann' }, { signal }),
    revokeAgent: (client, _pact, signal) => client.revokeAgent('ann', { signal }),
    listPeers: (client, _pact, signal) => client.peers({ signal }),
    addPeer: (client, _pact, signal) => client.addPeer(`${KEY}@127.0.0.1:1`, { signal }),
    streamEvents: (client, _pact, signal) => client.events({ signal }).next(),
    searchAll: (client, _pact, signal) => client.search({ q: 'words' }, { signal }),
    listPacts: (client, _pact, signal) => client.pacts({ signal }),
    createPact: (client, _pact, signal) => client.createPact({ name: 'a' }, { signal }),
    joinPact: (client, _pact, signal) => client.joinPact({ key: KEY }, { signal }),
    switchPact: (client, _pact, signal) => client.switchPact('a', { signal }),
    removePact: (client, _pact, signal) => client.removePact('p', { signal }),
    renamePact: (client, _pact, signal) => client.renamePact('p', 'b', { signal }),
    pactStatus: (_client, pact, signal) => pact.status({ signal }),
    setPactInfo: (_client, pact, signal) => pact.setInfo({ name: null }, { signal }),
    setMe: (_client, pact, signal) => pact.setMe({ display_name: 'Ann' }, { signal }),
    reindexPact: (_client, pact, signal) => pact.reindex({ signal }),
    listRejections: (_client, pact, signal) => pact.rejections({}, { signal }),
    listMembers: (_client, pact, signal) => pact.members({}, { signal }),
    addMember: (_client, pact, signal) => pact.addMember({ key: KEY }, { signal }),
    deleteMember: (_client, pact, signal) => pact.deleteMember(KEY, { signal }),
    removeMember: (_client, pact, signal) => pact.removeMember(KEY, { signal }),
    promoteMember: (_client, pact, signal) => pact.promoteMember({ key: KEY }, { signal }),
    recoverPact: (_client, pact, signal) => pact.recover({}, { signal }),
    listInvites: (_client, pact, signal) => pact.invites({ signal }),
    createInvite: (_client, pact, signal) => pact.createInvite({}, { signal }),
    revokeInvite: (_client, pact, signal) => pact.revokeInvite('n', { signal }),
    redeemInvite: (_client, pact, signal) => pact.redeemInvite({ token: 't', writer_key: KEY }, { signal }),
    searchPact: (_client, pact, signal) => pact.search({ q: 'words' }, { signal }),
    searchEntries: (_client, pact, signal) => pact.searchEntries({ embedding: [1, 0] }, { signal }),
    listKnowledge: (_client, pact, signal) => pact.knowledge({}, { signal }),
    postKnowledge: (_client, pact, signal) => pact.recordKnowledge({ topic: 't', content: 'c' }, { signal }),
    listTasks: (_client, pact, signal) => pact.tasks({}, { signal }),
    postTask: (_client, pact, signal) => pact.addTask({ title: 't' }, { signal }),
    getTask: (_client, pact, signal) => pact.task(ID, { signal }),
    claimTask: (_client, pact, signal) => pact.claimTask(ID, {}, { signal }),
    renewTask: (_client, pact, signal) => pact.renewTask(ID, {}, { signal }),
    releaseTask: (_client, pact, signal) => pact.releaseTask(ID, {}, { signal }),
    completeTask: (_client, pact, signal) => pact.completeTask(ID, {}, { signal }),
    explainTask: (_client, pact, signal) => pact.explainTask(ID, { signal }),
    listSkills: (_client, pact, signal) => pact.skills({}, { signal }),
    postSkill: (_client, pact, signal) =>
      pact.shareSkill({ name: 's', version: '1', format: 'generic', content: 'c' }, { signal }),
    listInstalledSkills: (_client, pact, signal) => pact.installedSkills({ signal }),
    getSkillContent: (_client, pact, signal) => pact.skillContent(ID, { signal }),
    installSkill: (_client, pact, signal) => pact.installSkill(ID, { signal }),
    listMessages: (_client, pact, signal) => pact.messages({}, { signal }),
    listInbox: (_client, pact, signal) => pact.inbox({}, { signal }),
    readContext: (_client, pact, signal) => pact.context({}, { signal }),
    acknowledgeMessages: (_client, pact, signal) => pact.acknowledge([ID], { signal }),
    postMessage: (_client, pact, signal) => pact.postMessage({ content: 'c' }, { signal }),
    listEntries: (_client, pact, signal) => pact.entries({}, { signal }),
    getEntry: (_client, pact, signal) => pact.entry(ID, { signal }),
    listReferences: (_client, pact, signal) => pact.references(ID, { signal }),
    listConflicts: (_client, pact, signal) => pact.conflicts({}, { signal }),
    readGraph: (_client, pact, signal) => pact.graph({ entry: ID }, { signal }),
    setReaction: (_client, pact, signal) => pact.react(ID, 'useful', { signal }),
    clearReaction: (_client, pact, signal) => pact.clearReaction(ID, { signal }),
    listChanges: (_client, pact, signal) => pact.listChanges({}, { signal }),
  };

interface Contract {
  readonly paths: Record<string, Record<string, { operationId?: string }>>;
}

const contract = parse(readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as Contract;
const routes = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { operationId }]) =>
    operationId === undefined ? [] : [{ id: operationId as keyof operations, method: method.toUpperCase(), path }],
  ),
);

describe('every operation of the contract', () => {
  it.each(routes)('$id is one call of the client', async ({ id, method, path }) => {
    const asked: string[] = [];
    const client = createClient({
      url: 'http://daemon.test',
      fetch: async (request) => {
        asked.push(`${request.method} ${new URL(request.url).pathname}`);
        return id === 'streamEvents'
          ? new Response('event: update\ndata: {}\n\n')
          : Response.json(method === 'GET' ? { entries: [] } : {});
      },
    });
    await CALLS[id](client, client.pact('p'), new AbortController().signal);
    const wanted = new RegExp(`^${method} ${path.replace('{pactId}', 'p').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    expect(asked).toEqual([expect.stringMatching(wanted)]);
  });

  it.each(routes.map(({ id }) => id))('%s ends when its signal aborts', async (id) => {
    const ending = new AbortController();
    const client = createClient({
      url: 'http://daemon.test',
      fetch: (_request, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
          ending.abort(new Error('enough'));
        }),
    });
    const call = CALLS[id](client, client.pact('p'), ending.signal);
    // An iteration that is ended is over; a call that is ended has failed.
    await (id === 'streamEvents'
      ? expect(call).resolves.toEqual({ done: true, value: undefined })
      : expect(call).rejects.toThrow('enough'));
  });
});
