"""The asynchronous client, for asyncio and trio."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from types import TracebackType
from typing import Literal, TypeVar

import httpx

from ._call import Call
from ._core import POLL_WAIT_S, REQUEST_TIMEOUT_S, ChangesCursor, ClientOptions, EventCursor, LiveEvent, retry_delay_s
from ._transport import AsyncTransport
from .errors import ConcordatError, is_transient
from .generated.async_operations import AsyncNodeOperations, AsyncPactOperations
from .generated.models import EntryType, ListChangesAnswer, SkillFormat, WrittenEntry
from .skills import skill_checksum

T = TypeVar("T")


class AsyncPact(AsyncPactOperations):
    """One pact: every method but those below is one operation of the contract, named by its operation id."""

    def __init__(self, transport: AsyncTransport, ref: str) -> None:
        self._transport = transport
        self.ref = ref

    async def _send(self, call: Call[T]) -> T:
        return await self._transport.send(call)

    async def share_skill(
        self,
        *,
        name: str,
        version: str,
        format: SkillFormat,
        content: str,
        description: str | None = None,
        requires_approval: bool | None = None,
        refs: Sequence[str] | None = None,
        idempotency_key: str | None = None,
    ) -> WrittenEntry:
        """Shares a skill; its checksum is computed here, as the contract defines it. See `post_skill`."""
        return await self.post_skill(
            name=name,
            version=version,
            format=format,
            content=content,
            checksum=skill_checksum(content),
            description=description,
            requires_approval=requires_approval,
            refs=refs,
            idempotency_key=idempotency_key,
        )

    async def changes(
        self,
        *,
        since: str | None = None,
        start: Literal["head"] | None = None,
        type: EntryType | None = None,
        limit: int | None = None,
        wait: float = POLL_WAIT_S,
    ) -> AsyncGenerator[ListChangesAnswer, None]:
        """Everything that arrives, oldest first, one page at a time, for as long as the caller reads.

        Keep a page's `cursor` and pass it as `since` to go on exactly there. A daemon that is away is waited for;
        anything the caller has to mend is raised. Ends when the client is closed, at the latest after `wait`.

        Args:
            since: A page's cursor: what arrived after it. From the first entry when left out.
            start: `head`: only what arrives from now on.
            type: Only entries of this type.
            limit: Entries a page, 1 to 1000.
            wait: Seconds that the daemon may hold one poll, 0 to 30.
        """
        cursor = ChangesCursor(since, start, type, limit, wait)
        failures = 0
        while not self._transport.closed:
            try:
                page = await self.list_changes(**cursor.query())
            except (ConcordatError, RuntimeError) as error:
                if self._transport.closed:
                    return
                if not is_transient(error):
                    raise
                failures += 1
                await self._transport.pause(retry_delay_s(failures))
                continue
            failures = 0
            if cursor.read(page):
                yield page


class AsyncClient(AsyncNodeOperations):
    """A daemon: the one that is named, or the one that the environment or the data directory of this machine names.

    Every method but those below is one operation of the contract, named by its operation id. Failures are raised as
    `ConcordatError`, one class for each code. Nothing is opened before the first call.  May be used from several
    event loops.

    Args:
        url: Address of the daemon, `http://127.0.0.1:7666`; else `CONCORDAT_URL`, else that in daemon.json.
        token: Bearer token, an agent's own or the host token; else `CONCORDAT_TOKEN`, else that in daemon.json.
        data_dir: Data directory of a daemon on this machine; else `CONCORDAT_DATA_DIR`, else `~/.concordat`.
        timeout_s: Seconds after which a call that is not answered ends with `RequestTimeoutError`.
        transport: Replaces the network, for instance to enter an application in the same process.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        data_dir: str | os.PathLike[str] | None = None,
        *,
        timeout_s: float = REQUEST_TIMEOUT_S,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.options = ClientOptions(url, token, data_dir, timeout_s)
        self._transport = AsyncTransport(self.options, transport)

    async def _send(self, call: Call[T]) -> T:
        return await self._transport.send(call)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes all connections and ends `events()` and `changes()`; closing twice is harmless."""
        await self._transport.close()

    @property
    def url(self) -> str:
        """Address of the daemon; raises `DaemonNotFoundError` when none is known."""
        return self._transport.core.resolve().url

    def pact(self, ref: str) -> AsyncPact:
        """One pact, by alias or id; nothing is asked of the daemon yet."""
        return AsyncPact(self._transport, ref)

    async def events(
        self,
        *,
        pact: str | None = None,
        type: EntryType | None = None,
        agent_id: str | None = None,
        since: str | None = None,
    ) -> AsyncGenerator[LiveEvent, None]:
        """What happens at the node, as it happens, for as long as the caller reads.

        A broken stream is opened again after the last event that was seen, with back-off, so no stored event is missed;
        anything the caller has to mend is raised. Ends when the client is closed.

        Args:
            pact: Alias or pact id; all pacts when left out.
            type: Only entries of this type.
            agent_id: Exactly this agent.
            since: Id of an event: what came after it. From now on when left out.
        """
        position = EventCursor(since)
        failures = 0
        while not self._transport.closed:
            try:
                wanted = {"pact": pact, "type": type, "agent_id": agent_id}
                async with aclosing(self._transport.frames(wanted, position.cursor)) as frames:
                    async for frame in frames:
                        failures = 0
                        event = position.read(frame)
                        if event is not None:
                            yield event
            except (ConcordatError, RuntimeError) as error:
                if self._transport.closed:
                    return
                if not is_transient(error):
                    raise
            failures += 1
            await self._transport.pause(retry_delay_s(failures))
