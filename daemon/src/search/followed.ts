import type { Slice } from '../following/types.js';
import { STANDING, type Tables } from '../projection/index.js';
import type { FollowedRow } from './messages.js';

/** Rows that are read in one turn of the event loop: half a millisecond. */
const SLICE_ROWS = 64;

/** What followed rows are read with: the entry that arrived, or the task that an event is of, as they are by now. */
const FOLLOWED = `select f.n, q.pact_id, coalesce(e.task, f.id) id, entries.val, entries.ts, t.status, t.lease_until, entries.expires_at,
  iif(entries.aside & 1, (select min(l.ts) from links l where l.p = entries.p and l.target = entries.id and l.rel = 'supersedes'), null) superseded_at,
  ${STANDING}, coalesce(entries.type in ('knowledge', 'skill'), 0) fades from feed f join pacts q on q.p = f.p
  left join entries e on e.p = f.p and e.id = f.id
  left join entries on entries.p = f.p and entries.id = coalesce(e.task, f.id) and entries.type in ('knowledge', 'task', 'skill', 'message')
  left join tasks t on t.p = entries.p and t.id = entries.id
  where f.n > ? order by f.n limit ?`;

/** What the threads of search are told of the arrivals behind one. */
export function followed(tables: Tables, from: number): Slice<FollowedRow> {
  const found = tables.db.prepare(FOLLOWED).all([from, SLICE_ROWS]);
  const rows = new Map<string, FollowedRow>();
  // An entry that arrived twice, or a task with events, is the same row by now.
  for (const { n: _n, ...row } of found) rows.set(`${row.pact_id} ${row.id}`, row as unknown as FollowedRow);
  return { rows: [...rows.values()], to: found.length < SLICE_ROWS ? tables.head() : (found.at(-1)?.n as number) };
}
