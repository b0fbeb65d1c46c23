"""What the tests of the review station share: until it is ready, what is stored, what is under the cursor."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from core.models import Review, ReviewRow, RowState
from core.services import Services
from tests.tui.conftest import WorkspaceApp, press, until
from tests.tui.seeing import lines, settle, text
from tui.modals.dialog import Dialog
from tui.modals.merge_name import MergeNameModal
from tui.screens.review import ReviewScreen

SIZE = (100, 30)


async def opened(pilot: Pilot[Any]) -> None:
    """Until the drafts are on the screen and take keys."""
    await until(pilot, lambda: "CHARACTERS  3" in text(pilot.app))
    await settle(pilot)


async def propose_merge(pilot: Pilot[Any]) -> None:
    """Select THE GUARD and OFFICER BOB, and go as far as the proposal."""
    await press(pilot, ["down", "space", "space", "m"])
    await until(pilot, lambda: isinstance(pilot.app.screen, MergeNameModal))
    await pilot.press("enter")
    await until(pilot, lambda: "One man: heavy" in text(pilot.app))


async def accept(pilot: Pilot[Any]) -> None:
    """Wait until a proposal takes answers, and accept it."""
    await until(pilot, lambda: not pilot.app.screen.query_one("#accept").disabled)
    await pilot.press("enter")


async def past_the_grace(pilot: Pilot[Any]) -> None:
    """Wait until the dialog in front takes keys."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Dialog) and not pilot.app.screen.in_grace)


async def answer(pilot: Pilot[Any]) -> None:
    """Wait until the dialog takes answers, and say yes."""
    await until(pilot, lambda: not pilot.app.screen.query_one("#confirm").disabled)
    await pilot.press("enter")


async def review_of(app: WorkspaceApp) -> Review:
    """The review as it is stored."""
    assert app.place is not None
    review = await app.services.reviews.latest(app.place.project.id)
    assert review is not None
    return review


async def states(app: WorkspaceApp) -> dict[str, RowState]:
    """The stored states of the rows that are not open."""
    rows = (await review_of(app)).rows
    return {row.draft.suggested_name: row.state for row in rows if row.state is not RowState.OPEN}


async def row(app: WorkspaceApp, name: str, state: RowState | None = None) -> ReviewRow:
    """A stored row by its name."""
    rows = (await review_of(app)).rows
    return next(r for r in rows if r.draft.suggested_name == name and state in (None, r.state))


async def made(app: WorkspaceApp) -> list[str]:
    """The names of the branch's assets."""
    assert app.place is not None
    services: Services = app.services
    return [card.asset.name for card in await services.assets.cards(app.place.branch.id)]


def under_cursor(app: WorkspaceApp) -> str:
    """The name of the draft under the cursor."""
    assert isinstance(app.screen, ReviewScreen)
    row = app.screen.table.cursor_row
    return "" if row is None else row.draft.suggested_name


def positions(app: WorkspaceApp, *names: str) -> list[int]:
    """The ranks in which the names stand in the table, from the top."""
    table = [line[:60] for line in lines(app)]
    at = {name: next(i for i, line in enumerate(table) if name in line) for name in names}
    return [sorted(at.values()).index(at[name]) for name in names]
