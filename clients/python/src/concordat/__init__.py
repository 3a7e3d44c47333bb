"""The typed client of the Concordat daemon.

`Client()` and `AsyncClient()` find the daemon of this machine, `pact(alias)` gives the shared memory of a group,
`events()` and `changes()` follow it. Every failure is a `ConcordatError`; `concordat.errors` has a class for each code.
"""

from ._core import ClientOptions, LiveEvent
from .async_client import AsyncClient, AsyncPact
from .client import Client, Pact
from .discovery import DaemonFile, default_data_dir, read_daemon_file
from .errors import ConcordatError
from .skills import skill_checksum

__all__ = [
    "AsyncClient",
    "AsyncPact",
    "Client",
    "ClientOptions",
    "ConcordatError",
    "DaemonFile",
    "LiveEvent",
    "Pact",
    "default_data_dir",
    "read_daemon_file",
    "skill_checksum",
]
