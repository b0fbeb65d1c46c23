"""The path of a picture on the clipboard, for whom wants to open it elsewhere."""

from __future__ import annotations

import base64
from pathlib import Path

from textual.dom import DOMNode

from tui.pictures.environment import Environment
from tui.pictures.session import session_of
from tui.pictures.tmux import passed_through

SHOWN = 100
"""Characters of the path in the notice."""


def copy_path(node: DOMNode, path: Path) -> None:
    """Copy the whole path by OSC 52, and say so; where tmux keeps it back, say what tmux needs."""
    session, text = session_of(node), str(path.absolute())
    node.app.copy_to_clipboard(text)
    env = session.environment
    if _needs_passthrough(env):
        encoded = base64.b64encode(text.encode()).decode()
        session.write(passed_through(f"\x1b]52;c;{encoded}\a"))
    notice = f"Copied the path {cut_in_the_middle(text, SHOWN)}"
    if env is not None and (hint := clipboard_hint(env)):
        notice = f"{notice}\n{hint}"
    node.app.notify(notice, markup=False)


def _needs_passthrough(env: Environment | None) -> bool:
    return env is not None and env.tmux is not None and env.tmux.passthrough and env.tmux.clipboard != "on"


def clipboard_hint(env: Environment) -> str:
    """What stands between OSC 52 and the clipboard; "" where nothing is known to."""
    if env.multiplexer is None or _needs_passthrough(env) or (env.tmux and env.tmux.clipboard == "on"):
        return ""
    if env.multiplexer == "tmux":
        return "tmux keeps programs from the clipboard unless you say: tmux set -s set-clipboard on"
    return f"{env.multiplexer} may keep it from the clipboard."


def cut_in_the_middle(text: str, width: int) -> str:
    """`text` in at most `width` characters, the middle left out."""
    if len(text) <= width:
        return text
    tail = (width - 1) * 2 // 3
    return f"{text[: width - 1 - tail]}…{text[-tail:]}"
