"""Which drafts of two scans share their evidence: by an index of its texts, never pair by pair."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.models import AssetType
from core.rules.diffing.evidence import Profile, length

Score = TypeVar("Score", float, tuple[float, float])
Known = tuple[AssetType | None, frozenset[str]]
"""By what a draft is known: its type, None where that says nothing, and its evidence."""

Text = tuple[AssetType | None, str]

MIN_SHARE = 0.5
MIN_SHARED = 2
LONG_TEXT = 6
"""Words of a text that tells on its own who is meant."""

TOO_COMMON = 8
"""A text that more drafts than this have in common says nothing of any of them."""


@dataclass(frozen=True, slots=True)
class Face:
    """One look of an earlier row: the row itself, or one of the drafts that a person joined in it."""

    row: int
    type: AssetType
    names: frozenset[str]
    evidence: frozenset[str]
    named: frozenset[str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far a face (by position) and a new draft share their evidence; `score` is in 0..1.

    `tells` says that it is enough to know one by the other.
    """

    face: int
    row: int
    new: int
    score: float
    tells: bool


def likenesses(
    faces: Sequence[Face], types: Sequence[AssetType], profiles: Sequence[Profile]
) -> tuple[Likeness, ...]:
    """All pairs of one type that share evidence; `types` and `profiles` are those of the new drafts."""
    drafts = [(type, profile.evidence) for type, profile in zip(types, profiles, strict=True)]
    return tuple(_likenesses(faces, [(face.type, face.evidence) for face in faces], drafts, LONG_TEXT))


def likenesses_across_types(faces: Sequence[Face], profiles: Sequence[Profile]) -> tuple[Likeness, ...]:
    """All pairs that share texts which speak of both by name. One alone never tells: a child that somebody
    now carries is no basket that they carried before."""
    drafts = [(None, profile.named) for profile in profiles]
    return tuple(_likenesses(faces, [(None, face.named) for face in faces], drafts))


def _likenesses(
    faces: Sequence[Face], before: Sequence[Known], after: Sequence[Known], long: float = math.inf
) -> Iterator[Likeness]:
    """The pairs that share evidence; of `long` words a single text tells on its own."""
    old, new = _holders(before), _holders(after)
    telling = {key for key in old.keys() | new.keys() if _tells_apart(old.get(key, ()), new.get(key, ()))}
    shared: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key in telling & old.keys() & new.keys():
        for one in old[key]:
            for other in new[key]:
                shared[one, other].append(key[1])
    sizes, new_sizes = ([_size(telling, one) for one in some] for some in (before, after))
    for (face, at), texts in shared.items():
        yield _likeness(faces[face].row, face, at, texts, (sizes[face], new_sizes[at]), long)


def _holders(known: Iterable[Known]) -> Mapping[Text, list[int]]:
    holders: dict[Text, list[int]] = defaultdict(list)
    for at, (type, texts) in enumerate(known):
        for text in texts:
            holders[type, text].append(at)
    return holders


def _tells_apart(*holders: Sequence[int]) -> bool:
    return max(map(len, holders)) <= TOO_COMMON


def _size(telling: set[Text], known: Known) -> int:
    type, texts = known
    return sum((type, text) in telling for text in texts)


def _likeness(
    row: int, face: int, new: int, texts: Sequence[str], sizes: tuple[int, int], long: float
) -> Likeness:
    count, smaller = len(texts), min(sizes)
    enough = count >= MIN_SHARED or (smaller == 1 and length(texts[0]) >= long)
    score = count / (sum(sizes) - count)
    return Likeness(face, row, new, score, enough and count / smaller >= MIN_SHARE)


def clear(found: Iterable[Likeness]) -> Iterator[Likeness]:
    """Those that tell, and that no other draft rivals at either end. Looks of one row are no rivals."""
    pairs = [one for one in found if one.tells]
    rows = _leaders((one.new, one.row, one.score) for one in pairs)
    drafts = _leaders((one.face, one.new, one.score) for one in pairs)
    return (one for one in pairs if rows[one.new] == one.row and drafts[one.face] == one.new)


def _leaders(scores: Iterable[tuple[int, int, float]]) -> Mapping[int, int | None]:
    """For each first number the second one with the best score; None when two are equally good."""
    ranked: dict[int, dict[int, float]] = defaultdict(dict)
    for one, other, score in scores:
        ranked[one][other] = max(score, ranked[one].get(other, 0.0))
    return {one: sole_best(others) for one, others in ranked.items()}


def sole_best(scores: Mapping[int, Score]) -> int | None:
    """The key with the best score; None when there is none or two are equally good."""
    if not scores:
        return None
    best = max(scores.values())
    first, *others = (key for key, score in scores.items() if score == best)
    return None if others else first


def agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether at least half of the smaller set of mention texts is in the other one too."""
    smaller = min(len(one), len(other))
    return smaller > 0 and len(one & other) / smaller >= MIN_SHARE
