import type { Arrivals } from '../projection/index.js';
import { type ChangesQuery, JsonText } from './types.js';

const LIMIT_DEFAULT = 50;

/**
 * A page of what arrived behind a cursor, oldest first; waits up to `wait_s` for the first. The cursor always moves past what
 * was looked at, so that asking again with it never repeats and never skips.
 */
export async function pageOfChanges(arrivals: Arrivals, p: number, query: ChangesQuery): Promise<JsonText> {
  const from = query.since !== undefined ? arrivals.parse(query.since) : query.from === 'head' ? arrivals.newest : 0;
  const limit = query.limit ?? LIMIT_DEFAULT;
  const filter = { p, ...(query.type === undefined ? {} : { type: query.type }) };
  const until = performance.now() + (query.wait_s ?? 0) * 1000;
  for (;;) {
    // Read before the rows: what arrives between the two is met again rather than missed.
    const newest = arrivals.newest;
    const rows = arrivals.after(from, limit + 1, filter);
    if (!rows.length && query.wait_s && (await arrivals.next(query.signal, until - performance.now()))) continue;
    const more = rows.length > limit;
    if (more) rows.pop();
    const last = more ? (rows.at(-1)?.n ?? from) : Math.max(newest, rows.at(-1)?.n ?? 0, from);
    const seen = new Set<string>();
    const entries: string[] = [];
    const retracted: string[] = [];
    for (const row of rows) {
      if (row.json === null) retracted.push(row.id);
      else if (!seen.has(row.id)) entries.push(row.json);
      seen.add(row.id);
    }
    return new JsonText(
      `{"entries":[${entries.join(',')}],"retracted":${JSON.stringify(retracted)},"cursor":"${arrivals.cursor(last)}","has_more":${more}}`,
    );
  }
}
