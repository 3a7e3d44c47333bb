import { ConcordatError } from '../errors.js';
import { failpoint } from '../failpoints.js';
import { withinMs } from '../within.js';
import { NOT_WRITABLE, type PactLog } from './log.js';
import type { NewOp, Outcome } from './model/index.js';

/** Ops in one group commit. */
const APPEND_BATCH_MAX = 256;
/** Turns of the event loop that bring nobody, after which a batch begins, and those after which it begins in any case. */
const GATHER_TURNS_QUIET = 2;
const GATHER_TURNS_MAX = 8;
/** How long a writer waits while writes are held before it is told so. */
const HELD_WAIT_MS = 1_000;
/** How long closing waits for the commit in flight. */
const CLOSE_MS = 1_000;
/** Pause before an indexer among several acknowledges by force (measured: 20 ms signs an isolated entry in 64 ms at the median). */
const FORCED_ACK_MS = 20;
/** So many rounds for one tip at that pace; then the pause doubles with each, at most so often, so that a lost quorum does not make the others spin. */
const FORCED_ACKS_QUICK = 8;
const FORCED_ACKS_SLOWER = 8;

/** What became of an op, and whether the order that contains it was signed at once. */
export interface Committed {
  readonly outcome: Outcome;
  readonly confirmed: boolean;
}

/** Commits one op of this node. */
export type Commit = (op: NewOp) => Promise<Committed>;

interface Waiting {
  readonly op: Buffer;
  readonly resolve: (committed: Committed) => void;
  readonly reject: (error: unknown) => void;
  timer: NodeJS.Timeout;
}

/** What a commit needs from around the log. */
export interface CommitParts {
  readonly log: PactLog;
  /** Puts appended blocks on disk. */
  sync(): Promise<void>;
  /** Holds all connections, which must not carry a block away before it is on disk, until the answer is called. */
  hold(): () => void;
  /** Called when nothing waits for the disk any more. */
  onSynced(): void;
  /** Resolves when what was appended can be read. */
  readable(): Promise<void>;
  /** An op that says what time an indexer has, instead of an empty acknowledgement, when one is due; else null. */
  tick(): Buffer | null;
  /** Is what the indexers signed known to be current? */
  vouched(): boolean;
}

/**
 * Group commit: whatever waits is appended as one batch, synced once and answered once. Flushes when idle, without a timer.
 */
export class CommitQueue {
  readonly #parts: CommitParts;
  #waiting: Waiting[] = [];
  #busy: Promise<void> | null = null;
  #ackWanted = false;
  #held: string | null = null;
  #forced: { tip: number; rounds: number; timer: NodeJS.Timeout | null } = { tip: -1, rounds: 0, timer: null };
  #closed = false;
  /** The sync of the newest own blocks. */
  #synced: Promise<void> = Promise.resolve();
  /** Syncs under way, and how much of the view was signed when the first of them began. */
  #syncs = 0;
  #signedBefore = 0;

  constructor(parts: CommitParts) {
    this.#parts = parts;
  }

  /** Why local writes are held, or null. */
  get held(): string | null {
    return this.#held;
  }

  /**
   * How much of the view is signed by what is on the disk: an indexer signs its own blocks in the moment it writes them, and nothing may be called
   * confirmed that a power cut could still take back (found by a simulated history).
   */
  get signedLength(): number {
    const { signedLength } = this.#parts.log;
    return this.#syncs === 0 ? signedLength : Math.min(signedLength, this.#signedBefore);
  }

  /** Is a commit under way? */
  get busy(): boolean {
    return this.#busy !== null;
  }

  /** Holds local writes until {@link release}. */
  hold(reason: string): void {
    this.#held = reason;
  }

  release(): void {
    this.#held = null;
    this.#pump();
    // What arrived meanwhile was not acknowledged, and nothing more may come.
    this.acknowledge();
  }

  /**
   * Commits one op: resolves when it is on disk, applied and readable. Throws WRITES_HELD, NOT_A_MEMBER, SHUTTING_DOWN, or
   * VIEW_TIMEOUT when it takes longer than `ms`; it may still be committed after that.
   */
  commit(op: Buffer, ms: number): Promise<Committed> {
    if (this.#closed) return Promise.reject(new ConcordatError('SHUTTING_DOWN'));
    return new Promise((resolve, reject) => {
      const held = this.#held;
      const waiting: Waiting = {
        op,
        resolve,
        reject,
        timer: setTimeout(() => this.#expire(waiting, held, ms), held === null ? ms : Math.min(ms, HELD_WAIT_MS)),
      };
      this.#waiting.push(waiting);
      this.#pump();
    });
  }

  /**
   * Own blocks went to the storage and peers are about to hear of them: holds all connections until the disk has them, so that a
   * power cut can never give this writer two histories. Only this moment is held, because appending itself may need blocks from peers.
   */
  ownBlocks(): void {
    const release = this.#parts.hold();
    if (this.#syncs++ === 0) this.#signedBefore = this.#parts.log.signedLength;
    failpoint('blocks-appended');
    this.#synced = this.#parts
      .sync()
      .then(() => failpoint('blocks-synced'))
      .finally(() => {
        release();
        if (--this.#syncs === 0) this.#parts.onSynced();
      });
    // Whoever waits for the sync hears of a fault; nobody may be waiting.
    this.#synced.catch(() => {});
  }

  /** The log moved: acknowledge it if this node is an indexer that should. */
  acknowledge(): void {
    const { log } = this.#parts;
    if (this.#closed || this.#held !== null) return;
    // Several indexers that acknowledged at once would answer each other for ever; one has nobody to wait for.
    if (log.indexers > 1) this.#forceAckSoon();
    else if (log.shouldAck) {
      this.#ackWanted = true;
      this.#pump();
    }
  }

  #forceAckSoon(): void {
    const { log } = this.#parts;
    const forced = this.#forced;
    const tip = log.length;
    if (forced.tip !== tip) Object.assign(forced, { tip, rounds: 0 });
    if (forced.timer) return;
    const patience = 2 ** Math.min(Math.max(0, forced.rounds - FORCED_ACKS_QUICK), FORCED_ACKS_SLOWER);
    // Spread, so that indexers do not answer each other in step.
    const delay_ms = FORCED_ACK_MS * patience * (0.5 + Math.random());
    forced.timer = setTimeout(() => {
      forced.timer = null;
      if (this.#closed) return;
      log
        .owesAck()
        .then((owes) => {
          forced.rounds++;
          this.#ackWanted ||= owes;
          this.#pump();
          // Signatures may still be missing when the last update was long ago.
          if (log.signedLength < log.length) this.#forceAckSoon();
        })
        // The log is changing over or closing; its next update asks again.
        .catch(() => {});
    }, delay_ms);
  }

  #expire(waiting: Waiting, held: string | null, ms: number): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    waiting.reject(
      held === null
        ? new ConcordatError('VIEW_TIMEOUT', `the write was not done within ${ms} ms`)
        : new ConcordatError('WRITES_HELD', held),
    );
  }

  #pump(): void {
    if (this.#busy || this.#held !== null || this.#closed) return;
    if (!this.#waiting.length && !this.#ackWanted) return;
    this.#busy = this.#run().finally(() => {
      this.#busy = null;
      this.#pump();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#gather();
      if ((!this.#waiting.length && !this.#ackWanted) || this.#held !== null) return;
      await this.#commit(this.#waiting.splice(0, APPEND_BATCH_MAX));
    }
  }

  /**
   * Lets those join the next batch who are about to write, mostly callers that were just answered: as long as they keep coming, within few
   * turns of the event loop. A commit of one straggler costs nearly as much as that of all.
   */
  async #gather(): Promise<void> {
    let quiet = 0;
    for (let turn = 0; turn < GATHER_TURNS_MAX && quiet < GATHER_TURNS_QUIET; turn++) {
      const before = this.#waiting.length;
      await new Promise(setImmediate);
      quiet = this.#waiting.length > before ? 0 : quiet + 1;
    }
  }

  async #commit(batch: Waiting[]): Promise<void> {
    const { log } = this.#parts;
    const acknowledge = this.#ackWanted;
    this.#ackWanted = false;
    let outcomes: Outcome[] = [];
    try {
      if (batch.length) outcomes = await log.append(batch.map((waiting) => waiting.op));
      else if (acknowledge) await this.#acknowledge();
      await this.#synced;
    } catch (error) {
      for (const waiting of batch) this.#settle(waiting, () => waiting.reject(writeFault(error, this.#held)));
      return;
    }
    const confirmed = this.#parts.vouched() && log.signedLength >= log.length;
    try {
      await this.#parts.readable();
    } catch (error) {
      for (const waiting of batch) this.#settle(waiting, () => waiting.reject(error));
      return;
    }
    if (batch.length) failpoint('write-shown');
    batch.forEach((waiting, i) => {
      this.#settle(waiting, () => waiting.resolve({ outcome: outcomes[i] as Outcome, confirmed }));
    });
  }

  async #acknowledge(): Promise<void> {
    const { log } = this.#parts;
    const tick = this.#parts.tick();
    if (tick) await log.append([tick]);
    else if (log.indexers > 1) await log.forceAck();
    else if (log.shouldAck) await log.ack();
  }

  #settle(waiting: Waiting, answer: () => void): void {
    clearTimeout(waiting.timer);
    answer();
  }

  /**
   * Lets the commit in flight end, refuses the rest. A commit may wait for blocks that nobody gives to this node any more (it was removed,
   * or is alone): closing the log ends it then.
   */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#forced.timer) clearTimeout(this.#forced.timer);
    for (const waiting of this.#waiting.splice(0))
      this.#settle(waiting, () => waiting.reject(new ConcordatError('SHUTTING_DOWN')));
    await withinMs(CLOSE_MS, this.#busy);
  }
}

/**
 * The library's words for a writer that may not write, in ours.
 * @param held why writes are held, or null: a log that failed closes under the write that met the fault
 */
function writeFault(error: unknown, held: string | null): unknown {
  const message = error instanceof Error ? error.message : '';
  if (message === NOT_WRITABLE)
    return new ConcordatError(
      'NOT_A_MEMBER',
      'this node may not write to the pact: it was removed, or its admission has not arrived yet',
    );
  if (message === 'Autobase is closing' && held !== null) return new ConcordatError('WRITES_HELD', held);
  if (message === 'Autobase is closing')
    return new ConcordatError('UPGRADE_NEEDED', 'the pact was stopped; GET /status of the pact says why');
  return error;
}
