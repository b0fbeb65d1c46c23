"""One candidate as large as the terminal, and the way through the others (SPEC 2.5)."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import var
from textual.widgets import Static

from core.models import Image, ImageId
from tui import keymap
from tui.base import UNREAD, Stage, guarded
from tui.pictures import copy_path
from tui.screens.candidates import Candidates, EditorView, candidate_lines
from tui.screens.project import ProjectScreen
from tui.widgets.picture import Picture


class PreviewScreen(ProjectScreen[ImageId | None]):
    """The pictures of an asset, one at a time. Its result is the one that was looked at last."""

    CSS_PATH = "preview.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.PREVIEW)
    AUTO_FOCUS = ""
    DEFAULT_CLASSES = UNREAD
    stage = Stage.BOARD
    help_id = "preview"

    view: var[EditorView | None] = var(None, init=False)
    shown: var[ImageId | None] = var(None, init=False)

    def __init__(self, candidates: Candidates, shown: ImageId) -> None:
        super().__init__()
        self.candidates = candidates
        self.set_reactive(PreviewScreen.shown, shown)

    def compose_content(self) -> ComposeResult:
        """The picture, and two lines about it."""
        yield Picture(id="preview-picture", empty_text="No picture any more.", caption=True)
        yield Static(id="preview-lines")

    def on_screen_resume(self) -> None:
        """Read, and read again after a dialog."""
        self.load()

    @work(group="preview.load", exclusive=True, description="Reading the candidates")
    @guarded
    async def load(self) -> None:
        """Read the asset and its pictures."""
        self.view = await self.candidates.read()
        if self.image is None:
            self.shown = self.view.beside(None, 1)
        self._show()
        self.has_read()

    @property
    def image(self) -> Image | None:
        """The picture that is looked at."""
        return None if self.view is None else self.view.image(self.shown)

    def _show(self) -> None:
        image = self.image
        picture = self.query_one(Picture)
        picture.path = None if image is None else image.path
        if self.view is not None:
            self.query_one("#preview-lines", Static).update(candidate_lines(self.view, image))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done with the picture that is looked at."""
        view, image = self.view, self.image
        match action:
            case "step" | "compare":
                return True if view is not None and len(view.images) > 1 else None
            case "choose_key":
                return True if view and image and not view.locked and view.key != image.id else None
            case "delete":
                return True if view and image and not (view.locked and view.key == image.id) else None
            case "made_from" | "copy_path":
                return True if image else None
            case _:
                return super().check_action(action, parameters)

    def action_step(self, step: int) -> None:
        """Another picture."""
        if self.view is not None:
            self.shown = self.view.beside(self.shown, step)
            self._show()

    def action_back(self) -> None:
        """To the editor, which shows what was looked at last."""
        self.dismiss(self.shown)

    def action_copy_path(self) -> None:
        """Copy where the file lies."""
        if (image := self.image) is not None:
            copy_path(self, image.path)

    @work(group="preview.write", description="Choosing the image key")
    @guarded
    async def action_choose_key(self) -> None:
        """Make it the image key."""
        if (image := self.image) is not None:
            await self.candidates.choose_key(image.id)
            self.load()

    @work(group="preview.write", description="Putting a candidate away")
    @guarded
    async def action_delete(self) -> None:
        """Put it away; the next one is shown."""
        if (image := self.image) is not None and self.view is not None:
            following = self.view.beside(image.id, 1, without=None)
            await self.candidates.delete(image.id)
            self.shown = following if following != image.id else None
            self.load()

    @work(group="preview.made_from", description="Reading what the picture was made from")
    @guarded
    async def action_made_from(self) -> None:
        """Show what it was made from."""
        if (image := self.image) is not None:
            await self.candidates.show_made_from(image)

    @work(group="preview.compare", description="Comparing two candidates")
    @guarded
    async def action_compare(self) -> None:
        """Put it beside another."""
        from tui.screens.compare_pictures import ComparePicturesScreen

        if self.shown is not None:
            self.shown = await self.app.push_screen_wait(ComparePicturesScreen(self.candidates, self.shown))
