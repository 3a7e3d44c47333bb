"""`events()` and `changes()` miss nothing, whatever happens to the daemon meanwhile."""

from __future__ import annotations

import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from live_daemon import LiveDaemon, running, until

from concordat import AsyncClient, Client, LiveEvent, Pact
from concordat.errors import BadCursorError, UnknownPactError

# What a restart, a reconnection and a full pause of back-off take on a busy machine.
ARRIVAL_MAX_S = 40.0


@pytest.fixture
def own(tmp_path: Path) -> Iterator[LiveDaemon]:
    """A daemon that the test may restart; it comes back at another port."""
    with running(tmp_path / "data") as started:
        with started.client() as client:
            client.create_pact(name="Main", alias="main")
        yield started


@contextmanager
def reading(iterate: Callable[[], Iterator[Any]], client: Client) -> Iterator[queue.Queue[Any]]:
    """What an iterator gives, read in a thread that ends with the client."""
    rows: queue.Queue[Any] = queue.Queue()

    def read() -> None:
        for row in iterate():
            rows.put(row)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    try:
        yield rows
    finally:
        client.close()
        thread.join(ARRIVAL_MAX_S)
        assert not thread.is_alive(), "the iterator goes on although its client is closed"


def contents(rows: queue.Queue[Any], wanted: int) -> list[str]:
    """The content of the next messages, from events or pages, each once."""
    found: list[str] = []
    while len(found) < wanted:
        row = rows.get(timeout=ARRIVAL_MAX_S)
        entries = (
            row["entries"] if isinstance(row, dict) else [row.data["entry"]] if row.event == "entry-applied" else []
        )
        found.extend(text for entry in entries if (text := entry["payload"]["content"]) not in found)
    return found


def opened(own: LiveDaemon, rows: queue.Queue[Any]) -> None:
    """Waits until the reader sees what happens, by saying something until it does."""

    def seen() -> bool | None:
        with own.client() as client:
            client.pact("main").post_message(content="open")
        try:
            rows.get(timeout=0.2)
        except queue.Empty:
            return None
        return True

    until("the stream's start", seen)


def say(own: LiveDaemon, *texts: str) -> None:
    with own.client() as client:
        for text in texts:
            client.pact("main").post_message(content=text)


@pytest.mark.parametrize("kind", ["events", "changes"])
def test_a_reader_goes_on_after_a_restart(own: LiveDaemon, kind: str) -> None:
    client = own.client()

    def iterate() -> Iterator[Any]:
        if kind == "events":
            return client.events(pact="main", type="message")
        return client.pact("main").changes(start="head", type="message", wait=1)

    with reading(iterate, client) as rows:
        opened(own, rows)
        say(own, "one")
        before = own.url
        while "one" not in contents(rows, 1):
            pass
        own.stop()
        own.start()
        assert own.url != before
        say(own, "two", "three")
        assert contents(rows, 2) == ["two", "three"]


def test_changes_begin_at_the_beginning_and_at_any_cursor(pact: Pact) -> None:
    ids = [pact.post_message(content=str(number))["id"] for number in range(5)]
    pages = pact.changes(type="message", limit=2)
    first = next(pages)
    second = next(pages)
    assert [row["id"] for page in (first, second) for row in page["entries"]] == ids[:4]
    assert [row["id"] for row in next(pact.changes(since=first["cursor"], type="message"))["entries"]] == ids[2:]
    pages.close()


def test_events_resume_after_the_one_that_was_seen(client: Client, pact: Pact) -> None:
    start = client.events(pact=pact.ref, since=pact.list_changes(from_="head")["cursor"])
    first = pact.post_message(content="first")
    event = next(one for one in start if one.event == "entry-applied")
    start.close()
    assert event.data["entry"]["id"] == first["id"]
    second = pact.post_message(content="second")
    again = client.events(pact=pact.ref, since=event.id)
    assert next(one for one in again if one.event == "entry-applied").data["entry"]["id"] == second["id"]
    again.close()


def test_what_the_caller_has_to_mend_is_raised(client: Client, pact: Pact) -> None:
    with pytest.raises(UnknownPactError):
        next(client.events(pact="nowhere"))
    with pytest.raises(BadCursorError):
        next(client.events(since="not a cursor"))
    with pytest.raises(BadCursorError):
        next(pact.changes(since="not a cursor"))


def test_an_asynchronous_reader_goes_on_after_a_restart(own: LiveDaemon) -> None:
    async def read(events: AsyncIterator[LiveEvent], wanted: str) -> None:
        async for event in events:
            if event.event == "entry-applied" and event.data["entry"]["payload"]["content"] == wanted:
                return

    async def main() -> None:
        async with AsyncClient(data_dir=own.data_dir) as client:
            pact = client.pact("main")
            since = (await pact.list_changes(from_="head"))["cursor"]
            with anyio.fail_after(ARRIVAL_MAX_S):
                async with aclosing(client.events(pact="main", since=since)) as events:
                    await pact.post_message(content="one")
                    await read(events, "one")
                    await anyio.to_thread.run_sync(own.stop)
                    await anyio.to_thread.run_sync(own.start)
                    await pact.post_message(content="two")
                    await read(events, "two")
                async with aclosing(pact.changes(since=since, type="message")) as pages:
                    async for page in pages:
                        assert [row["payload"]["content"] for row in page["entries"]] == ["one", "two"]
                        return

    anyio.run(main)


def test_an_asynchronous_client_serves_one_event_loop_after_the_other(daemon: LiveDaemon) -> None:
    client = AsyncClient(data_dir=daemon.data_dir)

    async def ask() -> bool:
        async with client:
            return (await client.ping())["ok"]

    assert anyio.run(ask)
    assert anyio.run(ask)
