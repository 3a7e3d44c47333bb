"""What somebody has who installs the package into a fresh environment and follows the documents."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from live_daemon import ROOT, LiveDaemon, running
from readme import Snippet, first_missing, snippets

PACKAGE = ROOT / "clients" / "python"
DOCUMENTS = (PACKAGE / "README.md", ROOT / "examples" / "langchain-python" / "README.md")
# Every package that requirements.txt names, as scripts/python-client.ts has put them there: no index is asked.
OFFLINE = {
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": str(Path(sys.prefix) / "wheels"),
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}
# What an installation or a snippet may take on a busy machine.
COMMAND_MAX_S = 300


def run(*command: str | Path, env: dict[str, str] | None = None) -> str:
    """What a command prints; fails when it does."""
    found = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **OFFLINE, **(env or {})},
        capture_output=True,
        text=True,
        timeout=COMMAND_MAX_S,
        check=False,
    )
    assert found.returncode == 0, f"{command}\n{found.stdout}{found.stderr}"
    return found.stdout + found.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, PACKAGE)
    (built,) = folder.glob("concordat-*.whl")
    return built


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, its LangChain tools, and what they need."""
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", folder)
    wanted = f"concordat[langchain] @ {wheel.as_uri()}"
    run(folder / "bin" / "python", "-m", "pip", "install", "-q", wanted)
    return folder / "bin"


@pytest.fixture(scope="module")
def default_pact(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDaemon]:
    """A daemon as `scripts/up` leaves it."""
    with running(tmp_path_factory.mktemp("up") / "data") as started:
        with started.client() as client:
            client.create_pact(name="default", alias="default")
        yield started


def test_the_version_is_that_of_the_project() -> None:
    version = json.loads((ROOT / "package.json").read_text())["version"]
    assert f'\nversion = "{version}"\n' in (PACKAGE / "pyproject.toml").read_text()


def test_every_requirement_is_pinned() -> None:
    for line in (PACKAGE / "requirements.txt").read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9][0-9a-z.]*( ; .+)?", line), line


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    source = PACKAGE / "src"
    files = {str(path.relative_to(source)) for path in source.rglob("*") if path.suffix in {".py", ".typed"}}
    assert {name for name in names if ".dist-info/" not in name} == files
    assert "concordat/py.typed" in files
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_client_needs_no_extra(wheel: Path, fresh: Path) -> None:
    """Only `concordat.langchain` asks for LangChain and Pydantic."""
    code = "import sys, concordat.async_client; print(sorted({'pydantic', 'langchain_core'} & set(sys.modules)))"
    assert run(fresh / "python", "-c", code).strip() == "[]"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.parent.name)
def test_the_document_is_right(document: Path, fresh: Path, default_pact: LiveDaemon, tmp_path: Path) -> None:
    env = {
        "PATH": os.pathsep.join([str(fresh), os.environ["PATH"]]),
        "CONCORDAT_DATA_DIR": str(default_pact.data_dir),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    found = snippets(document)
    assert found
    for snippet in found:
        output = run(*command(snippet, tmp_path, fresh), env=env)
        missing = first_missing(output, snippet.expected)
        assert missing is None, f"{document.name}:{snippet.line} shows {missing!r}, it printed\n{output}"


def command(snippet: Snippet, folder: Path, programs: Path) -> list[str | Path]:
    if snippet.language == "sh":
        return ["bash", "-euc", snippet.text]
    program = folder / f"line_{snippet.line}.py"
    program.write_text(snippet.text)
    return [programs / "python", "-W", "error", program]
