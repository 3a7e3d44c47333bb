import type { EntryKind, Link } from '../pact/model/index.js';
import type { SqlDb } from '../derived/index.js';

/** One put of the view, in view order; `json` null when the key is gone after a reorder. */
export interface ViewPut {
  readonly seq: number;
  readonly key: string;
  readonly json: string | null;
}

/** A row of the arrival feed: what this node learnt, in the order in which it learnt it. */
export interface Arrival {
  readonly n: number;
  readonly p: number;
  readonly op: 'put' | 'retract';
  readonly id: string;
  readonly type: EntryKind;
  readonly agent_id: string;
}

/** An entry of the view, as far as rows are made of it. */
export interface StoredEntry {
  id: string;
  type: EntryKind;
  timestamp: string;
  agent_id: string;
  refs?: string[];
  links?: Link[];
  ttl?: number | null;
  payload: {
    topic?: string;
    format?: string;
    title?: string;
    description?: string | null;
    assigned_to?: string | null;
    to?: string[];
    trust?: unknown;
  };
}

/** A row of the table `entries`, with what it refers to. */
export interface EntryRow {
  id: string;
  type: string;
  ts: number;
  topic: string | null;
  format: string | null;
  agent_id: string;
  task: string | null;
  n: number | null;
  outcome: string | null;
  trust: number;
  expires_at: number | null;
  val: string;
  refs: readonly string[];
  links: readonly Link[];
}

/** Columns that most rows do not have. */
export const NO_COLUMNS = {
  topic: null,
  format: null,
  task: null,
  n: null,
  outcome: null,
  trust: 0,
  expires_at: null,
  refs: [],
  links: [],
} as const;

/** The tables, as far as reads tidy their rows up. */
export interface Tidied {
  readonly db: SqlDb;
  /** One transaction; answers false where the disk has no room for it. */
  tidy(work: () => void): boolean;
}
