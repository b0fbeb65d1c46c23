"""The review station, by keys, on a real workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from core.errors import ProviderUnreachable
from core.models import (
    AssetType,
    ConflictDecision,
    Draft,
    Review,
    ReviewRow,
    RowState,
    Suggestion,
    Trait,
    UnreadLines,
    Usage,
)
from core.services import Services
from tests.tui.conftest import SAMPLE, MakeApp, WorkspaceApp, import_sample, press, scan_sample, until
from tests.tui.engine import CHARACTER, DRAFTS, ScriptedEngine
from tests.tui.seeing import lines, settle, text
from tui import keymap
from tui.modals.commit import CommitModal
from tui.modals.form import FormModal
from tui.modals.merge import MergeModal
from tui.modals.merge_name import MergeNameModal
from tui.screens.review import ReviewScreen
from tui.widgets.row_table import RowTable

SIZE = (100, 30)


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(ReviewScreen, keymap.REVIEW) == []


# --- what is shown -------------------------------------------------------------------------------


async def test_without_a_scan_it_says_what_to_do_first(make_app: MakeApp) -> None:
    app = make_app(import_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("2")
        await until(pilot, lambda: "Nothing to review yet" in text(app))
        assert "1 scan the script first" in text(app)


async def test_drafts_stand_in_folds_with_their_counts(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        seen = text(app)
    for heading in ("CHARACTERS  3", "LOCATIONS  1", "PROPS  1", "LOW PRIORITY  2"):
        assert heading in seen
    assert "0 selected" in seen
    assert "0 approved" in seen
    assert "7 open" in seen
    assert "Page 7 could not be read." in seen


async def test_the_detail_quotes_the_evidence_and_marks_what_is_inferred(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        seen = text(app)
    assert "sc. 1, p. 1  “IDA, 60s, in a blue oilskin coat.”" in seen
    assert "narrow face  inferred, not in the script" in seen
    assert "a torn grey jacket (sc. 9, p. 6" in seen
    assert "MENTIONS (3)" in seen


async def test_evidence_shows_every_mention_under_its_scene(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("v")
        await until(pilot, lambda: "3 mentions in 2 scenes" in text(app))
        assert "EXT. CARROW SEA WALL - NIGHT" in text(app)
        assert "Ida, now in a torn grey jacket." in text(app)


async def test_the_detail_says_what_a_draft_is_a_look_of_and_since_when(make_app: MakeApp) -> None:
    young = replace(
        DRAFTS[0],
        suggested_name="YOUNG IDA",
        variant_of="IDA MARSH",
        summary_lines=(21, 301),
        confidence_reason="named in 3 lines, described in 2",
        traits=(Trait("clothing", "a torn grey jacket", (301,), from_page=6),),
    )
    app = make_app(scan_sample, project=True, engine=ScriptedEngine([young]))
    async with app.run_test(size=(200, 60)) as pilot:
        await until(pilot, lambda: "CHARACTERS  1" in text(app))
        seen = text(app)
    assert "Another look of IDA MARSH" in seen
    assert "The script's own words: lines 21 and 301." in seen
    assert "named in 3 lines, described in 2" in seen
    assert "a torn grey jacket  from p. 6" in seen


async def test_what_may_be_one_is_said_and_merged_by_two_keys(make_app: MakeApp) -> None:
    engine = ScriptedEngine()
    engine.suggestions = (
        Suggestion(CHARACTER, "THE GUARD", "OFFICER BOB", "One stops speaking where the other begins."),
    )
    app = make_app(scan_sample, project=True, engine=engine)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        assert "= 1 likely double" in text(app)
        assert "MAYBE THE SAME" not in text(app)
        await pilot.press("down")
        await until(pilot, lambda: "MAYBE THE SAME" in text(app))
        assert "OFFICER BOB: One stops speaking" in text(app)
        await press(pilot, ["equals_sign"])
        await until(pilot, lambda: "2 selected" in text(app))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MergeNameModal))


async def test_lines_that_could_not_be_read_are_read_again_by_a_key(make_app: MakeApp) -> None:
    engine = ScriptedEngine(DRAFTS[:-1])
    engine.unread = (UnreadLines(120, 180, "The model sent an empty answer."),)
    app = make_app(scan_sample, project=True, engine=engine)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "Lines 120 to 180 could not be read" in text(app))
        await pilot.press("a")
        await until(pilot, lambda: "1 approved" in text(app))
        engine.unread, engine.drafts = (), DRAFTS
        await pilot.press("R")
        await until(pilot, lambda: "Read again?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "LOW PRIORITY  2" in text(app))
        assert "could not be read:" not in text(app)
        assert "1 approved" in text(app)


async def test_names_with_brackets_are_shown_as_they_are(make_app: MakeApp) -> None:
    odd = replace(DRAFTS[0], suggested_name="[/bold] [@click=app.quit]X", visual_summary="[red]not markup[/]")
    app = make_app(scan_sample, project=True, engine=ScriptedEngine([odd]))
    async with app.run_test(size=(200, 60)) as pilot:
        await until(pilot, lambda: "CHARACTERS  1" in text(app))
        assert "[/bold] [@click=app.quit]X" in text(app)
        assert "[red]not markup[/]" in text(app)


async def test_a_review_of_an_earlier_revision_says_so(make_app: MakeApp, tmp_path: Path) -> None:
    changed = tmp_path / "changed.fountain"
    changed.write_bytes(SAMPLE.read_bytes() + b"\n\nINT. CELLAR - NIGHT\n\nA cellar.\n")

    async def seed(services: Services) -> None:
        await scan_sample(services)
        project = (await services.projects.cards())[0].project
        await services.projects.import_script(changed, project.id)

    app = make_app(seed, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "This review is of an earlier revision" in text(app))


# --- deciding ------------------------------------------------------------------------------------


async def test_approve_discard_and_restore_the_row_under_the_cursor(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["a", "x"])
        await until(pilot, lambda: "1 discarded" in text(app))
        assert await states(app) == {"IDA MARSH": RowState.APPROVED, "THE GUARD": RowState.DISCARDED}
        assert "DISCARDED  1" in text(app)
        assert under_cursor(app) == "OFFICER BOB"
        await pilot.press("end", "r")
        await until(pilot, lambda: "1 discarded" not in text(app))
        assert await states(app) == {"IDA MARSH": RowState.APPROVED}


async def test_a_selection_is_decided_at_once_and_then_cleared(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["space", "down", "space"])
        assert "2 selected" in text(app)
        await pilot.press("a")
        await until(pilot, lambda: "2 approved" in text(app))
        assert "0 selected" in text(app)
        assert await states(app) == {"IDA MARSH": RowState.APPROVED, "OFFICER BOB": RowState.APPROVED}


async def test_approving_all_leaves_discarded_rows_alone(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await until(pilot, lambda: "1 discarded" in text(app))
        await press(pilot, ["ctrl+a", "a"])
        await until(pilot, lambda: "6 approved" in text(app))
        assert (await states(app))["IDA MARSH"] is RowState.DISCARDED


async def test_selecting_what_is_of_high_priority_and_undecided(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await until(pilot, lambda: "1 discarded" in text(app))
        await press(pilot, ["H", "a"])
        await until(pilot, lambda: "4 approved" in text(app))
        assert "2 open" in text(app)


async def test_selecting_by_type_and_inverting(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("asterisk")
        await until(pilot, lambda: "4 selected" in text(app))
        await pilot.press("i")
        await until(pilot, lambda: "3 selected" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "0 selected" in text(app))


async def test_undo_and_redo_say_what_they_did(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("a")
        await until(pilot, lambda: "1 approved" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: "Undone: approve IDA MARSH" in text(app))
        assert await states(app) == {}
        await pilot.press("U")
        await until(pilot, lambda: "Done again: approve IDA MARSH" in text(app))
        assert await states(app) == {"IDA MARSH": RowState.APPROVED}


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


# --- looking -------------------------------------------------------------------------------------


async def test_the_filter_works_as_one_types_and_escape_takes_it_away(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["slash", *"radio"])
        await until(pilot, lambda: "1 of 7 shown" in text(app))
        assert "OFFICER BOB" in text(app)
        assert "TIDE STATION" not in text(app)
        await press(pilot, ["enter", "a"])
        await until(pilot, lambda: "1 approved" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "TIDE STATION" in text(app))
        assert await states(app) == {"OFFICER BOB": RowState.APPROVED}


async def test_the_order_changes_with_an_indicator(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["o"])
        await until(pilot, lambda: "Name ↑" in text(app))
        assert positions(app, "IDA MARSH", "OFFICER BOB", "THE GUARD") == [0, 1, 2]
        await press(pilot, ["o", "o"])
        await until(pilot, lambda: "Conf ↓" in text(app))
        assert positions(app, "IDA MARSH", "THE GUARD", "OFFICER BOB") == [0, 1, 2]


async def test_cursor_and_selection_stay_with_their_rows(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "down", "space", "up", "o"])
        await until(pilot, lambda: "Name ↑" in text(app))
        assert under_cursor(app) == "OFFICER BOB"
        assert "1 selected" in text(app)


# --- editing -------------------------------------------------------------------------------------


async def test_an_edit_keeps_the_old_name_as_an_alias(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormModal))
        await press(pilot, ["home", *"OLD ", "ctrl+s"])
        await until(pilot, lambda: "OLD IDA MARSH" in text(app) and not isinstance(app.screen, FormModal))
        assert "IDA MARSH" in (await row(app, "OLD IDA MARSH")).draft.aliases


async def test_a_row_of_ones_own_is_checked_and_stands_under_the_cursor(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("plus")
        await until(pilot, lambda: isinstance(app.screen, FormModal))
        await press(pilot, [*"brass key", "ctrl+s"])
        await until(pilot, lambda: "The review has brass key already." in text(app))
        await press(pilot, [*" ring", "ctrl+s"])
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "8 open" in text(app))
        await until(pilot, lambda: under_cursor(app) == "brass key ring")
        assert (await row(app, "brass key ring")).draft.manual_add


async def test_type_and_priority_in_bulk(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["space", "space", "p"])
        await until(pilot, lambda: "LOW PRIORITY  4" in text(app))
        await pilot.press("t")
        await until(pilot, lambda: "Type of 2 rows" in text(app))
        await press(pilot, ["end", "enter"])
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await settle(pilot)
        assert (await row(app, "THE GUARD")).draft.type is AssetType.PROP
        assert not (await row(app, "IDA MARSH")).draft.is_high_priority


# --- merging -------------------------------------------------------------------------------------


async def test_a_merge_is_shown_before_it_is_accepted_and_can_be_undone(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await propose_merge(pilot)
        assert "ORIGINALS" in text(app)
        assert "One man: heavy, yellow slicker" in text(app)
        assert await states(app) == {}
        await accept(pilot)
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
        await until(pilot, lambda: not pilot.app.screen.query_one("#edit").disabled)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormModal))
        await press(pilot, ["tab", "ctrl+home", *"Bob. ", "ctrl+s"])
        await until(pilot, lambda: "Bob. One man" in text(app) and isinstance(app.screen, MergeModal))
        await accept(pilot)
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
        await until(pilot, lambda: not pilot.app.screen.query_one("#again").disabled)
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
        assert "5 rows left out" in text(app)
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


# --- size ----------------------------------------------------------------------------------------


async def test_a_feature_of_250_drafts_moves_without_drawing_all_rows(make_app: MakeApp) -> None:
    many = [replace(DRAFTS[0], suggested_name=f"PERSON {number:03}") for number in range(250)]
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(many))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "CHARACTERS  250" in text(app))
        await press(pilot, ["end", "a"])
        await until(pilot, lambda: "1 approved" in text(app))
        assert under_cursor(app) == "PERSON 249"


@pytest.mark.parametrize("size", [SIZE, (200, 60)])
def test_snapshot(make_app: MakeApp, snap_compare: Any, size: tuple[int, int]) -> None:
    async def run_before(pilot: Any) -> None:
        await opened(pilot)
        await press(pilot, ["a", "x", "space"])
        await until(pilot, lambda: "1 discarded" in text(pilot.app))
        await settle(pilot)

    app = make_app(scan_sample, project=True)
    assert snap_compare(app, terminal_size=size, run_before=run_before)


# --- helpers -------------------------------------------------------------------------------------


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
    """Wait until the proposal takes answers, and accept it."""
    await until(pilot, lambda: not pilot.app.screen.query_one("#accept").disabled)
    await pilot.press("enter")


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
    row = cast("RowTable[ReviewRow]", app.screen.query_one(RowTable)).cursor_row
    assert row is not None
    return row.draft.suggested_name


def positions(app: WorkspaceApp, *names: str) -> list[int]:
    """The ranks in which the names stand in the table, from the top."""
    table = [line[:60] for line in lines(app)]
    at = {name: next(i for i, line in enumerate(table) if name in line) for name in names}
    return [sorted(at.values()).index(at[name]) for name in names]
