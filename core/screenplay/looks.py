"""What a row may be by its letters alone, and what each of that costs.

Costs are negative logarithms of likelihoods: 0 is what a part looks like, 3 is one in twenty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

from core.models import LineKind
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
Looks = tuple[tuple[int, float], ...]
"""(part, cost) of each part that a row may be."""
NEVER = 30.0
_SHORT_CUE = 38
LONG_ROW = 45
_CAPITALS = 1.6
_SLUG = 5.0
_OMITTED = frozenset({"OMITTED", "OMIT", "SCENE OMITTED", "SCENES OMITTED"})
_NO_NAMES = frozenset(
    """
    LATER CONTINUOUS MORNING NIGHT DAY EVENING INSERT MONTAGE FLASHBACK INTERCUT TITLE TITLES SUPER END ANGLE
    CLOSE BACK POV SILENCE BLACK OMITTED OMIT FADE CUT DISSOLVE CREDITS SUPERIMPOSE CAPTION SUBTITLE MOMENTS
    """.split()
)


class Looker:
    """Knows how often each name stands alone in its row, and how much of the script is in capitals."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.names: Counter[str] = Counter()
        loud = long = 1
        for text in texts:
            if len(text) > LONG_ROW:
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
        """A row in capitals may be anything: a name, a shout, a shot, a slug."""
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
        """Few words, an extension and coming back speak for a name, an end of sentence against it."""
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
        """A row with small letters is a cue only as a short name: `McCOY`, or one that comes back."""
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
    if text[-1] in ")）" and len(text) < 2 * LONG_ROW:
        return ((Part.PARENTHETICAL, 0.0), (Part.ACTION, 3.0), (Part.DIALOGUE, 5.0))
    return ((Part.DIALOGUE, 0.0), (Part.ACTION, 1.0), (Part.PARENTHETICAL, 4.0))
