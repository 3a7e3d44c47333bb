import { expect, it } from 'vitest';
import { closedLoop } from '../closed-loop.js';

it('each caller asks again when its last answer is there, and each number is asked once', async () => {
  const asked: number[] = [];
  let open = 0;
  let most = 0;
  const caller = async (n: number): Promise<number> => {
    asked.push(n);
    most = Math.max(most, ++open);
    await new Promise(setImmediate);
    open--;
    return n;
  };
  const { count } = await closedLoop([caller, caller, caller], { first: 5, count: 20 });
  expect(count).toBe(20);
  expect(most).toBe(3);
  expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 5));
});

it('a lane whose time is over before anything was answered still gets answers', async () => {
  const { count, p50_ms } = await closedLoop([async () => 1], { duration_ms: 0 });
  expect(count).toBe(10);
  expect(p50_ms).not.toBeNaN();
});

it('the first that fails ends the lane', async () => {
  const failing = async (n: number): Promise<number> => {
    if (n === 3) throw new Error('no more');
    return n;
  };
  await expect(closedLoop([failing], { count: 10 })).rejects.toThrow('no more');
});
