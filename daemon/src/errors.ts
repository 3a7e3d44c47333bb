/**
 * Every error that Concordat answers with: code, HTTP status, message and hint, once.
 * The contract lists the same set; a test holds the two against each other both ways.
 * Codes and statuses up to `INTERNAL` are those of the OpenPact REST surface that Concordat stays compatible with.
 */
interface ErrorSpec {
  readonly status: number;
  /** What went wrong, used when the thrower has nothing more exact to say. */
  readonly message: string;
  /** What the caller can do about it. */
  readonly hint: string;
}

const spec = (status: number, message: string, hint: string): ErrorSpec => ({ status, message, hint });

/** The registry: every code with its status, its sentence and what to do about it. */
export const ERRORS = {
  BAD_REQUEST: spec(400, 'the request does not match the contract', 'compare it with /openapi.json or /docs'),
  BAD_CURSOR: spec(400, 'the cursor was not issued by this node', 'start again without a cursor'),
  BAD_ENTRY: spec(400, 'the entry is not valid', 'correct the named field and post it again'),
  NOT_CONFIRMED: spec(400, 'the request needs a confirmation', 'send "confirm" as the contract describes it'),
  BAD_SKILL_NAME: spec(
    400,
    'the skill name is not a safe file name',
    'use letters, digits, dot, dash and underscore, not starting with a dot',
  ),
  SKILL_CHECKSUM_MISMATCH: spec(
    400,
    'the checksum does not match the content',
    'compute sha256 over "openpact-skill-content:v1\\n" followed by the content',
  ),
  INVITE_BAD_SHAPE: spec(400, 'the invite token cannot be read', 'copy the whole token again from the inviter'),
  INVITE_WRONG_PACT: spec(
    400,
    'the invite belongs to another pact',
    'redeem it in the pact that it names, or join with it',
  ),
  UNAUTHORIZED: spec(
    401,
    'a valid bearer token is needed',
    'send "Authorization: Bearer <token>"; the host token is in daemon.json of the data directory',
  ),
  FORBIDDEN_HOST: spec(
    403,
    'the Host header is not allowed',
    'use 127.0.0.1 or localhost with the right port, or start the daemon with --allowed-host',
  ),
  FORBIDDEN_ORIGIN: spec(
    403,
    'the Origin header is not allowed',
    'start the daemon with --allowed-origin for that page',
  ),
  FORBIDDEN_SCOPE: spec(
    403,
    'the token lacks the scope that this operation needs',
    'ask the operator for a token with that scope',
  ),
  FORBIDDEN: spec(403, 'this member may not do that', 'ask the creator of the pact'),
  NOT_FOUND: spec(404, 'there is nothing at this address', 'check the id or the path'),
  UNKNOWN_PACT: spec(
    404,
    'this node holds no such pact',
    'list the pacts with GET /v1/pacts, then use an alias or a pact id',
  ),
  LINK_UNKNOWN: spec(
    404,
    'a link names an entry that is not there',
    'correct the id; an entry of another node can be linked to when it has arrived here',
  ),
  UNKNOWN_INVITE: spec(404, 'the pact knows no such invite', 'list the invites, or ask for a new one'),
  METHOD_NOT_ALLOWED: spec(405, 'the path exists, the method does not', 'see the Allow header'),
  TASK_NOT_OPEN: spec(409, 'the task is not open', 'read the task to see who holds it'),
  TASK_ALREADY_CLAIMED: spec(409, 'another agent holds the task', 'take another task, or wait until the lease ends'),
  TASK_ALREADY_COMPLETE: spec(409, 'the task is complete', 'read its result'),
  NOT_CLAIMER: spec(409, 'only the agent that holds the task may do that', 'claim the task first'),
  NOT_CLAIMED: spec(409, 'the task is not claimed', 'claim it first'),
  NOT_ASSIGNEE: spec(
    409,
    'the task is reserved for another agent',
    'take a task without assigned_to, or one assigned to you',
  ),
  STALE_FENCE: spec(
    409,
    'the claim that this refers to is no longer the current one',
    'read the task; claim it again if it is open',
  ),
  ALREADY_SUPERSEDED: spec(
    409,
    'what this would supersede is superseded already',
    'read what is current by now, in details.heads, and supersede that as well, or instead',
  ),
  NOT_A_MEMBER: spec(409, 'this node is not a member of the pact', 'ask a member for a new invite and join again'),
  NOT_INDEXER: spec(
    409,
    'this node is not an indexer of the pact',
    'run it on an indexer, or recover the pact if the indexer is lost',
  ),
  NOT_CREATOR: spec(409, 'only the creator of the pact may do that', 'ask the creator'),
  LAST_INDEXER: spec(409, 'the last indexer cannot be removed', 'promote others first, or recover the pact without it'),
  INVITE_REVOKED: spec(409, 'the invite was revoked', 'ask for a new one'),
  INVITE_SPENT: spec(409, 'the invite was used before', 'ask for a new one'),
  INVITE_NOT_INDEXER: spec(
    409,
    'the node that was asked cannot admit anybody now',
    'try again when an indexer is online',
  ),
  INVITE_BAD_PROOF: spec(
    409,
    'the proof of the invite does not hold',
    'join again; if it repeats, ask for a new invite',
  ),
  PACT_ALIAS_EXISTS: spec(409, 'the alias is in use', 'choose another alias'),
  PACT_NOT_READY: spec(409, 'this node was not admitted to the pact yet', 'redeem an invite for it'),
  AGENT_EXISTS: spec(409, 'an agent of that name exists', 'revoke it first, or choose another name'),
  NODE_PREFIX_TAKEN: spec(
    409,
    'a member with the same short id exists',
    'join from a node with another data directory; two keys agree in their first 32 bits once in four billion',
  ),
  UPGRADE_NEEDED: spec(
    409,
    'the pact uses a newer protocol than this daemon',
    'install a newer Concordat; entries stay readable',
  ),
  INVITE_EXPIRED: spec(410, 'the invite has expired', 'ask for a new one'),
  PAYLOAD_TOO_LARGE: spec(
    413,
    'the request or the entry is too large',
    'an HTTP body may hold 128 KiB and an entry payload 64 KiB',
  ),
  RATE_LIMITED: spec(429, 'this token sends too many requests', 'wait as long as the retry-after header says'),
  INTERNAL: spec(500, 'the daemon failed', 'see its log; please report it with the request id'),
  NO_AGENTS: spec(503, 'no other agent of the pact is connected', 'check GET /v1/peers or run concordat doctor'),
  NO_INDEXER_REACHABLE: spec(
    503,
    'no indexer of the pact is reachable',
    'try again when one is online, or recover the pact',
  ),
  AGENT_DISCONNECTED: spec(503, 'the other side disconnected', 'try again; GET /v1/peers says why'),
  WRITES_HELD: spec(
    503,
    'writes are held until a peer has confirmed the own log, or the disk has room',
    'the message says which: connect this node to another member, or make room; reading works meanwhile',
  ),
  SHUTTING_DOWN: spec(503, 'the daemon is stopping', 'start it again'),
  VIEW_TIMEOUT: spec(
    504,
    'the pact did not answer in time',
    'try again; GET /status of the pact says whether it is syncing',
  ),
} as const satisfies Record<string, ErrorSpec>;

/** A code of the registry. */
export type ErrorCode = keyof typeof ERRORS;

/** Names of all codes, in the order of the registry. */
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

/** Is `code` one of the registry's? Narrows a string that came from elsewhere, such as the outcome of an op. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code);

/** JSON that may travel in an answer. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The body of every error answer. */
export interface ErrorBody {
  error: ErrorCode;
  message: string;
  status: number;
  hint: string;
  details?: { [key: string]: Json };
}

/** An error with a code of the registry; the API turns it into its status and {@link ErrorBody}. */
export class ConcordatError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly details: { [key: string]: Json } | undefined;

  /**
   * @param code one of {@link ERROR_CODES}
   * @param message what was wrong, with which value; the registry's sentence when left out
   * @param details facts for programs, such as the holder of a task
   */
  constructor(code: ErrorCode, message?: string, details?: { [key: string]: Json }, options?: ErrorOptions) {
    super(message ?? ERRORS[code].message, options);
    this.name = 'ConcordatError';
    this.code = code;
    this.status = ERRORS[code].status;
    this.details = details;
  }

  /** The answer's body. */
  body(): ErrorBody {
    return {
      error: this.code,
      message: this.message,
      status: this.status,
      hint: ERRORS[this.code].hint,
      ...(this.details ? { details: this.details } : {}),
    };
  }
}
