"""Resolve: things that may be one prop under two names. Few and good: a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from core.models import AssetType, Suggestion
from core.scan.offline.lexicon import same_kind, singular
from core.scan.offline.props import Thing

MAX_LINES = 6


def suggest_things(things: Sequence[Thing]) -> tuple[Suggestion, ...]:
    """Pairs of the things shown that may be one: two words for one kind, of one owner or in one scene."""
    heads = Counter(thing.head for thing in things)
    plain = [thing for thing in things if _is_plain(thing) and (heads[thing.head] == 1 or _owner(thing))]
    return tuple(
        Suggestion(AssetType.PROP, first.key, second.key, reason, _lines(first, second))
        for first, second in combinations(plain, 2)
        if (reason := _reason(first, second))
    )


def _is_plain(thing: Thing) -> bool:
    """Whether its name tells no kind: AIRSHIP, BEN'S AIRSHIP, not TOY AIRSHIP."""
    return singular(thing.key.rpartition("'S ")[2].lower()) == thing.head


def _owner(thing: Thing) -> str:
    return thing.key.rpartition("'S ")[0]


def _reason(first: Thing, second: Thing) -> str:
    if second.head not in same_kind(first.head) or _together(first, second):
        return ""
    kinds = f"“{first.head.capitalize()}” and “{second.head}” name the same kind of thing"
    if _owner(first) and _owner(first) == _owner(second):
        return f"{kinds}, and both are {_owner(first)}'s."
    if (_owner(first) and _owner(second)) or not _scenes(first) & _scenes(second):
        return ""
    return f"{kinds}, and both are in one scene."


def _together(first: Thing, second: Thing) -> bool:
    """Two that one sentence names are two."""
    return bool({item.sentence for item in first.seen} & {item.sentence for item in second.seen})


def _scenes(thing: Thing) -> set[int | None]:
    return {item.sentence.scene for item in thing.seen}


def _lines(first: Thing, second: Thing) -> tuple[int, ...]:
    """The first lines of both in the scenes that they share, else their first ones."""
    shared = _scenes(first) & _scenes(second)
    lines: list[int] = []
    for thing in (first, second):
        places = [item.sentence.line for item in thing.seen if not shared or item.sentence.scene in shared]
        lines += places[: MAX_LINES // 2]
    return tuple(sorted(set(lines)))
