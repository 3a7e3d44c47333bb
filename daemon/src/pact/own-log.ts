import type { Logger } from 'pino';
import type { StartState } from '../node/index.js';
import type { CommitQueue } from './commit-queue.js';
import type { PactLog } from './log.js';

const LOOK_MS = 100;
/** The own log must look complete for this long: a peer tells its length a moment after it is attached. */
const CALM_MS = 500;
/** An empty log that no peer offers blocks of for so long, while members are connected, is empty everywhere. */
const EMPTY_CALM_MS = 5_000;

/**
 * After a power cut, or when the data directory is an older copy, this writer's log may be shorter than what its peers hold; a
 * write would then give it two histories. So writes are held until a peer has been asked and the log has all that it knows.
 * Peers hand the missing blocks back by themselves.
 */
export class OwnLogCheck {
  readonly #log: PactLog;
  readonly #queue: CommitQueue;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | null = null;
  #calmSince = 0;
  #onCompared: () => void = () => {};

  constructor(log: PactLog, queue: CommitQueue, logger: Logger) {
    this.#log = log;
    this.#queue = queue;
    this.#logger = logger;
  }

  /**
   * @param alone is nobody else in the pact, so that nobody can hold more of the log than a sync put on this disk?
   * @param met is a member connected?
   */
  start(state: StartState, alone: () => boolean, met: () => boolean): void {
    const { local, writer } = this.#log;
    const { started } = state;
    const mark = state.mark(writer);
    const copy = state.isCopy(writer);
    const short = local.length < mark;
    if (!short && !copy && started !== 'power_loss') return;
    const reason = short
      ? `the own log has ${local.length} blocks and had ${mark}`
      : copy
        ? 'the data directory is a copy'
        : 'the machine stopped without warning';
    this.#onCompared = () => state.compared(writer);
    this.#queue.hold(`writes are held: ${reason}, and the own log has not been compared with a peer yet`);
    this.#logger.warn(
      { writer, length: local.length, mark, started, copy },
      'writes are held until a peer has confirmed the own log',
    );
    // The library opens an own log to peers only while it writes or they ask, and after an outage of all nodes nobody does either.
    local.setActive(true);
    this.#timer = setInterval(() => {
      if (!short && alone()) this.#release();
      else this.#look(mark, met);
    }, LOOK_MS);
    this.#timer.unref();
  }

  #look(mark: number, met: () => boolean): void {
    const { local } = this.#log;
    const lengths = local.core.replicator.peers.filter((peer) => peer.remoteOpened).map((peer) => peer.remoteLength);
    // Whoever has no block of a log does not open it, so before the first block there is nobody to compare with.
    const isFresh = lengths.length === 0 && local.length === 0 && met();
    if ((!lengths.length && !isFresh) || local.length < Math.max(mark, ...lengths)) {
      this.#calmSince = 0;
      return;
    }
    this.#calmSince ||= performance.now();
    if (performance.now() - this.#calmSince < (isFresh ? EMPTY_CALM_MS : CALM_MS)) return;
    this.#release();
  }

  #release(): void {
    this.close();
    this.#onCompared();
    this.#logger.info(
      { writer: this.#log.writer, length: this.#log.local.length },
      'the own log is complete; writes go on',
    );
    this.#queue.release();
  }

  close(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#log.local.setActive(false);
  }
}
