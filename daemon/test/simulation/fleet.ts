import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from './plan.js';
import type { Answer, Order } from './worker.js';

/** A worker is replaced after so many histories: the WebAssembly of the tables never gives memory back. */
const HISTORIES_MAX = 100;
/** A history that takes longer than this in real time hangs, ms. Most take a third of a second. */
const HISTORY_MS = 180_000;

/** Processes that run plans, a few at a time. */
export class Fleet {
  readonly #folder: string;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #waiting: (() => void)[] = [];
  #free: number;
  #closed = false;

  /**
   * @param jobs processes at once
   * @param folder where the simulator and, beside it, the product lie: this folder unless a changed copy is tried
   */
  constructor(jobs: number, folder = fileURLToPath(new URL('.', import.meta.url))) {
    this.#free = jobs;
    this.#folder = folder;
  }

  /** Runs a plan. With `fresh`, in a process that has run nothing yet. */
  async run(plan: Plan, { verbose = false, fresh = false } = {}): Promise<Answer> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    const known = fresh ? undefined : this.#idle.pop();
    const worker = known ?? this.#start();
    try {
      const answer = await worker.run({ plan, verbose });
      if (fresh || worker.histories >= HISTORIES_MAX || this.#closed) void this.#end(worker);
      else this.#idle.push(worker);
      return answer;
    } catch (error) {
      void this.#end(worker);
      return {
        seed: plan.seed,
        violations: [`the simulating process failed: ${(error as Error).message}`],
        trace: '',
        counts: {},
        took_ms: 0,
      };
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  #start(): Worker {
    const worker = new Worker(this.#folder);
    this.#all.add(worker);
    return worker;
  }

  async #end(worker: Worker): Promise<void> {
    await worker.end();
    this.#all.delete(worker);
  }

  /** Ends all processes; resolves when nothing is left of them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(Array.from(this.#all, (worker) => this.#end(worker)));
  }
}

class Worker {
  histories = 0;
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;
  /** Resolves when the process has ended and its directory is gone. */
  readonly #gone: Promise<void>;
  #errors = '';

  constructor(folder: string) {
    const scratch = mkdtempSync(join(tmpdir(), 'concordat-sim-'));
    this.#child = fork(`${folder}/worker.ts`, {
      env: { ...process.env, TMPDIR: scratch },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    // However it ends.
    this.#gone = once(this.#child, 'exit').then(() => rmSync(scratch, { recursive: true, force: true }));
    this.#child.stderr?.on('data', (data: Buffer) => {
      const text = data.toString();
      this.#errors = (this.#errors + text).slice(-4000);
      process.stderr.write(text);
    });
    this.#ready = this.#next();
    this.#ready.catch(() => {});
  }

  #next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const timer = setTimeout(() => done(new Error(`no answer within ${HISTORY_MS / 1000} s`)), HISTORY_MS);
      const onMessage = (message: unknown): void => done(null, message);
      const onExit = (code: number | null, signal: string | null): void =>
        done(new Error(`it ended with ${signal ?? code}\n${this.#errors}`));
      function done(error: Error | null, message?: unknown): void {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        if (error) reject(error);
        else resolve(message);
      }
      child.once('message', onMessage).once('exit', onExit);
    });
  }

  async run(order: Order): Promise<Answer> {
    this.histories++;
    await this.#ready;
    const answer = this.#next();
    this.#child.send(order);
    return (await answer) as Answer;
  }

  end(): Promise<void> {
    this.#child.kill('SIGKILL');
    return this.#gone;
  }
}
