/**
 * The typed client of the Concordat daemon, for Node and browsers: `createClient()` finds the daemon of this machine, `pact(alias)` gives
 * the shared memory of a group, `events()` and `changes()` follow it. Every failure is a `ConcordatApiError`, each code with a class of its own.
 */
export { ConcordatApiError, type ErrorEnvelope } from './api-error.js';
export {
  ConcordatClient,
  createClient,
  type EventsOptions,
  type HttpMethod,
  type JoinInput,
  type RequestParameters,
} from './client.js';
export { type DaemonFile, defaultDataDir, readDaemonFile } from './discovery.js';
export {
  DaemonNotFoundError,
  DaemonUnreachableError,
  isKnownError,
  type KnownError,
  type LocalErrorCode,
  NotConcordatError,
  RequestTimeoutError,
} from './errors.js';
export * from './generated/errors.js';
export { type ChangesOptions, type ClaimOptions, Pact, type PostOptions, skillChecksum } from './pact.js';
export type { CallOptions, ClientOptions } from './transport.js';
export type * from './types.js';
