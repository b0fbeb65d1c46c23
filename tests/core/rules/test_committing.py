"""What an approved row becomes, and how a review file is read: strictly, and cleaned."""

from __future__ import annotations

from typing import Any

import pytest

from core.errors import InvalidInput
from core.models import AssetType, ConflictDecision, Draft, DraftId
from core.rules.committing import Wanted, approve_rows, decided_description
from core.wire import draft_from_wire, draft_to_wire
from tests.core.rules.samples import conflict


def test_what_a_person_wrote_is_not_touched() -> None:
    written = "  In a blue coat.\n\nAlways. "
    conflicts = (conflict(ConflictDecision.LATER),)
    draft = Draft("MARA", AssetType.CHARACTER, visual_summary=written, conflicts=conflicts, hand_written=True)
    assert decided_description(draft) == written


def test_the_summary_follows_the_decision() -> None:
    conflicts = (conflict(ConflictDecision.LATER),)
    draft = Draft("MARA", AssetType.CHARACTER, visual_summary=" In a blue coat. ", conflicts=conflicts)
    assert decided_description(draft) == "In a tattered jacket."


def file(*rows: object) -> dict[str, Any]:
    """A review file."""
    return {"review": 3, "rows": list(rows)}


def row(**changes: object) -> dict[str, Any]:
    """An approved row of the wire format."""
    return draft_to_wire(Draft("MARA", AssetType.CHARACTER)) | {"id": 1, "approved": True} | changes


@pytest.mark.parametrize("approved", [False, None])
def test_what_is_not_approved_is_passed_over(approved: object) -> None:
    assert approve_rows(file(row(approved=approved))) == (3, [], [])


@pytest.mark.parametrize("approved", ["true", "yes", "", 1, 0, [True], {}])
def test_only_true_approves(approved: object) -> None:
    assert approve_rows(file(row(), row(approved=approved)))[1:] == (
        [Wanted("row 1 (MARA)", DraftId(1), draft_to_wire(Draft("MARA", AssetType.CHARACTER)))],
        [("row 2 (MARA)", 'its "approved" is not true or false')],
    )


def test_a_row_without_a_word_on_approval_is_not_approved() -> None:
    silent = row()
    del silent["approved"]
    assert approve_rows(file(silent)) == (3, [], [])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"suggestedName": 5}, "it has no name"),
        ({"suggestedName": "\u200b"}, "it has no name"),
        ({"suggestedName": "x" * 201}, "It has a name of 201 characters"),
        ({"type": "weather"}, "its type is not one of"),
        ({"type": []}, "its type is not one of"),
        ({"id": "1"}, "its id is no number"),
        ({"id": True}, "its id is no number"),
        ({"aliases": "MARA"}, "('aliases')"),
        ({"aliases": [1]}, "('aliases')"),
        ({"traits": {"clothing": ["coat"]}}, "('clothing')"),
        ({"traits": {"clothing": [{"value": "coat", "lines": ["3"], "inferred": False}]}}, "('lines')"),
        ({"conflicts": [{}]}, "('field')"),
        ({"confidenceScore": "high"}, "('confidenceScore')"),
        ({"confidenceScore": True}, "('confidenceScore')"),
        ({"isHighPriority": 1}, "('isHighPriority')"),
        ({"mentions": [{"line": 1}]}, "('scene')"),
        ({"mentions": [{"line": "1", "scene": 1, "page": 1, "text": ""}]}, "('line')"),
        (
            {"mentions": [{"line": 1, "scene": 1, "page": 1, "text": "", "columns": [4, 8]}]},
            "('columns')",
        ),
        ({"mentions": [{"line": 1, "scene": 1, "page": 1, "text": "", "columns": [[4]]}]}, "wire format"),
        ({"mentions": [{"line": 1, "scene": 1, "page": 1, "text": "", "kind": "smell"}]}, "smell"),
        ({"manualAdd": None}, "('manualAdd')"),
        ({"asset": 5}, "('asset')"),
    ],
)
def test_what_does_not_fit_is_refused_and_named(change: dict[str, object], why: str) -> None:
    _, wanted, refused = approve_rows(file(row(**change)))
    assert wanted == []
    ((name, reason),) = refused
    assert name.startswith("row 1")
    assert why in reason


def test_a_decision_that_is_none_is_refused() -> None:
    wire = draft_to_wire(Draft("MARA", AssetType.CHARACTER, conflicts=(conflict(),)))
    wire["conflicts"][0]["decision"] = "perhaps"
    _, wanted, ((_, reason),) = approve_rows(file(row(conflicts=wire["conflicts"])))
    assert wanted == []
    assert "perhaps" in reason


def test_text_is_cleaned_wherever_it_stands() -> None:
    mention = {"line": 1, "scene": None, "page": 1, "text": "in a\x1b[31m coat"}
    trait = {"value": "blue\x9b coat", "lines": [1], "inferred": False}
    given = row(
        suggestedName="MA\u202eRA",
        aliases=["THE\x07 PILOT"],
        visualSummary="One.\r\nTwo\x1b.",
        mentions=[mention],
        traits={"clothing": [trait]},
    )
    _, (wanted,), _ = approve_rows(file(given))
    draft = draft_from_wire(wanted.given)
    assert draft.suggested_name == "MA\ufffdRA"
    assert draft.aliases == ("THE␇ PILOT",)
    assert draft.visual_summary == "One.\nTwo␛."
    assert draft.mentions[0].text == "in a␛[31m coat"
    assert draft.traits[0].value == "blue\ufffd coat"


@pytest.mark.parametrize("more", [{}, {"id": None}, {"manualAdd": False, "handWritten": False}])
def test_a_row_without_an_id_is_written_by_hand(more: dict[str, object]) -> None:
    _, (wanted,), refused = approve_rows(
        file({"suggestedName": "OAR", "type": "prop", "approved": True} | more)
    )
    assert (wanted.name, wanted.id, refused) == ("row 1 (OAR)", None, [])
    oar = Draft("OAR", AssetType.PROP, manual_add=True, hand_written=True)
    assert draft_from_wire(wanted.given) == oar


@pytest.mark.parametrize("given", [{}, {"aliases": ["THE PILOT"]}, {"type": "prop"}])
def test_a_row_with_an_id_says_no_more_than_it_says(given: dict[str, object]) -> None:
    _, wanted, refused = approve_rows(file({"id": 1, "approved": True} | given))
    assert ([one.given for one in wanted], refused) == ([given], [])


@pytest.mark.parametrize(
    ("lacking", "why"), [("suggestedName", "it has no name"), ("type", "its type is not one of")]
)
def test_a_row_without_an_id_needs_name_and_type(lacking: str, why: str) -> None:
    oar: dict[str, object] = {"suggestedName": "OAR", "type": "prop", "approved": True}
    del oar[lacking]
    _, wanted, ((_, reason),) = approve_rows(file(oar))
    assert wanted == []
    assert why in reason


def test_what_is_no_row_is_refused_by_its_number() -> None:
    assert approve_rows(file(row(), "MARA"))[2] == [("row 2", "it is no object")]


@pytest.mark.parametrize(
    "data", [None, [], "x", {}, {"rows": []}, {"rows": {}, "review": 1}, {"rows": [], "review": True}]
)
def test_what_is_no_review_file_is_said_to_be_none(data: object) -> None:
    with pytest.raises(InvalidInput):
        approve_rows(data)
