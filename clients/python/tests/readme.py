"""The snippets of a document, and whether what they print is what the document shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple


class Snippet(NamedTuple):
    """One fenced block that can run."""

    # `sh` or `python`.
    language: str
    line: int
    text: str
    # Lines of the `text` block that follows; `…` stands for anything.
    expected: list[str]


def snippets(path: Path) -> list[Snippet]:
    """Every `sh` and `python` block, in order."""
    text = path.read_text()
    fences = list(re.finditer(r"^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    found: list[Snippet] = []
    for fence, after in zip(fences, [*fences[1:], None], strict=True):
        if fence[1] in {"sh", "python"}:
            shown = after[2].splitlines() if after is not None and after[1] == "text" else []
            found.append(Snippet(fence[1], text.count("\n", 0, fence.start()) + 1, fence[2], shown))
    return found


def first_missing(output: str, expected: list[str]) -> str | None:
    """The first of the expected lines that does not come, in this order."""
    rest = output.splitlines()
    for line in expected:
        pattern = re.compile(".*".join(re.escape(part) for part in line.strip().split("…")))
        at = next((index for index, text in enumerate(rest) if pattern.fullmatch(text.strip())), None)
        if at is None:
            return line
        rest = rest[at + 1 :]
    return None
