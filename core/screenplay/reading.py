"""What every reader hands on, and how it becomes a `Screenplay`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.models import Line, LineKind, Scene, Screenplay, ScriptFormat, Tag


@dataclass(frozen=True, slots=True)
class Read:
    """One line as read: its kind, its text without markup, the number printed: of a scene or a page."""

    kind: LineKind
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a script beside its lines; the fields are those of `Screenplay`."""

    title: str
    format: ScriptFormat
    encoding: str
    pages_estimated: bool
    cast: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()


def assemble(reads: Sequence[Read], pages: Sequence[int], origin: Origin) -> Screenplay:
    """Number the lines from 1 and the scenes by their headings; `pages` has one page a line."""
    lines: list[Line] = []
    scenes: list[Scene] = []
    for number, (read, page) in enumerate(zip(reads, pages, strict=True), start=1):
        if read.kind is LineKind.HEADING:
            scenes.append(Scene(len(scenes) + 1, read.label, read.text, number, page))
        lines.append(Line(number, read.kind, read.text, len(scenes) or None, page))
    return Screenplay(
        title=origin.title,
        format=origin.format,
        encoding=origin.encoding,
        pages=max(pages, default=1),
        pages_estimated=origin.pages_estimated,
        scenes=tuple(scenes),
        lines=tuple(lines),
        cast=origin.cast,
        tags=origin.tags,
    )
