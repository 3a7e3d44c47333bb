/** What the lists of entries have in common. */
import { ConcordatError } from '../errors.js';
import type { EntryType, ListQuery } from '../pact/types.js';

/**
 * The query of a list over these types of entry.
 * @throws ConcordatError BAD_REQUEST when `since` has the form of a time and is none, such as a thirteenth month
 */
export const listQuery = (types: readonly EntryType[], query: Omit<ListQuery, 'types'>): ListQuery => {
  const { since } = query;
  if (since !== undefined && !/^[0-9]+$/.test(since) && Number.isNaN(Date.parse(since))) {
    throw new ConcordatError(
      'BAD_REQUEST',
      `query since is "${since}"; allowed: a time that exists, ISO 8601 or milliseconds since 1970`,
      {
        in: 'query',
        field: 'since',
      },
    );
  }
  return { ...query, types };
};
