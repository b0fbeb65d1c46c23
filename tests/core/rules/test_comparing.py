"""Which assets of two branches are one entity, and in what they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.models import (
    AspectRatio,
    Asset,
    AssetCard,
    AssetDifference,
    AssetId,
    AssetState,
    AssetType,
    BranchId,
    RunKind,
    Trait,
)
from core.rules.comparing import difference, pair, pairs_of, root_of, word_runs

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def card(key: int, name: str = "MARA", type: AssetType = AssetType.CHARACTER) -> AssetCard:
    """An asset without a picture."""
    asset = Asset(
        id=AssetId(key),
        branch_id=BranchId(1),
        type=type,
        name=name,
        aliases=(),
        description="A harbour pilot in a blue coat.",
        traits=(),
        conflicts=(),
        source_mentions=(),
        voice_id=None,
        aspect_ratio=AspectRatio.PORTRAIT,
        priority=True,
        confidence=1.0,
        manual_add=False,
        image_key_id=None,
        locked_at=None,
        version=1,
        created_at=NOW,
        updated_at=NOW,
    )
    return AssetCard(asset, AssetState.NO_IMAGE, 0, (), None)


def ids(pairs: object) -> list[tuple[int | None, int | None]]:
    return [
        (one.one and one.one.asset.id, one.other and one.other.asset.id)
        for one in pairs  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize(
    ("parents", "one", "other"),
    [
        ({1: None, 2: 1}, 1, 2),
        ({1: None, 2: 1}, 2, 1),
        ({1: None, 2: 1, 3: 2}, 1, 3),
        ({1: None, 2: 1, 3: 2}, 3, 1),
        ({1: None, 2: 1, 3: 1}, 2, 3),
        ({2: 1, 3: 1}, 2, 3),
    ],
    ids=["child", "parent", "grandchild", "grandparent", "sibling", "sibling of a deleted one"],
)
def test_a_lineage_makes_a_pair_whatever_the_names_are(
    parents: dict[int, int | None], one: int, other: int
) -> None:
    assert ids(pairs_of([card(one, "MARA")], [card(other, "THE PILOT")], parents)) == [(one, other)]


def test_without_lineage_type_and_name_make_a_pair_and_the_rest_comes_last() -> None:
    first = [card(1, "OAR", AssetType.PROP), card(2, "Quay", AssetType.LOCATION), card(3, "ANNA")]
    second = [card(4, "OAR"), card(5, "QUAY", AssetType.LOCATION), card(6, "BOAT", AssetType.PROP)]
    assert ids(pairs_of(first, second, {})) == [(2, 5), (3, None), (1, None), (None, 4), (None, 6)]


def test_a_name_is_no_pair_when_the_lineage_has_another() -> None:
    one, other = [card(1, "MARA")], [card(2, "THE PILOT"), card(3, "MARA")]
    assert ids(pairs_of(one, other, {1: None, 2: 1, 3: None})) == [(1, 2), (None, 3)]


def test_a_circle_ends() -> None:
    assert root_of(1, {1: 2, 2: 1}) == 2


OTHER_FIELDS: dict[AssetDifference, dict[str, Any]] = {
    AssetDifference.NAME: {"name": "MARA VOSS"},
    AssetDifference.DESCRIPTION: {"description": "Other."},
    AssetDifference.ADDITIONS: {"additions": "A narrow face."},
    AssetDifference.TRAITS: {"traits": (Trait("clothing", "red coat", (1,)),)},
    AssetDifference.VOICE: {"voice_id": "abc"},
    AssetDifference.LOCK: {"locked_at": NOW},
}


@pytest.mark.parametrize("difference", OTHER_FIELDS)
def test_each_difference_is_named(difference: AssetDifference) -> None:
    other = card(2)
    other = replace(other, asset=replace(other.asset, **OTHER_FIELDS[difference]))
    found = pair(card(1), other)
    assert found.differences == (difference,)
    assert found.differs


def test_evidence_of_the_same_trait_is_no_difference_and_a_picture_alone_is_none_to_look_at() -> None:
    one, other = card(1), card(2)
    one = replace(one, asset=replace(one.asset, traits=(Trait("clothing", "red coat", (1,)),)))
    other = replace(
        other,
        asset=replace(other.asset, traits=(Trait("clothing", "red coat", (7,)),)),
        image_key_path=Path("a.png"),
    )
    found = pair(one, other)
    assert (found.differences, found.differs) == ((AssetDifference.IMAGE_KEY,), False)
    assert pair(one, replace(other, state=AssetState.READY)).differs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ("", "all new"),
        ("A blue coat.", "A red coat."),
        ("two  blanks\n\nand lines", "two blanks\nand more lines "),
        ("a " * 3000, "b " * 3000),
    ],
)
def test_the_runs_are_both_texts_to_the_letter(one: str, other: str) -> None:
    runs = word_runs(one, other)
    assert "".join(run.text for run in runs if run.kind is not RunKind.OTHER) == one
    assert "".join(run.text for run in runs if run.kind is not RunKind.ONE) == other


def test_only_the_words_that_differ_are_in_runs_of_one_side() -> None:
    runs = word_runs("A harbour pilot in a blue coat.", "A harbour pilot in a long red coat.")
    assert [run.text for run in runs if run.kind is RunKind.ONE] == ["blue"]
    assert "".join(run.text for run in runs if run.kind is RunKind.OTHER) == "long red"


@pytest.mark.parametrize(
    ("earlier", "now", "said"),
    [
        (("A grey coat, torn.", ""), ("A blue coat, torn.", ""), "grey"),
        (("A coat.", ""), ("A coat. It is torn.", ""), "without “It is torn.”"),
        (("A coat. It is torn.", ""), ("A coat.", ""), "It is torn."),
        (("a a", ""), ("a a a", ""), "without “a”"),
        (("A coat.", "Bald."), ("A coat.", "Bearded."), "Bald."),
        (("A  coat.", ""), ("A coat.", ""), "as it is now"),
        (("1 2 3 4 5 6 7 8 9", ""), ("", ""), "1 2 3 4 5 6 7 8"),
    ],
)
def test_an_earlier_text_is_told_by_its_first_difference(
    earlier: tuple[str, str], now: tuple[str, str], said: str
) -> None:
    assert difference(earlier, now) == said
