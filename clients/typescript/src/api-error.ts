/** The body of every error answer of the daemon; `details` holds facts for programs, such as the holder of a task. */
export interface ErrorEnvelope {
  error: string;
  message: string;
  /** The HTTP status; 0 when no HTTP answer was had. */
  status: number;
  hint?: string;
  details?: Record<string, unknown>;
}

/**
 * Every failure of a call: an error answer of the daemon, or the reason why there was no answer. Each code has a class of its own
 * (`TaskAlreadyClaimedError`); a code of a newer daemon comes as this class.
 */
export class ConcordatApiError extends Error {
  /** A code of the contract (`TASK_ALREADY_CLAIMED`), or one that the client adds, such as `DAEMON_UNREACHABLE`. */
  readonly code: string;
  /** The HTTP status; 0 when no HTTP answer was had. */
  readonly status: number;
  /** What the caller can do about it. */
  readonly hint: string | undefined;
  /** Facts for programs, such as the `holder` of a task; empty when there are none. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(envelope: ErrorEnvelope, options?: ErrorOptions) {
    super(envelope.message, options);
    this.name = 'ConcordatApiError';
    this.code = envelope.error;
    this.status = envelope.status;
    this.hint = envelope.hint;
    this.details = envelope.details ?? {};
  }

  /** The error as the daemon's envelope, for answers to programs. */
  toJSON(): ErrorEnvelope {
    return {
      error: this.code,
      message: this.message,
      status: this.status,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      ...(Object.keys(this.details).length === 0 ? {} : { details: this.details }),
    };
  }
}
