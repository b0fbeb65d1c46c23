"""The dialogs, by keys: what they show and what they hand back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from core.models import AssetId, ReferenceImage, StalePicture
from tests.tui.modals.opened import opened
from tui.modals.choose import ChooseModal, Option
from tui.modals.confirm import ConfirmModal
from tui.modals.dialog import Dialog
from tui.modals.form import FormModal, SelectField, TextField
from tui.modals.message import MessageModal
from tui.modals.pick_file import MOST_ENTRIES, PickFileModal, list_folder
from tui.modals.prompt import PromptModal
from tui.modals.style_references import StyleReferencesModal
from tui.modals.style_stale import StyleStaleModal
from tui.modals.text_view import MOST_CHARACTERS, TextViewModal


async def test_a_message_shows_text_as_it_is_and_closes_by_enter() -> None:
    async with opened(MessageModal("No [/b] style", "Lock [red]one[/red] first.", kind="error")) as shown:
        assert "✗ No [/b] style" in shown.text
        assert "Lock [red]one[/red] first." in shown.text
        await shown.press("enter")
        assert shown.results == [None]


async def test_confirming_takes_the_verb() -> None:
    async with opened(ConfirmModal("Commit", ["12 assets [/]"], "Commit 12 assets")) as shown:
        assert "Commit 12 assets" in shown.text
        await shown.press("enter")
        assert shown.results == [True]


async def test_a_dangerous_question_starts_on_cancel() -> None:
    async with opened(ConfirmModal("Unlock", ["It can change."], "Unlock", danger=True)) as shown:
        await shown.press("enter")
        assert shown.results == [None]
    async with opened(ConfirmModal("Unlock", ["It can change."], "Unlock", danger=True)) as shown:
        await shown.press("right", "enter")
        assert shown.results == [True]


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_all_that_becomes_stale_can_be_scrolled_to(size: tuple[int, int]) -> None:
    stale = [StalePicture("Film", "main", AssetId(n), f"ASSET {n}", True, False) for n in range(30)]
    async with opened(StyleStaleModal("Lock it?", stale, "Lock it"), size=size) as shown:
        assert "↑ ↓ scroll   ← → choose   enter press it" in shown.text
        assert "ASSET 29" not in shown.text
        assert shown.text.count("Lock it") == 2
        await shown.press("down", "pagedown", "pagedown", "pagedown")
        assert "ASSET 29" in shown.text
        await shown.press("enter")
        assert shown.results == [None]


async def test_the_hint_says_what_enter_does_on_the_button_in_focus() -> None:
    for danger, words in ((True, "enter press it"), (False, "enter do it")):
        async with opened(ConfirmModal("Unlock", ["It can change."], "Unlock", danger=danger)) as shown:
            assert words in shown.text


async def test_a_description_that_is_cut_stands_whole_under_the_list() -> None:
    words = "The branch's asset takes over its text, voice and picture"
    async with opened(
        ChooseModal("Taken", [Option("a", "Rename it all"), Option("b", "Replace", words)])
    ) as shown:
        assert words not in shown.words
        await shown.press("down")
        assert words in shown.words


async def test_an_empty_list_of_references_says_how_one_comes_in() -> None:
    async def read(_path: Path) -> ReferenceImage:
        raise AssertionError("no file was chosen")

    async with opened(StyleReferencesModal("Own", (), read), size=(80, 24)) as shown:
        assert "None yet. Press a to add a picture." in shown.text


class PatientModal(ConfirmModal):
    """Its grace doesn't end within a test, however slow the machine is."""

    grace_s = 3600.0


async def test_a_question_that_came_by_itself_takes_no_key_at_first() -> None:
    async with opened(PatientModal("Spend $3.20?", ["96 pictures"], "Generate", grace=True)) as shown:
        await shown.press("enter", "space", "tab", "enter")
        assert shown.results == []
        assert "one moment" in shown.text


async def test_after_its_grace_it_takes_an_answer() -> None:
    dialog = ConfirmModal("Spend $3.20?", ["96 pictures"], "Generate", grace=True)
    async with opened(dialog) as shown:
        await shown.take_answers()
        await shown.press("enter")
        assert shown.results == [True]


async def test_escape_cancels_every_dialog(tmp_path: Path) -> None:
    dialogs: list[Dialog[Any]] = [
        MessageModal("a", "b"),
        ConfirmModal("a", ["b"], "c"),
        PromptModal("a"),
        FormModal("a", [TextField("x", "X")]),
        ChooseModal("a", [Option("x", "X")]),
        PickFileModal("a", tmp_path),
        TextViewModal("a", "b"),
    ]
    for dialog in dialogs:
        async with opened(dialog) as shown:
            await shown.press("escape")
            assert shown.results == [None]


async def test_a_prompt_checks_and_cleans() -> None:
    async with opened(PromptModal("Name", "Call it", check=lambda v: "" if v != "x" else "Not x.")) as shown:
        await shown.press("x", "enter")
        assert "Not x." in shown.text
        assert shown.results == []
        await shown.press("y", "space", "enter")
        assert shown.results == ["xy"]


async def test_a_form_says_what_is_missing_and_returns_every_field() -> None:
    fields: list[TextField | SelectField] = [
        TextField("name", "Name", required=True),
        SelectField("type", "Type", (("character", "◆ character"), ("prop", "■ prop")), "prop"),
        TextField("text", "Description", lines=3),
    ]
    async with opened(FormModal("Add", fields, verb="Add"), size=(80, 24)) as shown:
        await shown.press("ctrl+s")
        assert "“Name” is needed." in shown.text
        await shown.press("K", "e", "y", "tab", "tab", "o", "l", "d", "ctrl+s")
        assert shown.results == [{"name": "Key", "type": "prop", "text": "old"}]


async def test_a_form_can_refuse_what_does_not_fit_together() -> None:
    form = FormModal("Add", [TextField("name", "Name")], check=lambda values: f"{values['name']} is taken.")
    async with opened(form) as shown:
        await shown.press("A", "enter")
        assert "A is taken." in shown.text
        assert shown.results == []


async def test_choosing_starts_on_the_current_option() -> None:
    options = [Option("c", "character", "a person [/b]"), Option("l", "location"), Option("p", "prop")]
    async with opened(ChooseModal("Type", options, current="l")) as shown:
        assert "a person [/b]" in shown.text
        await shown.press("down", "enter")
        assert shown.results == ["p"]


async def test_a_long_text_is_capped_and_scrolls() -> None:
    async with opened(
        TextViewModal("Prompt", "[/b] first\n" + f"{'x' * 79}\n" * (MOST_CHARACTERS // 80), note="long")
    ) as shown:
        assert "[/b] first" in shown.text
        await shown.press("end")
        assert "more characters are not shown" in shown.text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "deep.fountain").write_text("INT. X - DAY")
    (tmp_path / "Night [b].fountain").write_text("INT. X - DAY")
    (tmp_path / "Watch.PDF").write_bytes(b"%PDF")
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / ".hidden.txt").write_text("x")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    return tmp_path


async def test_the_file_picker_lists_what_can_be_chosen(folder: Path) -> None:
    async with opened(PickFileModal("Choose", folder)) as shown:
        for name in ("drafts/", "Night [b].fountain", "Watch.PDF"):
            assert name in shown.text
        for name in ("notes.docx", ".hidden", "gone.txt"):
            assert name not in shown.text


async def test_the_file_picker_walks_by_keys_and_narrows_by_typing(folder: Path) -> None:
    async with opened(PickFileModal("Choose", folder)) as shown:
        await shown.press("enter")
        assert "deep.fountain" in shown.text
        await shown.press("enter")
        assert shown.results == [folder / "drafts" / "deep.fountain"]
    async with opened(PickFileModal("Choose", folder)) as shown:
        await shown.press("w", "a", "t")
        assert "Night" not in shown.text
        await shown.press("tab")
        assert shown.app.screen.query_one(Input).value == str(folder / "Watch.PDF")
        await shown.press("enter")
        assert shown.results == [folder / "Watch.PDF"]


async def test_the_file_picker_says_what_is_wrong_with_a_path(folder: Path) -> None:
    async with opened(PickFileModal("Choose", folder)) as shown:
        await shown.press(*"zzz", "enter")
        assert "No such file here" in shown.text
        await shown.press("slash")
        assert "There is no such folder." in shown.text
        assert shown.results == []


def test_a_huge_folder_is_cut_and_counted(tmp_path: Path) -> None:
    for at in range(MOST_ENTRIES + 3):
        (tmp_path / f"{at}.txt").touch()
    listing = list_folder(tmp_path, [".txt"])
    assert (len(listing.entries), listing.cut) == (MOST_ENTRIES, 3)
