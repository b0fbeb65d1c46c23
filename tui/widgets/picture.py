"""A picture in terminal cells: fitted, centred, painted in a thread, sentences where there is none."""

from __future__ import annotations

import asyncio
from pathlib import Path

from rich.segment import Segment
from textual import work
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from core.errors import BadPicture
from tui.widgets.cells import CellPicture, Depth, paint_file

SETTLE_S = 0.06
"""A picture is painted when the path has stood for so long: a held key paints the last one only."""


class Picture(Widget):
    """Shows the file `path`; `empty_text` while it is None. Size follows the layout; no border or padding."""

    DEFAULT_CSS = """
    Picture {
        width: 1fr;
        height: 1fr;
        background: $surface;
        color: $quiet;
    }
    """

    path: reactive[Path | None] = reactive(None, repaint=False)

    def __init__(
        self,
        path: Path | None = None,
        *,
        empty_text: str = "No picture yet",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`empty_text` is the sentence, or lines of it, for no path."""
        super().__init__(id=id, classes=classes)
        self.empty_text = empty_text
        self._painted: CellPicture | None = None
        self._text = empty_text
        self.set_reactive(Picture.path, path)

    @property
    def picture_size(self) -> Size:
        """The cells that the shown picture takes; 0x0 while none is shown."""
        return Size(self._painted.width, self._painted.height) if self._painted else Size(0, 0)

    def watch_path(self) -> None:
        """Another file."""
        self.reload()

    def on_resize(self) -> None:
        """Another room for the same file."""
        self.reload()

    def reload(self) -> None:
        """Paint the file again, e.g. after it was replaced; keeps the old picture until then."""
        if self.path is None:
            self.workers.cancel_group(self, "picture")
            self._show(None, self.empty_text)
        elif self.is_mounted and self.size.area:
            self._load(self.path)

    @work(group="picture", exclusive=True, description="Painting a picture")
    async def _load(self, path: Path) -> None:
        if self._painted is None:
            self._show(None, "Loading…")
        await asyncio.sleep(SETTLE_S)
        if not self.size.area:
            # It was hidden meanwhile; the resize that shows it again loads it.
            return
        try:
            picture = await asyncio.to_thread(paint_file, path, *self.size, self._depth())
        except BadPicture as error:
            self._show(None, error.message)
        else:
            self._show(picture, "")

    def _show(self, picture: CellPicture | None, text: str) -> None:
        self._painted, self._text = picture, text
        self.refresh()

    def _depth(self) -> Depth:
        """Raw lines only where a terminal has all colours and nothing filters them."""
        if self.app.is_headless:
            return "segments"
        system = self.app.console.color_system
        if system == "truecolor" and not self.get_line_filters():
            return "direct"
        return "segments" if system in {"truecolor", "256"} else "grey"

    # --- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The painted lines as they are: Textual's own path would take them apart and resend far more."""
        if self._painted is None or self.get_line_filters() or self.gutter != Spacing():
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        return [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or of the sentence, in the middle."""
        if self._painted is None:
            return self._sentence_line(y)
        line = y - (self.size.height - self._painted.height) // 2
        if not 0 <= line < self._painted.height:
            return self._blank(self.size.width)
        return self._centred(self._painted.strips[line])

    def _centred(self, strip: Strip) -> Strip:
        missing = max(0, self.size.width - strip.cell_length)
        before = missing // 2
        parts = [self._blank(before), strip, self._blank(missing - before)]
        for part in parts:
            part.render(self.app.console)
        return Strip.join(parts)

    def _blank(self, width: int) -> Strip:
        return Strip([Segment(" " * width, self.rich_style)], width) if width else Strip([], 0)

    def _sentence_line(self, y: int) -> Strip:
        width = self.size.width
        lines = [
            wrapped for text in self._text.split("\n") for wrapped in Content(text).wrap(max(8, width - 4))
        ]
        line = y - max(0, (self.size.height - len(lines)) // 2)
        if not 0 <= line < len(lines):
            return self._blank(width)
        text = lines[line].truncate(width, ellipsis=True)
        before = (width - text.cell_length) // 2
        style = self.rich_style
        return Strip([Segment(" " * before, style), Segment(text.plain, style)]).adjust_cell_length(
            width, style
        )
