import nodeCrypto from 'node:crypto';
import fs from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Random } from './random.js';

/** When a simulated history begins, ms since 1970. */
export const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Every disk of a simulation lies below this path, which no file system has. */
export const MEMORY_DISKS = '/simulated-disk';

/** Something that will happen: a place in {@link VirtualTime}'s heap. */
interface Happening {
  at_ms: number;
  order: number;
  call: (() => void) | null;
}

/** What `setTimeout` and its like answer in the virtual world. */
class VirtualTimer {
  #happening: Happening | null = null;

  constructor(
    private readonly time: VirtualTime,
    private readonly delay_ms: number,
    private readonly repeats: boolean,
    private readonly call: () => void,
  ) {
    this.refresh();
  }

  refresh(): this {
    this.close();
    this.#happening = this.time.after(this.delay_ms, () => {
      this.#happening = null;
      if (this.repeats) this.refresh();
      this.call();
    });
    return this;
  }

  close(): void {
    if (this.#happening) this.#happening.call = null;
    this.#happening = null;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/**
 * The clock of a simulation and all that waits for it. Nothing passes but what the simulation lets pass: between two happenings every promise
 * and tick of the process is worked off, so that the order of things follows from the seed alone.
 */
export class VirtualTime {
  #heap: Happening[] = [];
  #order = 0;
  #now_ms = EPOCH_MS;
  /** Happenings so far. */
  happened = 0;

  /** Ms since 1970, with fractions. */
  get now_ms(): number {
    return this.#now_ms;
  }

  /** Begins a history: nothing waits, and the clock stands at {@link EPOCH_MS}. */
  reset(): void {
    this.#heap = [];
    this.#order = 0;
    this.#now_ms = EPOCH_MS;
    this.happened = 0;
  }

  /** Calls `call` after `delay_ms`; those of one moment in the order in which they were asked for. */
  after(delay_ms: number, call: () => void): Happening {
    const happening = { at_ms: this.#now_ms + Math.max(0, delay_ms), order: this.#order++, call };
    this.#push(happening);
    return happening;
  }

  /** Resolves after `delay_ms`. */
  sleep(delay_ms: number): Promise<void> {
    return new Promise((resolve) => this.after(delay_ms, resolve));
  }

  /** Lets the next thing happen; false when nothing waits any more. */
  step(): boolean {
    for (;;) {
      const next = this.#pop();
      if (!next) return false;
      if (!next.call) continue;
      this.#now_ms = Math.max(this.#now_ms, next.at_ms);
      this.happened++;
      next.call();
      return true;
    }
  }

  #before(a: Happening, b: Happening): boolean {
    return a.at_ms < b.at_ms || (a.at_ms === b.at_ms && a.order < b.order);
  }

  #push(happening: Happening): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Happening;
      if (!this.#before(happening, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = happening;
  }

  #pop(): Happening | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right && this.#before(right, heap[child] as Happening)) child++;
      const below = heap[child] as Happening;
      if (!this.#before(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

/** What this process is given in place of time and chance. */
export interface World {
  readonly time: VirtualTime;
  /** Where all randomness of the process comes from: keys, jitter, nonces. Set anew for each history. */
  random: Random;
  /** Runs `work` while letting virtual time pass. Throws when nothing is left to happen, or more than `happenings_max` did. */
  run<T>(work: () => Promise<T>, happenings_max: number): Promise<T>;
}

type AnyFunction = (...args: never[]) => unknown;

/**
 * Takes clock, timers and randomness of this process over, also below the libraries. Must be called before any of them is loaded, which is why
 * the simulator imports them late. There is no way back: a process that simulates does nothing else.
 */
export function enterWorld(random: Random): World {
  const time = new VirtualTime();
  const realImmediate = setImmediate;
  const RealDate = Date;
  const world: World = {
    time,
    random,
    async run(work, happenings_max) {
      let isDone = false;
      const result = work();
      result.then(
        () => (isDone = true),
        () => (isDone = true),
      );
      for (;;) {
        await new Promise<void>((resolve) => realImmediate(resolve));
        if (isDone) return result;
        if (time.happened > happenings_max)
          throw new Error(`more than ${happenings_max} things happened without an end`);
        if (!time.step()) throw new Error('the history waits for something that will never happen');
      }
    },
  };

  const timer =
    (repeats: boolean) =>
    (call: (...args: unknown[]) => void, delay_ms = 0, ...args: unknown[]) =>
      // The system's shortest timer is 1 ms.
      new VirtualTimer(time, Math.max(1, delay_ms), repeats, () => call(...args));
  const clear = (one: VirtualTimer | null | undefined): void => one?.close();
  const replace = (name: string, value: unknown): void => {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  };
  replace('setTimeout', timer(false));
  replace('setInterval', timer(true));
  replace(
    'setImmediate',
    (call: (...args: unknown[]) => void, ...args: unknown[]) => new VirtualTimer(time, 0, false, () => call(...args)),
  );
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) replace(name, clear);
  const now = (): number => Math.floor(time.now_ms);
  class VirtualDate extends RealDate {
    constructor(...args: unknown[]) {
      super(...((args.length ? args : [now()]) as [number]));
    }
    static override now(): number {
      return now();
    }
  }
  replace('Date', VirtualDate);
  performance.now = () => time.now_ms - EPOCH_MS;
  Math.random = () => world.random.next();

  const patch = (target: object, name: string, value: AnyFunction): void => {
    (target as Record<string, AnyFunction>)[name] = value;
  };
  const bytes = (size: number): Buffer => {
    const filled = Buffer.alloc(size);
    world.random.fill(filled);
    return filled;
  };
  patch(nodeCrypto, 'randomBytes', bytes);
  patch(nodeCrypto, 'randomUUID', () => bytes(16).toString('hex'));
  // The storage library looks for files of its own beside each database, which would be the only real I/O of a history.
  for (const name of ['stat', 'readdir', 'readFile', 'rm', 'rmdir', 'unlink'] as const) {
    const original = fs.promises[name] as (path: string, ...rest: unknown[]) => Promise<unknown>;
    patch(fs.promises, name, ((path: string, ...rest: unknown[]) =>
      path.startsWith(MEMORY_DISKS)
        ? Promise.reject(new Error(`no file ${path}`))
        : original.call(fs.promises, path, ...rest)) as AnyFunction);
  }
  syncBuiltinESMExports();

  const sodium = createRequire(createRequire(import.meta.url).resolve('hypercore-crypto'))('sodium-universal') as {
    randombytes_buf: AnyFunction;
    crypto_sign_keypair: AnyFunction;
    crypto_sign_seed_keypair(publicKey: Buffer, secretKey: Buffer, seed: Buffer): void;
  };
  patch(sodium, 'randombytes_buf', (buffer: Uint8Array) => world.random.fill(buffer));
  patch(sodium, 'crypto_sign_keypair', (publicKey: Buffer, secretKey: Buffer) =>
    sodium.crypto_sign_seed_keypair(publicKey, secretKey, bytes(32)),
  );
  return world;
}
