/**
 * Threads that follow the arrival feed: each keeps what can be derived from entries in a file of its own, which can be thrown away and made again at
 * any time, and never delays a write.
 */
export { FollowingFile } from './file.js';
export { Questions } from './questions.js';
export { FollowingThread } from './thread.js';
