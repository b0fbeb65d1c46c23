"""Texts of two revisions as they are compared: words alone, without case, punctuation and names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from core.models import Draft

MASK, STRANGER = "*", "+"
"""Stand where an entity's own name was, and where another one's was; no words of `words`."""

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


def masked(text: str, names: Iterable[str], mask: str = MASK) -> str:
    """Folded words with each of the folded names replaced by a mask, the longest names first."""
    spread = f" {text.replace(' ', '  ')} "
    for name in sorted(names, key=len, reverse=True):
        spread = spread.replace(f" {name.replace(' ', '  ')} ", f" {mask} ")
    return " ".join(spread.split())


class Strangers:
    """Many names at once that two texts may differ in and still be the same; folded names go in."""

    def __init__(self, names: Iterable[str]) -> None:
        split = {name: name.split() for name in names}
        count = Counter(word for parts in split.values() for word in parts)
        self._by_rarest: dict[str, list[str]] = defaultdict(list)
        for name, parts in split.items():
            self._by_rarest[min(parts, key=lambda word: (count[word], word))].append(name)

    def fold(self, text: str) -> str:
        """The words of a text without these names."""
        return self.mask(words(text))

    def mask(self, folded: str) -> str:
        """Folded words with `STRANGER` for each of the names."""
        names = [name for word in {*folded.split()} for name in self._by_rarest.get(word, ())]
        return masked(folded, names, STRANGER) if names else folded


NOBODY = Strangers(())
