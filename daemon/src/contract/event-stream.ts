/** Server-sent events: frames with ids, a heartbeat, and `lagged` for clients that read too slowly. */
import type { ServerResponse } from 'node:http';
import type { Frame } from './handlers.js';

/** How an event stream treats its client. */
export interface EventStreamLimits {
  /** Bytes that may wait for the client. */
  readonly buffer_max_bytes: number;
  /** How long a client with a full buffer may take to empty it. */
  readonly stall_max_ms: number;
  readonly heartbeat_ms: number;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

const frameText = (id: string | null, event: string, data: unknown): string =>
  `${id === null ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * True when the client took everything within the time; false when it did not, or went away. By hand, because Node 20 may collect a
 * signal made by `AbortSignal.any` before it fires.
 */
const drained = (out: ServerResponse, stall_max_ms: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (empty: boolean): void => {
      clearTimeout(timer);
      out.off('drain', onDrain);
      signal.removeEventListener('abort', onAbort);
      resolve(empty);
    };
    const onDrain = (): void => end(true);
    const onAbort = (): void => end(false);
    const timer = setTimeout(end, stall_max_ms, false);
    out.once('drain', onDrain);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) end(false);
  });

/**
 * Writes frames until they end, the client goes away, or it reads too slowly. In the last case it gets `event: lagged` with the cursor of the last
 * frame before it, and the stream ends: what is missed is known, and can be fetched.
 * @param headers further headers of the answer
 * @param failed turns an error of the source into the data of a last frame, `event: error`
 */
export const writeEventStream = async (
  out: ServerResponse,
  headers: { readonly [name: string]: string | number | string[] | undefined },
  frames: AsyncIterable<Frame<unknown>>,
  limits: EventStreamLimits,
  signal: AbortSignal,
  failed: (error: unknown) => unknown,
): Promise<void> => {
  out.writeHead(200, { ...headers, ...HEADERS });
  out.write(': connected\n\n');
  const heartbeat = setInterval(() => {
    if (signal.aborted) clearInterval(heartbeat);
    else if (out.writableLength === 0) out.write(': heartbeat\n\n');
  }, limits.heartbeat_ms);
  let cursor: string | null = null;
  try {
    for await (const frame of frames) {
      if (signal.aborted) break;
      if (frame.event === null) {
        out.write(`id: ${frame.id}\n\n`);
        cursor = frame.id;
        continue;
      }
      out.write(frameText(frame.id, frame.event, frame.data));
      cursor = frame.id ?? cursor;
      if (frame.event === 'lagged') break;
      if (out.writableLength < limits.buffer_max_bytes) continue;
      if (await drained(out, limits.stall_max_ms, signal)) continue;
      if (!signal.aborted) out.write(frameText(null, 'lagged', { ...pactOf(frame.data), cursor }));
      break;
    }
  } catch (error) {
    if (!signal.aborted) out.write(frameText(null, 'error', failed(error)));
  } finally {
    clearInterval(heartbeat);
    out.end();
  }
};

const pactOf = (data: unknown): object => {
  const { pactId, alias } = data as { pactId?: string; alias?: string };
  return { pactId, alias };
};
