import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { Endpoint } from '../../src/search/endpoint.js';
import type { NearRequest } from '../../src/search/messages.js';
import { quantise, VectorList } from '../../src/search/vector-list.js';
import { VectorStore } from '../../src/search/vector-store.js';

let directory: string;
let files = 0;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'concordat-vectors-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const PACT = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const id = (n: number): string => `0123abcd-${n}`;
const freshFile = (): string => join(directory, `${files++}.db`);
const near = (store: VectorStore, vector: number[], more: Partial<NearRequest> = {}): number[] | null => {
  const request = { pacts: [PACT], vector, model: null, text: '', depth: 10, deadline: 0, ...more };
  const found = store.nearest(request, vector);
  return found && [...found.pos];
};

describe('vectors', () => {
  const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 7, maxLength: 7 });
  const cosine = (a: number[], b: number[]): number => {
    const dot = (x: number[], y: number[]): number => x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };

  it('of whole numbers are as near to each other as those that they were made of, to a hundredth', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [x, y] = [quantise(a), quantise(b)];
        fc.pre(x !== null && y !== null && Math.max(...a.map(Math.abs)) > 1e-3 && Math.max(...b.map(Math.abs)) > 1e-3);
        const list = new VectorList(7);
        list.set(id(1), x);
        expect(Math.abs((list.similarities(y)[0] as number) - cosine(a, b))).toBeLessThan(0.02);
      }),
    );
  });

  it('that have no direction, or values that are no numbers, are none', () => {
    for (const none of [[], [0, 0], [Number.NaN, 1], [Number.POSITIVE_INFINITY, 1]]) expect(quantise(none)).toBeNull();
  });

  const change = fc.record({ n: fc.integer({ min: 1, max: 20 }), vector: fc.option(values, { freq: 3 }) });

  it('are those that were set last, whatever was added, replaced and deleted before', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), values, (changes, asked) => {
        const query = quantise(asked);
        fc.pre(query !== null);
        const list = new VectorList(7);
        const expected = new Map<number, number>();
        for (const { n, vector } of changes) {
          const quantised = vector && quantise(vector);
          if (quantised) {
            list.set(id(n), quantised);
            const alone = new VectorList(7);
            alone.set(id(n), quantised);
            expected.set(n, alone.similarities(query)[0] as number);
          } else {
            expect(list.delete(id(n))).toBe(expected.delete(n));
          }
        }
        const found = [...list.similarities(query)].map((one, slot) => [list.pos[slot] as number, one] as const);
        expect(new Map(found)).toEqual(expected);
        expect(found.length).toBe(list.count);
      }),
    );
  });
});

describe('the store', () => {
  it('answers the nearest first, of the pacts that are asked for, and what is equally near by the newer id', () => {
    const store = new VectorStore(freshFile(), 'cafe0001', null);
    store.put(PACT, id(1), [1, 0], null, true);
    store.put(PACT, id(2), [1, 1], null, true);
    store.put(PACT, id(3), [2, 0], null, true);
    store.put(OTHER, id(4), [1, 0], null, true);
    expect(near(store, [1, 0])).toEqual([3, 1, 2]);
    expect(near(store, [0, 1], { depth: 1 })).toEqual([2]);
    expect(near(store, [0, 1], { depth: null, pacts: [OTHER, PACT] })).toEqual([2, 4, 3, 1]);
    expect(near(store, [1, 0], { pacts: ['ef'.repeat(32)] })).toBeNull();
    store.remove(PACT, id(3));
    expect(near(store, [1, 0])).toEqual([1, 2]);
    store.forget(PACT);
    expect([near(store, [1, 0]), store.status.vectors]).toEqual([null, 1]);
    store.keepOnly([]);
    expect(store.status.vectors).toBe(0);
    store.close();
  });

  it('keeps to the model that is configured, and counts what does not fit', () => {
    const file = freshFile();
    let store = new VectorStore(file, 'cafe0001', 'one');
    store.put(PACT, id(1), [1, 0], 'one', false);
    store.put(PACT, id(2), [1, 0, 0], 'one', false);
    store.put(PACT, id(3), [1, 0], 'two', true);
    store.put(
      PACT,
      id(4),
      Array.from({ length: 4097 }, () => 1),
      'one',
      true,
    );
    expect(store.status).toMatchObject({ model: 'one', dimensions: 2, vectors: 1, ignored: 3 });
    expect(near(store, [1, 0], { model: 'two' })).toBeNull();
    expect(near(store, [1, 0, 0])).toBeNull();
    store.followed(7);
    store.close();
    store = new VectorStore(file, 'cafe0001', 'one');
    expect([store.indexed, near(store, [1, 0])]).toEqual([7, [1]]);
    store.close();
    store = new VectorStore(file, 'cafe0002', 'two');
    expect([store.indexed, near(store, [1, 0])]).toEqual([0, [3]]);
    store.close();
  });

  it('remembers which entries wait, oldest first, until they have a vector, are given up or are gone', () => {
    const file = freshFile();
    let store = new VectorStore(file, 'cafe0001', 'one');
    for (const n of [1, 2, 3, 4]) store.want(PACT, id(n), `text ${n}`);
    store.put(PACT, id(1), [1, 0], null, false);
    store.remove(PACT, id(2));
    store.refuse(store.wanted(1)[0] as ReturnType<VectorStore['wanted']>[number]);
    store.close();
    store = new VectorStore(file, 'cafe0001', 'one');
    expect(store.wanted(9).map(({ entry }) => entry)).toEqual([id(4)]);
    expect(store.status).toMatchObject({ pending: 1, refused: 1 });
    store.close();
  });
});

describe('an endpoint', () => {
  let body = '';
  let status = 200;
  let location: string | undefined;
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    request.resume();
    response.writeHead(status, location === undefined ? {} : { location });
    response.end(body);
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve())));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const endpoint = () =>
    new Endpoint({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, model: 'm', key: null });
  const data = (...embeddings: unknown[]): string =>
    JSON.stringify({ data: embeddings.map((embedding, index) => ({ index, embedding })) });

  test.each<[string, string]>([
    ['too few vectors', data([1])],
    ['too many vectors', data([1], [1], [1])],
    ['vectors of several lengths', data([1, 2], [1])],
    ['a vector of texts', data(['1'], ['2'])],
    ['empty vectors', data([], [])],
    ['vectors that are too long', data(Array(4097).fill(1), Array(4097).fill(1))],
    ['the same index twice', '{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}'],
    ['an index that nobody asked for', '{"data":[{"index":0,"embedding":[1]},{"index":-1,"embedding":[1]}]}'],
    ['an index of an array itself', '{"data":[{"index":0,"embedding":[1]},{"index":"length","embedding":[1]}]}'],
    ['a number beyond all', '{"data":[{"index":0,"embedding":[1e999]},{"index":1,"embedding":[1]}]}'],
    ['null', 'null'],
    ['no JSON', '<html>'],
    ['more than it may', `"${'x'.repeat(9_000_000)}"`],
  ])('that answers %s has answered nothing, and is left alone for a while', async (_what, answered) => {
    body = answered;
    const one = endpoint();
    await expect(one.embed(['a', 'b'], 5_000)).rejects.toThrow();
    const before = requests;
    await expect(one.embed(['a', 'b'], 5_000)).rejects.toThrow(/a moment ago/);
    expect([requests, one.down]).toEqual([before, true]);
  });

  it('is not followed elsewhere', async () => {
    [status, location] = [307, '/elsewhere'];
    const before = requests;
    await expect(endpoint().embed(['a'], 5_000)).rejects.toThrow();
    expect(requests).toBe(before + 1);
    [status, location] = [200, undefined];
  });

  it('that refuses texts is asked for others at once', async () => {
    [status, body] = [400, ''];
    const one = endpoint();
    await expect(one.embed(['a'], 5_000)).rejects.toMatchObject({ refused: true });
    [status, body] = [200, data([1, 2])];
    expect(await one.embed(['b'], 5_000)).toEqual([[1, 2]]);
  });
});
