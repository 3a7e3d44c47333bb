import type Hyperbee from 'hyperbee';
import type { ViewPut } from '../projection/index.js';
import { deadline } from './deadline.js';

/** A block that does not come within this time may never come: the view it belongs to may have been replaced. Whoever reads begins anew. */
export const READ_MS = 15_000;

/**
 * The puts of a view from one position to another, oldest first. They are asked for all at once: one by one each costs a round trip where it is
 * on another node, and four times as much processor where it is on this disk (measured).
 * Throws VIEW_TIMEOUT when one of them does not come within {@link READ_MS} after the one before it.
 */
export async function putsOf(view: Hyperbee, from: number, to: number): Promise<ViewPut[]> {
  const batch = view.batch({ update: false });
  const reads: Promise<{ key: string; value: string | null }>[] = [];
  for (let seq = from; seq < to; seq++) {
    const read = batch.getBySeq(seq);
    // The first that fails is thrown below; the others fail with it.
    read.catch(() => {});
    reads.push(read);
  }
  const puts: ViewPut[] = [];
  try {
    for (const read of reads) {
      const { key, value } = await deadline(read, READ_MS, 'a block of the view');
      puts.push({ seq: from + puts.length, key, json: value });
    }
    return puts;
  } finally {
    // A view keeps what its batches have read until they are closed: of a million entries some hundred megabytes (measured).
    await batch.close();
  }
}
