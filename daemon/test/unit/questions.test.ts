import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Questions } from '../../src/following/index.js';

describe('questions to a thread', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('each gets the answer that came with its number', async () => {
    const sent: number[] = [];
    const questions = new Questions<string>(() => expect.unreachable());
    const asked = [1_000, 2_000].map((ms) => questions.ask(ms, (n) => sent.push(n)));
    for (const n of sent.toReversed()) questions.answer(n, `answer ${n}`);
    expect(await Promise.all(asked)).toEqual(sent.map((n) => `answer ${n}`));
  });

  it('what is answered too late is answered null, once', async () => {
    const late = vi.fn();
    const questions = new Questions<string>(late);
    let number = 0;
    const asked = questions.ask(1_000, (n) => {
      number = n;
    });
    await vi.advanceTimersByTimeAsync(1_000);
    questions.answer(number, 'after all');
    expect(await asked).toBeNull();
    expect(late).toHaveBeenCalledOnce();
  });

  it('what a thread that ended was asked is answered null', async () => {
    const questions = new Questions<string>(() => expect.unreachable());
    const asked = [1, 2, 3].map(() => questions.ask(1_000, () => {}));
    questions.lose();
    expect(await Promise.all(asked)).toEqual([null, null, null]);
  });
});
