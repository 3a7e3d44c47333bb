import { positionOf, writerOf } from '../entry-id.js';

/** Values of a vector are kept as whole numbers up to this: a quarter of the memory, and the order of neighbours hardly changes. */
const QUANTUM = 127;

/** A vector as it is kept: only its direction counts. */
export interface Quantised {
  readonly values: Int8Array;
  /** 1 / its length. */
  readonly inverse: number;
}

/** Scales a vector so that its largest value is {@link QUANTUM}; null when it has no direction or a value that is no number. */
export function quantise(vector: ArrayLike<number>): Quantised | null {
  let largest = 0;
  for (let i = 0; i < vector.length; i++) largest = Math.max(largest, Math.abs(vector[i] as number));
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return null;
  const values = new Int8Array(vector.length);
  for (let i = 0; i < vector.length; i++) values[i] = Math.round(((vector[i] as number) / largest) * QUANTUM);
  return { values, inverse: inverseOf(values) };
}

/** 1 / the length of what {@link quantise} made. */
export const inverseOf = (values: Int8Array): number =>
  1 / Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** The vectors of one pact, one after the other in one array. */
export class VectorList {
  readonly #dimensions: number;
  #values: Int8Array;
  #inverse = new Float32Array(16);
  writer = new Uint32Array(16);
  pos = new Float64Array(16);
  count = 0;
  readonly #slots = new Map<string, number>();

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#values = new Int8Array(16 * dimensions);
  }

  /** Adds the vector of an entry, or replaces it. */
  set(entry: string, { values, inverse }: Quantised): void {
    let slot = this.#slots.get(entry);
    if (slot === undefined) {
      slot = this.count++;
      if (slot === this.pos.length) this.#grow();
      this.#slots.set(entry, slot);
      this.writer[slot] = writerOf(entry);
      this.pos[slot] = positionOf(entry);
    }
    this.#values.set(values, slot * this.#dimensions);
    this.#inverse[slot] = inverse;
  }

  has(entry: string): boolean {
    return this.#slots.has(entry);
  }

  /** Takes a vector out; the last one takes its place. */
  delete(entry: string): boolean {
    const slot = this.#slots.get(entry);
    if (slot === undefined) return false;
    this.#slots.delete(entry);
    const last = --this.count;
    if (slot === last) return true;
    const size = this.#dimensions;
    this.#values.copyWithin(slot * size, last * size, (last + 1) * size);
    for (const column of [this.#inverse, this.writer, this.pos]) column[slot] = column[last] as number;
    const moved = `${(this.writer[slot] as number).toString(16).padStart(8, '0')}-${this.pos[slot]}`;
    this.#slots.set(moved, slot);
    return true;
  }

  #grow(): void {
    const size = this.pos.length * 2;
    const grown = <T extends Int8Array | Float32Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.#values = grown(this.#values, new Int8Array(size * this.#dimensions));
    this.#inverse = grown(this.#inverse, new Float32Array(size));
    this.writer = grown(this.writer, new Uint32Array(size));
    this.pos = grown(this.pos, new Float64Array(size));
  }

  /** Cosine of the angle to each vector, in the order of their places. */
  similarities({ values, inverse }: Quantised): Float32Array {
    const [all, size] = [this.#values, this.#dimensions];
    const found = new Float32Array(this.count);
    for (let slot = 0, at = 0; slot < this.count; slot++) {
      let sum = 0;
      const whole = size - (size % 4);
      let i = 0;
      // Four at a time: half the time of one by one (measured).
      for (; i < whole; i += 4, at += 4)
        sum +=
          (all[at] as number) * (values[i] as number) +
          (all[at + 1] as number) * (values[i + 1] as number) +
          (all[at + 2] as number) * (values[i + 2] as number) +
          (all[at + 3] as number) * (values[i + 3] as number);
      for (; i < size; i++, at++) sum += (all[at] as number) * (values[i] as number);
      found[slot] = sum * inverse * (this.#inverse[slot] as number);
    }
    return found;
  }
}
