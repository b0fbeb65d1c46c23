"""Short ways to say what a script should be read as."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.models import LineKind, Screenplay
from core.screenplay import parse_script

SHARED = Path(__file__).resolve().parents[4] / "shared" / "scripts"
SPEECH = (LineKind.PARENTHETICAL, LineKind.DIALOGUE, LineKind.LYRIC)


def shared(name: str) -> Path:
    """A file of the shared scripts, or a skip that says which is not there."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"../shared/scripts/{name} is not here")
    return path


def kinds(source: str, name: str = "test.fountain") -> list[tuple[str, str]]:
    """(kind, text) of each line that is not blank."""
    screenplay = parse_script(source.encode(), name)
    return [(line.kind.value, line.text) for line in screenplay.lines if line.kind is not LineKind.BLANK]


def elements(screenplay: Screenplay) -> list[tuple[str, str]]:
    """Headings, cues and speeches in order: wrapped rows joined, (MORE) and the cue after it left out."""
    out: list[tuple[str, str]] = []
    broken = False
    for line in screenplay.lines:
        if line.kind is LineKind.FURNITURE:
            broken = broken or line.text == "(MORE)"
        elif line.kind is LineKind.CUE and broken:
            broken = False
        elif line.text and line.kind in (LineKind.HEADING, LineKind.CUE, *SPEECH):
            broken = False
            kind = line.kind.value
            joins = line.kind in SPEECH and bool(out) and out[-1][0] == kind
            text = out.pop()[1] + line.text if joins else line.text
            out.append((kind, text.replace(" ", "")))
    return out
