"""What both clients share: every decision about a request and its answer, and no input or output."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlencode

import httpx

from ._call import Call
from ._sse import Frame
from .discovery import address, default_data_dir, discover
from .errors import (
    ConcordatError,
    daemon_not_found,
    daemon_unreachable,
    error_of_answer,
    is_envelope,
    not_concordat,
    request_timeout,
)
from .generated.models import EntryType, ListChangesAnswer, LiveEventData

T = TypeVar("T")

# The longest wait that the contract knows is 30 s (`wait`); a daemon that takes twice as long is not going to answer.
REQUEST_TIMEOUT_S = 60.0
# The daemon sends a heartbeat each 15 s; three missing ones mean that the connection is dead.
STREAM_IDLE_MAX_S = 45.0
# How long the daemon may hold one poll for changes; the contract's limit.
POLL_WAIT_S = 30.0
# First pause before a stream is opened again; it doubles up to the longest.
RETRY_MIN_S = 0.25
# A daemon that restarts is back within this time, so longer pauses would only delay the news.
RETRY_MAX_S = 5.0


@dataclass(frozen=True)
class LiveEvent:
    """One thing that happened at the node, from `GET /v1/events`."""

    # Resume after it with `since`; None for events that are not stored: `update`, `peer-add`, `peer-remove`.
    id: str | None
    event: Literal["entry-applied", "entry-retracted", "task-updated", "update", "peer-add", "peer-remove", "lagged"]
    data: LiveEventData


@dataclass(frozen=True)
class ClientOptions:
    """How to reach a daemon; what is None is found as `discovery.discover` says."""

    url: str | None = None
    token: str | None = None
    data_dir: str | os.PathLike[str] | None = None
    timeout_s: float = REQUEST_TIMEOUT_S

    def __repr__(self) -> str:
        return f"ClientOptions(url={self.url!r}, data_dir={self.data_dir!r}, timeout_s={self.timeout_s!r})"


@dataclass(frozen=True)
class Endpoint:
    """A daemon's address, without a slash at the end, and the headers that let a request in."""

    url: str
    # Not shown: a traceback with the values of variables would tell the token.
    headers: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class Request:
    """What goes over the wire."""

    method: str
    url: str
    headers: dict[str, str] = field(repr=False)
    content: bytes | None = None


def retry_delay_s(failures: int) -> float:
    """The pause after so many failures in a row: doubling, with jitter so that not all clients come back at once."""
    full = min(RETRY_MAX_S, RETRY_MIN_S * 2.0 ** min(max(0, failures - 1), 16))
    return full * (0.75 + 0.25 * random.random())


class Core:
    """The contract's operations without the wire: finds the daemon, writes requests, reads answers, names failures."""

    def __init__(self, options: ClientOptions) -> None:
        self.options = options
        self._endpoint: Endpoint | None = None
        # The daemon was gone when it was last asked: it may come back at another port.
        self._lost = False

    def resolve(self) -> Endpoint:
        """Where the daemon is; raises DaemonNotFoundError."""
        if self._endpoint and not self._lost:
            return self._endpoint
        options = self.options
        url, token = discover(url=options.url, token=options.token, data_dir=options.data_dir)
        # While a daemon restarts, its daemon.json names no address; the last one is as good a guess as any.
        if url is None and self._endpoint:
            return self._endpoint
        self._endpoint = _endpoint(url, token, options.data_dir)
        self._lost = False
        return self._endpoint

    def has_moved(self, endpoint: Endpoint, error: Exception) -> bool:
        """A refused connection has sent nothing, so it is safe to ask the daemon at its new address, if it has one."""
        return isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)) and self.resolve().url != endpoint.url

    def request(self, endpoint: Endpoint, call: Call[T]) -> Request:
        """The request of an operation."""
        headers = dict(endpoint.headers)
        headers.update({name: value for name, value in (call.headers or {}).items() if value is not None})
        content = None
        if call.body is not None:
            headers["content-type"] = "application/json"
            content = json.dumps(call.body, ensure_ascii=False, allow_nan=False).encode()
        return Request(call.method, endpoint.url + call.path + _query(call.query), headers, content)

    def event_request(self, endpoint: Endpoint, query: Mapping[str, str | None], cursor: str | None) -> Request:
        """The request that opens the stream of events after the event `cursor`."""
        headers = {**endpoint.headers, "accept": "text/event-stream"}
        if cursor is not None:
            headers["last-event-id"] = cursor
        return Request("GET", f"{endpoint.url}/v1/events{_query(query)}", headers)

    def answer(self, endpoint: Endpoint, call: Call[T], status: int, media_type: str, body: bytes) -> T:
        """What an operation has answered; raises the error that the answer stands for."""
        is_text = media_type.startswith("text/plain")
        try:
            value: Any = body.decode() if is_text else json.loads(body)
        except (ValueError, RecursionError) as error:
            if 200 <= status < 300:
                raise not_concordat(f"{endpoint.url} answered with something else than JSON") from error
            value = None
        if 200 <= status < 300 or (status in call.answers and not is_envelope(value)):
            return cast(T, value)
        raise error_of_answer(status, endpoint.url, value)

    def refused_stream(self, endpoint: Endpoint, status: int, body: bytes) -> ConcordatError:
        """The error with which the daemon answered instead of a stream."""
        try:
            return error_of_answer(status, endpoint.url, json.loads(body))
        except (ValueError, RecursionError):
            return error_of_answer(status, endpoint.url, None)

    def failure(self, endpoint: Endpoint, error: Exception) -> ConcordatError:
        """The reason why there is no answer."""
        if isinstance(error, (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout)):
            return request_timeout(
                f"{endpoint.url} did not answer within {self.options.timeout_s:g} s",
                'look at the log of the daemon, or run "concordat doctor"',
            )
        if isinstance(error, httpx.DecodingError):
            return not_concordat(f"{endpoint.url} answered with bytes that cannot be decoded")
        self._lost = True
        return daemon_unreachable(
            f"no daemon answers at {endpoint.url} ({type(error).__name__})",
            'start it with "concordat start", or check CONCORDAT_URL',
        )

    def silence(self, endpoint: Endpoint) -> ConcordatError:
        """A stream that sends not even heartbeats."""
        self._lost = True
        return daemon_unreachable(f"{endpoint.url} fell silent", 'run "concordat doctor"')


class EventCursor:
    """Where a reader of events stands."""

    def __init__(self, since: str | None) -> None:
        self.cursor = since

    def read(self, frame: Frame) -> LiveEvent | None:
        """The event of a frame, None for one that only moves the cursor; `lagged` moves it to where the event says."""
        moved = frame.id is not None and frame.id != self.cursor
        self.cursor = frame.id if frame.id is not None else self.cursor
        if frame.data is None:
            return None
        try:
            data = json.loads(frame.data)
        except (ValueError, RecursionError) as error:
            raise not_concordat("an event holds something else than JSON") from error
        if not isinstance(data, dict):
            raise not_concordat("an event holds something else than an object")
        if frame.event == "lagged" and isinstance(data.get("cursor"), str):
            self.cursor = data["cursor"]
        return LiveEvent(frame.id if moved else None, cast(Any, frame.event), cast(LiveEventData, data))


class ChangesCursor:
    """Where a reader of changes stands."""

    def __init__(
        self, since: str | None, start: Literal["head"] | None, type: EntryType | None, limit: int | None, wait: float
    ) -> None:
        self._cursor = since
        self._start: Literal["head"] | None = start
        self._type: EntryType | None = type
        self._limit = limit
        self._wait = wait

    def query(self) -> dict[str, Any]:
        """The arguments of the next poll.

        The head's cursor is fetched without waiting: while it is unknown, a broken connection would lose what arrives.
        """
        start: dict[str, Any] = {"from_": self._start} if self._cursor is None else {"since": self._cursor}
        wait = 0.0 if self._cursor is None and self._start == "head" else self._wait
        return {**start, "type": self._type, "limit": self._limit, "wait": wait}

    def read(self, page: ListChangesAnswer) -> bool:
        """Moves on to where the page ends; says whether it holds anything."""
        self._cursor = page["cursor"] or self._cursor
        return bool(page["entries"] or page["retracted"])


def _endpoint(url: str | None, token: str | None, data_dir: str | os.PathLike[str] | None) -> Endpoint:
    if url is None:
        raise daemon_not_found(
            f"no address was given, and no daemon runs on {os.fspath(data_dir or default_data_dir())}",
            'start one with "concordat start", or set CONCORDAT_URL and CONCORDAT_TOKEN',
        )
    parsed = address(url)
    if parsed is None:
        raise daemon_not_found(f'"{url}" is not an address', "give it as http://127.0.0.1:7666")
    # Compressed answers gain nothing on the way through one machine, and a stream would be held back by the decoder.
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    if token is not None:
        secret = token.strip()
        if not secret.isascii() or not secret.isprintable() or " " in secret:
            raise ValueError("the token holds characters that no header may hold")
        headers["authorization"] = f"Bearer {secret}"
    return Endpoint(str(parsed).rstrip("/"), headers)


def _query(values: Mapping[str, Any] | None) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in (values or {}).items():
        for one in value if isinstance(value, (list, tuple, set, frozenset)) else [value]:
            if one is not None:
                pairs.append((name, str(one).lower() if isinstance(one, bool) else str(one)))
    return f"?{urlencode(pairs)}" if pairs else ""
