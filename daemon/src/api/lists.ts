/** What the lists of entries have in common. */
import { namedTime } from '../named-time.js';
import type { EntryType, ListQuery } from '../pact/types.js';

/**
 * The query of a list over these types of entry.
 * @throws ConcordatError BAD_REQUEST when `since` has the form of a time and is none, such as a thirteenth month
 */
export const listQuery = (types: readonly EntryType[], query: Omit<ListQuery, 'types'>): ListQuery => {
  if (query.since !== undefined) namedTime('since', query.since);
  return { ...query, types };
};
