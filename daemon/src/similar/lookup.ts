import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { Arrivals, Tables } from '../projection/index.js';
import { discardDerived } from '../sql.js';
import type { FollowedText, FromLookup, LookupData, ToLookup } from './messages.js';
import type { Asked, Similar, SimilarApi } from './types.js';

/** Arrivals that are read in one turn of the event loop. */
const SLICE = 128;
/** Slices on their way to the thread; more would only stand in front of questions. */
const SLICES_AHEAD = 2;
/** Between two looks at what arrived. While writes go on a look takes one slice. */
const IDLE_MS = 200;
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
/** How long the end of the daemon waits for the thread. */
const CLOSE_MS = 1_000;
/**
 * Memory of the thread for what lives short, in MB. Fingerprints leave nothing but rows behind, and the 48 that Node gives by itself are taken
 * before any of it is looked through.
 */
const YOUNG_MB = 8;
/** After the first tries a database that cannot be used is not the reason. A disk that is full may be, so it is tried again, once in so long. */
const FAILURES_MAX = 5;
const AGAIN_MS = 5_000;

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

interface Question {
  readonly n: number;
  readonly asked: Asked;
}

/**
 * Finds knowledge that says what a text says. The thread starts with the first question; where there was one before, soon after the daemon
 * has started. A question is asked behind what had arrived before it, unless that is more than the thread can take in at once. While many
 * write, it stays behind and catches up when they pause.
 */
export class Lookup implements SimilarApi {
  readonly #options: LookupOptions;
  readonly #waiting = new Map<number, (similar: readonly Similar[] | null) => void>();
  /** Questions from before the thread said how far it is. */
  #early: Question[] = [];
  #worker: Worker | null = null;
  #asked = 0;
  /** Questions that may be asked now, as of `#counted`, ms. */
  #budget = OPTIONAL_PER_S;
  #counted = 0;
  /** Arrival up to which rows were handed to the thread; null before it said how far it is. */
  #sent: number | null = null;
  #slices = 0;
  #failures = 0;
  #failedAt = 0;
  #closed = false;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: LookupOptions) {
    this.#options = options;
    options.arrivals.onAnnounced(() => this.#soon());
  }

  /** Starts the thread when there was one on this node before. */
  resume(): void {
    if (existsSync(this.#options.file)) this.#start();
  }

  ask(asked: Asked, optional: boolean): Promise<readonly Similar[] | null> {
    this.#start();
    if (!this.#worker || (optional && !this.#affordable())) return Promise.resolve(null);
    const n = ++this.#asked;
    const answer = new Promise<readonly Similar[] | null>((resolve) => {
      const settle = (similar: readonly Similar[] | null): void => {
        clearTimeout(timer);
        this.#waiting.delete(n);
        resolve(similar);
      };
      const timer = setTimeout(settle, WAIT_MS, null);
      this.#waiting.set(n, settle);
      if (this.#sent === null) this.#early.push({ n, asked });
      else this.#put({ n, asked });
    });
    // A write does not fail because nobody could say what is like it.
    return answer.catch((error: unknown) => {
      this.#options.logger.error({ err: error }, 'what is like a text could not be asked');
      return null;
    });
  }

  #affordable(): boolean {
    const now = performance.now();
    this.#budget = Math.min(OPTIONAL_PER_S, this.#budget + ((now - this.#counted) / 1000) * OPTIONAL_PER_S);
    this.#counted = now;
    // A thread that has just started has yet to say how far it is: mostly as far as it was when it ended.
    const behind = this.#sent === null ? 0 : this.#options.tables.head() - this.#sent;
    if (this.#budget < 1 || behind > OPTIONAL_BEHIND) return false;
    this.#budget--;
    return true;
  }

  /** Puts a question behind what has arrived. */
  #put(question: Question): void {
    if (this.#options.tables.head() - (this.#sent ?? 0) <= SLICE || !this.#options.committing()) this.#follow();
    this.#send({ kind: 'ask', ...question });
  }

  forget(pactId: string): void {
    this.#send({ kind: 'forget', pact_id: pactId });
  }

  #send(message: ToLookup): void {
    this.#worker?.postMessage(message);
  }

  /** Hands over what arrived, as far as the thread can take it in at once. */
  #follow(): void {
    const { tables, committing } = this.#options;
    const ahead = committing() ? 1 : SLICES_AHEAD;
    while (this.#sent !== null && this.#sent < tables.head() && this.#slices < ahead) {
      const to = Math.min(tables.head(), this.#sent + SLICE);
      const rows = tables.db.prepare(FOLLOWED).all([this.#sent, to]) as unknown as FollowedText[];
      this.#sent = to;
      this.#slices++;
      this.#send({ kind: 'rows', rows, to });
    }
  }

  /** Something arrived while nobody asks: there is time. */
  #soon(): void {
    if (this.#idle || !this.#worker) return;
    this.#idle = setTimeout(() => {
      this.#idle = null;
      this.#follow();
    }, IDLE_MS);
    this.#idle.unref();
  }

  #start(): void {
    if (this.#worker || this.#closed) return;
    if (this.#failures >= FAILURES_MAX && performance.now() - this.#failedAt < AGAIN_MS) return;
    const { file, tables, logger, pacts } = this.#options;
    const data: LookupData = { file, follows: tables.incarnation, pacts: pacts() };
    const worker = new Worker(workerFile(), {
      workerData: data,
      stdin: false,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker = worker;
    worker.on('message', (message: FromLookup) => this.#take(message));
    worker.on('error', (error) => {
      logger.error({ err: error }, 'the index of similar entries failed and is made again');
      this.#failures++;
      this.#failedAt = performance.now();
      discardDerived(file);
    });
    worker.on('exit', () => this.#ended());
    // The daemon may end without it: nothing in the index is a promise.
    worker.unref();
  }

  #take(message: FromLookup): void {
    if (message.kind === 'answer') {
      this.#waiting.get(message.n)?.(message.similar);
      return;
    }
    if (this.#sent === null) {
      this.#sent = message.indexed;
      for (const question of this.#early.splice(0)) this.#put(question);
    } else this.#slices--;
    if (this.#options.committing()) this.#soon();
    else this.#follow();
  }

  #ended(): void {
    this.#worker = null;
    this.#sent = null;
    this.#slices = 0;
    this.#early = [];
    for (const settle of this.#waiting.values()) settle(null);
    if (this.#failures > 0 && this.#failures < FAILURES_MAX) this.#start();
  }

  /** Ends the thread; what it does not know yet it will be told again. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#idle) clearTimeout(this.#idle);
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#send({ kind: 'close' });
    const timer = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(timer);
  }
}

// By the package's name, since the sources, the compiled files and the bundle lie at different depths.
const workerFile = (): string => createRequire(import.meta.url).resolve('@concordat/daemon/similar-worker');
