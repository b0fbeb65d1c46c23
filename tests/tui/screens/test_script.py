"""The script as a screen, by keys: reading, walking mentions, searching, making a draft of a name."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from textual.pilot import Pilot

from core.models import AssetType, Draft, DraftId, Mention, MentionKind, Review, RowState
from core.screenplay import mentions_of, read_script
from tests.tui.conftest import SAMPLE, MakeApp, WorkspaceApp, import_sample, press, scan_sample, until
from tests.tui.engine import ScriptedEngine
from tests.tui.seeds import SnapCompare
from tests.tui.seeing import lines, settle, text
from tui import keymap
from tui.screens.review import ReviewScreen
from tui.screens.scan import ScanScreen
from tui.screens.script import ScriptScreen
from tui.theme import DARK_THEME, LIGHT_THEME
from tui.widgets.script_view import ScriptView

FILM = read_script(SAMPLE)
CHARACTER, LOCATION, PROP = AssetType.CHARACTER, AssetType.LOCATION, AssetType.PROP

NELL, EZRA, QUAY, KEY = "NELL HARKER", "EZRA", "FISH QUAY", "SLUICE KEY"


def nell() -> Draft:
    """Nell, who once is meant by a word that is not her name."""
    mentions = {mention.line: mention for mention in mentions_of(FILM, "NELL", CHARACTER)}
    coat = next(line for line in FILM.lines if "The red pane turns toward her" in line.text)
    at = coat.text.index("her face")
    mentions[coat.number] = Mention(
        coat.number, coat.scene, coat.page, coat.text, ((at, at + 3),), MentionKind.PRONOUN
    )
    ordered = tuple(mentions[number] for number in sorted(mentions))
    return Draft(NELL, CHARACTER, aliases=("NELL",), mentions=ordered)


def drafts() -> tuple[Draft, ...]:
    """Four drafts with the lines that the sample has."""
    quay = mentions_of(FILM, QUAY, LOCATION)
    return (
        nell(),
        Draft(EZRA, CHARACTER, mentions=mentions_of(FILM, EZRA, CHARACTER)),
        Draft(QUAY, LOCATION, mentions=(*quay, Mention(quay[-1].line + 2, None, 1, "Elsewhere"))),
        Draft(KEY, PROP, mentions=mentions_of(FILM, KEY, PROP)),
    )


@dataclass
class Opened:
    """The application with the script open, and what the screen's end resulted in."""

    app: WorkspaceApp
    pilot: Pilot[None]
    review: Review
    results: list[DraftId | None]

    @property
    def view(self) -> ScriptView:
        """The pages."""
        return self.app.screen.query_one(ScriptView)

    @property
    def here(self) -> tuple[int, str]:
        """The line and the word under the cursor."""
        return self.view.cursor_line, self.view.selected_text

    @property
    def note(self) -> str:
        """The two lines over the pages."""
        return "\n".join(lines(self.app)[1:3])

    async def latest(self) -> Review:
        """The review as the store has it."""
        return await self.app.services.reviews.get(self.review.id)

    def id_of(self, name: str) -> DraftId:
        """The row of a name."""
        return next(row.id for row in self.review.rows if row.draft.suggested_name == name)


@asynccontextmanager
async def opened(
    make_app: MakeApp, name: str = "", line: int | None = None, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Opened]:
    """The scanned sample with the script pushed over its review."""
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(drafts()))
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await settle(pilot)
        assert app.place is not None
        review = await app.services.reviews.latest(app.place.project.id)
        assert review is not None
        one = Opened(app, pilot, review, [])
        await show(one, one.id_of(name) if name else None, line)
        yield one


async def show(one: Opened, draft_id: DraftId | None, line: int | None) -> None:
    screen = ScriptScreen(one.review.script_id, one.review, draft_id, line)
    one.app.push_screen(screen, one.results.append)
    await settle(one.pilot)


def numbers(name: str) -> list[int]:
    """The lines of a draft's mentions."""
    return [m.line for draft in drafts() if draft.suggested_name == name for m in draft.mentions]


def test_every_key_has_its_action() -> None:
    assert keymap.missing_actions(ScriptView, keymap.SCRIPT_VIEW) == []
    assert keymap.missing_actions(ScriptScreen, keymap.SCRIPT) == []


# --- opening and going back --------------------------------------------------------------------------


async def test_it_opens_on_the_drafts_first_mention_and_says_who_it_is(make_app: MakeApp) -> None:
    async with opened(make_app, KEY) as one:
        assert one.here == (numbers(KEY)[0], "SLUICE")
        assert "LOW WATER   2  INT. GATEHOUSE - NIGHT (TWENTY YEARS EARLIER)" in one.note
        assert "p. 2 of about 15" in one.note
        assert f"■ SLUICE KEY, prop, {len(numbers(KEY))} mentions" in one.note
        assert f"n N SLUICE KEY  1 of {len(numbers(KEY))}" in one.note


async def test_it_opens_on_the_line_that_was_asked_for(make_app: MakeApp) -> None:
    third = numbers(KEY)[2]
    async with opened(make_app, KEY, line=third) as one:
        assert one.view.cursor_line == third
        assert "3 of" in one.note


async def test_escape_leaves_the_review_as_it_was_and_says_what_was_chosen(make_app: MakeApp) -> None:
    async with opened(make_app) as one:
        before = await one.latest()
        await press(one.pilot, ["tab", "enter", "escape"])
        await until(one.pilot, lambda: isinstance(one.app.screen, ReviewScreen))
        assert one.results == [one.id_of(NELL)]
        assert await one.latest() == before


async def test_escape_with_nothing_chosen_has_no_result(make_app: MakeApp) -> None:
    async with opened(make_app) as one:
        await one.pilot.press("escape")
        await until(one.pilot, lambda: one.results == [None])


# --- walking -----------------------------------------------------------------------------------------


async def test_n_walks_the_chosen_drafts_mentions_round_the_end(make_app: MakeApp) -> None:
    places = numbers(KEY)
    async with opened(make_app, KEY) as one:
        seen = []
        for _ in places:
            seen.append(one.view.cursor_line)
            await one.pilot.press("n")
        assert seen == places
        assert one.view.cursor_line == places[0]
        await one.pilot.press("N")
        assert one.view.cursor_line == places[-1]


async def test_tab_goes_to_the_next_mention_of_anything(make_app: MakeApp) -> None:
    async with opened(make_app) as one:
        await press(one.pilot, ["tab"])
        assert one.here == (19, "NELL")
        await press(one.pilot, ["right_square_bracket", "tab"])
        assert one.view.cursor_line == numbers(NELL)[2]
        await press(one.pilot, ["shift+tab", "left_square_bracket"])
        assert one.here == (19, "NELL")


async def test_enter_on_a_mark_chooses_its_draft(make_app: MakeApp) -> None:
    async with opened(make_app, KEY) as one:
        await one.pilot.press("tab")
        assert "EZRA, character" in one.note
        assert "n N SLUICE KEY" in one.note
        await one.pilot.press("enter")
        assert "n N EZRA  1 of" in one.note
        await one.pilot.press("n")
        assert one.view.cursor_line == numbers(EZRA)[1]


async def test_enter_beside_a_mark_says_what_would_help(make_app: MakeApp) -> None:
    async with opened(make_app) as one:
        await one.pilot.press("enter")
        await until(one.pilot, lambda: "No draft is marked here" in text(one.app))
        assert one.view.chosen is None


async def test_a_pronoun_is_a_mention_too(make_app: MakeApp) -> None:
    pronoun = next(m for m in nell().mentions if m.kind is MentionKind.PRONOUN)
    async with opened(make_app, NELL, line=pronoun.line) as one:
        assert one.here == (pronoun.line, "her")
        assert "NELL HARKER, character" in one.note


async def test_a_line_that_does_not_say_the_words_is_marked_in_the_gutter(make_app: MakeApp) -> None:
    async with opened(make_app, QUAY, line=numbers(QUAY)[-1]) as one:
        row = next(row for row in lines(one.app) if row.lstrip("▌ ").startswith(f"{numbers(QUAY)[-1]} "))
        assert "▲" in row
        assert "FISH QUAY, location" in one.note


async def test_scenes_and_pages_are_gone_to(make_app: MakeApp) -> None:
    scenes = FILM.scenes
    async with opened(make_app, line=scenes[2].line) as one:
        await one.pilot.press("right_curly_bracket")
        assert one.view.cursor_line == scenes[3].line
        await press(one.pilot, ["down", "left_curly_bracket"])
        assert one.view.cursor_line == scenes[3].line
        await one.pilot.press("left_curly_bracket")
        assert one.view.cursor_line == scenes[2].line
        await press(one.pilot, ["g", "9", "9", "enter"])
        assert "a number from 1 to 15" in text(one.app)
        await press(one.pilot, ["backspace", "backspace", "9", "enter"])
        await until(one.pilot, lambda: "p. 9 of" in one.note)
        assert one.view.cursor_line == next(
            line.number for line in FILM.lines if line.page == 9 and line.text
        )


# --- searching ---------------------------------------------------------------------------------------


async def test_a_search_goes_along_as_one_types_and_n_walks_it(make_app: MakeApp) -> None:
    places = [m.line for m in mentions_of(FILM, "dredger", PROP)]
    async with opened(make_app, KEY, line=1) as one:
        await press(one.pilot, ["slash", *"dredger"])
        await until(one.pilot, lambda: "n N 1 of" in text(one.app))
        assert one.view.cursor_line == places[0]
        await press(one.pilot, ["enter", "n"])
        assert one.view.cursor_line == places[1]
        assert "n N 2 of" in text(one.app)
        await press(one.pilot, ["N", "N"])
        assert one.view.cursor_line == places[-1]


async def test_escape_ends_the_search_and_n_walks_mentions_again(make_app: MakeApp) -> None:
    async with opened(make_app, KEY) as one:
        await press(one.pilot, ["slash", *"ezra", "enter", "escape"])
        await until(one.pilot, lambda: "n N SLUICE KEY" in one.note)
        await one.pilot.press("n")
        assert one.view.cursor_line in numbers(KEY)
        await one.pilot.press("escape")
        await until(one.pilot, lambda: one.results == [one.id_of(KEY)])


async def test_what_is_not_there_is_said_and_the_cursor_stays(make_app: MakeApp) -> None:
    async with opened(make_app, KEY) as one:
        here = one.here
        await press(one.pilot, ["slash", *"zyx"])
        await until(one.pilot, lambda: "nothing found" in text(one.app))
        assert one.here == here


# --- making a draft ----------------------------------------------------------------------------------


async def test_a_selected_name_becomes_a_draft_with_its_lines(make_app: MakeApp) -> None:
    found = mentions_of(FILM, "STORM LANTERN", CHARACTER)
    async with opened(make_app, line=found[0].line) as one:
        assert len(found) == 4
        one.view.move_to_line(found[0].line, found[0].columns[0][0])
        await press(one.pilot, ["shift+right", "plus"])
        await until(one.pilot, lambda: "4 lines of the script will be its mentions" in text(one.app))
        await press(one.pilot, ["tab", "tab", *"Iron.", "ctrl+s"])
        await until(one.pilot, lambda: "n N STORM LANTERN  1 of 4" in one.note)
        row = (await one.latest()).rows[-1]
        assert (row.draft.suggested_name, row.draft.visual_summary) == ("STORM LANTERN", "Iron.")
        assert row.draft.mentions == found
        assert "STORM LANTERN, character, 4 mentions" in one.note
        await one.pilot.press("escape")
        await until(one.pilot, lambda: one.results == [row.id])


async def test_the_type_is_guessed_and_the_lines_are_counted_with_it(make_app: MakeApp) -> None:
    lantern = next(line for line in FILM.lines if "Lifts the lantern" in line.text)
    things = len(mentions_of(FILM, "lantern", PROP))
    async with opened(make_app) as one:
        one.view.move_to_line(lantern.number, lantern.text.index("lantern"))
        await one.pilot.press("plus")
        await until(one.pilot, lambda: f"{things} lines of the script will be its mentions" in text(one.app))
        assert "Prop" in text(one.app)
        await press(one.pilot, ["x", "y"])
        await until(one.pilot, lambda: "The script has no line with this name" in text(one.app))
        await one.pilot.press("escape")
        await settle(one.pilot)
        assert await one.latest() == one.review


@pytest.mark.parametrize(("line", "column", "says"), [(65, 6, "Location"), (21, 0, "Character")])
async def test_a_heading_names_a_place_and_a_cue_a_person(
    make_app: MakeApp, line: int, column: int, says: str
) -> None:
    async with opened(make_app) as one:
        one.view.move_to_line(line, column)
        await one.pilot.press("plus")
        await until(one.pilot, lambda: "Make a draft of this name" in text(one.app))
        assert says in text(one.app)


async def test_a_name_that_is_a_draft_already_leads_to_it(make_app: MakeApp) -> None:
    async with opened(make_app, KEY, line=1) as one:
        one.view.move_to_line(numbers(NELL)[0], FILM.lines[numbers(NELL)[0] - 1].text.index("NELL"))
        await one.pilot.press("plus")
        await until(one.pilot, lambda: "NELL is a draft already: NELL HARKER." in text(one.app))
        await one.pilot.press("enter")
        await until(one.pilot, lambda: "n N NELL HARKER  2 of" in one.note)
        assert await one.latest() == one.review


async def test_a_draft_that_was_made_is_undone_in_the_review(make_app: MakeApp) -> None:
    found = mentions_of(FILM, "STORM LANTERN", CHARACTER)
    async with opened(make_app, line=found[0].line) as one:
        one.view.move_to_line(found[0].line, found[0].columns[0][0])
        await press(one.pilot, ["shift+right", "plus", "ctrl+s"])
        await until(one.pilot, lambda: "n N STORM LANTERN" in one.note)
        undone = await one.app.services.reviews.undo(one.review.id)
        assert undone.rows == one.review.rows


async def test_a_marked_pronoun_is_its_drafts_and_no_name(make_app: MakeApp) -> None:
    pronoun = next(m for m in nell().mentions if m.kind is MentionKind.PRONOUN)
    async with opened(make_app, NELL, line=pronoun.line) as one:
        await one.pilot.press("plus")
        await until(one.pilot, lambda: "her is a draft already: NELL HARKER." in text(one.app))


async def test_a_discarded_draft_is_not_marked_until_it_is_gone_to(make_app: MakeApp) -> None:
    async with opened(make_app) as one:
        await one.app.services.reviews.discard(one.review.id, [one.id_of(KEY)])
        await one.pilot.press("escape")
        one.review = await one.latest()
        assert one.review.rows[3].state is RowState.DISCARDED
        await show(one, None, numbers(KEY)[0])
        assert not one.view.marks.get(numbers(KEY)[0])
        one.view.move_to_line(numbers(KEY)[0], FILM.lines[numbers(KEY)[0] - 1].text.index("SLUICE"))
        await press(one.pilot, ["shift+right", "plus", "enter"])
        await until(one.pilot, lambda: "n N SLUICE KEY" in one.note)
        assert one.view.marks[numbers(KEY)[0]]


# --- without a scan ----------------------------------------------------------------------------------


async def test_before_a_scan_the_pages_can_be_read_and_a_draft_waits_for_it(make_app: MakeApp) -> None:
    app = make_app(import_sample, project=True, engine=ScriptedEngine(drafts()))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))
        await settle(pilot)
        await pilot.press("r")
        await until(pilot, lambda: "has not been scanned" in text(app))
        assert "EXT. CARROW SEA WALL - NIGHT" in text(app)
        await press(pilot, ["plus"])
        await until(pilot, lambda: "A scan comes first" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ScanScreen))


async def test_from_the_script_stage_a_scanned_script_is_marked(make_app: MakeApp) -> None:
    app = make_app(scan_sample, project=True, engine=ScriptedEngine(drafts()))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("1")
        await until(pilot, lambda: "go on with the review" in text(app))
        await press(pilot, ["r"])
        await until(pilot, lambda: isinstance(app.screen, ScriptScreen))
        await settle(pilot)
        await pilot.press("tab")
        await until(pilot, lambda: "NELL HARKER, character" in text(app))


async def test_the_help_has_the_keys_of_the_pages(make_app: MakeApp) -> None:
    async with opened(make_app, size=(100, 80)) as one:
        await one.pilot.press("question_mark")
        await until(one.pilot, lambda: "Select the next word" in text(one.app))
        assert "Make a draft of the selected name" in text(one.app)


# --- how it looks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "theme"), [((100, 30), DARK_THEME), ((200, 60), LIGHT_THEME)], ids=["dark", "light"]
)
def test_snapshot(make_app: MakeApp, snap_compare: SnapCompare, size: tuple[int, int], theme: str) -> None:
    async def run_before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        app = pilot.app
        assert isinstance(app, WorkspaceApp)
        app.theme = theme
        assert app.place is not None
        review = await app.services.reviews.latest(app.place.project.id)
        assert review is not None
        app.push_screen(ScriptScreen(review.script_id, review, review.rows[0].id))
        await settle(pilot)

    app = make_app(scan_sample, project=True, engine=ScriptedEngine(drafts()))
    assert snap_compare(app, terminal_size=size, run_before=run_before)
