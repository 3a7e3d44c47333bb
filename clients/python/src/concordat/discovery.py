"""Finds the daemon of this machine: environment and data directory."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import httpx

PORT_MAX = 65_535


@dataclass(frozen=True)
class DaemonFile:
    """What `daemon.json` in the data directory says about the daemon that runs, or ran last, on it."""

    # Address, None when the daemon was stopped.
    url: str | None
    # The host token, 64 hex characters: everything is allowed with it. It stays the same over restarts.
    api_token: str

    def __repr__(self) -> str:
        return f"DaemonFile(url={self.url!r})"


class Discovered(NamedTuple):
    """Where the daemon is and how to speak to it, as far as known."""

    url: str | None
    token: str | None


def default_data_dir() -> Path:
    """The directory that is used when none is named: `CONCORDAT_DATA_DIR`, else `~/.concordat`."""
    named = _environment("CONCORDAT_DATA_DIR")
    return Path(named) if named is not None else Path(os.path.expanduser("~/.concordat"))


def read_daemon_file(data_dir: str | os.PathLike[str]) -> DaemonFile | None:
    """Reads `<data_dir>/daemon.json`; None when there is none, when it cannot be read, or when it is half-written."""
    try:
        file: Any = json.loads((Path(data_dir) / "daemon.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(file, dict):
        return None
    token, url = file.get("apiToken"), file.get("url", "")
    if not isinstance(token, str) or not (url is None or (isinstance(url, str) and address(url) is not None)):
        return None
    return DaemonFile(url=url, api_token=token)


def discover(
    *, url: str | None = None, token: str | None = None, data_dir: str | os.PathLike[str] | None = None
) -> Discovered:
    """Address and token.

    What the caller gives wins over the environment, the environment over the default data directory: the address is
    `url`, else that of the given `data_dir`, else `CONCORDAT_URL`, else that of the default data directory; the
    token is `token`, else `CONCORDAT_TOKEN`, else the one in the daemon.json that has the same address. A host token is
    never sent elsewhere.
    """
    file = read_daemon_file(default_data_dir() if data_dir is None else data_dir)
    named = url if url is not None else _environment("CONCORDAT_URL") if data_dir is None else None
    found = named if named is not None else file.url if file else None
    secret = token if token is not None else _environment("CONCORDAT_TOKEN")
    if secret is None and file and _same_address(found, file.url):
        secret = file.api_token
    return Discovered(found, secret)


def address(text: str) -> httpx.URL | None:
    """The address that a text names, None when it names none. Slashes may be missing or lean back, as in a browser."""
    match = re.match(r"(https?):[/\\]*(?=[^/\\])", text, re.IGNORECASE)
    if not match:
        return None
    try:
        url = httpx.URL(f"{match[1].lower()}://{text[match.end() :].strip()}")
    except (httpx.InvalidURL, ValueError):
        return None
    return url if url.host and (url.port or 0) <= PORT_MAX else None


def _environment(name: str) -> str | None:
    """An empty variable counts as not set, as is the custom."""
    return os.environ.get(name) or None


def _same_address(first: str | None, second: str | None) -> bool:
    """`localhost` and `127.0.0.1` are the same daemon when the ports are equal."""
    one, other = (None if text is None else address(text) for text in (first, second))
    return one is not None and other is not None and _loopback_origin(one) == _loopback_origin(other)


def _loopback_origin(url: httpx.URL) -> tuple[str, str, int]:
    host = "127.0.0.1" if url.host in {"localhost", "::1"} else url.host
    return url.scheme, host, url.port or (443 if url.scheme == "https" else 80)
