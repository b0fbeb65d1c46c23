"""The detail of a row that is merged, or that offers an asset something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.models import DraftId, RowState
from tests.tui.modals.rows import ASSET, CHANGED
from tui.widgets.draft_detail import draft_facts

KEPT = replace(CHANGED, asset=ASSET, description=ASSET.description)
"""An offer that leaves the asset's text as it is."""


@pytest.mark.parametrize(
    ("is_committed", "sentence"),
    [
        (False, "Merged into HARBOUR. r takes it out again."),
        (True, "Merged into HARBOUR. That is committed."),
    ],
)
def test_a_merged_row_can_be_taken_out_while_its_keeper_is_no_asset(
    is_committed: bool, sentence: str
) -> None:
    row = replace(CHANGED, state=RowState.MERGED, merged_into=DraftId(9))
    facts = draft_facts(row, "HARBOUR", keeper_committed=is_committed)
    assert sentence in [block.content.plain for block in facts.blocks]


def test_the_assets_own_text_is_shown_where_it_stays() -> None:
    said = [block.content.plain for block in draft_facts(KEPT).blocks]
    assert ASSET.description in said
    assert "The asset's own text: it stays as it is." in said
    assert CHANGED.draft.visual_summary not in said
