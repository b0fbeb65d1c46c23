"""Two texts and the words in which they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from textual.content import Content

MOST_WORDS = 600
"""Longer texts are shown without marks: matching takes time that grows with the square of their words."""

_WORDS = re.compile(r"\s+|\S+")


def changed_words(old: str, new: str) -> tuple[Content, Content]:
    """Both texts; words that only `old` has are underlined in it, words that only `new` has are bold."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > 2 * MOST_WORDS:
        return Content(old), Content(new)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return (
        _marked(before, [(block.a, block.size) for block in blocks], "underline $warning"),
        _marked(after, [(block.b, block.size) for block in blocks], "bold $success"),
    )


def _marked(words: list[str], same: Iterable[tuple[int, int]], style: str) -> Content:
    """The words with those that are in none of the `same` runs (first word, how many) in `style`."""
    parts: list[Content] = []
    at = 0
    for first, count in same:
        if first > at:
            parts.append(Content.styled("".join(words[at:first]), style))
        parts.append(Content("".join(words[first : first + count])))
        at = first + count
    return Content("").join(parts)
