/** What the command's exit code says to a script; the one place where they are defined. */
export const EXIT_CODES = {
  OK: { code: 0, meaning: 'done' },
  FAILURE: { code: 1, meaning: 'failed in a way that no other code names' },
  USAGE: { code: 2, meaning: 'the command line, or a value in it, is not valid (also HTTP 400 and 413)' },
  NO_DAEMON: { code: 3, meaning: 'the daemon is not running or cannot be reached' },
  NOT_AUTHORISED: { code: 4, meaning: 'the token is missing, wrong, or lacks the scope (HTTP 401 and 403)' },
  NOT_FOUND: { code: 5, meaning: 'there is no such pact, entry, task, invite or agent (HTTP 404)' },
  CONFLICT: { code: 6, meaning: 'the state forbids it: task taken, invite spent or expired (HTTP 409 and 410)' },
  PENDING: { code: 7, meaning: 'accepted and not decided yet: no indexer has confirmed the claim (HTTP 202)' },
  UNAVAILABLE: { code: 8, meaning: 'too busy, out of time, or no peer reachable: try again (HTTP 429, 503, 504)' },
} as const satisfies Record<string, { code: number; meaning: string }>;

/** Name of an exit code, a key of {@link EXIT_CODES}. */
export type ExitName = keyof typeof EXIT_CODES;

const BY_STATUS: Readonly<Record<number, ExitName>> = {
  202: 'PENDING',
  400: 'USAGE',
  401: 'NOT_AUTHORISED',
  403: 'NOT_AUTHORISED',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'CONFLICT',
  413: 'USAGE',
  429: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'UNAVAILABLE',
};

const BY_LOCAL_CODE: Readonly<Record<string, ExitName>> = {
  USAGE: 'USAGE',
  DAEMON_NOT_FOUND: 'NO_DAEMON',
  DAEMON_UNREACHABLE: 'NO_DAEMON',
  REQUEST_TIMEOUT: 'UNAVAILABLE',
  NOT_FOUND: 'NOT_FOUND',
  UNKNOWN_PACT: 'NOT_FOUND',
  PACT_UNUSABLE: 'CONFLICT',
  CONFIG_UNTOUCHED: 'CONFLICT',
  NO_AGENTS: 'UNAVAILABLE',
  NO_INDEXER_REACHABLE: 'UNAVAILABLE',
  NOT_OFFLINE_READY: 'UNAVAILABLE',
};

/**
 * The exit code for an error envelope.
 * @param status the HTTP status; 0 when there was no HTTP answer, and then `code` decides
 */
export function exitCodeOf(status: number, code: string): number {
  return EXIT_CODES[(status === 0 ? BY_LOCAL_CODE[code] : BY_STATUS[status]) ?? 'FAILURE'].code;
}
