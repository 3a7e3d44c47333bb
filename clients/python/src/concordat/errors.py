"""All errors: one class for each code of the daemon, and those of the client itself."""

from __future__ import annotations

from typing import Any

from ._base_error import ConcordatError as ConcordatError
from .generated.errors import *  # noqa: F403
from .generated.errors import ERROR_CLASSES


class DaemonNotFoundError(ConcordatError):
    """No address is known: nothing was given, and the data directory has no daemon.json."""


class DaemonUnreachableError(ConcordatError):
    """Nothing listens at the address, or the connection broke."""


class RequestTimeoutError(ConcordatError):
    """The daemon accepted the request and did not answer within the deadline."""


class NotConcordatError(ConcordatError):
    """What answered does not speak the contract."""


def daemon_not_found(message: str, hint: str) -> DaemonNotFoundError:
    """An error without an HTTP answer: there is nobody to ask."""
    return DaemonNotFoundError(message, code="DAEMON_NOT_FOUND", hint=hint)


def daemon_unreachable(message: str, hint: str) -> DaemonUnreachableError:
    """An error without an HTTP answer: nobody answers."""
    return DaemonUnreachableError(message, code="DAEMON_UNREACHABLE", hint=hint)


def request_timeout(message: str, hint: str) -> RequestTimeoutError:
    """An error without an HTTP answer: the deadline has passed."""
    return RequestTimeoutError(message, code="REQUEST_TIMEOUT", hint=hint)


def not_concordat(message: str, status: int = 0) -> NotConcordatError:
    """The other side is no Concordat daemon, or something stands before it."""
    hint = "check that the address is that of a Concordat daemon and that no proxy stands before it"
    return NotConcordatError(message, code="NOT_CONCORDAT", status=status, hint=hint)


def is_envelope(body: object) -> bool:
    """Has the body the form of the daemon's errors?"""
    return isinstance(body, dict) and isinstance(body.get("error"), str) and isinstance(body.get("message"), str)


def error_of_answer(status: int, origin: str, body: Any) -> ConcordatError:
    """The error that an answer with an unexpected status stands for."""
    if not is_envelope(body):
        return not_concordat(f"{origin} answered {status} without Concordat's error envelope", status)
    code: str = body["error"]
    hint, details = body.get("hint"), body.get("details")
    return ERROR_CLASSES.get(code, ConcordatError)(
        body["message"],
        code=code,
        status=status,
        hint=hint if isinstance(hint, str) else None,
        details=details if isinstance(details, dict) else None,
    )


def is_transient(error: Exception) -> bool:
    """Is it worth asking again? A broken connection, a deadline, a full daemon; not what the caller has to mend."""
    if not isinstance(error, ConcordatError):
        return False
    if error.status == 0:
        return isinstance(error, (DaemonUnreachableError, RequestTimeoutError))
    return error.status == 429 or error.status >= 500
