import { ConcordatApiError, type ErrorEnvelope } from './api-error.js';
import { type ApiErrorCode, type ContractError, ERROR_CLASSES } from './generated/errors.js';

/** No address is known: nothing was given, and the data directory has no daemon.json. */
export class DaemonNotFoundError extends ConcordatApiError {
  declare readonly code: 'DAEMON_NOT_FOUND';
}

/** Nothing listens at the address, or the connection broke. */
export class DaemonUnreachableError extends ConcordatApiError {
  declare readonly code: 'DAEMON_UNREACHABLE';
}

/** The daemon accepted the request and did not answer within the deadline. */
export class RequestTimeoutError extends ConcordatApiError {
  declare readonly code: 'REQUEST_TIMEOUT';
}

/** What answered does not speak the contract. */
export class NotConcordatError extends ConcordatApiError {
  declare readonly code: 'NOT_CONCORDAT';
}

const LOCAL_CLASSES = {
  DAEMON_NOT_FOUND: DaemonNotFoundError,
  DAEMON_UNREACHABLE: DaemonUnreachableError,
  REQUEST_TIMEOUT: RequestTimeoutError,
  NOT_CONCORDAT: NotConcordatError,
} as const;

/** Error codes that the client itself adds to those of the contract; their `status` is 0 when there was no HTTP answer. */
export type LocalErrorCode = keyof typeof LOCAL_CLASSES;

/** An error whose code this client knows; `switch (error.code)` over it is exhaustive. */
export type KnownError = ContractError | InstanceType<(typeof LOCAL_CLASSES)[LocalErrorCode]>;

/** Narrows what was caught to the errors of this package, told apart by their `code`; false for a code of a newer daemon. */
export function isKnownError(error: unknown): error is KnownError {
  if (!(error instanceof ConcordatApiError)) return false;
  return Object.hasOwn(ERROR_CLASSES, error.code) || Object.hasOwn(LOCAL_CLASSES, error.code);
}

/** An error of the client itself, without an HTTP answer. */
export function localError(code: LocalErrorCode, message: string, hint: string, cause?: unknown): ConcordatApiError {
  return new LOCAL_CLASSES[code](
    { error: code, message, status: 0, hint },
    cause === undefined ? undefined : { cause },
  );
}

/** The error that an answer with a status of 400 or above stands for. */
export function errorOfAnswer(status: number, url: string, body: unknown): ConcordatApiError {
  if (isEnvelope(body)) return new (classOf(body.error))({ ...body, status });
  return new NotConcordatError({
    error: 'NOT_CONCORDAT',
    message: `${new URL(url).origin} answered ${status} without Concordat's error envelope`,
    status,
    hint: 'check that the address is that of a Concordat daemon and that no proxy stands before it',
  });
}

function classOf(code: string): typeof ConcordatApiError {
  return Object.hasOwn(ERROR_CLASSES, code) ? ERROR_CLASSES[code as ApiErrorCode] : ConcordatApiError;
}

function isEnvelope(body: unknown): body is ErrorEnvelope {
  if (typeof body !== 'object' || body === null) return false;
  const { error, message, details } = body as Partial<ErrorEnvelope>;
  const bare = details === undefined || (typeof details === 'object' && details !== null);
  return typeof error === 'string' && typeof message === 'string' && bare;
}
