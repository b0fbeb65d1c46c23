"""One row of a page, as a text file or a PDF has it, and the repairs that its letters may need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.models import LineKind
from core.screenplay.limits import PATTERN_CHARS

_STAR_RIGHT = re.compile(r" {1,80}\*{1,3}$")
_SIDE_LETTERS = re.compile(r"(?:[I1l|] ?N ?T|E ?X ?T) ?[.,]")
_STRAY_BLANK = re.compile(r"(?<=\w) (?=[.,](?: |$))")
_TAG = re.compile(r"</?(?:b|i|u|pre|title|script)>", re.IGNORECASE)
_WIDE_GAP = re.compile(r" {2,}")
_LEAST_DOUBLED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a page: `column` in characters from the left edge, `page` as the file has it, from 1;
    `kind` where that is settled before the row is looked at."""

    text: str
    column: int
    page: int
    kind: LineKind | None = None


def repaired(row: Row) -> Row:
    """The row without a web page's tags, a revision star, letters set twice or letters set apart."""
    text = row.text
    if not text or len(text) > PATTERN_CHARS:
        return row
    if "<" in text:
        text = _TAG.sub("", text).strip()
    if text.endswith("*"):
        text = _without_star(text)
    text = _close_up(_single(text))
    return row if text == row.text else replace(row, text=text)


def squeeze(text: str) -> str:
    """The text with every run of blanks as one."""
    return " ".join(text.split())


def _without_star(text: str) -> str:
    """A revision star stands far to the right, or alone in its row."""
    if not text.strip("* "):
        return ""
    return text[:-80] + _STAR_RIGHT.sub("", text[-80:])


def _single(text: str) -> str:
    """`IINNTT..` is bold made by setting each letter twice; every word of the row shows it."""
    if len(text) < 2 * _LEAST_DOUBLED or text[0] != text[1]:
        return text
    words = text.split()
    if all(word[0::2] == word[1::2] for word in words) and sum(map(len, words)) >= 2 * _LEAST_DOUBLED:
        return " ".join(word[0::2] for word in words)
    return text


def _close_up(text: str) -> str:
    """`I N T .  H O U S E`, `INT . HOUSE` and `lNT. HOUSE`, as scanning leaves them, as they were set."""
    if text[1:2] == " " and _is_spaced(text.split(" ")):
        text = " ".join(word.replace(" ", "") for word in _WIDE_GAP.split(text))
    match = _SIDE_LETTERS.match(text)
    if match and match[0].upper() not in ("INT.", "EXT."):
        rest = text[match.end() :].lstrip(" .")
        text = ("INT." if match[0][0] in "I1l|" else "EXT.") + ("" if rest[:1] in "/-" else " ") + rest
    return _STRAY_BLANK.sub("", text) if " ." in text or " ," in text else text


def _is_spaced(pieces: Sequence[str]) -> bool:
    """Whether nearly all that stands between single blanks is one letter."""
    letters = [piece for piece in pieces if piece]
    single = sum(len(piece) == 1 for piece in letters)
    return single >= 3 and single * 10 >= len(letters) * 9
