import { ConcordatError, type ErrorCode } from '../errors.js';

/** Rejects with `code` when the work takes longer than `ms`; the work itself goes on, nobody waits for it. */
export async function deadline<T>(
  work: Promise<T>,
  ms: number,
  what: string,
  code: ErrorCode = 'VIEW_TIMEOUT',
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConcordatError(code, `${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
