"""The script as the model reads it: numbered passages, without furniture, in windows that fit.

A passage is what stands together on the page: a heading, a paragraph of action, a cue with its speech, and
short ones of a kind in a row. It carries the number of its first line, so that no text of the script can pass
for a tag or for the task, and so that a number isn't paid for with every few words.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from core.models import Line, LineKind, Mention, Screenplay
from core.rules.counting import tokens
from core.text import clean_line

SPEECH = frozenset({LineKind.DIALOGUE, LineKind.PARENTHETICAL, LineKind.LYRIC})
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
MAX_PASSAGE_CHARS = 360
SHORT_CHARS = 200
MAX_TITLE = 200
_STRETCHES = (1.0, 1.05, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0)


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that stand together; `number` is that of the first."""

    lines: tuple[Line, ...]

    @property
    def number(self) -> int:
        """How the prompts name it."""
        return self.lines[0].number

    @property
    def kind(self) -> LineKind:
        """What its first line is."""
        return self.lines[0].kind

    @property
    def scene(self) -> int | None:
        """The scene it stands in."""
        return self.lines[0].scene

    @property
    def spoken(self) -> bool:
        """Whether somebody says it."""
        return self.kind is LineKind.CUE or self.kind in SPEECH

    @property
    def text(self) -> str:
        """Its lines in one; marks divide a speech from its cue, and a cue from the speech before it."""
        first, *rest = self.lines
        parts = [first.text[:MAX_LINE]]
        for before, line in pairwise((first, *rest)):
            mark = "@ " if line.kind is LineKind.CUE else "~ " if before.kind is LineKind.CUE else ""
            parts.append(mark + line.text[:MAX_LINE])
        return " ".join(parts)


def rendered(passage: Passage, text: str | None = None) -> str:
    """`57|@ HANS ~ Who is there?`; `text` stands for what is shown of the passage instead of all."""
    return f"{passage.number}|{MARKS[passage.kind]}{passage.text if text is None else text}"


def render(passages: Iterable[Passage]) -> str:
    """Passages as a block of a prompt."""
    return "\n".join(map(rendered, passages))


@dataclass(frozen=True)
class Source:
    """A screenplay's lines that matter, by number, by passage and by scene."""

    screenplay: Screenplay

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Headings, cues, speech and action, in order, each on one line."""
        return tuple(
            _flat(line) for line in self.screenplay.lines if line.kind in MARKS and line.text.strip()
        )

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The same lines, those together that stand together."""
        return tuple(_passages(self.lines))

    @cached_property
    def runs(self) -> tuple[tuple[Line, ...], ...]:
        """Lines whose text runs on: a paragraph of action, a speech; each heading and each cue is alone."""
        return tuple(
            run
            for unit in _units(self.lines)
            for run in ((unit[:1], unit[1:]) if unit[0].kind is LineKind.CUE else (unit,))
            if run
        )

    @cached_property
    def tokens(self) -> int:
        """The script's own tokens: the lines that matter, without numbers and marks."""
        return tokens("\n".join(line.text[:MAX_LINE] for line in self.lines)) if self.lines else 0

    @cached_property
    def by_number(self) -> dict[int, Line]:
        """The lines by their number."""
        return {line.number: line for line in self.lines}

    @cached_property
    def positions(self) -> dict[int, int]:
        """Where a line stands among `lines`."""
        return {line.number: position for position, line in enumerate(self.lines)}

    @cached_property
    def passage_of(self) -> dict[int, Passage]:
        """The passage that each line stands in, by the line's number."""
        return {line.number: passage for passage in self.passages for line in passage.lines}

    @cached_property
    def headings(self) -> dict[int, Line]:
        """The heading of each scene, by the scene's number."""
        return {line.scene: line for line in self.lines if line.kind is LineKind.HEADING and line.scene}

    @cached_property
    def _originals(self) -> dict[int, Line]:
        return {line.number: line for line in self.screenplay.lines}

    @property
    def title(self) -> str:
        """The title, fit for an attribute of a tag in a prompt."""
        return html.escape(clean_line(self.screenplay.title)[:MAX_TITLE])

    @property
    def cut_lines(self) -> int:
        """How many lines are longer than a prompt shows of them."""
        return sum(len(line.text) > MAX_LINE for line in self.lines)

    def cited(self, number: int) -> tuple[int, ...]:
        """The lines that a model means by a number: those of the passage, or the line inside one."""
        passage = self.passage_of.get(number)
        if passage is None:
            return ()
        return tuple(line.number for line in passage.lines) if passage.number == number else (number,)

    def paragraph(self, number: int) -> tuple[int, ...]:
        """The numbers of the action lines that run on in a line's paragraph; the line alone elsewhere."""
        lines = self.passage_of[number].lines
        at = next(place for place, line in enumerate(lines) if line.number == number)
        if lines[at].kind is not LineKind.ACTION:
            return (number,)
        unit = next(unit for unit in _units(lines) if lines[at] in unit)
        return tuple(line.number for line in unit)

    def mention(self, number: int) -> Mention:
        """A line as a mention, as the script has it."""
        line = self._originals[number]
        return Mention(line.number, line.scene, line.page, line.text)

    def original(self, number: int) -> str:
        """The text of a line as the script has it."""
        return self._originals[number].text

    def windows(self, limit: int) -> list[tuple[Passage, ...]]:
        """The script in as few parts of at most `limit` tokens as it takes, of like size, cut at headings."""
        blocks = list(_blocks(self.passages, limit))
        whole = sum(cost for _, cost in blocks)
        count = max(1, -(-whole // limit))
        for stretch in _STRETCHES:
            parts = _packed(blocks, min(limit, int(whole / count * stretch) + 1))
            if len(parts) <= count:
                return parts
        return _packed(blocks, limit)


def _flat(line: Line) -> Line:
    text = clean_line(line.text)
    return line if text == line.text else replace(line, text=text)


def _passages(lines: Sequence[Line]) -> Iterator[Passage]:
    """Paragraphs and speeches; short ones that follow each other share a number."""
    passage: tuple[Line, ...] = ()
    for unit in _units(lines):
        if passage and not _shares(passage, unit):
            yield Passage(passage)
            passage = ()
        passage += unit
    if passage:
        yield Passage(passage)


def _shares(passage: Sequence[Line], unit: Sequence[Line]) -> bool:
    before, first = passage[0].kind, unit[0].kind
    alike = before is first and first in (LineKind.ACTION, LineKind.CUE)
    return alike and _chars(passage) + _chars(unit) <= SHORT_CHARS


def _chars(lines: Iterable[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def _units(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    unit: list[Line] = []
    size = 0
    for line in lines:
        if unit and (not _goes_on(unit[-1], line) or size + len(line.text) > MAX_PASSAGE_CHARS):
            yield tuple(unit)
            unit, size = [], 0
        unit.append(line)
        size += len(line.text) + 1
    if unit:
        yield tuple(unit)


def _goes_on(before: Line, line: Line) -> bool:
    if line.kind is LineKind.ACTION:
        return before.kind is LineKind.ACTION and line.number == before.number + 1
    return line.kind in SPEECH and (before.kind is LineKind.CUE or before.kind in SPEECH)


def _blocks(passages: Sequence[Passage], limit: int) -> Iterator[tuple[list[Passage], int]]:
    """Scenes with their cost in tokens; a scene larger than the limit comes in pieces."""
    block: list[Passage] = []
    size = 0
    for passage in passages:
        cost = tokens(rendered(passage))
        if block and (passage.kind is LineKind.HEADING or size + cost > limit):
            yield block, size
            block, size = [], 0
        block.append(passage)
        size += cost
    if block:
        yield block, size


def _packed(blocks: Iterable[tuple[list[Passage], int]], limit: int) -> list[tuple[Passage, ...]]:
    parts: list[list[Passage]] = []
    left = 0
    for block, cost in blocks:
        if not parts or cost > left:
            parts.append([])
            left = limit
        parts[-1] += block
        left -= cost
    return [tuple(part) for part in parts]


def halves(window: Sequence[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """A window in two, cut at the heading nearest to its middle where there is one; none when it is one."""
    if len(window) < 2:
        return ()
    middle = len(window) // 2
    cuts = [at for at in range(1, len(window)) if window[at].kind is LineKind.HEADING]
    near = [at for at in cuts if abs(at - middle) <= len(window) // 4]
    cut = min(near, key=lambda at: abs(at - middle), default=middle)
    return tuple(window[:cut]), tuple(window[cut:])
