/** Numbers of entries in rising order, each with a number of its own: a weight, or a score. */
export class NumberList<V extends Uint8ClampedArray | Float32Array> {
  docs: Uint32Array;
  values: V;
  count = 0;
  readonly #room: (size: number) => V;

  /** @param room makes so many zeros */
  constructor(room: (size: number) => V, capacity = 16) {
    this.#room = room;
    this.docs = new Uint32Array(capacity);
    this.values = room(capacity);
  }

  /** A list of the same kind without an entry. */
  empty(capacity: number): NumberList<V> {
    return new NumberList(this.#room, capacity);
  }

  /** Adds a number that is not below the last one; the values of the same number add up. */
  add(doc: number, value: number): void {
    if (this.count > 0 && this.docs[this.count - 1] === doc) {
      this.values[this.count - 1] = (this.values[this.count - 1] as number) + value;
      return;
    }
    if (this.count === this.docs.length) this.#resize(this.docs.length + (this.docs.length >> 2) + 16);
    this.docs[this.count] = doc;
    this.values[this.count] = value;
    this.count++;
  }

  /** Is the number among them? */
  has(doc: number): boolean {
    let low = 0;
    for (let high = this.count; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.docs[middle] as number) < doc) low = middle + 1;
      else high = middle;
    }
    return low < this.count && this.docs[low] === doc;
  }

  /** The same list, with no more memory than it needs while nothing is added. */
  copy(): NumberList<V> {
    const copied = this.empty(this.count);
    copied.docs.set(this.docs.subarray(0, this.count));
    copied.values.set(this.values.subarray(0, this.count));
    copied.count = this.count;
    return copied;
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.docs.byteLength + this.values.byteLength;
  }

  /** By a quarter at a time: what is kept for long should not be half empty. */
  #resize(size: number): void {
    const { docs, values } = this;
    this.docs = new Uint32Array(size);
    this.values = this.#room(size);
    this.docs.set(docs);
    this.values.set(values);
  }
}

/** The entries of a pact that a clause holds for, each with the weight of what was found: whole numbers up to 255, where more of it says nothing. */
export type Postings = NumberList<Uint8ClampedArray>;
/** The entries of a pact with what they score. */
export type Scores = NumberList<Float32Array>;

/** An empty list of weights. */
export const newPostings = (): Postings => new NumberList((size) => new Uint8ClampedArray(size));
const newScores = (capacity: number): Scores => new NumberList((size) => new Float32Array(size), capacity);

/** Either kind, to read from. */
export type Numbers = Postings | Scores;

/** Walks two sorted lists at once. `visit` gets the place in each, -1 where only the other has the number. */
function merge(a: Numbers, b: Numbers, visit: (i: number, j: number) => void): void {
  let i = 0;
  let j = 0;
  while (i < a.count && j < b.count) {
    const left = a.docs[i] as number;
    const right = b.docs[j] as number;
    if (left === right) visit(i++, j++);
    else if (left < right) visit(i++, -1);
    else visit(-1, j++);
  }
  while (i < a.count) visit(i++, -1);
  while (j < b.count) visit(-1, j++);
}

/** All that either has, values added up. */
export function union<V extends Uint8ClampedArray | Float32Array>(a: NumberList<V>, b: NumberList<V>): NumberList<V> {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const all = a.empty(a.count + b.count);
  merge(a as Numbers, b as Numbers, (i, j) => {
    const value = (i < 0 ? 0 : (a.values[i] as number)) + (j < 0 ? 0 : (b.values[j] as number));
    all.add(i < 0 ? (b.docs[j] as number) : (a.docs[i] as number), value);
  });
  return all;
}

/** What `a` has, each with what `b` weighs it more. */
export function raised(a: Postings, b: Postings): Postings {
  const all = a.empty(Math.max(1, a.count));
  merge(a, b, (i, j) => {
    if (i >= 0) all.add(a.docs[i] as number, (a.values[i] as number) + (j < 0 ? 0 : (b.values[j] as number)));
  });
  return all;
}

/** What `a` has and `b` has not. */
export function without(a: Scores, b: Postings): Scores {
  if (b.count === 0) return a;
  const rest = a.empty(Math.max(1, a.count));
  merge(a, b, (i, j) => {
    if (j < 0) rest.add(a.docs[i] as number, a.values[i] as number);
  });
  return rest;
}

/** What an entry scores, by the weight of what was found in it. */
export type Score = (doc: number, weight: number) => number;

/** The score that a number stands for already. */
export const asScored: Score = (_doc, score) => score;

/** What both have, with the sum of what each adds to the score. */
export function both(a: Numbers, b: Postings, scoreOfA: Score, scoreOfB: Score): Scores {
  // Two words share far fewer entries than either has: most of a longer list would be thrown away again at once.
  const shared = newScores(256);
  const [left, right] = [a.docs, b.docs];
  const [endOfA, endOfB] = [a.count, b.count];
  for (let i = 0, j = 0; i < endOfA && j < endOfB; ) {
    const x = left[i] as number;
    const y = right[j] as number;
    if (x < y) i++;
    else if (x > y) j++;
    else shared.add(x, scoreOfA(x, a.values[i++] as number) + scoreOfB(x, b.values[j++] as number));
  }
  return shared;
}

/** The same entries with scores instead of weights. */
export function scored(a: Numbers, score: Score): Scores {
  const all = newScores(Math.max(1, a.count));
  for (let i = 0; i < a.count; i++) all.add(a.docs[i] as number, score(a.docs[i] as number, a.values[i] as number));
  return all;
}
