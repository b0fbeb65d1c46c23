"""What a row of a page shows of itself and of its place: the evidence that `sequence` weighs.

Costs are negative logarithms of likelihoods: 0 is what the kind looks like, 3 is one in twenty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from core.models import LineKind
from core.screenplay.numbers import split_numbers
from core.screenplay.rows import Row
from core.screenplay.shapes import (
    cue_name,
    has_place_first,
    heading_prefix,
    is_act_break,
    is_cue_shape,
    is_dotted_heading,
    is_page_transition,
    is_transition,
    is_uppercase,
)


class Part(IntEnum):
    """The kinds of line that a page is made of, as indices of the tables."""

    HEADING = 0
    ACTION = 1
    CUE = 2
    PARENTHETICAL = 3
    DIALOGUE = 4
    TRANSITION = 5


KINDS = (
    LineKind.HEADING,
    LineKind.ACTION,
    LineKind.CUE,
    LineKind.PARENTHETICAL,
    LineKind.DIALOGUE,
    LineKind.TRANSITION,
)
NEVER = 30.0
UNKNOWN_GAP = 4
"""The place of a row whose distance to the row above is not known: a page ends between them."""
UNKNOWN_SHIFT = 81
_MOST_SHIFT = 40
_WIDTH_BUCKET = 10
LENGTHS = 8
_NARROW_SPEECH = 42
"""Speeches wrapped to more than this are set as wide as action, or not wrapped."""
_TELLING_SPEECH = 30
_ENOUGH_SPEECHES = 8
_USUAL_SPEECH, _USUAL_ACTION = 35, 60
_SHORT_CUE = 38
_LONG_ROW = 45
_MOST_BRACKET_ROWS = 6
_CAPITALS = 1.6
_SLUG = 5.0
_OMITTED = frozenset({"OMITTED", "OMIT", "SCENE OMITTED", "SCENES OMITTED"})
_NO_NAMES = frozenset(
    """
    LATER CONTINUOUS MORNING NIGHT DAY EVENING INSERT MONTAGE FLASHBACK INTERCUT TITLE TITLES SUPER END ANGLE
    CLOSE BACK POV SILENCE BLACK OMITTED OMIT FADE CUT DISSOLVE CREDITS SUPERIMPOSE CAPTION SUBTITLE MOMENTS
    """.split()  # noqa: SIM905 - a page of words reads better than a column
)


Looks = tuple[tuple[int, float], ...]
"""(part, cost) of each part that a row may be."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One row as evidence. `looks` is what it may be by its letters; `after_speech` and
    `after_action` say how it stands below the row above, `shift` how far right of it, `length` in tens."""

    index: int
    column: int
    length: int
    looks: Looks
    after_speech: int
    after_action: int
    shift: int


@dataclass(frozen=True, slots=True)
class View:
    """All rows with text, in order; `narrow` says that speech is set narrower than action."""

    sights: list[Sight]
    narrow: bool


def see(rows: Sequence[Row], skipped: frozenset[int]) -> View:
    """What the rows with text show, those `skipped` left out."""
    looker = _Looker(row.text for index, row in enumerate(rows) if index not in skipped)
    tight = _tight_gap(rows, skipped)
    brackets = _open_brackets(rows, skipped)
    widths = _widths(rows, skipped, looker)
    sights: list[Sight] = []
    above: _Above | None = None
    blanks = 0
    for index, row in enumerate(rows):
        if index in skipped:
            above = None
        elif not row.text:
            blanks += 1
        else:
            text, label, moved = split_numbers(row.text)
            here = _Above(text, row.column + moved, row.page)
            speech, action, shift = _place(above, here, blanks > tight, widths)
            looks = looker.looks(text, row.kind, index in brackets, bool(label))
            length = min(LENGTHS - 1, len(text) // _WIDTH_BUCKET)
            sights.append(Sight(index, here.column, length, looks, speech, action, shift))
            above, blanks = here, 0
    return View(sights, widths.narrow)


@dataclass(frozen=True, slots=True)
class _Above:
    text: str
    column: int
    page: int


def _place(above: _Above | None, here: _Above, apart: bool, widths: Widths) -> tuple[int, int, int]:
    """How a row stands below the one above: as speech goes on, as action does, and how far to the right."""
    if above is None or above.page != here.page:
        return UNKNOWN_GAP, UNKNOWN_GAP, UNKNOWN_SHIFT
    word = here.text.find(" ")
    room = len(above.text) + 1 + (word if word > 0 else len(here.text))
    shift = max(-_MOST_SHIFT, min(_MOST_SHIFT, here.column - above.column)) + _MOST_SHIFT
    return 2 * apart + (room <= widths.speech), 2 * apart + (room <= widths.action), shift


@dataclass(frozen=True, slots=True)
class Widths:
    """How wide, in characters, a script sets speech and action before it wraps them; `narrow` says that the
    two differ, so that a row's length tells them apart."""

    speech: int
    action: int
    narrow: bool


def _widths(rows: Sequence[Row], skipped: frozenset[int], looker: _Looker) -> Widths:
    """The widths that most rows keep: those right below a name that comes back, and long rows elsewhere."""
    speeches: list[int] = []
    lengths: list[int] = []
    named = False
    for index, row in enumerate(rows):
        if index in skipped or not row.text:
            continue
        if named:
            speeches.append(len(row.text))
        elif len(row.text) > _LONG_ROW:
            lengths.append(len(row.text))
        named = looker.is_known_name(row.text)
    action = _most(lengths) if lengths else _USUAL_ACTION
    telling = [length for length in speeches if length >= _TELLING_SPEECH]
    wide = sum(length > _NARROW_SPEECH for length in telling)
    # A few rows below a name are action that stands there without its speech.
    narrow = action < 2 * _NARROW_SPEECH and wide * 20 <= len(telling) * 9
    if len(telling) < _ENOUGH_SPEECHES:
        return Widths(_USUAL_SPEECH, action, narrow)
    kept = [length for length in speeches if length <= _NARROW_SPEECH] if narrow else speeches
    return Widths(_most(kept), action, narrow)


def _most(lengths: list[int]) -> int:
    """The length that six of seven rows keep to."""
    return sorted(lengths)[len(lengths) * 6 // 7]


def _tight_gap(rows: Sequence[Row], skipped: frozenset[int]) -> int:
    """The blank rows between two rows of one paragraph: a row that begins in lower case carries on."""
    gaps: Counter[int] = Counter()
    blanks = 0
    for index, row in enumerate(rows):
        if not row.text:
            blanks += 1
            continue
        if row.text[0].islower() and index not in skipped:
            gaps[blanks] += 1
        blanks = 0
    return gaps.most_common(1)[0][0] if gaps else 0


def _open_brackets(rows: Sequence[Row], skipped: frozenset[int]) -> frozenset[int]:
    """The rows of brackets that are closed some rows below: `(softly,` and `to her)`."""
    inside: set[int] = set()
    opened: list[int] = []
    for index, row in enumerate(rows):
        if not row.text or index in skipped:
            continue
        if row.text[0] in "(（":
            opened = [] if ")" in row.text or "）" in row.text else [index]
        elif opened:
            closed = ")" in row.text or "）" in row.text
            if not closed or row.text[-1] in ")）":
                opened.append(index)
            if closed:
                inside.update(opened)
            if closed or len(opened) > _MOST_BRACKET_ROWS:
                opened = []
    return frozenset(inside)


class _Looker:
    """Knows how often each name stands alone in its row, and how much of the script is in capitals."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.names: Counter[str] = Counter()
        loud = long = 1
        for text in texts:
            if len(text) > _LONG_ROW:
                long += 1
                loud += is_uppercase(text)
            else:
                self.names[cue_name(text)] += 1
        self.capitals = _CAPITALS if loud * 4 < long else 0.3
        """What capitals cost a row of action or speech; next to nothing where whole scenes shout."""

    def is_known_name(self, text: str) -> bool:
        """Whether a row is a name in capitals that stands alone in several rows."""
        return len(text) <= _SHORT_CUE and self.names[cue_name(text)] >= 3 and is_cue_shape(text)

    def looks(self, text: str, kind: LineKind | None, bracket: bool, numbered: bool) -> Looks:
        """The parts that a row may be, each with its cost."""
        if kind in KINDS:
            return ((KINDS.index(kind), 0.0),)
        if bracket or text[0] in "(（":
            return _bracket_looks(text, bracket)
        capitals = is_uppercase(text)
        heading = _heading_cost(text, capitals, numbered)
        if heading is not None:
            other = 12.0 if heading == 0 else 6.0 - heading
            return ((Part.HEADING, heading), (Part.ACTION, other), (Part.DIALOGUE, other + 1.0))
        if is_page_transition(text) or is_transition(text):
            return ((Part.TRANSITION, 0.0 if capitals else 1.0), (Part.ACTION, 5.0), (Part.DIALOGUE, 6.0))
        if not capitals:
            return self._quiet(text)
        if is_act_break(text):
            return ((Part.ACTION, 0.0), (Part.DIALOGUE, 6.0))
        return self._loud(text)

    def _loud(self, text: str) -> Looks:
        cue = self._cue_cost(text) if is_cue_shape(text) and text[0] not in "\"“'" else NEVER
        # A name that stands alone time and again is seldom a shout or a shot.
        other = self.capitals + (2.0 if cue < 0 else 0.0)
        looks = [(Part.ACTION, other), (Part.DIALOGUE, other), (Part.HEADING, _SLUG)]
        if text[-1] == ":" and len(text) <= _SHORT_CUE:
            looks.append((Part.TRANSITION, 3.0))
        if cue < NEVER:
            looks.append((Part.CUE, cue))
        return tuple(looks)

    def _cue_cost(self, text: str) -> float:
        name = cue_name(text)
        if not name or len(name) > _SHORT_CUE:
            return NEVER
        words = name.split()
        seen = self.names[name]
        cost = 0.5 + 0.8 * max(0, len(words) - 3)
        cost += -1.0 if seen >= 3 else 0.7 if seen <= 1 else 0.0
        if len(text) > len(name):
            cost -= 2.0
        if name[-1] in ".!?,;-—":
            cost += 1.0 if seen >= 3 else 3.0
        if any(word.strip(".,:") in _NO_NAMES for word in words):
            cost += 5.0
        return cost

    def _quiet(self, text: str) -> Looks:
        plain = ((Part.ACTION, 0.0), (Part.DIALOGUE, 0.0))
        if len(text) > _SHORT_CUE or not text[0].isupper() or not (text[-1].isalnum() or text[-1] in ")."):
            return plain
        name = cue_name(text)
        words = name.split()
        if not 0 < len(words) <= 3 or not all(word[0].isupper() or word[0].isdigit() for word in words):
            return plain
        loud = 2 * sum(map(str.isupper, name)) > len(name)
        cost = (2.0 if loud else 6.0) - (2.0 if self.names[name] >= 4 else 0.0)
        return (*plain, (Part.CUE, cost + (2.0 if text[-1] == "." else 0.0)))


def _heading_cost(text: str, capitals: bool, numbered: bool) -> float | None:
    """What being a heading costs the row, None when it has no shape of one."""
    match = heading_prefix(text)
    if match:
        if is_dotted_heading(text):
            return 0.0 if capitals else 1.5
        return 0.5 if capitals else 2.0 if match[0].isupper() and len(text) < 60 else None
    if not capitals:
        return None
    return 1.0 if numbered or text.strip("., ") in _OMITTED or has_place_first(text) else None


def _bracket_looks(text: str, inside: bool) -> Looks:
    if inside:
        return ((Part.PARENTHETICAL, 0.3), (Part.ACTION, 3.0), (Part.DIALOGUE, 3.0))
    if text[-1] in ")）" and len(text) < 2 * _LONG_ROW:
        return ((Part.PARENTHETICAL, 0.0), (Part.ACTION, 3.0), (Part.DIALOGUE, 5.0))
    return ((Part.DIALOGUE, 0.0), (Part.ACTION, 1.0), (Part.PARENTHETICAL, 4.0))
