"""Where a client finds the daemon: the rules of the TypeScript client, one by one."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from live_daemon import LiveDaemon

from concordat import Client, default_data_dir, read_daemon_file
from concordat.discovery import address, discover

HOST = "5f" * 32
OTHER = "a1" * 32


def write(directory: Path, url: str | None = "http://127.0.0.1:7666", **more: Any) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "daemon.json").write_text(json.dumps({"apiToken": HOST, "url": url, "pid": None, **more}))
    return directory


def test_the_default_directory_is_in_the_home(tmp_path: Path) -> None:
    assert default_data_dir() == tmp_path / "home" / ".concordat"
    write(default_data_dir())
    assert discover() == ("http://127.0.0.1:7666", HOST)


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert discover() == (None, None)
    assert discover(data_dir=tmp_path) == (None, None)


def test_the_environment_names_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDAT_DATA_DIR", str(write(tmp_path / "d")))
    assert discover() == ("http://127.0.0.1:7666", HOST)


def test_the_environment_names_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDAT_DATA_DIR", str(write(tmp_path / "d")))
    monkeypatch.setenv("CONCORDAT_URL", "http://localhost:7666/")
    assert discover() == ("http://localhost:7666/", HOST)
    monkeypatch.setenv("CONCORDAT_URL", "http://127.0.0.1:7777")
    assert discover() == ("http://127.0.0.1:7777", None)
    monkeypatch.setenv("CONCORDAT_TOKEN", OTHER)
    assert discover() == ("http://127.0.0.1:7777", OTHER)


def test_a_named_directory_wins_over_the_address_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCORDAT_URL", "http://127.0.0.1:7777")
    assert discover(data_dir=write(tmp_path / "d")) == ("http://127.0.0.1:7666", HOST)


def test_what_the_caller_gives_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDAT_URL", "http://127.0.0.1:7777")
    monkeypatch.setenv("CONCORDAT_TOKEN", HOST)
    assert discover(url="http://a:1", token=OTHER, data_dir=write(tmp_path / "d")) == ("http://a:1", OTHER)


def test_empty_variables_count_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONCORDAT_URL", "CONCORDAT_TOKEN", "CONCORDAT_DATA_DIR"):
        monkeypatch.setenv(name, "")
    write(default_data_dir())
    assert discover() == ("http://127.0.0.1:7666", HOST)


@pytest.mark.parametrize(
    "elsewhere", ["http://192.0.2.7:7666", "https://127.0.0.1:7666", "http://127.0.0.1:7667", "junk"]
)
def test_the_host_token_is_never_sent_elsewhere(tmp_path: Path, elsewhere: str) -> None:
    assert discover(url=elsewhere, data_dir=write(tmp_path / "d")).token is None


@pytest.mark.parametrize(
    "same", ["http://localhost:7666", "http://[::1]:7666/", "HTTP://127.0.0.1:7666", "http:127.0.0.1:7666"]
)
def test_one_daemon_has_several_names(tmp_path: Path, same: str) -> None:
    assert discover(url=same, data_dir=write(tmp_path / "d")).token == HOST


def test_a_stopped_daemon_has_a_token_and_no_address(tmp_path: Path) -> None:
    assert discover(data_dir=write(tmp_path / "d", None)) == (None, None)
    file = read_daemon_file(tmp_path / "d")
    assert file is not None
    assert (file.url, file.api_token) == (None, HOST)
    assert HOST not in repr(file)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "1",
        '"x"',
        "[" * 100_000,
        '{"apiToken": 1, "url": null}',
        '{"apiToken": "a"}',
        '{"apiToken": "a", "url": "x"}',
    ],
)
def test_a_file_that_says_nothing_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "daemon.json").write_text(text)
    assert read_daemon_file(tmp_path) is None


def test_bytes_that_are_no_text_are_none(tmp_path: Path) -> None:
    (tmp_path / "daemon.json").write_bytes(b"\xff\xfe{")
    assert read_daemon_file(tmp_path) is None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:7666", "https://example.org/behind/", "http:\\\\localhost:1", "http:localhost"]
)
def test_an_address_may_be_written_as_in_a_browser(url: str) -> None:
    assert address(url) is not None


def test_the_live_daemon_is_found_by_its_directory(daemon: LiveDaemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDAT_DATA_DIR", os.fspath(daemon.data_dir))
    with Client() as client:
        assert client.url == daemon.url
        assert client.host_status()["data_dir"] == os.fspath(daemon.data_dir)
