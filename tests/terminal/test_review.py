"""The review in a real terminal: killed it goes on where it was, and a dropped line keeps what was typed."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from core.bootstrap import open_services
from core.models import Review, RowState
from core.sample import sample_path
from core.settings import load_settings
from tests.terminal.terminal import Terminal, lookbook


async def scanned(home: Path) -> None:
    """The sample, scanned offline."""
    async with open_services(load_settings({"home": home, "provider": "offline"})) as services:
        result = await services.projects.import_script(sample_path())
        async for _ in services.scans.scan(result.script.id, result.branch.id):
            pass


async def stored(home: Path) -> Review:
    """The review as the workspace has it."""
    async with open_services(load_settings({"home": home, "provider": "offline"})) as services:
        card = (await services.projects.cards())[0]
        review = await services.reviews.latest(card.project.id)
        assert review is not None
        return review


def opened(home: Path, script: Path | None = None) -> Terminal:
    """The application on the sample's review, or on another script."""
    command = lookbook(str(script or sample_path()))
    return Terminal(command, 100, 30, LOOKBOOK_HOME=str(home), LOOKBOOK_PROVIDER="offline")


def test_a_killed_review_goes_on_where_it_was_and_can_be_undone(tmp_path: Path) -> None:
    asyncio.run(scanned(tmp_path))
    with opened(tmp_path) as terminal:
        terminal.wait("CHARACTERS", "0 approved")
        terminal.press("a", "a", "x")
        terminal.wait("2 approved", "1 discarded")
        terminal.signal(signal.SIGKILL)
        terminal.wait_end()
    states = [row.state for row in asyncio.run(stored(tmp_path)).rows]
    assert (states.count(RowState.APPROVED), states.count(RowState.DISCARDED)) == (2, 1)
    with opened(tmp_path) as terminal:
        terminal.wait("2 approved", "1 discarded")
        terminal.press("u")
        terminal.wait("Undone: discard", gone="1 discarded")
        terminal.press("u", "u")
        terminal.wait("0 approved")


def test_a_script_of_a_known_title_is_asked_about_before_it_is_imported(tmp_path: Path) -> None:
    home, second = tmp_path / "home", tmp_path / "second-draft.fountain"
    asyncio.run(scanned(home))
    second.write_text(sample_path().read_text(encoding="utf-8") + "\nThe end.\n", encoding="utf-8")
    with opened(home, second) as terminal:
        terminal.wait("LOW WATER is a project already", "Its next draft")
        terminal.press("enter")
        terminal.wait("Imported revision 2 of LOW WATER")


def test_a_dropped_line_keeps_the_row_that_was_being_edited(tmp_path: Path) -> None:
    asyncio.run(scanned(tmp_path))
    with opened(tmp_path) as terminal:
        terminal.wait("CHARACTERS", "0 approved")
        name = asyncio.run(stored(tmp_path)).rows[0].draft.suggested_name
        terminal.press("e")
        terminal.wait(f"Editing {name}", "^s Save")
        terminal.type(" THE ELDER")
        terminal.wait(f"{name} THE ELDER")
        terminal.signal(signal.SIGHUP)
        terminal.wait_end()
    row = asyncio.run(stored(tmp_path)).rows[0]
    assert row.draft.suggested_name == f"{name} THE ELDER"
    assert name in row.draft.aliases


def test_keys_typed_ahead_of_a_dialog_or_a_field_do_nothing_to_the_rows(tmp_path: Path) -> None:
    asyncio.run(scanned(tmp_path))
    with opened(tmp_path) as terminal:
        terminal.wait("CHARACTERS", "0 approved")
        terminal.press("a")
        terminal.wait("1 approved")
        terminal.type("caa")
        terminal.wait("Commit 1 asset")
        terminal.press("escape")
        terminal.wait("0 selected", gone="Commit 1 asset")
        terminal.type("/xx")
        terminal.wait("0 of 36 shown")
        terminal.press("escape")
        terminal.wait("CHARACTERS", gone="0 of 36 shown")
        terminal.type("+ANCHOR")
        terminal.wait("A row of your own", "ANCHOR")
    states = [row.state for row in asyncio.run(stored(tmp_path)).rows]
    assert (states.count(RowState.APPROVED), states.count(RowState.DISCARDED)) == (1, 0)
