import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, FakeDaemon, json } from './fake-daemon.js';
import { Bench, ended, needs, SHELLS } from './script.js';

let bench: Bench;
let daemon: FakeDaemon;

beforeEach(async () => {
  bench = new Bench();
  daemon = await new FakeDaemon().start();
});
afterEach(async () => {
  bench.close();
  await daemon.close();
});

/** Answers with an event stream: the text, and then an end if `end` says so. */
const stream =
  (text: string, end = true): Answer =>
  (_seen, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(text);
    if (end) response.end();
  };

const lastEventIds = (): unknown[] => daemon.seen.map(({ headers }) => headers['last-event-id']);

describe.each(SHELLS)('stream-events under %s', (shell) => {
  beforeEach((context) => needs(context, 'curl', 'jq', shell.split(' ')[0] ?? ''));

  /** Follows the stream until it has printed so many lines, and answers them. */
  const follow = async (lines: number, args: readonly string[] = []): Promise<{ events: any[]; stderr: string }> => {
    const child = bench.start(shell, ['stream-events', ...args], { env: { CONCORDAT_URL: daemon.url } });
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.split('\n').length > lines) child.kill('SIGTERM');
    });
    const ran = await ended(child);
    expect(ran.code, ran.stderr).toBe(143);
    expect(bench.leftovers()).toEqual([]);
    const events = ran.stdout.trim().split('\n');
    return { events: events.map((line) => JSON.parse(line)), stderr: ran.stderr };
  };

  it('prints one JSON a line, whatever the stream looks like', async () => {
    const text = 'ü😀"\\\u2028'.repeat(20_000);
    daemon.answer = stream(
      [
        ': connected\n\n',
        'id: 1\nevent: entry-applied\ndata: {"a":1}\n\n',
        'event: update\r\ndata:{"b":\r\ndata: 2}\r\n\r\n',
        'id: 2\n\n',
        `retry: 5\nid: 3"x\ndata: ${JSON.stringify({ text })}\n\n`,
        'data: {"unfinished"',
      ].join(''),
    );
    const { events } = await follow(3);
    expect(events).toEqual([
      { id: '1', event: 'entry-applied', data: { a: 1 } },
      { id: null, event: 'update', data: { b: 2 } },
      { id: '3"x', event: 'message', data: { text } },
    ]);
  });

  it('resumes after the last event it saw, through any end of the connection', async () => {
    const answers: Answer[] = [
      stream('id: a.1\nevent: e\ndata: 1\n\nid: a.2\n\n'),
      json(503, { error: 'SHUTTING_DOWN', message: 'm', status: 503 }),
      (_seen, response) => response.socket?.destroy(),
      stream('event: e\ndata: 2\n\nevent: lagged\ndata: {"cursor":"b.9"}\n\n'),
      stream('id: b.10\nevent: e\ndata: 3\n\n', false),
    ];
    daemon.answer = (seen, response) => (answers.shift() as Answer)(seen, response);
    const { events, stderr } = await follow(4, ['--since', 'start', '--type', 'task']);
    expect(events.map(({ data }) => data)).toEqual([1, 2, { cursor: 'b.9' }, 3]);
    expect(lastEventIds()).toEqual([undefined, 'a.2', 'a.2', 'a.2', 'b.9']);
    expect(daemon.last.target).toBe('/v1/events?since=start&type=task');
    expect(stderr).toContain('opening it again');
  });

  it('finds a daemon that comes back at the same address', async () => {
    const { port } = daemon;
    daemon.answer = stream('id: 1\ndata: 1\n\n', false);
    const child = bench.start(shell, ['stream-events'], { env: { CONCORDAT_URL: daemon.url } });
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const end = ended(child);
    await expect.poll(() => printed, { timeout: 10_000 }).toContain('"data":1');
    await daemon.close();
    daemon = new FakeDaemon();
    daemon.answer = stream('id: 2\ndata: 2\n\n', false);
    await daemon.start(port);
    await expect.poll(() => printed, { timeout: 10_000 }).toContain('"data":2');
    expect(lastEventIds()).toEqual(['1']);
    child.kill('SIGTERM');
    expect((await end).code).toBe(143);
  });

  it('reports what the caller has to mend, and no daemon at all, instead of trying for ever', async () => {
    const env = { CONCORDAT_URL: daemon.url };
    daemon.answer = json(401, { error: 'UNAUTHORIZED', message: 'm', status: 401 });
    expect(await bench.run(shell, ['stream-events'], { env })).toMatchObject({ code: 4 });
    daemon.answer = json(200, { ok: true });
    const other = await bench.run(shell, ['stream-events'], { env });
    expect(other.code).toBe(1);
    expect(other.json().error).toBe('NOT_CONCORDAT');
    await daemon.close();
    const gone = await bench.run(shell, ['stream-events'], { env });
    expect(gone.code).toBe(3);
    expect(gone.json().error).toBe('DAEMON_UNREACHABLE');
    await daemon.start();
  });

  it('ends after --timeout seconds, and when nobody reads any more', async () => {
    daemon.answer = stream('id: 1\ndata: 1\n\n', false);
    const env = { CONCORDAT_URL: daemon.url };
    expect(await bench.run(shell, ['stream-events', '--timeout', '1'], { env })).toMatchObject({ code: 0 });
    const child = bench.start(shell, ['stream-events'], { env });
    daemon.answer = (_seen, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      child.stdout?.destroy();
      response.write('data: 1\n\ndata: 2\n\ndata: 3\n\n');
    };
    expect((await ended(child)).code).toBe(141);
    expect(bench.leftovers()).toEqual([]);
  });
});
