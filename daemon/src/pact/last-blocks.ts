/** How long a removed node may go on to hand over what it owes: who was removed gets no more of this disk than fits into that. */
const HANDOVER_MS = 30_000;

/** What it stands on. */
export interface LastBlocksParts {
  /** Of the log with this discovery key, 64 hex: was this node told of blocks that it does not have? */
  missing(core: string): boolean;
  /** Holds the connections against the gate again. */
  regate(): void;
}

/**
 * The last blocks of removed members. A node that has heard how long a log is can be proven blocks of it by nobody who knows less of it (hypercore 11.37.1),
 * and what other members wrote after such a block waits for it: for ever, when only the removed node can prove it (simulation, seed 2001807). So a
 * connection to a removed node goes on to carry that node's own log, nothing else, until what it told of is here. What it writes later counts
 * nothing, as ever.
 */
export class LastBlocks {
  readonly #parts: LastBlocksParts;
  /** Nodes that were removed, by the discovery keys of their logs. */
  #removed = new Map<string, string>();
  /** Logs that are being handed over, each with the end of its time; null: it is over. */
  readonly #handed = new Map<string, NodeJS.Timeout | null>();

  constructor(parts: LastBlocksParts) {
    this.#parts = parts;
  }

  /** @param removed nodes that were removed, by the discovery keys of their logs */
  refresh(removed: ReadonlyMap<string, string>): void {
    this.#removed = new Map(removed);
  }

  /** May a connection to this node go on to carry this log? */
  spares(node: string, core: string): boolean {
    if (this.#removed.get(core) !== node || !this.#parts.missing(core)) return false;
    if (!this.#handed.has(core)) {
      const over = (): void => {
        this.#handed.set(core, null);
        this.#parts.regate();
      };
      this.#handed.set(core, setTimeout(over, HANDOVER_MS).unref());
    }
    return this.#handed.get(core) !== null;
  }

  /** The pact moved, maybe by what was handed over. */
  moved(): void {
    for (const timer of this.#handed.values()) if (timer) return this.#parts.regate();
  }

  close(): void {
    for (const timer of this.#handed.values()) if (timer) clearTimeout(timer);
  }
}
