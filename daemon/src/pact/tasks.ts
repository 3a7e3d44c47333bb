import { ConcordatError, isErrorCode, type Json } from '../errors.js';
import type { Caller } from '../node/index.js';
import type { PactQueries } from '../projection/index.js';
import type { Commit } from './commit-queue.js';
import { limits, type NewOp, type Outcome } from './model/index.js';
import type {
  ClaimEvent,
  ClaimOutcome,
  Entry,
  JsonText,
  ListQuery,
  Receipt,
  TaskExplanation,
  TasksApi,
  TaskState,
} from './types.js';

/** What the verbs on tasks need from their pact. */
export interface TaskParts {
  readonly queries: PactQueries;
  readonly commit: Commit;
  /** Resolves when something was signed and can be read, or at the deadline, by `performance.now()`; false at the deadline. */
  nextSigned(until: number): Promise<boolean>;
  /** Is this node an indexer whose word counts? */
  rules(): boolean;
  indexerOnline(): boolean;
  now(): number;
}

/** Throws the error of a refused op. */
export function assertDone(
  outcome: Outcome,
  details?: { [key: string]: Json },
): asserts outcome is Extract<Outcome, { ok: true }> {
  if (outcome.ok) return;
  throw new ConcordatError(isErrorCode(outcome.code) ? outcome.code : 'BAD_ENTRY', outcome.message, details);
}

/** Throws PAYLOAD_TOO_LARGE for a value that no op may carry, before anything is written; past it, the rules only say that it is not valid. */
export function assertFits(what: string, value: unknown): void {
  if (Buffer.byteLength(JSON.stringify(value)) <= limits.PAYLOAD_BYTES_MAX) return;
  throw new ConcordatError('PAYLOAD_TOO_LARGE', `${what} is larger than ${limits.PAYLOAD_BYTES_MAX} bytes as JSON`);
}

interface EventPayload {
  outcome: ClaimEvent['outcome'];
  fence: number | null;
  code: string | null;
  why: string;
}

/** What a task's event says in its payload. */
const eventOf = (entry: Entry): EventPayload => entry.payload as unknown as EventPayload;

function found<T>(id: string, task: T | undefined): T {
  if (task === undefined) throw new ConcordatError('NOT_FOUND', `there is no task ${id}`);
  return task;
}

/** Claim, renew, release and complete: each answers what the order of the log made of it, never what the tip looks like. */
export class Tasks implements TasksApi {
  readonly #parts: TaskParts;

  constructor(parts: TaskParts) {
    this.#parts = parts;
  }

  list(query: ListQuery): JsonText {
    return this.#parts.queries.listTasks(query, this.#parts.now());
  }

  read(id: string): JsonText {
    return found(id, this.#parts.queries.taskText(id, this.#parts.now()));
  }

  get(id: string): TaskState {
    return found(id, this.#parts.queries.task(id, this.#parts.now()));
  }

  /** The ordered claims of a task, which won, and why. */
  explain(id: string): TaskExplanation {
    const { status, claimed_by, fence, confirmed, history } = this.get(id);
    const claims = history.map((event): ClaimEvent => {
      const { outcome, fence: at, code, why } = eventOf(event);
      return { id: event.id, agent_id: event.agent_id, timestamp: event.timestamp, outcome, fence: at, code, why };
    });
    return { id, status, holder: claimed_by, fence, confirmed, claims };
  }

  /**
   * Claims a task and waits until the signed order says who has it. The loser hears TASK_ALREADY_CLAIMED with the holder; when
   * the wait ends first, or no indexer is there, the answer is `pending`.
   */
  async claim(caller: Caller, id: string, options: { wait_s: number; ttl_ms?: number }): Promise<ClaimOutcome> {
    const until = performance.now() + options.wait_s * 1000;
    const before = this.get(id);
    if (before.confirmed) this.#refuseClaim(before, caller);
    this.#refuseExpired(before);
    const lapsed = before.status === 'open' && before.expired_at !== null;
    if (lapsed) await this.#expire(id, before.fence, until);
    const { outcome } = await this.#parts.commit({
      t: 'claim',
      task: id,
      ttl_ms: options.ttl_ms ?? limits.CLAIM_TTL_MS_DEFAULT,
      ...agentOf(caller),
    });
    while (!this.#parts.queries.confirmed(outcome.id)) {
      if (!(await this.#parts.nextSigned(until))) {
        return {
          pending: true,
          task: this.get(id),
          claim_id: outcome.id,
          indexer: this.#parts.indexerOnline() ? 'online' : 'offline',
        };
      }
    }
    const task = this.get(id);
    const [verdict] = task.history.filter((entry) => entry.id === outcome.id).map(eventOf);
    const { code = null, why = '', fence } = verdict ?? {};
    if (code !== null) throw this.#lost(code, why, task);
    // The lease may have ended while the answer was on its way here, and the task be somebody else's (found by simulation, seed 506), or this caller's by
    // a later claim that nobody has confirmed (seed 2001829): that fence is not the one of this claim.
    if (task.status !== 'claimed' || task.claimed_by !== caller.agent_id || task.fence !== fence) {
      this.#refuseClaim(task, caller);
      throw new ConcordatError(
        'TASK_NOT_OPEN',
        `the claim of task ${id} was granted and ended before it could be answered; claim again`,
        holderOf(task),
      );
    }
    return { pending: false, task: { ...task, durability: 'disk', confirmed: true } };
  }

  async renew(caller: Caller, id: string, options: { fence?: number; ttl_ms?: number }): Promise<TaskState & Receipt> {
    const task = this.#held(caller, id, options.fence);
    return this.#change(id, {
      t: 'renew',
      task: id,
      fence: options.fence ?? task.fence,
      ttl_ms: options.ttl_ms ?? limits.CLAIM_TTL_MS_DEFAULT,
      ...agentOf(caller),
    });
  }

  async release(caller: Caller, id: string, options: { fence?: number }): Promise<TaskState & Receipt> {
    const task = this.#held(caller, id, options.fence);
    return this.#change(id, { t: 'release', task: id, fence: options.fence ?? task.fence, ...agentOf(caller) });
  }

  /**
   * Completes a task. A caller that held the task once may come too late: its result is refused as the task's and kept beside
   * it, and the error says so. One that never held it and cannot have it is refused at once.
   */
  async complete(caller: Caller, id: string, options: { fence?: number; result?: Json }): Promise<TaskState & Receipt> {
    const task = this.get(id);
    const mine = task.status === 'claimed' && task.claimed_by === caller.agent_id;
    const held = task.history.filter(
      (event) => event.agent_id === caller.agent_id && eventOf(event).outcome === 'granted',
    );
    const lastFence = held.map(eventOf).at(-1)?.fence ?? 0;
    const fence = options.fence ?? (mine ? task.fence : task.status === 'open' ? 0 : lastFence);
    if (fence === 0 && !mine) {
      if (task.status === 'complete')
        throw new ConcordatError('TASK_ALREADY_COMPLETE', `task ${id} is complete`, holderOf(task));
      if (task.status === 'claimed')
        throw new ConcordatError('NOT_CLAIMER', `${task.claimed_by} holds task ${id}`, holderOf(task));
      if (task.assigned_to !== null && task.assigned_to !== caller.agent_id)
        throw new ConcordatError('NOT_ASSIGNEE', `task ${id} is reserved for ${task.assigned_to}`);
    }
    assertFits('the result', options.result ?? null);
    return this.#change(id, { t: 'complete', task: id, fence, result: options.result ?? null, ...agentOf(caller) });
  }

  /** A lease that ran out by this node's clock is not over before an indexer says so: says it, or waits for it. */
  async #expire(id: string, fence: number, until: number): Promise<void> {
    if (this.#parts.rules()) {
      await this.#parts.commit({ t: 'expire', task: id, fence });
      return;
    }
    const expired = () =>
      this.get(id).history.some((event) => eventOf(event).outcome === 'expired' && eventOf(event).fence === fence);
    while (!expired()) {
      if (await this.#parts.nextSigned(until)) continue;
      throw new ConcordatError(
        'NO_INDEXER_REACHABLE',
        `the lease of task ${id} has run out, but no indexer has confirmed that yet`,
      );
    }
  }

  /** The log knows no clock, so this node refuses by its own to begin what is over. A result still counts. */
  #refuseExpired(task: TaskState): void {
    if (task.expired)
      throw new ConcordatError('TASK_NOT_OPEN', `task ${task.id} has expired; post it again if it is still to be done`);
  }

  #refuseClaim(task: TaskState, caller: Caller): void {
    if (task.status === 'complete')
      throw new ConcordatError('TASK_ALREADY_COMPLETE', `task ${task.id} is complete`, holderOf(task));
    if (task.status === 'claimed' && task.claimed_by !== caller.agent_id)
      throw this.#lost('TASK_ALREADY_CLAIMED', '', task);
    if (task.assigned_to !== null && task.assigned_to !== caller.agent_id)
      throw new ConcordatError('NOT_ASSIGNEE', `task ${task.id} is reserved for ${task.assigned_to}`);
  }

  #lost(code: string, why: string, task: TaskState): ConcordatError {
    const message =
      code === 'TASK_ALREADY_CLAIMED' ? `${task.claimed_by} holds task ${task.id} until ${task.lease_until}` : why;
    return new ConcordatError(isErrorCode(code) ? code : 'TASK_NOT_OPEN', message, holderOf(task));
  }

  /** The task, when the caller holds it or names the fence that it held it by. */
  #held(caller: Caller, id: string, fence: number | undefined): TaskState {
    const task = this.get(id);
    if (fence !== undefined) return task;
    if (task.status === 'complete') throw new ConcordatError('TASK_ALREADY_COMPLETE', `task ${id} is complete`);
    if (task.status === 'open') throw new ConcordatError('NOT_CLAIMED', `nobody holds task ${id}`);
    if (task.claimed_by !== caller.agent_id)
      throw new ConcordatError('NOT_CLAIMER', `${task.claimed_by} holds task ${id}`, holderOf(task));
    return task;
  }

  async #change(id: string, op: NewOp): Promise<TaskState & Receipt> {
    const { outcome, confirmed } = await this.#parts.commit(op);
    const task = this.get(id);
    assertDone(outcome, {
      ...holderOf(task),
      ...(!outcome.ok && outcome.kept ? { late_result_kept: true, id: outcome.id } : {}),
    });
    return { ...task, durability: 'disk', confirmed };
  }
}

/** The agent that an op is for; nothing for the host. */
export const agentOf = (caller: Caller): { agent?: string } => (caller.name === null ? {} : { agent: caller.name });
const holderOf = (task: TaskState): { [key: string]: Json } => ({
  holder: task.claimed_by,
  fence: task.fence,
  lease_until: task.lease_until,
  status: task.status,
});
