/**
 * Search: an index of what entries say, in a database and a thread of its own. Follows the projection by its arrival feed, is made again at
 * any time, and never delays a write.
 */
export { Search } from './search.js';
