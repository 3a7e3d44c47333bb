/**
 * The tables that reads use: entries, task states, references, records and the arrival feed, in one SQLite file for all pacts.
 * Follows the logs, is rebuilt from them at any time, and is never a promise.
 */
export { Arrivals } from './arrivals.js';
export type { Moment } from './as-of.js';
export { type FollowedView, Follower, type ViewMove } from './follower.js';
export { COUNTED_MAX } from './context.js';
export { inboxCursor, inboxPlace, type InboxRow } from './inbox.js';
export { PactQueries } from './queries.js';
export { STANDING } from './standing.js';
export type { ViewPut } from './rows.js';
export { type PactTables, Tables } from './tables.js';
