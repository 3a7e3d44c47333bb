# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
"""The shapes of the contract's answers: plain dictionaries, as they come over the wire, with types for the reader and the checker."""

from __future__ import annotations

from typing import Any, Literal, final

from typing_extensions import NotRequired, TypeAlias, TypedDict

# Any JSON value: None, bool, int, float, str, a list or a dictionary of them.
Json: TypeAlias = Any

Scope: TypeAlias = Literal["read", "write", "operator"]
EntryType: TypeAlias = Literal["knowledge", "task", "skill", "message"]
TaskStatus: TypeAlias = Literal["open", "claimed", "complete"]
Relation: TypeAlias = Literal["supersedes", "supports", "contradicts", "related", "applied", "derived_from"]
# Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it..
Trust: TypeAlias = Literal["own", "member", "imported", "outside"]
# What its author's node, the part of `agent_id` behind the `@`, is in the pact now.
AuthorRole: TypeAlias = Literal["creator", "indexer", "member", "removed"]
Role: TypeAlias = Literal["creator", "indexer", "member"]
SkillFormat: TypeAlias = Literal["openclaw", "langchain", "generic"]
Reaction: TypeAlias = Literal["useful", "outdated", "wrong", "applied", "supports"]


@final
class Ok(TypedDict):
    ok: Literal[True]


@final
class Readiness(TypedDict):
    ok: bool
    # Why it is not ready
    reason: str | None


@final
class EmbeddingStatus(TypedDict):
    """Embeddings of entries on this node."""

    # Model of those that count
    model: str | None
    dimensions: int | None
    # Those that count
    vectors: int
    # Those of another model, of another length or beyond the limits
    ignored: int
    # Entries that wait for theirs
    pending: int
    # Entries that the endpoint makes none of
    refused: int
    endpoint: Literal["off", "ok", "down"]


@final
class HostStatus(TypedDict):
    # Alias of the current pact
    current: str | None
    # Members over all pacts
    agents: int
    pact_count: int
    # 64 hex characters, lower case
    node_key: str
    # This node's name, derived from its key
    handle: str
    version: str
    uptime_s: float
    data_dir: str
    # What the data directory said about the last run
    started: Literal["clean", "new", "killed", "power_loss"]
    # Embeddings of entries on this node
    embeddings: EmbeddingStatus


@final
class Agent(TypedDict):
    # 1 to 32 lower-case letters, digits, dots, dashes and underscores
    name: str
    # `<name>@<handle>`
    agent_id: str
    scopes: list[Scope]
    # ISO 8601
    created_at: str


@final
class ListAgentsAnswer(TypedDict):
    agents: list[Agent]


@final
class AgentToken(TypedDict):
    # 1 to 32 lower-case letters, digits, dots, dashes and underscores
    name: str
    # `<name>@<handle>`
    agent_id: str
    scopes: list[Scope]
    # ISO 8601
    created_at: str
    # Shown once, 64 hex characters
    token: str


@final
class RevokeAgentAnswer(TypedDict):
    ok: Literal[True]
    name: str


@final
class PeerLastError(TypedDict):
    code: str
    message: str
    # ISO 8601
    at: str


@final
class Peer(TypedDict):
    # 64 hex characters, lower case
    node_key: str
    handle: str
    connected: bool
    since: str | None
    # Who dialed
    direction: Literal["in", "out"] | None
    addresses: list[str]
    # Given by the operator
    static: bool
    shared_pacts: list[str]
    last_seen: str | None
    last_error: PeerLastError | None


@final
class Peers(TypedDict):
    # 64 hex characters, lower case
    node_key: str
    # Addresses as `host:port` (UDP) that others can dial
    listening: list[str]
    peers: list[Peer]


@final
class AddPeerAnswer(TypedDict):
    ok: Literal[True]
    # 64 hex characters, lower case
    node_key: str


@final
class Link(TypedDict):
    rel: Relation
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str


@final
class FoundEntryReactions(TypedDict):
    """How many agents reacted to it, by reaction; absent while none has."""

    useful: NotRequired[int]
    outdated: NotRequired[int]
    wrong: NotRequired[int]
    applied: NotRequired[int]
    supports: NotRequired[int]


@final
class Delivery(TypedDict):
    agent_id: str
    # When the agent was first given it
    delivered_at: str | None
    # When the agent said that it has dealt with it
    acknowledged_at: str | None


@final
class Snippet(TypedDict):
    """The piece of the entry that shows best why it was found."""

    text: str
    # Where in `text` stands what was asked for: from and to, in UTF-16 units
    marks: list[list[int]]


@final
class Explanation(TypedDict):
    """How the score came about: `fit` times `factor`. The rest of it is there for knowledge and skills, which fade."""

    # What its words score; with `hybrid`, its places
    fit: float
    # `0.8 + 0.2 * relevance`
    factor: float
    # `2^(-age_days / half_life_days) * standing`; archived below 0.05
    relevance: NotRequired[float]
    # Whole days, by UTC
    age_days: NotRequired[int]
    half_life_days: NotRequired[float]
    # `(good + 2) / (good + bad + 2)`, half of it when superseded
    standing: NotRequired[float]
    good: NotRequired[int]
    bad: NotRequired[int]
    superseded: NotRequired[bool]


@final
class FoundEntry(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    type: EntryType
    # ISO 8601
    timestamp: str
    # Who wrote it
    agent_id: str
    display_name: str | None
    # By type: knowledge {topic, content, source?, ...}, task {title, ...}, skill {name, version, format, content, checksum, ...}, message {content, priority?, to?, ack?}
    payload: dict[str, Json]
    refs: NotRequired[list[str]]
    links: NotRequired[list[Link]]
    # What took its place, the first ones, oldest first; absent while it is current
    superseded_by: NotRequired[list[str]]
    # Current entries that do not agree with it, the newest ones; absent while there are none
    conflicts_with: NotRequired[list[str]]
    # How many agents reacted to it, by reaction; absent while none has
    reactions: NotRequired[FoundEntryReactions]
    # Seconds
    ttl: NotRequired[int | None]
    # Its `ttl` is over by this node's clock; lists and search show it with `include=expired` only
    expired: NotRequired[Literal[True]]
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    # The pact's indexers have signed an order that contains it, as far as this node knows: it will not move again
    confirmed: NotRequired[bool]
    # Of a message, by id and in the list of messages: its addressees, and whoever else it was delivered to, at most 100
    delivery: NotRequired[list[Delivery]]
    # 64 hex characters, lower case
    pact_id: str
    # Name of its pact on this node
    alias: str
    # Of a task, as it is now
    status: NotRequired[TaskStatus]
    # How well it fits; comparable within one answer
    score: float
    # The piece of the entry that shows best why it was found
    snippet: Snippet
    # How the score came about: `fit` times `factor`. The rest of it is there for knowledge and skills, which fade
    explain: NotRequired[Explanation]


@final
class SearchPage(TypedDict):
    entries: list[FoundEntry]
    cursor: str | None
    has_more: bool
    # Embeddings counted beside words
    hybrid: bool
    # Do these entries say all that was asked or some of it
    matched: Literal["all", "any"]
    # The index held all that had arrived; false while it is made again
    complete: bool


@final
class PactSummary(TypedDict):
    alias: str
    # 64 hex characters, lower case
    pact_id: str
    # ISO 8601
    added_at: str
    data_dir: str
    is_current: bool
    pact_name: str | None
    pact_purpose: str | None
    display_name: str | None
    role: Role | None


@final
class ListPactsAnswer(TypedDict):
    # Alias of the pact that the command line uses by itself
    current: str | None
    pacts: list[PactSummary]


@final
class Joined(TypedDict):
    ok: Literal[True]
    alias: str
    # 64 hex characters, lower case
    pact_id: str
    pact_name: str | None
    pact_purpose: str | None
    display_name: str | None
    peer_handle: str
    role: Role | None


@final
class SwitchPactAnswer(TypedDict):
    ok: Literal[True]
    current: str


@final
class RemovePactAnswerRemoved(TypedDict):
    alias: str
    # 64 hex characters, lower case
    pact_id: str


@final
class RemovePactAnswer(TypedDict):
    ok: Literal[True]
    removed: RemovePactAnswerRemoved


@final
class RenamePactAnswer(TypedDict):
    ok: Literal[True]
    alias: str
    # 64 hex characters, lower case
    pact_id: str


@final
class PactStatusProtocol(TypedDict):
    # Version that the pact uses
    version: int
    # Newest version that this daemon knows
    supported: int
    needs_upgrade: bool


@final
class PactStatus(TypedDict):
    # 64 hex characters, lower case
    pact_id: str
    pact_name: str | None
    pact_purpose: str | None
    # This node's handle
    peer_handle: str
    display_name: str | None
    role: Role
    # This node's writer key in the pact
    public_key: str
    # Members
    agents: int
    entries: int
    is_member: bool
    is_indexer: bool
    # Nothing is known to be missing
    synced: bool
    # Everything needed to work alone is on this disk
    offline_ready: bool
    # Writes wait until a peer has confirmed this node's own log, after a power cut, or until the disk has room
    writes_held: bool
    # Who removed this node from the pact
    excluded_by: str | None
    protocol: PactStatusProtocol
    # Length of the ordered log
    length: int
    # Part of it that is signed and will not move
    confirmed_length: int
    indexers: int
    # This node is named as an indexer and does not sign yet
    standby: bool
    # Writer keys that may recover the pact alone
    successors: list[str]
    # Recoveries so far
    forks: int
    # Ops that the pact refused
    rejections: int


@final
class SetPactInfoAnswer(TypedDict):
    ok: Literal[True]
    name: str | None
    purpose: str | None


@final
class SetMeAnswer(TypedDict):
    ok: Literal[True]
    display_name: str | None


@final
class ReindexPactAnswer(TypedDict):
    ok: Literal[True]
    entries: int
    took_ms: float


@final
class Rejection(TypedDict):
    # Id that the op would have given its entry
    id: str
    code: str
    message: str
    # Kind of the op; null when it cannot be read
    op: str | None
    timestamp: str | None
    agent_id: str | None


@final
class ListRejectionsAnswer(TypedDict):
    entries: list[Rejection]
    cursor: str | None
    has_more: bool


@final
class Member(TypedDict):
    # Writer key
    id: str
    # Node key, under its OpenPact name
    remote_key: str
    # 64 hex characters, lower case
    node_key: str
    # Handle of the node
    agent_id: str
    online: bool
    role: Role
    display_name: str | None
    is_self: bool
    is_successor: bool
    standby: bool


@final
class MemberChanged(TypedDict):
    ok: Literal[True]
    # 64 hex characters, lower case
    key: str


@final
class PromoteMemberAnswer(TypedDict):
    ok: Literal[True]
    # 64 hex characters, lower case
    key: str
    role: Role
    # Named as an indexer and not signing yet
    standby: bool


@final
class RecoverPactAnswer(TypedDict):
    ok: Literal[True]
    recovered: bool
    votes: int
    needed: int
    # 64 hex characters, lower case
    indexer: str


@final
class InviteSummary(TypedDict):
    nonce: str
    # ISO 8601
    expires_at: str
    # ISO 8601
    created_at: str
    pact_name: str | None
    issuer_display: str | None
    revoked: bool
    spent_at: str | None
    spent_by: str | None
    # Spent, revoked or expired
    dead: bool


@final
class ListInvitesAnswer(TypedDict):
    entries: list[InviteSummary]


@final
class Invite(TypedDict):
    token: str
    # Ends in `?invite=<token>`
    share_url: str
    nonce: str
    # ISO 8601
    expires_at: str


@final
class InviteDone(TypedDict):
    ok: Literal[True]
    nonce: str


@final
class EntryReactions(TypedDict):
    """How many agents reacted to it, by reaction; absent while none has."""

    useful: NotRequired[int]
    outdated: NotRequired[int]
    wrong: NotRequired[int]
    applied: NotRequired[int]
    supports: NotRequired[int]


@final
class Entry(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    type: EntryType
    # ISO 8601
    timestamp: str
    # Who wrote it
    agent_id: str
    display_name: str | None
    # By type: knowledge {topic, content, source?, ...}, task {title, ...}, skill {name, version, format, content, checksum, ...}, message {content, priority?, to?, ack?}
    payload: dict[str, Json]
    refs: NotRequired[list[str]]
    links: NotRequired[list[Link]]
    # What took its place, the first ones, oldest first; absent while it is current
    superseded_by: NotRequired[list[str]]
    # Current entries that do not agree with it, the newest ones; absent while there are none
    conflicts_with: NotRequired[list[str]]
    # How many agents reacted to it, by reaction; absent while none has
    reactions: NotRequired[EntryReactions]
    # Seconds
    ttl: NotRequired[int | None]
    # Its `ttl` is over by this node's clock; lists and search show it with `include=expired` only
    expired: NotRequired[Literal[True]]
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    # The pact's indexers have signed an order that contains it, as far as this node knows: it will not move again
    confirmed: NotRequired[bool]
    # Of a message, by id and in the list of messages: its addressees, and whoever else it was delivered to, at most 100
    delivery: NotRequired[list[Delivery]]


@final
class EntryPage(TypedDict):
    entries: list[Entry]
    cursor: str | None
    has_more: bool


@final
class WrittenKnowledgeReactions(TypedDict):
    """How many agents reacted to it, by reaction; absent while none has."""

    useful: NotRequired[int]
    outdated: NotRequired[int]
    wrong: NotRequired[int]
    applied: NotRequired[int]
    supports: NotRequired[int]


@final
class Similar(TypedDict):
    """An entry that a text is like."""

    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # From 0.9 on it says the same; below, a word, figure or order makes it another statement
    score: float
    # You were given it within the last half an hour, and this says nothing else
    recalled: NotRequired[Literal[True]]


@final
class WrittenKnowledge(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    type: EntryType
    # ISO 8601
    timestamp: str
    # Who wrote it
    agent_id: str
    display_name: str | None
    # By type: knowledge {topic, content, source?, ...}, task {title, ...}, skill {name, version, format, content, checksum, ...}, message {content, priority?, to?, ack?}
    payload: dict[str, Json]
    refs: NotRequired[list[str]]
    links: NotRequired[list[Link]]
    # What took its place, the first ones, oldest first; absent while it is current
    superseded_by: NotRequired[list[str]]
    # Current entries that do not agree with it, the newest ones; absent while there are none
    conflicts_with: NotRequired[list[str]]
    # How many agents reacted to it, by reaction; absent while none has
    reactions: NotRequired[WrittenKnowledgeReactions]
    # Seconds
    ttl: NotRequired[int | None]
    # Its `ttl` is over by this node's clock; lists and search show it with `include=expired` only
    expired: NotRequired[Literal[True]]
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    # The pact's indexers have signed an order that contains it
    confirmed: bool
    # Of a message, by id and in the list of messages: its addressees, and whoever else it was delivered to, at most 100
    delivery: NotRequired[list[Delivery]]
    # On this machine's disk
    durability: Literal["disk"]
    # Current knowledge that is like it, the most alike first, at most five; absent when that was not known in time
    similar: NotRequired[list[Similar]]
    # The entry that says so already; yours was not stored
    duplicate_of: NotRequired[str]


@final
class Conflict(TypedDict):
    # What the sides go back to, or the entry that contradicts others
    id: str
    kind: Literal["supersedes", "contradicts"]
    # How many sides there are
    count: int
    # The sides, newest first, at most 16
    entries: list[Entry]


@final
class ConflictPage(TypedDict):
    conflicts: list[Conflict]
    cursor: str | None
    has_more: bool


@final
class Edge(TypedDict):
    # The entry that links
    source: str
    # First 8 hex characters of the writer key, and the position in the writer's log
    target: str
    rel: Relation


@final
class KnowledgeGraph(TypedDict):
    # Where it begins, then what is one link away, and so on
    nodes: list[Entry]
    # All links between these entries
    edges: list[Edge]
    # There may be more within `depth`: `limit` was reached, or more entries link to one than are followed
    truncated: bool


@final
class LateResult(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    agent_id: str
    # ISO 8601
    timestamp: str
    fence: int | None
    # Any JSON value
    result: Json
    # Why it is not the task's result
    reason: str


@final
class Task(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # Who put it up
    agent_id: str
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    title: str
    description: NotRequired[str]
    status: TaskStatus
    # Agent id of the holder
    claimed_by: str | None
    assigned_to: str | None
    # When it was created
    timestamp: str
    # ISO 8601
    updated_at: str
    claimed_at: str | None
    # When the last claim ran out
    expired_at: str | None
    # What the holder left; null while it is not complete
    result: Json
    # Rises with each grant of the task, and by a million with a recovery of the pact; 0: never claimed
    fence: int
    lease_until: str | None
    # Its `ttl` is over by this node's clock: it leaves the list and is not given any more; a result is still taken
    expired: NotRequired[Literal[True]]
    # The pact has settled this state
    confirmed: bool
    late_results: list[LateResult]
    # The task's own events, oldest first
    history: list[Entry]


@final
class ListTasksAnswer(TypedDict):
    entries: list[Task]
    cursor: str | None
    has_more: bool


@final
class WrittenEntryReactions(TypedDict):
    """How many agents reacted to it, by reaction; absent while none has."""

    useful: NotRequired[int]
    outdated: NotRequired[int]
    wrong: NotRequired[int]
    applied: NotRequired[int]
    supports: NotRequired[int]


@final
class WrittenEntry(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    type: EntryType
    # ISO 8601
    timestamp: str
    # Who wrote it
    agent_id: str
    display_name: str | None
    # By type: knowledge {topic, content, source?, ...}, task {title, ...}, skill {name, version, format, content, checksum, ...}, message {content, priority?, to?, ack?}
    payload: dict[str, Json]
    refs: NotRequired[list[str]]
    links: NotRequired[list[Link]]
    # What took its place, the first ones, oldest first; absent while it is current
    superseded_by: NotRequired[list[str]]
    # Current entries that do not agree with it, the newest ones; absent while there are none
    conflicts_with: NotRequired[list[str]]
    # How many agents reacted to it, by reaction; absent while none has
    reactions: NotRequired[WrittenEntryReactions]
    # Seconds
    ttl: NotRequired[int | None]
    # Its `ttl` is over by this node's clock; lists and search show it with `include=expired` only
    expired: NotRequired[Literal[True]]
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    # The pact's indexers have signed an order that contains it
    confirmed: bool
    # Of a message, by id and in the list of messages: its addressees, and whoever else it was delivered to, at most 100
    delivery: NotRequired[list[Delivery]]
    # On this machine's disk
    durability: Literal["disk"]


@final
class WrittenTask(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # Who put it up
    agent_id: str
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    title: str
    description: NotRequired[str]
    status: TaskStatus
    # Agent id of the holder
    claimed_by: str | None
    assigned_to: str | None
    # When it was created
    timestamp: str
    # ISO 8601
    updated_at: str
    claimed_at: str | None
    # When the last claim ran out
    expired_at: str | None
    # What the holder left; null while it is not complete
    result: Json
    # Rises with each grant of the task, and by a million with a recovery of the pact; 0: never claimed
    fence: int
    lease_until: str | None
    # Its `ttl` is over by this node's clock: it leaves the list and is not given any more; a result is still taken
    expired: NotRequired[Literal[True]]
    # The pact's indexers have signed an order that contains it
    confirmed: bool
    late_results: list[LateResult]
    # The task's own events, oldest first
    history: list[Entry]
    # On this machine's disk
    durability: Literal["disk"]


@final
class PendingClaim(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # Who put it up
    agent_id: str
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    title: str
    description: NotRequired[str]
    status: TaskStatus
    # Agent id of the holder
    claimed_by: str | None
    assigned_to: str | None
    # When it was created
    timestamp: str
    # ISO 8601
    updated_at: str
    claimed_at: str | None
    # When the last claim ran out
    expired_at: str | None
    # What the holder left; null while it is not complete
    result: Json
    # Rises with each grant of the task, and by a million with a recovery of the pact; 0: never claimed
    fence: int
    lease_until: str | None
    # Its `ttl` is over by this node's clock: it leaves the list and is not given any more; a result is still taken
    expired: NotRequired[Literal[True]]
    # The pact has settled this state
    confirmed: bool
    late_results: list[LateResult]
    # The task's own events, oldest first
    history: list[Entry]
    pending: Literal[True]
    # Entry id of the claim; GET /tasks/{id}/explain says what became of it
    claim_id: str
    # Is an indexer of the pact connected
    indexer: Literal["online", "offline"]


@final
class ClaimEvent(TypedDict):
    id: str
    agent_id: str
    # ISO 8601
    timestamp: str
    outcome: Literal["granted", "refused", "expired", "released", "renewed", "completed", "late_result"]
    fence: int | None
    # Error code when it was refused
    code: str | None
    why: str


@final
class TaskExplanation(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    status: TaskStatus
    holder: str | None
    fence: int
    confirmed: bool
    claims: list[ClaimEvent]


@final
class InstalledSkill(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    name: str
    version: str
    format: str
    checksum: str
    path: str
    # ISO 8601
    installed_at: str


@final
class SkillContent(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # Who shared it
    agent_id: str
    name: str
    version: str
    format: str
    checksum: str
    content: str


@final
class InstallSkillAnswer(TypedDict):
    ok: Literal[True]
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # Absolute path of the file
    path: str
    # ISO 8601
    installed_at: str


@final
class LetterReactions(TypedDict):
    """How many agents reacted to it, by reaction; absent while none has."""

    useful: NotRequired[int]
    outdated: NotRequired[int]
    wrong: NotRequired[int]
    applied: NotRequired[int]
    supports: NotRequired[int]


@final
class Letter(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    type: EntryType
    # ISO 8601
    timestamp: str
    # Who wrote it
    agent_id: str
    display_name: str | None
    # By type: knowledge {topic, content, source?, ...}, task {title, ...}, skill {name, version, format, content, checksum, ...}, message {content, priority?, to?, ack?}
    payload: dict[str, Json]
    refs: NotRequired[list[str]]
    links: NotRequired[list[Link]]
    # What took its place, the first ones, oldest first; absent while it is current
    superseded_by: NotRequired[list[str]]
    # Current entries that do not agree with it, the newest ones; absent while there are none
    conflicts_with: NotRequired[list[str]]
    # How many agents reacted to it, by reaction; absent while none has
    reactions: NotRequired[LetterReactions]
    # Seconds
    ttl: NotRequired[int | None]
    # Its `ttl` is over by this node's clock; lists and search show it with `include=expired` only
    expired: NotRequired[Literal[True]]
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: NotRequired[Trust]
    # What its author's node, the part of `agent_id` behind the `@`, is in the pact now
    role: NotRequired[AuthorRole]
    # The pact's indexers have signed an order that contains it, as far as this node knows: it will not move again
    confirmed: NotRequired[bool]
    # Of a message, by id and in the list of messages: its addressees, and whoever else it was delivered to, at most 100
    delivery: NotRequired[list[Delivery]]
    # Not acknowledged
    unread: bool
    # When the agent was first given it
    delivered_at: str | None
    # When the agent said that it has dealt with it
    acknowledged_at: str | None


@final
class InboxPage(TypedDict):
    entries: list[Letter]
    cursor: str | None
    has_more: bool
    # Whose inbox it is
    agent_id: str
    # Unread messages in all, counted up to 1,000 by name and 1,000 to everybody
    unread: int


@final
class ContextItem(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # Who wrote it
    agent_id: str
    # ISO 8601
    timestamp: str
    # Whose word it is, as this node sees it: `own` (its agents'), another `member`'s, `imported` from another memory, or from `outside` the group. The lowest of its author's and of all that it is `derived_from`. It says nothing of whether it is true, and never makes an instruction of it.
    trust: Trust
    # The pact's indexers have not signed it yet
    unconfirmed: NotRequired[Literal[True]]
    # How many agents said that they applied it
    applied: NotRequired[int]
    # What it says, with topic, title or name in front
    text: str
    # There is more of it; GET /entries/{id} has it whole
    shortened: bool
    # Of a task that you hold
    fence: NotRequired[int]
    # ISO 8601
    lease_until: NotRequired[str]
    # The task is assigned to you
    reserved: NotRequired[bool]
    # Of a side of a conflict: what it is about, as GET /knowledge/conflicts names it
    conflict: NotRequired[str]
    # Of a message
    priority: NotRequired[str]
    # The message asks for an acknowledgement
    ack: NotRequired[bool]


@final
class ContextSections(TypedDict):
    # Tasks that you hold
    leases: list[ContextItem]
    # Unread, those to you by name first
    messages: list[ContextItem]
    # What members hold against each other
    conflicts: list[ContextItem]
    # Open, those reserved for you first
    tasks: list[ContextItem]
    knowledge: list[ContextItem]
    skills: list[ContextItem]
    # Newest messages to everybody that you have read or written
    said: list[ContextItem]


@final
class ContextLeftOut(TypedDict):
    section: Literal["leases", "messages", "conflicts", "tasks", "knowledge", "skills", "said"]
    count: int
    # There are more than `count`
    more: bool
    # Where to read them
    read: str


@final
class Context(TypedDict):
    # Whose context it is
    agent_id: str
    budget_tokens: int
    # What `text` counts as
    tokens: int
    sections: ContextSections
    left_out: list[ContextLeftOut]
    # The same for a model, with every entry quoted as data
    text: str


@final
class AcknowledgeMessagesAnswerAcknowledged(TypedDict):
    # First 8 hex characters of the writer key, and the position in the writer's log
    id: str
    # When the agent was first given it
    delivered_at: str | None
    # When the agent said that it has dealt with it
    acknowledged_at: str | None


@final
class AcknowledgeMessagesAnswer(TypedDict):
    acknowledged: list[AcknowledgeMessagesAnswerAcknowledged]
    # On this machine's disk
    durability: Literal["disk"]
    # The pact's indexers have signed an order that contains it
    confirmed: bool


@final
class ListChangesAnswer(TypedDict):
    entries: list[Entry]
    retracted: list[str]
    cursor: str | None
    has_more: bool


@final
class LiveEventData(TypedDict):
    # Pact id
    pactId: str
    alias: str
    # Entry type
    type: NotRequired[str]
    agent_id: NotRequired[str]
    entry: NotRequired[Entry]
    task: NotRequired[Task]
    # In `lagged`: where to resume
    cursor: NotRequired[str]
