"""A pane of facts: headings, labelled values, paragraphs, lists; all of it text, none of it markup.

A block may lead to a line of the script. In a pane with the focus the arrows walk such blocks, enter (or a
click) asks for the line; who owns the pane decides what that means.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widgets import Static

from tui import keymap

Value = str | Content
LABEL_CELLS = 12
INDENT = 2


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


class FactsPane(VerticalScroll, can_focus=True):
    """Shows a `FactsBuilder`; scrolls, or walks its links, by keys when it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.FACTS)

    DEFAULT_CSS = """
    FactsPane {
        height: 1fr;
        width: 1fr;
        padding: 0 2;
        background: $surface;
        scrollbar-size-vertical: 1;
        & > #facts { height: auto; width: 1fr; }
    }
    """

    @dataclass
    class LineChosen(Message):
        """A person wants to see a line of the script."""

        line: int

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._blocks: tuple[Block, ...] = ()
        self._links: list[_Link] = []
        self._at = 0

    def compose(self) -> ComposeResult:
        """One static for all blocks: replacing it costs one layout."""
        yield Static(id="facts")

    def show(self, facts: FactsBuilder, *, keep_place: bool = False) -> None:
        """Show these facts, from the top; with `keep_place` where one is, for the same thing told anew."""
        self._blocks = tuple(facts.blocks)
        if not keep_place:
            self._at = 0
            self.scroll_home(animate=False)
        self._draw()

    @property
    def has_links(self) -> bool:
        """Whether anything here leads to the script."""
        return bool(self._links)

    def on_resize(self) -> None:
        """Columns follow the width."""
        self._draw()

    def on_focus(self) -> None:
        """With the focus, one link is lit."""
        self._draw()

    def on_blur(self) -> None:
        """Without it, none."""
        self._draw()

    def _draw(self) -> None:
        width = max(20, self.size.width - self.styles.padding.width - 1)
        rows: list[Content] = []
        self._links = []
        for block in self._blocks:
            lines = list(_rows(block, width))
            if block.line is not None:
                lit = self.has_focus and len(self._links) == self._at
                self._links.append(_Link(block.line, len(rows), len(lines)))
                lines = [_lit(row, width) for row in lines] if lit else lines
            rows += lines
        self.query_one("#facts", Static).update(Content("\n").join(rows))

    def action_link(self, step: int) -> None:
        """The next link, or the one before; a pane without any scrolls."""
        if not self._links:
            self.scroll_relative(y=step, animate=False)
            return
        self._go_to(self._at + step)

    def action_link_end(self, end: int) -> None:
        """The first link (-1) or the last one (1)."""
        self._go_to(0 if end < 0 else len(self._links) - 1)
        if end < 0:
            self.scroll_home(animate=False)

    def _go_to(self, at: int) -> None:
        self._at = min(max(at, 0), max(len(self._links) - 1, 0))
        self._draw()
        if self._links:
            link = self._links[self._at]
            self.scroll_to_region(
                Region(0, link.first, self.size.width, link.rows), animate=False, center=False, force=True
            )
        if self._at == 0:
            self.scroll_home(animate=False)

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
                self._go_to(at)
                self.action_open_link()
                return


def _lit(row: Content, width: int) -> Content:
    return row.pad_right(max(0, width - row.cell_length)).stylize("bold on $cursor-line")


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
