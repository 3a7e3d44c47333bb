import type { Reaction } from './op.js';

/**
 * What the view holds: only what all members must agree on, as JSON text under short keys.
 * Topics, status lists, references and text search are the projection's.
 */

/** Keys of the view. Hex and digits only, so byte order is the order meant. */
export const KEYS = {
  pact: 'm/pact',
  watermark: 'm/time',
  member: (writer: string) => `a/${writer}`,
  /** First 8 hex of a writer key: entry ids start with it, so it is given once. */
  writerPrefix: (writer: string) => `p/${writer.slice(0, 8)}`,
  /** First 8 hex of a node key: agent ids end with it, so it belongs to one node. */
  nodePrefix: (node: string) => `q/${node.slice(0, 8)}`,
  invite: (nonce: string) => `i/${nonce}`,
  entry: (id: string) => `e/${id}`,
  task: (id: string) => `c/${id}`,
  taskEvent: (task: string, id: string) => `h/${task}/${id}`,
  /** One reaction for each agent and entry: the last in the order of the log. */
  reaction: (target: string, agentId: string) => `r/${target}/${agentId}`,
  idempotency: (writer: string, agent: string, opId: string) => `o/${writer}/${agent}/${opId}`,
  receipt: (message: string, agentId: string) => `d/${message}/${agentId}`,
  vote: (forks: number, writer: string) => `v/${String(forks).padStart(4, '0')}/${writer}`,
  rejection: (id: string) => `x/${id}`,
} as const;

/** The pact itself. Times in ms since 1970. */
export interface PactRecord {
  /** Protocol version agreed on. */
  v: number;
  name: string | null;
  purpose: string | null;
  /** Writer key of the creator. */
  creator: string;
  /** Writer keys that may recover the pact alone. */
  successors: string[];
  /** How often a lost indexer was replaced. */
  forks: number;
  created_at: number;
}

/** One who is, or was, a member. */
export interface MemberRecord {
  writer: string;
  node: string;
  handle: string;
  creator: boolean;
  indexer: boolean;
  /** Waits to become an indexer until there can be three. */
  standby: boolean;
  name: string | null;
  since: number;
  /** Has written at least one op. The log hands the order over only to such a writer. */
  active: boolean;
  gone: boolean;
}

/** A member's role in the words of the API. */
export function roleOf(member: MemberRecord | undefined): 'creator' | 'indexer' | 'member' {
  if (member?.creator) return 'creator';
  return member?.indexer ? 'indexer' : 'member';
}

/** What became of an invite. */
export interface InviteRecord {
  nonce: string;
  state: 'open' | 'revoked' | 'spent';
  exp: number;
  at: number;
  /** Display name, or handle, of the issuer. */
  issuer: string;
  spent_at: number | null;
  spent_by: string | null;
}

/** The state of a task that members agree on. */
export interface TaskRecord {
  status: 'open' | 'claimed' | 'complete';
  /** Agent id. */
  holder: string | null;
  /** Writer key of the holder's node. */
  writer: string | null;
  /** Counts every grant; never goes down. */
  fence: number;
  lease_until: number | null;
  ttl_ms: number;
  claimed_at: number | null;
  expired_at: number | null;
  updated_at: number;
  result: unknown;
  /** How many events the task has; the next one's number. */
  events: number;
}

/** What was asked of a task. */
export type TaskEventKind = 'claim' | 'renew' | 'release' | 'complete' | 'expire';
/** What came of it. */
export type TaskEventOutcome = 'granted' | 'refused' | 'expired' | 'released' | 'renewed' | 'completed' | 'late_result';

/** One line of a task's history. */
export interface TaskEventRecord {
  id: string;
  /** Its number among the task's events, from 0, in the order of the log. */
  n: number;
  at: number;
  agent_id: string;
  display_name: string | null;
  kind: TaskEventKind;
  outcome: TaskEventOutcome;
  fence: number | null;
  code: string | null;
  why: string;
  result?: unknown;
}

/** What an agent made of an entry last. */
export interface ReactionRecord {
  /** null: taken back. */
  reaction: Reaction | null;
  at: number;
}

/** What became of a message at one of its addressees. Times are the addressee's, ms since 1970; they are set once. */
export interface ReceiptRecord {
  delivered_at: number;
  acknowledged_at: number | null;
}

/** Whom a member wants as the new indexer, and from where on. */
export interface VoteRecord {
  indexer: string;
  key: string;
  length: number;
}

/** An op that was refused, and why. */
export interface RejectionRecord {
  id: string;
  code: string;
  message: string;
  op: string | null;
  timestamp: number | null;
  agent_id: string | null;
}
