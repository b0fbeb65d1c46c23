"""The asset editor: the text a picture is made from, saved as one types, and its candidates (SPEC 2.5)."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Offset
from textual.reactive import var
from textual.widgets import Static

from core.models import AssetId, Image, ImageId
from tui import keymap
from tui.base import UNREAD, Stage, StyleAnchor, guarded, say
from tui.jobs import JobMoved
from tui.modals.confirm import ConfirmModal
from tui.pictures import copy_path
from tui.screens import editor_flows, editor_pictures
from tui.screens.board_flows import default_words
from tui.screens.candidates import Candidates, EditorView, candidate_lines
from tui.screens.editor_parts import (
    badges,
    conflict_lines,
    empty_words,
    failure_words,
    mention_facts,
    picture_note,
    possible,
)
from tui.screens.editor_saving import SavingScreen
from tui.widgets.asset_fields import AssetTraits, AssetWords, DescriptionArea
from tui.widgets.candidate_strip import CandidateStrip
from tui.widgets.facts import FactsPane
from tui.widgets.picture import Picture

OWN_ACTIONS = {key.action for key in keymap.EDITOR} | {"delete", "compare", "preview", "made_from"}
"""What `possible` decides."""

TALL = 34
"""Lines of height from which the candidates are shown as small pictures."""


class EditorScreen(SavingScreen):
    """One asset: text at the left, its pictures at the right. Nothing typed is lost on any way out."""

    CSS_PATH = "editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.EDITOR)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-medium"), (150, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL, "-tall")]
    AUTO_FOCUS = ""
    DEFAULT_CLASSES = UNREAD
    stage = Stage.BOARD
    help_id = "editor"

    shown_image: var[ImageId | None] = var(None, init=False)
    picture_only: var[bool] = var(False, toggle_class="-picture")

    def __init__(self, asset_id: AssetId) -> None:
        super().__init__()
        self.asset_id = asset_id
        self.candidates = Candidates(self, asset_id, self.change)
        self.failure = ""

    def compose_content(self) -> ComposeResult:
        """Anchor, a line of facts, text, and pictures."""
        yield StyleAnchor()
        with Horizontal(id="editor-head"):
            yield Static(id="editor-badges")
            yield Static(id="editor-saved")
        with Horizontal(id="editor-body"):
            with VerticalScroll(id="editor-text", can_focus=False):
                yield AssetWords(id="editor-words")
                with Vertical(id="editor-facts"):
                    yield Static(id="conflicts")
                    yield AssetTraits(id="traits")
                    yield Static(id="mentions-label", classes="label")
                    yield FactsPane(id="mentions")
            with Vertical(id="editor-picture"):
                yield Picture(id="picture", caption=True)
                yield Static(id="candidate")
                yield CandidateStrip(id="candidates")
                yield Static(id="picture-note")

    # --- reading ---------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Keys that come before the text has been read are typed into it, and are no commands."""
        self.words.area.focus(scroll_visible=False)

    def on_screen_resume(self) -> None:
        """Read, and read again after a dialog or another screen."""
        self.load()

    def on_job_moved(self, event: JobMoved) -> None:
        """A picture of this asset has come, or has failed: pictures and state are read, never the text."""
        if event.job.asset_id == self.asset_id:
            self.failure = failure_words(event.job)
            self.reload_soon()

    @work(group="editor.load", exclusive=True, description="Reading the asset")
    @guarded
    async def load(self) -> None:
        """Read the asset, its pictures and the style. What is being typed stays as it is."""
        view = await self.candidates.read()
        self.take_text(view)
        before, self.view = self.view, view
        self._choose_shown(before, view)
        await self._show(view)
        self.has_read()

    async def _show(self, view: EditorView) -> None:
        """What was read is shown; the fields of text are not touched here."""
        asset = view.card.asset
        reason = self.services.assets.ratio_reason(asset.type)
        self.query_one(StyleAnchor).locked_style = view.style
        self.query_one("#editor-badges", Static).update(badges(view.card, reason))
        self.set_class(view.locked, "-locked")
        for part in (self.words, self.query_one(AssetTraits)):
            part.show_locked(view.locked)
            part.show_asset(asset)
        conflicts = self.query_one("#conflicts", Static)
        conflicts.update(conflict_lines(asset.conflicts))
        conflicts.display = bool(asset.conflicts)
        self.query_one("#mentions-label", Static).update(
            f"Mentions in the script  {len(asset.source_mentions)}"
        )
        self.query_one("#mentions", FactsPane).show(mention_facts(asset.source_mentions), keep_place=True)
        strip = self.query_one(CandidateStrip)
        if strip.has_focus and not view.images:
            self.words.area.focus()
        await strip.show(view.images, view.key, self.shown_image)
        self._show_picture()
        self.show_saved()
        self.refresh_bindings()

    def _choose_shown(self, before: EditorView | None, view: EditorView) -> None:
        """A picture that has just come is looked at; else what was looked at stays."""
        known = set() if before is None else {image.id for image in before.images}
        has_come = before is not None and bool(view.images) and view.images[0].id not in known
        if has_come or view.image(self.shown_image) is None:
            newest = view.images[0].id if view.images else None
            self.shown_image = newest if has_come or view.image(view.key) is None else view.key

    # --- pictures --------------------------------------------------------------------------------

    @property
    def image(self) -> Image | None:
        """The candidate that is looked at."""
        return None if self.view is None else self.view.image(self.shown_image)

    def _show_picture(self) -> None:
        view, image = self.view, self.image
        assert view is not None
        picture = self.query_one("#picture", Picture)
        picture.empty_text = empty_words(view)
        picture.path = None if image is None else image.path
        if image is None:
            picture.reload()
        self.query_one("#candidate", Static).update(candidate_lines(view, image))
        note = picture_note(view, self.failure)
        line = self.query_one("#picture-note", Static)
        line.update(note)
        line.display = bool(note.plain)

    def look_at(self, image_id: ImageId | None) -> None:
        """Show another candidate."""
        if self.view is not None and image_id is not None:
            self.shown_image = image_id
            self.query_one(CandidateStrip).shown = image_id
            self._show_picture()
            self.refresh_bindings()

    def action_next_candidate(self) -> None:
        """Look at the next picture."""
        if self.view is not None:
            self.look_at(self.view.beside(self.shown_image, 1))

    def action_previous_candidate(self) -> None:
        """Look at the picture before."""
        if self.view is not None:
            self.look_at(self.view.beside(self.shown_image, -1))

    def action_toggle_picture(self) -> None:
        """From the text to the pictures and back; in a narrow terminal one takes the other's place."""
        strip = self.query_one(CandidateStrip)
        to_picture = not (self.picture_only or strip.has_focus)
        self.picture_only = to_picture and self.has_class("-narrow")
        (strip if to_picture else self.words.area).focus()

    def on_candidate_strip_asked(self, event: CandidateStrip.Asked) -> None:
        """What the strip of candidates is asked for."""
        self.look_at(event.image_id)
        if event.what == "copy_path":
            self.action_copy_path()
        elif event.what != "look" and self.check_action(event.what, ()):
            getattr(self, f"action_{event.what}")()

    # --- what can be done now --------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can't be done now is grey; what can never be done here is not shown."""
        if action == "toggle_picture":
            return True if self.has_class("-narrow") or self.image is not None else None
        if action not in OWN_ACTIONS:
            return super().check_action(action, parameters)
        return False if self.view is None else possible(action, self.view, self.image)

    def action_back(self) -> None:
        """Leave, once everything is saved; from the picture of a narrow terminal first to the text."""
        if self.picture_only:
            self.action_toggle_picture()
        else:
            self.leave()

    # --- pictures: what is done with them (editor_pictures) --------------------------------------

    @work(group="editor.write", description="Queueing pictures")
    @guarded
    async def action_generate(self) -> None:
        """Ask how many; the service then saves the text on the screen, reads the row, and queues."""
        await editor_pictures.generate(self)

    @work(group="editor.write", description="Reading the prompt")
    @guarded
    async def action_show_prompt(self) -> None:
        """Save, and show the exact final prompt."""
        await editor_pictures.show_prompt(self)

    @work(group="editor.write", description="Importing a picture")
    @guarded
    async def action_import_picture(self) -> None:
        """Take a picture file as a candidate; one in another shape is cropped or padded, as one says."""
        await editor_pictures.import_picture(self)

    @work(group="editor.write", description="Choosing the image key")
    @guarded
    async def action_choose_key(self) -> None:
        """Make the picture that is shown the image key."""
        if self.shown_image is not None:
            await self.candidates.choose_key(self.shown_image)

    @work(group="editor.write", description="Putting a candidate away")
    @guarded
    async def action_delete(self) -> None:
        """Put the picture that is shown away."""
        if self.shown_image is not None:
            await self.candidates.delete(self.shown_image)

    @work(group="editor.look", exclusive=True, description="Looking at a candidate")
    @guarded
    async def action_preview(self) -> None:
        """Look at the picture as large as the terminal."""
        await editor_pictures.preview(self)

    @work(group="editor.look", exclusive=True, description="Comparing two candidates")
    @guarded
    async def action_compare(self) -> None:
        """Put the picture beside another."""
        await editor_pictures.compare(self)

    @work(group="editor.look", exclusive=True, description="Reading what the picture was made from")
    @guarded
    async def action_made_from(self) -> None:
        """Show all that the picture was made from."""
        if (image := self.image) is not None:
            await self.candidates.show_made_from(image)

    def action_copy_path(self) -> None:
        """Copy where the file of the picture lies."""
        if (image := self.image) is not None:
            copy_path(self, image.path)

    # --- text and asset: what is done with them (editor_flows) -----------------------------------

    @on(DescriptionArea.MenuAsked)
    def menu_at(self, event: DescriptionArea.MenuAsked) -> None:
        """A right click on the description."""
        if self.check_action("rewrite", ()):
            self.rewrite(event.at)

    def action_rewrite(self) -> None:
        """The menu of the selection, under the cursor."""
        self.rewrite(self.words.area.cursor_screen_offset)

    @work(group="editor.write", description="Rewriting the selection")
    @guarded
    async def rewrite(self, at: Offset) -> None:
        """Ask what shall become of the selection, show it, and put it in when it is accepted."""
        await editor_flows.rewrite(self, at)

    @work(group="editor.write", description="Looking for what the script does not say")
    @guarded
    async def action_enrich(self) -> None:
        """Propose what a picture needs and the script does not say."""
        await editor_flows.enrich(self)

    @work(group="editor.write", description="Bringing an earlier text back")
    @guarded
    async def action_history(self) -> None:
        """Look at earlier descriptions; enter brings one back."""
        await editor_flows.history(self)

    @work(group="editor.write", description="Deciding a conflict")
    @guarded
    async def action_decide_conflict(self) -> None:
        """Ask what holds; with several conflicts, first which one."""
        await editor_flows.decide_conflict(self)

    @work(group="editor.look", exclusive=True, description="Opening the script")
    @guarded
    async def action_script(self) -> None:
        """Open the script where the asset is mentioned first."""
        await editor_flows.open_script(self, None)

    @work(group="editor.look", exclusive=True, description="Opening the script")
    @guarded
    async def on_facts_pane_line_chosen(self, event: FactsPane.LineChosen) -> None:
        """A mention leads into the script."""
        await editor_flows.open_script(self, event.line)

    @work(group="editor.write", description="Locking the asset")
    @guarded
    async def action_lock(self) -> None:
        """Lock the asset as it stands on the screen."""
        assets = self.services.assets
        await self.change(lambda version: assets.lock(self.asset_id, version))
        default = default_words([] if self.view is None else [self.view.card])
        words = f"Locked: text, voice and image key are final.{default}"
        say(self, words, undo=lambda: assets.unlock(self.asset_id))

    @work(group="editor.write", description="Unlocking the asset")
    @guarded
    async def action_unlock(self) -> None:
        """Unlock after asking."""
        lines = ["Text, voice and image key can change again.", "The gate stays closed until then."]
        if await self.app.push_screen_wait(ConfirmModal("Unlock this asset?", lines, "Unlock")):
            assets = self.services.assets
            await self.change(lambda _: assets.unlock(self.asset_id), save_first=False)
            say(self, "Unlocked.", undo=lambda: assets.lock(self.asset_id))

    @work(group="editor.write", description="Promoting the asset")
    @guarded
    async def action_promote(self) -> None:
        """Copy the locked asset to the global library."""
        asset = await self.services.library.promote(self.asset_id)
        say(self, f"{asset.name} is in the global library.")
