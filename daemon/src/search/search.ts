import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { LIMITS } from '../config.js';
import { ConcordatError } from '../errors.js';
import { JsonText } from '../json-text.js';
import type { Arrivals, Tables } from '../projection/index.js';
import { discardDerived } from '../sql.js';
import type { Answer, FollowedRow, FromWorker, Question, SearchRequest, ToWorker, WorkerData } from './messages.js';
import type { SearchApi, SearchedPact, SearchQuery } from './types.js';

/** Rows that are read in one turn of the event loop: half a millisecond. */
const SLICE_ROWS = 64;
/** Slices on their way to the worker; more would only wait there, in front of questions. */
const SLICES_AHEAD = 4;
/** Between two looks at what arrived while nobody asks. A question looks at once. */
const IDLE_MS = 200;
/** How long a question waits for an index that is far behind, before it is answered from what there is. */
const BEHIND_MS = 2_000;
/** After the first tries a database that cannot be used is not the reason. */
const FAILURES_MAX = 5;
/** The worker says nothing for so long while it is asked: it is ended and begins again. */
const SILENCE_MS = 15_000;
/** How long a question that is being answered may hold up the end of the daemon. */
const CLOSE_MS = 1_000;

/** What followed rows are read with: the entry that arrived, or the task that an event is of, as they are by now. */
const FOLLOWED = `select f.n, q.pact_id, coalesce(e.task, f.id) id, d.val, d.ts, t.status, t.lease_until, d.expires_at from feed f join pacts q on q.p = f.p
  left join entries e on e.p = f.p and e.id = f.id
  left join entries d on d.p = f.p and d.id = coalesce(e.task, f.id) and d.type in ('knowledge', 'task', 'skill', 'message')
  left join tasks t on t.p = d.p and t.id = d.id
  where f.n > ? order by f.n limit ?`;

/** What the index is made from, and where it is. */
export interface SearchOptions {
  readonly file: string;
  readonly tables: Tables;
  readonly arrivals: Arrivals;
  /** Ids of the pacts that this node has. */
  readonly pacts: () => readonly string[];
  /** Is any commit under way? */
  readonly committing: () => boolean;
  readonly logger: Logger;
}

interface Waiting {
  readonly request: Omit<SearchRequest, 'complete'>;
  sent: boolean;
  readonly resolve: (json: JsonText) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

// By the package's name, since the sources, the compiled files and the bundle lie at different depths.
const workerFile = (): string => createRequire(import.meta.url).resolve('@concordat/daemon/search-worker');

/**
 * Finds entries by what they say. The thread starts with the first question; where there was one before, soon after the daemon has started.
 * A question is asked behind all rows that had arrived before it, so who writes and then searches finds what was written.
 */
export class Search implements SearchApi {
  readonly #options: SearchOptions;
  readonly #waiting = new Map<number, Waiting>();
  /** Questions that were not sent yet, by their numbers. */
  #queue: number[] = [];
  #pumping = false;
  /** Questions that were sent and are not answered yet. */
  #asking = 0;
  #worker: Worker | null = null;
  #asked = 0;
  /** Arrival up to which rows were handed to the worker, and up to which it has indexed them. */
  #sent = 0;
  #indexed = 0;
  #slices = 0;
  #ready: Promise<void> = Promise.resolve();
  #whenReady: () => void = () => undefined;
  #whenIndexed: (() => void)[] = [];
  #heard = 0;
  #failures = 0;
  readonly #end = new AbortController();

  constructor(options: SearchOptions) {
    this.#options = options;
  }

  /** Starts the thread when somebody has searched on this node before. */
  resume(): void {
    if (existsSync(this.#options.file)) this.#start();
  }

  /** Entries that are not indexed yet. */
  get behind(): number {
    return this.#worker ? this.#options.tables.head() - this.#indexed : 0;
  }

  async search(pacts: readonly SearchedPact[], query: SearchQuery): Promise<JsonText> {
    const now = Date.now();
    const { since, until, ...rest } = query;
    const request = {
      ...rest,
      pacts,
      limit: query.limit ?? LIMITS.search_default_rows,
      since_ms: timeOf('since', since, Number.NEGATIVE_INFINITY),
      until_ms: timeOf('until', until, Number.POSITIVE_INFINITY),
      now,
      deadline: now + LIMITS.search_max_ms,
    };
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      const timer = setTimeout(() => this.#late(id), LIMITS.search_max_ms);
      this.#waiting.set(id, { request, resolve, reject, timer, sent: false });
      this.#queue.push(id);
      void this.#pump();
    });
  }

  forget(pactId: string): void {
    if (this.#worker) this.#send({ kind: 'forget', pact_id: pactId });
  }

  /** Sends what waits, behind all rows that had arrived before it. While commits are under way, what comes in meanwhile shares the next message. */
  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    while (this.#queue.length > 0 && (this.#asking === 0 || !this.#options.committing())) {
      const { length } = this.#queue;
      try {
        const complete = await this.#caughtUp(this.#options.tables.head());
        this.#ask(this.#queue.splice(0, length), complete);
      } catch (error) {
        for (const id of this.#queue.splice(0, length)) this.#settle(id)?.reject(error as Error);
      }
    }
    this.#pumping = false;
  }

  #ask(ids: readonly number[], complete: boolean): void {
    const questions: Question[] = [];
    for (const id of ids) {
      const waiting = this.#waiting.get(id);
      if (!waiting) continue;
      waiting.sent = true;
      this.#asking++;
      questions.push({ id, request: { ...waiting.request, complete } });
    }
    if (questions.length > 0) this.#send({ kind: 'search', questions });
  }

  #late(id: number): void {
    this.#settle(id)?.reject(new ConcordatError('VIEW_TIMEOUT', 'the search took too long; ask for less common words'));
    if (Date.now() - this.#heard > SILENCE_MS) void this.#worker?.terminate();
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!waiting) return undefined;
    clearTimeout(waiting.timer);
    if (waiting.sent && --this.#asking === 0) void this.#pump();
    return waiting;
  }

  /** Resolves when all rows up to `head` stand in front of what is sent next: to true, or to false when that takes too long. */
  async #caughtUp(head: number): Promise<boolean> {
    const until = Date.now() + BEHIND_MS;
    if (!this.#worker) this.#start();
    await this.#ready;
    while (this.#worker && this.#sent < head) {
      if (this.#slices < SLICES_AHEAD) this.#sendSlice();
      else if (Date.now() > until) return false;
      else await new Promise<void>((resolve) => this.#whenIndexed.push(resolve));
    }
    return true;
  }

  #sendSlice(): void {
    const found = this.#options.tables.db.prepare(FOLLOWED).all([this.#sent, SLICE_ROWS]);
    const to = found.length < SLICE_ROWS ? this.#options.tables.head() : (found.at(-1)?.n as number);
    const rows = new Map<string, FollowedRow>();
    // An entry that arrived twice, or a task with events, is the same row by now.
    for (const { n: _n, ...row } of found) rows.set(`${row.pact_id} ${row.id}`, row as unknown as FollowedRow);
    this.#sent = to;
    this.#slices++;
    this.#send({ kind: 'rows', rows: [...rows.values()], to });
  }

  #send(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  #start(): void {
    if (this.#worker || this.#end.signal.aborted) return;
    if (this.#failures >= FAILURES_MAX)
      throw new ConcordatError('INTERNAL', 'the search index cannot be made; see the log');
    const { file, tables, logger } = this.#options;
    const data: WorkerData = { file, follows: tables.incarnation, pacts: this.#options.pacts() };
    const worker = new Worker(workerFile(), { workerData: data, stdin: false });
    this.#worker = worker;
    this.#slices = 0;
    this.#heard = Date.now();
    this.#ready = new Promise((resolve) => {
      this.#whenReady = resolve;
    });
    worker.on('message', (message: FromWorker) => this.#take(message));
    worker.on('error', (error) => {
      logger.error({ err: error }, 'the search index failed and is made again');
      this.#failures++;
      discardDerived(file);
    });
    worker.on('exit', () => this.#ended(worker));
    // The daemon may end without it: nothing in the index is a promise.
    worker.unref();
    void this.#follow(worker);
  }

  #ended(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    this.#indexed = 0;
    this.#sent = 0;
    this.#whenReady();
    this.#wake();
    const error = new ConcordatError('VIEW_TIMEOUT', 'the search index has to be made again; try again');
    for (const id of this.#waiting.keys()) this.#settle(id)?.reject(error);
    if (this.#failures < FAILURES_MAX) this.#start();
  }

  #take(message: FromWorker): void {
    this.#heard = Date.now();
    switch (message.kind) {
      case 'ready':
        this.#sent = message.indexed;
        this.#indexed = message.indexed;
        this.#whenReady();
        return;
      case 'indexed':
        this.#indexed = message.indexed;
        this.#slices--;
        this.#wake();
        return;
      case 'answers':
        this.#failures = 0;
        for (const answer of message.answers) this.#answered(answer);
    }
  }

  #answered(answer: Answer): void {
    const waiting = this.#settle(answer.id);
    if ('json' in answer) {
      const { buffer, byteOffset, length } = answer.json;
      waiting?.resolve(new JsonText(Buffer.from(buffer, byteOffset, length)));
    } else waiting?.reject(new ConcordatError(answer.code, answer.message));
  }

  #wake(): void {
    for (const resolve of this.#whenIndexed.splice(0)) resolve();
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
      else await new Promise<void>((resolve) => this.#whenIndexed.push(resolve));
    }
  }

  /** Ends the thread; what it has not indexed yet it will be told again. */
  async close(): Promise<void> {
    this.#end.abort();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    this.#send({ kind: 'close' });
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

function timeOf(field: string, text: string | undefined, missing: number): number {
  if (text === undefined) return missing;
  const ms = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  const message = `query ${field} is "${text.slice(0, 40)}"; allowed: a time that exists, ISO 8601 or milliseconds since 1970`;
  throw new ConcordatError('BAD_REQUEST', message, { in: 'query', field });
}
