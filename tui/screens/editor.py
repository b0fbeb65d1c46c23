"""The asset editor: the text a picture is made from, saved as one types, and its candidates (SPEC 2.5)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.reactive import var
from textual.widgets import Input, Static, TextArea

from core.errors import LookbookError, Stale, WrongShape
from core.models import (
    TRAIT_FIELDS,
    Asset,
    AssetId,
    AssetType,
    Conflict,
    ConflictDecision,
    Image,
    ImageId,
    Trait,
)
from core.services import ShownText
from tui import keymap, traits
from tui.autosave import Act, AssetText, Autosave
from tui.base import UNREAD, Stage, StyleAnchor, guarded, say
from tui.jobs import JobMoved
from tui.modals.both_texts import BothTextsModal
from tui.modals.choose import ChooseModal, Option
from tui.modals.confirm import ConfirmModal
from tui.modals.generate import GenerateModal
from tui.modals.history import HistoryModal
from tui.modals.pick_file import PICTURE_SUFFIXES, PickFileModal
from tui.modals.text_view import TextViewModal
from tui.screens.editor_parts import (
    EditorView,
    badges,
    candidate_lines,
    conflict_lines,
    decision_options,
    evidence_line,
    failure_words,
    mention_facts,
    picture_note,
    saved_words,
)
from tui.screens.project import ProjectScreen
from tui.widgets.facts import FactsPane
from tui.widgets.made_from import pictures, price_words
from tui.widgets.picture import Picture

VOICE_LABEL = "Global Voice Profile (ElevenLabs ID)"

EDITOR_ACTIONS = {key.action for key in keymap.EDITOR}


class EditorScreen(ProjectScreen[None]):
    """One asset: text at the left, its pictures at the right. Nothing typed is lost on any way out."""

    CSS_PATH = "editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.EDITOR)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (150, "-wide")]
    AUTO_FOCUS = ""
    DEFAULT_CLASSES = UNREAD
    stage = Stage.BOARD
    help_id = "editor"

    view: var[EditorView | None] = var(None, init=False)
    shown_image: var[ImageId | None] = var(None, init=False)
    picture_only: var[bool] = var(False, toggle_class="-picture")

    def __init__(self, asset_id: AssetId) -> None:
        super().__init__()
        self.asset_id = asset_id
        self._autosave: Autosave | None = None
        self._known_traits: dict[tuple[str, str], Trait] = {}
        self._asking = False
        self._failure = ""

    def compose_content(self) -> ComposeResult:
        """Anchor, a line of facts, text, and pictures."""
        yield StyleAnchor()
        with Horizontal(id="editor-head"):
            yield Static(id="editor-badges")
            yield Static(id="editor-saved")
        with Horizontal(id="editor-body"):
            with VerticalScroll(id="editor-text", can_focus=False):
                yield from self._compose_words()
                yield from self._compose_facts()
            with Vertical(id="editor-picture"):
                yield Picture(id="picture")
                yield Static(id="candidate")
                yield Static(id="picture-note")

    def _compose_words(self) -> ComposeResult:
        with Vertical(id="editor-words"):
            with Horizontal(classes="field"):
                yield Static("Name", classes="label")
                yield Input(id="name")
            yield Static(id="aliases", classes="by-the-way")
            yield Static("Description", classes="label", id="description-label")
            area = TextArea(id="description", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            area.cursor_blink = False
            yield area
            with Vertical(id="voice-field"):
                yield Static(VOICE_LABEL, classes="label")
                yield Input(id="voice", placeholder="an ElevenLabs voice id, or nothing")

    def _compose_facts(self) -> ComposeResult:
        with Vertical(id="editor-facts"):
            yield Static(id="conflicts")
            with Vertical(id="traits"):
                for place in range(3):
                    with Horizontal(classes="field"):
                        yield Static(id=f"trait-label-{place}", classes="label")
                        yield Input(id=f"trait-{place}", placeholder="nothing known; values parted by ;")
                    yield Static(id=f"trait-evidence-{place}", classes="by-the-way")
            yield Static("Mentions", id="mentions-label", classes="label")
            yield FactsPane(id="mentions")

    # --- reading ---------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Keys that come before the text has been read are typed into it, and are no commands."""
        self.query_one("#description").focus(scroll_visible=False)

    def on_screen_resume(self) -> None:
        """Read, and read again after a dialog or another screen."""
        self.load()

    def on_job_moved(self, event: JobMoved) -> None:
        """A picture of this asset has come, or has failed: pictures and state are read, never the text."""
        if event.job.asset_id == self.asset_id:
            self._failure = failure_words(event.job)
            self.reload_soon()

    @work(group="editor.load", exclusive=True, description="Reading the asset")
    @guarded
    async def load(self) -> None:
        """Read the asset, its pictures and the style. What is being typed stays as it is."""
        card = await self.services.assets.card(self.asset_id)
        images = await self.services.assets.candidates(self.asset_id)
        style = await self.services.styles.locked(card.asset.branch_id)
        names = {style.id: style.name for style in await self.services.styles.list()}
        if self._autosave is None:
            self._autosave = self._new_autosave(card.asset)
            self._show_first_text(locked=card.asset.locked_at is not None)
        elif self._autosave.take(card.asset):
            self._show_text()
        self.view = EditorView(card, images, style, names)
        self.has_read()

    def _new_autosave(self, asset: Asset) -> Autosave:
        def start(save: object) -> None:
            # The application's worker: leaving the screen must not cut a save in two.
            self.app.run_worker(
                save,  # type: ignore[arg-type]
                group="editor.save",
                description="Saving the text",
            )

        return Autosave(self.services.assets, asset, start=start, changed=self._save_state_changed)

    def watch_view(self, before: EditorView | None, view: EditorView | None) -> None:
        """What was read is shown; the fields of text are not touched here."""
        if view is None:
            return
        self.query_one(StyleAnchor).locked_style = view.style
        self.query_one("#editor-badges", Static).update(badges(view.card, self._ratio_reason))
        self._show_locked(view.locked)
        self._show_facts(view.card.asset)
        self._choose_shown(before, view)
        self._show_picture()
        self._save_state_changed()
        self.refresh_bindings()

    @property
    def _ratio_reason(self) -> str:
        assert self.view is not None
        return self.services.assets.ratio_reason(self.view.card.asset.type)

    def _show_locked(self, locked: bool) -> None:
        self.set_class(locked, "-locked")
        self.query_one("#description", TextArea).read_only = locked
        for line in self.query("#editor-text Input").results(Input):
            line.disabled = locked

    def _choose_shown(self, before: EditorView | None, view: EditorView) -> None:
        """A picture that has just come is looked at; else what was looked at stays."""
        ids = [image.id for image in view.images]
        has_come = before is not None and len(ids) > len(before.images)
        if has_come or self.shown_image not in ids:
            key = view.card.asset.image_key_id
            self.shown_image = key if key in ids and not has_come else ids[0] if ids else None

    # --- text ------------------------------------------------------------------------------------

    @property
    def _trait_fields(self) -> tuple[str, ...]:
        assert self._autosave is not None
        return TRAIT_FIELDS[self._autosave.asset.type]

    def _show_text(self) -> None:
        """Put the stored text into the fields, as edits that can be undone."""
        assert self._autosave is not None
        text = self._autosave.text
        self._set_line("#name", text.name)
        self._set_line("#voice", text.voice_id)
        for place, name in enumerate(self._trait_fields):
            self._set_line(f"#trait-{place}", traits.shown(text.traits, name))
        area = self.query_one("#description", TextArea)
        if not area.text:
            area.load_text(text.description)
        elif area.text != text.description:
            area.replace(text.description, (0, 0), area.document.end, maintain_selection_offset=False)

    def _show_first_text(self, locked: bool) -> None:
        """Show the stored text; what was typed before it came stands where the cursor was, in front."""
        area = self.query_one("#description", TextArea)
        typed_ahead = "" if locked else area.text
        area.load_text("")
        self._show_text()
        if typed_ahead:
            area.insert(typed_ahead, (0, 0))

    def _set_line(self, selector: str, text: str) -> None:
        line = self.query_one(selector, Input)
        if line.value != text:
            line.value = text

    def _text_on_screen(self) -> AssetText:
        assert self._autosave is not None
        stored = self._autosave.text.traits
        for trait in stored:
            self._known_traits[trait.field, trait.value.casefold()] = trait
        lines = {
            name: self.query_one(f"#trait-{place}", Input).value
            for place, name in enumerate(self._trait_fields)
        }
        return AssetText(
            name=self.query_one("#name", Input).value,
            description=self.query_one("#description", TextArea).text,
            voice_id=self.query_one("#voice", Input).value,
            traits=traits.typed(lines, stored, self._known_traits.values()),
        )

    def on_text_area_changed(self) -> None:
        """Saved as one types."""
        self._take_text()

    def on_input_changed(self) -> None:
        """Saved as one types."""
        self._take_text()

    def _take_text(self) -> None:
        if self._autosave is not None and self.view is not None:
            self._autosave.put(self._text_on_screen())

    async def _typed_text(self) -> Autosave | None:
        """The autosave, once it has all that was typed before now: keys may still wait in the field's queue,
        for a priority key overtakes them."""
        if self.view is None or self._autosave is None:
            return None
        if self.focused is not None:
            has_taken_keys = asyncio.Event()
            self.focused.call_later(has_taken_keys.set)
            await has_taken_keys.wait()
        self._take_text()
        return self._autosave

    def _save_state_changed(self) -> None:
        """The word at the right of the head; a conflict with another session is asked about at once."""
        autosave, labels = self._autosave, self.query("#editor-saved").results(Static)
        label = next(labels, None)
        if autosave is None or label is None:
            # The last save is made when the fields are gone.
            return
        label.update(saved_words(autosave, self._is_locked))
        if autosave.theirs is not None:
            self.ask_whose()
        elif self.view is not None and self._is_behind(autosave, self.view):
            self.reload_soon()

    def _is_behind(self, autosave: Autosave, view: EditorView) -> bool:
        """Whether what stands beside the text is older: a save makes pictures stale, a lock refuses one."""
        refused = bool(autosave.problem) and not view.locked
        return refused or autosave.asset.version > view.card.asset.version

    @work(group="editor.whose", description="Asking whose text holds")
    @guarded
    async def ask_whose(self) -> None:
        """Show both texts and store the one that is chosen."""
        autosave = self._autosave
        if autosave is None or autosave.theirs is None or self._asking:
            return
        self._asking = True
        try:
            theirs = AssetText.of(autosave.theirs)
            choice = await self.app.push_screen_wait(BothTextsModal(autosave.text, theirs))
        finally:
            self._asking = False
        if choice == "mine":
            await autosave.keep_mine()
        elif choice == "theirs":
            autosave.take_theirs()
            self._show_text()
        self.load()

    # --- facts -----------------------------------------------------------------------------------

    def _show_facts(self, asset: Asset) -> None:
        aliases = f"also called {', '.join(asset.aliases)}" if asset.aliases else ""
        self._show_line("#aliases", Content(aliases))
        self._show_line("#conflicts", conflict_lines(asset.conflicts))
        self.query_one("#voice-field").display = asset.type is AssetType.CHARACTER
        for place, name in enumerate(TRAIT_FIELDS[asset.type]):
            label = name.replace("_", " ").capitalize()
            self.query_one(f"#trait-label-{place}", Static).update(Content(label))
            self._show_line(f"#trait-evidence-{place}", evidence_line(asset, name))
        count = len(asset.source_mentions)
        self.query_one("#mentions-label", Static).update(Content(f"Mentions in the script  {count}"))
        self.query_one("#mentions", FactsPane).show(mention_facts(asset.source_mentions))

    def _show_line(self, selector: str, content: Content) -> None:
        line = self.query_one(selector, Static)
        line.update(content)
        line.display = bool(content.plain)

    # --- pictures --------------------------------------------------------------------------------

    @property
    def _image(self) -> Image | None:
        if self.view is None:
            return None
        return next((image for image in self.view.images if image.id == self.shown_image), None)

    def _show_picture(self) -> None:
        view, image = self.view, self._image
        assert view is not None
        picture = self.query_one("#picture", Picture)
        picture.empty_text = (
            "No picture yet." if view.style is None else "No picture yet.\nPress ^g to generate."
        )
        picture.path = None if image is None else image.path
        if image is None:
            picture.reload()
        self._show_line("#candidate", candidate_lines(view, image))
        self._show_line("#picture-note", picture_note(view, self._failure))

    def _step_candidate(self, step: int) -> None:
        if self.view is not None and self.view.images:
            ids = [image.id for image in self.view.images]
            at = ids.index(self.shown_image) if self.shown_image in ids else 0
            self.shown_image = ids[(at + step) % len(ids)]
            self._show_picture()
            self.refresh_bindings()

    def action_next_candidate(self) -> None:
        """Look at the next picture."""
        self._step_candidate(1)

    def action_previous_candidate(self) -> None:
        """Look at the picture before."""
        self._step_candidate(-1)

    def action_toggle_picture(self) -> None:
        """In a narrow terminal: picture or text."""
        self.picture_only = not self.picture_only

    # --- what can be done now --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can't be done now is grey; what can never be done here is not shown."""
        if action == "toggle_picture":
            return self.has_class("-narrow")
        if action == "decide_conflict":
            return self._can_decide()
        if action in {"lock", "unlock"}:
            return self._is_locked is (action == "unlock")
        possible = self._possible(action)
        return super().check_action(action, parameters) if possible is None else possible or None

    def _can_decide(self) -> bool | None:
        if self.view is None or not self.view.card.asset.conflicts:
            return False
        return None if self.view.locked else True

    def _possible(self, action: str) -> bool | None:
        """Whether an action of the editor is possible; None for one that is not its own."""
        view = self.view
        if action not in EDITOR_ACTIONS:
            return None
        if view is None:
            return False
        match action:
            case "generate" | "import_picture":
                return view.style is not None and not view.locked
            case "show_prompt":
                return view.style is not None
            case "next_candidate" | "previous_candidate":
                return len(view.images) > 1
            case "choose_key":
                return self._image is not None and not view.locked and not self._shows_key
            case "promote":
                return view.locked
            case _:
                return True

    @property
    def _shows_key(self) -> bool:
        return self.view is not None and self.view.card.asset.image_key_id == self.shown_image

    # --- saving and leaving ----------------------------------------------------------------------

    @work(group="editor.write", description="Saving the text")
    @guarded
    async def action_save(self) -> None:
        """Save now."""
        if (autosave := await self._typed_text()) is not None and not self._is_locked:
            await autosave.flush()

    @property
    def _is_locked(self) -> bool:
        return self.view is not None and self.view.locked

    def action_back(self) -> None:
        """Leave, once everything is saved."""
        if self.picture_only:
            self.picture_only = False
        else:
            self.leave()

    @work(group="editor.leave", exclusive=True, description="Saving and leaving")
    async def leave(self) -> None:
        """Save and go back."""
        if await self.may_leave():
            super().action_back()

    async def may_leave(self) -> bool:
        """Save; what can't be saved is said, and given up only when the person says so. A text that another
        session changed, too, is asked about instead of leaving."""
        autosave = await self._typed_text()
        try:
            if autosave is not None:
                await autosave.flush()
        except Stale:
            return False
        except LookbookError as error:
            lines = [error.message, "What you typed since is lost when you leave."]
            question = ConfirmModal("Leave without saving?", lines, "Leave", danger=True)
            if autosave is None or not await self.app.push_screen_wait(question):
                return False
            autosave.give_up()
        return True

    async def on_unmount(self) -> None:
        """Whatever took the screen away, the text is saved; what can't be is shown, to be copied."""
        if self._autosave is None:
            return
        try:
            await self._autosave.flush()
        except LookbookError as error:
            self._show_unsaved(self._autosave.text, error.message)

    def _show_unsaved(self, text: AssetText, why: str) -> None:
        title = f"The text of {text.name} could not be saved"
        if self.lookbook.is_ending:
            self.lookbook.print_at_end(f"{title}: {why}\n\n{text.description}\n")
        else:
            self.app.call_later(self.app.push_screen, TextViewModal(title, text.description, note=why))

    # --- generating ------------------------------------------------------------------------------

    @work(group="editor.write", description="Queueing pictures")
    @guarded
    async def action_generate(self) -> None:
        """Ask how many; the service then saves the text on the screen, reads the row, and queues."""
        autosave = await self._typed_text()
        if autosave is None:
            return
        await autosave.flush()
        one = await self.services.images.estimate([self.asset_id])
        count = await self.app.push_screen_wait(GenerateModal(autosave.text.name, one)) if one.jobs else "1"
        if count is not None:
            await self._generate(autosave, int(count))
            say(self, f"{pictures(int(count))} queued: {price_words(one, int(count))}.")

    async def _generate(self, autosave: Autosave, count: int) -> None:
        async def queue(text: AssetText, version: int) -> Asset:
            shown = ShownText(version, text.description, text.name, text.voice_id, text.traits)
            asset, _ = await self.services.images.generate(self.asset_id, shown, count)
            return asset

        self._failure = ""
        await autosave.through(queue)
        self.lookbook.jobs.kick()
        self.load()

    @work(group="editor.write", description="Reading the prompt")
    @guarded
    async def action_show_prompt(self) -> None:
        """Save, and show the exact final prompt."""
        if (autosave := await self._typed_text()) is None:
            return
        if not self._is_locked:
            await autosave.flush()
        prompt = (await self.services.images.prompt(self.asset_id)).text
        engine = self.services.images.engine
        note = f"{len(prompt)} characters, as {engine.provider} {engine.model} will get them"
        await self.app.push_screen_wait(TextViewModal(f"Prompt of {autosave.text.name}", prompt, note=note))

    @work(group="editor.write", description="Importing a picture")
    @guarded
    async def action_import_picture(self) -> None:
        """Take a picture file as a candidate; one in another shape is cropped or padded, as one says."""
        autosave = await self._typed_text()
        path = await self.app.push_screen_wait(
            PickFileModal("Import a picture", Path.cwd(), suffixes=PICTURE_SUFFIXES)
        )
        if autosave is None or path is None:
            return
        await autosave.flush()
        try:
            await self.services.candidates.import_picture(self.asset_id, path)
        except WrongShape as error:
            await self._import_fitted(path, error.message)
        self.load()

    async def _import_fitted(self, path: Path, why: str) -> None:
        options = [
            Option("crop", "Crop", "cut off what is too much"),
            Option("pad", "Pad", "put a plain ground around it"),
        ]
        fit = await self.app.push_screen_wait(ChooseModal("Another aspect ratio", options, text=why))
        if fit is not None:
            await self.services.candidates.import_picture(
                self.asset_id, path, "crop" if fit == "crop" else "pad"
            )

    # --- changing the asset ----------------------------------------------------------------------

    async def _change(self, act: Act, *, save_first: bool = True) -> None:
        autosave = await self._typed_text()
        if autosave is not None:
            try:
                if await autosave.change(act, save_first=save_first):
                    self._show_text()
            finally:
                self.load()

    @work(group="editor.write", description="Choosing the image key")
    @guarded
    async def action_choose_key(self) -> None:
        """Make the picture that is shown the image key."""
        image = self._image
        if image is not None:
            await self._change(lambda _: self.services.assets.choose_image_key(self.asset_id, image.id))

    @work(group="editor.write", description="Locking the asset")
    @guarded
    async def action_lock(self) -> None:
        """Lock the asset as it stands on the screen."""
        await self._change(lambda version: self.services.assets.lock(self.asset_id, version))

    @work(group="editor.write", description="Unlocking the asset")
    @guarded
    async def action_unlock(self) -> None:
        """Unlock after asking."""
        lines = ["Text, voice and image key can change again.", "The gate stays closed until then."]
        if await self.app.push_screen_wait(ConfirmModal("Unlock this asset?", lines, "Unlock")):
            await self._change(lambda _: self.services.assets.unlock(self.asset_id), save_first=False)

    @work(group="editor.write", description="Promoting the asset")
    @guarded
    async def action_promote(self) -> None:
        """Copy the locked asset to the global library."""
        asset = await self.services.library.promote(self.asset_id)
        say(self, f"{asset.name} is in the global library.")

    @work(group="editor.write", description="Bringing an earlier text back")
    @guarded
    async def action_history(self) -> None:
        """Look at earlier descriptions; enter brings one back."""
        if (autosave := await self._typed_text()) is None:
            return
        if not self._is_locked:
            await autosave.flush()
        revisions = await self.services.assets.revisions(self.asset_id)
        chosen = await self.app.push_screen_wait(HistoryModal(autosave.text.name, revisions))
        if chosen is not None:
            await self._change(lambda version: self.services.assets.restore(self.asset_id, version, chosen))

    @work(group="editor.write", description="Deciding a conflict")
    @guarded
    async def action_decide_conflict(self) -> None:
        """Ask what holds; with several conflicts, first which one."""
        conflicts = self.view.card.asset.conflicts if self.view is not None else ()
        index = await self._which_conflict(conflicts)
        if index is None:
            return
        conflict = conflicts[index]
        current = conflict.decision or ConflictDecision.LATER
        question = ChooseModal(
            f"What holds: {conflict.field.replace('_', ' ')}?",
            decision_options(conflict),
            text="Until it is decided, the later one is taken. The description stays as you wrote it.",
            current=current.value,
            wide=True,
        )
        if (choice := await self.app.push_screen_wait(question)) is not None:
            decision = ConflictDecision(choice)
            await self._change(
                lambda version: self.services.assets.decide_conflict(self.asset_id, version, index, decision)
            )

    async def _which_conflict(self, conflicts: Sequence[Conflict]) -> int | None:
        if len(conflicts) < 2:
            return 0 if conflicts else None
        options = [
            Option(
                str(at),
                conflict.field.replace("_", " "),
                f"{conflict.earlier.value} / {conflict.later.value}",
            )
            for at, conflict in enumerate(conflicts)
        ]
        first_open = next((at for at, conflict in enumerate(conflicts) if conflict.decision is None), 0)
        chosen = await self.app.push_screen_wait(
            ChooseModal("Which conflict?", options, current=str(first_open), wide=True)
        )
        return None if chosen is None else int(chosen)
