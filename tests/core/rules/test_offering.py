"""What an offer makes of its asset, where only the rules are asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models import AssetType, Draft, DraftId, ReviewRow, RowState
from core.rules.diffing.carrying import named_since
from core.rules.offering import offer_to
from tests.core.rules.samples import asset

COMMITTED = Draft("MARA VOSS", AssetType.CHARACTER, visual_summary="A pilot, beside Ada.", aliases=("MARA",))
CARRIED = replace(COMMITTED, visual_summary="A pilot, beside Ida.")
"""The same row in the next revision: the script has given another entity another name."""
OFFERED = ReviewRow(DraftId(3), replace(COMMITTED, visual_summary="A tall pilot, beside Ida."), RowState.OPEN)


@pytest.mark.parametrize(
    ("text", "is_by_hand"),
    [("A pilot, beside Ada.", False), ("A pilot, beside Ida.", False), ("A pilot, beside me.", True)],
)
def test_a_text_that_a_scan_gave_the_asset_is_nobodys(text: str, is_by_hand: bool) -> None:
    offer = offer_to(replace(asset(), description=text), OFFERED, (COMMITTED, CARRIED))
    assert (offer.hand_written, offer.description) == (is_by_hand, "A tall pilot, beside Ida.")


@pytest.mark.parametrize(
    ("name", "now", "is_since"),
    [
        ("MARA VOSS", replace(COMMITTED, suggested_name="NELL VOSS", aliases=("NELL",)), False),
        ("THE BOSS", replace(COMMITTED, suggested_name="NELL VOSS", aliases=("NELL",)), True),
        ("THE BOSS", replace(COMMITTED, suggested_name="NELL VOSS", aliases=("THE BOSS",)), False),
        ("MARA", COMMITTED, True),
        ("THE BOSS", COMMITTED, True),
    ],
)
def test_a_name_is_newer_than_a_row_that_does_not_know_it(name: str, now: Draft, is_since: bool) -> None:
    assert named_since(name, now, COMMITTED) is is_since
