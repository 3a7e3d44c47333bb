/** Pseudo-random numbers from a seed: sfc32, 128 bits of state. Not for secrets. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /**
   * @param seed any 32-bit number
   * @param stream tells apart generators of one seed, so that what one of them is asked for does not move another
   */
  constructor(seed: number, stream: string) {
    this.#a = seed | 0;
    this.#b = seed ^ 0x9e3779b9;
    this.#c = 0;
    for (const char of stream) this.#c = (Math.imul(this.#c, 31) + char.charCodeAt(0)) | 0;
    for (let round = 0; round < 15; round++) this.#word();
  }

  #word(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    return this.#word() / 0x1_0000_0000;
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** Any number from `min` to `max`. */
  between(min: number, max: number): number {
    return min + this.next() * (max - min);
  }

  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  /** One of the choices, which are at least one. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)] as T;
  }

  /** Fills `bytes`. */
  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) bytes[i] = this.#word() >>> 24;
  }
}
