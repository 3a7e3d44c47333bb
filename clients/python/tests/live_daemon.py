"""A real daemon on a data directory of its own; it can be stopped and started again."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TypeVar

from concordat import Client

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[3]
MAIN = ROOT / "daemon" / "dist" / "main.js"
# How long a daemon may take to listen on a busy machine.
START_MAX_S = 30.0
# The promise is 5 s; the rest is for a busy machine.
STOP_MAX_S = 10.0


def until(what: str, ask: Callable[[], T | None], max_s: float = 30.0) -> T:
    """Asks again and again until there is an answer."""
    deadline = time.monotonic() + max_s
    while time.monotonic() < deadline:
        answer = ask()
        if answer is not None:
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen within {max_s:g} s")


class LiveDaemon:
    """The process and its data directory."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    def start(self, *flags: str) -> None:
        """Starts it and waits until it answers."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CONCORDAT_DATA")}
        self._log = (self.data_dir.parent / f"{self.data_dir.name}.log").open("ab")
        alone = ["--p2p-host", "127.0.0.1", "--bootstrap", "none"]
        self._process = subprocess.Popen(
            ["node", str(MAIN), "--data-dir", str(self.data_dir), "--port", "0", *alone, *flags],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            env=environment,
        )
        until("the daemon's start", self._answering, START_MAX_S)

    def stop(self) -> None:
        """Ends it as a user would, with a signal; one that hangs is killed and fails the test."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_MAX_S)
        finally:
            process.kill()
            process.wait()
            if self._log:
                self._log.close()

    @property
    def url(self) -> str:
        return str(self._file()["url"])

    @property
    def token(self) -> str:
        return str(self._file()["apiToken"])

    def client(self) -> Client:
        return Client(data_dir=self.data_dir)

    def _file(self) -> dict[str, object]:
        file: dict[str, object] = json.loads((self.data_dir / "daemon.json").read_text())
        return file

    def _answering(self) -> bool | None:
        assert self._process is not None
        assert self._process.poll() is None, "the daemon ended while it started"
        with contextlib.suppress(OSError, ValueError):
            if self._file()["pid"] != self._process.pid:
                return None
            with self.client() as client:
                return client.ping()["ok"]
        return None


@contextlib.contextmanager
def running(data_dir: Path, *flags: str) -> Iterator[LiveDaemon]:
    """A daemon for the length of a block."""
    daemon = LiveDaemon(data_dir)
    try:
        daemon.start(*flags)
        yield daemon
    finally:
        daemon.stop()
