"""The screenplay as read (SPEC 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScriptFormat(StrEnum):
    """The file formats of SPEC 2.1."""

    FOUNTAIN = "fountain"
    FDX = "fdx"
    TEXT = "text"
    PDF = "pdf"


class LineKind(StrEnum):
    """What a line of a screenplay is, in the words of Fountain 1.1 and Final Draft."""

    HEADING = "heading"
    ACTION = "action"
    CUE = "cue"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRIC = "lyric"
    TRANSITION = "transition"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    TITLE_PAGE = "title_page"
    PAGE_BREAK = "page_break"
    FURNITURE = "furniture"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script. `number` is 1-based in the file (PDF, FDX, transcripts: in the text as read).

    `text` is without indentation and markup; `scene` is the 1-based ordinal of its scene, None
    before the first heading; `page` is 1-based.
    """

    number: int
    kind: LineKind
    text: str
    scene: int | None
    page: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: `number` is its 1-based ordinal, `label` the number printed in the script or ""."""

    number: int
    label: str
    heading: str
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Tag:
    """An element that the file itself tags, as in Final Draft's tag mode.

    `category` is the file's own word, lower case ("props", "cast members", "vehicles"), "" when it has none;
    `lines` are 1-based numbers of the lines whose text carries the tag, empty when none does.
    """

    name: str
    category: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Screenplay:
    """A script as read. `encoding` is the one the bytes were decoded with ("utf-8" for PDF)."""

    title: str
    format: ScriptFormat
    encoding: str
    pages: int
    pages_estimated: bool
    scenes: tuple[Scene, ...]
    lines: tuple[Line, ...]
    cast: tuple[str, ...] = ()
    """Names that the file itself lists as its cast (FDX SmartType); a hint, often incomplete."""
    tags: tuple[Tag, ...] = ()
    """What the file itself tags for its breakdown (FDX TagData)."""
