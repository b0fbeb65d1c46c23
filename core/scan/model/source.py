"""The script as the model reads it: numbered, without furniture, in windows that fit.

Every line begins with its number, so that no text of the script can pass for a tag or for the task.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.models import Line, LineKind, Mention, Screenplay
from core.text import clean_line

MARKS = {
    LineKind.HEADING: "# ",
    LineKind.CUE: "@ ",
    LineKind.DIALOGUE: "~ ",
    LineKind.PARENTHETICAL: "~ ",
    LineKind.LYRIC: "~ ",
    LineKind.ACTION: "",
}
"""The kinds of line that are the film itself, with the mark the prompts explain."""

MAX_LINE = 2_000
MAX_TITLE = 200
_CHARS_PER_TOKEN = 4.0
_WIDE_CHARS_PER_TOKEN = 1.5


def tokens(text: str) -> int:
    """How many tokens a text takes, by the rule of thumb of four characters each (non-ASCII: 1.5)."""
    wide = 0 if text.isascii() else sum(not char.isascii() for char in text)
    return int((len(text) - wide) / _CHARS_PER_TOKEN + wide / _WIDE_CHARS_PER_TOKEN) + 1


def rendered(line: Line) -> str:
    """`57|@ HANS`."""
    return f"{line.number}|{MARKS[line.kind]}{line.text[:MAX_LINE]}"


def render(lines: Iterable[Line]) -> str:
    """Lines as a block of a prompt."""
    return "\n".join(rendered(line) for line in lines)


@dataclass(frozen=True)
class Source:
    """A screenplay's lines that matter, by number and by scene."""

    screenplay: Screenplay

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Headings, cues, speech and action, in order, each on one line."""
        return tuple(
            _flat(line) for line in self.screenplay.lines if line.kind in MARKS and line.text.strip()
        )

    @cached_property
    def by_number(self) -> dict[int, Line]:
        """The same, by line number."""
        return {line.number: line for line in self.lines}

    @cached_property
    def positions(self) -> dict[int, int]:
        """Where a line stands among `lines`."""
        return {line.number: position for position, line in enumerate(self.lines)}

    @cached_property
    def headings(self) -> dict[int, Line]:
        """The heading of each scene, by the scene's number."""
        return {line.scene: line for line in self.lines if line.kind is LineKind.HEADING and line.scene}

    @property
    def title(self) -> str:
        """The title, fit for an attribute of a tag in a prompt."""
        return html.escape(clean_line(self.screenplay.title)[:MAX_TITLE])

    def mention(self, number: int) -> Mention:
        """A line as a mention."""
        line = self.by_number[number]
        return Mention(line.number, line.scene, line.page, line.text)

    def windows(self, budget: int) -> list[tuple[Line, ...]]:
        """The script in parts of at most `budget` tokens, cut at scene headings where that is possible."""
        parts: list[tuple[Line, ...]] = []
        part: list[Line] = []
        left = budget
        for block in _blocks(self.lines, budget):
            cost = tokens(render(block))
            if part and cost > left:
                parts.append(tuple(part))
                part, left = [], budget
            part.extend(block)
            left -= cost
        return [*parts, tuple(part)] if part else parts


def _flat(line: Line) -> Line:
    text = clean_line(line.text)
    return line if text == line.text else Line(line.number, line.kind, text, line.scene, line.page)


def _blocks(lines: Sequence[Line], budget: int) -> Iterator[list[Line]]:
    """Scenes; a scene larger than the budget comes in pieces."""
    block: list[Line] = []
    size = 0
    for line in lines:
        cost = tokens(rendered(line)) + 1
        if block and (line.kind is LineKind.HEADING or size + cost > budget):
            yield block
            block, size = [], 0
        block.append(line)
        size += cost
    if block:
        yield block
