"""What tmux says of the terminal that shows this pane, by its own command and no escape code."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

TIMEOUT_S = 1.0
FORMAT = "\t".join(
    f"#{{{name}}}"
    for name in (
        "client_pid",
        "client_termname",
        "client_termtype",
        "allow-passthrough",
        "set-clipboard",
        "window_active",
        "version",
    )
)


@dataclass(frozen=True, slots=True)
class Tmux:
    """tmux's answer. `client_pid` is "" while nobody is attached, `visible` whether one sees the window."""

    client_pid: str = ""
    terminal: str = ""
    passthrough: bool = False
    clipboard: str = ""
    visible: bool = True
    version: str = ""


def ask_tmux(variables: Mapping[str, str]) -> Tmux | None:
    """tmux's answer for this pane; None outside tmux, or when it doesn't answer in `TIMEOUT_S`. It blocks."""
    if not variables.get("TMUX"):
        return None
    command = ["tmux", "display-message", "-p"]
    if pane := variables.get("TMUX_PANE"):
        command += ["-t", pane]
    try:
        done = subprocess.run(
            [*command, FORMAT],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            env={**os.environ, **variables},
            check=True,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return parse_answer(done.stdout)


def parse_answer(text: str) -> Tmux | None:
    """The answer in `FORMAT`; None when it is something else. tmux before 3.3 has no passthrough."""
    fields = text.rstrip("\n").split("\t")
    if len(fields) != 7:
        return None
    pid, name, kind, passthrough, clipboard, active, version = fields
    return Tmux(
        pid, f"{name} {kind}".strip(), passthrough in {"1", "on", "all"}, clipboard, active == "1", version
    )


def passed_through(sequence: str) -> str:
    """An escape sequence as tmux hands it on to the terminal outside (`allow-passthrough`)."""
    escaped = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{escaped}\x1b\\"
