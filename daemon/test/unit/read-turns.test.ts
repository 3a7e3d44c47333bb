import { expect, it } from 'vitest';
import { ReadTurns } from '../../src/api/read-turns.js';

const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('a read goes on at once while nothing is being committed', () => {
  expect(new ReadTurns(() => false).take()).toBeUndefined();
});

it('reads go on three in a turn of the loop while a commit is under way, in the order in which they came', async () => {
  const turns = new ReadTurns(() => true);
  const done: number[] = [];
  const reads = [0, 1, 2, 3, 4, 5, 6].map(async (n) => {
    await turns.take();
    done.push(n);
  });
  for (const expected of [
    [0, 1, 2],
    [0, 1, 2, 3, 4, 5],
    [0, 1, 2, 3, 4, 5, 6],
  ]) {
    await turnOfTheLoop();
    expect(done).toEqual(expected);
  }
  await Promise.all(reads);
});

it('a read that comes after the commit does not overtake those that wait', async () => {
  let committing = true;
  const turns = new ReadTurns(() => committing);
  const first = turns.take();
  committing = false;
  const second = turns.take();
  expect(second).toBeDefined();
  await first;
  await second;
  expect(turns.take()).toBeUndefined();
});
