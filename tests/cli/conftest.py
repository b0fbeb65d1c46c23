"""Running the command line as a person does: a process, its streams, its exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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


@pytest.fixture
def lookbook(tmp_path: Path) -> Lookbook:
    """Run `lookbook` with these arguments in a workspace of its own."""

    def run(*args: object, **environment: str) -> Done:
        inherited = {
            k: v for k, v in os.environ.items() if not k.startswith(("GEMINI", "GOOGLE", "LOOKBOOK"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "tui", *map(str, args)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            cwd=ROOT,
            env={**inherited, "LOOKBOOK_HOME": str(tmp_path / "home"), **environment},
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run
