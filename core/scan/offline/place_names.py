"""What a place's name is made of: its words as they are compared, its room and its house, slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.place_words import (
    BUILDINGS,
    HOME_ROOMS,
    ROOM_MODIFIERS,
    ROOMS,
    SILENT,
    SPELLINGS,
    is_place_noun,
)
from core.scan.offline.words import words as listed

MIN_TYPO_LETTERS = 5

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*['’]?")
_OWNER = re.compile(r"(.{1,60}?)['’]S?(?= |$)")
_TITLE = re.compile(r"(?:[A-Z]{2,4}\.|[A-Z]{4,12}) ")


@dataclass(frozen=True, slots=True)
class Name:
    """A set's name: all its words as they are compared, those of its house, those of its room.

    A name without a room is a house as a whole or a place of one part; one without a host is a bare room.
    """

    words: frozenset[str]
    host: frozenset[str]
    room: frozenset[str]

    @property
    def key(self) -> str:
        """One string for all spellings: GATE HOUSE is GATEHOUSE."""
        return "".join(sorted("".join(sorted(self.words))))


def place_words(part: str, owners: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a part as they are compared, in their order; an owner goes by the name in `owners`."""
    found = [_spelled(word) for word in _WORD.findall(_with_owner(part, owners))]
    return tuple(_joined([word for word in found if word and word not in SILENT]))


def _with_owner(part: str, owners: Mapping[str, str]) -> str:
    """`DR. OATMAN'S OFFICE` is OATMAN'S, and BETH'S is BETH GARDNER'S where the cast knows her by both names."""
    match = _OWNER.match(part)
    if match is None:
        return part
    owner = match[1]
    title = _TITLE.match(owner)
    if owner not in owners and title and title[0].strip(" .") in listed("titles") | {"LT", "SGT", "CAPT", "PROF"}:
        owner = owner[title.end() :]
    return owners.get(owner, owner) + part[match.end() :]


def _spelled(word: str) -> str:
    bare = re.sub(r"['’]S?$", "", word).replace("'", "").replace("’", "")
    spelled = SPELLINGS.get(bare, bare)
    one = singular(spelled.lower()).upper()
    return one if one != spelled and (is_place_noun(one) or kind_of(one.lower()) is not None) else spelled


def _joined(found: list[str]) -> list[str]:
    """BATH ROOM is BATHROOM, DAY CARE is DAYCARE."""
    joined: list[str] = []
    for word in found:
        last = joined[-1] if joined else ""
        if last and kind_of((last + word).lower()) == "built" and (last + word).lower() != last.lower():
            joined[-1] = last + word
        else:
            joined.append(word)
    return joined


def split_room(found: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """House and room of one part: LEONARD APARTMENT BATHROOM, BASEMENT DERELICT BUILDING, LIVING ROOM."""
    end = _room_at_end(found)
    if end == 0:
        return (), found
    start = _room_at_start(found)
    if start and _is_house(found[start:]):
        return found[start:], found[:start]
    if end < len(found) and _is_house(found[:end]):
        return found[:end], found[end:]
    return found, ()


def _room_at_end(found: tuple[str, ...]) -> int:
    """Where the room begins with which a name ends; the name's length where it ends in none."""
    if not found or not (found[-1] in ROOMS or found[-1].isdigit()):
        return len(found)
    at = len(found) - 1
    if found[-1].isdigit():
        if at == 0 or found[at - 1] not in ROOMS:
            return len(found)
        at -= 1
    while at and found[at - 1] in ROOM_MODIFIERS:
        at -= 1
    return at


def _room_at_start(found: tuple[str, ...]) -> int:
    """Where the room ends with which a name begins, 0 where it begins with none."""
    at = 0
    while at < len(found) and found[at] in ROOM_MODIFIERS and found[at] not in ROOMS:
        at += 1
    return at + 1 if at < len(found) - 1 and found[at] in ROOMS else 0


def _is_house(found: tuple[str, ...]) -> bool:
    """Whether these words may be a house that has rooms: a building's noun, or a name of their own."""
    known = found[-1] in BUILDINGS or (found[-1].isdigit() and found[0] in ROOMS)
    return known or (kind_of(found[-1].lower()) is None and found[-1] not in ROOM_MODIFIERS)


def name_of(parts: Iterable[tuple[str, ...]], hosts: Mapping[tuple[str, ...], int]) -> Name:
    """The name that these parts make. `hosts` counts the different parts that each part is found with."""
    given = [part for part in parts if part]
    everything = frozenset(word for part in given for word in part)
    if len(given) == 1:
        host, room = split_room(given[0])
        return Name(everything, frozenset(host), frozenset(room))
    rooms = [part for part in given if not split_room(part)[0]]
    houses = [part for part in given if split_room(part)[0]]
    if not houses or not rooms:
        house = max(given, key=lambda part: (hosts.get(part, 0), -given.index(part)))
        houses, rooms = [house], [part for part in given if part is not house]
    host = frozenset(word for part in houses for word in part)
    return Name(everything, host, everything - host)


def is_bare_home_room(name: Name) -> bool:
    """KITCHEN, GUEST BATHROOM: a part of a dwelling with no word of whose."""
    return not name.host and bool(name.room & HOME_ROOMS or {"LIVING", "DINING"} & name.room)


def differs_by_a_slip(one: frozenset[str], other: frozenset[str], people: frozenset[str]) -> bool:
    """Whether two names are the same but for one letter of one long word that is no other word."""
    mine, theirs = one - other, other - one
    if len(mine) != 1 or len(theirs) != 1:
        return False
    first, second = sorted((*mine, *theirs), key=len)
    if {first, second} & people or len(first) < MIN_TYPO_LETTERS or not (first + second).isalpha():
        return False
    both_known = kind_of(first.lower()) is not None and kind_of(second.lower()) is not None
    return not both_known and _is_one_letter_off(first, second)


def _is_one_letter_off(short: str, long: str) -> bool:
    """One letter more or other, neither in the first two nor the last; a plural's S."""
    if long == short + "S":
        return True
    at = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(long) - len(short) > 1 or at < 2 or at >= len(short) - 1:
        return False
    return short[at:] == long[at + 1 :] or (len(short) == len(long) and short[at + 1 :] == long[at + 1 :])
