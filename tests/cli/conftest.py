"""Running the command line as a person does: a process, its streams, its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cli.forking import Forks, forks

ROOT = Path(__file__).parent.parent.parent
TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stands on stdout, which must be JSON and nothing else."""
        return json.loads(self.out)


Lookbook = Callable[..., Done]


@pytest.fixture(scope="session")
def forked() -> Iterator[Forks]:
    """What runs commands without loading the program for each."""
    with forks(TIMEOUT_S) as running:
        yield running


@pytest.fixture
def lookbook(forked: Forks, tmp_path: Path) -> Lookbook:
    """Run `lookbook` with these arguments in a workspace of its own."""

    def run(*args: object, **environment: str) -> Done:
        out, err = tmp_path / ".stdout", tmp_path / ".stderr"
        status = forked.run([*map(str, args)], _environment(tmp_path, environment), out, err)
        return Done(status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))

    return run


@pytest.fixture
def started(tmp_path: Path) -> Lookbook:
    """As `lookbook`, by an interpreter that is started for the command, as a person starts it.

    It costs a second. It alone shows what a command forgets to import, and sets that order by chance.
    """

    def run(*args: object, **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "tui", *map(str, args)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            cwd=ROOT,
            env=_environment(tmp_path, environment),
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


def _environment(tmp_path: Path, given: Mapping[str, str]) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GEMINI", "GOOGLE", "LOOKBOOK"))}
    return {**inherited, "LOOKBOOK_HOME": str(tmp_path / "home"), **given}
