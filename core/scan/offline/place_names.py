"""What a place's name is made of: the words it is compared by, its room and its house, slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.place_words import (
    BESIDE,
    BUILDINGS,
    COMMON_ROOMS,
    HOME_ROOMS,
    OTHER_ROOMS,
    ROOM_MODIFIERS,
    ROOMS,
    SILENT,
    SPELLINGS,
    STREETS,
    WAYS,
    is_listed,
    is_place_noun,
)
from core.scan.offline.words import words as listed

MIN_TYPO_LETTERS = 5
MANY_ROOMS = 3

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
    heads: frozenset[str] = frozenset()
    """The nouns that the house is: BUILDING for DERELICT BUILDING."""

    def in_house(self, house: Name) -> Name:
        """The room of this name in another house."""
        return Name(house.host | self.room, house.host, self.room, house.heads)


def place_words(part: str, owners: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a part as they are compared, in their order; an owner goes by the name in `owners`."""
    raw = _WORD.findall(_with_owner(part, owners))
    if len(raw) > 2 and raw[0] in WAYS and raw[1] in ("THE", "A", "AN"):
        raw = raw[1:]
    if raw[1:] and raw[-1] == "ST":
        raw[-1] = "STREET"
    if len(raw) > 1 and raw[0] == "OUTSIDE" and _spelled(raw[-1]) in BUILDINGS:
        raw = raw[1:]
    found = _without_address([_spelled(word) for word in raw])
    found = [*found[:1], *(word for word in found[1:] if word not in BESIDE)]
    return tuple(_joined([word for word in found if word and word not in SILENT] or found[-1:]))


def _without_address(found: list[str]) -> list[str]:
    at = found.index("ON") if "ON" in found[1:-1] else 0
    return found[:at] if at and found[-1] in STREETS and found[at - 1] not in STREETS else found


def _with_owner(part: str, owners: Mapping[str, str]) -> str:
    """DR. OATMAN'S OFFICE is OATMAN'S, and BETH'S is BETH GARDNER'S where the cast has her by both names."""
    match = _OWNER.match(part)
    if match is None:
        return part
    owner = match[1]
    title = _TITLE.match(owner)
    if (
        owner not in owners
        and title
        and title[0].strip(" .") in listed("titles") | {"LT", "SGT", "CAPT", "PROF"}
    ):
        owner = owner[title.end() :]
    return " AND ".join(owners.get(one, one) for one in re.split(r" (?:AND|&) ", owner)) + part[match.end() :]


def _spelled(word: str) -> str:
    bare = re.sub(r"['’]S?$", "", word).replace("'", "").replace("’", "")
    spelled = SPELLINGS.get(bare, bare)
    if spelled.endswith("S") and is_listed(spelled[:-1]):
        return spelled[:-1]
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


def split_room(
    found: tuple[str, ...], people: frozenset[str] = frozenset()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """House and room of one part: LEONARD APARTMENT BATHROOM, BASEMENT DERELICT BUILDING, LIVING ROOM.

    `people` are the words of people's names: MARK'S BEDROOM is a room of his.
    """
    end = _room_at_end(found)
    if end == 0:
        return (), found
    start = _room_at_start(found)
    if start and len(found) - start > 1 and _is_house(found[start:], people):
        return found[start:], found[:start]
    if end < len(found) and _is_house(found[:end], people):
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


def _is_house(found: tuple[str, ...], people: frozenset[str]) -> bool:
    """Whether these words may be a house that has rooms: a building's noun, or a person's name."""
    return found[-1] in people or found[-1] in BUILDINGS or (found[-1].isdigit() and found[0] in ROOMS)


def name_of(
    parts: Iterable[tuple[str, ...]],
    hosts: Mapping[tuple[str, ...], int],
    people: frozenset[str] = frozenset(),
) -> Name:
    """The name that these parts make. `hosts` counts the different parts that each part is found with."""
    given = [part for part in parts if part]
    everything = frozenset(word for part in given for word in part)
    if len(given) == 1:
        whole, part = split_room(given[0], people)
        return Name(everything, frozenset(whole), frozenset(part), frozenset(whole[-1:]))
    rooms = [part for part in given if not split_room(part, people)[0]]
    houses = [part for part in given if split_room(part, people)[0]]
    if len(rooms) == len(houses) == 1 and _is_rather_the_house(rooms[0], houses[0], hosts):
        rooms, houses = houses, rooms
    if given and not (houses and rooms):
        house = max(given, key=lambda part: (_weight(part, hosts), -given.index(part)))
        houses, rooms = [house], [part for part in given if part is not house]
    host = frozenset(word for part in houses for word in part)
    return Name(everything, host, everything - host, frozenset(part[-1] for part in houses))


def _is_rather_the_house(
    room: tuple[str, ...], house: tuple[str, ...], hosts: Mapping[tuple[str, ...], int]
) -> bool:
    """GYM is the house of GRANDSTANDS where the script says GYM more often, alone and with others."""
    return (
        not is_home_part(frozenset(room))
        and house[-1] not in BUILDINGS
        and hosts.get(room, 0) > hosts.get(house, 0)
    )


def _weight(part: tuple[str, ...], hosts: Mapping[tuple[str, ...], int]) -> tuple[int, bool, bool, int]:
    """How likely a part is the house: by its many rooms, else by its noun, else by any other part."""
    others = hosts.get(part, 0)
    is_room = part[-1] in OTHER_ROOMS or not part[-1].isalpha()
    return others if others >= MANY_ROOMS and not is_room else 0, part[-1] in BUILDINGS, not is_room, others


def is_home_part(room: frozenset[str]) -> bool:
    """KITCHEN, LIVING ROOM, HALLWAY: what every dwelling has."""
    return bool(room & (HOME_ROOMS | COMMON_ROOMS)) or bool(
        room & {"LIVING", "DINING", "FAMILY"} and "ROOM" in room
    )


def differs_by_a_slip(one: frozenset[str], other: frozenset[str], people: frozenset[str]) -> bool:
    """Whether two names are the same but for one letter of one long word that is no other word.

    Where they share a name of their own (EVENT HORIZON, LEWIS AND CLARK) any letter but the first may differ.
    """
    mine, theirs = one - other, other - one
    if len(mine) != 1 or len(theirs) != 1:
        return False
    first, second = sorted((*mine, *theirs), key=len)
    if {first, second} <= people or len(second) < MIN_TYPO_LETTERS or not (first + second).isalpha():
        return False
    if kind_of(first.lower()) is not None and kind_of(second.lower()) is not None:
        return False
    proper = any(not is_place_noun(word) and kind_of(word.lower()) is None for word in one & other)
    at = next((at for at, letter in enumerate(first) if letter != second[at]), len(first))
    if len(first) < MIN_TYPO_LETTERS and second != first + "S":
        return False
    if not proper and second != first + "S" and not 2 <= at < len(first) - 1:
        return False
    return at > 0 and _is_one_letter_off(first, second, at)


def _is_one_letter_off(short: str, long: str, at: int) -> bool:
    """Whether two words differ in the one letter at `at`: another one, one more, or swapped with the next."""
    if len(short) == len(long):
        swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
        return swapped or short[at + 1 :] == long[at + 1 :]
    return len(long) - len(short) == 1 and short[at:] == long[at + 1 :]
