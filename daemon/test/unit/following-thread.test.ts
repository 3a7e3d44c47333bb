import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Arrivals, Tables } from '../../src/projection/index.js';
import { FollowingThread } from '../../src/following/index.js';

afterEach(() => vi.restoreAllMocks());

describe('a thread whose file cannot be made', () => {
  it('is not tried for ever, and is tried again when somebody asks some seconds later', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'concordat-thread-'));
    const tables = new Tables(join(directory, 'projection.db'));
    const arrivals = new Arrivals(tables);
    const place = join(directory, 'later');
    let ends = 0;
    const thread = new FollowingThread<never, never, never>({
      what: 'the search index',
      entry: 'search-worker',
      tables,
      arrivals,
      logger: pino({ enabled: false }),
      file: join(place, 'search.db'),
      pacts: () => [],
      follows: true,
      slice: (from) => ({ rows: [], to: from }),
      onMessage: () => {},
      onEnd: () => {
        ends++;
      },
    });
    thread.start();
    await vi.waitFor(() => expect([ends, thread.running]).toEqual([5, false]), { timeout: 20_000 });
    expect(() => thread.start()).toThrow('the search index cannot be made');

    const later = performance.now() + 6_000;
    const now = vi.spyOn(performance, 'now').mockReturnValue(later);
    thread.start();
    await vi.waitFor(() => expect([ends, thread.running]).toEqual([6, false]), { timeout: 20_000 });
    expect(() => thread.start()).toThrow('the search index cannot be made');

    mkdirSync(place);
    now.mockReturnValue(later + 6_000);
    expect(await thread.caughtUp()).toBe(true);
    expect([ends, thread.running]).toEqual([6, true]);
    await thread.close();
    tables.close();
    rmSync(directory, { recursive: true, force: true });
  });
});

describe('a question to a thread that is behind', () => {
  it('waits for as many arrivals as it is worth, and else has none handed over', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'concordat-thread-'));
    const tables = new Tables(join(directory, 'projection.db'));
    let handed = 0;
    const thread = new FollowingThread<never, never, never>({
      what: 'the search index',
      entry: 'search-worker',
      tables,
      arrivals: new Arrivals(tables),
      logger: pino({ enabled: false }),
      file: join(directory, 'search.db'),
      pacts: () => [],
      follows: false,
      slice: (from) => {
        handed++;
        return { rows: [], to: from + 1 };
      },
      onMessage: () => {},
      onEnd: () => {},
    });
    for (let n = 0; n < 3; n++) tables.write(() => void tables.nextArrival());
    expect([await thread.caughtUp(2), handed, thread.behind]).toEqual([false, 0, 3]);
    expect([await thread.caughtUp(3), handed]).toEqual([true, 3]);
    await vi.waitFor(() => expect(thread.behind).toBe(0));
    await thread.close();
    tables.close();
    rmSync(directory, { recursive: true, force: true });
  });
});
