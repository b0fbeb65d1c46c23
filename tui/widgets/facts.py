"""A pane of facts: headings, labelled values, paragraphs, lists; all of it text, none of it markup."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

Value = str | Content
LABEL_CELLS = 12


class FactsBuilder:
    """Collects the blocks of a facts pane. Each method adds one and returns the builder."""

    def __init__(self) -> None:
        self.blocks: list[tuple[str, Content]] = []

    def title(self, text: Value) -> FactsBuilder:
        """The name of what the pane is about."""
        return self._add("facts-title", text)

    def heading(self, text: str) -> FactsBuilder:
        """A heading over what follows."""
        return self._add("facts-heading", text)

    def text(self, text: Value) -> FactsBuilder:
        """A paragraph."""
        return self._add("facts-text", text)

    def fact(self, label: str, value: Value) -> FactsBuilder:
        """A label and its value, in two columns; the value wraps within its own."""
        self.blocks.append((f"facts-fact {label.replace('_', ' ')}", _content(value)))
        return self

    def item(self, text: Value) -> FactsBuilder:
        """One item of a list."""
        return self._add("facts-item", text)

    def quiet(self, text: Value) -> FactsBuilder:
        """Something by the way."""
        return self._add("facts-quiet", text)

    def _add(self, kind: str, text: Value) -> FactsBuilder:
        self.blocks.append((kind, _content(text)))
        return self


def _content(value: Value) -> Content:
    return value if isinstance(value, Content) else Content(value)


class FactsPane(VerticalScroll, can_focus=True):
    """Shows a `FactsBuilder`; scrolls by keys when it has the focus."""

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

    def compose(self) -> ComposeResult:
        """One static for all blocks: replacing it costs one layout."""
        yield Static(id="facts")

    def show(self, facts: FactsBuilder) -> None:
        """Show these facts, from the top."""
        self._blocks = tuple(facts.blocks)
        self._draw()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        """Columns follow the width."""
        self._draw()

    _blocks: tuple[tuple[str, Content], ...] = ()

    def _draw(self) -> None:
        width = max(20, self.size.width - self.styles.padding.width - 1)
        lines = [line for block in self._blocks for line in _block_lines(*block, width)]
        self.query_one("#facts", Static).update(Content("\n").join(lines))


def _block_lines(kind: str, content: Content, width: int) -> Iterable[Content]:
    kind, _, label = kind.partition(" ")
    match kind:
        case "facts-title":
            return [line.stylize("bold $accent") for line in content.wrap(width)]
        case "facts-heading":
            return [Content(""), Content.styled(content.plain.upper(), "$quiet")]
        case "facts-fact":
            return _columns(label, content, width)
        case "facts-item":
            return _hanging("· ", content, width)
        case "facts-quiet":
            return [line.stylize_before("$quiet") for line in content.wrap(width)]
        case _:
            return content.wrap(width)


def _columns(label: str, content: Content, width: int) -> Iterable[Content]:
    head = Content.styled(f"{label:<{LABEL_CELLS}.{LABEL_CELLS}} ", "$quiet")
    wrapped = content.wrap(max(8, width - LABEL_CELLS - 1)) or [Content("")]
    rest = Content(" " * (LABEL_CELLS + 1))
    return [(head if at == 0 else rest) + line for at, line in enumerate(wrapped)]


def _hanging(sign: str, content: Content, width: int) -> Iterable[Content]:
    wrapped = content.wrap(max(8, width - len(sign))) or [Content("")]
    return [Content(sign if at == 0 else " " * len(sign)) + line for at, line in enumerate(wrapped)]
