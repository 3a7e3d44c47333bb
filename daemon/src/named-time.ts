import { ConcordatError } from './errors.js';

/**
 * The time that a request names, ms since 1970.
 * @param field as the request calls it
 * @param text ISO 8601 or milliseconds since 1970; BAD_REQUEST when it only looks so, such as a thirteenth month
 */
export function namedTime(field: string, text: string): number {
  const ms = /^\d{1,15}$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  const message = `query ${field} is "${text.slice(0, 40)}"; allowed: a time that exists, ISO 8601 or milliseconds since 1970`;
  throw new ConcordatError('BAD_REQUEST', message, { in: 'query', field });
}
