import {
  type AgentClient,
  type Answer,
  at,
  type Client,
  type Daemon,
  DRAFTS,
} from '../../daemon/test/harness/index.js';
import type { Ledger } from './ledger.js';
import { pass } from './pass.js';

/** Far longer than any promise of the daemon about a time: whoever waits for longer is hanging, also on a busy machine. */
const ANSWER_MAX_MS = 120_000;
/** What a caller may hear from a daemon that is well and has trouble around it; 404 for a task that has not arrived. */
const TROUBLE = new Set([202, 404, 409, 429, 503, 504]);
/** Pause of a caller whose daemon did not answer, so that it does not spin until the daemon is back. */
const PAUSE_MS = 20;

/** Answers that are no fault of the daemon, by status and code, for the summary. */
export type Refusals = Map<string, number>;

/** A caller of one node. */
interface Caller {
  readonly node: Daemon;
  readonly client: Client;
  readonly agent_id: string;
}

/** Callers that write, claim and complete on every node at once, and note in the ledger what they were told. */
export class Load {
  readonly refusals: Refusals = new Map();
  readonly #ledger: Ledger;
  readonly #callers: Caller[] = [];
  /** Tasks that somebody may claim, newest last. */
  readonly #open: string[] = [];
  #lanes: Promise<void>[] = [];
  #stopped = true;
  /** Nodes that somebody stopped with a signal: silence of theirs is no fault. */
  readonly silent = new Set<Daemon>();
  #n = 0;
  readonly #rest_ms: number;
  readonly #onWrite: (took_ms: number) => void;

  /**
   * @param rest_ms what every caller waits for between two writes and between two claims
   * @param onWrite called with the time of every write that was acknowledged
   */
  constructor(ledger: Ledger, rest_ms = 0, onWrite: (took_ms: number) => void = () => {}) {
    this.#ledger = ledger;
    this.#rest_ms = rest_ms;
    this.#onWrite = onWrite;
  }

  /** Adds a node with so many agents of its own. */
  async add(node: Daemon, agents: number): Promise<void> {
    this.#callers.push({ node, client: node.host, agent_id: node.handle });
    for (let i = 0; i < agents; i++) {
      const client: AgentClient = await node.agent(`worker-${i}`);
      this.#callers.push({ node, client, agent_id: client.agent_id });
    }
  }

  start(): void {
    this.#stopped = false;
    this.#lanes = this.#callers.flatMap((caller) => [this.#writing(caller), this.#working(caller)]);
  }

  /** The pause between two requests of a lane; callers that start together drift apart. */
  async #rest(): Promise<void> {
    if (this.#rest_ms > 0) await pass(this.#rest_ms * (0.5 + Math.random()));
  }

  /** Resolves when the last answer is there. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#lanes);
    this.#lanes = [];
  }

  /** An answer, or null when there was none; what no daemon may answer is a violation. */
  async #send(caller: Caller, method: string, path: string, body: unknown): Promise<Answer | null> {
    const started = performance.now();
    const { node, client } = caller;
    const { pid } = node;
    try {
      const answer = await client.request(method, at(path), { body, deadline_ms: ANSWER_MAX_MS });
      if (answer.status < 300 && answer.status !== 202) return answer;
      const code = `${answer.status} ${answer.body?.error ?? 'pending'}`;
      this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
      if (!TROUBLE.has(answer.status)) {
        const said = answer.status === 500 ? `\n${node.tail(8)}` : '';
        this.#ledger.violate('no caller is at fault here', `${method} ${path}: ${answer.text}${said}`);
      }
      return answer;
    } catch (error) {
      const lived = node.running && node.pid === pid && !this.silent.has(node);
      if (lived && performance.now() - started >= ANSWER_MAX_MS)
        this.#ledger.violate(
          'every request is answered',
          `${method} ${path}: ${(error as Error).message}\n${node.tail()}`,
        );
      await pass(PAUSE_MS);
      return null;
    }
  }

  /** Entries of all kinds, one after the other. */
  async #writing(caller: Caller): Promise<void> {
    const kinds = ['knowledge', 'message', 'knowledge', 'task'] as const;
    for (let i = 0; !this.#stopped; i++) {
      await this.#rest();
      const draft = DRAFTS[kinds[i % kinds.length] ?? 'knowledge'](`${caller.agent_id} ${this.#n++}`);
      const answer = await this.#send(caller, 'POST', draft.path, draft.body);
      if (answer?.status !== 201) continue;
      this.#onWrite(answer.took_ms);
      this.#ledger.wrote(answer.body.id, JSON.stringify(draft.payload), caller.node.handle);
      if (draft.type === 'task') this.#open.push(answer.body.id);
    }
  }

  /** Claims what is open, and completes or releases it. */
  async #working(caller: Caller): Promise<void> {
    for (let i = 0; !this.#stopped; i++) {
      await this.#rest();
      const task = this.#open.at(-1 - (i % 8));
      if (task === undefined) {
        await pass(PAUSE_MS);
        continue;
      }
      const claimed = await this.#send(caller, 'PUT', `/tasks/${task}/claim?wait=1`, {});
      if (claimed?.status !== 200) {
        // Not known here yet, or somebody else's.
        if (claimed?.status === 409) this.#drop(task);
        continue;
      }
      const { fence } = claimed.body as { fence: number };
      this.#ledger.granted(task, fence, caller.agent_id);
      if (i % 5 === 4) {
        await this.#send(caller, 'PUT', `/tasks/${task}/release`, { fence });
        continue;
      }
      const result = `result of ${caller.agent_id} ${this.#n++}`;
      const done = await this.#send(caller, 'PUT', `/tasks/${task}/complete`, { fence, result });
      if (done?.status === 200 && done.body.confirmed) this.#ledger.completed(task, caller.agent_id, result);
      this.#drop(task);
    }
  }

  #drop(task: string): void {
    const i = this.#open.indexOf(task);
    if (i >= 0) this.#open.splice(i, 1);
  }
}
