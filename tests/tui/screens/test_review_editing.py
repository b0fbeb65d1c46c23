"""Editing in place, rows of one's own, type and priority in bulk."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from core.models import AssetType
from tests.tui.conftest import MakeApp, press, scan_sample, until
from tests.tui.reviewing import SIZE, opened, review_of, row, under_cursor
from tests.tui.seeing import lines, place_of, settle, text
from tui.screens.review import ReviewScreen


async def test_an_edit_keeps_the_old_name_as_an_alias(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "Editing IDA MARSH" in text(app))
        await press(pilot, ["home", *"OLD ", "ctrl+s"])
        await until(pilot, lambda: under_cursor(app) == "OLD IDA MARSH")
        assert "Editing" not in text(app)
        assert "IDA MARSH" in (await row(app, "OLD IDA MARSH")).draft.aliases


async def test_a_row_of_ones_own_is_checked_and_stands_under_the_cursor(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("plus")
        await until(pilot, lambda: "A row of your own" in text(app))
        await press(pilot, [*"brass key", "ctrl+s"])
        await until(pilot, lambda: "The review has brass key already." in text(app))
        await press(pilot, [*" ring", "ctrl+s"])
        await until(pilot, lambda: "8 open" in text(app))
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


async def test_the_evidence_stays_in_sight_while_one_edits(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "Editing IDA MARSH" in text(app))
        assert "sc. 1, p. 1  “IDA, 60s, in a blue oilskin coat.”" in text(app)


async def test_a_summary_written_by_hand_is_marked_and_stays(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        await press(pilot, ["e", "tab", "tab", "ctrl+home", *"Tall. ", "ctrl+s"])
        await until(pilot, lambda: "Written by hand" in text(app))
        edited = await row(app, "IDA MARSH")
        assert edited.draft.hand_written
        assert edited.description.startswith("Tall. A weathered woman")


async def test_leaving_the_fields_changes_nothing_and_asks_once_something_was_typed(
    make_app: MakeApp,
) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["e", "escape"])
        await until(pilot, lambda: "Editing" not in text(app))
        await press(pilot, ["e", "X", "escape"])
        await until(pilot, lambda: "Drop the changes?" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Editing IDA MARSH" in text(app) and isinstance(app.screen, ReviewScreen))
        await pilot.press("escape")
        await until(pilot, lambda: "Drop the changes?" in text(app))
        await answer_yes(pilot)
        await until(pilot, lambda: "Editing" not in text(app))
        assert (await row(app, "IDA MARSH")).draft.aliases == ("IDA",)


async def answer_yes(pilot: Pilot[Any]) -> None:
    """Say yes to the question in front."""
    await until(pilot, lambda: not pilot.app.screen.query_one("#confirm").disabled)
    await pilot.click("#confirm")


async def test_what_is_being_typed_is_kept_by_a_dropped_line(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["e", "end", *" THE ELDER"])
        await until(pilot, lambda: "IDA MARSH THE ELDER" in text(app))
        app.exit()
    again = make_app(project=True)
    async with again.run_test(size=SIZE) as pilot:
        await opened(pilot)
        assert (await row(again, "IDA MARSH THE ELDER")).draft.aliases == ("IDA", "IDA MARSH")


async def test_what_is_being_typed_is_kept_by_going_to_another_stage(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["e", "end", *" THE ELDER"])
        await until(pilot, lambda: "IDA MARSH THE ELDER" in text(app))
        await app.run_action("stage(1)")
        await until(pilot, lambda: type(app.screen).__name__ == "ScanScreen")
        assert (await row(app, "IDA MARSH THE ELDER")).draft.aliases == ("IDA", "IDA MARSH")


async def test_a_row_takes_no_name_or_alias_of_another(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "e", "ctrl+u", *"Ida", "enter"])
        await until(pilot, lambda: "The review has Ida already" in text(app))
        await press(pilot, [*"h", "enter"])
        await until(pilot, lambda: under_cursor(app) == "Idah")


async def test_what_another_session_wrote_meanwhile_is_shown_and_not_written_over(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        ida, review = await row(app, "IDA MARSH"), await review_of(app)
        await press(pilot, ["e", "tab", "tab", "end", *" Mine."])
        await until(pilot, lambda: "Mine." in text(app))
        await app.services.reviews.edit(review.id, ida.id, name="IDA OF THE MARSH", visual_summary="Theirs.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "got another text in another session" in text(app))
        assert (await row(app, "IDA OF THE MARSH")).description == "Theirs."
        await pilot.press("enter")
        await until(pilot, lambda: "By now it says: Theirs." in text(app))
        assert "Mine." in text(app)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Editing" not in text(app))
        assert (await row(app, "IDA OF THE MARSH")).description.count("Mine.") == 1


async def test_a_rename_leaves_the_text_of_another_session(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        ida, review = await row(app, "IDA MARSH"), await review_of(app)
        await press(pilot, ["e", "end", *" THE ELDER"])
        await app.services.reviews.edit(review.id, ida.id, visual_summary="Theirs.")
        await pilot.press("enter")
        await until(pilot, lambda: under_cursor(app) == "IDA MARSH THE ELDER")
        assert (await row(app, "IDA MARSH THE ELDER")).description == "Theirs."


async def test_leaving_uses_no_name_that_is_taken_and_keeps_the_rest(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "e", "ctrl+u", *"Ida", "tab", "tab", "end", *" Tall."])
        await until(pilot, lambda: "Tall." in text(app))
        await app.run_action("stage(1)")
        await until(pilot, lambda: type(app.screen).__name__ == "ScanScreen")
        assert (await row(app, "THE GUARD")).description.endswith(" Tall.")


async def test_a_name_that_is_refused_is_said_in_a_low_terminal_too(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(60, 15)) as pilot:
        await opened(pilot)
        await press(pilot, ["down", "e", "ctrl+u", *"Ida", "enter"])
        await until(pilot, lambda: "The review has Ida already" in text(app))


async def test_a_click_on_another_row_leaves_the_evidence_of_the_edited_one(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "Editing IDA MARSH" in text(app))
        await pilot.click(offset=place_of(app, "TIDE STATION"))
        await until(pilot, lambda: under_cursor(app) == "TIDE STATION")
        await settle(pilot)
        assert "“IDA, 60s, in a blue oilskin coat.”" in text(app)


async def test_beside_the_fields_of_a_new_row_stands_no_evidence_of_another(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot)
        assert "“IDA, 60s, in a blue oilskin coat.”" in text(app)
        await pilot.press("plus")
        await until(pilot, lambda: "A row of your own" in text(app))
        assert "“IDA, 60s, in a blue oilskin coat.”" not in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "“IDA, 60s, in a blue oilskin coat.”" in text(app))


async def test_the_last_line_adds_a_row_by_enter_and_by_mouse(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True)
    async with app.run_test(size=(100, 40)) as pilot:
        await opened(pilot)
        await press(pilot, ["end", "enter", *"LANTERN", "enter"])
        await until(pilot, lambda: under_cursor(app) == "LANTERN")
        line = next(at for at, shown in enumerate(lines(app)) if "+ Add a row of your own" in shown)
        await pilot.click(offset=(12, line), times=2)
        await until(pilot, lambda: "A row of your own" in text(app))
        assert (await review_of(app)).rows[-1].draft.suggested_name == "LANTERN"
