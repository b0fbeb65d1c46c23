"""The same script, typed to the width of a page: where its lines break says nothing of what it says."""

from __future__ import annotations

import asyncio
import textwrap
from dataclasses import replace

import pytest

from core.events import ScanFinished
from core.models import AssetType, ConflictDecision, Draft, LineKind, RowChange, RowState, Screenplay
from core.rules.diffing import EarlierRow
from core.scan.offline import OfflineEngine
from core.screenplay.reader import parse_script
from tests.core.rules.revisions import SCRIPT, compared, difference, read, reviewed

TURN = (
    "Ansa turns to the ferryman and to the people on the quay. She wears a torn blue jacket, and nobody on "
    "the quay says a word to her."
)
TWO_COATS = f"{SCRIPT}\n{TURN}\n"
RENAMED = TWO_COATS.replace("ANSA", "BARTHOLOMEA").replace("Ansa", "Bartholomea")

_INDENTS = {LineKind.CUE: 22, LineKind.DIALOGUE: 10}


def typed(text: str, page: int = 0) -> Screenplay:
    """A Fountain text as plain text of a page's width; `page` is a row before which a page ends, from 1."""
    rows: list[str] = []
    for line in read(text).lines:
        indent = " " * _INDENTS.get(line.kind, 0)
        width = 45 if line.kind is LineKind.DIALOGUE else 60
        rows += textwrap.wrap(line.text, width, initial_indent=indent, subsequent_indent=indent) or [""]
    if page:
        rows[page - 1 : page - 1] = ["", "\f" + " " * 55 + "2.", ""]
    return parse_script("\n".join(rows).encode(), "revision.txt")


def scanned(screenplay: Screenplay) -> tuple[Draft, ...]:
    """The offline scan of a screenplay."""

    async def last() -> object:
        return [event async for event in OfflineEngine().scan(screenplay)][-1]

    finished = asyncio.run(last())
    assert isinstance(finished, ScanFinished)
    return finished.result.drafts


def decided(screenplay: Screenplay) -> list[EarlierRow]:
    """The review of a scan in which every conflict is decided for the earlier side."""
    drafts = scanned(screenplay)
    assert any(draft.conflicts for draft in drafts)
    made = ConflictDecision.EARLIER
    return reviewed(
        *(
            replace(draft, conflicts=tuple(replace(one, decision=made) for one in draft.conflicts))
            for draft in drafts
        )
    )


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (typed(TWO_COATS), typed(RENAMED), True),
        (read(TWO_COATS), typed(TWO_COATS), True),
        (typed(TWO_COATS), read(TWO_COATS), True),
        (read(TWO_COATS), typed(RENAMED), True),
        (typed(TWO_COATS), typed(RENAMED, page=37), True),
        (typed(TWO_COATS), typed(RENAMED.replace("to the people", "to the few people")), False),
        (read(TWO_COATS), typed(TWO_COATS.replace("the quay. She", "the quay. A gull. She")), False),
    ],
)
def test_a_decision_is_kept_where_only_lines_break_elsewhere(
    before: Screenplay, after: Screenplay, kept: bool
) -> None:
    row = compared(decided(before), scanned(after), before, after)[0]
    (conflict,) = row.draft.conflicts
    assert conflict.decision is (ConflictDecision.EARLIER if kept else None)
    assert difference(row).new_conflicts == (not kept)


def test_a_line_of_its_own_is_evidence_of_its_own() -> None:
    before = read(TWO_COATS)
    after = read(TWO_COATS.replace(TURN, f"{TURN}\nThe ferryman laughs."))
    row = compared(decided(before), scanned(after), before, after)[0]
    assert [one.decision for one in row.draft.conflicts] == [ConflictDecision.EARLIER]
    assert difference(row).change is RowChange.SAME


def test_a_type_given_by_a_person_is_kept_where_only_lines_break_elsewhere() -> None:
    text = (
        TWO_COATS + "\nThe ferryman looks at the people and hides the brass lamp under a heap of old sacks.\n"
    )
    before, after = read(text), typed(text)
    rows = reviewed(*scanned(before), state=RowState.APPROVED)
    at = next(at for at, row in enumerate(rows) if row.draft.suggested_name == "BRASS LAMP")
    rows[at] = replace(rows[at], draft=replace(rows[at].draft, type=AssetType.LOCATION))
    lamps = [
        row for row in compared(rows, scanned(after), before, after) if "LAMP" in row.draft.suggested_name
    ]
    assert [(row.draft.type, difference(row).change) for row in lamps] == [
        (AssetType.LOCATION, RowChange.SAME)
    ]


def test_a_thing_under_another_name_is_known_where_lines_break_elsewhere() -> None:
    text = (
        TWO_COATS + "\nThe ferryman looks at the people and hides the brass lamp under a heap of old sacks.\n"
    )
    renamed = text.replace("BRASS LAMP", "PHOSPHOR LANTERN").replace("brass lamp", "phosphor lantern")
    before, after = typed(text), typed(renamed)
    rows = compared(reviewed(*scanned(before)), scanned(after), before, after)
    assert [difference(row).renamed_from for row in rows if row.draft.type is AssetType.PROP] == [
        "BRASS LAMP"
    ]
