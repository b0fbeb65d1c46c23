"""Names that a review has already."""

from __future__ import annotations

import pytest

from core.models import AssetType, Draft, DraftId, ReviewRow, RowState
from core.rules.naming import taken_by

PERSON, PROP = AssetType.CHARACTER, AssetType.PROP


def row(number: int, name: str, *aliases: str, state: RowState = RowState.OPEN) -> ReviewRow:
    """A character of a review."""
    return ReviewRow(DraftId(number), Draft(name, PERSON, aliases), state)


ROWS = (
    row(1, "GUARD", "BOB"),
    row(2, "BOB"),
    row(3, "MARA", "THE PILOT", state=RowState.APPROVED),
    row(4, "NOAH", state=RowState.COMMITTED),
    row(5, "IDA", state=RowState.DISCARDED),
    row(6, "KEEL", state=RowState.MERGED),
    row(7, "MAN"),
    row(8, "MAN"),
)


@pytest.mark.parametrize(
    ("name", "type", "but", "taken"),
    [
        ("guard", PERSON, (), 1),
        ("The  Pilot", PERSON, (), 3),
        ("THE PILOT", PERSON, (3,), None),
        ("NOAH", PERSON, (1, 2), 4),
        ("BOB", PERSON, (), 2),
        ("BOB", PERSON, (1,), 2),
        ("BOB", PERSON, (2,), None),
        ("MAN", PERSON, (7, 1), None),
        ("GUARD", PROP, (), None),
        ("IDA", PERSON, (), None),
        ("KEEL", PERSON, (), None),
        ("NOBODY", PERSON, (), None),
    ],
)
def test_a_name_is_taken_by_another_row_of_its_type_that_is_in_the_review(
    name: str, type: AssetType, but: tuple[int, ...], taken: int | None
) -> None:
    found = taken_by(ROWS, name, type, [DraftId(number) for number in but])
    assert (found and found.id) == taken
