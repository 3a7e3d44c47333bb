/** Stand-ins for the parts below the API: fixed answers in the contract's form, so that tests see what the API alone does. */
import { pino } from 'pino';
import type { AgentRegistry, AgentSummary, Parts } from '../../src/api/index.js';
import { type Config, loadConfig } from '../../src/config.js';
import { ConcordatError } from '../../src/errors.js';
import type { Network } from '../../src/network/types.js';
import type { Caller, Scope } from '../../src/node/types.js';
import {
  type Entry,
  JsonText,
  type LiveEvent,
  type Member,
  type NewEntry,
  type InstalledSkill,
  type PactApi,
  type EntriesApi,
  type TasksApi,
  type PactStatus,
  type PactsApi,
  type TaskState,
} from '../../src/pact/types.js';

/** Tokens of the stub: the host's, and one agent for each scope. */
export const TOKENS = { host: 'a'.repeat(64), read: 'b'.repeat(64), write: 'c'.repeat(64) } as const;

export const HEX_KEY = '0f'.repeat(32);
export const PACT_ID = 'ab'.repeat(32);
export const HANDLE = 'anon-fox-0f0f0f0f';
const TIME = '2026-11-20T14:05:00.000Z';

export const ENTRY: Entry = {
  id: '0f0f0f0f-1',
  type: 'knowledge',
  timestamp: TIME,
  agent_id: HANDLE,
  display_name: null,
  payload: { topic: 'deploy', content: 'on Sundays' },
  trust: 'own',
  role: 'creator',
  confirmed: true,
};

export const TASK: TaskState = {
  id: '0f0f0f0f-2',
  agent_id: HANDLE,
  title: 'Write it',
  status: 'claimed',
  claimed_by: HANDLE,
  assigned_to: null,
  timestamp: TIME,
  updated_at: TIME,
  claimed_at: TIME,
  expired_at: null,
  result: null,
  fence: 1,
  lease_until: TIME,
  confirmed: true,
  late_results: [],
  history: [],
  trust: 'own',
  role: 'creator',
};

const MEMBER: Member = {
  id: HEX_KEY,
  remote_key: HEX_KEY,
  node_key: HEX_KEY,
  agent_id: HANDLE,
  online: true,
  role: 'creator',
  display_name: null,
  is_self: true,
  is_successor: false,
  standby: false,
};

const STATUS: PactStatus = {
  pact_id: PACT_ID,
  pact_name: 'Stub',
  pact_purpose: null,
  peer_handle: HANDLE,
  display_name: null,
  role: 'creator',
  public_key: HEX_KEY,
  agents: 1,
  entries: 1,
  is_member: true,
  is_indexer: true,
  synced: true,
  offline_ready: true,
  writes_held: false,
  excluded_by: null,
  protocol: { version: 1, supported: 1, needs_upgrade: false },
  length: 1,
  confirmed_length: 1,
  indexers: 1,
  standby: false,
  successors: [],
  forks: 0,
  rejections: 0,
};

const RECEIPT = { durability: 'disk', confirmed: true } as const;
const JOINED = {
  ok: true,
  alias: 'default',
  pact_id: PACT_ID,
  pact_name: 'Stub',
  pact_purpose: null,
  display_name: null,
  peer_handle: HANDLE,
  role: 'creator',
} as const;

const refuseForeignCursor = (...cursors: (string | undefined)[]): void => {
  for (const cursor of cursors)
    if (cursor !== undefined && !/^[0-9]+$/.test(cursor))
      throw new ConcordatError('BAD_CURSOR', `cursor is "${cursor}"`);
};

const page = (rows: readonly unknown[], more: object = {}): JsonText =>
  new JsonText(JSON.stringify({ entries: rows, cursor: '1', has_more: false, ...more }));

const found = ({ cursor }: { cursor?: string }): JsonText => {
  refuseForeignCursor(cursor);
  const hit = {
    ...ENTRY,
    pact_id: PACT_ID,
    alias: 'default',
    score: 1.5,
    snippet: { text: 'on Sundays', marks: [[3, 10]] },
  };
  return page([hit], { matched: 'all', hybrid: false, complete: true });
};

const INSTALLED: InstalledSkill = {
  id: ENTRY.id,
  name: 'a',
  version: '1',
  format: 'generic',
  checksum: 'sha256:0',
  path: '/skills/a',
  installed_at: TIME,
};

const written = ({ agent_id }: Caller, { type, payload, refs, ttl }: NewEntry, more: object = {}): JsonText =>
  new JsonText(
    JSON.stringify({
      ...ENTRY,
      type,
      payload,
      agent_id,
      ...(refs ? { refs } : {}),
      ...(ttl ? { ttl } : {}),
      ...RECEIPT,
      ...more,
    }),
  );

/** A pact with one entry and one task. */
export const stubPact = (overrides: { entries?: Partial<EntriesApi>; tasks?: Partial<TasksApi> } = {}): PactApi => ({
  id: PACT_ID,
  alias: 'default',
  status: () => STATUS,
  reindex: async () => ({ entries: 1, took_ms: 1 }),
  entries: {
    post: async (caller, entry) => written(caller, entry),
    learn: async (caller, entry, onDuplicate) => {
      const similar = [{ id: ENTRY.id, score: 1 }];
      return onDuplicate === 'store'
        ? { stored: true, body: written(caller, entry, { similar }) }
        : { stored: false, body: written(caller, entry, { similar, duplicate_of: ENTRY.id }) };
    },
    given: () => undefined,
    list: ({ cursor }) => {
      refuseForeignCursor(cursor);
      return page([ENTRY]);
    },
    get: (id) => {
      if (id !== ENTRY.id) throw new ConcordatError('NOT_FOUND', `no entry ${id}`);
      return new JsonText(JSON.stringify(ENTRY));
    },
    referencedBy: () => new JsonText(JSON.stringify([ENTRY])),
    conflicts: ({ cursor }) => {
      refuseForeignCursor(cursor);
      const conflict = { id: ENTRY.id, kind: 'supersedes', count: 2, entries: [ENTRY, ENTRY] };
      return new JsonText(JSON.stringify({ conflicts: [conflict], cursor: '1', has_more: false }));
    },
    graph: () =>
      new JsonText(
        JSON.stringify({
          nodes: [ENTRY],
          edges: [{ source: ENTRY.id, target: ENTRY.id, rel: 'related' }],
          truncated: false,
        }),
      ),
    react: async (_caller, id, reaction) => {
      if (id !== ENTRY.id) throw new ConcordatError('NOT_FOUND', `no entry ${id}`);
      return new JsonText(
        JSON.stringify({ ...ENTRY, ...(reaction ? { reactions: { [reaction]: 1 } } : {}), ...RECEIPT }),
      );
    },
    changes: async ({ since }) => {
      refuseForeignCursor(since);
      return page([ENTRY], { retracted: [] });
    },
    search: async (query) => found(query),
    rejections: ({ cursor }) => {
      refuseForeignCursor(cursor);
      return page([
        { id: '0f0f0f0f-4', code: 'BAD_ENTRY', message: 'no', op: 'knowledge', timestamp: null, agent_id: null },
      ]);
    },
    ...overrides.entries,
  },
  tasks: {
    list: ({ cursor }) => {
      refuseForeignCursor(cursor);
      return page([TASK]);
    },
    read: () => new JsonText(JSON.stringify(TASK)),
    get: () => TASK,
    explain: () => ({
      id: TASK.id,
      status: TASK.status,
      holder: HANDLE,
      fence: 1,
      confirmed: true,
      claims: [
        {
          id: '0f0f0f0f-3',
          agent_id: HANDLE,
          timestamp: TIME,
          outcome: 'granted',
          fence: 1,
          code: null,
          why: 'first claim',
        },
      ],
    }),
    claim: async () => ({ pending: false, task: { ...TASK, ...RECEIPT } }),
    renew: async () => ({ ...TASK, ...RECEIPT }),
    release: async () => ({ ...TASK, ...RECEIPT }),
    complete: async () => ({ ...TASK, ...RECEIPT }),
    ...overrides.tasks,
  },
  inbox: {
    assertReachable: () => undefined,
    read: (agent_id, { cursor }) => {
      refuseForeignCursor(cursor);
      const message = { ...ENTRY, type: 'message', payload: { content: 'hello' } };
      const letter = { ...message, unread: true, delivered_at: null, acknowledged_at: null };
      return { page: page([letter], { agent_id, unread: 1 }), fresh: [ENTRY.id] };
    },
    delivered: () => undefined,
    acknowledge: async (_caller, ids) => ({
      acknowledged: ids.map((id) => ({ id, delivered_at: TIME, acknowledged_at: TIME })),
      ...RECEIPT,
    }),
  },
  context: {
    read: (agent_id, { budget_tokens = 3000 }) => {
      const item = { id: ENTRY.id, agent_id, timestamp: TIME, trust: 'own' as const, text: 'a: b', shortened: false };
      const none = { leases: [], messages: [], conflicts: [], tasks: [], skills: [], said: [] };
      const rest = { section: 'skills', count: 1, more: false, read: 'GET …/skills' } as const;
      const sections = { ...none, knowledge: [item] };
      return { body: { agent_id, budget_tokens, tokens: 1, sections, left_out: [rest], text: 'a' }, fresh: [] };
    },
  },
  skills: {
    content: (id) => ({
      id,
      agent_id: HANDLE,
      name: 'a',
      version: '1',
      format: 'generic',
      checksum: 'sha256:0',
      content: 'x',
    }),
    install: (id) => ({ ...INSTALLED, id }),
    installed: () => [INSTALLED],
  },
  members: {
    list: () => [MEMBER],
    add: async () => undefined,
    remove: async () => undefined,
    promote: async () => ({ role: 'indexer', standby: false }),
    recover: async () => ({ recovered: true, votes: 1, needed: 1, indexer: HEX_KEY }),
    setInfo: async () => ({ name: 'Stub', purpose: null }),
    setMe: async (display_name) => ({ display_name }),
  },
  invites: {
    create: async () => ({ token: 't', share_url: 'http://127.0.0.1/?invite=t', nonce: 'n', expires_at: TIME }),
    list: () => [
      {
        nonce: 'n',
        expires_at: TIME,
        created_at: TIME,
        pact_name: null,
        issuer_display: null,
        revoked: false,
        spent_at: null,
        spent_by: null,
        dead: false,
      },
    ],
    revoke: async () => undefined,
    redeem: async () => 'n',
  },
});

/** A node with one pact, `default`. */
export const stubPacts = (overrides: Partial<PactsApi> = {}, pact: PactApi = stubPact()): PactsApi => ({
  embeddings: () => ({
    model: null,
    dimensions: null,
    vectors: 0,
    ignored: 0,
    pending: 0,
    refused: 0,
    endpoint: 'off',
  }),
  list: () => [
    {
      alias: 'default',
      pact_id: PACT_ID,
      added_at: TIME,
      data_dir: '/data',
      is_current: true,
      pact_name: 'Stub',
      pact_purpose: null,
      display_name: null,
      role: 'creator',
    },
  ],
  current: () => 'default',
  get: async (ref) => {
    if (ref !== 'default' && ref !== PACT_ID) throw new ConcordatError('UNKNOWN_PACT', `no pact ${ref}`);
    return pact;
  },
  create: async () => JOINED,
  join: async () => JOINED,
  switch: () => undefined,
  rename: (_ref, alias) => ({ alias, pact_id: PACT_ID }),
  remove: async () => ({ alias: 'default', pact_id: PACT_ID }),
  events: async function* ({ since, signal }) {
    refuseForeignCursor(since);
    const event: LiveEvent = {
      id: '1',
      event: 'entry-applied',
      data: { pactId: PACT_ID, alias: 'default', type: 'knowledge', agent_id: HANDLE, entry: { ...ENTRY } },
    };
    yield event;
    await new Promise<void>((resolve) =>
      signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  },
  search: async (query) => found(query),
  sharedWith: () => [PACT_ID],
  ready: () => true,
  committing: () => false,
  agentCount: () => 1,
  ...overrides,
});

const caller = (name: string | null, scopes: Scope[]): Caller => ({
  agent_id: name ? `${name}@${HANDLE}` : HANDLE,
  name,
  scopes: new Set(scopes),
});

/** Agents in memory; `authenticated` counts how often a token was looked up. */
export class StubAgents implements AgentRegistry {
  revision = 0;
  authenticated = 0;
  readonly tokens = new Map<string, Caller>([
    [TOKENS.host, caller(null, ['read', 'write', 'operator'])],
    [TOKENS.read, caller('reader', ['read'])],
    [TOKENS.write, caller('writer', ['read', 'write'])],
  ]);

  authenticate(token: string): Caller | undefined {
    this.authenticated += 1;
    return this.tokens.get(token);
  }

  list(): AgentSummary[] {
    return [{ name: 'reader', agent_id: `reader@${HANDLE}`, scopes: ['read'], created_at: TIME }];
  }

  async mint(name: string, scopes: readonly Scope[]) {
    return { name, agent_id: `${name}@${HANDLE}`, scopes: [...scopes], created_at: TIME, token: HEX_KEY };
  }

  async revoke(name: string): Promise<void> {
    if (name !== 'reader') throw new ConcordatError('NOT_FOUND', `no agent ${name}`);
    this.tokens.delete(TOKENS.read);
    this.revision += 1;
  }

  onRevoked(): () => void {
    return () => undefined;
  }
}

const stubNetwork: Network = {
  nodeKey: HEX_KEY,
  addresses: () => [{ host: '127.0.0.1', port: 4000 }],
  want: () => undefined,
  unwant: () => undefined,
  connection: () => undefined,
  connections: () => [],
  connect: async () => {
    throw new ConcordatError('AGENT_DISCONNECTED');
  },
  onConnection: () => () => undefined,
  onPeer: () => () => undefined,
  peers: () => [
    {
      node_key: HEX_KEY,
      connected: false,
      since: null,
      direction: null,
      addresses: [{ host: '::1', port: 4001 }],
      is_static: true,
      last_seen: 0,
      last_error: { code: 'ETIMEDOUT', message: 'no answer', at: 0 },
    },
  ],
  close: async () => undefined,
};

/** The default configuration, with changes. */
export const stubConfig = (overrides: Partial<Config> = {}): Config => {
  const invocation = loadConfig([], {});
  if (invocation.action !== 'run') throw new Error('no arguments ask for no help');
  return { ...invocation.config, ...overrides };
};

/** All parts; answers are held against the contract unless that is switched off. */
export const stubParts = (overrides: Partial<Parts> = {}): Parts => ({
  config: stubConfig(),
  logger: pino({ level: 'silent' }),
  agents: new StubAgents(),
  pacts: stubPacts(),
  network: stubNetwork,
  node: { key: HEX_KEY, handle: HANDLE, version: '0.1.0', data_dir: '/data', started: 'clean', started_ms: 0 },
  gauges: [{ name: 'concordat_pacts', help: 'Pacts of this node', value: () => 1 }],
  handleOf: () => HANDLE,
  validate_responses: true,
  ...overrides,
});

/** Headers of a request that passes the guard. */
export const asCaller = (token: string = TOKENS.host): { host: string; authorization: string } => ({
  host: '127.0.0.1:7666',
  authorization: `Bearer ${token}`,
});
