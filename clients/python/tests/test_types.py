"""`mypy --strict` holds for the package, for its tests, and for programs that use it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from live_daemon import ROOT

PACKAGE = ROOT / "clients" / "python"

USER = """
from concordat import AsyncClient, Client
from concordat.errors import TaskAlreadyClaimedError

with Client(url="http://127.0.0.1:7666", token="t") as client:
    pact = client.pact("default")
    for task in pact.iter_tasks(status="open"):
        try:
            claim = pact.claim_task(task["id"], wait=5)
        except TaskAlreadyClaimedError as error:
            holder: str = error.details["holder"]
            continue
        if "pending" in claim:
            indexer: str = claim["indexer"]
            continue
        durability: str = claim["durability"]
        pact.complete_task(task["id"], fence=claim["fence"], result={"ok": [1, None]})
    pact.set_pact_info(purpose=None)
    for page in pact.changes(start="head"):
        ids: list[str] = [entry["id"] for entry in page["entries"]]


async def read(client: AsyncClient) -> None:
    async for event in client.events(type="message"):
        print(event.data["entry"]["payload"])
    async for entry in client.pact("default").iter_knowledge(topic="t"):
        print(entry["agent_id"])
"""


MISTAKES = {
    'pact.list_tasks(status="opn")': "incompatible type \"Literal['opn']\"",
    'pact.get_task("x")["titel"]': 'has no key "titel"',
    "pact.post_task()": 'Missing named argument "title"',
    'pact.claim_task("x")["durability"]': 'has no key "durability"',
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


def mypy(cache: Path, *paths: str | Path) -> list[str]:
    """What mypy finds."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", cache, *paths]
    env = {**os.environ, "MYPYPATH": "src:tests"}
    return subprocess.run(
        command, cwd=PACKAGE, env=env, capture_output=True, text=True, check=False
    ).stdout.splitlines()


def test_the_package_its_tests_and_the_example(cache: Path) -> None:
    assert mypy(cache, "src", "tests", ROOT / "examples" / "langchain-python" / "agent.py") == []


def test_a_program_that_uses_it(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(USER)
    assert mypy(cache, tmp_path / "user.py") == []


def test_a_mistake_is_found(cache: Path, tmp_path: Path) -> None:
    lines = ["from concordat import Client", 'pact = Client().pact("p")', *MISTAKES]
    (tmp_path / "user.py").write_text("\n".join(lines))
    found = mypy(cache, tmp_path / "user.py")
    for number, says in enumerate(MISTAKES.values(), start=3):
        assert any(f"user.py:{number}: error: " in line and says in line for line in found), found


def test_the_code_is_formatted_and_linted() -> None:
    for what in (["format", "--check"], ["check"]):
        command = [sys.executable, "-m", "ruff", *what, "--no-cache", ".", "../../examples/langchain-python"]
        found = subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout + found.stderr
