/** Reads that an agent is known by; older ones are forgotten, since what was read then is hardly what is written now. */
const KEPT_IDS = 32;
/** How long a read counts: about as long as an agent keeps in mind what it was given. */
const KEPT_MS = 30 * 60_000;
/** Agents whose reads are kept; one more forgets the one that read least lately. */
const AGENTS_MAX = 256;

interface Given {
  readonly ids: string[];
  at: number;
}

/**
 * Which entries each agent was given lately, newest first, so that a text which it takes from there and writes back is known for what it is.
 * In memory only, and bounded: at most 32 ids of 256 agents a pact.
 */
export class Recalls {
  readonly #agents = new Map<string, Given>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** An agent was given these entries, the first ones of an answer first. */
  note(agentId: string, ids: readonly string[]): void {
    if (ids.length === 0) return;
    const first = ids.slice(0, KEPT_IDS);
    const fresh = new Set(first);
    const before = this.given(agentId).filter((id) => !fresh.has(id));
    this.#agents.delete(agentId);
    this.#agents.set(agentId, { ids: [...first, ...before].slice(0, KEPT_IDS), at: this.#now() });
    const [oldest] = this.#agents.keys();
    if (this.#agents.size > AGENTS_MAX && oldest !== undefined) this.#agents.delete(oldest);
  }

  /** What an agent was given within the last half an hour. */
  given(agentId: string): readonly string[] {
    const given = this.#agents.get(agentId);
    if (!given) return [];
    if (given.at + KEPT_MS > this.#now()) return given.ids;
    this.#agents.delete(agentId);
    return [];
  }
}
