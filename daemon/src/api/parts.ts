/** What the API is built from: the parts below, as it sees them. */
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { Network } from '../network/types.js';
import type { Caller, Scope } from '../node/types.js';
import type { PactsApi } from '../pact/types.js';

/** An agent of this node, without its token. */
export interface AgentSummary {
  readonly name: string;
  /** `<name>@<handle>`. */
  readonly agent_id: string;
  readonly scopes: Scope[];
  /** ISO 8601. */
  readonly created_at: string;
}

/** The tokens of this node: that of the host, and those of named agents. */
export interface AgentRegistry {
  /** Counts up with each mint and revocation, so that what was remembered of a token can be forgotten. */
  readonly revision: number;
  /** Who the token belongs to; undefined when it is not valid. Called once per token and revision, so it may hash. */
  authenticate(token: string): Caller | undefined;
  list(): AgentSummary[];
  /** Throws AGENT_EXISTS. The token is 64 hex characters and given only here. */
  mint(name: string, scopes: readonly Scope[]): Promise<AgentSummary & { readonly token: string }>;
  /** Throws NOT_FOUND. */
  revoke(name: string): Promise<void>;
  /** Calls back with the name of each agent whose token ends. Returns a function that removes the listener. */
  onRevoked(listener: (name: string) => void): () => void;
}

/** Facts about this node. */
export interface NodeFacts {
  /** Node key, 64 hex. */
  readonly key: string;
  readonly handle: string;
  readonly version: string;
  readonly data_dir: string;
  /** What the data directory said about the last run. */
  readonly started: 'clean' | 'new' | 'killed' | 'power_loss';
  /** When it began, by `performance.now()`. */
  readonly started_ms: number;
}

/** A number that GET /v1/metrics shows, read when it is asked for. */
export interface Gauge {
  /** With the prefix `concordat_` and the unit at its end. */
  readonly name: string;
  readonly help: string;
  readonly value: () => number;
}

/** All parts. The API owns none of them: who built them closes them. */
export interface Parts {
  readonly config: Config;
  readonly logger: Logger;
  readonly agents: AgentRegistry;
  readonly pacts: PactsApi;
  readonly network: Network;
  readonly node: NodeFacts;
  /** What the parts below want to be measured by. */
  readonly gauges: readonly Gauge[];
  /** The handle that belongs to a node key. */
  readonly handleOf: (nodeKey: string) => string;
  /** Holds answers against the contract too; for tests. */
  readonly validate_responses?: boolean;
}
