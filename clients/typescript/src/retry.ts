import { ConcordatApiError } from './api-error.js';

/** First pause before a stream is opened again; it doubles up to {@link RETRY_MAX_MS}. */
const RETRY_MIN_MS = 250;
/** A daemon that restarts is back within this time, so longer pauses would only delay the news. */
const RETRY_MAX_MS = 5_000;

/** Is it worth asking again? True for a broken connection, a deadline, a full daemon; false for whatever the caller has to mend. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ConcordatApiError)) return false;
  if (error.status === 0) return error.code === 'DAEMON_UNREACHABLE' || error.code === 'REQUEST_TIMEOUT';
  return error.status === 429 || error.status >= 500;
}

/** The pause after `failures` failures in a row, in ms: doubling, with a quarter of jitter so that many clients do not come back at once. */
export function retryDelayMs(failures: number, random: () => number = Math.random): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.max(0, failures - 1));
  return full * (0.75 + 0.25 * random());
}

/** Waits; ends early, without an error, when the signal aborts. */
export function pause(durationMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, durationMs);
    signal?.addEventListener('abort', done);
  });
}
