import type Hyperbee from 'hyperbee';
import { ConcordatError } from '../errors.js';
import type { ViewPut } from '../projection/index.js';

/** A block that does not come within this time may never come: the view it belongs to may have been replaced. Whoever reads begins anew. */
export const READ_MS = 15_000;

/**
 * The puts of a view from one position to another, oldest first. They are asked for all at once: one by one each costs a round trip where it is
 * on another node, and four times as much processor where it is on this disk (measured).
 * Throws VIEW_TIMEOUT when one of them does not come within {@link READ_MS} after the one before it.
 */
export async function putsOf(view: Hyperbee, from: number, to: number): Promise<ViewPut[]> {
  const batch = view.batch({ update: false });
  let timer: NodeJS.Timeout | undefined;
  // One timer for all of them: one for each takes two of the fifty microseconds that an entry takes in a reindex (measured).
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ConcordatError('VIEW_TIMEOUT', `a block of the view took longer than ${READ_MS} ms`)),
      READ_MS,
    );
  });
  const read = async (seq: number): Promise<ViewPut> => {
    const { key, value } = await batch.getBySeq(seq);
    timer?.refresh();
    return { seq, key, json: value };
  };
  try {
    return await Promise.race([Promise.all(Array.from({ length: to - from }, (_, n) => read(from + n))), late]);
  } finally {
    clearTimeout(timer);
    // A view keeps what its batches have read until they are closed: of a million entries some hundred megabytes (measured).
    await batch.close();
  }
}
