"""Fountain 1.1 to lines: one `Line` for each line of the file."""

from __future__ import annotations

import re

from core.models import LineKind
from core.screenplay.limits import PATTERN_CHARS
from core.screenplay.markup import strip_emphasis
from core.screenplay.reading import Read
from core.screenplay.shapes import (
    heading_prefix,
    is_cue_shape,
    is_dotted_heading,
    is_parenthetical,
    is_transition,
    is_uppercase,
    split_scene_number,
)

_TITLE_KEY = re.compile(r"([^\W\d_][^:：]{0,40})[:：]")
_TITLE_KEYS = frozenset(
    {
        "title",
        "credit",
        "author",
        "authors",
        "source",
        "notes",
        "copyright",
        "date",
        "contact",
        "revision",
        "fmt",
        "format",
        "font",
        "episode",
        "series",
        "header",
        "footer",
        "watermark",
        "writer",
        "writers",
        "language",
        "draft date",
        "written by",
        "contact info",
        "based on",
        "episode title",
        "story by",
    }
)
_MARKED = re.compile(r"@[^\W\d_]|>.*<$|#{1,6} \S|={3,}$|~\S|\[\[.*\]\]$|/\*")
_BONE, _NOTE = "\x00", "\x01"


def read_fountain(lines: list[str]) -> list[Read]:
    """Classify each line of a Fountain file; the result has as many entries as `lines`."""
    reads = _Reader(lines).read()
    if _misses_headings(lines, reads):
        return _Reader(lines, tight=True).read()
    return reads


def _misses_headings(lines: list[str], reads: list[Read]) -> bool:
    """Whether the file is set without blank lines, so that the specification would leave out most scenes."""
    shaped = [read for line, read in zip(lines, reads, strict=True) if _is_sure_heading(line.strip())]
    lost = sum(read.kind in (LineKind.ACTION, LineKind.DIALOGUE) for read in shaped)
    return lost >= 2 and lost * 2 > len(shaped)


def _is_sure_heading(text: str) -> bool:
    return is_dotted_heading(text) and is_uppercase(text)


def has_title_page(lines: list[str]) -> bool:
    """Whether the file opens with Fountain's `Title: …` block."""
    return _title_page_end(lines) > 0


def has_marks(lines: list[str]) -> bool:
    """Whether a file without a title page is Fountain all the same: it forces elements, or has notes.

    A dot in front tells nothing: in plain text, speeches begin with one too.
    """
    marked = sum(bool(_MARKED.match(line[:PATTERN_CHARS])) for line in lines)
    flat = sum(line[:1] not in ("", " ") for line in lines)
    return marked > 0 and flat * 10 > 9 * sum(bool(line.strip()) for line in lines)


def title_of(lines: list[str]) -> str:
    """The title page's title, "" without one; its lines are joined with a blank, quotes stay."""
    parts: list[str] = []
    inside = False
    for line in lines[: _title_page_end(lines)]:
        key = _key_of(line)
        if key is not None:
            inside = key == "title"
            line = line[line.index(":" if ":" in line else "：") + 1 :]
        if inside:
            parts.append(strip_emphasis(line.strip()))
    return " ".join(part for part in parts if part)


def _key_of(line: str) -> str | None:
    if line.startswith(" "):
        return None
    match = _TITLE_KEY.match(line[:60])
    return match[1].strip().lower() if match else None


def _title_page_end(lines: list[str]) -> int:
    """The number of lines before the body. A first line such as `FADE IN:` opens no title page."""
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines) or _key_of(lines[start]) not in _TITLE_KEYS:
        return 0
    end = start
    while end < len(lines) and _in_title_page(lines, end):
        end += 1
    return end


def _in_title_page(lines: list[str], index: int) -> bool:
    line = lines[index]
    if line.strip():
        return True
    # Editors leave blanks on an empty line inside a value; only a truly empty one ends the page.
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return (
        bool(line) and bool(following.strip()) and (following[0] == " " or _key_of(following) in _TITLE_KEYS)
    )


def _mask_boneyard(text: str) -> str:
    """Each `/* … */` becomes one mark on each of its lines; one never closed hides nothing."""
    out: list[str] = []
    at = 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        out += (text[at:start], "\n".join([_BONE] * (text.count("\n", start, end) + 1)))
        at = end + 2
    return "".join((*out, text[at:]))


def _mask_notes(lines: list[str]) -> list[str]:
    """Each `[[ … ]]` becomes one mark on each of its lines; a truly empty line ends the hope of one."""
    out = list(lines)
    index = 0
    while index < len(out):
        out[index] = _mask_within(out[index])
        start = out[index].find("[[")
        last = _note_end(out, index) if start >= 0 else None
        if last is None:
            # Nothing closes before the next empty line, so no line up to there needs to look again.
            index = _paragraph_end(out, index, only_if=start >= 0)
            continue
        out[index] = out[index][:start] + _NOTE
        out[index + 1 : last] = [_NOTE] * (last - index - 1)
        out[last] = _NOTE + out[last][out[last].index("]]") + 2 :]
        index = last
    return out


def _mask_within(line: str) -> str:
    out: list[str] = []
    at = 0
    while (start := line.find("[[", at)) >= 0 and (end := line.find("]]", start + 2)) >= 0:
        out += (line[at:start], _NOTE)
        at = end + 2
    return "".join((*out, line[at:]))


def _note_end(lines: list[str], start: int) -> int | None:
    """The line on which a note opened on line `start` closes, None when nothing closes it."""
    for index in range(start + 1, _paragraph_end(lines, start)):
        if "]]" in lines[index]:
            return index
    return None


def _paragraph_end(lines: list[str], start: int, only_if: bool = True) -> int:
    """The next truly empty line after `start`; just the next line unless `only_if`."""
    index = start + 1
    while only_if and index < len(lines) and lines[index]:
        index += 1
    return index


def _note_text(line: str) -> str:
    text = line.strip()
    for mark in ("[[", "]]", "/*", "*/"):
        text = text.replace(mark, "")
    return text.strip()


class _Reader:
    """Walks the lines once. `open` says that a new element may begin; `speech` that a cue is open; `tight`
    that headings are taken without the blank line before them."""

    def __init__(self, lines: list[str], tight: bool = False) -> None:
        self.tight = tight
        self.lines = lines
        self.visible = _mask_notes(_mask_boneyard("\n".join(lines)).split("\n"))
        self.open = True
        self.speech = False

    def read(self) -> list[Read]:
        body = _title_page_end(self.lines)
        out = [self._title_line(line) for line in self.lines[:body]]
        for index in range(body, len(self.lines)):
            out.append(self._line(index))
        return out

    @staticmethod
    def _title_line(line: str) -> Read:
        text = strip_emphasis(line.strip())
        return Read(LineKind.TITLE_PAGE if text else LineKind.BLANK, text)

    def _line(self, index: int) -> Read:
        line = self.visible[index]
        bare = line.replace(_BONE, "").replace(_NOTE, "")
        text = bare.strip()
        if not text and bare != line:
            return self._hidden(index)
        if not text:
            return self._blank(index, bare)
        if self.tight and _is_sure_heading(text):
            self.speech, self.open = False, True
        if self.speech and not _is_page_break(text):
            return self._spoken(text)
        read = self._forced(text, index) or self._natural(text, index)
        self.speech = read.kind is LineKind.CUE
        self.open = read.kind not in (LineKind.ACTION, LineKind.LYRIC)
        return read

    def _hidden(self, index: int) -> Read:
        """A line of note or boneyard alone: it breaks no speech, and an element may follow it."""
        if not self.speech:
            self.open = True
        text = _note_text(self.lines[index])
        return Read(LineKind.NOTE if text else LineKind.BLANK, text)

    def _blank(self, index: int, bare: str) -> Read:
        if self.speech and len(bare) >= 2 and self._followed(index):
            return Read(LineKind.DIALOGUE, "")
        self.speech, self.open = False, True
        return Read(LineKind.BLANK, "")

    @staticmethod
    def _spoken(text: str) -> Read:
        if text[0] == "~":
            return Read(LineKind.LYRIC, strip_emphasis(text[1:].strip()))
        kind = LineKind.PARENTHETICAL if is_parenthetical(text) else LineKind.DIALOGUE
        return Read(kind, strip_emphasis(text))

    def _forced(self, text: str, index: int) -> Read | None:
        """Elements that their first character tells (Fountain 1.1, forced elements and structure)."""
        rest = text[1:].strip()
        if _is_page_break(text):
            return Read(LineKind.PAGE_BREAK, "")
        match text[0]:
            case "#":
                return Read(LineKind.SECTION, strip_emphasis(text.lstrip("#").strip()))
            case "=":
                return Read(LineKind.SYNOPSIS, strip_emphasis(rest))
            case "!":
                return Read(LineKind.ACTION, strip_emphasis(rest))
            case "~":
                return Read(LineKind.LYRIC, strip_emphasis(rest))
            case ">" if text[-1] == "<":
                return Read(LineKind.ACTION, strip_emphasis(text[1:-1].strip()))
            case ">":
                return Read(LineKind.TRANSITION, strip_emphasis(rest))
            case "." if text[1:2].isalnum():
                return _heading(rest)
            case "@" if rest and self._followed(index):
                return Read(LineKind.CUE, _cue_text(rest))
        return None

    def _natural(self, text: str, index: int) -> Read:
        if not self.open or len(text) > PATTERN_CHARS:
            return Read(LineKind.ACTION, strip_emphasis(text))
        plain = strip_emphasis(text)
        if self._is_heading(plain, index):
            return _heading(text)
        if is_transition(plain) and self._ends_here(index):
            return Read(LineKind.TRANSITION, plain)
        if self._followed(index) and self._is_cue(plain, index):
            return Read(LineKind.CUE, _cue_text(text))
        return Read(LineKind.ACTION, plain)

    def _is_heading(self, text: str, index: int) -> bool:
        # Real files leave out the blank line after a heading: then its prefix must be beyond doubt.
        if is_dotted_heading(text):
            return True
        return heading_prefix(text) is not None and not self._followed(index)

    def _is_cue(self, text: str, index: int) -> bool:
        name = text.removesuffix("^").rstrip()
        if is_cue_shape(name):
            return True
        # Scripts without capitals: a short name right above a parenthetical.
        caseless = len(name) <= 12 and name.isalpha() and name.upper() == name.lower()
        return caseless and is_parenthetical(self.lines[index + 1].strip())

    def _followed(self, index: int) -> bool:
        """Whether text follows without a blank line, notes and boneyard aside."""
        for line in self._after(index):
            bare = line.replace(_BONE, "").replace(_NOTE, "")
            if bare.strip():
                return True
            if bare == line:
                return False
        return False

    def _after(self, index: int) -> list[str]:
        end = index + 1
        while end < len(self.visible) and self.visible[end] in (_BONE, _NOTE):
            end += 1
        return self.visible[index + 1 : end + 1]

    def _ends_here(self, index: int) -> bool:
        following = self.visible[index + 1].strip() if index + 1 < len(self.visible) else ""
        return not following.strip(_BONE + _NOTE) or is_dotted_heading(following)


def _is_page_break(text: str) -> bool:
    return len(text) >= 3 and not text.strip("=")


def _heading(text: str) -> Read:
    heading, label = split_scene_number(text)
    return Read(LineKind.HEADING, strip_emphasis(heading).strip(), label)


def _cue_text(text: str) -> str:
    return strip_emphasis(text.removesuffix("^").rstrip())
