"""A picture in the terminal: fitted, centred, painted in a thread, sentences where there is none."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import work
from textual.content import Content
from textual.errors import NoWidget
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size, Spacing
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from core.errors import BadPicture
from tui.keymap.key import key_name
from tui.pictures.captions import caption_line
from tui.pictures.session import PictureSession, session_of

if TYPE_CHECKING:
    from tui.pictures.engines import Sent
    from tui.pictures.painting import Painted

SETTLE_S = 0.06
"""A picture is painted when the path has stood for so long: a held key paints the last one only."""


class Picture(Widget):
    """Shows the file `path`; `empty_text` while it is None. Size follows the layout; no border or padding.

    With `caption` its last line says how the picture is shown. It works from 8x4 cells up, and forty of them
    on a screen: what can't be seen is not painted, and two are painted at a time.
    """

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
        caption: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`empty_text` is the sentence, or lines of it, for no path."""
        super().__init__(id=id, classes=classes)
        self.empty_text = empty_text
        self.caption = caption
        self._painted: Painted | None = None
        self._sent: Sent | None = None
        self._text = empty_text
        self._caption = ""
        self._due = False
        self.set_reactive(Picture.path, path)

    @property
    def picture_size(self) -> Size:
        """The cells that the shown picture takes; 0x0 while none is shown."""
        return Size(self._painted.width, self._painted.height) if self._painted else Size(0, 0)

    @property
    def room(self) -> Size:
        """The cells for the picture: all, but for the caption's line."""
        return Size(self.size.width, max(0, self.size.height - self.caption))

    def way(self, width: int) -> str:
        """How the picture is shown, in a line of `width` cells at most; "" while none is shown."""
        if self._painted is None:
            return ""
        return caption_line(self._painted, width, self._key_of("next_picture_way"), self._key_of("copy_path"))

    def _key_of(self, action: str) -> str:
        active = self.screen.active_bindings.items() if self.is_attached else ()
        keys = (
            one.binding.key_display or key_name(key)
            for key, one in active
            if one.binding.action.split("(")[0].endswith(action)
        )
        return next(keys, "")

    # --- when to paint ---------------------------------------------------------------------------

    def watch_path(self) -> None:
        """Another file."""
        self.reload()

    def on_resize(self) -> None:
        """Another room for the same file."""
        self.reload()

    def notify_style_update(self) -> None:
        """Another theme: what the picture leaves of its cells has another colour."""
        super().notify_style_update()
        if self._painted is not None and self._painted.look.ground != self._ground:
            self.reload()

    def on_hide(self) -> None:
        """The terminal needs the pixels no more."""
        self._hold(None)

    def on_show(self) -> None:
        """It needs them again."""
        self._hold(self._painted.sent if self._painted else None)

    def on_unmount(self) -> None:
        """For good."""
        self._hold(None)

    def reload(self) -> None:
        """Paint the file again, e.g. after it was replaced; keeps the old picture until then."""
        if self.path is None:
            self.workers.cancel_group(self, "picture")
            self._show(None, self.empty_text)
        elif self.is_mounted and self.room.area:
            self._due = not self._is_seen
            if not self._due:
                self._load(self.path)

    @property
    def _is_seen(self) -> bool:
        """Whether any of it is within the screen: what is scrolled away waits until it is drawn."""
        try:
            return bool(self.screen.find_widget(self).visible_region)
        except NoWidget:
            return False

    @work(group="picture", exclusive=True, description="Painting a picture")
    async def _load(self, path: Path) -> None:
        if self._painted is None:
            self._show(None, "Loading…")
        else:
            await asyncio.sleep(SETTLE_S)
        session = session_of(self)
        await session.know()
        async with session.turns:
            if self._is_seen:
                await self._paint(session, path)
            else:
                self._due = True

    async def _paint(self, session: PictureSession, path: Path) -> None:
        room = (self.room.width, self.room.height)
        if not self.room.area:
            # It was hidden meanwhile; the resize that shows it again loads it.
            return
        try:
            picture = await session.paint(path, room, session.look(room, self._ground))
        except BadPicture as error:
            self._show(None, error.message)
        else:
            self._show(picture, "")

    @property
    def _ground(self) -> tuple[int, int, int]:
        return self.background_colors[1].rgb

    def _show(self, picture: Painted | None, text: str) -> None:
        caption = self._caption
        shown = (self._painted, self._text)
        self._painted, self._text = picture, text
        self._caption = self.way(self.size.width) if self.caption else ""
        if shown != (picture, text) or caption != self._caption:
            self.refresh()
        self._hold(picture.sent if picture else None, drawn=True)

    def _hold(self, sent: Sent | None, *, drawn: bool = False) -> None:
        """Have the terminal hold these pixels, and let go of those before, after others are `drawn`."""
        before, self._sent = self._sent, sent
        if before is sent:
            return
        held = session_of(self).held
        if sent is not None:
            held.show(sent)
        if before is not None and drawn:
            self.call_after_refresh(held.drop, before)
        elif before is not None:
            held.drop(before)

    # --- drawing ---------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The painted lines as they are: Textual's own path would take them apart and resend far more."""
        if self._due and self.path is not None:
            # It came into sight by scrolling, which tells a widget nothing.
            self.call_later(self.reload)
        if self._painted is None or self._is_filtered or self.gutter != Spacing():
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        return [strip.crop(crop.x, crop.right) for strip in strips]

    @property
    def _is_filtered(self) -> bool:
        """Whether a filter changes colours: the one for the theme's ANSI colours finds none in a picture."""
        return any(not isinstance(one, ANSIToTruecolor) for one in self.get_line_filters())

    def render_line(self, y: int) -> Strip:
        """One line of the picture, or of the sentence, in the middle; the caption is the last."""
        if self.caption and y == self.room.height:
            return self._centred_text(Content(self._caption))
        if self._painted is None:
            return self._sentence_line(y)
        line = y - (self.room.height - self._painted.height) // 2
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
        lines = [
            wrapped
            for text in self._text.split("\n")
            for wrapped in Content(text).wrap(max(8, self.size.width - 4))
        ]
        line = y - max(0, (self.room.height - len(lines)) // 2)
        return self._centred_text(lines[line] if 0 <= line < len(lines) else Content(""))

    def _centred_text(self, content: Content) -> Strip:
        width = self.size.width
        text = content.truncate(width, ellipsis=True)
        before = (width - text.cell_length) // 2
        style = self.rich_style
        return Strip([Segment(" " * before, style), Segment(text.plain, style)]).adjust_cell_length(
            width, style
        )
