"""Scene numbers in the margins: `12A  INT. HOUSE - DAY  12A`, `3.70 INT. HOUSE`, `45 OMITTED 45`."""

from __future__ import annotations

import re

from core.screenplay.shapes import has_place_first, heading_prefix, is_slug

_NUMBER = r"\*? ?(?:[A-Z]{0,2}\d{1,4}[A-Z]{0,3}(?:-[A-Z]{0,2}\d{1,4}[A-Z]{0,2})?|\d{1,2}\.\d{1,3})[.)]?"
_LEFT = re.compile(rf"({_NUMBER}) +(?=\S)")
_RIGHT = re.compile(rf" {{2,}}({_NUMBER})$")
_TAIL = re.compile(rf" ({_NUMBER})$")


def split_numbers(text: str) -> tuple[str, str, int]:
    """A heading without the scene number in its margins, that number, and how many characters went left.

    A row that is no heading comes back as it is.
    """
    if heading_prefix(text):
        bare, label = _split_right(text, "")
        return bare, label, 0
    match = _LEFT.match(text[:40])
    if match is None:
        return text, "", 0
    label = _bare(match[1])
    bare, right = _split_right(text[match.end() :], label)
    apart = right == label or match[0].endswith("  ")
    if heading_prefix(bare) or (bare and is_slug(bare) and (apart or has_place_first(bare))):
        return bare, label, match.end()
    return text, "", 0


def _split_right(text: str, left: str) -> tuple[str, str]:
    """Only the number of the other margin may stand one blank away."""
    match = _RIGHT.search(text[-60:])
    if match is None:
        match = _TAIL.search(text[-20:])
        if match is None or not left or _bare(match[1]) != left:
            return text, ""
    return text[: len(text) - len(match[0])].rstrip(), _bare(match[1])


def _bare(number: str) -> str:
    return number.strip("* .)")
