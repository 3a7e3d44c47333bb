import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { ConcordatError } from '../errors.js';
import type { Arrivals, Tables } from '../projection/index.js';
import { discardDerived } from '../derived/index.js';
import type { FollowerData, FromFollower, Slice, ToFollower } from './types.js';

/** Slices on their way to the thread; more would only wait there, in front of questions. */
const SLICES_AHEAD = 4;
/** Between two looks at what arrived while nobody asks. A question looks at once. */
const IDLE_MS = 200;
/** How long a question waits for a thread that is far behind, before it is answered from what there is. */
const BEHIND_MS = 2_000;
/** After the first tries the file that it keeps is not the reason. A disk that is full may be, so it is tried again, once in so long, when somebody asks. */
const FAILURES_MAX = 5;
const AGAIN_MS = 5_000;
/** The thread says nothing for so long while it is asked: it is ended and begins again. */
const SILENCE_MS = 15_000;
/** How long what is under way in the thread may hold up the end of the daemon. */
const CLOSE_MS = 1_000;

/** What a thread is made with. */
export interface ThreadOptions<Row, From> {
  /** What it keeps, as a message says it. */
  readonly what: string;
  /** Its code, as this package exports it. */
  readonly entry: string;
  /** Where it keeps that. */
  readonly file: string;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  /** Ids of the pacts that this node has. */
  readonly pacts: () => readonly string[];
  readonly logger: Logger;
  /** What it begins with beside that. */
  readonly data?: object;
  /** Memory for what lives short, in MB; as much as Node gives by itself when absent. */
  readonly young_mb?: number;
  /** Is it told what arrives? */
  readonly follows: boolean;
  /** Reads what it is told of the arrivals behind one: as many as take half a millisecond, the time of one turn of the event loop. */
  readonly slice: (from: number) => Slice<Row>;
  /** Is there something that goes before? Then it is handed one slice in a while, as long as nobody asks. */
  readonly givesWay?: () => boolean;
  onMessage(message: From): void;
  /** It ended, and with it all that it was asked. It begins again by itself unless it failed too often. */
  onEnd(): void;
}

/**
 * A thread that owns a file of what can be derived from entries, and follows the arrival feed. What is sent to it stands behind the rows that
 * were sent before it.
 */
export class FollowingThread<Row, To, From> {
  readonly #options: ThreadOptions<Row, From>;
  #worker: Worker | null = null;
  /** Arrival up to which rows were handed over, and up to which it has taken them in; null before it said how far it is. */
  #sent = 0;
  #taken: number | null = null;
  #slices = 0;
  #ready: Promise<void> = Promise.resolve();
  #whenReady: () => void = () => undefined;
  #whenTaken: (() => void)[] = [];
  #heard = 0;
  #failures = 0;
  #failedAt = 0;
  readonly #end = new AbortController();

  constructor(options: ThreadOptions<Row, From>) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#worker !== null;
  }

  /** Arrivals that it has not taken in yet; 0 before it has said how far it is, which is mostly as far as it was when it ended. */
  get behind(): number {
    return this.#taken === null ? 0 : this.#options.tables.head() - this.#taken;
  }

  /** Starts it when it does not run. Throws INTERNAL when it failed too often. */
  start(): void {
    if (this.#worker || this.#end.signal.aborted) return;
    const { what, entry, file, tables, pacts, data, young_mb, follows, logger } = this.#options;
    if (this.#failures >= FAILURES_MAX && performance.now() - this.#failedAt < AGAIN_MS)
      throw new ConcordatError('INTERNAL', `${what} cannot be made; see the log, and try again in a few seconds`);
    // By the package's name, since the sources, the compiled files and the bundle lie at different depths.
    const code = createRequire(import.meta.url).resolve(`@concordat/daemon/${entry}`);
    const begin: FollowerData = { file, follows: tables.incarnation, pacts: pacts() };
    const worker = new Worker(code, {
      workerData: { ...begin, ...data },
      stdin: false,
      resourceLimits: young_mb === undefined ? {} : { maxYoungGenerationSizeMb: young_mb },
    });
    this.#worker = worker;
    this.#slices = 0;
    this.#heard = performance.now();
    this.#ready = new Promise((resolve) => {
      this.#whenReady = resolve;
    });
    worker.on('message', (message: From | FromFollower) => this.#take(message));
    worker.on('error', (error) => {
      logger.error({ err: error }, `${what} failed and is made again`);
      this.#failures++;
      this.#failedAt = performance.now();
      discardDerived(file);
    });
    worker.on('exit', () => this.#ended(worker));
    // The daemon may end without it: nothing in its file is a promise.
    worker.unref();
    if (follows) void this.#follow(worker);
  }

  /** Without a thread that runs, it is lost. */
  send(message: To | ToFollower<Row>): void {
    this.#worker?.postMessage(message);
  }

  /** It did what it was asked, so what made it fail before is gone. */
  works(): void {
    this.#failures = 0;
  }

  /** An answer is overdue: ends the thread when it says nothing at all any more. */
  overdue(): void {
    if (performance.now() - this.#heard > SILENCE_MS) void this.#worker?.terminate();
  }

  /**
   * Resolves when it runs and all rows up to now stand in front of what is sent next: to true, or to false when that takes too long.
   * @param most arrivals for which that is worth the wait; of more none is handed over
   */
  async caughtUp(most = Number.POSITIVE_INFINITY): Promise<boolean> {
    const head = this.#options.tables.head();
    const until = performance.now() + BEHIND_MS;
    this.start();
    await this.#ready;
    if (head - this.#sent > most) return false;
    while (this.#sent < head) {
      if (!this.#worker) {
        // It ended meanwhile; the next one begins with what it finds in the file.
        this.start();
        if (!this.#worker) return false;
        await this.#ready;
      } else if (this.#slices < SLICES_AHEAD) this.#handOver();
      else if (performance.now() > until) return false;
      else await new Promise<void>((resolve) => this.#whenTaken.push(resolve));
    }
    return true;
  }

  #handOver(): void {
    const { rows, to } = this.#options.slice(this.#sent);
    this.#sent = to;
    this.#slices++;
    this.send({ kind: 'rows', rows, to });
  }

  #take(message: From | FromFollower): void {
    this.#heard = performance.now();
    const { kind } = message as { kind: string };
    if (kind !== 'ready' && kind !== 'indexed') {
      this.#options.onMessage(message as From);
      return;
    }
    const { indexed } = message as FromFollower;
    this.#taken = indexed;
    if (kind === 'ready') {
      this.#sent = indexed;
      this.#whenReady();
    } else {
      this.#slices--;
      this.#wake();
    }
  }

  #wake(): void {
    for (const resolve of this.#whenTaken.splice(0)) resolve();
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#taken = null;
    this.#sent = 0;
    this.#whenReady();
    this.#wake();
    this.#options.onEnd();
    if (this.#failures < FAILURES_MAX) this.start();
  }

  /** Hands over what arrives while nobody asks, one slice at a time, so that a question finds little left to do. */
  async #follow(worker: Worker): Promise<void> {
    const { arrivals, tables, givesWay } = this.#options;
    const { signal } = this.#end;
    await this.#ready;
    while (this.#worker === worker && !signal.aborted) {
      if (this.#sent >= tables.head()) {
        await arrivals.next(signal);
        await pause(IDLE_MS, signal);
      } else if (this.#slices > 0) await new Promise<void>((resolve) => this.#whenTaken.push(resolve));
      else {
        this.#handOver();
        if (givesWay?.()) await pause(IDLE_MS, signal);
      }
    }
  }

  /** Ends it; what it has not taken in yet it will be told again. */
  async close(): Promise<void> {
    this.#end.abort();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.send({ kind: 'close' });
    const timer = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(timer);
  }
}

/** By hand: timers of node:timers/promises keep the process alive, and reject when they are aborted. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
