"""Brings the requests of schemathesis to places where something happens, and keeps them short."""

import os
import re
from typing import Any

import schemathesis

# By its id, since an alias does not outlive a request that changes it.
PACT = os.environ["CONCORDAT_PACT"]
ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}|[0-9a-f]{64}")
WAIT_S = re.compile(r"(0|[1-9][0-9]?)(\.[0-9]+)?")
CURSOR_MAX = 512
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")
ARRIVAL = re.compile(r"[0-9a-f]{8}\.[0-9]{1,15}")


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: dict[str, Any]) -> None:
    """What is well-formed becomes what exists: the pact, a short wait, a day of the calendar; a cursor that nobody issued goes. What must be refused stays."""
    path = case.path_parameters or {}
    if ALIAS.fullmatch(str(path.get("pactId", ""))):
        path["pactId"] = PACT
    query = case.query or {}
    wait = str(query.get("wait", ""))
    if WAIT_S.fullmatch(wait) and float(wait) <= 30:
        query["wait"] = 0.1
    known(query, ("cursor", "since") if case.path.endswith("/changes") else ("cursor",))
    if ARRIVAL.fullmatch(str(query.get("as_of", ""))):
        known(query, ("as_of",))
    # Exactly one of two: a contract cannot say that of a query.
    if case.path.endswith("/knowledge/graph"):
        if "entry" in query:
            query.pop("topic", None)
        else:
            case.query = {"topic": "deploy", **query}
    # The one body that asks for a page.
    if case.path.endswith("/search") and isinstance(case.body, dict):
        known(case.body, ("cursor",))


def known(asked: dict[str, Any], cursors: tuple[str, ...]) -> None:
    """Takes out cursors that nobody issued, and makes times days of the calendar."""
    for name in cursors:
        if isinstance(asked.get(name), str) and 0 < len(asked[name]) <= CURSOR_MAX:
            del asked[name]
    for name in ("since", "until", "as_of"):
        if TIME.fullmatch(str(asked.get(name, ""))):
            asked[name] = "2026-01-01"


def is_sent(value: Any) -> bool:
    """Does a value of the query leave a trace in the URL?"""
    if isinstance(value, (list, tuple, dict)):
        return any(is_sent(one) for one in value)
    return value is not None


@schemathesis.hook
def filter_query(_context: Any, query: Any) -> bool:
    """A parameter that leaves no trace in the URL never reaches the daemon, so there is nothing that it could refuse."""
    return all(is_sent(value) for value in (query or {}).values())
