"""Gemini's stand-in as a process of its own, and lookbook with a key in a pseudo-terminal."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.terminal.terminal import ROOT, TIMEOUT_S, Terminal, lookbook

KEY = "AIza-only-for-this-test-0123456789"


@dataclass(frozen=True, slots=True)
class Server:
    """The stand-in as a process of its own: its address, and its log of requests."""

    url: str
    log: Path

    def requests(self) -> list[dict[str, Any]]:
        """What was asked for so far, in order."""
        if not self.log.exists():
            return []
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def pictures(self) -> list[dict[str, Any]]:
        """The requests for pictures so far, in order."""
        return [row for row in self.requests() if row["step"] == "image"]


@contextmanager
def gemini_server(tmp_path: Path) -> Iterator[Server]:
    """A stand-in that accepts `KEY` only."""
    port_file, log = tmp_path / "gemini.url", tmp_path / "gemini.log"
    command = [sys.executable, "-m", "tests.fakes.gemini", "--key", KEY]
    command += ["--port-file", str(port_file), "--log", str(log)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            deadline = time.monotonic() + TIMEOUT_S
            while not port_file.exists():
                assert process.poll() is None, "the stand-in has ended"
                assert time.monotonic() < deadline, "the stand-in does not start"
            yield Server(port_file.read_text(encoding="utf-8"), log)
        finally:
            process.terminate()


def in_gemini(gemini: Server, home: Path, *args: str, columns: int = 120, rows: int = 36) -> Terminal:
    """lookbook with a key, on the workspace `home`."""
    environment = {
        "GEMINI_API_KEY": KEY,
        "GOOGLE_GEMINI_BASE_URL": gemini.url,
        "LOOKBOOK_HOME": str(home),
    }
    return Terminal(lookbook(*args), columns, rows, **environment)


def stored(home: Path, query: str) -> list[tuple[Any, ...]]:
    """Rows of the workspace's database."""
    with closing(sqlite3.connect(home / "lookbook.db")) as database:
        return database.execute(query).fetchall()


def to_the_review(terminal: Terminal) -> None:
    """Scan the script that was given, by its own screen."""
    terminal.wait("Start the scan", "at most", "$")
    terminal.press("s")
    terminal.wait("0 selected", "Approve")
