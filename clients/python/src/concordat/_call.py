"""One operation as a value: what a generated method hands to the transport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Generic, TypeAlias, TypeVar
from urllib.parse import quote

T = TypeVar("T")


class NotGiven(Enum):
    """The mark of an argument that was left out, where None means null."""

    NOT_GIVEN = "not given"


NOT_GIVEN: Final = NotGiven.NOT_GIVEN

# What may stand in a query; None is left out, a sequence repeats the name.
QueryValue: TypeAlias = Any


@dataclass(frozen=True)
class Call(Generic[T]):
    """A request of the contract, with the type of its answer."""

    method: str
    # With the query left out; every parameter is percent-encoded.
    path: str
    query: Mapping[str, QueryValue] | None = None
    headers: Mapping[str, str | None] | None = None
    body: Mapping[str, Any] | None = None
    # Statuses of 400 and above that are an answer and no error.
    answers: tuple[int, ...] = ()


def segment(value: str) -> str:
    """One segment of a path. `.` and `..` are encoded too, or they would lead to another operation."""
    return value.replace(".", "%2E") if value in {".", ".."} else quote(value, safe="")


def body_of(fields: Mapping[str, Any], *further: Mapping[str, Any] | None) -> dict[str, Any]:
    """Joins the fields of a body: of the first mapping all that were given, of the others all that are not None."""
    body = {name: value for name, value in fields.items() if value is not NOT_GIVEN}
    for part in further:
        body.update({name: value for name, value in (part or {}).items() if value is not None})
    return body
