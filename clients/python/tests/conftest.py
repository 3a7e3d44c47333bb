"""One daemon for all tests that do not restart it, with a pact of its own for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_daemon import LiveDaemon, running

from concordat import Client, Pact

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDaemon]:
    with running(tmp_path_factory.mktemp("daemon") / "data") as started:
        yield started


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing outside of the test says where a daemon is."""
    for name in ("CONCORDAT_URL", "CONCORDAT_TOKEN", "CONCORDAT_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def client(daemon: LiveDaemon) -> Iterator[Client]:
    with daemon.client() as opened:
        yield opened


@pytest.fixture
def pact(client: Client) -> Pact:
    alias = f"pact-{next(_numbers)}"
    client.create_pact(name=alias, alias=alias)
    return client.pact(alias)
