"""Names that may be meant for one: said before a commit puts them side by side."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import AssetType
from core.rules.merging import near_misses

CHARACTER, PROP = AssetType.CHARACTER, AssetType.PROP


def people(*names: str) -> list[tuple[int, int, str]]:
    """The near misses of characters."""
    return near_misses([(CHARACTER, name) for name in names])


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("NELL", "NELL HARKER", "is part of"),
        ("CAPTAIN OF THE GUARD", "THE GUARD", "is part of"),
        ("THE GUARD", "Guard", "an article"),
        ("OLD WICK", "An Old Wick", "an article"),
        ("GATEHOUSE", "GATEHOUSES", "a plural"),
        ("NELL'S BOAT", "NELL BOAT", "a plural"),
        ("O'BRIEN", "OBRIEN", "punctuation"),
        ("SEA-HOUSE", "SEA HOUSE", "punctuation"),
        ("SEAHOUSE", "SEA HOUSE", "punctuation"),
        ("GUARD #1", "GUARD 1", "punctuation"),
        ("RENÉ", "RENE", "accents"),
        ("NEIL", "NIEL", "spelled almost alike"),
        ("ROOK", "ROOKE", "spelled almost alike"),
        ("MARTEN", "MARTIN", "spelled almost alike"),
        ("CAPTAIN MARTEN", "CAPTAIN MARTIN", "spelled almost alike"),
        ("MCALLISTER", "MACALISTER", "spelled almost alike"),
        ("NELL", " nell ", "both are called"),
    ],
)
def test_names_that_may_be_one(one: str, other: str, why: str) -> None:
    for names in ((one, other), (other, one)):
        ((first, second, reason),) = people(*names)
        assert (first, second) == (0, 1)
        assert why in reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OLD WICK", "YOUNG WICK"),
        ("YOUNG NELL", "NELL"),
        ("NORTH TOWER", "SOUTH TOWER"),
        ("GUARD #1", "GUARD #2"),
        ("GUARD", "GUARD 2"),
        ("OFFICER A", "OFFICER B"),
        ("PLATFORM NINE", "PLATFORM TEN"),
        ("HENRY IV", "HENRY V"),
        ("MR HARKER", "MRS HARKER"),
        ("HARKER", "PARKER"),
        ("NORTON HALL", "NORTON BALL"),
        ("BOB", "ROB"),
        ("ANN", "ANNA"),
        ("ROOK", "IMRIE"),
        ("SUB", "SUBWAY"),
        ("", "NELL"),
        ("???", "!!!"),
    ],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert people(one, other) == []


def test_another_type_is_another_thing() -> None:
    assert near_misses([(CHARACTER, "NELL"), (PROP, "NELL"), (PROP, "NELLS")]) == [
        (1, 2, "“NELL” and “NELLS” differ only in a plural")
    ]


def test_all_pairs_are_found_in_order_however_many() -> None:
    halls = [f"HALL OF {'BCDFGHJKLMNP'[at % 12] * 3}{'QRSTVWXZ'[at // 12] * 3}" for at in range(96)]
    assert [pair[:2] for pair in people("HALL", *halls)] == [(0, at) for at in range(1, 97)]


def test_a_name_that_returns_is_paired_once() -> None:
    assert [pair[:2] for pair in people(*["NELL"] * 4)] == [(0, 1), (0, 2), (0, 3)]


def test_ten_thousand_names_are_compared() -> None:
    letters = "BDFGKLMNPR"
    names = [
        f"{a * 2}{b * 2}{c * 2}{d * 2}" for a in letters for b in letters for c in letters for d in letters
    ]
    names[7_000] = f"THE {names[3]}"
    assert [pair[:2] for pair in people(*names)] == [(3, 7_000)]


@given(st.lists(st.text("ABE '1", max_size=6), max_size=8))
def test_a_pair_does_not_hang_on_its_company(names: list[str]) -> None:
    distinct = list(dict.fromkeys(" ".join(name.split()) for name in names))
    alone = [
        (first, second, reason)
        for first, second in combinations(range(len(distinct)), 2)
        for _, _, reason in people(distinct[first], distinct[second])
    ]
    assert people(*distinct) == alone


def test_a_house_is_no_near_miss_of_its_rooms() -> None:
    places = ("SHIPYARD", "SHIPYARD CORRIDOR", "OLD KITCHEN", "NELL'S OLD KITCHEN", "KITCHEN")
    found = near_misses([(AssetType.LOCATION, name) for name in places])
    assert [(first, second) for first, second, _ in found] == [(2, 3)]
