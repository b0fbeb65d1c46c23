"""Earlier rows and new drafts that share a name, and how."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum

from core.rules.diffing.evidence import Profile

MOST_NAMESAKES = 12
"""A name that more drafts than this go by names none of them."""

Pair = tuple[int, int]
"""An earlier row and a new draft, by position."""


class Namesake(IntEnum):
    """How a row and a draft share a name, the weakest first."""

    ALIASES = 1
    SUGGESTED_AND_ALIAS = 2
    SUGGESTED = 3


def namesakes(old: Sequence[Profile], new: Sequence[Profile]) -> Mapping[Pair, Namesake]:
    """All pairs that share a name, of whatever types, in order."""
    rows, drafts = _by_names(old), _by_names(new)
    pairs = {
        (row, at)
        for name in rows.keys() & drafts.keys()
        if max(len(rows[name]), len(drafts[name])) <= MOST_NAMESAKES
        for row in rows[name]
        for at in drafts[name]
    }
    return {(row, at): _how(old[row], new[at]) for row, at in sorted(pairs)}


def _by_names(profiles: Sequence[Profile]) -> Mapping[str, list[int]]:
    holders: dict[str, list[int]] = defaultdict(list)
    for at, profile in enumerate(profiles):
        for name in profile.names:
            holders[name].append(at)
    return holders


def _how(old: Profile, new: Profile) -> Namesake:
    if old.name == new.name:
        return Namesake.SUGGESTED
    if old.name in new.names or new.name in old.names:
        return Namesake.SUGGESTED_AND_ALIAS
    return Namesake.ALIASES


def only_pairs(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs whose row and draft are in no other pair."""
    rows, drafts = Counter(row for row, _ in pairs), Counter(new for _, new in pairs)
    return ((row, new) for row, new in pairs if rows[row] == 1 and drafts[new] == 1)
