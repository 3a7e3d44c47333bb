/** The entries of a pact that a clause holds for: numbers in rising order, each with the weight of what was found. */
export class Postings {
  docs: Uint32Array;
  weights: Float32Array;
  count = 0;

  constructor(capacity = 16) {
    this.docs = new Uint32Array(capacity);
    this.weights = new Float32Array(capacity);
  }

  /** Adds a number that is not below the last one; the weight of the same number adds up. */
  add(doc: number, weight: number): void {
    if (this.count > 0 && this.docs[this.count - 1] === doc) {
      this.weights[this.count - 1] = (this.weights[this.count - 1] as number) + weight;
      return;
    }
    if (this.count === this.docs.length) this.#grow();
    this.docs[this.count] = doc;
    this.weights[this.count] = weight;
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
  copy(): Postings {
    const copied = new Postings(0);
    copied.docs = this.docs.slice(0, this.count);
    copied.weights = this.weights.slice(0, this.count);
    copied.count = this.count;
    return copied;
  }

  /** Memory that it takes. */
  get bytes(): number {
    return this.docs.byteLength + this.weights.byteLength;
  }

  #grow(): void {
    // By a quarter: what is kept for long should not be half empty.
    const size = this.docs.length + (this.docs.length >> 2) + 16;
    const docs = new Uint32Array(size);
    const weights = new Float32Array(size);
    docs.set(this.docs);
    weights.set(this.weights);
    this.docs = docs;
    this.weights = weights;
  }
}

/** Walks two sorted lists at once. `visit` gets the place in each, -1 where only the other has the number. */
function merge(a: Postings, b: Postings, visit: (i: number, j: number) => void): void {
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

/** All that either has, weights added up. */
export function union(a: Postings, b: Postings): Postings {
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  const all = new Postings(a.count + b.count);
  merge(a, b, (i, j) => {
    const weight = (i < 0 ? 0 : (a.weights[i] as number)) + (j < 0 ? 0 : (b.weights[j] as number));
    all.add(i < 0 ? (b.docs[j] as number) : (a.docs[i] as number), weight);
  });
  return all;
}

/** What `a` has, each with what `b` weighs it more. */
export function raised(a: Postings, b: Postings): Postings {
  const all = new Postings(Math.max(1, a.count));
  merge(a, b, (i, j) => {
    if (i >= 0) all.add(a.docs[i] as number, (a.weights[i] as number) + (j < 0 ? 0 : (b.weights[j] as number)));
  });
  return all;
}

/** What `a` has and `b` has not. */
export function without(a: Postings, b: Postings): Postings {
  if (b.count === 0) return a;
  const rest = new Postings(Math.max(1, a.count));
  merge(a, b, (i, j) => {
    if (j < 0) rest.add(a.docs[i] as number, a.weights[i] as number);
  });
  return rest;
}

/** What an entry scores, by the weight of what was found in it. */
export type Score = (doc: number, weight: number) => number;

/** The score that a weight stands for already. */
export const asScored: Score = (_doc, weight) => weight;

/** What both have, with the sum of what each adds to the score. */
export function both(a: Postings, b: Postings, scoreOfA: Score, scoreOfB: Score): Postings {
  // Two words share far fewer entries than either has: most of a longer list would be thrown away again at once.
  const shared = new Postings(256);
  const [left, right] = [a.docs, b.docs];
  const [endOfA, endOfB] = [a.count, b.count];
  for (let i = 0, j = 0; i < endOfA && j < endOfB; ) {
    const x = left[i] as number;
    const y = right[j] as number;
    if (x < y) i++;
    else if (x > y) j++;
    else shared.add(x, scoreOfA(x, a.weights[i++] as number) + scoreOfB(x, b.weights[j++] as number));
  }
  return shared;
}

/** The same entries with scores instead of weights. */
export function scored(a: Postings, score: Score): Postings {
  const all = new Postings(Math.max(1, a.count));
  for (let i = 0; i < a.count; i++) all.add(a.docs[i] as number, score(a.docs[i] as number, a.weights[i] as number));
  return all;
}
