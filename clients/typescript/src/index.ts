/**
 * The typed client of the Concordat daemon, for Node and browsers: `createClient()` finds the daemon of this machine, `pact(alias)` gives
 * the shared memory of a group, `events()` and `changes()` follow it. Every failure is a `ConcordatApiError`.
 */
export {
  ConcordatClient,
  createClient,
  type EventsOptions,
  type HttpMethod,
  type JoinInput,
  type RequestParameters,
} from './client.js';
export { type DaemonFile, defaultDataDir, readDaemonFile } from './discovery.js';
export { ConcordatApiError, type ErrorEnvelope, type LocalErrorCode } from './errors.js';
export { type ChangesOptions, Pact, type PostOptions, skillChecksum } from './pact.js';
export type { ClientOptions } from './transport.js';
export type * from './types.js';
