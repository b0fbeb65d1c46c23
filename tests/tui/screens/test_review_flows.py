"""What takes several steps in the review: merging, splitting, doubles, conflicts, committing, the script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.errors import ProviderUnreachable
from core.models import AssetType, ConflictDecision, Draft, RowState, Usage
from tests.tui.conftest import MakeApp, press, scan_sample, until
from tests.tui.engine import DRAFTS, ScriptedEngine
from tests.tui.reviewing import SIZE, answer, made, opened, propose_merge, row, states, under_cursor
from tests.tui.seeing import settle, text
from tui.modals.commit import CommitModal
from tui.modals.form import FormModal
from tui.modals.merge import MergeModal
from tui.modals.merge_name import MergeNameModal
from tui.screens.review import ReviewScreen

# --- merging -------------------------------------------------------------------------------------


async def test_a_merge_is_shown_before_it_is_accepted_and_can_be_undone(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await propose_merge(pilot)
        assert "ORIGINALS" in text(app)
        assert "One man: heavy, yellow slicker" in text(app)
        assert await states(app) == {}
        await pilot.press("enter")
        await until(pilot, lambda: "MERGED  1" in text(app))
        assert await states(app) == {"OFFICER BOB": RowState.MERGED}
        assert (await row(app, "THE GUARD")).draft.aliases == ("OFFICER BOB",)
        assert under_cursor(app) == "THE GUARD"
        await pilot.press("u")
        await until(pilot, lambda: "Undone: merge into THE GUARD" in text(app))
        assert await states(app) == {}


async def test_a_merge_can_be_cancelled_and_changes_nothing(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await propose_merge(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert await states(app) == {}
        assert "2 selected" in text(app)


async def test_any_name_can_be_primary_and_the_summary_be_edited(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "space", "space", "m"])
        await until(pilot, lambda: isinstance(app.screen, MergeNameModal))
        await press(pilot, ["down", "enter"])
        await until(pilot, lambda: "One man: heavy" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormModal))
        await press(pilot, ["ctrl+home", *"Bob. ", "ctrl+s"])
        await until(pilot, lambda: "Bob. One man" in text(app) and isinstance(app.screen, MergeModal))
        await pilot.press("enter")
        await until(pilot, lambda: "MERGED  1" in text(app))
        assert app.scripted.merged == [(("THE GUARD", "OFFICER BOB"), "OFFICER BOB")]
        assert (await row(app, "OFFICER BOB", RowState.OPEN)).draft.visual_summary.startswith("Bob. One man")


async def test_a_merge_that_fails_says_so_and_can_be_asked_again(make_app: MakeApp) -> None:
    engine = FailingOnce()
    app = make_app(scan_sample, project=True, engine=engine)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "space", "space", "m"])
        await until(pilot, lambda: isinstance(app.screen, MergeNameModal))
        await pilot.press("enter")
        await until(pilot, lambda: "No network. Nothing has changed." in text(app))
        await pilot.press("g")
        await until(pilot, lambda: "One man: heavy" in text(app))


class FailingOnce(ScriptedEngine):
    """The first merge fails."""

    async def merge(self, drafts: Sequence[Draft], primary: str) -> tuple[Draft, Usage]:
        """An error, then the merged draft."""
        answer = await super().merge(drafts, primary)
        if len(self.merged) == 1:
            raise ProviderUnreachable("No network.")
        return answer


# --- conflicts -----------------------------------------------------------------------------------


async def test_a_conflict_is_decided_with_both_sides_before_ones_eyes(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "Earlier: a blue oilskin coat" in text(app))
        assert "Later: a torn grey jacket" in text(app)
        await press(pilot, ["up", "enter"])
        await until(pilot, lambda: "the earlier one" in text(app))
        assert (await row(app, "IDA MARSH")).draft.conflicts[0].decision is ConflictDecision.EARLIER


# --- committing ----------------------------------------------------------------------------------


async def test_commit_says_what_it_makes_and_goes_on_to_the_style(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["a", "a"])
        await until(pilot, lambda: "2 approved" in text(app))
        await pilot.press("c")
        await until(pilot, lambda: "Commit 2 assets" in text(app))
        assert "2 characters" in text(app)
        assert "IDA MARSH, THE GUARD" in text(app)
        assert "5 rows not approved" in text(app)
        await answer(pilot)
        await until(pilot, lambda: type(app.screen).__name__ == "StylesScreen")
        await until(pilot, lambda: "2 assets committed." in text(app))
        assert await made(app) == ["IDA MARSH", "THE GUARD"]
        await pilot.press("2")
        await until(pilot, lambda: "2 committed" in text(app))


async def test_keys_typed_on_do_not_answer_the_commit(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CommitModal, "grace_s", 3600.0)
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("a")
        await until(pilot, lambda: "1 approved" in text(app))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CommitModal))
        await pilot.press("enter", "space", "enter")
        assert isinstance(app.screen, CommitModal)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert await made(app) == []


async def test_the_plan_of_a_feature_scrolls_and_leaves_the_buttons_in_sight(make_app: MakeApp) -> None:
    drafts = [Draft(f"HARBOUR WORKER WITH NUMBER {at}", AssetType.CHARACTER) for at in range(90)]
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(drafts))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "NUMBER 0" in text(app))
        await settle(pilot)
        await press(pilot, ["ctrl+a", "c"])
        await until(pilot, lambda: "Approve and commit 90" in text(app))
        assert "NUMBER 89" not in text(app)
        await press(pilot, ["pagedown"] * 6)
        await until(pilot, lambda: "NUMBER 89" in text(app))
        assert "Approve and commit 90" in text(app)


async def test_selected_rows_are_approved_and_committed_in_one_explicit_step(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["space", "c"])
        await until(pilot, lambda: "Approve and commit 1" in text(app))
        assert await made(app) == []
        await answer(pilot)
        await until(pilot, lambda: "1 asset committed." in text(app))
        assert await made(app) == ["IDA MARSH"]


async def test_nothing_approved_and_nothing_selected_commits_nothing(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("c")
        await settle(pilot)
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.check_action("commit", ()) is None


async def test_what_is_refused_is_named_with_the_reason(make_app: MakeApp) -> None:
    twins = (DRAFTS[0], replace(DRAFTS[0], visual_summary="Another."))
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(twins))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "CHARACTERS  2" in text(app))
        await press(pilot, ["ctrl+a", "a"])
        await until(pilot, lambda: "2 approved" in text(app))
        await pilot.press("c")
        await until(pilot, lambda: "Commit 1 asset" in text(app))
        assert "the branch has a character of this name" in text(app)
