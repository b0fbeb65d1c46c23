"""Texts of two revisions as they are compared: words alone, without case, punctuation and names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.models import Conflict, Draft

MASK = "*"
"""Stands where a name was; no word of `words`."""

_CJK = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_ARTICLES = ("the ", "a ", "an ")


def words(text: str) -> str:
    """The words of a text, folded, with one space between; Chinese and Japanese signs are words each."""
    return " ".join(_WORD.findall(text.casefold()))


def bare(name: str) -> str:
    """A name as it is compared: folded, without punctuation and leading article. Only blanks give ""."""
    folded = words(name) or name.casefold().strip()
    article = next((one for one in _ARTICLES if folded.startswith(one)), "")
    return folded[len(article) :]


def bare_names(draft: Draft) -> frozenset[str]:
    """All names of a draft as they are compared."""
    return frozenset(filter(None, map(bare, (draft.suggested_name, *draft.aliases))))


def says(text: str, name: str) -> bool:
    """Whether folded words contain a folded name as whole words."""
    return f" {name} " in f" {text} "


def masked(text: str, names: Iterable[str]) -> str:
    """Folded words with each of the folded names replaced by `MASK`, the longest names first."""
    spread = f" {text.replace(' ', '  ')} "
    for name in sorted(names, key=len, reverse=True):
        spread = spread.replace(f" {name.replace(' ', '  ')} ", f" {MASK} ")
    return " ".join(spread.split())


def conflict_key(conflict: Conflict, names: Iterable[str]) -> tuple[str, ...]:
    """The evidence of a conflict: its field, both values and both lines; never where they stand.

    The entity's own `names` don't count, so that a decision outlives a new name.
    """
    sides = (conflict.earlier, conflict.later)
    texts = (text for side in sides for text in (side.value, side.mention.text))
    return (conflict.field, *(masked(words(text), names) for text in texts))
