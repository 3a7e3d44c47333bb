/** What the process tests stand on: real daemons in temporary directories, a cluster of them, waits with a deadline, and a reference model. */
export * from './cluster.js';
export * from './contract.js';
export * from './daemon.js';
export * from './embeddings.js';
export * from './entries.js';
export * from './events.js';
export * from './flip-bit.js';
export * from './http.js';
export * from './relay.js';
export * from './room.js';
export * from './stranger.js';
export * from './task-model.js';
export * from './until.js';
