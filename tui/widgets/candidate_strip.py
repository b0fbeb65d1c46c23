"""The candidates of an asset side by side, as small pictures or, where there is no room, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import HorizontalScroll, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from core.models import Image, ImageId
from tui import keymap
from tui.widgets.picture import Picture

LEFT_BUTTON = 1


class CandidateTile(Vertical):
    """One candidate: its picture, and under it its number and how it stands."""

    DEFAULT_CSS = """
    CandidateTile {
        width: 8; height: 6; margin-right: 1;
        & > Picture { width: 8; height: 5; background: $panel; }
        & > Static { width: 8; height: 1; text-align: center; color: $quiet; }
        &.-shown > Static { background: $cursor-line; color: $foreground; text-style: bold; }
    }
    """

    def __init__(self, image: Image) -> None:
        super().__init__()
        self.image = image

    def compose(self) -> ComposeResult:
        """Picture and label."""
        yield Picture(self.image.path, empty_text="")
        yield Static()

    def show(self, number: int, *, is_key: bool, shown: bool, focused: bool) -> None:
        """Say the number and how the picture stands; brackets, not colour, say which is looked at."""
        self.set_class(shown, "-shown")
        key = ("●", "$accent") if is_key else ""
        stale = ("~", "$warning") if self.image.stale else ""
        gap = " " if key or stale else ""
        left, right = ("[", "]") if shown and focused else ("‹", "›") if shown else (" ", " ")
        self.query_one(Static).update(Content.assemble(left, key, stale, gap, str(number), right))


class CandidateStrip(HorizontalScroll, can_focus=True):
    """The pictures of an asset, the newest first; the arrows look at one after the other."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.CANDIDATES)

    DEFAULT_CSS = """
    CandidateStrip {
        height: 7; width: 1fr; scrollbar-size-horizontal: 1; overflow-y: hidden;
        &.-none { display: none; }
    }
    """

    shown: var[ImageId | None] = var(None, init=False)

    @dataclass
    class Asked(Message):
        """A person wants something of the candidate that is shown: "preview", "choose_key", "compare",
        "delete", "copy_path", "made_from"; or looks at another: "look"."""

        what: str
        image_id: ImageId

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._key: ImageId | None = None

    @property
    def images(self) -> list[Image]:
        """The candidates in their order."""
        return [tile.image for tile in self._tiles]

    @property
    def _tiles(self) -> list[CandidateTile]:
        return list(self.query(CandidateTile))

    async def show(self, images: Sequence[Image], key: ImageId | None, shown: ImageId | None) -> None:
        """Show these candidates; tiles of pictures that stay are not drawn again."""
        self._key = key
        there = {tile.image.id: tile for tile in self._tiles}
        wanted = [image.id for image in images]
        if list(there) != wanted:
            await self.remove_children(tile for id_, tile in there.items() if id_ not in wanted)
            kept = [id_ for id_ in wanted if id_ in there]
            for at, image in enumerate(images):
                if image.id not in there:
                    await self.mount(CandidateTile(image), before=self._place_before(images, at, kept))
        for tile, image in zip(self._tiles, images, strict=True):
            tile.image = image
        self.set_class(not images, "-none")
        self.set_reactive(CandidateStrip.shown, shown)
        self._label()

    def _place_before(
        self, images: Sequence[Image], at: int, kept: Sequence[ImageId]
    ) -> CandidateTile | None:
        later = {image.id for image in images[at + 1 :]} & set(kept)
        return next((tile for tile in self._tiles if tile.image.id in later), None)

    def watch_shown(self) -> None:
        """The tile that is looked at is marked and in sight."""
        self._label()

    def watch_has_focus(self, value: bool) -> None:
        """Brackets say that the arrows work here."""
        super().watch_has_focus(value)
        self._label()

    def _label(self) -> None:
        for number, tile in enumerate(self._tiles, 1):
            shown = tile.image.id == self.shown
            tile.show(number, is_key=tile.image.id == self._key, shown=shown, focused=self.has_focus)
            if shown:
                self.scroll_to_widget(tile, animate=False)

    # --- keys and mouse --------------------------------------------------------------------------

    def action_look(self, step: int) -> None:
        """Look at the next candidate, or the one before."""
        ids = [image.id for image in self.images]
        if ids:
            at = ids.index(self.shown) if self.shown in ids else 0
            self.post_message(self.Asked("look", ids[min(max(at + step, 0), len(ids) - 1)]))

    def action_candidate(self, what: str) -> None:
        """Ask for something of the candidate that is shown."""
        if self.shown is not None:
            self.post_message(self.Asked(what, self.shown))

    def on_click(self, event: events.Click) -> None:
        """A click looks at a candidate, a second one opens it."""
        tile = next((one for one in self._tiles if one.region.contains_point(event.screen_offset)), None)
        if tile is not None and event.button == LEFT_BUTTON:
            self.post_message(self.Asked("preview" if event.chain > 1 else "look", tile.image.id))
