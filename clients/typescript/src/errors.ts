/** The body of every error answer of the daemon; `details` holds facts for programs, such as the holder of a task. */
export interface ErrorEnvelope {
  error: string;
  message: string;
  /** The HTTP status; 0 when no HTTP answer was had. */
  status: number;
  hint?: string;
  details?: Record<string, unknown>;
}

/** Error codes that the client itself adds to those of the contract; their `status` is 0. */
export type LocalErrorCode =
  /** No address is known: nothing was given, and the data directory has no daemon.json. */
  | 'DAEMON_NOT_FOUND'
  /** Nothing listens at the address, or the connection broke. */
  | 'DAEMON_UNREACHABLE'
  /** The daemon accepted the request and did not answer within the deadline. */
  | 'REQUEST_TIMEOUT'
  /** What answered does not speak the contract. */
  | 'NOT_CONCORDAT';

/** Every failure of a call: an error answer of the daemon, or the reason why there was no answer. */
export class ConcordatApiError extends Error {
  /** A code of the contract (`TASK_ALREADY_CLAIMED`), or a {@link LocalErrorCode}. */
  readonly code: string;
  /** The HTTP status; 0 when no HTTP answer was had. */
  readonly status: number;
  /** What the caller can do about it. */
  readonly hint: string | undefined;
  readonly details: Record<string, unknown> | undefined;

  constructor(envelope: ErrorEnvelope, options?: ErrorOptions) {
    super(envelope.message, options);
    this.name = 'ConcordatApiError';
    this.code = envelope.error;
    this.status = envelope.status;
    this.hint = envelope.hint;
    this.details = envelope.details;
  }

  /** The error as the daemon's envelope, for answers to programs. */
  toJSON(): ErrorEnvelope {
    return {
      error: this.code,
      message: this.message,
      status: this.status,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }
}

/** An error of the client itself, without an HTTP answer. */
export function localError(code: LocalErrorCode, message: string, hint: string, cause?: unknown): ConcordatApiError {
  return new ConcordatApiError({ error: code, message, status: 0, hint }, cause === undefined ? undefined : { cause });
}

/** The error that an answer with a status of 400 or above stands for. */
export function errorOfAnswer(status: number, url: string, body: unknown): ConcordatApiError {
  if (isEnvelope(body)) return new ConcordatApiError({ ...body, status });
  return new ConcordatApiError({
    error: 'NOT_CONCORDAT',
    message: `${new URL(url).origin} answered ${status} without Concordat's error envelope`,
    status,
    hint: 'check that the address is that of a Concordat daemon and that no proxy stands before it',
  });
}

function isEnvelope(body: unknown): body is ErrorEnvelope {
  if (typeof body !== 'object' || body === null) return false;
  const { error, message } = body as Partial<ErrorEnvelope>;
  return typeof error === 'string' && typeof message === 'string';
}
