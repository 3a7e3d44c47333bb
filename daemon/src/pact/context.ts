import { COUNTED_MAX, type InboxRow, type PactQueries } from '../projection/index.js';
import { type ContextCandidate, type ContextInput, type ContextSection, packContext } from './context-pack.js';
import type { TrustClass } from '../trust-class.js';
import type { ContextApi, ContextQuery, PactContext, Payload } from './types.js';

/** Rows that are looked at in each section: more than fit into any budget that a model would want. */
const ROWS = {
  leases: 100,
  messages: 200,
  conflicts: 5,
  tasks: 20,
  knowledge: 50,
  applied: 50,
  skills: 10,
  said: 10,
} as const;
/** What was said to everybody: so many, beside what is unread. */
const SAID_MAX = 5;
/** Sides shown of one conflict, the newest. */
const SIDES_MAX = 4;
const BUDGET_TOKENS_DEFAULT = 3000;

/** What a context is made from. */
export interface ContextParts {
  readonly queries: PactQueries;
  now(): number;
}

/** A stored row, as far as a context shows it. */
interface Stored {
  id: string;
  agent_id: string;
  timestamp: string;
  trust: TrustClass;
  confirmed: boolean;
  reactions?: { applied?: number };
  payload: Payload;
}

interface StoredTask extends Omit<Stored, 'payload'> {
  title: string;
  description?: string;
  fence: number;
  lease_until: string | null;
  assigned_to: string | null;
}

interface ConflictPage {
  conflicts: { id: string; entries: Stored[] }[];
  has_more: boolean;
}

/** What stands in another section already is not shown twice. */
const without = (shown: ReadonlySet<string>, input: ContextInput): ContextInput => {
  const candidates = input.candidates.filter(({ id }) => !shown.has(id));
  return { ...input, candidates, total: input.total - (input.candidates.length - candidates.length) };
};

const joined = (first: unknown, second: unknown): string =>
  typeof second === 'string' && second !== '' ? `${String(first)}: ${second}` : String(first);

const textOf = ({ payload: { topic, name, version, description, content } }: Stored): string => {
  if (topic !== undefined) return joined(topic, content);
  return name === undefined ? String(content) : joined(`${String(name)} ${String(version)}`, description);
};

/** What an agent needs at the start of its work: gathers it from the tables, and cuts it to the budget. */
export class PactContexts implements ContextApi {
  readonly #parts: ContextParts;

  constructor(parts: ContextParts) {
    this.#parts = parts;
  }

  /** Reads and writes nothing: which of the messages thereby are delivered is for the caller to say, once the answer is out. */
  read(agentId: string, { budget_tokens = BUDGET_TOKENS_DEFAULT, topic }: ContextQuery): PactContext {
    const at = this.#parts.now();
    const unread = this.#unread(agentId, at);
    const context = packContext(this.#input(agentId, topic, unread.rows, unread.input, at), budget_tokens);
    const whole = new Set(context.sections.messages.filter(({ shortened }) => !shortened).map(({ id }) => id));
    return {
      body: { agent_id: agentId, budget_tokens, ...context },
      fresh: unread.rows.filter(({ id, delivered }) => !delivered && whole.has(id)).map(({ id }) => id),
    };
  }

  #input(
    agentId: string,
    topic: string | undefined,
    unread: readonly InboxRow[],
    messages: ContextInput,
    at: number,
  ): Record<ContextSection, ContextInput> {
    const { context } = this.#parts.queries;
    const held = context.held(agentId, ROWS.leases, at);
    const reserved = context.open(agentId, ROWS.tasks, at);
    const open = context.open(null, ROWS.tasks, at);
    const entries = ({ rows, total }: { rows: readonly string[]; total: number }): ContextInput =>
      this.#counted(
        rows.map((row) => this.#entry(JSON.parse(row))),
        total,
      );
    const said = this.#said(unread, at);
    const conflicts = this.#conflicts(topic, at);
    const disputed = new Set(conflicts.candidates.map(({ id }) => id));
    return {
      leases: {
        ...this.#counted(
          held.rows.map((row) => this.#task(JSON.parse(row))),
          held.total,
        ),
        beyond: held.total > held.rows.length,
      },
      messages,
      conflicts,
      tasks: this.#counted(
        [...reserved.rows, ...open.rows].map((row) => this.#task(JSON.parse(row))),
        reserved.total + open.total,
      ),
      knowledge: without(disputed, this.#knowledge(topic, at)),
      skills: entries(context.newest('skill', ROWS.skills, at)),
      said: this.#counted(said, said.length),
    };
  }

  /** The newest and what most agents applied, in turns: what is new must not hide what works, nor the other way round. */
  #knowledge(topic: string | undefined, at: number): ContextInput {
    const { context } = this.#parts.queries;
    const { rows, total } = context.knowledge(topic, ROWS.knowledge, at);
    const applied = context.applied(topic, ROWS.applied, at);
    const turns = Array.from({ length: Math.max(rows.length, applied.length) }, (_, i) => [rows[i], applied[i]]).flat();
    const candidates = turns.flatMap((row) => (row === undefined ? [] : [this.#entry(JSON.parse(row))]));
    const first = new Map(candidates.toReversed().map((one) => [one.id, one]));
    return this.#counted(
      candidates.filter((one) => first.get(one.id) === one),
      total,
    );
  }

  /** The sides of open conflicts, each marked with what it is about. */
  #conflicts(topic: string | undefined, at: number): ContextInput {
    const query = { limit: ROWS.conflicts, ...(topic === undefined ? {} : { topic }) };
    const page = JSON.parse(this.#parts.queries.conflicts(query, at).text) as ConflictPage;
    const sides = page.conflicts.flatMap(({ id, entries }) =>
      entries.slice(0, SIDES_MAX).map((entry) => {
        const said = this.#entry(entry);
        return { ...said, facts: { ...said.facts, conflict: id } };
      }),
    );
    const first = new Map(sides.toReversed().map((side) => [side.id, side]));
    const candidates = sides.filter((side) => first.get(side.id) === side);
    return { candidates, total: candidates.length, more: page.has_more };
  }

  /** Messages to the agent by name before those to everybody, of which an agent that never acknowledges has any number. */
  #unread(agentId: string, at: number): { rows: InboxRow[]; input: ContextInput } {
    const { inbox } = this.#parts.queries;
    const directed = inbox.unreadDirected(agentId, ROWS.messages, at);
    const broadcast = inbox.unreadBroadcast(agentId, ROWS.messages - directed.length, at);
    const total = inbox.unreadCount(agentId, at);
    const rows = [...directed, ...broadcast];
    const candidates = rows.map((row) => this.#message(row));
    return {
      rows,
      input: {
        ...this.#counted(candidates, total.directed + total.broadcast),
        more: total.directed >= COUNTED_MAX,
        beyond: total.directed > directed.length,
      },
    };
  }

  /** The newest messages to everybody that stand in no other place: read ones, and the agent's own. */
  #said(unread: readonly InboxRow[], at: number): ContextCandidate[] {
    const shown = new Set(unread.map(({ id }) => id));
    return this.#parts.queries.context
      .newest('message', ROWS.said, at)
      .rows.map((row) => JSON.parse(row) as Stored)
      .filter(({ id, payload }) => payload.to === undefined && !shown.has(id))
      .slice(0, SAID_MAX)
      .map((entry) => this.#entry(entry));
  }

  #counted(candidates: readonly ContextCandidate[], total: number): ContextInput {
    return { candidates, total, more: total >= COUNTED_MAX };
  }

  #message({ entry }: InboxRow): ContextCandidate {
    const stored = JSON.parse(entry) as Stored;
    const { priority, ack } = stored.payload;
    const said = this.#entry(stored);
    return {
      ...said,
      facts: { ...said.facts, ...(priority === 'high' ? { priority } : {}), ...(ack === true ? { ack } : {}) },
    };
  }

  #task({ title, description, fence, lease_until, assigned_to, ...task }: StoredTask): ContextCandidate {
    const facts = {
      ...(lease_until === null ? {} : { fence, lease_until }),
      ...(assigned_to === null ? {} : { reserved: true }),
    };
    const said = this.#entry({ ...task, payload: { content: joined(title, description) } });
    return { ...said, facts: { ...said.facts, ...facts } };
  }

  #entry(entry: Stored): ContextCandidate {
    const { id, agent_id, timestamp, trust, confirmed, reactions: { applied } = {} } = entry;
    const facts = { ...(confirmed ? {} : { unconfirmed: true }), ...(applied === undefined ? {} : { applied }) };
    return { id, agent_id, timestamp, trust, text: textOf(entry), facts };
  }
}
