"""Two candidates side by side: the left one stands, the right one goes through the others (SPEC 2.5)."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import var
from textual.widgets import Static

from core.models import Image, ImageId
from tui import keymap
from tui.base import UNREAD, Stage, guarded
from tui.screens.candidates import Candidates, EditorView, candidate_lines
from tui.screens.project import ProjectScreen
from tui.widgets.picture import Picture

SIDES = ("left", "right")


class ComparePicturesScreen(ProjectScreen[ImageId | None]):
    """Its result is the picture at the right, which was looked at last."""

    CSS_PATH = "compare_pictures.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.COMPARE_PICTURES)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-medium")]
    AUTO_FOCUS = ""
    DEFAULT_CLASSES = UNREAD
    stage = Stage.BOARD
    help_id = "compare_pictures"

    view: var[EditorView | None] = var(None, init=False)

    def __init__(self, candidates: Candidates, shown: ImageId) -> None:
        """`shown` begins at the right; at the left stands the image key, or the one beside it."""
        super().__init__()
        self.candidates = candidates
        self.left: ImageId | None = None
        self.right: ImageId | None = shown

    def compose_content(self) -> ComposeResult:
        """The two pictures, each with its lines, and what differs between them."""
        with Horizontal(id="sides"):
            for side in SIDES:
                with Vertical(classes="side"):
                    yield Picture(id=f"picture-{side}", empty_text="No other candidate.")
                    yield Static(id=f"lines-{side}", classes="lines")
        yield Static(id="differs")

    def on_screen_resume(self) -> None:
        """Read, and read again after a dialog."""
        self.load()

    @work(group="compare.load", exclusive=True, description="Reading the candidates")
    @guarded
    async def load(self) -> None:
        """Read the asset and its pictures."""
        self.view = view = await self.candidates.read()
        if view.image(self.right) is None:
            self.right = view.beside(self.left, 1, without=self.left)
        if view.image(self.left) is None or self.left == self.right:
            self.left = view.key if view.key != self.right else view.beside(self.right, 1, without=self.right)
        self._show()
        self.has_read()

    def _show(self) -> None:
        if (view := self.view) is None:
            return
        left, right = view.image(self.left), view.image(self.right)
        for side, image in zip(SIDES, (left, right), strict=True):
            self.query_one(f"#picture-{side}", Picture).path = None if image is None else image.path
            self.query_one(f"#lines-{side}", Static).update(candidate_lines(view, image))
        self.query_one("#differs", Static).update(differing(view, left, right))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Most of it is about the picture at the right."""
        view, image = self.view, None if self.view is None else self.view.image(self.right)
        match action:
            case "step":
                return True if view is not None and len(view.images) > 2 else None
            case "swap":
                return True if view is not None and len(view.images) > 1 else None
            case "choose_key":
                return True if view and image and not view.locked and view.key != image.id else None
            case "delete":
                return True if view and image and not (view.locked and view.key == image.id) else None
            case _:
                return super().check_action(action, parameters)

    def action_step(self, step: int) -> None:
        """Another one at the right."""
        if self.view is not None:
            self.right = self.view.beside(self.right, step, without=self.left)
            self._show()

    def action_swap(self) -> None:
        """Change sides."""
        self.left, self.right = self.right, self.left
        self._show()

    def action_back(self) -> None:
        """Back to where one was, with the picture at the right."""
        self.dismiss(self.right)

    @work(group="compare.write", description="Choosing the image key")
    @guarded
    async def action_choose_key(self) -> None:
        """Make the right one the image key."""
        if self.right is not None:
            await self.candidates.choose_key(self.right)
            self.load()

    @work(group="compare.write", description="Putting a candidate away")
    @guarded
    async def action_delete(self) -> None:
        """Put the right one away; the next one takes its place."""
        if self.right is not None and self.view is not None:
            next_one = self.view.beside(self.right, 1, without=self.left)
            await self.candidates.delete(self.right)
            if len(self.view.images) < 3:
                self.dismiss(self.left)
            else:
                self.right = next_one
                self.load()


def differing(view: EditorView, left: Image | None, right: Image | None) -> Content:
    """In what the two were made from they differ, in one line."""
    if left is None or right is None:
        return Content("")
    pairs = {
        "style": (left.style_id, left.style_hash) != (right.style_id, right.style_hash),
        "text": left.description_hash != right.description_hash,
        "references": left.reference_images != right.reference_images,
        "model": (left.provider, left.model) != (right.provider, right.model),
        "shape": left.aspect_ratio != right.aspect_ratio,
    }
    others = [name for name, differs in pairs.items() if differs]
    if not others:
        return Content.styled("Made from the same text, style and references.", "$quiet")
    return Content.assemble(("Made from another ", "$quiet"), (", ".join(others), "$warning"))
