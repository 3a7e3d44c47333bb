import { Session } from 'node:inspector/promises';
import type { Random } from '../harness/random.js';
import { faultOf, type Target } from './targets.js';

/** Inputs are not grown beyond this: what is longer takes the same branches. */
const INPUT_CHARS_MAX = 4_000;
/** An input that takes longer than this to decode is a fault: whoever sends many of them stops the daemon. */
const DECODE_MS_MAX = 250;
const ODD = [
  '',
  '\u0000',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '-',
  '1e999',
  '-0',
  'null',
  '\ud800',
  '\u202e',
  '😀',
  '__proto__',
  ' ',
] as const;

/** An input that a decoder did not survive. */
export interface Crash {
  readonly input: string;
  readonly fault: string;
}

/** Finds inputs that take new branches of a decoder, by changing those that did. V8 itself counts the branches, so nothing has to be instrumented. */
export class Fuzzer {
  /** Inputs that took a branch that none before them took. */
  readonly corpus: string[] = [];
  readonly crashes: Crash[] = [];
  runs = 0;
  readonly #session = new Session();
  readonly #target: Target;
  readonly #random: Random;
  readonly #seen = new Set<string>();

  constructor(target: Target, random: Random) {
    this.#target = target;
    this.#random = random;
  }

  /** Branches that were taken so far. */
  get branches(): number {
    return this.#seen.size;
  }

  async open(inputs: readonly string[]): Promise<void> {
    this.#session.connect();
    await this.#session.post('Profiler.enable');
    await this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    for (const input of inputs) await this.#try(input);
  }

  /** Tries so many changes of inputs of the corpus. */
  async run(times: number): Promise<void> {
    for (let i = 0; i < times; i++)
      await this.#try(this.#changed(this.#random.pick(this.corpus.length ? this.corpus : [''])));
  }

  async close(): Promise<void> {
    await this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  async #try(input: string): Promise<void> {
    this.runs++;
    const started = performance.now();
    const fault = faultOf(this.#target, input);
    const took_ms = performance.now() - started;
    if (fault !== null) this.crashes.push({ input, fault });
    else if (took_ms > DECODE_MS_MAX) this.crashes.push({ input, fault: `took ${Math.round(took_ms)} ms` });
    if (await this.#tookNewBranch()) this.corpus.push(input);
  }

  async #tookNewBranch(): Promise<boolean> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    const before = this.#seen.size;
    for (const { url, functions } of result) {
      if (!this.#target.sources.test(url)) continue;
      for (const { ranges } of functions) {
        if (ranges[0]?.count === 0) continue;
        // V8 names a branch only where its count differs from what is around it, so one that was not taken says which was. How often counts in
        // steps of powers of two: a loop that ran longer is news, too.
        for (const { startOffset, endOffset, count } of ranges)
          this.#seen.add(`${url}:${startOffset}-${endOffset}:${count === 0 ? 'not' : Math.floor(Math.log2(count))}`);
      }
    }
    return this.#seen.size > before;
  }

  #changed(text: string): string {
    let input = text;
    for (let n = this.#random.whole(1, 4); n > 0; n--) input = this.#changedOnce(input);
    return input.slice(0, INPUT_CHARS_MAX);
  }

  #changedOnce(text: string): string {
    const random = this.#random;
    const at = random.whole(0, text.length);
    const end = Math.min(text.length, at + random.whole(0, 8));
    switch (random.whole(0, 6)) {
      case 0:
        return text.slice(0, at) + text.slice(end);
      case 1:
        return text.slice(0, at) + random.pick(ODD) + text.slice(end);
      case 2:
        return text.slice(0, at) + String.fromCharCode(random.whole(0, 255)) + text.slice(at + 1);
      case 3:
        return text.slice(0, end) + text.slice(at, end).repeat(random.whole(1, 20)) + text.slice(end);
      case 4: {
        // A value of JSON for another one.
        const values = ['null', '[]', '{}', '-1', '1e21', '""', 'true', '[[[[]]]]', '"\\u0000"'];
        return text.replace(/"[^"]*"(?!:)|\d+|true|null/g, (value) =>
          random.next() < 0.2 ? random.pick(values) : value,
        );
      }
      case 5: {
        const other = random.pick(this.corpus.length ? this.corpus : ['']);
        return text.slice(0, at) + other.slice(random.whole(0, other.length));
      }
      default:
        return random.pick(ODD).repeat(random.whole(1, 400)) + text.slice(at);
    }
  }
}
