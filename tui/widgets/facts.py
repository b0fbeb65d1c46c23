"""A pane of facts: headings, labelled values, paragraphs, lists; all of it text, none of it markup.

A block may lead to a line of the script. In a pane with the focus the arrows walk such blocks, enter (or a
click) asks for the line; who owns the pane decides what that means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui import keymap

Value = str | Content
LABEL_CELLS = 12
INDENT = 2
WHEEL_LINES = 3
AIR = 2
"""Cells at the right that stay free: the scroll bar's, and one of air."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a pane. `line` is the line of the script that it leads to, None for nowhere."""

    kind: str
    content: Content
    label: str = ""
    line: int | None = None


class FactsBuilder:
    """Collects the blocks of a facts pane. Each method adds one and returns the builder.

    With `line` a block leads to that line of the script (see `FactsPane.LineChosen`).
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def title(self, text: Value) -> FactsBuilder:
        """The name of what the pane is about."""
        return self._add("title", text)

    def heading(self, text: str) -> FactsBuilder:
        """A heading over what follows."""
        return self._add("heading", text)

    def text(self, text: Value) -> FactsBuilder:
        """A paragraph."""
        return self._add("text", text)

    def fact(self, label: str, value: Value, *, line: int | None = None) -> FactsBuilder:
        """A label and its value, in two columns; the value wraps within its own."""
        return self._add("fact", value, label.replace("_", " "), line)

    def item(self, text: Value, *, line: int | None = None) -> FactsBuilder:
        """One item of a list."""
        return self._add("item", text, line=line)

    def evidence(self, text: Value, *, line: int | None = None) -> FactsBuilder:
        """What speaks for the item before, moved in and quiet."""
        return self._add("evidence", text, line=line)

    def quiet(self, text: Value) -> FactsBuilder:
        """Something by the way."""
        return self._add("quiet", text)

    def _add(self, kind: str, text: Value, label: str = "", line: int | None = None) -> FactsBuilder:
        self.blocks.append(Block(kind, text if isinstance(text, Content) else Content(text), label, line))
        return self


@dataclass(frozen=True, slots=True)
class _Link:
    """A block that leads to a line of the script, and the rows of the pane that it stands on."""

    line: int
    first: int
    rows: int


class FactsPane(ScrollView, can_focus=True):
    """Shows a `FactsBuilder`, drawn line by line: a lead has hundreds of mentions. It scrolls, or walks its
    links, by keys when it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.FACTS)

    COMPONENT_CLASSES: ClassVar[set[str]] = {"facts--link"}

    DEFAULT_CSS = """
    FactsPane {
        height: 1fr;
        width: 1fr;
        padding: 0 2;
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .facts--link { background: $cursor-line; text-style: bold; }
    }
    """

    @dataclass
    class LineChosen(Message):
        """A person wants to see a line of the script."""

        line: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._blocks: tuple[Block, ...] = ()
        self._rows: list[Content] = []
        self._links: list[_Link] = []
        self._at = 0

    def show(self, facts: FactsBuilder, *, keep_place: bool = False) -> None:
        """Show these facts, from the top; with `keep_place` where one is, for the same thing told anew."""
        self._blocks = tuple(facts.blocks)
        self._lay_out()
        if not keep_place:
            self._at = 0
            self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Columns follow the width."""
        self._lay_out()

    def on_focus(self) -> None:
        """With the focus, one link is lit."""
        self.refresh()

    def on_blur(self) -> None:
        """Without it, none."""
        self.refresh()

    def _lay_out(self) -> None:
        width = max(20, self.size.width - AIR)
        self._rows, self._links = [], []
        if not self.size.width:
            return
        for block in self._blocks:
            first = len(self._rows)
            self._rows += _rows(block, width)
            if block.line is not None:
                self._links.append(_Link(block.line, first, len(self._rows) - first))
        self.virtual_size = Size(self.size.width, len(self._rows))
        self.refresh()

    # --- links -----------------------------------------------------------------------------------

    def action_link(self, step: int) -> None:
        """The next link, or the one before; a pane without any scrolls."""
        if self._links:
            self._go_to(self._at + step)
        else:
            self.scroll_relative(y=step, animate=False)

    def action_link_end(self, end: int) -> None:
        """The first link (-1) or the last one (1)."""
        self._go_to(0 if end < 0 else len(self._links) - 1)

    def _go_to(self, at: int) -> None:
        self._at = min(max(at, 0), len(self._links) - 1)
        link = self._links[self._at]
        region = Region(0, 0 if self._at == 0 else link.first, self.size.width, max(1, link.rows))
        self.scroll_to_region(region, animate=False, force=True)
        self.refresh()

    def action_open_link(self) -> None:
        """Ask for the line that the lit link leads to."""
        if self._links:
            self.post_message(self.LineChosen(self._links[self._at].line))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing to open where nothing leads to the script."""
        return bool(self._links) if action in {"open_link", "link_end"} else True

    def on_click(self, event: events.Click) -> None:
        """A click on a link opens it."""
        if (place := event.get_content_offset(self)) is None:
            return
        row = place.y + round(self.scroll_y)
        for at, link in enumerate(self._links):
            if link.first <= row < link.first + link.rows:
                self._at = at
                self.refresh()
                self.action_open_link()
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls at once: a smooth scroll would resend the pane many times."""
        event.stop()
        event.prevent_default()
        self.scroll_relative(y=WHEEL_LINES, animate=False)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """See `on_mouse_scroll_down`."""
        event.stop()
        event.prevent_default()
        self.scroll_relative(y=-WHEEL_LINES, animate=False)

    # --- drawing ---------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One row of the pane."""
        at, width = y + round(self.scroll_y), self.size.width
        base = self.visual_style
        if at >= len(self._rows):
            return Strip.blank(width, base.rich_style)
        if self._is_lit(at):
            base = base + self.get_visual_style("facts--link", partial=True)
        rendered = self._rows[at].render(base, end="", parse_style=self.app.stylesheet.parse_style)
        strip = Strip([Segment(text, style.rich_style) for text, style in rendered])
        return strip.adjust_cell_length(width, base.rich_style)

    def _is_lit(self, row: int) -> bool:
        if not self.has_focus or not self._links:
            return False
        link = self._links[min(self._at, len(self._links) - 1)]
        return link.first <= row < link.first + link.rows


def _rows(block: Block, width: int) -> Iterable[Content]:
    content = block.content
    match block.kind:
        case "title":
            return [row.stylize("bold $accent") for row in content.wrap(width)]
        case "heading":
            return [Content(""), Content.styled(content.plain.upper(), "$quiet")]
        case "fact":
            return _columns(block.label, content, width)
        case "item":
            return _hanging("· ", content, width)
        case "evidence":
            return _hanging(" " * INDENT, content.stylize_before("$quiet"), width)
        case "quiet":
            return [row.stylize_before("$quiet") for row in content.wrap(width)]
        case _:
            return content.wrap(width)


def _columns(label: str, content: Content, width: int) -> Iterable[Content]:
    head = Content.styled(f"{label:<{LABEL_CELLS}.{LABEL_CELLS}} ", "$quiet")
    wrapped = content.wrap(max(8, width - LABEL_CELLS - 1)) or [Content("")]
    rest = Content(" " * (LABEL_CELLS + 1))
    return [(head if at == 0 else rest) + row for at, row in enumerate(wrapped)]


def _hanging(sign: str, content: Content, width: int) -> Iterable[Content]:
    wrapped = content.wrap(max(8, width - len(sign))) or [Content("")]
    return [Content(sign if at == 0 else " " * len(sign)) + row for at, row in enumerate(wrapped)]
