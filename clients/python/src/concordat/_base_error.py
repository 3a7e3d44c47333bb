"""The base of all errors, apart from them so that the generated classes can stand on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ConcordatError(Exception):
    """Every failure of a call: an error answer of the daemon, or the reason why there was no answer.

    Catch the class of a code (`TaskAlreadyClaimedError`) for one cause, or this one for all. An answer with a code
    that this version does not know, from a newer daemon, is raised as this class itself.
    """

    def __init__(
        self,
        message: str = "",
        *,
        code: str = "",
        status: int = 0,
        hint: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """A code of the contract (`TASK_ALREADY_CLAIMED`), or one of the client's own (`DAEMON_UNREACHABLE`)."""
        self.status = status
        """The HTTP status; 0 when no HTTP answer was had."""
        self.hint = hint
        """What the caller can do about it."""
        self.details: dict[str, Any] = dict(details or {})
        """Facts for programs, such as the holder of a task."""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.code}: {self.message}{hint}"

    def to_dict(self) -> dict[str, Any]:
        """The error as the daemon's envelope, for answers to programs."""
        envelope: dict[str, Any] = {"error": self.code, "message": self.message, "status": self.status}
        if self.hint is not None:
            envelope["hint"] = self.hint
        if self.details:
            envelope["details"] = self.details
        return envelope
