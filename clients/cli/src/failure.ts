import { ConcordatApiError } from '@concordat/client';

/** An error of the command itself, in the form of the daemon's envelope; `status` is 0. */
export function failure(code: string, message: string, hint?: string): ConcordatApiError {
  return new ConcordatApiError({ error: code, message, status: 0, ...(hint === undefined ? {} : { hint }) });
}

/** A value of the command line that cannot be used; exit code 2. */
export function usageError(message: string, hint?: string): ConcordatApiError {
  return failure('USAGE', message, hint);
}
