import { ConcordatError } from '../errors.js';

/** A place in a sorted list: the sort key of the last row that was given out. */
export const encodeCursor = (ts: number, id: string): string => Buffer.from(`${ts}.${id}`).toString('base64url');

/** Time and id in a cursor. Throws BAD_CURSOR. */
export function decodeCursor(cursor: string): [number, string] {
  const [, ts, id] = /^(\d{1,15})\.([0-9a-f]{8}-\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (ts === undefined || id === undefined)
    throw new ConcordatError('BAD_CURSOR', `"${cursor.slice(0, 80)}" is not a cursor of this list`);
  return [Number(ts), id];
}
