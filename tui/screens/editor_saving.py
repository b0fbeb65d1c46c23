"""The text of the editor: read once, saved as one types, asked about before it would be lost (SPEC 2.5)."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual import on, work
from textual.reactive import var
from textual.widgets import Input, Static, TextArea

from core.errors import LookbookError, Stale
from core.models import Asset
from tui.autosave import Act, AssetText, Autosave
from tui.base import guarded
from tui.modals.both_texts import BothTextsModal, differing
from tui.modals.confirm import ConfirmModal
from tui.modals.text_view import TextViewModal
from tui.screens.candidates import EditorView
from tui.screens.editor_parts import saved_words
from tui.screens.project import ProjectScreen
from tui.widgets.asset_fields import AssetTraits, AssetWords


class SavingScreen(ProjectScreen[None]):
    """A screen with the fields of one asset. A subclass composes `AssetWords`, `AssetTraits` and a Static
    `#editor-saved`, sets `view` when it has read, and calls `take_text` before."""

    view: var[EditorView | None] = var(None, init=False)

    def __init__(self) -> None:
        super().__init__()
        self._autosave: Autosave | None = None
        self._asking = False

    @property
    def words(self) -> AssetWords:
        """The fields of text."""
        return self.query_one(AssetWords)

    @property
    def is_locked(self) -> bool:
        """Whether the asset is final."""
        return self.view is not None and self.view.locked

    # --- what is stored, and what is typed -------------------------------------------------------

    def take_text(self, view: EditorView) -> None:
        """Show the text that was read, as far as that overwrites nothing that was typed."""
        if self._autosave is None:
            self._autosave = self._new_autosave(view.card.asset)
            self.words.show_first(self._autosave.text, locked=view.locked)
            self._show_traits(self._autosave)
        elif self._autosave.take(view.card.asset):
            self._show_text()

    def _new_autosave(self, asset: Asset) -> Autosave:
        def start(save: object) -> None:
            # The application's worker: leaving the screen must not cut a save in two.
            self.app.run_worker(
                save,  # type: ignore[arg-type]
                group="editor.save",
                description="Saving the text",
            )

        return Autosave(self.services.assets, asset, start=start, changed=self.show_saved)

    def _show_text(self) -> None:
        """Put the stored text into the fields, as edits that can be undone."""
        assert self._autosave is not None
        self.words.show(self._autosave.text)
        self._show_traits(self._autosave)

    def _show_traits(self, autosave: Autosave) -> None:
        self.query_one(AssetTraits).show(autosave.asset.type, autosave.text.traits)

    def _text_on_screen(self, autosave: Autosave) -> AssetText:
        typed = self.query_one(AssetTraits).typed(autosave.asset.type, autosave.text.traits)
        return self.words.typed(typed)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def save_as_one_types(self) -> None:
        """Saved as one types."""
        if self._autosave is not None and self.view is not None:
            self._autosave.put(self._text_on_screen(self._autosave))

    async def typed_text(self) -> Autosave | None:
        """The autosave, once it has all that was typed before now: keys may still wait in the field's queue,
        for a priority key overtakes them. None before the asset was read."""
        if self.view is None or self._autosave is None or not self.is_open:
            return self._autosave if self.view is not None else None
        if self.focused is not None:
            has_taken_keys = asyncio.Event()
            self.focused.call_later(has_taken_keys.set)
            await has_taken_keys.wait()
        self.save_as_one_types()
        return self._autosave

    async def stored_text(self) -> Autosave | None:
        """As `typed_text`, with all of it stored.

        Raises as `Autosave.flush`.
        """
        autosave = await self.typed_text()
        if autosave is not None and not self.is_locked:
            await autosave.flush()
        return autosave

    async def stored_if_possible(self) -> Autosave | None:
        """As `stored_text`, for what only looks: that a text can't be stored is no reason not to, and the
        head says it."""
        with suppress(LookbookError):
            await self.stored_text()
        return self._autosave

    async def show_as_stored(self) -> None:
        """Show the text as the store has it, once all of it is stored: what no text may hold is taken out."""
        if (autosave := await self.stored_text()) is not None and not autosave.dirty:
            stored = AssetText.of(autosave.asset)
            self.words.area.become(stored.description)
            self.words.additions.become(stored.additions)

    async def change(self, act: Act, *, save_first: bool = True) -> None:
        """Let `act` change the asset once the text on the screen is stored, and show what has become of it.

        Raises as `Autosave.change`.
        """
        autosave = await self.typed_text()
        if autosave is not None:
            try:
                if await autosave.change(act, save_first=save_first and not self.is_locked):
                    self._show_text()
            finally:
                self.load()

    # --- how it stands ---------------------------------------------------------------------------

    def show_saved(self) -> None:
        """The word at the right of the head; a conflict with another session is asked about at once."""
        autosave, labels = self._autosave, self.query("#editor-saved").results(Static)
        label = next(labels, None)
        if autosave is None or label is None:
            # The last save is made when the fields are gone.
            return
        label.update(saved_words(autosave, self.is_locked))
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

    @work(group="editor.write", description="Saving the text")
    @guarded
    async def action_save(self) -> None:
        """Save now."""
        await self.stored_text()

    # --- leaving ---------------------------------------------------------------------------------

    @work(group="editor.leave", exclusive=True, description="Saving and leaving")
    async def leave(self) -> None:
        """Save and go back."""
        if await self.may_leave():
            super().action_back()

    async def may_leave(self) -> bool:
        """Save; what can't be saved is said, and given up only when the person says so. A text that another
        session changed, too, is asked about instead of leaving."""
        autosave = await self.typed_text()
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
        assert self._autosave is not None
        stored = AssetText.of(self._autosave.asset)
        title = f"The text of {stored.name} could not be saved"
        lost = "\n\n".join(f"{label}:\n{typed}" for label, typed in differing(text, stored))
        if self.lookbook.is_ending:
            self.lookbook.print_at_end(f"{title}: {why}\n\n{lost}\n")
        else:
            self.app.call_later(self.app.push_screen, TextViewModal(title, lost, note=why))
