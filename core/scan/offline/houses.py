"""Whose house is meant: one dwelling of one owner under all its names, HOUSE, HOME and BUNGALOW."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from core.scan.offline.lexicon import kind_of
from core.scan.offline.place_names import Name, is_home_part
from core.scan.offline.place_words import (
    BUILDINGS,
    DWELLINGS,
    HOUSES,
    NEUTRAL_DWELLINGS,
    OTHER_ROOMS,
    is_listed,
)


class Houses:
    """The dwellings of a script by owner: what its names are when their owner has only one."""

    def __init__(self, names: Iterable[Name], people: frozenset[str]) -> None:
        """`people` are the words of people's names."""
        self._people = people
        self._kinds: dict[frozenset[str], set[str]] = defaultdict(set)
        for name in names:
            owner, dwelling = _taken_apart(name.host, self._people)
            if owner and (dwelling or is_home_part(name.room)):
                self._kinds[owner].update({dwelling} if dwelling else ())
        self._same = {owner: one for owner in self._kinds if (one := self._same_owner(owner))}
        self._single = {owner for owner, kinds in self._kinds.items() if _is_one_dwelling(kinds)}

    def _same_owner(self, owner: frozenset[str]) -> frozenset[str] | None:
        """Who else an owner is: CARL AND ELLIE are CARL where only one of them has a house of their own.

        COLLINS is CHRISTINE COLLINS where no other Collins has one.
        """
        alone = [
            one
            for one in self._kinds
            if "AND" not in one and (one < owner if "AND" in owner else owner < one)
        ]
        by_name = "AND" in owner or owner <= self._people
        fits = len(alone) == 1 and _is_one_dwelling(self._kinds[alone[0]] | self._kinds[owner])
        return alone[0] if by_name and fits else None

    def identity(self, name: Name) -> frozenset[str]:
        """The words by which a name is compared: without the dwelling's noun where its owner has but one."""
        owner, dwelling = _taken_apart(name.host, self._people)
        if name.room <= OTHER_ROOMS and name.host <= BUILDINGS and name.host and name.room:
            return name.words | {"@ROOM"}
        if not owner:
            return name.words
        owner = self._same.get(owner, owner)
        if owner not in self._single or not (dwelling or name.room):
            return name.words
        if not dwelling and not is_home_part(name.room):
            return name.words
        return owner | name.room | ({"@HOUSE"} if dwelling or name.room else set())

    def house(self, name: Name) -> frozenset[str]:
        """What a name's house is compared by, the same for all its rooms."""
        owner = self.owner(name)
        return owner | {"@HOUSE"} if owner in self._single else name.host

    def owner(self, name: Name) -> frozenset[str]:
        """The owner of a dwelling, empty for other places."""
        owner, _ = _taken_apart(name.host, self._people)
        return self._same.get(owner, owner)

    def has_several(self, owner: frozenset[str]) -> bool:
        """Whether an owner has a house and, say, an apartment."""
        return owner in self._kinds and owner not in self._single


def _taken_apart(host: frozenset[str], people: frozenset[str]) -> tuple[frozenset[str], str]:
    """Owner and dwelling of a house's words; no owner where the words are no name of a person or family."""
    dwellings = sorted(host & DWELLINGS)
    if len(dwellings) > 1:
        return frozenset(), ""
    owner = host - DWELLINGS
    is_name = all(word in people or word == "AND" or _is_no_noun(word) for word in owner)
    return (owner, dwellings[0] if dwellings else "") if owner and is_name else (frozenset(), "")


def _is_no_noun(word: str) -> bool:
    return kind_of(word.lower()) is None and not is_listed(word)


def _is_one_dwelling(kinds: set[str]) -> bool:
    special = kinds - NEUTRAL_DWELLINGS
    return len(special) <= 1 and ("HOUSE" not in kinds or special <= HOUSES)
