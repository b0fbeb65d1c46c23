"""Finding names in running text: the longest name wins, and no name belongs to two entities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.scan.offline.lexicon import kind_of
from core.scan.offline.source import canonical
from core.scan.offline.words import words


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: `owner` is the entity's key; `possessive` when 's follows."""

    start: int
    end: int
    owner: str
    possessive: bool


class NameIndex:
    """Finds the names of many entities at once. `names` maps each entity's key to its names."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        claims = [(canonical(name), owner) for owner, listed in names.items() for name in listed]
        holders = Counter(name for name, _ in set(claims))
        self._owners = {name: owner for name, owner in claims if holders[name] == 1}
        longest_first = sorted(self._owners, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
        self._pattern = re.compile(rf"(?<![\w'’])(?:{joined})(?![\w])", re.IGNORECASE) if joined else None

    def find(self, text: str) -> Iterator[Found]:
        """The names in `text`, left to right; a role in lower case counts only with its article."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text.replace("’", "'")):
            if _is_spelled_as_name(text, match.start(), match[0]):
                after = text[match.end() : match.end() + 2]
                owner = self._owners[canonical(match[0])]
                yield Found(match.start(), match.end(), owner, after in ("'s", "’s", "'S", "’S"))

    def owners(self, text: str) -> frozenset[str]:
        """The entities that `text` names."""
        return frozenset(found.owner for found in self.find(text))


def is_role(name: str) -> bool:
    """Whether a name is made of common nouns and titles only: THE WATCHMAN, HARBOUR OFFICER, GUARD #2."""
    tokens = [token for token in re.findall(r"[^\W\d_]+", name.upper()) if token not in words("qualifiers")]
    return bool(tokens) and (kind_of(tokens[-1].lower()) == "person" or tokens[-1] in words("titles"))


def is_proper(name: str) -> bool:
    """Whether a name holds a proper noun: OFFICER TEAGUE does, HARBOUR OFFICER does not."""
    return not is_role(name)


def _is_spelled_as_name(text: str, start: int, found: str) -> bool:
    parts = [part for part in re.split(r"\s+", found) if part[0].isalpha()]
    if all(part[0].isupper() or not part[0].islower() for part in parts):
        return True
    article = re.search(r"\b(?:the|that|this)\s{1,3}$", text[max(0, start - 8) : start], re.IGNORECASE)
    return article is not None and is_role(found)
