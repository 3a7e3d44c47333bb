import type { Json } from '../errors.js';
import type { Caller } from '../node/types.js';
import type { JsonText } from '../json-text.js';
import type { Link, Reaction } from './model/index.js';
import type { EmbeddingStatus, GivenEmbedding, SearchQuery } from '../search/types.js';
import type { TrustClass } from '../trust-class.js';
import type { Context } from './context-pack.js';

export { JsonText } from '../json-text.js';

/** The kinds of entry. */
export type EntryType = 'knowledge' | 'task' | 'skill' | 'message';

/** What an entry says: JSON whose form its type fixes. */
export type Payload = { [key: string]: Json };

/** An entry as every surface shows it. */
export interface Entry {
  /** `<first 8 hex of the writer key>-<position in the writer's log>`. */
  id: string;
  type: EntryType;
  /** ISO 8601, the author's clock. */
  timestamp: string;
  agent_id: string;
  display_name: string | null;
  payload: Payload;
  refs?: string[];
  links?: Link[];
  /** Entries that took its place, the first ones, oldest first; absent while it is current. */
  superseded_by?: string[];
  /** Current entries that it is in conflict with, the newest ones; absent while there are none. */
  conflicts_with?: string[];
  /** How many agents reacted to it, by reaction; absent while none has. */
  reactions?: { [R in Reaction]?: number };
  /** Seconds after `timestamp`; null or absent: for ever. */
  ttl?: number | null;
  /** Its time to live is over by this node's clock: lists and search show it only when asked to. */
  expired?: true;
  /** Whose word it is, as this node sees it: the lowest of its author's and of what it is derived from. Like the two below absent in a task's history. */
  trust?: TrustClass;
  /** What its author's node is in the pact now; absent while this node does not know it. */
  role?: Member['role'] | 'removed';
  /** As of {@link Receipt}. */
  confirmed?: boolean;
}

/** What an acknowledged write promises. */
export interface Receipt {
  /** The op is on this machine's disk (fdatasync done). */
  durability: 'disk';
  /** The pact's indexers have signed an order that contains it: it will not move again. */
  confirmed: boolean;
}

/** An entry to be written. */
export interface NewEntry {
  type: EntryType;
  payload: Payload;
  refs?: string[];
  links?: Link[];
  ttl?: number | null;
  /** Kept on this node for searches by meaning. */
  embedding?: GivenEmbedding;
  /** Idempotency key, 1..64 characters: the same key of the same agent gives the first entry again. */
  op_id?: string;
}

/** A result that came after the task had gone on without it. */
export interface LateResult {
  id: string;
  agent_id: string;
  timestamp: string;
  fence: number | null;
  result: Json;
  reason: string;
}

/** A task as members agree on it. Times are ISO 8601. */
export interface TaskState {
  id: string;
  /** Who put it up. */
  agent_id: string;
  /** As of {@link Entry}. */
  trust: TrustClass;
  role?: Entry['role'];
  title: string;
  description?: string;
  status: 'open' | 'claimed' | 'complete';
  claimed_by: string | null;
  assigned_to: string | null;
  timestamp: string;
  updated_at: string;
  claimed_at: string | null;
  expired_at: string | null;
  result: Json;
  /** How often the task was granted; every later op of the holder carries it. */
  fence: number;
  lease_until: string | null;
  /** As of {@link Entry}. */
  expired?: true;
  confirmed: boolean;
  late_results: LateResult[];
  /** The task's own events, oldest first; in lists empty, see GET /tasks/:id. */
  history: Entry[];
}

/** The answer to a claim: granted and signed, or not known yet. A lost claim is thrown as TASK_ALREADY_CLAIMED. */
export type ClaimOutcome =
  | { pending: false; task: TaskState & Receipt }
  | { pending: true; task: TaskState; claim_id: string; indexer: 'online' | 'offline' };

/** One line of a task's history, with the reason. */
export interface ClaimEvent {
  id: string;
  agent_id: string;
  timestamp: string;
  outcome: 'granted' | 'refused' | 'expired' | 'released' | 'renewed' | 'completed' | 'late_result';
  fence: number | null;
  code: string | null;
  why: string;
}

/** Who has a task, and how it came to that. */
export interface TaskExplanation {
  id: string;
  status: TaskState['status'];
  holder: string | null;
  fence: number;
  confirmed: boolean;
  claims: ClaimEvent[];
}

/** Entries, newest first unless `order` is `asc`. */
export interface ListQuery {
  types: readonly EntryType[];
  order?: 'asc' | 'desc';
  /** 1..1000, default 50. */
  limit?: number;
  cursor?: string;
  topic?: string;
  status?: TaskState['status'];
  format?: string;
  /** Handle of the node that wrote the entry. */
  author?: string;
  agent_id?: string;
  /** ISO 8601 or ms since 1970: entries at or after it. */
  since?: string;
  /** Of knowledge: a time like `since`, or a cursor of the arrival feed; what was known then. */
  as_of?: string;
  /** Shows entries, too, that stand aside for these reasons. */
  include?: readonly Included[];
}

/** What lists leave out unless they are asked for it: what something took the place of, and what expired by this node's clock. */
export type Included = 'superseded' | 'expired';

/** Which open conflicts, newest first. */
export interface ConflictQuery {
  topic?: string;
  /** 1..100, default 20. */
  limit?: number;
  cursor?: string;
}

/** Where a graph begins and how far it goes: around one entry, or around what is current of a topic. */
export interface GraphQuery {
  entry?: string;
  topic?: string;
  /** Links from the start, 1..4, default 1. */
  depth?: number;
  /** Entries, 1..200, default 50. */
  limit?: number;
}

/** What arrived at this node after a cursor. */
export interface ChangesQuery {
  since?: string;
  from?: 'head';
  /** 0..30. */
  wait_s?: number;
  limit?: number;
  type?: EntryType;
  signal?: AbortSignal;
}

/** One thing that happened at this node, from the arrival feed. */
export interface LiveEvent {
  /** Cursor to resume after it; null for events that are not stored (update, peer-add, peer-remove). */
  id: string | null;
  event: 'entry-applied' | 'entry-retracted' | 'task-updated' | 'update' | 'peer-add' | 'peer-remove' | 'lagged';
  data: { pactId: string; alias: string } & { [key: string]: Json };
}

/** Where a stream of events begins: what follows can be resumed from there. */
export interface LiveStart {
  id: string;
  event: null;
}

/** Which events a listener wants. */
export interface LiveQuery {
  /** Alias or pact id; all pacts when absent. */
  pact?: string;
  type?: EntryType;
  agent_id?: string;
  /** Cursor; from now on when absent. */
  since?: string;
  signal: AbortSignal;
}

/** A member of a pact, as this node sees it. */
export interface Member {
  /** Writer key, 64 hex. */
  id: string;
  remote_key: string;
  node_key: string;
  agent_id: string;
  online: boolean;
  role: 'creator' | 'indexer' | 'member';
  display_name: string | null;
  is_self: boolean;
  is_successor: boolean;
  standby: boolean;
}

/** How a pact is doing on this node. */
export interface PactStatus {
  pact_id: string;
  pact_name: string | null;
  pact_purpose: string | null;
  peer_handle: string;
  display_name: string | null;
  role: Member['role'];
  /** Own writer key, 64 hex. */
  public_key: string;
  agents: number;
  entries: number;
  is_member: boolean;
  is_indexer: boolean;
  synced: boolean;
  offline_ready: boolean;
  writes_held: boolean;
  excluded_by: string | null;
  protocol: { version: number; supported: number; needs_upgrade: boolean };
  length: number;
  confirmed_length: number;
  indexers: number;
  standby: boolean;
  successors: string[];
  forks: number;
  rejections: number;
}

/** One line of the list of pacts. */
export interface PactSummary {
  alias: string;
  pact_id: string;
  added_at: string;
  data_dir: string;
  is_current: boolean;
  pact_name: string | null;
  pact_purpose: string | null;
  display_name: string | null;
  role: Member['role'] | null;
}

/** A new invite. The token is a secret: it admits its bearer once. */
export interface Invite {
  token: string;
  share_url: string;
  nonce: string;
  expires_at: string;
}

/** An invite without its secret. */
export interface InviteSummary {
  nonce: string;
  expires_at: string;
  created_at: string;
  pact_name: string | null;
  issuer_display: string | null;
  revoked: boolean;
  spent_at: string | null;
  spent_by: string | null;
  dead: boolean;
}

/** A skill that was installed on this node. */
export interface InstalledSkill {
  id: string;
  name: string;
  version: string;
  format: string;
  checksum: string;
  path: string;
  installed_at: string;
}

/** A pact that this node created or joined. */
export interface Joined {
  ok: true;
  alias: string;
  pact_id: string;
  pact_name: string | null;
  pact_purpose: string | null;
  display_name: string | null;
  peer_handle: string;
  role: Member['role'] | null;
}

/** What becomes of knowledge that says what an entry says already: it is stored beside it, or its author counts as one who supports that. */
export type OnDuplicate = 'store' | 'support';

/** What became of knowledge: an {@link Entry} with its {@link Receipt} as ready JSON, and with `similar` unless that was not known in time. */
export interface Learnt {
  /** False: the entry is that which says so already, named by `duplicate_of`. */
  readonly stored: boolean;
  readonly body: JsonText;
}

/** Entries of all kinds. */
export interface EntriesApi {
  /** An {@link Entry} with its {@link Receipt} as ready JSON. */
  post(caller: Caller, entry: NewEntry): Promise<JsonText>;
  /** The same for knowledge, unless it is known already. */
  learn(caller: Caller, entry: NewEntry, onDuplicate: OnDuplicate): Promise<Learnt>;
  /** A page: `{"entries":[...],"cursor":...,"has_more":...}` as ready JSON. */
  list(query: ListQuery, reader?: Caller): JsonText;
  /** Throws NOT_FOUND. */
  get(id: string, reader?: Caller): JsonText;
  /**
   * Notes that an agent was given entries in another answer: what it writes back of them is recognised. Reads with a reader do so themselves.
   * @param ids apart by spaces
   */
  given(reader: Caller, ids: string): void;
  /** A page of what is current and does not agree: `{"conflicts":[...],"cursor":...,"has_more":...}`. Throws BAD_CURSOR. */
  conflicts(query: ConflictQuery): JsonText;
  /** What is connected: `{"nodes":[...],"edges":[{from,to,rel}],"truncated":...}`, the nearest first. Throws NOT_FOUND. */
  graph(query: GraphQuery, reader?: Caller): JsonText;
  /** An array of the entries that refer to this one, oldest first. */
  referencedBy(id: string): JsonText;
  /**
   * Sets what the caller makes of an entry, null takes it back: one reaction for each agent and entry. Answers the {@link Entry} with the
   * {@link Receipt} of the reaction. Throws NOT_FOUND.
   */
  react(caller: Caller, id: string, reaction: Reaction | null): Promise<JsonText>;
  changes(query: ChangesQuery): Promise<JsonText>;
  /** Entries that say it, the best first, see {@link SearchQuery}. */
  search(query: SearchQuery, reader?: Caller): Promise<JsonText>;
  /** Refused ops, newest first; the same page form. */
  rejections(query: { limit?: number; cursor?: string }): JsonText;
}

/** Which page of an inbox. */
export interface InboxQuery {
  /** 1..1000, default 50. */
  limit?: number;
  cursor?: string;
  /** Only what is not acknowledged. */
  unread?: boolean;
}

/** A page of an inbox. */
export interface InboxPage {
  /** `{"entries":[...],"cursor":...,"has_more":...,"agent_id":...,"unread":...}` as ready JSON. */
  readonly page: JsonText;
  /** Ids of the messages on it that had not been delivered before. */
  readonly fresh: readonly string[];
}

/** What an acknowledgement came to: each message with its times, ISO 8601. */
export type InboxAcknowledged = Receipt & {
  acknowledged: { id: string; delivered_at: string | null; acknowledged_at: string | null }[];
};

/** Messages by agent: what is unread, and what became of it for those who wait to know. */
export interface InboxApi {
  /** Throws BAD_REQUEST when one of these agents belongs to no member's node. */
  assertReachable(to: readonly string[]): void;
  /** Unread messages first, newest first. Throws BAD_CURSOR. */
  read(agentId: string, query: InboxQuery): InboxPage;
  /** To be called once an answer with these messages has been sent to the agent. Returns at once, and never fails. */
  delivered(caller: Caller, ids: readonly string[]): void;
  /** Throws NOT_FOUND for what is not in the caller's inbox. */
  acknowledge(caller: Caller, ids: readonly string[]): Promise<InboxAcknowledged>;
}

/** What a context is to be made for. */
export interface ContextQuery {
  /** 300..100000, default 3000. */
  budget_tokens?: number;
  /** Only knowledge of this topic. */
  topic?: string;
}

/** A context, and what of it counts as delivered once it was sent. */
export interface PactContext {
  readonly body: { agent_id: string; budget_tokens: number } & Context;
  /** Ids of the messages that it shows whole and that had not been delivered before. */
  readonly fresh: readonly string[];
}

/** What an agent needs at the start of its work. */
export interface ContextApi {
  read(agentId: string, query: ContextQuery): PactContext;
}

/** Tasks: their state and the verbs on it. */
export interface TasksApi {
  /** Tasks with their state, without history; the same page form as entries. */
  list(query: ListQuery): JsonText;
  /** A {@link TaskState} as ready JSON. Throws NOT_FOUND. */
  read(id: string): JsonText;
  /** Throws NOT_FOUND. */
  get(id: string): TaskState;
  explain(id: string): TaskExplanation;
  claim(caller: Caller, id: string, options: { wait_s: number; ttl_ms?: number }): Promise<ClaimOutcome>;
  renew(caller: Caller, id: string, options: { fence?: number; ttl_ms?: number }): Promise<TaskState & Receipt>;
  release(caller: Caller, id: string, options: { fence?: number }): Promise<TaskState & Receipt>;
  complete(caller: Caller, id: string, options: { fence?: number; result?: Json }): Promise<TaskState & Receipt>;
}

/** A skill's content, checked against its checksum. */
export interface SkillContent {
  id: string;
  /** Who shared it. */
  agent_id: string;
  name: string;
  version: string;
  format: string;
  checksum: string;
  content: string;
}

/** Skills: posted like entries, read and installed only when they are what their checksum says. */
export interface SkillsApi {
  /** Throws NOT_FOUND, SKILL_CHECKSUM_MISMATCH. */
  content(id: string): SkillContent;
  install(id: string): InstalledSkill;
  /** Throws SKILL_CHECKSUM_MISMATCH when an installed file was tampered with. */
  installed(): InstalledSkill[];
}

/** Who is in the pact, and what it is called. */
export interface MembersApi {
  /** Self first. */
  list(online?: boolean): Member[];
  add(key: string, indexer: boolean): Promise<void>;
  remove(key: string): Promise<void>;
  promote(key: string, successor: boolean): Promise<{ role: Member['role']; standby: boolean }>;
  recover(indexer?: string): Promise<{ recovered: boolean; votes: number; needed: number; indexer: string }>;
  setInfo(info: { name?: string | null; purpose?: string | null }): Promise<{
    name: string | null;
    purpose: string | null;
  }>;
  setMe(displayName: string): Promise<{ display_name: string | null }>;
}

/** Invites into the pact. */
export interface InvitesApi {
  create(options: { ttl_ms?: number }): Promise<Invite>;
  list(): InviteSummary[];
  revoke(nonce: string): Promise<void>;
  /** Second step of joining by key: `writerKey` must be this node's `public_key`. Answers the nonce. */
  redeem(token: string, writerKey: string): Promise<string>;
}

/** One pact of this node, as the API sees it. Everything throws ConcordatError, and whatever waits has a deadline. */
export interface PactApi {
  readonly id: string;
  readonly alias: string;
  readonly entries: EntriesApi;
  readonly tasks: TasksApi;
  readonly inbox: InboxApi;
  readonly context: ContextApi;
  readonly skills: SkillsApi;
  readonly members: MembersApi;
  readonly invites: InvitesApi;
  status(): PactStatus;
  /** Builds the tables again from the log. */
  reindex(): Promise<{ entries: number; took_ms: number }>;
}

/** All pacts of this node. */
export interface PactsApi {
  list(): PactSummary[];
  current(): string | null;
  /** By alias or id; throws UNKNOWN_PACT. Opens the pact when it was idle. */
  get(ref: string): Promise<PactApi>;
  create(input: {
    name: string;
    purpose?: string | null;
    display_name?: string | null;
    alias?: string;
  }): Promise<Joined>;
  join(input: { key?: string; token?: string; alias?: string; display_name?: string | null }): Promise<Joined>;
  switch(alias: string): void;
  rename(ref: string, alias: string): { alias: string; pact_id: string };
  remove(ref: string): Promise<{ alias: string; pact_id: string }>;
  /** Stored and live events of all pacts; ends when the signal aborts. Yields `lagged` instead of dropping silently. */
  events(query: LiveQuery): AsyncIterable<LiveStart | LiveEvent>;
  /** Entries of all pacts that say it, the best first. */
  search(query: SearchQuery, reader?: Caller): Promise<JsonText>;
  embeddings(): EmbeddingStatus;
  /** Pacts that a node is a member of. */
  sharedWith(nodeKey: string): string[];
  /** A pact is open and answers. */
  ready(): boolean;
  /** Is a commit of any pact on its way to the disk? */
  committing(): boolean;
  /** Members over all pacts. */
  agentCount(): number;
}
