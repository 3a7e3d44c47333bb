import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConcordatClient, createClient, UnknownPactError } from '../src/index.js';
import { LiveDaemon } from './live-daemon.js';

/** A daemon that was just started answers in milliseconds; the rest is for a busy machine. */
const POST_MAX_MS = 30_000;

const daemon = new LiveDaemon();
let client: ConcordatClient;

beforeAll(async () => {
  client = await daemon.start();
  await client.createPact({ name: 'Main', alias: 'main' });
});
afterAll(() => daemon.close());

const post = (content: string) =>
  createClient({ dataDir: daemon.dataDir })
    .pact('main')
    .postMessage({ content }, { signal: AbortSignal.timeout(POST_MAX_MS) });

describe('a reader goes on behind the last that it saw when the daemon is', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('ended by %s and started again on another port', async (signal) => {
    const ending = new AbortController();
    const pact = client.pact('main');
    const byEvents = client.events({ pact: 'main', type: 'message', signal: ending.signal });
    const byChanges = pact.changes({ from: 'head', type: 'message', signal: ending.signal });
    const seen = { events: [] as unknown[], changes: [] as unknown[] };
    const readEvents = async (wanted: string): Promise<void> => {
      while (seen.events.at(-1) !== wanted) {
        const { value } = await byEvents.next();
        if (value?.event === 'entry-applied') seen.events.push(value.data.entry?.payload.content);
      }
    };
    const readChanges = async (wanted: string): Promise<void> => {
      while (seen.changes.at(-1) !== wanted)
        for (const { payload } of (await byChanges.next()).value?.entries ?? []) seen.changes.push(payload.content);
    };

    // Reading begins with the first call, so the first message may come before both listen; it is written until both have seen one.
    const first = Promise.all([readEvents('first'), readChanges('first')]);
    let listening = false;
    void first.then(() => (listening = true));
    while (!listening) await post('first');
    await first;

    await daemon.stop(signal);
    await daemon.start();
    for (const content of ['while away', 'last']) await post(content);
    await Promise.all([readEvents('last'), readChanges('last')]);
    ending.abort();

    const news = (texts: unknown[]): unknown[] => texts.filter((text) => text !== 'first');
    expect(news(seen.events)).toEqual(['while away', 'last']);
    expect(news(seen.changes)).toEqual(['while away', 'last']);
  });
});

describe('a live daemon', () => {
  it('has its lists walked through in small pages', async () => {
    const pact = client.pact('main');
    for (const title of ['a', 'b', 'c', 'd', 'e']) await pact.addTask({ title });
    const titles: string[] = [];
    for await (const task of pact.eachTask({ limit: 2, order: 'asc' })) titles.push(task.title);
    expect(titles).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('answers errors of the class of their code', async () => {
    await expect(client.pact('nowhere').status()).rejects.toThrow(UnknownPactError);
  });

  it('says that it is ready, and what it measured', async () => {
    expect(await client.readyz()).toEqual({ ok: true, reason: null });
    expect(await client.metrics()).toContain('# HELP');
  });
});
