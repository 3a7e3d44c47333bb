/**
 * The parts of an entry's id, `<first 8 hex of the writer's key>-<position in its log>`, as numbers: entries of the same millisecond stand in the order
 * in which they were written, as a text order of ids would not have them, and an index takes less for two numbers than for a text.
 */

/** Position in its writer's log. */
export const positionOf = (id: string): number => Number(id.slice(9));

/** Its writer, in the order of the texts. */
export const writerOf = (id: string): number => Number.parseInt(id.slice(0, 8), 16);
