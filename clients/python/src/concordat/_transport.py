"""The wire, once with threads and once with an event loop; everything that is not waiting is in `_core`."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, contextmanager, suppress
from typing import Any, TypeVar

import anyio
import httpx
from anyio.lowlevel import RunVar

from ._call import Call
from ._core import STREAM_IDLE_MAX_S, ClientOptions, Core, Endpoint, Request
from ._sse import Frame, FrameReader

T = TypeVar("T")

# Streams stay open for as long as somebody reads, so a limit on connections would one day stop every other call.
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20)
# One name for each client: anyio keeps such variables by event loop and name.
_NUMBERS = itertools.count()


def _stream_timeout(options: ClientOptions) -> httpx.Timeout:
    return httpx.Timeout(options.timeout_s, read=STREAM_IDLE_MAX_S)


def _wire(request: Request) -> dict[str, Any]:
    return {"method": request.method, "url": request.url, "headers": request.headers, "content": request.content}


class Transport:
    """Calls the daemon and waits in the calling thread. May be shared by threads."""

    def __init__(self, options: ClientOptions, transport: httpx.BaseTransport | None) -> None:
        self.core = Core(options)
        self._closed = threading.Event()
        # Sockets of the open streams, so that closing the client wakes their readers.
        self._streams: set[socket.socket] = set()
        # Proxies and .netrc of the environment are not asked: the token is for the daemon and nobody else.
        self._http = httpx.Client(transport=transport, trust_env=False, limits=_LIMITS, timeout=options.timeout_s)

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def close(self) -> None:
        self._closed.set()
        for stream in list(self._streams):
            with suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)
        self._http.close()

    def pause(self, duration_s: float) -> None:
        """Waits; ends early when the client is closed."""
        self._closed.wait(duration_s)

    def send(self, call: Call[T]) -> T:
        """Runs one operation and gives its answer's body."""
        endpoint = self.core.resolve()
        try:
            response, body = self._exchange(self.core.request(endpoint, call))
        except httpx.RequestError as error:
            reason = self.core.failure(endpoint, error)
            if self.core.has_moved(endpoint, error):
                return self.send(call)
            raise reason from error
        return self.core.answer(endpoint, call, response.status_code, response.headers.get("content-type", ""), body)

    def frames(self, query: Mapping[str, str | None], cursor: str | None) -> Iterator[Frame]:
        """Opens the stream of events after `cursor` and gives its frames until the connection ends."""
        endpoint = self.core.resolve()
        try:
            yield from self._frames(endpoint, self.core.event_request(endpoint, query, cursor))
        except httpx.ReadTimeout as error:
            raise self.core.silence(endpoint) from error
        except httpx.RequestError as error:
            raise self.core.failure(endpoint, error) from error

    def _exchange(self, request: Request) -> tuple[httpx.Response, bytes]:
        # A timeout of httpx is one of a single read; an answer that trickles in must end as well.
        deadline = time.monotonic() + self.core.options.timeout_s
        with self._http.stream(**_wire(request)) as response:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer did not end")
            return response, bytes(body)

    def _frames(self, endpoint: Endpoint, request: Request) -> Iterator[Frame]:
        with self._http.stream(**_wire(request), timeout=_stream_timeout(self.core.options)) as response:
            if response.status_code != 200:
                raise self.core.refused_stream(endpoint, response.status_code, response.read())
            with self._waking(response):
                reader = FrameReader()
                for chunk in response.iter_bytes():
                    yield from reader.feed(chunk)
                    if self.closed:
                        return

    @contextmanager
    def _waking(self, response: httpx.Response) -> Iterator[None]:
        """Lets `close` end the wait for the next byte, also from another thread."""
        wire = response.extensions.get("network_stream")
        stream = wire.get_extra_info("socket") if wire else None
        if stream is not None:
            self._streams.add(stream)
        try:
            yield
        finally:
            self._streams.discard(stream)


class AsyncTransport:
    """Calls the daemon and leaves the event loop free meanwhile.

    May be used from several event loops, one after the other or at once: each has connections of its own.
    """

    def __init__(self, options: ClientOptions, transport: httpx.AsyncBaseTransport | None) -> None:
        self.core = Core(options)
        self.closed = False
        self._transport = transport
        self._http: RunVar[httpx.AsyncClient] = RunVar(f"concordat-{next(_NUMBERS)}")

    def _client(self) -> httpx.AsyncClient:
        try:
            return self._http.get()
        except LookupError:
            timeout = self.core.options.timeout_s
            client = httpx.AsyncClient(transport=self._transport, trust_env=False, limits=_LIMITS, timeout=timeout)
            self._http.set(client)
            return client

    async def close(self) -> None:
        self.closed = True
        await self._client().aclose()

    async def pause(self, duration_s: float) -> None:
        await anyio.sleep(duration_s)

    async def send(self, call: Call[T]) -> T:
        """Runs one operation and gives its answer's body."""
        endpoint = self.core.resolve()
        try:
            response, body = await self._exchange(self.core.request(endpoint, call))
        except httpx.RequestError as error:
            reason = self.core.failure(endpoint, error)
            if self.core.has_moved(endpoint, error):
                return await self.send(call)
            raise reason from error
        return self.core.answer(endpoint, call, response.status_code, response.headers.get("content-type", ""), body)

    async def frames(self, query: Mapping[str, str | None], cursor: str | None) -> AsyncGenerator[Frame, None]:
        """Opens the stream of events after `cursor` and gives its frames until the connection ends."""
        endpoint = self.core.resolve()
        try:
            async with aclosing(self._frames(endpoint, self.core.event_request(endpoint, query, cursor))) as frames:
                async for frame in frames:
                    yield frame
        except httpx.ReadTimeout as error:
            raise self.core.silence(endpoint) from error
        except httpx.RequestError as error:
            raise self.core.failure(endpoint, error) from error

    async def _exchange(self, request: Request) -> tuple[httpx.Response, bytes]:
        deadline = time.monotonic() + self.core.options.timeout_s
        async with self._client().stream(**_wire(request)) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the answer did not end")
            return response, bytes(body)

    async def _frames(self, endpoint: Endpoint, request: Request) -> AsyncGenerator[Frame, None]:
        timeout = _stream_timeout(self.core.options)
        async with self._client().stream(**_wire(request), timeout=timeout) as response:
            if response.status_code != 200:
                raise self.core.refused_stream(endpoint, response.status_code, await response.aread())
            reader = FrameReader()
            async for chunk in response.aiter_bytes():
                for frame in reader.feed(chunk):
                    yield frame
