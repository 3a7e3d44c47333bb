# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
"""One class for each error code of the daemon."""

from .._base_error import ConcordatError


class BadRequestError(ConcordatError):
    """HTTP 400, BAD_REQUEST: the request does not match the contract.

    What to do: compare it with /openapi.json or /docs.
    """


class BadCursorError(ConcordatError):
    """HTTP 400, BAD_CURSOR: the cursor was not issued by this node.

    What to do: start again without a cursor.
    """


class BadEntryError(ConcordatError):
    """HTTP 400, BAD_ENTRY: the entry is not valid.

    What to do: correct the named field and post it again.
    """


class NotConfirmedError(ConcordatError):
    """HTTP 400, NOT_CONFIRMED: the request needs a confirmation.

    What to do: send "confirm" as the contract describes it.
    """


class BadSkillNameError(ConcordatError):
    """HTTP 400, BAD_SKILL_NAME: the skill name is not a safe file name.

    What to do: use letters, digits, dot, dash and underscore, not starting with a dot.
    """


class SkillChecksumMismatchError(ConcordatError):
    """HTTP 400, SKILL_CHECKSUM_MISMATCH: the checksum does not match the content.

    What to do: compute sha256 over "openpact-skill-content:v1\\n" followed by the content.
    """


class InviteBadShapeError(ConcordatError):
    """HTTP 400, INVITE_BAD_SHAPE: the invite token cannot be read.

    What to do: copy the whole token again from the inviter.
    """


class InviteWrongPactError(ConcordatError):
    """HTTP 400, INVITE_WRONG_PACT: the invite belongs to another pact.

    What to do: redeem it in the pact that it names, or join with it.
    """


class UnauthorizedError(ConcordatError):
    """HTTP 401, UNAUTHORIZED: a valid bearer token is needed.

    What to do: send "Authorization: Bearer <token>"; the host token is in daemon.json of the data directory.
    """


class ForbiddenHostError(ConcordatError):
    """HTTP 403, FORBIDDEN_HOST: the Host header is not allowed.

    What to do: use 127.0.0.1 or localhost with the right port, or start the daemon with --allowed-host.
    """


class ForbiddenOriginError(ConcordatError):
    """HTTP 403, FORBIDDEN_ORIGIN: the Origin header is not allowed.

    What to do: start the daemon with --allowed-origin for that page.
    """


class ForbiddenScopeError(ConcordatError):
    """HTTP 403, FORBIDDEN_SCOPE: the token lacks the scope that this operation needs.

    What to do: ask the operator for a token with that scope.
    """


class ForbiddenError(ConcordatError):
    """HTTP 403, FORBIDDEN: this member may not do that.

    What to do: ask the creator of the pact.
    """


class NotFoundError(ConcordatError):
    """HTTP 404, NOT_FOUND: there is nothing at this address.

    What to do: check the id or the path.
    """


class UnknownPactError(ConcordatError):
    """HTTP 404, UNKNOWN_PACT: this node holds no such pact.

    What to do: list the pacts with GET /v1/pacts, then use an alias or a pact id.
    """


class LinkUnknownError(ConcordatError):
    """HTTP 404, LINK_UNKNOWN: a link names an entry that is not there.

    What to do: correct the id; an entry of another node can be linked to when it has arrived here.
    """


class UnknownInviteError(ConcordatError):
    """HTTP 404, UNKNOWN_INVITE: the pact knows no such invite.

    What to do: list the invites, or ask for a new one.
    """


class MethodNotAllowedError(ConcordatError):
    """HTTP 405, METHOD_NOT_ALLOWED: the path exists, the method does not.

    What to do: see the Allow header.
    """


class TaskNotOpenError(ConcordatError):
    """HTTP 409, TASK_NOT_OPEN: the task is not open.

    What to do: read the task to see who holds it.
    """


class TaskAlreadyClaimedError(ConcordatError):
    """HTTP 409, TASK_ALREADY_CLAIMED: another agent holds the task.

    What to do: take another task, or wait until the lease ends.
    """


class TaskAlreadyCompleteError(ConcordatError):
    """HTTP 409, TASK_ALREADY_COMPLETE: the task is complete.

    What to do: read its result.
    """


class NotClaimerError(ConcordatError):
    """HTTP 409, NOT_CLAIMER: only the agent that holds the task may do that.

    What to do: claim the task first.
    """


class NotClaimedError(ConcordatError):
    """HTTP 409, NOT_CLAIMED: the task is not claimed.

    What to do: claim it first.
    """


class NotAssigneeError(ConcordatError):
    """HTTP 409, NOT_ASSIGNEE: the task is reserved for another agent.

    What to do: take a task without assigned_to, or one assigned to you.
    """


class StaleFenceError(ConcordatError):
    """HTTP 409, STALE_FENCE: the claim that this refers to is no longer the current one.

    What to do: read the task; claim it again if it is open.
    """


class AlreadySupersededError(ConcordatError):
    """HTTP 409, ALREADY_SUPERSEDED: what this would supersede is superseded already.

    What to do: read what is current by now, in details.heads, and supersede that as well, or instead.
    """


class NotAMemberError(ConcordatError):
    """HTTP 409, NOT_A_MEMBER: this node is not a member of the pact.

    What to do: ask a member for a new invite and join again.
    """


class NotIndexerError(ConcordatError):
    """HTTP 409, NOT_INDEXER: this node is not an indexer of the pact.

    What to do: run it on an indexer, or recover the pact if the indexer is lost.
    """


class NotCreatorError(ConcordatError):
    """HTTP 409, NOT_CREATOR: only the creator of the pact may do that.

    What to do: ask the creator.
    """


class LastIndexerError(ConcordatError):
    """HTTP 409, LAST_INDEXER: the last indexer cannot be removed.

    What to do: promote others first, or recover the pact without it.
    """


class InviteRevokedError(ConcordatError):
    """HTTP 409, INVITE_REVOKED: the invite was revoked.

    What to do: ask for a new one.
    """


class InviteSpentError(ConcordatError):
    """HTTP 409, INVITE_SPENT: the invite was used before.

    What to do: ask for a new one.
    """


class InviteNotIndexerError(ConcordatError):
    """HTTP 409, INVITE_NOT_INDEXER: the node that was asked cannot admit anybody now.

    What to do: try again when an indexer is online.
    """


class InviteBadProofError(ConcordatError):
    """HTTP 409, INVITE_BAD_PROOF: the proof of the invite does not hold.

    What to do: join again; if it repeats, ask for a new invite.
    """


class PactAliasExistsError(ConcordatError):
    """HTTP 409, PACT_ALIAS_EXISTS: the alias is in use.

    What to do: choose another alias.
    """


class PactNotReadyError(ConcordatError):
    """HTTP 409, PACT_NOT_READY: this node was not admitted to the pact yet.

    What to do: redeem an invite for it.
    """


class AgentExistsError(ConcordatError):
    """HTTP 409, AGENT_EXISTS: an agent of that name exists.

    What to do: revoke it first, or choose another name.
    """


class NodePrefixTakenError(ConcordatError):
    """HTTP 409, NODE_PREFIX_TAKEN: a member with the same short id exists.

    What to do: join from a node with another data directory; two keys agree in their first 32 bits once in four billion.
    """


class UpgradeNeededError(ConcordatError):
    """HTTP 409, UPGRADE_NEEDED: the pact uses a newer protocol than this daemon.

    What to do: install a newer Concordat; entries stay readable.
    """


class InviteExpiredError(ConcordatError):
    """HTTP 410, INVITE_EXPIRED: the invite has expired.

    What to do: ask for a new one.
    """


class PayloadTooLargeError(ConcordatError):
    """HTTP 413, PAYLOAD_TOO_LARGE: the request or the entry is too large.

    What to do: an HTTP body may hold 128 KiB and an entry payload 64 KiB.
    """


class RateLimitedError(ConcordatError):
    """HTTP 429, RATE_LIMITED: this token sends too many requests.

    What to do: wait as long as the retry-after header says.
    """


class InternalError(ConcordatError):
    """HTTP 500, INTERNAL: the daemon failed.

    What to do: see its log; please report it with the request id.
    """


class NoAgentsError(ConcordatError):
    """HTTP 503, NO_AGENTS: no other agent of the pact is connected.

    What to do: check GET /v1/peers or run concordat doctor.
    """


class NoIndexerReachableError(ConcordatError):
    """HTTP 503, NO_INDEXER_REACHABLE: no indexer of the pact is reachable.

    What to do: try again when one is online, or recover the pact.
    """


class AgentDisconnectedError(ConcordatError):
    """HTTP 503, AGENT_DISCONNECTED: the other side disconnected.

    What to do: try again; GET /v1/peers says why.
    """


class WritesHeldError(ConcordatError):
    """HTTP 503, WRITES_HELD: writes are held until a peer has confirmed the own log, or the disk has room.

    What to do: the message says which: connect this node to another member, or make room; reading works meanwhile.
    """


class ShuttingDownError(ConcordatError):
    """HTTP 503, SHUTTING_DOWN: the daemon is stopping.

    What to do: start it again.
    """


class ViewTimeoutError(ConcordatError):
    """HTTP 504, VIEW_TIMEOUT: the pact did not answer in time.

    What to do: try again; GET /status of the pact says whether it is syncing.
    """


# The class of each code.
ERROR_CLASSES: dict[str, type[ConcordatError]] = {
    "BAD_REQUEST": BadRequestError,
    "BAD_CURSOR": BadCursorError,
    "BAD_ENTRY": BadEntryError,
    "NOT_CONFIRMED": NotConfirmedError,
    "BAD_SKILL_NAME": BadSkillNameError,
    "SKILL_CHECKSUM_MISMATCH": SkillChecksumMismatchError,
    "INVITE_BAD_SHAPE": InviteBadShapeError,
    "INVITE_WRONG_PACT": InviteWrongPactError,
    "UNAUTHORIZED": UnauthorizedError,
    "FORBIDDEN_HOST": ForbiddenHostError,
    "FORBIDDEN_ORIGIN": ForbiddenOriginError,
    "FORBIDDEN_SCOPE": ForbiddenScopeError,
    "FORBIDDEN": ForbiddenError,
    "NOT_FOUND": NotFoundError,
    "UNKNOWN_PACT": UnknownPactError,
    "LINK_UNKNOWN": LinkUnknownError,
    "UNKNOWN_INVITE": UnknownInviteError,
    "METHOD_NOT_ALLOWED": MethodNotAllowedError,
    "TASK_NOT_OPEN": TaskNotOpenError,
    "TASK_ALREADY_CLAIMED": TaskAlreadyClaimedError,
    "TASK_ALREADY_COMPLETE": TaskAlreadyCompleteError,
    "NOT_CLAIMER": NotClaimerError,
    "NOT_CLAIMED": NotClaimedError,
    "NOT_ASSIGNEE": NotAssigneeError,
    "STALE_FENCE": StaleFenceError,
    "ALREADY_SUPERSEDED": AlreadySupersededError,
    "NOT_A_MEMBER": NotAMemberError,
    "NOT_INDEXER": NotIndexerError,
    "NOT_CREATOR": NotCreatorError,
    "LAST_INDEXER": LastIndexerError,
    "INVITE_REVOKED": InviteRevokedError,
    "INVITE_SPENT": InviteSpentError,
    "INVITE_NOT_INDEXER": InviteNotIndexerError,
    "INVITE_BAD_PROOF": InviteBadProofError,
    "PACT_ALIAS_EXISTS": PactAliasExistsError,
    "PACT_NOT_READY": PactNotReadyError,
    "AGENT_EXISTS": AgentExistsError,
    "NODE_PREFIX_TAKEN": NodePrefixTakenError,
    "UPGRADE_NEEDED": UpgradeNeededError,
    "INVITE_EXPIRED": InviteExpiredError,
    "PAYLOAD_TOO_LARGE": PayloadTooLargeError,
    "RATE_LIMITED": RateLimitedError,
    "INTERNAL": InternalError,
    "NO_AGENTS": NoAgentsError,
    "NO_INDEXER_REACHABLE": NoIndexerReachableError,
    "AGENT_DISCONNECTED": AgentDisconnectedError,
    "WRITES_HELD": WritesHeldError,
    "SHUTTING_DOWN": ShuttingDownError,
    "VIEW_TIMEOUT": ViewTimeoutError,
}
