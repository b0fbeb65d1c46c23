"""What takes several steps in the review: merging, splitting, doubles, conflicts, committing, the script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import ProviderUnreachable
from core.models import (
    AssetType,
    ConflictDecision,
    Draft,
    Mention,
    RowChange,
    RowState,
    Suggestion,
    Trait,
    Usage,
)
from core.screenplay import parse_script
from core.services import Services
from tests.tui.conftest import SAMPLE, MakeApp, Seed, press, scan_sample, until
from tests.tui.engine import CHARACTER, COAT, DRAFTS, ScriptedEngine
from tests.tui.reviewing import (
    SIZE,
    accept,
    answer,
    made,
    opened,
    past_the_grace,
    propose_merge,
    review_of,
    row,
    states,
    under_cursor,
)
from tests.tui.seeing import settle, text
from tui.modals.commit import CommitModal
from tui.modals.doubles import DoublesModal
from tui.modals.form import FormModal
from tui.modals.merge import MergeModal
from tui.modals.merge_name import MergeNameModal
from tui.modals.split import SplitModal
from tui.modals.update import UpdateModal
from tui.screens.review import ReviewScreen
from tui.screens.script import ScriptScreen
from tui.widgets.row_table import RowTable
from tui.widgets.script_view import ScriptView

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


async def test_a_merge_takes_no_name_that_another_row_has(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "space", "space", "m"])
        await until(pilot, lambda: isinstance(app.screen, MergeNameModal))
        await press(pilot, ["ctrl+u", *"ida", "enter"])
        await until(pilot, lambda: "The review has ida already, as an alias of IDA MARSH." in text(app))
        assert isinstance(app.screen, MergeNameModal)


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


# --- conflicts -----------------------------------------------------------------------------------


async def test_a_conflict_is_decided_with_both_sides_before_ones_eyes(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "Earlier: a blue oilskin coat" in text(app))
        assert "Later: a torn grey jacket" in text(app)
        await past_the_grace(pilot)
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
        assert "another row has this name" in text(app)


async def test_a_commit_is_taken_back_by_undo(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["space", "c"])
        await until(pilot, lambda: "Approve and commit 1" in text(app))
        await answer(pilot)
        await until(pilot, lambda: type(app.screen).__name__ == "StylesScreen")
        await pilot.press("2")
        await until(pilot, lambda: "1 committed" in text(app))
        await pilot.press("u")
        await until(pilot, lambda: "Undone: commit 1 asset" in text(app))
        assert await made(app) == []


async def test_names_that_nearly_meet_are_looked_at_from_the_commit(make_app: MakeApp) -> None:
    bobs = (DRAFTS[2], replace(DRAFTS[2], suggested_name="OFICER BOB"))
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(bobs))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "CHARACTERS  2" in text(app))
        await press(pilot, ["ctrl+a", "c"])
        await until(pilot, lambda: "! OFFICER BOB and OFICER BOB" in text(app))
        await until(pilot, lambda: not pilot.app.screen.query_one("#confirm").disabled)
        await pilot.press("equals_sign")
        await until(pilot, lambda: isinstance(app.screen, DoublesModal))
        await past_the_grace(pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await press(pilot, ["c"])
        await until(pilot, lambda: "Approve and commit 2" in text(app))
        assert "! OFFICER BOB" not in text(app)


# --- likely doubles ------------------------------------------------------------------------------


def with_doubles() -> ScriptedEngine:
    """Two suggestions: one of the guard, one of the prop and its like."""
    engine = ScriptedEngine((*DRAFTS, replace(DRAFTS[5], suggested_name="KEY OF BRASS")))
    engine.suggestions = (
        Suggestion(
            CHARACTER, "THE GUARD", "OFFICER BOB", "One stops speaking where the other begins.", (88,)
        ),
        Suggestion(AssetType.PROP, "BRASS KEY", "KEY OF BRASS", "The same words in another order."),
    )
    return engine


async def test_likely_doubles_are_gone_through_with_a_key_each(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True, engine=with_doubles())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "= 2 likely doubles" in text(app))
        await pilot.press("equals_sign")
        await until(pilot, lambda: "1 of 2" in text(app))
        await past_the_grace(pilot)
        assert "One stops speaking where the other begins." in text(app)
        await pilot.press("n")
        await until(pilot, lambda: "The same words in another order." in text(app))
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await until(pilot, lambda: "likely double" not in text(app))
        (left,) = (await review_of(app)).suggestions
        assert left.put_off
        await pilot.press("u")
        await until(pilot, lambda: "= 1 likely double" in text(app))


async def test_a_double_is_merged_from_where_it_is_shown(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True, engine=with_doubles())
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "= 2 likely doubles" in text(app))
        await press(pilot, ["down", "equals_sign"])
        await until(pilot, lambda: "1 of 1" in text(app))
        await past_the_grace(pilot)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MergeNameModal))
        await pilot.press("enter")
        await until(pilot, lambda: "One man: heavy" in text(app))
        await accept(pilot)
        await until(pilot, lambda: "MERGED  1" in text(app))
        assert await states(app) == {"OFFICER BOB": RowState.MERGED}
        assert len((await review_of(app)).suggestions) == 1


# --- types, splitting ----------------------------------------------------------------------------


async def test_rows_of_two_types_ask_which_it_is(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["slash", *"brass"])
        await until(pilot, lambda: "1 of 7 shown" in text(app))
        await press(pilot, ["enter", "space", "escape", "home", "space"])
        await until(pilot, lambda: "2 selected" in text(app))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MergeNameModal))
        await pilot.press("enter")
        await until(pilot, lambda: "types differ" in text(app))
        await press(pilot, ["down", "enter"])
        await until(pilot, lambda: isinstance(app.screen, MergeModal))
        await accept(pilot)
        await until(pilot, lambda: "MERGED  1" in text(app))
        merged = next(r for r in (await review_of(app)).rows if r.state is RowState.OPEN and r.draft.aliases)
        assert merged.draft.type is AssetType.PROP


async def test_a_split_takes_an_alias_out_and_is_undone(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, SplitModal))
        await press(pilot, ["down", "space"])
        await until(pilot, lambda: "1 name and" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Accept" in text(app) and not app.screen.query_one("#go-on").disabled)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and under_cursor(app) == "IDA")
        assert (await row(app, "IDA MARSH")).draft.aliases == ()
        await pilot.press("u")
        await until(pilot, lambda: "Undone: split IDA from IDA MARSH" in text(app))
        assert (await row(app, "IDA MARSH")).draft.aliases == ("IDA",)


async def test_a_split_takes_no_name_that_another_row_has(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, SplitModal))
        await press(pilot, ["down", "space"])
        await until(pilot, lambda: "1 name and" in text(app))
        await press(pilot, ["tab", "ctrl+u", *"the guard", "enter"])
        await until(pilot, lambda: "The review has the guard already." in text(app))
        assert not app.screen.query_one("Sides").display
        await press(pilot, ["ctrl+u", *"IDA", "enter"])
        await until(pilot, lambda: "GOES" in text(app))


# --- the script ----------------------------------------------------------------------------------


async def test_evidence_opens_the_script_at_its_line_and_escape_comes_back_to_it(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["space", "home", "l", "down", "enter"])
        await until(pilot, lambda: isinstance(app.screen, ScriptScreen))
        await until(pilot, lambda: "n N IDA MARSH" in text(app))
        assert app.screen.query_one(ScriptView).cursor_line == COAT.later.mention.line
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert "1 selected" in text(app)
        assert app.screen.query_one("#draft").has_focus
        await pilot.press("left")
        assert under_cursor(app) == "IDA MARSH"


async def test_a_row_made_in_the_script_stands_under_the_cursor(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ScriptScreen))
        await until(pilot, lambda: "n N" in text(app))
        await press(pilot, ["slash", *"dredger", "enter", "plus"])
        await until(pilot, lambda: type(app.screen).__name__ == "NameFromScriptModal")
        await press(pilot, ["ctrl+s"])
        await until(pilot, lambda: isinstance(app.screen, ScriptScreen) and "mention" in text(app))
        await press(pilot, ["escape", "escape"])
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "8 open" in text(app))
        (added,) = [one for one in (await review_of(app)).rows if one.draft.manual_add]
        assert added.draft.mentions
        assert under_cursor(app) == added.draft.suggested_name


# --- the next revision ---------------------------------------------------------------------------


def later_revision(engine: ScriptedEngine, folder: Path, *committed: int) -> Seed:
    """Two revisions, the rows at these positions of the first one committed. Then Ida's coat is red, the
    last draft is gone, and a lamp is new."""
    changed = folder / "changed.fountain"
    changed.write_bytes(SAMPLE.read_bytes() + b"\n\nINT. CELLAR - NIGHT\n\nA cellar.\n")

    async def seed(services: Services) -> None:
        await scan_sample(services)
        card = (await services.projects.cards())[0]
        first = await services.reviews.latest(card.project.id)
        assert first is not None
        await services.reviews.approve(first.id, [first.rows[at].id for at in committed])
        await services.reviews.commit(first.id)
        await services.projects.import_script(changed, card.project.id)
        red = replace(
            DRAFTS[0],
            visual_summary="She wears a red oilskin coat.",
            traits=(Trait("clothing", "red oilskin coat", (21,)),),
            conflicts=(),
        )
        engine.drafts = (red, *DRAFTS[1:6], replace(DRAFTS[5], suggested_name="STORM LAMP", mentions=()))
        card = await services.projects.card(card.project.id)
        async for _ in services.scans.scan(card.script.id, card.branch.id):
            pass

    return seed


async def test_a_gone_row_and_a_new_one_are_merged_as_one_under_another_name(
    make_app: MakeApp, tmp_path: Path
) -> None:
    engine = ScriptedEngine()
    app = make_app(later_revision(engine, tmp_path, 6), project=True, engine=engine)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: app.place is not None)
        await pilot.press("2")
        await until(pilot, lambda: "GONE  1" in text(app))
        gone = next(row for row in (await review_of(app)).rows if row.change is RowChange.GONE)
        assert gone.state is RowState.COMMITTED
        await press(pilot, ["down", "space", "space", "m"])
        await until(pilot, lambda: isinstance(app.screen, MergeModal))
        await accept(pilot)
        name = gone.draft.suggested_name
        await until(pilot, lambda: f"{name} goes on as STORM LAMP." in text(app))
        assert f"renamed from {name}" in text(app)
        lamp = await row(app, "STORM LAMP")
        assert (lamp.asset, lamp.change) == (gone.asset, RowChange.CHANGED)
        await pilot.press("u")
        await until(pilot, lambda: "GONE  1" in text(app))


async def test_a_new_revision_is_reviewed_as_a_difference(make_app: MakeApp, tmp_path: Path) -> None:
    engine = ScriptedEngine()
    app = make_app(later_revision(engine, tmp_path, 0, 4), project=True, engine=engine)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: app.place is not None)
        await pilot.press("2")
        await until(pilot, lambda: "CHANGED  1" in text(app))
        assert "NEW  1" in text(app)
        assert "GONE  1" in text(app)
        assert "▸ UNCHANGED  1" in text(app)
        await until(pilot, lambda: "changed since revision 1" in text(app))
        assert "+ clothing: red oilskin coat" in text(app)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, UpdateModal))
        assert "revision 1, sc. 1, p. 1" in text(app)
        await until(pilot, lambda: not pilot.app.screen.query_one("#take").disabled)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "1 approved" in text(app))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CommitModal))
        await answer(pilot)
        await until(pilot, lambda: "1 asset committed." in text(app))
        assert app.place is not None
        cards = await app.services.assets.cards(app.place.branch.id)
        assert "She wears a red oilskin coat." in [card.asset.description for card in cards]


async def test_evidence_of_what_is_gone_opens_the_revision_that_it_is_of(
    make_app: MakeApp, tmp_path: Path
) -> None:
    engine = ScriptedEngine()
    quoted = next(
        line for line in parse_script(SAMPLE.read_bytes(), SAMPLE.name).lines if "oilskin" in line.text
    )
    lamp = replace(DRAFTS[5], mentions=(Mention(quoted.number, quoted.scene, quoted.page, quoted.text),))
    cut = tmp_path / "cut.fountain"
    cut.write_text(SAMPLE.read_text("utf-8").replace(quoted.text, "Nobody is here."), "utf-8")

    async def seed(services: Services) -> None:
        engine.drafts = (*DRAFTS[:5], lamp)
        await scan_sample(services)
        card = (await services.projects.cards())[0]
        await services.projects.import_script(cut, card.project.id)
        engine.drafts = DRAFTS[:1]
        card = await services.projects.card(card.project.id)
        async for _ in services.scans.scan(card.script.id, card.branch.id):
            pass

    app = make_app(seed, project=True, engine=engine)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: app.place is not None)
        await pilot.press("2")
        await until(pilot, lambda: "GONE  5" in text(app))
        gone = await row(app, lamp.suggested_name)
        assert gone.change is RowChange.GONE
        app.screen.query_one(RowTable).move_to(gone.id, unfold=True)
        await press(pilot, ["l", "down", "enter"])
        await until(pilot, lambda: isinstance(app.screen, ScriptScreen) and "revision 1" in text(app))
        view = app.screen.query_one(ScriptView)
        assert view.cursor_line == quoted.number
        assert [*view.marks] == [quoted.number]
        await pilot.press("plus")
        await until(pilot, lambda: "This is an earlier revision" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
