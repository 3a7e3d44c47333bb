"""What the client does when the other side does not answer, or answers something else."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from live_daemon import ROOT

from concordat import AsyncClient, Client, ConcordatError
from concordat._sse import FRAME_MAX_CHARS, Frame, FrameReader
from concordat.errors import (
    ERROR_CLASSES,
    DaemonNotFoundError,
    DaemonUnreachableError,
    NotConcordatError,
    RateLimitedError,
    RequestTimeoutError,
    TaskAlreadyClaimedError,
    is_transient,
)

TOKEN = "5f" * 32


def answering(status: int, body: bytes, **headers: str) -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(status, content=body, headers=headers))


def envelope(code: str, status: int, **more: Any) -> bytes:
    return json.dumps({"error": code, "message": "why", "status": status, **more}).encode()


def refused(status: int, body: bytes) -> ConcordatError:
    with Client("http://daemon", transport=answering(status, body)) as client, pytest.raises(ConcordatError) as caught:
        client.ping()
    return caught.value


def test_there_is_a_class_for_every_code_of_the_registry() -> None:
    contract = (ROOT / "openapi.yaml").read_text()
    listed = contract.split("    ErrorCode:\n")[1].split("enum:\n")[1].split("    Key:\n")[0]
    assert list(ERROR_CLASSES) == [line.strip().removeprefix("- ") for line in listed.strip().splitlines()]
    assert len({kind.__name__ for kind in ERROR_CLASSES.values()}) == len(ERROR_CLASSES)


@pytest.mark.parametrize("code", ERROR_CLASSES)
def test_a_code_is_raised_as_its_class(code: str) -> None:
    error = refused(409, envelope(code, 409, hint="do that", details={"holder": "anon-owl-1a2b3c4d"}))
    assert type(error) is ERROR_CLASSES[code]
    assert (error.code, error.status, error.hint) == (code, 409, "do that")
    assert error.details == {"holder": "anon-owl-1a2b3c4d"}
    assert str(error) == f"{code}: why (do that)"
    assert error.to_dict()["details"] == error.details


def test_a_code_of_a_newer_daemon_is_raised_as_the_base() -> None:
    error = refused(418, envelope("A_NEW_ONE", 418))
    assert (type(error), error.code, error.status, error.details) == (ConcordatError, "A_NEW_ONE", 418, {})


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'{"error": 1}', b"\xff", b"[" * 100_000])
def test_an_answer_without_the_envelope_is_not_concordat(body: bytes) -> None:
    assert isinstance(refused(502, body), NotConcordatError)
    if body not in {b"[]", b"null", b'{"error": 1}'}:
        assert isinstance(refused(200, body), NotConcordatError)


def test_a_redirect_is_not_followed() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(307, headers={"location": "http://elsewhere/v1/ping"})

    with (
        Client("http://daemon", TOKEN, transport=httpx.MockTransport(answer)) as client,
        pytest.raises(NotConcordatError),
    ):
        client.ping()
    assert seen == ["http://daemon/v1/ping"]


def test_nobody_listens() -> None:
    with Client("http://127.0.0.1:1") as client, pytest.raises(DaemonUnreachableError) as caught:
        client.ping()
    assert (caught.value.code, caught.value.status) == ("DAEMON_UNREACHABLE", 0)
    assert is_transient(caught.value)


def test_no_address_is_known(tmp_path: Path) -> None:
    with Client(data_dir=tmp_path) as client, pytest.raises(DaemonNotFoundError, match="no daemon runs on"):
        client.ping()


@pytest.mark.parametrize(
    "url", ["", "daemon", "ftp://daemon", "http://", "http:///", "http://[::1", "http://a:99999999"]
)
def test_what_is_no_address_is_said_to_be_none(url: str) -> None:
    with Client(url) as client, pytest.raises(DaemonNotFoundError, match="is not an address"):
        client.ping()


@pytest.mark.parametrize("token", ["a\nb", "a b", "ä", "a\0"])
def test_a_token_that_no_header_may_hold_is_refused_and_not_shown(token: str) -> None:
    with Client("http://daemon", token, transport=answering(200, b"{}")) as client, pytest.raises(ValueError) as caught:
        client.ping()
    assert token not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    client = Client("http://daemon", TOKEN)
    shown = repr(client.options) + repr(client._transport.core.resolve())
    client.close()
    assert "http://daemon" in shown
    assert TOKEN not in shown


def test_only_what_may_pass_is_worth_asking_again() -> None:
    assert is_transient(RateLimitedError(status=429))
    assert is_transient(ConcordatError(status=503))
    assert is_transient(RequestTimeoutError())
    assert not is_transient(TaskAlreadyClaimedError(status=409))
    assert not is_transient(NotConcordatError())


@contextmanager
def trickling(gap_s: float) -> Iterator[str]:
    """A server whose answer never ends: one byte after each gap."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            while not over.wait(gap_s):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("gap_s", [0.05, 30])
def test_a_call_ends_at_its_deadline_whatever_the_answer_does(gap_s: float) -> None:
    with trickling(gap_s) as url:
        started = time.monotonic()
        with Client(url, timeout_s=0.3) as client, pytest.raises(RequestTimeoutError):
            client.ping()

        async def ask() -> None:
            async with AsyncClient(url, timeout_s=0.3) as client:
                await client.ping()

        with pytest.raises(RequestTimeoutError):
            anyio.run(ask)
        assert time.monotonic() - started < 5


def frames(text: str, size: int) -> list[Frame]:
    reader, data = FrameReader(), text.encode()
    return [frame for at in range(0, len(data), size) for frame in reader.feed(data[at : at + size])]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_frames_are_the_same_however_the_bytes_arrive(size: int, end: str) -> None:
    lines = [
        ": comment",
        "id: 1",
        "event: entry-applied",
        "data: {",
        "data:  é}",
        "",
        "id: 2",
        "",
        "",
        "data",
        "",
        "data: x",
    ]
    # A carriage return at the very end may be half of a line end, so something follows.
    text = "\ufeff" + end.join(lines)
    assert frames(text, size) == [
        Frame("1", "entry-applied", "{\n é}"),
        Frame("2", "message", None),
        Frame("2", "message", ""),
    ]


def test_a_frame_that_never_ends_is_given_up() -> None:
    reader = FrameReader()
    with pytest.raises(NotConcordatError):
        for _ in range(FRAME_MAX_CHARS // 65_536 + 1):
            list(reader.feed(b"x" * 65_536))


@pytest.mark.parametrize("data", ["", "nonsense", "[]", "[" * 100_000])
def test_an_event_that_is_no_object_is_not_concordat(data: str) -> None:
    body = f"id: 1\ndata: {data}\n\n".encode()
    with Client("http://daemon", transport=answering(200, body)) as client, pytest.raises(NotConcordatError):
        next(client.events())


def test_lagged_says_where_to_go_on() -> None:
    asked: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers.get("last-event-id"))
        texts = [
            'event: lagged\ndata: {"pactId":"p","alias":"a","cursor":"c9"}\n\n',
            "id: c10\nevent: update\ndata: {}\n\n",
        ]
        return httpx.Response(200, text=texts[min(len(asked), 2) - 1])

    with Client("http://daemon", transport=httpx.MockTransport(answer)) as client:
        events = client.events()
        assert next(events).event == "lagged"
        assert next(events).id == "c10"
        events.close()
    assert asked == [None, "c9"]


def test_a_daemon_that_moved_is_asked_at_its_new_address(tmp_path: Path) -> None:
    def write(port: int) -> None:
        file = {"apiToken": TOKEN, "url": f"http://127.0.0.1:{port}", "pid": 1}
        (tmp_path / "daemon.json").write_text(json.dumps(file))

    asked: list[int | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.port)
        if request.url.port == 1001:
            write(1002)
            raise httpx.ConnectError("refused")
        return httpx.Response(200, json={"ok": True})

    write(1001)
    with Client(data_dir=tmp_path, transport=httpx.MockTransport(answer)) as client:
        assert client.ping() == {"ok": True}
    assert asked == [1001, 1002]
