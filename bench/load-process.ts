/** The process behind {@link file://./load.ts}. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { answer } from './child.js';
import type { Lane, LaneResult, LoadRequest } from './load.js';
import { quantile } from './numbers.js';

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: (\d+)/i;
const ID = /"id":"([^"]+)"/;

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
    const text = this.#rest.toString('latin1', 0, head);
    const start = head + HEAD_END.length;
    const end = start + Number(LENGTH.exec(text)?.[1] ?? 0);
    if (this.#rest.length < end) return;
    const body = this.#rest.subarray(start, end);
    this.#rest = this.#rest.subarray(end);
    this.#done?.({ status: Number(text.slice(9, 12)), body });
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
    const body = (request.body as string).replaceAll('%n', String(n));
    return Buffer.from(
      `${head(request)}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };
}

async function run(lane: Lane): Promise<LaneResult> {
  const { warmup_ms = 0, duration_ms = Number.POSITIVE_INFINITY, count = Number.POSITIVE_INFINITY } = lane;
  const bytesOf = encoder(lane);
  const took: number[] = [];
  const ids: string[] = [];
  const callers = await Promise.all(Array.from({ length: lane.callers }, () => Caller.open(lane.port)));
  const start = performance.now() + warmup_ms;
  const end = start + duration_ms;
  let next = 0;
  let last = start;
  let bytes = 0;
  const loop = async (caller: Caller): Promise<void> => {
    while (next < count) {
      const n = next++;
      const sent = performance.now();
      if (sent >= end) return;
      const { status, body } = await caller.send(bytesOf(n));
      const now = performance.now();
      if (status < 200 || status > 299) throw new Error(`${status} ${body.toString().slice(0, 500)}`);
      if (lane.keep_ids) ids[n] = ID.exec(body.toString('latin1'))?.[1] ?? '';
      if (sent < start || now > end) continue;
      took.push(now - sent);
      bytes = body.length;
      last = now;
    }
  };
  try {
    await Promise.all(callers.map(loop));
  } finally {
    for (const caller of callers) caller.close();
  }
  return {
    count: took.length,
    rate: (took.length / (last - start)) * 1000,
    p50_ms: quantile(took, 0.5),
    p99_ms: quantile(took, 0.99),
    bytes,
    ids,
  };
}

answer(({ lanes }: { lanes: Lane[] }) => Promise.all(lanes.map(run)));
