import { limits, type NewOp } from './model/index.js';

/**
 * Turns ops into blocks. Dates them with the wall clock, but never before the one that was dated last, so that a writer's
 * entries keep their order when its clock is set back.
 */
export class OpEncoder {
  #last = 0;
  #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Dates nothing before this, ms since 1970: for a start after the clock was set back. */
  notBefore(ms: number): void {
    this.#last = Math.max(this.#last, ms);
  }

  encode(op: NewOp): Buffer {
    this.#last = Math.max(this.#last, this.#now());
    return Buffer.from(JSON.stringify({ v: limits.PROTOCOL_VERSION, at: this.#last, ...op }));
  }
}
