import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { ConcordatError } from '../errors.js';
import { isHex64, isListOf, isRecord, isText, readJsonFile, replaceFile } from './files.js';
import type { Caller, Scope } from './types.js';

/** A named agent as the operator sees it. */
export interface AgentSummary {
  name: string;
  agent_id: string;
  scopes: Scope[];
  created_at: string;
}

interface StoredAgent {
  name: string;
  /** SHA-256 of the token, hex. Tokens are 32 random bytes, so a plain hash is enough. */
  hash: string;
  scopes: Scope[];
  created_at: string;
}

const SCOPES: ReadonlySet<unknown> = new Set<Scope>(['read', 'write', 'operator']);
const isScope = (value: unknown): value is Scope => SCOPES.has(value);
const isAgent = (value: unknown): value is StoredAgent =>
  isRecord(value) &&
  isText(value.name) &&
  isHex64(value.hash) &&
  isListOf(value.scopes, isScope) &&
  isText(value.created_at);
const isAgents = (value: unknown): value is StoredAgent[] => isListOf(value, isAgent);

const AGENTS_MAX = 10_000;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The agents of this node: each has a token, and what it writes carries its name. Tokens are kept as hashes only. */
export class AgentRegistry {
  readonly #file: string;
  readonly #handle: string;
  readonly #hostHash: Buffer;
  readonly #host: Caller;
  #agents: StoredAgent[];
  #byHash = new Map<string, Caller>();
  #revision = 0;
  readonly #revoked = new Set<(name: string) => void>();

  /** @param hostToken the operator's token, from daemon.json */
  constructor(file: string, handle: string, hostToken: string) {
    this.#file = file;
    this.#handle = handle;
    this.#hostHash = hashOf(hostToken);
    this.#host = { agent_id: handle, name: null, scopes: new Set<Scope>(['read', 'write', 'operator']) };
    this.#agents = readJsonFile(file, isAgents) ?? [];
    this.#index();
  }

  #index(): void {
    this.#revision++;
    this.#byHash = new Map(
      this.#agents.map((agent) => [
        agent.hash,
        { agent_id: this.#idOf(agent.name), name: agent.name, scopes: new Set(agent.scopes) },
      ]),
    );
  }

  /** Counts up with each change, so that what was remembered of a token can be forgotten. */
  get revision(): number {
    return this.#revision;
  }

  #idOf(name: string): string {
    return `${name}@${this.#handle}`;
  }

  #save(agents: StoredAgent[]): void {
    replaceFile(this.#file, `${JSON.stringify(agents, null, 2)}\n`);
    this.#agents = agents;
    this.#index();
  }

  /** Whose token it is, or undefined. */
  authenticate(token: string): Caller | undefined {
    const hash = hashOf(token);
    return timingSafeEqual(hash, this.#hostHash) ? this.#host : this.#byHash.get(hash.toString('hex'));
  }

  list(): AgentSummary[] {
    return this.#agents.map(({ name, scopes, created_at }) => ({
      name,
      agent_id: this.#idOf(name),
      scopes,
      created_at,
    }));
  }

  /** Makes an agent. Its token is in the answer and nowhere else. Throws AGENT_EXISTS. */
  async mint(name: string, scopes: readonly Scope[]): Promise<AgentSummary & { token: string }> {
    if (this.#agents.some((agent) => agent.name === name))
      throw new ConcordatError('AGENT_EXISTS', `an agent named "${name}" exists`);
    if (this.#agents.length >= AGENTS_MAX)
      throw new ConcordatError('BAD_REQUEST', `a node holds at most ${AGENTS_MAX} agents`);
    const token = randomBytes(32).toString('hex');
    const created_at = new Date().toISOString();
    this.#save([...this.#agents, { name, hash: hashOf(token).toString('hex'), scopes: [...scopes], created_at }]);
    return { name, agent_id: this.#idOf(name), scopes: [...scopes], created_at, token };
  }

  onRevoked(listener: (name: string) => void): () => void {
    this.#revoked.add(listener);
    return () => void this.#revoked.delete(listener);
  }

  /** Ends an agent's token at once, and what it has open. Throws NOT_FOUND. */
  async revoke(name: string): Promise<void> {
    if (!this.#agents.some((agent) => agent.name === name))
      throw new ConcordatError('NOT_FOUND', `there is no agent named "${name}"`);
    this.#save(this.#agents.filter((agent) => agent.name !== name));
    for (const listener of this.#revoked) listener(name);
  }
}
