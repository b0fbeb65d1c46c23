"""Texts of two revisions as they are compared: words alone, without case, punctuation and names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from core.models import Draft

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


class Renames:
    """Folds texts so that what the script merely calls by another name now is the same text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for name in set(names):
            self._by_first[name.split(" ", 1)[0]].append(name)

    def fold(self, text: str) -> str:
        """The words of a text, with each name that was given up, or is new, replaced by `MASK`."""
        folded = words(text)
        names = (name for word in set(folded.split()) for name in self._by_first.get(word, ()))
        return masked(folded, names)
