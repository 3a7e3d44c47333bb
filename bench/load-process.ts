/** The process behind {@link file://./load.ts}. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { answer } from './child.js';
import { closedLoop } from './closed-loop.js';
import type { Lane, LaneResult, LoadRequest } from './load.js';
import { text } from './words.js';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)/i;
const ID = /"id":"([^"]+)"/;
/** Characters of a numbered text. */
const TEXT_CHARS = 300;

interface Answered {
  readonly status: number;
  readonly body: Buffer;
}

/** One keep-alive connection; one request at a time. Reads only answers that say their length. */
class Caller {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #done: ((answered: Answered) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', (error) => this.#failed?.(error));
    socket.on('close', () => this.#failed?.(new Error('the connection was closed')));
  }

  static async open(port: number): Promise<Caller> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Caller(socket);
  }

  send(bytes: Buffer): Promise<Answered> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      this.#socket.write(bytes);
    });
  }

  #take(chunk: Buffer): void {
    this.#rest = this.#rest.length ? Buffer.concat([this.#rest, chunk]) : chunk;
    const head = this.#rest.indexOf(HEAD_END);
    if (head < 0) return;
    const headers = this.#rest.toString('latin1', 0, head);
    const start = head + HEAD_END.length;
    const end = start + Number(LENGTH.exec(headers)?.[1] ?? 0);
    if (this.#rest.length < end) return;
    const body = this.#rest.subarray(start, end);
    this.#rest = this.#rest.subarray(end);
    this.#done?.({ status: Number(headers.slice(9, 12)), body });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }
}

/** Bytes of the n-th request; the same buffer again where it does not depend on `n`. */
function encoder(lane: Lane): (n: number) => Buffer {
  const head = ({ method, path }: LoadRequest): string =>
    `${method} ${path} HTTP/1.1\r\nhost: 127.0.0.1:${lane.port}\r\n${lane.token === null ? '' : `authorization: Bearer ${lane.token}\r\n`}`;
  const fixed = lane.requests.map((request) =>
    request.body === undefined ? Buffer.from(`${head(request)}\r\n`) : null,
  );
  return (n) => {
    const at = n % lane.requests.length;
    const ready = fixed[at];
    if (ready) return ready;
    const request = lane.requests[at] as LoadRequest;
    const body = (request.body as string).replaceAll('%n', String(n)).replace('%t', () => text(TEXT_CHARS, n));
    return Buffer.from(
      `${head(request)}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };
}

async function run(lane: Lane): Promise<LaneResult> {
  const bytesOf = encoder(lane);
  const ids: string[] = [];
  const callers = await Promise.all(Array.from({ length: lane.callers }, () => Caller.open(lane.port)));
  const asking = callers.map((caller) => async (n: number): Promise<number> => {
    const { status, body } = await caller.send(bytesOf(n));
    if (status < 200 || status > 299) throw new Error(`${status} ${body.toString().slice(0, 500)}`);
    if (lane.keep_ids) ids[n - (lane.first ?? 0)] = ID.exec(body.toString('latin1'))?.[1] ?? '';
    return body.length;
  });
  try {
    return { ...(await closedLoop(asking, lane)), ids };
  } finally {
    for (const caller of callers) caller.close();
  }
}

answer(({ lanes }: { lanes: Lane[] }) => Promise.all(lanes.map(run)));
