"""Commands in processes of their own that need not load the program: forks of one that has loaded it.

`python -m tests.cli.forking FD` answers requests on the socket FD, a JSON line each, with the exit status.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import tui.cli
from tui.__main__ import main

ROOT = Path(__file__).parent.parent.parent
LOADED = (
    *(f"tui.cli.{module.name}" for module in iter_modules(tui.cli.__path__)),
    *(
        "core.bootstrap",
        "core.scan.offline",
        "core.scan.model",
        "core.providers.offline",
        "core.providers.gemini",
    ),
    *("core.store.migrations.runner", "sqlalchemy.dialects.sqlite.aiosqlite", "PIL.Image", "jinja2"),
    *("google.genai", "pypdfium2", "defusedxml.ElementTree"),
)


class Forks:
    """The process that has loaded the program. It takes one command at a time."""

    def __init__(self, line: socket.socket) -> None:
        self._file = line.makefile("rw", encoding="utf-8")

    def run(self, args: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> int:
        """Run the command line with its streams in files; its exit status, negative for a signal."""
        request = {"args": list(args), "environment": dict(environment), "out": str(out), "err": str(err)}
        self._file.write(json.dumps(request) + "\n")
        self._file.flush()
        return int(self._file.readline())


@contextmanager
def forks(timeout_s: float) -> Iterator[Forks]:
    """The process, ended when the block ends. A command that takes longer raises `TimeoutError`."""
    ours, theirs = socket.socketpair()
    ours.settimeout(timeout_s)
    command = [sys.executable, "-m", "tests.cli.forking", str(theirs.fileno())]
    with (
        ours,
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()]
        ) as process,
    ):
        theirs.close()
        try:
            yield Forks(ours)
        finally:
            process.terminate()


def _serve(line: socket.socket) -> None:
    for name in LOADED:
        import_module(name)
    gc.freeze()
    with line.makefile("rw", encoding="utf-8") as file:
        for request in file:
            pid = os.fork()
            if pid == 0:
                _become(json.loads(request))
            _, status = os.waitpid(pid, 0)
            file.write(f"{os.waitstatus_to_exitcode(status)}\n")
            file.flush()


def _become(request: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(request["environment"])
    for descriptor, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(request[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    sys.argv[1:] = request["args"]
    sys.exit(main())


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
