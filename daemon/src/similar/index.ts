/**
 * Which entries say the same: an index of fingerprints of what knowledge says, in a database and a thread of its own. Follows the projection
 * by its arrival feed and is made again at any time.
 */
export { Lookup } from './lookup.js';
