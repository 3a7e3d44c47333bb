import { ConcordatError } from '../errors.js';

/** Position in its writer's log: entries of the same millisecond stand in the order in which they were written, as a text order of ids would not have them. */
export const positionOf = (id: string): number => Number(id.slice(9));

/** Its writer as a number, whose order is that of the texts: an index takes five bytes for it instead of the thirteen of an id. */
export const writerOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16);

/** A place in a sorted list: the sort key of the last row that was given out. */
export const encodeCursor = (ts: number, id: string): string => Buffer.from(`${ts}.${id}`).toString('base64url');

/** Time and id in a cursor. Throws BAD_CURSOR. */
export function decodeCursor(cursor: string): [number, string] {
  const [, ts, id] = /^(\d{1,15})\.([0-9a-f]{8}-\d{1,12})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (ts === undefined || id === undefined)
    throw new ConcordatError('BAD_CURSOR', `"${cursor.slice(0, 80)}" is not a cursor of this list`);
  return [Number(ts), id];
}
