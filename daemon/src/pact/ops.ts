import { limits, type NewOp } from './model/index.js';

const TICK_MS = limits.WATERMARK_STEP_MS;

/**
 * Turns ops into blocks. Dates them with the wall clock, but never before the one that was dated last, so that a writer's
 * entries keep their order when its clock is set back.
 */
export class OpEncoder {
  #last = 0;
  #lastTick = 0;
  #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Dates nothing before this, ms since 1970: for a start after the clock was set back. */
  notBefore(ms: number): void {
    this.#last = Math.max(this.#last, ms);
  }

  /** The pact took nothing that was dated after this, ms since 1970: a clock that was a year ahead and is right again dates what comes next. */
  takeBack(ms: number): void {
    this.#last = ms;
  }

  encode(op: NewOp): Buffer {
    this.#last = Math.max(this.#last, this.#now());
    return this.#dated(this.#last, op);
  }

  /** What time an indexer has, which it says at most once a minute, in place of an empty acknowledgement; else null. Nothing has to be dated after it. */
  tick(): Buffer | null {
    const now = this.#now();
    // A clock that was ahead and is right again must not silence it until it is there again.
    if (now >= this.#lastTick && now < this.#lastTick + TICK_MS) return null;
    this.#lastTick = now;
    return this.#dated(Math.max(this.#last, now), { t: 'tick' });
  }

  #dated(at: number, op: NewOp): Buffer {
    return Buffer.from(JSON.stringify({ v: limits.PROTOCOL_VERSION, at, ...op }));
  }
}
