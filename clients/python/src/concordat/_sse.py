"""Splits a `text/event-stream` into its blocks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from .errors import not_concordat

# An event carries one entry, of 64 KiB at most, or a task with its history; far beyond that nothing is an event.
FRAME_MAX_CHARS = 16 * 1024 * 1024

_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")


class Frame(NamedTuple):
    """One block of the stream."""

    # The last event id that the stream has set, also by an earlier block.
    id: str | None
    # `message` when the stream does not say.
    event: str
    # None for a block without data: it only moves the id.
    data: str | None


class FrameReader:
    """Reads blocks as the HTML standard says in "server-sent events".

    Lines end in CR, LF or CRLF, several `data` lines are joined, comments are skipped, an unfinished block is dropped.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._rest = ""
        self._id: str | None = None
        self._event = ""
        self._data: list[str] = []
        self._touched = False
        self._held_chars = 0

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """The blocks that the chunk completes."""
        *lines, self._rest = _LINE_END.split(self._rest + self._decoder.decode(chunk))
        for line in lines:
            if line:
                self._read_line(line)
                continue
            if self._touched:
                yield Frame(self._id, self._event or "message", "\n".join(self._data) if self._data else None)
            self._event, self._data, self._touched, self._held_chars = "", [], False, 0
        if len(self._rest) + self._held_chars > FRAME_MAX_CHARS:
            raise not_concordat(f"the stream sent an event of more than {FRAME_MAX_CHARS} characters")

    def _read_line(self, line: str) -> None:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        self._held_chars += len(line)
        if field == "id" and "\0" not in value:
            self._id = value
        elif field == "event":
            self._event = value
        elif field == "data":
            self._data.append(value)
        else:
            return
        self._touched = True
