# Generated from openapi.yaml by scripts/generate. Do not edit: change the contract and run it again.
"""The operations of the contract, asynchronous."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Literal, TypeVar

from .._call import NOT_GIVEN, Call, NotGiven, body_of, segment
from .models import (
    AcknowledgeMessagesAnswer,
    AddPeerAnswer,
    Agent,
    AgentToken,
    ConflictPage,
    Context,
    Entry,
    EntryPage,
    EntryType,
    FoundEntry,
    HostStatus,
    InboxPage,
    InstallSkillAnswer,
    InstalledSkill,
    Invite,
    InviteDone,
    Joined,
    Json,
    KnowledgeGraph,
    Letter,
    Link,
    ListAgentsAnswer,
    ListChangesAnswer,
    ListInvitesAnswer,
    ListPactsAnswer,
    ListRejectionsAnswer,
    ListTasksAnswer,
    Member,
    MemberChanged,
    Ok,
    PactStatus,
    Peers,
    PendingClaim,
    PromoteMemberAnswer,
    Reaction,
    Readiness,
    RecoverPactAnswer,
    ReindexPactAnswer,
    Rejection,
    RemovePactAnswer,
    RenamePactAnswer,
    RevokeAgentAnswer,
    Scope,
    SearchPage,
    SetMeAnswer,
    SetPactInfoAnswer,
    SkillContent,
    SkillFormat,
    SwitchPactAnswer,
    Task,
    TaskExplanation,
    TaskStatus,
    WrittenEntry,
    WrittenKnowledge,
    WrittenTask,
)

T = TypeVar("T")


class AsyncNodeOperations(ABC):
    """The operations of a node, one method each, named by operation id."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T:
        """Runs one operation and gives its answer."""

    async def ping(self) -> Ok:
        """Is somebody there."""
        return await self._send(Call("GET", "/v1/ping"))

    async def healthz(self) -> Ok:
        """Is the daemon alive.

        200 as soon as the daemon listens, whatever its pacts do.
        """
        return await self._send(Call("GET", "/v1/healthz"))

    async def readyz(self) -> Readiness:
        """Can it serve a pact.

        200 when a pact is open and answers, 503 with the reason otherwise.
        """
        return await self._send(Call("GET", "/v1/readyz", answers=(503,)))

    async def metrics(self) -> str:
        """Metrics.

        Prometheus text format, version 0.0.4.
        """
        return await self._send(Call("GET", "/v1/metrics"))

    async def host_status(self) -> HostStatus:
        """State of this node."""
        return await self._send(Call("GET", "/v1/status"))

    async def list_agents(self) -> ListAgentsAnswer:
        """Agents of this node.

        Names and scopes of the agents that have a token of their own; tokens are never shown again.
        """
        return await self._send(Call("GET", "/v1/agents"))

    async def create_agent(self, *, name: str, scopes: Sequence[Scope] | None = None) -> AgentToken:
        """Mint a token for an agent.

        The agent acts as `<name>@<handle of this node>`: claims, assignments and results tell it apart from every other agent. The token is in this answer and nowhere else.

        Args:
            name: 1 to 32 lower-case letters, digits, dots, dashes and underscores.

        Raises:
            AgentExistsError
            PayloadTooLargeError
        """
        return await self._send(Call("POST", "/v1/agents", body=body_of({"name": name}, {"scopes": scopes})))

    async def revoke_agent(self, name: str) -> RevokeAgentAnswer:
        """Revoke an agent's token.

        The token stops working at once. What the agent wrote stays.

        Args:
            name: Name of the agent.

        Raises:
            NotFoundError
        """
        return await self._send(Call("DELETE", f"/v1/agents/{segment(name)}"))

    async def list_peers(self) -> Peers:
        """Nodes this node knows.

        Who is connected, since when, which pacts are shared, and why the last attempt to reach a node failed.
        """
        return await self._send(Call("GET", "/v1/peers"))

    async def add_peer(self, *, peer: str) -> AddPeerAnswer:
        """Dial a node at a known address.

        Keeps a connection to the node until the daemon stops; needs no DHT. Same form as the daemon's `--peer`.

        Args:
            peer: `<node key>@<host>:<port>`.

        Raises:
            PayloadTooLargeError
        """
        return await self._send(Call("POST", "/v1/peers", body=body_of({"peer": peer})))

    async def search_all(self, *, q: str, type: EntryType | None = None, topic: str | None = None, status: TaskStatus | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired", "archived"]] | None = None, explain: bool | None = None, until: str | None = None, as_of: str | None = None, limit: int | None = None, cursor: str | None = None) -> SearchPage:
        """Find entries of all pacts by what they say.

        As `GET /v1/pacts/{pactId}/search`, over every pact of this node; each pact judges by its own words how rare one is.

        Args:
            q: What to look for, any text.
            type: Only entries of this type.
            topic: Only knowledge of this topic.
            status: Only tasks in this state.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several.
            explain: Say of each entry how its score came about.
            until: Only entries before this time, ISO 8601 or milliseconds since 1970.
            as_of: What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today.
            limit: Rows a page.
            cursor: The `cursor` of the page before.

        Raises:
            BadCursorError
            ViewTimeoutError
        """
        return await self._send(Call("GET", "/v1/search", query={"q": q, "type": type, "topic": topic, "status": status, "author": author, "agent_id": agent_id, "since": since, "include": include, "explain": explain, "until": until, "as_of": as_of, "limit": limit, "cursor": cursor}))

    async def iter_search_all(self, *, q: str, type: EntryType | None = None, topic: str | None = None, status: TaskStatus | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired", "archived"]] | None = None, explain: bool | None = None, until: str | None = None, as_of: str | None = None, limit: int | None = None) -> AsyncIterator[FoundEntry]:
        """Find entries of all pacts by what they say: every row of every page; `limit` is the rows asked for at once.

        As `GET /v1/pacts/{pactId}/search`, over every pact of this node; each pact judges by its own words how rare one is.

        Args:
            q: What to look for, any text.
            type: Only entries of this type.
            topic: Only knowledge of this topic.
            status: Only tasks in this state.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several.
            explain: Say of each entry how its score came about.
            until: Only entries before this time, ISO 8601 or milliseconds since 1970.
            as_of: What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today.
            limit: Rows a page.

        Raises:
            BadCursorError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.search_all(q=q, type=type, topic=topic, status=status, author=author, agent_id=agent_id, since=since, include=include, explain=explain, until=until, as_of=as_of, limit=limit, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def list_pacts(self) -> ListPactsAnswer:
        """Pacts of this node."""
        return await self._send(Call("GET", "/v1/pacts"))

    async def create_pact(self, *, name: str, purpose: str | None | NotGiven = NOT_GIVEN, display_name: str | None | NotGiven = NOT_GIVEN, alias: str | None = None) -> Joined:
        """Create a pact.

        This node becomes its creator and first indexer. Invite others with POST /invites.

        Args:
            alias: Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores.

        Raises:
            NotConfirmedError
            PactAliasExistsError
            PayloadTooLargeError
            ViewTimeoutError
        """
        return await self._send(Call("POST", "/v1/pacts", body=body_of({"name": name, "purpose": purpose, "display_name": display_name, "confirm": True}, {"alias": alias})))

    async def join_pact(self, *, key: str | None = None, token: str | None = None, alias: str | None = None, display_name: str | None | NotGiven = NOT_GIVEN) -> Joined:
        """Join a pact.

        With an invite `token`: registers the pact, redeems the invite and answers once this node is a member.
        With a `key` (pact id): only registers the pact; POST /invites/redeem completes it, and until then entries answer 409 PACT_NOT_READY.

        Args:
            key: Pact id.
            token: The token of an invite, or its share URL.
            alias: Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores.

        Raises:
            NotConfirmedError
            InviteBadShapeError
            InviteWrongPactError
            UnknownInviteError
            InviteRevokedError
            InviteSpentError
            InviteNotIndexerError
            InviteBadProofError
            PactAliasExistsError
            NodePrefixTakenError
            UpgradeNeededError
            InviteExpiredError
            PayloadTooLargeError
            NoAgentsError
            NoIndexerReachableError
            AgentDisconnectedError
            ViewTimeoutError
        """
        return await self._send(Call("POST", "/v1/pacts/join", body=body_of({"display_name": display_name, "confirm": True}, {"key": key, "token": token, "alias": alias})))

    async def switch_pact(self, *, alias: str) -> SwitchPactAnswer:
        """Make a pact the current one.

        Args:
            alias: Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores.

        Raises:
            NotConfirmedError
            UnknownPactError
            PayloadTooLargeError
        """
        return await self._send(Call("POST", "/v1/pacts/switch", body=body_of({"alias": alias, "confirm": alias})))


class AsyncPactOperations(ABC):
    """The operations of one pact, one method each, named by operation id."""

    ref: str
    """Alias of the pact on the node, or its id (64 hex characters)."""

    @abstractmethod
    async def _send(self, call: Call[T]) -> T:
        """Runs one operation and gives its answer."""

    async def remove_pact(self) -> RemovePactAnswer:
        """Remove a pact from this node.

        Deletes this node's copy and keys. The other members keep theirs. It cannot be undone.

        Raises:
            NotConfirmedError
            UnknownPactError
            PayloadTooLargeError
            ViewTimeoutError
        """
        return await self._send(Call("DELETE", f"/v1/pacts/{segment(self.ref)}", body=body_of({"confirm": self.ref})))

    async def rename_pact(self, *, alias: str) -> RenamePactAnswer:
        """Give a pact another alias.

        The alias is local to this node; PUT /info changes the name that all members see.

        Args:
            alias: Local name of a pact, 1 to 63 letters, digits, dots, dashes and underscores.

        Raises:
            UnknownPactError
            PactAliasExistsError
            PayloadTooLargeError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/alias", body=body_of({"alias": alias})))

    async def pact_status(self) -> PactStatus:
        """State of a pact on this node.

        Is this node a member, is it in step with the others (`synced`), can it work alone (`offline_ready`), are writes held after a power cut (`writes_held`), was it removed (`excluded_by`), how much of the log is signed (`confirmed_length` of `length`).

        Raises:
            UnknownPactError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/status"))

    async def set_pact_info(self, *, name: str | None | NotGiven = NOT_GIVEN, purpose: str | None | NotGiven = NOT_GIVEN) -> SetPactInfoAnswer:
        """Name the pact and its purpose.

        Replicated to all members. A field that is left out stays; null clears it.

        Raises:
            ForbiddenError
            UnknownPactError
            NotAMemberError
            NotCreatorError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/info", body=body_of({"name": name, "purpose": purpose})))

    async def set_me(self, *, display_name: str) -> SetMeAnswer:
        """Set this node's display name.

        A label for people; identity is the node key and the agent's token.

        Raises:
            UnknownPactError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/me", body=body_of({"display_name": display_name})))

    async def reindex_pact(self) -> ReindexPactAnswer:
        """Rebuild the lists of a pact.

        Drops the local tables that lists and look-ups read, and fills them from the log again. Nothing in the pact changes, and whoever follows it is not told again of what was confirmed.

        Raises:
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/reindex"))

    async def list_rejections(self, *, limit: int | None = None, cursor: str | None = None) -> ListRejectionsAnswer:
        """What the pact refused.

        Ops of members that were invalid or not allowed, newest first, with the code and the reason. A refused op changes nothing.

        Args:
            limit: Rows a page.
            cursor: The `cursor` of the page before.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/rejections", query={"limit": limit, "cursor": cursor}))

    async def iter_rejections(self, *, limit: int | None = None) -> AsyncIterator[Rejection]:
        """What the pact refused: every row of every page; `limit` is the rows asked for at once.

        Ops of members that were invalid or not allowed, newest first, with the code and the reason. A refused op changes nothing.

        Args:
            limit: Rows a page.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_rejections(limit=limit, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def list_members(self, *, online: bool | None = None) -> list[Member]:
        """Members of a pact.

        One row a node, this node first.

        Args:
            online: Only members that are connected (true) or not (false).

        Raises:
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/agents", query={"online": online}))

    async def add_member(self, *, key: str, indexer: bool | None = None) -> MemberChanged:
        """Raise a member to an indexer, by its writer key.

        With `indexer: true` the same as promote. A key alone admits nobody: a node that is no member is refused with NOT_A_MEMBER and joins with an invite.

        Args:
            key: Writer key of the node to admit.

        Raises:
            ForbiddenError
            UnknownPactError
            NotAMemberError
            NotIndexerError
            NotCreatorError
            PactNotReadyError
            NodePrefixTakenError
            UpgradeNeededError
            PayloadTooLargeError
            NoIndexerReachableError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/admin/members", body=body_of({"key": key}, {"indexer": indexer})))

    async def delete_member(self, key: str) -> MemberChanged:
        """Remove a member.

        The same as POST /admin/remove, without the confirmation.

        Args:
            key: Writer key of the member.

        Raises:
            ForbiddenError
            NotFoundError
            UnknownPactError
            NotAMemberError
            NotIndexerError
            NotCreatorError
            LastIndexerError
            PactNotReadyError
            UpgradeNeededError
            NoIndexerReachableError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("DELETE", f"/v1/pacts/{segment(self.ref)}/admin/members/{segment(key)}"))

    async def remove_member(self, *, key: str) -> MemberChanged:
        """Remove a member.

        Live connections to it get no new block, and what it writes afterwards never appears. The last indexer cannot be removed.

        Args:
            key: Writer key of the member.

        Raises:
            NotConfirmedError
            ForbiddenError
            NotFoundError
            UnknownPactError
            NotAMemberError
            NotIndexerError
            NotCreatorError
            LastIndexerError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            NoIndexerReachableError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/admin/remove", body=body_of({"key": key, "confirm": True})))

    async def promote_member(self, *, key: str, successor: bool | None = None) -> PromoteMemberAnswer:
        """Make a member an indexer or a successor.

        An indexer signs the order of the pact. One is enough; three keep signing when one is away; two would stop when either is away, so the second is kept
        as `standby` until there is a third. With `successor: true` the member may instead recover the pact alone should the indexer be lost.

        Args:
            key: Writer key of the member.

        Raises:
            NotConfirmedError
            ForbiddenError
            NotFoundError
            UnknownPactError
            NotAMemberError
            NotIndexerError
            NotCreatorError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            NoIndexerReachableError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/admin/promote", body=body_of({"key": key, "confirm": True}, {"successor": successor})))

    async def recover_pact(self, *, indexer: str | None = None) -> RecoverPactAnswer:
        """Replace a lost indexer.

        A successor named by the creator decides alone; otherwise this node's vote counts toward a majority of the members, and the same call on enough of
        them recovers the pact. Only for an indexer that will not come back: one that returns finds itself no longer signing. The only indexer there
        is cannot be its own replacement.

        Args:
            indexer: Writer key of the new indexer; this node when left out.

        Raises:
            NotConfirmedError
            ForbiddenError
            NotFoundError
            UnknownPactError
            NotAMemberError
            LastIndexerError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            NoAgentsError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/admin/recover", body=body_of({"confirm": True}, {"indexer": indexer})))

    async def list_invites(self) -> ListInvitesAnswer:
        """Invites of a pact.

        Raises:
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/invites"))

    async def create_invite(self, *, ttl_ms: int | None = None) -> Invite:
        """Mint an invite.

        Good for one node. The token is a secret and in this answer only; hand it over by a channel you trust.

        Args:
            ttl_ms: How long it can be used; 24 hours when left out.

        Raises:
            NotConfirmedError
            ForbiddenError
            UnknownPactError
            NotAMemberError
            NotIndexerError
            NotCreatorError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/invites", body=body_of({"confirm": True}, {"ttl_ms": ttl_ms})))

    async def revoke_invite(self, nonce: str) -> InviteDone:
        """Revoke an invite.

        Args:
            nonce: The invite's nonce.

        Raises:
            NotConfirmedError
            ForbiddenError
            UnknownPactError
            UnknownInviteError
            NotAMemberError
            InviteSpentError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("DELETE", f"/v1/pacts/{segment(self.ref)}/invites/{segment(nonce)}", body=body_of({"confirm": nonce})))

    async def redeem_invite(self, *, token: str, writer_key: str) -> InviteDone:
        """Redeem an invite.

        Second step after POST /v1/pacts/join with a key. `writer_key` is this node's `public_key` of GET /status.

        Args:
            token: The token of an invite, or its share URL.
            writer_key: 64 hex characters, lower case.

        Raises:
            NotConfirmedError
            InviteBadShapeError
            InviteWrongPactError
            ForbiddenError
            UnknownPactError
            UnknownInviteError
            InviteRevokedError
            InviteSpentError
            InviteNotIndexerError
            InviteBadProofError
            NodePrefixTakenError
            UpgradeNeededError
            InviteExpiredError
            PayloadTooLargeError
            NoAgentsError
            NoIndexerReachableError
            AgentDisconnectedError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/invites/redeem", body=body_of({"token": token, "writer_key": writer_key, "confirm": True})))

    async def list_knowledge(self, *, topic: str | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None, as_of: str | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, cursor: str | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None) -> EntryPage:
        """What the group knows.

        Args:
            topic: Exactly this topic.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.
            as_of: What was known then: at a time, ISO 8601 or milliseconds since 1970, by the times of the entries; or at a cursor of the arrival feed, by what had reached this node. Entries that were superseded or expired since are among them. What they say of themselves is as it is today. A page may hold less than `limit` and have more behind it.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            cursor: The `cursor` of the page before.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/knowledge", query={"topic": topic, "include": include, "as_of": as_of, "order": order, "limit": limit, "cursor": cursor, "author": author, "agent_id": agent_id, "since": since}))

    async def iter_knowledge(self, *, topic: str | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None, as_of: str | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None) -> AsyncIterator[Entry]:
        """What the group knows: every row of every page; `limit` is the rows asked for at once.

        Args:
            topic: Exactly this topic.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.
            as_of: What was known then: at a time, ISO 8601 or milliseconds since 1970, by the times of the entries; or at a cursor of the arrival feed, by what had reached this node. Entries that were superseded or expired since are among them. What they say of themselves is as it is today. A page may hold less than `limit` and have more behind it.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_knowledge(topic=topic, include=include, as_of=as_of, order=order, limit=limit, author=author, agent_id=agent_id, since=since, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def post_knowledge(self, *, topic: str, content: str, idempotency_key: str | None = None, source: str | None = None, trust: Literal["imported", "outside"] | None = None, embedding: Sequence[float] | None = None, embedding_model: str | None = None, refs: Sequence[str] | None = None, links: Sequence[Link] | None = None, ttl: int | None | NotGiven = NOT_GIVEN, on_duplicate: Literal["store", "support"] | None = None, extra: Mapping[str, Json] | None = None) -> WrittenKnowledge:
        """Record what you learned.

        One fact or note under a topic. Keys beyond those named here are welcome and become part of the payload.

        Args:
            idempotency_key: Makes a retry safe. The same key from the same agent answers the first entry again.
            source: Where it comes from.
            trust: Not your own: from another memory, or outside (web, tools).
            embedding: A vector of what a text means; only its direction counts.
            embedding_model: Model that the embedding comes from; left out, the one that this node knows.
            refs: Ids of entries that it builds on.
            links: [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from.
            ttl: Seconds until the entry expires, counted from its `timestamp`; null or absent for ever.
            on_duplicate: What becomes of it when the group knows it already: `store` it all the same, or `support` the entry that says so.
            extra: Further fields of the body.

        Raises:
            BadEntryError
            LinkUnknownError
            UnknownPactError
            AlreadySupersededError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/knowledge", headers={"Idempotency-Key": idempotency_key}, body=body_of({"topic": topic, "content": content, "ttl": ttl}, {"source": source, "trust": trust, "embedding": embedding, "embedding_model": embedding_model, "refs": refs, "links": links, "on_duplicate": on_duplicate}, extra)))

    async def list_conflicts(self, *, topic: str | None = None, limit: int | None = None, cursor: str | None = None) -> ConflictPage:
        """What is current and does not agree.

        Open conflicts, newest first: entries that go back to the same one and were not superseded since (`supersedes`), and entries that contradict current ones
        (`contradicts`). An entry that supersedes all sides ends the first kind, one that supersedes either side the second. A page may hold less than `limit` and have more behind it.

        Args:
            topic: Exactly this topic.
            limit: Conflicts a page.
            cursor: The `cursor` of the page before.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/knowledge/conflicts", query={"topic": topic, "limit": limit, "cursor": cursor}))

    async def read_graph(self, *, entry: str | None = None, topic: str | None = None, depth: int | None = None, limit: int | None = None) -> KnowledgeGraph:
        """What an entry or a topic is connected to.

        Entries along links of either direction, nearest first: from one `entry`, or from what is current of a `topic`; name exactly one of them. Superseded entries are among
        them, expired ones are not. Of those that link to one entry with one relation the newest 32 are followed.

        Args:
            entry: Begin at this entry.
            topic: Begin at what is current of exactly this topic, the newest first.
            depth: Links from the start.
            limit: Entries of the answer.

        Raises:
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/knowledge/graph", query={"entry": entry, "topic": topic, "depth": depth, "limit": limit}))

    async def list_tasks(self, *, status: TaskStatus | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, cursor: str | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None) -> ListTasksAnswer:
        """Tasks and who holds them.

        Newest first. `history` is empty in lists; GET /tasks/{id} has it.

        Args:
            status: Only tasks in this state.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            cursor: The `cursor` of the page before.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/tasks", query={"status": status, "order": order, "limit": limit, "cursor": cursor, "author": author, "agent_id": agent_id, "since": since, "include": include}))

    async def iter_tasks(self, *, status: TaskStatus | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None) -> AsyncIterator[Task]:
        """Tasks and who holds them: every row of every page; `limit` is the rows asked for at once.

        Newest first. `history` is empty in lists; GET /tasks/{id} has it.

        Args:
            status: Only tasks in this state.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_tasks(status=status, order=order, limit=limit, author=author, agent_id=agent_id, since=since, include=include, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def post_task(self, *, title: str, idempotency_key: str | None = None, description: str | None = None, assigned_to: str | None = None, refs: Sequence[str] | None = None, links: Sequence[Link] | None = None, ttl: int | None | NotGiven = NOT_GIVEN) -> WrittenEntry:
        """Put a task up for the group.

        With `assigned_to` only that agent can claim it.

        Args:
            idempotency_key: Makes a retry safe. The same key from the same agent answers the first entry again.
            assigned_to: Agent id that the task is reserved for.
            refs: Ids of entries that it builds on.
            links: [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from.
            ttl: Seconds until the entry expires, counted from its `timestamp`; null or absent for ever.

        Raises:
            BadEntryError
            LinkUnknownError
            UnknownPactError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/tasks", headers={"Idempotency-Key": idempotency_key}, body=body_of({"title": title, "ttl": ttl}, {"description": description, "assigned_to": assigned_to, "refs": refs, "links": links})))

    async def get_task(self, id: str) -> Task:
        """One task with its history.

        Args:
            id: Entry id.

        Raises:
            NotFoundError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/tasks/{segment(id)}"))

    async def claim_task(self, id: str, *, wait: float | None = None, ttl_ms: int | None = None) -> WrittenTask | PendingClaim:
        """Take a task.

        200 only when the pact has settled that you hold it; keep the `fence` and send it with renew, release and complete. 409 TASK_ALREADY_CLAIMED names the holder.
        202 means that it is not settled yet, because the indexer is away or slow: do not start work that must not be done twice; read the task again, or claim again with a longer `wait`.
        The claim ends by itself after `ttl_ms`; renew it while you work.

        Args:
            id: Entry id.
            wait: Seconds to wait for the pact to settle it.
            ttl_ms: Milliseconds until the claim ends unless it is renewed; 24 hours when left out.

        Raises:
            NotFoundError
            UnknownPactError
            TaskNotOpenError
            TaskAlreadyClaimedError
            TaskAlreadyCompleteError
            NotAssigneeError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/tasks/{segment(id)}/claim", query={"wait": wait}, body=body_of({}, {"ttl_ms": ttl_ms})))

    async def renew_task(self, id: str, *, fence: int | None = None, ttl_ms: int | None = None) -> WrittenTask:
        """Keep a task longer.

        Moves the end of your claim to `ttl_ms` from now.

        Args:
            id: Entry id.
            fence: The `fence` of your claim.
            ttl_ms: Milliseconds until the claim ends unless it is renewed; 24 hours when left out.

        Raises:
            NotFoundError
            UnknownPactError
            TaskAlreadyCompleteError
            NotClaimerError
            NotClaimedError
            StaleFenceError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/tasks/{segment(id)}/renew", body=body_of({}, {"fence": fence, "ttl_ms": ttl_ms})))

    async def release_task(self, id: str, *, fence: int | None = None) -> WrittenTask:
        """Give a task back.

        Args:
            id: Entry id.
            fence: The `fence` of your claim.

        Raises:
            NotFoundError
            UnknownPactError
            TaskAlreadyCompleteError
            NotClaimerError
            NotClaimedError
            StaleFenceError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/tasks/{segment(id)}/release", body=body_of({}, {"fence": fence})))

    async def complete_task(self, id: str, *, result: Json | NotGiven = NOT_GIVEN, fence: int | None = None) -> WrittenTask:
        """Finish a task with its result.

        By the holder, or by anybody while the task is open. Send the `fence` of your claim: when somebody else holds the task by now the answer is 409 STALE_FENCE, and
        your result is still kept and shown in the task's `late_results` (`details.late_result_kept`).

        Args:
            id: Entry id.
            result: Any JSON value.
            fence: The `fence` of your claim.

        Raises:
            NotFoundError
            UnknownPactError
            TaskAlreadyClaimedError
            TaskAlreadyCompleteError
            NotClaimerError
            NotAssigneeError
            StaleFenceError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/tasks/{segment(id)}/complete", body=body_of({"result": result}, {"fence": fence})))

    async def explain_task(self, id: str) -> TaskExplanation:
        """Why a task is held by whom.

        Every claim in the order of the log, which of them won, and why.

        Args:
            id: Entry id.

        Raises:
            NotFoundError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/tasks/{segment(id)}/explain"))

    async def list_skills(self, *, format: SkillFormat | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, cursor: str | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None) -> EntryPage:
        """Skills of the group.

        Args:
            format: Only skills in this format.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            cursor: The `cursor` of the page before.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/skills", query={"format": format, "include": include, "order": order, "limit": limit, "cursor": cursor, "author": author, "agent_id": agent_id, "since": since}))

    async def iter_skills(self, *, format: SkillFormat | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None) -> AsyncIterator[Entry]:
        """Skills of the group: every row of every page; `limit` is the rows asked for at once.

        Args:
            format: Only skills in this format.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_skills(format=format, include=include, order=order, limit=limit, author=author, agent_id=agent_id, since=since, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def post_skill(self, *, name: str, version: str, format: SkillFormat, content: str, checksum: str, idempotency_key: str | None = None, description: str | None = None, requires_approval: bool | None = None, refs: Sequence[str] | None = None, links: Sequence[Link] | None = None, ttl: int | None | NotGiven = NOT_GIVEN) -> WrittenEntry:
        """Share a skill.

        `checksum` is `sha256:` and the hex of SHA-256 over the line `openpact-skill-content:v1\\n` followed by the content; it is checked here and on each read.

        Args:
            name: A safe file name: letters, digits, dots, dashes and underscores, not starting with a dot.
            idempotency_key: Makes a retry safe. The same key from the same agent answers the first entry again.
            refs: Ids of entries that it builds on.
            links: [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from.
            ttl: Seconds until the entry expires, counted from its `timestamp`; null or absent for ever.

        Raises:
            BadEntryError
            LinkUnknownError
            BadSkillNameError
            SkillChecksumMismatchError
            UnknownPactError
            AlreadySupersededError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/skills", headers={"Idempotency-Key": idempotency_key}, body=body_of({"name": name, "version": version, "format": format, "content": content, "checksum": checksum, "ttl": ttl}, {"description": description, "requires_approval": requires_approval, "refs": refs, "links": links})))

    async def list_installed_skills(self) -> list[InstalledSkill]:
        """Skills installed on this machine.

        Raises:
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/skills/installed"))

    async def get_skill_content(self, id: str) -> SkillContent:
        """Content of a skill, checked.

        Args:
            id: Entry id.

        Raises:
            SkillChecksumMismatchError
            NotFoundError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/skills/{segment(id)}/content"))

    async def install_skill(self, id: str) -> InstallSkillAnswer:
        """Write a skill to this machine.

        Into the pact's own folder of the data directory; nothing is run.

        Args:
            id: Entry id.

        Raises:
            NotConfirmedError
            BadSkillNameError
            SkillChecksumMismatchError
            NotFoundError
            UnknownPactError
            PactNotReadyError
            PayloadTooLargeError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/skills/{segment(id)}/install", body=body_of({"confirm": True})))

    async def list_messages(self, *, order: Literal["asc", "desc"] | None = None, limit: int | None = None, cursor: str | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None) -> EntryPage:
        """Messages of the group.

        Args:
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            cursor: The `cursor` of the page before.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/messages", query={"order": order, "limit": limit, "cursor": cursor, "author": author, "agent_id": agent_id, "since": since, "include": include}))

    async def iter_messages(self, *, order: Literal["asc", "desc"] | None = None, limit: int | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None) -> AsyncIterator[Entry]:
        """Messages of the group: every row of every page; `limit` is the rows asked for at once.

        Args:
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_messages(order=order, limit=limit, author=author, agent_id=agent_id, since=since, include=include, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def post_message(self, *, content: str, idempotency_key: str | None = None, priority: Literal["low", "normal", "high"] | None = None, to: Sequence[str] | None = None, ack: bool | None = None, reply_to: str | None = None, refs: Sequence[str] | None = None, links: Sequence[Link] | None = None, ttl: int | None | NotGiven = NOT_GIVEN) -> WrittenEntry:
        """Say something to the group.

        To everybody, or with `to` to the agents named there; every member can read it all the same. With `ack` you ask them to acknowledge it.
        GET /messages and GET /entries/{id} show in `delivery` what became of it at whom. `reply_to` becomes the first of the entry's `refs`.

        Args:
            idempotency_key: Makes a retry safe. The same key from the same agent answers the first entry again.
            to: Agent ids; else everybody.
            ack: Ask for an acknowledgement.
            reply_to: The message that this answers.
            refs: Ids of entries that it builds on.
            links: [{rel, id}], rel: supersedes, supports, contradicts, related, applied, derived_from.
            ttl: Seconds until the entry expires, counted from its `timestamp`; null or absent for ever.

        Raises:
            BadEntryError
            LinkUnknownError
            UnknownPactError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/messages", headers={"Idempotency-Key": idempotency_key}, body=body_of({"content": content, "ttl": ttl}, {"priority": priority, "to": to, "ack": ack, "reply_to": reply_to, "refs": refs, "links": links})))

    async def list_inbox(self, *, agent: str | None = None, unread: bool | None = None, limit: int | None = None, cursor: str | None = None) -> InboxPage:
        """Messages for you.

        Messages to you by name and to everybody but their author: the unread first, then what you have acknowledged, each newest first. A message is unread until
        POST /inbox/ack, however often it is listed; of those to everybody the newest 1,000 can be unread. Reading your own inbox with a token that
        may write tells the senders, after the answer was sent, that the messages were delivered.

        Args:
            agent: The inbox of this agent; for operators.
            unread: Only unread ones.
            limit: Rows a page.
            cursor: The `cursor` of the page before.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/inbox", query={"agent": agent, "unread": unread, "limit": limit, "cursor": cursor}))

    async def iter_inbox(self, *, agent: str | None = None, unread: bool | None = None, limit: int | None = None) -> AsyncIterator[Letter]:
        """Messages for you: every row of every page; `limit` is the rows asked for at once.

        Messages to you by name and to everybody but their author: the unread first, then what you have acknowledged, each newest first. A message is unread until
        POST /inbox/ack, however often it is listed; of those to everybody the newest 1,000 can be unread. Reading your own inbox with a token that
        may write tells the senders, after the answer was sent, that the messages were delivered.

        Args:
            agent: The inbox of this agent; for operators.
            unread: Only unread ones.
            limit: Rows a page.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_inbox(agent=agent, unread=unread, limit=limit, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def read_context(self, *, budget_tokens: int | None = None, agent: str | None = None, topic: str | None = None) -> Context:
        """What you need at the start of work.

        The tasks you hold with fence and end of lease, your unread messages, open conflicts, tasks that you can claim, knowledge (the newest and what most agents applied, in turns), new skills and what was said lately: ranked, and cut to
        `budget_tokens`. `text` is the same for a model, each entry between data tags with author and trust. `text` never counts as more than the budget: one token is three
        ASCII characters, or two bytes of UTF-8 of anything else. Tasks held and unread messages come first: they are shortened until all fit, and nothing else is shown
        before they all are; of messages to everybody that holds for the newest 200. `left_out` says how much of each section is missing and where to read it. The default keeps `text` below 10,000 characters.
        Like GET /inbox it delivers the messages that it shows whole.

        Args:
            budget_tokens: Tokens of `text` at most.
            agent: The context of this agent; for operators.
            topic: Only knowledge of exactly this topic.

        Raises:
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/context", query={"budget_tokens": budget_tokens, "agent": agent, "topic": topic}))

    async def acknowledge_messages(self, *, ids: Sequence[str]) -> AcknowledgeMessagesAnswer:
        """Say that you have dealt with messages.

        They are unread no more, and their senders see when you acknowledged them. Once more for the same message changes nothing.

        Args:
            ids: Messages of your inbox.

        Raises:
            NotFoundError
            UnknownPactError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/inbox/ack", body=body_of({"ids": ids})))

    async def list_entries(self, *, type: Sequence[EntryType] | None = None, topic: str | None = None, status: TaskStatus | None = None, format: SkillFormat | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, cursor: str | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None) -> EntryPage:
        """Entries of every type.

        Args:
            type: Only entries of these types; repeat it for several.
            topic: Only knowledge of this topic.
            status: Only tasks in this state.
            format: Only skills in this format.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            cursor: The `cursor` of the page before.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/entries", query={"type": type, "topic": topic, "status": status, "format": format, "include": include, "order": order, "limit": limit, "cursor": cursor, "author": author, "agent_id": agent_id, "since": since}))

    async def iter_entries(self, *, type: Sequence[EntryType] | None = None, topic: str | None = None, status: TaskStatus | None = None, format: SkillFormat | None = None, include: Sequence[Literal["superseded", "expired"]] | None = None, order: Literal["asc", "desc"] | None = None, limit: int | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None) -> AsyncIterator[Entry]:
        """Entries of every type: every row of every page; `limit` is the rows asked for at once.

        Args:
            type: Only entries of these types; repeat it for several.
            topic: Only knowledge of this topic.
            status: Only tasks in this state.
            format: Only skills in this format.
            include: Entries that are left out otherwise; superseded ones name what took their place, expired ones say `expired: true`; repeat it for several.
            order: Newest first (desc) or oldest first (asc).
            limit: Rows a page.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.list_entries(type=type, topic=topic, status=status, format=format, include=include, order=order, limit=limit, author=author, agent_id=agent_id, since=since, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def get_entry(self, id: str) -> Entry:
        """One entry.

        Args:
            id: Entry id.

        Raises:
            NotFoundError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/entries/{segment(id)}"))

    async def list_references(self, id: str) -> list[Entry]:
        """Entries that refer to an entry.

        Args:
            id: Entry id.

        Raises:
            NotFoundError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/entries/{segment(id)}/referenced-by"))

    async def set_reaction(self, id: str, *, reaction: Reaction) -> WrittenEntry:
        """Say what you make of an entry.

        One reaction for each agent and entry; the next one takes its place.

        Args:
            id: Entry id.

        Raises:
            NotFoundError
            UnknownPactError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            PayloadTooLargeError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("PUT", f"/v1/pacts/{segment(self.ref)}/entries/{segment(id)}/reaction", body=body_of({"reaction": reaction})))

    async def clear_reaction(self, id: str) -> WrittenEntry:
        """Take your reaction back.

        Args:
            id: Entry id.

        Raises:
            NotFoundError
            UnknownPactError
            NotAMemberError
            PactNotReadyError
            UpgradeNeededError
            WritesHeldError
            ViewTimeoutError
        """
        return await self._send(Call("DELETE", f"/v1/pacts/{segment(self.ref)}/entries/{segment(id)}/reaction"))

    async def search_pact(self, *, q: str, type: EntryType | None = None, topic: str | None = None, status: TaskStatus | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired", "archived"]] | None = None, explain: bool | None = None, until: str | None = None, as_of: str | None = None, limit: int | None = None, cursor: str | None = None) -> SearchPage:
        """Find entries by what they say.

        The best first; what scores alike, the newer first. An entry has to say every word, in any order and inflection; when none does, those that say some come (`matched: any`).
        `"..."` asks for words as they are written, one after the other; `begin*` finds what begins so, `-word` excludes. Nothing else has a meaning, so any text may be asked, and none is an error.
        Code is found by its parts and as a whole: camelCase, `user_name`, `src/user.ts`. Case and accents do not matter.
        What this node has acknowledged is found by the next request. While the index is made again, `complete` is false and entries may be missing.

        Args:
            q: What to look for, any text.
            type: Only entries of this type.
            topic: Only knowledge of this topic.
            status: Only tasks in this state.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several.
            explain: Say of each entry how its score came about.
            until: Only entries before this time, ISO 8601 or milliseconds since 1970.
            as_of: What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today.
            limit: Rows a page.
            cursor: The `cursor` of the page before.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/search", query={"q": q, "type": type, "topic": topic, "status": status, "author": author, "agent_id": agent_id, "since": since, "include": include, "explain": explain, "until": until, "as_of": as_of, "limit": limit, "cursor": cursor}))

    async def iter_search_pact(self, *, q: str, type: EntryType | None = None, topic: str | None = None, status: TaskStatus | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, include: Sequence[Literal["superseded", "expired", "archived"]] | None = None, explain: bool | None = None, until: str | None = None, as_of: str | None = None, limit: int | None = None) -> AsyncIterator[FoundEntry]:
        """Find entries by what they say: every row of every page; `limit` is the rows asked for at once.

        The best first; what scores alike, the newer first. An entry has to say every word, in any order and inflection; when none does, those that say some come (`matched: any`).
        `"..."` asks for words as they are written, one after the other; `begin*` finds what begins so, `-word` excludes. Nothing else has a meaning, so any text may be asked, and none is an error.
        Code is found by its parts and as a whole: camelCase, `user_name`, `src/user.ts`. Case and accents do not matter.
        What this node has acknowledged is found by the next request. While the index is made again, `complete` is false and entries may be missing.

        Args:
            q: What to look for, any text.
            type: Only entries of this type.
            topic: Only knowledge of this topic.
            status: Only tasks in this state.
            author: Handle of a node; everything that it or its agents wrote.
            agent_id: Exactly this agent, `<handle>` or `<name>@<handle>`.
            since: Only entries at or after this time, ISO 8601 or milliseconds since 1970.
            include: Entries that are left out otherwise: `archived` ones count next to nothing any more, see docs/relevance.md; repeat it for several.
            explain: Say of each entry how its score came about.
            until: Only entries before this time, ISO 8601 or milliseconds since 1970.
            as_of: What was there and current at this time, ISO 8601 or milliseconds since 1970; states of tasks and reactions are those of today.
            limit: Rows a page.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        cursor: str | None = None
        while True:
            page = await self.search_pact(q=q, type=type, topic=topic, status=status, author=author, agent_id=agent_id, since=since, include=include, explain=explain, until=until, as_of=as_of, limit=limit, cursor=cursor)
            for row in page["entries"]:
                yield row
            cursor = page["cursor"]
            if cursor is None or not page["has_more"]:
                return

    async def search_entries(self, *, q: str | None = None, embedding: Sequence[float] | None = None, embedding_model: str | None = None, type: EntryType | None = None, topic: str | None = None, status: TaskStatus | None = None, author: str | None = None, agent_id: str | None = None, since: str | None = None, until: str | None = None, as_of: str | None = None, include: Sequence[Literal["superseded", "expired", "archived"]] | None = None, explain: bool | None = None, limit: int | None = None, cursor: str | None = None) -> SearchPage:
        """Find entries by what they say and mean.

        As `GET`, for questions that carry an embedding. The entries nearest to it are fused with those that say the words, by reciprocal rank (`hybrid: true`); filters and `-word` hold for both.
        Without `q` the nearest alone are answered. Where this node has no embeddings of that model and length, words alone count (`hybrid: false`). Where it computes embeddings itself, questions without one get theirs.

        Args:
            q: What to look for, any text.
            embedding: A vector of what a text means; only its direction counts.
            embedding_model: Model that the embedding comes from; left out, the one that this node knows.
            author: Handle of a node.
            since: ISO 8601 or milliseconds since 1970.
            until: ISO 8601 or milliseconds since 1970.
            as_of: What was there and current then.
            include: Entries that are left out otherwise.
            explain: Say of each entry how its score came about.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            PayloadTooLargeError
            ViewTimeoutError
        """
        return await self._send(Call("POST", f"/v1/pacts/{segment(self.ref)}/search", body=body_of({}, {"q": q, "embedding": embedding, "embedding_model": embedding_model, "type": type, "topic": topic, "status": status, "author": author, "agent_id": agent_id, "since": since, "until": until, "as_of": as_of, "include": include, "explain": explain, "limit": limit, "cursor": cursor})))

    async def list_changes(self, *, since: str | None = None, from_: Literal["head"] | None = None, wait: float | None = None, limit: int | None = None, type: EntryType | None = None) -> ListChangesAnswer:
        """What arrived since a cursor.

        Oldest first, in the order in which entries reached this node, so nothing is skipped whatever their authors' clocks say. With `wait` the answer is held
        until something arrives. Without `since` it begins at the beginning, with `from=head` at the present. `retracted` lists entries that the pact has taken back.

        Args:
            since: Cursor of the last answer.
            from_: Begin at the present instead of the beginning.
            wait: Seconds to wait for something to arrive.
            limit: Rows a page.
            type: Only entries of this type.

        Raises:
            BadCursorError
            UnknownPactError
            PactNotReadyError
            ViewTimeoutError
        """
        return await self._send(Call("GET", f"/v1/pacts/{segment(self.ref)}/changes", query={"since": since, "from": from_, "wait": wait, "limit": limit, "type": type}))
