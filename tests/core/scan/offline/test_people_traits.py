"""What the action says of a person's look, in the script's own words and no further."""

from __future__ import annotations

import pytest

from core.models import AssetType, Draft
from tests.core.scan.offline.conftest import scan_text


def ada(action: str) -> Draft:
    """The draft of Ada, who is introduced and then seen as `action` says."""
    text = f"INT. HALL - DAY\n\nADA MARSH, 40, comes in.\n\n{action}\n\nADA\nHello.\n"
    (draft,) = [draft for draft in scan_text(text) if draft.type is AssetType.CHARACTER]
    return draft


@pytest.mark.parametrize(
    ("action", "worn"),
    [
        ("Ada puts on her hat and considers the mirror.", "her hat"),
        ("Ada stands there in a suit talking on a phone.", "a suit"),
        ("Ada wears a cap, goggles and a red scarf as she climbs.", "goggles and a red scarf"),
        (
            "Ada, in a simple white dress and shiny white boots, waits.",
            "a simple white dress and shiny white boots",
        ),
        ("Ada wears a coat too big for her.", "a coat too big"),
        ("Ada wears a dress layered with ribbons while she sings.", "a dress layered with ribbons"),
    ],
)
def test_a_garment_is_told_without_the_deed(action: str, worn: str) -> None:
    assert worn in [trait.value for trait in ada(action).traits if trait.field == "clothing"]


@pytest.mark.parametrize("action", ["Ada leans in the suit room.", "Ada sits beneath it on the hose."])
def test_a_place_is_no_garment(action: str) -> None:
    assert [trait.value for trait in ada(action).traits if trait.field == "clothing"] == []


def test_a_summary_is_an_extract_and_says_of_which_lines() -> None:
    draft = ada("Ada wears a torn grey coat. She runs.")
    assert draft.visual_summary == "ADA MARSH, 40, comes in. Ada wears a torn grey coat."
    assert draft.summary_lines == (3, 5)


def test_the_later_of_two_costumes_says_since_when_it_is_worn() -> None:
    text = (
        "INT. HALL - DAY\n\nADA, in a blue coat, waits.\n\nADA\nHello.\n\n"
        + "===\n\n" * 2
        + "INT. YARD - DAY\n\nAda wears a torn grey coat.\n"
    )
    (draft,) = [draft for draft in scan_text(text) if draft.type is AssetType.CHARACTER]
    assert [(trait.value, trait.from_page) for trait in draft.traits] == [
        ("a blue coat", None),
        ("a torn grey coat", 3),
    ]
