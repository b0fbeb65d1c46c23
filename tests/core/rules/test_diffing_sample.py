"""The sample and an edited copy, scanned offline: what a film-maker would see of the difference."""

from __future__ import annotations

import asyncio
from functools import cache

from core.events import ScanFinished
from core.models import Draft, RowChange, RowState, Screenplay
from core.rules.diffing import CarriedRow, EarlierRow
from core.sample import sample_path
from core.scan.offline import OfflineEngine
from tests.core.rules.revisions import compared, difference, read

TEXT = sample_path().read_text("utf-8")


def edited() -> str:
    """IMRIE is BALLANTYNE, the gatehouse a tower, THE WATCHMAN has boots, a scene is cut, one is new."""
    text = TEXT.replace("IMRIE", "BALLANTYNE").replace("Imrie", "Ballantyne")
    text = text.replace("GATEHOUSE", "KEEPER'S TOWER").replace("gatehouse", "keeper's tower")
    text = text.replace("a knitted cap.", "a knitted cap. THE WATCHMAN wears high black boots.", 1)
    cut, rest = text.split("INT. HARBOUR OFFICE - RECORDS ROOM")
    rest = rest[rest.index("EXT. FISH QUAY - DAY") :]
    return (cut + rest).replace("FADE IN:", "FADE IN:\n\nINT. CELLAR - DAY\n\nAn empty cellar. A rat.", 1)


@cache
def scanned(text: str) -> tuple[Screenplay, tuple[Draft, ...]]:
    """A text and its offline scan."""
    screenplay = read(text)

    async def last() -> object:
        return [event async for event in OfflineEngine().scan(screenplay)][-1]

    finished = asyncio.run(last())
    assert isinstance(finished, ScanFinished)
    return screenplay, finished.result.drafts


def revised(text: str) -> dict[str, CarriedRow]:
    """The rows of a revision by name, after a review that approved all."""
    (before, old), (after, new) = scanned(TEXT), scanned(text)
    earlier = [EarlierRow(at, draft, RowState.APPROVED) for at, draft in enumerate(old)]
    return {row.draft.suggested_name: row for row in compared(earlier, new, before, after)}


def test_a_second_scan_of_the_same_text_changes_nothing() -> None:
    rows = revised(TEXT)
    assert [row.draft for row in rows.values()] == [*scanned(TEXT)[1]]
    assert {(difference(row).change, row.state) for row in rows.values()} == {
        (RowChange.SAME, RowState.APPROVED)
    }


def test_a_page_before_it_changes_nothing() -> None:
    rows = revised(TEXT.replace("FADE IN:", "FADE IN:\n\nINT. VOID - DAY\n\nNothing.\n\n" * 9, 1))
    changes = {name: difference(row).change for name, row in rows.items()}
    assert changes.pop("VOID", RowChange.NEW) is RowChange.NEW
    assert {*changes.values()} == {RowChange.SAME}


def test_an_edited_copy_shows_what_was_edited_and_nothing_else() -> None:
    rows = revised(edited())
    assert difference(rows["CAPTAIN BALLANTYNE"]).renamed_from == "CAPTAIN IMRIE"
    assert difference(rows["KEEPER'S TOWER"]).renamed_from == "GATEHOUSE"
    assert [one.value for one in difference(rows["OFFICER TEAGUE"]).added] == ["high black boots"]
    assert difference(rows["CELLAR"]).change is RowChange.NEW
    assert difference(rows["HARBOUR OFFICE - RECORDS ROOM"]).change is RowChange.GONE
    same = {name for name, row in rows.items() if difference(row).change is RowChange.SAME}
    assert {"NELL HARKER", "CAPTAIN ROOK", "OLD WICK", "FISH QUAY", "DIVING HELMET", "PAPER CUP"} <= same
    changed = {name for name, row in rows.items() if difference(row).change is RowChange.CHANGED}
    assert changed == {
        "CAPTAIN BALLANTYNE",
        "KEEPER'S TOWER",
        "OFFICER TEAGUE",
        "EZRA HARKER",
        "SLUICE KEY",
    }, "EZRA and the SLUICE KEY were described in the scene that is cut"
