"""Splits a `text/event-stream` into its blocks."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from .errors import not_concordat

# An event carries one entry, of 64 KiB at most, or a task with its history; far beyond that nothing is an event.
FRAME_MAX_CHARS = 16 * 1024 * 1024

_LINE_END = re.compile(r"\r\n|\n|\r")


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
        # The line that has not ended yet, as it came, and how long it and the block's other lines are.
        self._line: list[str] = []
        self._held_chars = 0
        # A carriage return that ended a chunk: half of a line end, or a whole one.
        self._return = ""
        self._id: str | None = None
        self._event = ""
        self._data: list[str] = []
        self._touched = False

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """The blocks that the chunk completes."""
        text = self._return + self._decoder.decode(chunk)
        self._return = "\r" if text.endswith("\r") else ""
        *ends, rest = _LINE_END.split(text.removesuffix("\r"))
        for end in ends:
            line = "".join([*self._line, end])
            self._line.clear()
            self._held_chars += len(end)
            if line:
                self._read_line(line)
                continue
            if self._touched:
                yield Frame(self._id, self._event or "message", "\n".join(self._data) if self._data else None)
            self._event, self._data, self._touched, self._held_chars = "", [], False, 0
        self._line.append(rest)
        self._held_chars += len(rest)
        if self._held_chars > FRAME_MAX_CHARS:
            raise not_concordat(f"the stream sent an event of more than {FRAME_MAX_CHARS} characters")

    def _read_line(self, line: str) -> None:
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "id" and "\0" not in value:
            self._id = value
        elif field == "event":
            self._event = value
        elif field == "data":
            self._data.append(value)
        else:
            return
        self._touched = True
