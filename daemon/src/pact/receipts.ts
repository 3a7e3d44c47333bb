import type { Commit } from './commit-queue.js';
import { limits } from './model/index.js';

/** Messages of one agent that wait for their receipt; the ones past it are told with a later reading. */
const WAITING_MAX = 4096;

/**
 * Tells the pact which messages have reached an agent of this node, after they did, and never in the way of who reads: many messages in
 * one op, one op of an agent at a time. What cannot be written now is forgotten here, because a message without a receipt is still unread and
 * the next reading tells it again.
 */
export class Receipts {
  readonly #commit: Commit;
  /** By agent name; the host's is empty. */
  readonly #waiting = new Map<string, Set<string>>();
  #busy = false;

  constructor(commit: Commit) {
    this.#commit = commit;
  }

  /** These messages were handed to the agent. */
  delivered(agent: string | null, ids: readonly string[]): void {
    if (ids.length === 0) return;
    const name = agent ?? '';
    const waiting = this.#waiting.get(name) ?? new Set();
    for (const id of ids) if (waiting.size < WAITING_MAX) waiting.add(id);
    this.#waiting.set(name, waiting);
    if (this.#busy) return;
    this.#busy = true;
    void this.#write().finally(() => {
      this.#busy = false;
    });
  }

  async #write(): Promise<void> {
    for (;;) {
      const [next] = this.#waiting;
      if (!next) return;
      const [agent, waiting] = next;
      const delivered = [...waiting].slice(0, limits.RECEIPT_IDS_MAX);
      try {
        await this.#commit({ t: 'receipt', delivered, acknowledged: [], ...(agent === '' ? {} : { agent }) });
        for (const id of delivered) waiting.delete(id);
      } catch {
        waiting.clear();
      }
      if (waiting.size === 0) this.#waiting.delete(agent);
    }
  }
}
