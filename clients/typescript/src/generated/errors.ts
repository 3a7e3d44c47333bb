// Generated from daemon/src/errors.ts by scripts/generate. Do not edit: change the registry and run it again.
import { ConcordatApiError } from '../api-error.js';

/** 400 BAD_REQUEST: the request does not match the contract. Compare it with /openapi.json or /docs. */
export class BadRequestError extends ConcordatApiError {
  declare readonly code: 'BAD_REQUEST';
  declare readonly status: 400;
}

/** 400 BAD_CURSOR: the cursor was not issued by this node. Start again without a cursor. */
export class BadCursorError extends ConcordatApiError {
  declare readonly code: 'BAD_CURSOR';
  declare readonly status: 400;
}

/** 400 BAD_ENTRY: the entry is not valid. Correct the named field and post it again. */
export class BadEntryError extends ConcordatApiError {
  declare readonly code: 'BAD_ENTRY';
  declare readonly status: 400;
}

/** 400 NOT_CONFIRMED: the request needs a confirmation. Send "confirm" as the contract describes it. */
export class NotConfirmedError extends ConcordatApiError {
  declare readonly code: 'NOT_CONFIRMED';
  declare readonly status: 400;
}

/** 400 BAD_SKILL_NAME: the skill name is not a safe file name. Use letters, digits, dot, dash and underscore, not starting with a dot. */
export class BadSkillNameError extends ConcordatApiError {
  declare readonly code: 'BAD_SKILL_NAME';
  declare readonly status: 400;
}

/** 400 SKILL_CHECKSUM_MISMATCH: the checksum does not match the content. Compute sha256 over "openpact-skill-content:v1\n" followed by the content. */
export class SkillChecksumMismatchError extends ConcordatApiError {
  declare readonly code: 'SKILL_CHECKSUM_MISMATCH';
  declare readonly status: 400;
}

/** 400 INVITE_BAD_SHAPE: the invite token cannot be read. Copy the whole token again from the inviter. */
export class InviteBadShapeError extends ConcordatApiError {
  declare readonly code: 'INVITE_BAD_SHAPE';
  declare readonly status: 400;
}

/** 400 INVITE_WRONG_PACT: the invite belongs to another pact. Redeem it in the pact that it names, or join with it. */
export class InviteWrongPactError extends ConcordatApiError {
  declare readonly code: 'INVITE_WRONG_PACT';
  declare readonly status: 400;
}

/** 401 UNAUTHORIZED: a valid bearer token is needed. Send "Authorization: Bearer <token>"; the host token is in daemon.json of the data directory. */
export class UnauthorizedError extends ConcordatApiError {
  declare readonly code: 'UNAUTHORIZED';
  declare readonly status: 401;
}

/** 403 FORBIDDEN_HOST: the Host header is not allowed. Use 127.0.0.1 or localhost with the right port, or start the daemon with --allowed-host. */
export class ForbiddenHostError extends ConcordatApiError {
  declare readonly code: 'FORBIDDEN_HOST';
  declare readonly status: 403;
}

/** 403 FORBIDDEN_ORIGIN: the Origin header is not allowed. Start the daemon with --allowed-origin for that page. */
export class ForbiddenOriginError extends ConcordatApiError {
  declare readonly code: 'FORBIDDEN_ORIGIN';
  declare readonly status: 403;
}

/** 403 FORBIDDEN_SCOPE: the token lacks the scope that this operation needs. Ask the operator for a token with that scope. */
export class ForbiddenScopeError extends ConcordatApiError {
  declare readonly code: 'FORBIDDEN_SCOPE';
  declare readonly status: 403;
}

/** 403 FORBIDDEN: this member may not do that. Ask the creator of the pact. */
export class ForbiddenError extends ConcordatApiError {
  declare readonly code: 'FORBIDDEN';
  declare readonly status: 403;
}

/** 404 NOT_FOUND: there is nothing at this address. Check the id or the path. */
export class NotFoundError extends ConcordatApiError {
  declare readonly code: 'NOT_FOUND';
  declare readonly status: 404;
}

/** 404 UNKNOWN_PACT: this node holds no such pact. List the pacts with GET /v1/pacts, then use an alias or a pact id. */
export class UnknownPactError extends ConcordatApiError {
  declare readonly code: 'UNKNOWN_PACT';
  declare readonly status: 404;
}

/** 404 LINK_UNKNOWN: a link names an entry that is not there. Correct the id; an entry of another node can be linked to when it has arrived here. */
export class LinkUnknownError extends ConcordatApiError {
  declare readonly code: 'LINK_UNKNOWN';
  declare readonly status: 404;
}

/** 404 UNKNOWN_INVITE: the pact knows no such invite. List the invites, or ask for a new one. */
export class UnknownInviteError extends ConcordatApiError {
  declare readonly code: 'UNKNOWN_INVITE';
  declare readonly status: 404;
}

/** 405 METHOD_NOT_ALLOWED: the path exists, the method does not. See the Allow header. */
export class MethodNotAllowedError extends ConcordatApiError {
  declare readonly code: 'METHOD_NOT_ALLOWED';
  declare readonly status: 405;
}

/** 409 TASK_NOT_OPEN: the task is not open. Read the task to see who holds it. */
export class TaskNotOpenError extends ConcordatApiError {
  declare readonly code: 'TASK_NOT_OPEN';
  declare readonly status: 409;
}

/** 409 TASK_ALREADY_CLAIMED: another agent holds the task. Take another task, or wait until the lease ends. */
export class TaskAlreadyClaimedError extends ConcordatApiError {
  declare readonly code: 'TASK_ALREADY_CLAIMED';
  declare readonly status: 409;
}

/** 409 TASK_ALREADY_COMPLETE: the task is complete. Read its result. */
export class TaskAlreadyCompleteError extends ConcordatApiError {
  declare readonly code: 'TASK_ALREADY_COMPLETE';
  declare readonly status: 409;
}

/** 409 NOT_CLAIMER: only the agent that holds the task may do that. Claim the task first. */
export class NotClaimerError extends ConcordatApiError {
  declare readonly code: 'NOT_CLAIMER';
  declare readonly status: 409;
}

/** 409 NOT_CLAIMED: the task is not claimed. Claim it first. */
export class NotClaimedError extends ConcordatApiError {
  declare readonly code: 'NOT_CLAIMED';
  declare readonly status: 409;
}

/** 409 NOT_ASSIGNEE: the task is reserved for another agent. Take a task without assigned_to, or one assigned to you. */
export class NotAssigneeError extends ConcordatApiError {
  declare readonly code: 'NOT_ASSIGNEE';
  declare readonly status: 409;
}

/** 409 STALE_FENCE: the claim that this refers to is no longer the current one. Read the task; claim it again if it is open. */
export class StaleFenceError extends ConcordatApiError {
  declare readonly code: 'STALE_FENCE';
  declare readonly status: 409;
}

/** 409 ALREADY_SUPERSEDED: what this would supersede is superseded already. Read what is current by now, in details.heads, and supersede that as well, or instead. */
export class AlreadySupersededError extends ConcordatApiError {
  declare readonly code: 'ALREADY_SUPERSEDED';
  declare readonly status: 409;
}

/** 409 NOT_A_MEMBER: this node is not a member of the pact. Ask a member for a new invite and join again. */
export class NotAMemberError extends ConcordatApiError {
  declare readonly code: 'NOT_A_MEMBER';
  declare readonly status: 409;
}

/** 409 NOT_INDEXER: this node is not an indexer of the pact. Run it on an indexer, or recover the pact if the indexer is lost. */
export class NotIndexerError extends ConcordatApiError {
  declare readonly code: 'NOT_INDEXER';
  declare readonly status: 409;
}

/** 409 NOT_CREATOR: only the creator of the pact may do that. Ask the creator. */
export class NotCreatorError extends ConcordatApiError {
  declare readonly code: 'NOT_CREATOR';
  declare readonly status: 409;
}

/** 409 LAST_INDEXER: the last indexer cannot be removed. Promote others first, or recover the pact without it. */
export class LastIndexerError extends ConcordatApiError {
  declare readonly code: 'LAST_INDEXER';
  declare readonly status: 409;
}

/** 409 INVITE_REVOKED: the invite was revoked. Ask for a new one. */
export class InviteRevokedError extends ConcordatApiError {
  declare readonly code: 'INVITE_REVOKED';
  declare readonly status: 409;
}

/** 409 INVITE_SPENT: the invite was used before. Ask for a new one. */
export class InviteSpentError extends ConcordatApiError {
  declare readonly code: 'INVITE_SPENT';
  declare readonly status: 409;
}

/** 409 INVITE_NOT_INDEXER: the node that was asked cannot admit anybody now. Try again when an indexer is online. */
export class InviteNotIndexerError extends ConcordatApiError {
  declare readonly code: 'INVITE_NOT_INDEXER';
  declare readonly status: 409;
}

/** 409 INVITE_BAD_PROOF: the proof of the invite does not hold. Join again; if it repeats, ask for a new invite. */
export class InviteBadProofError extends ConcordatApiError {
  declare readonly code: 'INVITE_BAD_PROOF';
  declare readonly status: 409;
}

/** 409 PACT_ALIAS_EXISTS: the alias is in use. Choose another alias. */
export class PactAliasExistsError extends ConcordatApiError {
  declare readonly code: 'PACT_ALIAS_EXISTS';
  declare readonly status: 409;
}

/** 409 PACT_NOT_READY: this node was not admitted to the pact yet. Redeem an invite for it. */
export class PactNotReadyError extends ConcordatApiError {
  declare readonly code: 'PACT_NOT_READY';
  declare readonly status: 409;
}

/** 409 AGENT_EXISTS: an agent of that name exists. Revoke it first, or choose another name. */
export class AgentExistsError extends ConcordatApiError {
  declare readonly code: 'AGENT_EXISTS';
  declare readonly status: 409;
}

/** 409 NODE_PREFIX_TAKEN: a member with the same short id exists. Join from a node with another data directory; two keys agree in their first 32 bits once in four billion. */
export class NodePrefixTakenError extends ConcordatApiError {
  declare readonly code: 'NODE_PREFIX_TAKEN';
  declare readonly status: 409;
}

/** 409 UPGRADE_NEEDED: the pact uses a newer protocol than this daemon. Install a newer Concordat; entries stay readable. */
export class UpgradeNeededError extends ConcordatApiError {
  declare readonly code: 'UPGRADE_NEEDED';
  declare readonly status: 409;
}

/** 410 INVITE_EXPIRED: the invite has expired. Ask for a new one. */
export class InviteExpiredError extends ConcordatApiError {
  declare readonly code: 'INVITE_EXPIRED';
  declare readonly status: 410;
}

/** 413 PAYLOAD_TOO_LARGE: the request or the entry is too large. An HTTP body may hold 128 KiB and an entry payload 64 KiB. */
export class PayloadTooLargeError extends ConcordatApiError {
  declare readonly code: 'PAYLOAD_TOO_LARGE';
  declare readonly status: 413;
}

/** 429 RATE_LIMITED: this token sends too many requests. Wait as long as the retry-after header says. */
export class RateLimitedError extends ConcordatApiError {
  declare readonly code: 'RATE_LIMITED';
  declare readonly status: 429;
}

/** 500 INTERNAL: the daemon failed. See its log; please report it with the request id. */
export class InternalError extends ConcordatApiError {
  declare readonly code: 'INTERNAL';
  declare readonly status: 500;
}

/** 503 NO_AGENTS: no other agent of the pact is connected. Check GET /v1/peers or run concordat doctor. */
export class NoAgentsError extends ConcordatApiError {
  declare readonly code: 'NO_AGENTS';
  declare readonly status: 503;
}

/** 503 NO_INDEXER_REACHABLE: no indexer of the pact is reachable. Try again when one is online, or recover the pact. */
export class NoIndexerReachableError extends ConcordatApiError {
  declare readonly code: 'NO_INDEXER_REACHABLE';
  declare readonly status: 503;
}

/** 503 AGENT_DISCONNECTED: the other side disconnected. Try again; GET /v1/peers says why. */
export class AgentDisconnectedError extends ConcordatApiError {
  declare readonly code: 'AGENT_DISCONNECTED';
  declare readonly status: 503;
}

/** 503 WRITES_HELD: writes are held until a peer has confirmed the own log, or the disk has room. The message says which: connect this node to another member, or make room; reading works meanwhile. */
export class WritesHeldError extends ConcordatApiError {
  declare readonly code: 'WRITES_HELD';
  declare readonly status: 503;
}

/** 503 SHUTTING_DOWN: the daemon is stopping. Start it again. */
export class ShuttingDownError extends ConcordatApiError {
  declare readonly code: 'SHUTTING_DOWN';
  declare readonly status: 503;
}

/** 504 VIEW_TIMEOUT: the pact did not answer in time. Try again; GET /status of the pact says whether it is syncing. */
export class ViewTimeoutError extends ConcordatApiError {
  declare readonly code: 'VIEW_TIMEOUT';
  declare readonly status: 504;
}

/** The class of each error code of the contract. */
export const ERROR_CLASSES = {
  BAD_REQUEST: BadRequestError,
  BAD_CURSOR: BadCursorError,
  BAD_ENTRY: BadEntryError,
  NOT_CONFIRMED: NotConfirmedError,
  BAD_SKILL_NAME: BadSkillNameError,
  SKILL_CHECKSUM_MISMATCH: SkillChecksumMismatchError,
  INVITE_BAD_SHAPE: InviteBadShapeError,
  INVITE_WRONG_PACT: InviteWrongPactError,
  UNAUTHORIZED: UnauthorizedError,
  FORBIDDEN_HOST: ForbiddenHostError,
  FORBIDDEN_ORIGIN: ForbiddenOriginError,
  FORBIDDEN_SCOPE: ForbiddenScopeError,
  FORBIDDEN: ForbiddenError,
  NOT_FOUND: NotFoundError,
  UNKNOWN_PACT: UnknownPactError,
  LINK_UNKNOWN: LinkUnknownError,
  UNKNOWN_INVITE: UnknownInviteError,
  METHOD_NOT_ALLOWED: MethodNotAllowedError,
  TASK_NOT_OPEN: TaskNotOpenError,
  TASK_ALREADY_CLAIMED: TaskAlreadyClaimedError,
  TASK_ALREADY_COMPLETE: TaskAlreadyCompleteError,
  NOT_CLAIMER: NotClaimerError,
  NOT_CLAIMED: NotClaimedError,
  NOT_ASSIGNEE: NotAssigneeError,
  STALE_FENCE: StaleFenceError,
  ALREADY_SUPERSEDED: AlreadySupersededError,
  NOT_A_MEMBER: NotAMemberError,
  NOT_INDEXER: NotIndexerError,
  NOT_CREATOR: NotCreatorError,
  LAST_INDEXER: LastIndexerError,
  INVITE_REVOKED: InviteRevokedError,
  INVITE_SPENT: InviteSpentError,
  INVITE_NOT_INDEXER: InviteNotIndexerError,
  INVITE_BAD_PROOF: InviteBadProofError,
  PACT_ALIAS_EXISTS: PactAliasExistsError,
  PACT_NOT_READY: PactNotReadyError,
  AGENT_EXISTS: AgentExistsError,
  NODE_PREFIX_TAKEN: NodePrefixTakenError,
  UPGRADE_NEEDED: UpgradeNeededError,
  INVITE_EXPIRED: InviteExpiredError,
  PAYLOAD_TOO_LARGE: PayloadTooLargeError,
  RATE_LIMITED: RateLimitedError,
  INTERNAL: InternalError,
  NO_AGENTS: NoAgentsError,
  NO_INDEXER_REACHABLE: NoIndexerReachableError,
  AGENT_DISCONNECTED: AgentDisconnectedError,
  WRITES_HELD: WritesHeldError,
  SHUTTING_DOWN: ShuttingDownError,
  VIEW_TIMEOUT: ViewTimeoutError,
} as const;

/** An error code of the contract. */
export type ApiErrorCode = keyof typeof ERROR_CLASSES;

/** An error answer of the daemon, told apart by its `code`. */
export type ContractError = InstanceType<(typeof ERROR_CLASSES)[ApiErrorCode]>;
