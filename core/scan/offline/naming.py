"""Finding names in running text: the longest name wins, and no name belongs to two entities."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.scan.offline.cues import SHORT_TITLES, canonical
from core.scan.offline.vocabulary import Vocabulary, deeds
from core.scan.offline.words import words

MAX_GAP = 12
"""Characters before a name in which the end of a sentence is looked for."""

_TOKEN = re.compile(r"[^\W_]+")
_TITLES = {short.lower(): title.lower() for short, title in SHORT_TITLES.items()}
_GLUE = frozenset((" ", "  ", "-", "'", ". ", ".", " #", "#", " - ", "' ", ", ", " '", "' ", "\n"))
_NUMBERED = re.compile(r" ?#\d")
"""The next figure of a name: “Man #2” is no mention of the MAN."""
_STATED = re.compile(r"['’]s\b|\s*(?:[,.!?;:)…—–-]|$)")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: `owner` is the entity's key; `possessive` when 's follows.

    `spelled` is False for a role in lower case behind its article: “the watchman”.
    """

    start: int
    end: int
    owner: str
    possessive: bool
    spelled: bool = True


@dataclass(frozen=True, slots=True)
class _Name:
    tokens: tuple[str, ...]
    owner: str


class NameIndex:
    """Finds the names of many entities at once. `names` maps each entity's key to its names.

    `vocabulary` is the script's: by it a name that is an ordinary word too (Will) is told from the word.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary or Vocabulary()
        claims = {(_split(name), owner) for owner, listed in names.items() for name in map(canonical, listed)}
        holders = Counter(tokens for tokens, _ in claims)
        self._read: dict[str, tuple[Found, ...]] = {}
        self._starting: dict[str, list[_Name]] = defaultdict(list)
        for tokens, owner in sorted(claims, key=lambda claim: (-len(claim[0]), claim)):
            if tokens and holders[tokens] == 1:
                self._starting[tokens[0]].append(_Name(tokens, owner))

    def find(self, text: str) -> tuple[Found, ...]:
        """The names in `text`, left to right; a role in lower case counts only with its article."""
        if text not in self._read:
            self._read[text] = tuple(self._names_in(text))
        return self._read[text]

    def _names_in(self, text: str) -> Iterator[Found]:
        if self._starting.keys().isdisjoint(_split(text)):
            return
        spots = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
        folded = [_fold(text[start:end]) for start, end in spots]
        at = 0
        while at < len(spots):
            name = next(
                (n for n in self._starting.get(folded[at], ()) if _fits(n, folded, at, spots, text)), None
            )
            found = name and self._found(name, spots[at][0], spots[at + len(name.tokens) - 1][1], text)
            if found:
                yield found
            at += len(name.tokens) if name and found else 1

    def owners(self, text: str) -> frozenset[str]:
        """The entities that `text` names."""
        return frozenset(found.owner for found in self.find(text))

    def _found(self, name: _Name, start: int, end: int, text: str) -> Found | None:
        spelled = _is_capitalised(text[start:end])
        if spelled and len(name.tokens) == 1 and not self._is_name_here(text, start, end):
            return None
        if not spelled and not (_follows_article(text, start) and self._vocabulary.is_role(text[start:end])):
            return None
        if _NUMBERED.match(text, end) and not any(char.isdigit() for char in name.tokens[-1]):
            return None
        after = text[end : end + 2]
        possessive = after in ("'s", "’s", "'S", "’S") or (after[:1] in ("'", "’") and text[end - 1] in "sS")
        return Found(start, end, name.owner, possessive, spelled)

    def _is_name_here(self, text: str, start: int, end: int) -> bool:
        """An ordinary word that starts a sentence has a capital for that; there a name must act like one."""
        word = text[start:end]
        if (word.isupper() and len(word) > 1) or not self._vocabulary.is_common(word):
            return True
        before = text[max(0, start - MAX_GAP) : start].rstrip(" \"“”'‘(")
        if before and before[-1] not in ".!?…:-–—":
            return True
        following = _TOKEN.match(text, end + 1)
        return bool(_STATED.match(text, end)) or bool(following and following[0].upper() in deeds())


def is_role(name: str) -> bool:
    """Whether a name is made of common nouns and titles only, by the lexicon alone."""
    return Vocabulary().is_role(name)


def is_proper(name: str) -> bool:
    """Whether a name holds a proper noun, by the lexicon alone."""
    return not is_role(name)


def is_group(name: str) -> bool:
    """Whether a name stands for several people, by the lexicon alone."""
    return Vocabulary().is_group(name)


def _split(name: str) -> tuple[str, ...]:
    return tuple(_fold(token) for token in _TOKEN.findall(name))


def _fold(token: str) -> str:
    lower = token.lower()
    return _TITLES.get(lower, lower)


def _fits(name: _Name, folded: list[str], at: int, spots: list[tuple[int, int]], text: str) -> bool:
    size = len(name.tokens)
    if tuple(folded[at : at + size]) != name.tokens:
        return False
    start = spots[at][0]
    if start > 1 and text[start - 1] in "'’" and text[start - 2].isalnum():
        return False
    return all(
        _is_glue(text[spots[here][1] : spots[here + 1][0]], folded[here]) for here in range(at, at + size - 1)
    )


def _is_glue(gap: str, before: str) -> bool:
    if gap in (". ", ", "):
        return len(before) <= 2 or before.upper() in words("titles", "descents")
    return gap.replace("’", "'") in _GLUE


def _is_capitalised(found: str) -> bool:
    tokens = [match[0] for match in _TOKEN.finditer(found)]
    small = words("small")
    loud = [token for token in tokens if not token[0].islower()]
    return (
        not tokens[0][0].islower()
        and all(not token[0].islower() or token.upper() in small or token == "s" for token in tokens)
        and bool(loud)
    )


def _follows_article(text: str, start: int) -> bool:
    return bool(re.search(r"\b(?:the|that|this)\s{1,3}$", text[max(0, start - 8) : start], re.IGNORECASE))
