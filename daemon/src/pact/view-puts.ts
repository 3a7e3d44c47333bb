import type Hyperbee from 'hyperbee';
import { Node } from 'hyperbee/lib/messages.js';
import { ConcordatError } from '../errors.js';
import type { ViewPut } from '../projection/index.js';

/** A block that does not come within this time may never come: the view it belongs to may have been replaced. Whoever reads begins anew. */
export const READ_MS = 15_000;

/**
 * The puts of a view from one position to another, oldest first. They are asked for all at once: one by one each costs a round trip where it is
 * on another node, and four times as much processor where it is on this disk (measured). And they are read as blocks, each of which is a put:
 * what the view reads by itself it keeps, for look-ups that do not come here, which took a quarter of a reindex and 40 MB (measured).
 * Throws VIEW_TIMEOUT when one of them does not come within {@link READ_MS} after the one before it.
 */
export async function putsOf({ core }: Hyperbee, from: number, to: number): Promise<ViewPut[]> {
  let timer: NodeJS.Timeout | undefined;
  // One timer for all of them: one for each takes two of the fifty microseconds that an entry takes in a reindex (measured).
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ConcordatError('VIEW_TIMEOUT', `a block of the view took longer than ${READ_MS} ms`)),
      READ_MS,
    );
  });
  const read = async (seq: number): Promise<ViewPut> => {
    const put = await core.get(seq, { valueEncoding: Node });
    if (put === null) throw new Error(`block ${seq} of the view is not there`);
    timer?.refresh();
    return { seq, key: put.key.toString(), json: put.value === null ? null : put.value.toString() };
  };
  try {
    return await Promise.race([Promise.all(Array.from({ length: to - from }, (_, n) => read(from + n))), late]);
  } finally {
    clearTimeout(timer);
  }
}
