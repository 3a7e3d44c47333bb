import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { FollowingThread, Questions } from '../following/index.js';
import type { Slice } from '../following/types.js';
import type { Arrivals, Tables } from '../projection/index.js';
import type { FollowedText, FromLookup, ToLookup } from './messages.js';
import type { Asked, Similar, SimilarApi } from './types.js';

/** Arrivals that are read in one turn of the event loop. */
const SLICE = 128;
/** A question stands behind all that has arrived, unless that is more than so many arrivals, or than one slice while commits are under way. */
const BEHIND_MAX = 1_000;
/**
 * Questions a second that may be left out and are asked all the same: more than the agents of a node write. 64 callers that write as fast as
 * they can did 4,397 writes a second on two processors without any question, 3,656 with 200 a second, and 4,360 and 4,601 in two runs with 50,
 * and none when 16 arrivals behind (measured).
 */
const OPTIONAL_PER_S = 50;
/** Arrivals behind which a question is left out: to take them in first would cost the writers more than the answer is worth to one of them. */
const OPTIONAL_BEHIND = 64;
/** A look-up is a few reads of an index; who waits for longer has a machine that is too busy to say. */
const WAIT_MS = 2_000;
/**
 * Memory of the thread for what lives short, in MB. Fingerprints leave nothing but rows behind, and the 48 that Node gives by itself are taken
 * before any of it is looked through.
 */
const YOUNG_MB = 8;

const FOLLOWED = `select q.pact_id, f.id, e.val from feed f join pacts q on q.p = f.p
  left join entries e on e.p = f.p and e.id = f.id where f.n > ? and f.n <= ? and f.type = 'knowledge'`;

/** What the index is made from, and where it is. */
export interface LookupOptions {
  readonly file: string;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  /** Ids of the pacts that this node has. */
  readonly pacts: () => readonly string[];
  /** Is any commit under way? */
  readonly committing: () => boolean;
  readonly logger: Logger;
}

/**
 * Finds knowledge that says what a text says. The thread starts with the first question; where there was one before, soon after the daemon
 * has started. While many write, it stays behind and catches up when they pause.
 */
export class Lookup implements SimilarApi {
  readonly #options: LookupOptions;
  readonly #thread: FollowingThread<FollowedText, ToLookup, FromLookup>;
  readonly #questions = new Questions<readonly Similar[]>(() => this.#thread.overdue());
  /** Questions that may be asked now, as of `#counted`, ms. */
  #budget = OPTIONAL_PER_S;
  #counted = 0;

  constructor(options: LookupOptions) {
    this.#options = options;
    this.#thread = new FollowingThread<FollowedText, ToLookup, FromLookup>({
      ...options,
      what: 'the index of similar entries',
      entry: 'similar-worker',
      young_mb: YOUNG_MB,
      follows: true,
      slice: (from) => this.#slice(from),
      givesWay: options.committing,
      onMessage: ({ n, similar }) => {
        this.#thread.works();
        this.#questions.answer(n, similar);
      },
      onEnd: () => this.#questions.lose(),
    });
  }

  /** Starts the thread when there was one on this node before. */
  resume(): void {
    if (existsSync(this.#options.file)) this.#thread.start();
  }

  ask(asked: Asked, optional: boolean): Promise<readonly Similar[] | null> {
    if (optional && !this.#affordable()) return Promise.resolve(null);
    return this.#questions.ask(WAIT_MS, (n) => {
      this.#send(n, asked).catch((error: unknown) => {
        // A write does not fail because nobody could say what is like it. Whatever failed has said so itself.
        this.#options.logger.debug({ err: error }, 'what is like a text could not be asked');
        this.#questions.answer(n, null);
      });
    });
  }

  #affordable(): boolean {
    const now = performance.now();
    this.#budget = Math.min(OPTIONAL_PER_S, this.#budget + ((now - this.#counted) / 1000) * OPTIONAL_PER_S);
    this.#counted = now;
    if (this.#budget < 1 || this.#thread.behind > OPTIONAL_BEHIND) return false;
    this.#budget--;
    return true;
  }

  async #send(n: number, asked: Asked): Promise<void> {
    await this.#thread.caughtUp(this.#options.committing() ? SLICE : BEHIND_MAX);
    if (this.#thread.running) this.#thread.send({ kind: 'ask', n, asked });
    else this.#questions.answer(n, null);
  }

  #slice(from: number): Slice<FollowedText> {
    const { tables } = this.#options;
    const to = Math.min(tables.head(), from + SLICE);
    return { rows: tables.db.prepare(FOLLOWED).all([from, to]) as unknown as FollowedText[], to };
  }

  forget(pactId: string): void {
    this.#thread.send({ kind: 'forget', pact_id: pactId });
  }

  /** Ends the thread. */
  close(): Promise<void> {
    return this.#thread.close();
  }
}
