"""The review station: what it shows, deciding rows, selecting, filtering and sorting, by keys and mouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from core.models import RowState, Trait, UnreadLines
from core.services import Services
from tests.tui.conftest import SAMPLE, MakeApp, import_sample, press, scan_sample, until
from tests.tui.engine import DRAFTS, ScriptedEngine
from tests.tui.reviewing import SIZE, opened, positions, review_of, states, under_cursor
from tests.tui.seeing import lines, place_of, settle, text
from tui import keymap
from tui.screens.review import ReviewScreen
from tui.theme import LIGHT_THEME


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
    assert "Later        a torn grey jacket" in seen
    assert "sc. 9, p. 6  “Ida, now in a torn grey jacket.”" in seen
    assert "MENTIONS (3)" in seen


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
        await until(pilot, lambda: "from p. 6" in text(app))
        await settle(pilot)
        seen = text(app)
    assert "Another look of IDA MARSH" in seen
    assert "The script's own words: lines 21 and 301." in seen
    assert "named in 3 lines, described in 2" in seen
    assert "a torn grey jacket  from p. 6" in seen


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
        await until(pilot, lambda: "[/bold] [@click=app.quit]X" in text(app))
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


async def test_beside_a_field_the_footer_has_only_keys_that_a_field_does_not_type(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        assert lines(app)[-1].endswith("? Help")
        await pilot.press("slash")
        await until(pilot, lambda: lines(app)[-1].endswith("f1 Help"))
        await press(pilot, ["question_mark", "f1"])
        await until(pilot, lambda: type(app.screen).__name__ == "HelpScreen")


async def test_a_low_terminal_keeps_its_lines_for_the_rows(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(60, 15)) as pilot:
        await opened(pilot)
        assert sum("[ ] ○" in line for line in lines(app)) >= 4
        assert "Reason  " not in text(app)
        await pilot.press("l")
        await until(pilot, lambda: "Reason  " in text(app))


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
        await pilot.press("end", "up", "r")
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
        await until(pilot, lambda: "Con↓" in text(app))
        assert positions(app, "IDA MARSH", "THE GUARD", "OFFICER BOB") == [0, 1, 2]


async def test_cursor_and_selection_stay_with_their_rows(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "down", "space", "up", "o"])
        await until(pilot, lambda: "Name ↑" in text(app))
        assert under_cursor(app) == "OFFICER BOB"
        assert "1 selected" in text(app)


async def test_one_goes_on_where_one_looked_after_another_stage(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["o", "down", "space", "down"])
        await until(pilot, lambda: "1 selected" in text(app))
        stood = under_cursor(app)
        await pilot.press("3")
        await until(pilot, lambda: type(app.screen).__name__ == "StylesScreen")
        await pilot.press("2")
        await until(pilot, lambda: "1 selected" in text(app) and "Name ↑" in text(app))
        assert under_cursor(app) == stood


async def test_one_goes_on_where_one_looked_after_a_kill(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        review = await review_of(app)
        await press(pilot, ["o", "down", "space", "down", "slash", *"type:character", "enter", "down"])
        await until(pilot, lambda: "1 selected" in text(app) and "4 of 7 shown" in text(app))
        stood = under_cursor(app)
        here = next(row.id for row in review.rows if row.draft.suggested_name == stood)
        kept = await app.services.reviews.view(review.id)
        while kept is None or (kept.cursor, kept.filter_text) != (here, "type:character"):
            await pilot.pause(0.05)
            kept = await app.services.reviews.view(review.id)
    again = make_app(project=True)
    async with again.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "1 selected" in text(again) and "4 of 7 shown" in text(again))
        assert "Name ↑" in text(again)
        assert under_cursor(again) == stood


async def test_escape_keeps_the_place_too(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "down"])
        stood = under_cursor(app)
        await pilot.press("escape")
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ReviewScreen" and under_cursor(app) == stood)


async def test_a_key_after_the_one_that_leaves_opens_no_dialog(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "down"])
        app.post_message(events.Key("escape", None))
        app.post_message(events.Key("M", "M"))
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")
        await pilot.press("enter")
        await until(pilot, lambda: type(app.screen).__name__ == "ReviewScreen")
        await until(pilot, lambda: "CHARACTERS  3" in text(app))
        await pilot.press("x")
        await until(pilot, lambda: "1 discarded" in text(app))


async def test_a_filter_that_is_put_away_leaves_the_cursor_where_it_was(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "down", "slash", *"zzz"])
        await until(pilot, lambda: "0 of 7 shown" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: under_cursor(app) == "OFFICER BOB")


async def test_a_filter_puts_the_cursor_on_the_first_row_that_fits(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["end", "slash", *"type:prop", "enter"])
        await until(pilot, lambda: "2 of 7 shown" in text(app))
        assert under_cursor(app) == "BRASS KEY"
        await press(pilot, ["escape", "home", "down", "slash", *"type:character", "enter"])
        await until(pilot, lambda: "4 of 7 shown" in text(app))
        assert under_cursor(app) == "THE GUARD", "half typed, a filter fits other rows"


async def test_a_filter_extends_no_range(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["shift+down", "slash", *"prio:low", "enter"])
        await until(pilot, lambda: "2 of 7 shown" in text(app))
        assert "2 selected (2 hidden)" in text(app)


@pytest.mark.parametrize("key", ["left", "h", "backspace"])
async def test_only_escape_clears_the_marks(make_app: MakeApp, key: str) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await press(pilot, ["H", "l", key, key])
        await until(pilot, lambda: "then clears the marks" in text(app))
        assert "5 selected" in text(app)
        await press(pilot, ["escape", key])
        await until(pilot, lambda: type(app.screen).__name__ == "HomeScreen")


# --- by mouse ------------------------------------------------------------------------------------


async def test_rows_boxes_headers_and_headings_answer_the_mouse(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.click(offset=place_of(app, "OFFICER BOB"))
        assert under_cursor(app) == "OFFICER BOB"
        column, line = place_of(app, "TIDE STATION")
        await pilot.click(offset=(3, line))
        await until(pilot, lambda: "1 selected" in text(app))
        await pilot.click(offset=(column, line + 2), shift=True)
        await until(pilot, lambda: "2 selected" in text(app))
        await pilot.click(offset=place_of(app, "Ment"))
        await until(pilot, lambda: "most mentions first" in text(app) or "Men↓" in text(app))
        await pilot.click(offset=place_of(app, "CHARACTERS  3"))
        await until(pilot, lambda: "IDA MARSH" not in "\n".join(one[:60] for one in lines(app)))


# --- size ----------------------------------------------------------------------------------------


async def test_a_feature_of_250_drafts_moves_without_drawing_all_rows(make_app: MakeApp) -> None:
    many = [replace(DRAFTS[0], suggested_name=f"PERSON {number:03}") for number in range(250)]
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(many))
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await until(pilot, lambda: "CHARACTERS  250" in text(app))
        await press(pilot, ["end", "up"])
        assert under_cursor(app) == "PERSON 249"
        await pilot.press("a")
        await until(pilot, lambda: "1 approved" in text(app))


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("size", [SIZE, (200, 60)], ids=["100x30", "200x60"])
def test_snapshot(make_app: MakeApp, snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    async def run_before(pilot: Any) -> None:
        if light:
            pilot.app.theme = LIGHT_THEME
        await opened(pilot)
        await press(pilot, ["a", "x", "space"])
        await until(pilot, lambda: "1 discarded" in text(pilot.app))
        await settle(pilot)

    app = make_app(scan_sample, project=True)
    assert snap_compare(app, terminal_size=size, run_before=run_before)
