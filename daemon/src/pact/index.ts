/**
 * Pacts: the shared memory of a group. Each is an encrypted, multi-writer log whose order the members agree on, with tables that
 * follow it. What the API needs is in {@link PactsApi} and {@link PactApi}; the rules are in `model/`.
 */
export { AddressBook } from './address-book.js';
export { handleOf } from './model/index.js';
export { PROTOCOL_VERSION } from './model/limits.js';
export { Pacts } from './pacts.js';
export type * from './types.js';
