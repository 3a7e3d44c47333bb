import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { ConcordatError } from '../errors.js';
import { type Arrivals, STANDING, type Tables } from '../projection/index.js';
import type { FollowedRow, FromFollower, ToFollower } from './messages.js';

/** Rows that are read in one turn of the event loop: half a millisecond. */
const SLICE_ROWS = 64;
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

/** What followed rows are read with: the entry that arrived, or the task that an event is of, as they are by now. */
const FOLLOWED = `select f.n, q.pact_id, coalesce(e.task, f.id) id, entries.val, entries.ts, t.status, t.lease_until, entries.expires_at,
  iif(entries.aside & 1, (select min(l.ts) from links l where l.p = entries.p and l.target = entries.id and l.rel = 'supersedes'), null) superseded_at,
  ${STANDING}, coalesce(entries.type in ('knowledge', 'skill'), 0) fades from feed f join pacts q on q.p = f.p
  left join entries e on e.p = f.p and e.id = f.id
  left join entries on entries.p = f.p and entries.id = coalesce(e.task, f.id) and entries.type in ('knowledge', 'task', 'skill', 'message')
  left join tasks t on t.p = entries.p and t.id = entries.id
  where f.n > ? order by f.n limit ?`;

/** What a thread is made with. */
export interface ThreadOptions<From> {
  /** What it keeps, as a message says it. */
  readonly what: string;
  /** Its file, as this package exports it. */
  readonly entry: string;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  readonly logger: Logger;
  /** Is it told what arrives? */
  readonly follows: boolean;
  /** What it begins with. */
  data(): unknown;
  onMessage(message: From): void;
  /** It ended, and with it all that it was asked. It begins again by itself unless it failed too often. */
  onEnd(): void;
  /** It failed: throws away what it keeps. */
  discard(): void;
}

/**
 * A thread that owns a file of what can be derived from entries, and follows the arrival feed. What is sent to it stands behind the rows that
 * were sent before it.
 */
export class FollowingThread<To, From> {
  readonly #options: ThreadOptions<From>;
  #worker: Worker | null = null;
  /** Arrival up to which rows were handed over, and up to which it has taken them in. */
  #sent = 0;
  #taken = 0;
  #slices = 0;
  #ready: Promise<void> = Promise.resolve();
  #whenReady: () => void = () => undefined;
  #whenTaken: (() => void)[] = [];
  #heard = 0;
  #failures = 0;
  #failedAt = 0;
  readonly #end = new AbortController();

  constructor(options: ThreadOptions<From>) {
    this.#options = options;
  }

  get running(): boolean {
    return this.#worker !== null;
  }

  /** Arrivals that it has not taken in yet. */
  get behind(): number {
    return this.#worker ? this.#options.tables.head() - this.#taken : 0;
  }

  /** Starts it when it does not run. Throws INTERNAL when it failed too often. */
  start(): void {
    if (this.#worker || this.#end.signal.aborted) return;
    const { what, entry, logger } = this.#options;
    if (this.#failures >= FAILURES_MAX && performance.now() - this.#failedAt < AGAIN_MS)
      throw new ConcordatError('INTERNAL', `${what} cannot be made; see the log, and try again in a few seconds`);
    // By the package's name, since the sources, the compiled files and the bundle lie at different depths.
    const file = createRequire(import.meta.url).resolve(`@concordat/daemon/${entry}`);
    const worker = new Worker(file, { workerData: this.#options.data(), stdin: false });
    this.#worker = worker;
    this.#slices = 0;
    this.#heard = Date.now();
    this.#ready = new Promise((resolve) => {
      this.#whenReady = resolve;
    });
    worker.on('message', (message: From | FromFollower) => this.#take(message));
    worker.on('error', (error) => {
      logger.error({ err: error }, `${what} failed and is made again`);
      this.#failures++;
      this.#failedAt = performance.now();
      this.#options.discard();
    });
    worker.on('exit', () => this.#ended(worker));
    // The daemon may end without it: nothing in its file is a promise.
    worker.unref();
    if (this.#options.follows) void this.#follow(worker);
  }

  /** Without a thread that runs, it is lost. */
  send(message: To | ToFollower): void {
    this.#worker?.postMessage(message);
  }

  /** It did what it was asked, so what made it fail before is gone. */
  works(): void {
    this.#failures = 0;
  }

  /** An answer is overdue: ends the thread when it says nothing at all any more. */
  overdue(): void {
    if (Date.now() - this.#heard > SILENCE_MS) void this.#worker?.terminate();
  }

  /** Resolves when it runs and all rows up to now stand in front of what is sent next: to true, or to false when that takes too long. */
  async caughtUp(): Promise<boolean> {
    const head = this.#options.tables.head();
    const until = Date.now() + BEHIND_MS;
    this.start();
    await this.#ready;
    while (this.#sent < head) {
      if (!this.#worker) {
        // It ended meanwhile; the next one begins with what it finds in the file.
        this.start();
        if (!this.#worker) return false;
        await this.#ready;
      } else if (this.#slices < SLICES_AHEAD) this.#sendSlice();
      else if (Date.now() > until) return false;
      else await new Promise<void>((resolve) => this.#whenTaken.push(resolve));
    }
    return true;
  }

  #sendSlice(): void {
    const { tables } = this.#options;
    const found = tables.db.prepare(FOLLOWED).all([this.#sent, SLICE_ROWS]);
    const to = found.length < SLICE_ROWS ? tables.head() : (found.at(-1)?.n as number);
    const rows = new Map<string, FollowedRow>();
    // An entry that arrived twice, or a task with events, is the same row by now.
    for (const { n: _n, ...row } of found) rows.set(`${row.pact_id} ${row.id}`, row as unknown as FollowedRow);
    this.#sent = to;
    this.#slices++;
    this.send({ kind: 'rows', rows: [...rows.values()], to });
  }

  #take(message: From | FromFollower): void {
    this.#heard = Date.now();
    const { kind } = message as { kind: string };
    if (kind !== 'ready' && kind !== 'indexed') {
      this.#options.onMessage(message as From);
      return;
    }
    this.#taken = (message as FromFollower).indexed;
    if (kind === 'ready') {
      this.#sent = this.#taken;
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
    this.#taken = 0;
    this.#sent = 0;
    this.#whenReady();
    this.#wake();
    this.#options.onEnd();
    if (this.#failures < FAILURES_MAX) this.start();
  }

  /** Hands over what arrives while nobody asks, one slice at a time, so that a question finds little left to do. */
  async #follow(worker: Worker): Promise<void> {
    const { arrivals, tables } = this.#options;
    const { signal } = this.#end;
    await this.#ready;
    while (this.#worker === worker && !signal.aborted) {
      if (this.#sent >= tables.head()) {
        await arrivals.next(signal);
        await pause(IDLE_MS, signal);
      } else if (this.#slices === 0) this.#sendSlice();
      else await new Promise<void>((resolve) => this.#whenTaken.push(resolve));
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
