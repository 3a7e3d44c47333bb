/** Ids that count of what an agent was given. */
const GIVEN_MAX = 32;
/** Answers that are kept of an agent. Older ones are forgotten, since what was read then is hardly what is written now. */
const ANSWERS_MAX = 4;
/** How long a read counts: about as long as an agent keeps in mind what it was given. */
const KEPT_MS = 30 * 60_000;
/** Agents whose reads are kept; one more forgets the one that began to read first. */
const AGENTS_MAX = 256;
/** Longer answers count by their beginning. */
const ANSWER_CHARS_MAX = 1024;

interface Answer {
  readonly ids: string;
  at: number;
}

/**
 * Which entries each agent was given lately, so that a text which it takes from there and writes back is known for what it is. In memory only
 * and bounded: four answers of 256 agents a pact. Noting a read costs next to nothing, since reads are many and writes few.
 */
export class Recalls {
  readonly #agents = new Map<string, Answer[]>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @param ids of the entries that an answer gave to an agent, in its order, apart by spaces */
  note(agentId: string, ids: string): void {
    if (ids === '') return;
    const kept = ids.length <= ANSWER_CHARS_MAX ? ids : ids.slice(0, ids.lastIndexOf(' ', ANSWER_CHARS_MAX));
    const answers = this.#agents.get(agentId) ?? [];
    const newest = answers[0];
    // The same list again and again, as a waiting agent asks for it.
    if (newest && newest.ids === kept) {
      newest.at = this.#now();
      return;
    }
    answers.unshift({ ids: kept, at: this.#now() });
    if (answers.length > ANSWERS_MAX) answers.pop();
    if (answers.length > 1) return;
    this.#agents.set(agentId, answers);
    const [first] = this.#agents.keys();
    if (this.#agents.size > AGENTS_MAX && first !== undefined) this.#agents.delete(first);
  }

  /** Ids of what an agent was given within the last half an hour, the latest first, at most 32. */
  given(agentId: string): readonly string[] {
    const since = this.#now() - KEPT_MS;
    const fresh = (this.#agents.get(agentId) ?? []).filter(({ at }) => at > since);
    if (fresh.length === 0) this.#agents.delete(agentId);
    return [...new Set(fresh.flatMap(({ ids }) => ids.split(' ')))].slice(0, GIVEN_MAX);
  }
}
