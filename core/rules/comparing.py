"""Two branches side by side: which assets are one entity, and in what they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from core.models import AssetCard, AssetDifference, AssetPair, AssetType, RunKind, Trait, WordRun
from core.text import folded

MOST_WORDS = 1200
"""Longer texts are one run each: matching takes time that grows with the square of their words."""

_MOST_SHOWN = 8
_WORDS = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
_TYPES = list(AssetType)


def pairs_of(
    one: Sequence[AssetCard], other: Sequence[AssetCard], parents: Mapping[int, int | None]
) -> tuple[AssetPair, ...]:
    """The assets of two branches by lineage, else by type and name; what only one has comes last.

    `parents` says of every asset of the film what it was forked from; an id that is not in it is of an asset
    that is gone, and still tells its heirs together.
    """
    partners = _matched(one, other, parents)
    taken = {card.asset.id for card in partners.values()}
    pairs = [pair(card, partners[card.asset.id]) for card in one if card.asset.id in partners]
    only_one = [AssetPair(card, None) for card in one if card.asset.id not in partners]
    only_other = [AssetPair(None, card) for card in other if card.asset.id not in taken]
    return tuple(found for part in (pairs, only_one, only_other) for found in sorted(part, key=_place))


def _place(pair: AssetPair) -> tuple[int, str]:
    return _TYPES.index(pair.type), folded(pair.shown.asset.name)


def _matched(
    one: Sequence[AssetCard], other: Sequence[AssetCard], parents: Mapping[int, int | None]
) -> dict[int, AssetCard]:
    """The partner of each asset of `one`, by its id."""
    by_root = {root_of(card.asset.id, parents): card for card in other}
    partners: dict[int, AssetCard] = {
        card.asset.id: partner
        for card in one
        if (partner := by_root.get(root_of(card.asset.id, parents))) is not None
    }
    taken = {card.asset.id for card in partners.values()}
    by_name = {_name(card): card for card in other if card.asset.id not in taken}
    for card in one:
        if card.asset.id not in partners and (partner := by_name.get(_name(card))) is not None:
            partners[card.asset.id] = partner
    return partners


def root_of(asset_id: int, parents: Mapping[int, int | None]) -> int:
    """The first asset of a lineage, over any number of generations."""
    seen = {asset_id}
    while (parent := parents.get(asset_id)) is not None and parent not in seen:
        seen.add(parent)
        asset_id = parent
    return asset_id


def _name(card: AssetCard) -> tuple[AssetType, str]:
    return card.asset.type, folded(card.asset.name)


def pair(one: AssetCard, other: AssetCard) -> AssetPair:
    """Two assets that are one entity, with all that differs."""
    return AssetPair(
        one,
        other,
        tuple(_differences(one, other)),
        word_runs(one.asset.description, other.asset.description),
        word_runs(one.asset.additions, other.asset.additions),
    )


def _differences(one: AssetCard, other: AssetCard) -> Iterator[AssetDifference]:
    for difference in AssetDifference:
        if _aspect(one, difference) != _aspect(other, difference):
            yield difference


def _aspect(card: AssetCard, difference: AssetDifference) -> object:
    """What of an asset is compared; evidence is the script's, and pictures are known by their content."""
    asset = card.asset
    match difference:
        case AssetDifference.NAME:
            return asset.name
        case AssetDifference.DESCRIPTION:
            return asset.description
        case AssetDifference.ADDITIONS:
            return asset.additions
        case AssetDifference.TRAITS:
            return _traits(asset.traits)
        case AssetDifference.VOICE:
            return asset.voice_id
        case AssetDifference.STATE:
            return card.state
        case AssetDifference.LOCK:
            return asset.locked_at is None
        case AssetDifference.IMAGE_KEY:
            return card.image_key_path


def _traits(traits: Iterable[Trait]) -> frozenset[tuple[str, str]]:
    return frozenset((trait.field, trait.value) for trait in traits)


def difference(earlier: Sequence[str], now: Sequence[str]) -> str:
    """From where on texts differ from the present ones, pair by pair: the earlier words, or those that were
    not there yet."""
    for one, other in zip(earlier, now, strict=True):
        old, new = one.split(), other.split()
        if old != new:
            return _first_difference(old, new)
    return "as it is now"


def _first_difference(old: list[str], new: list[str]) -> str:
    same = _alike(old, new)
    left, right = old[same:], new[same:]
    tail = _alike(left[::-1], right[::-1])
    if tail < len(left):
        return " ".join(left[: len(left) - tail][:_MOST_SHOWN])
    return f"without “{' '.join(right[: len(right) - tail][:_MOST_SHOWN])}”"


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def word_runs(one: str, other: str) -> tuple[WordRun, ...]:
    """Two texts as runs that both have, that only `one` has and that only `other` has, in their order.

    The runs of SAME and ONE together are `one` to the letter, those of SAME and OTHER are `other`.
    """
    first, second = _WORDS.findall(one), _WORDS.findall(other)
    if max(len(first), len(second)) > 2 * MOST_WORDS:
        return _runs((RunKind.ONE, one), (RunKind.OTHER, other))
    found: list[WordRun] = []
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += _runs((RunKind.SAME, "".join(first[a:b])))
        else:
            found += _runs((RunKind.ONE, "".join(first[a:b])), (RunKind.OTHER, "".join(second[c:d])))
    return tuple(found)


def _runs(*runs: tuple[RunKind, str]) -> tuple[WordRun, ...]:
    return tuple(WordRun(kind, text) for kind, text in runs if text)
