"""Two things to compare: side by side, or one above the other where the terminal is narrow."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content

from core.models import Draft, ReviewRow
from tui import keymap
from tui.modals.dialog import Dialog
from tui.theme import TYPE_MARKS
from tui.widgets.draft_detail import field_words, mention_count, place
from tui.widgets.facts import FactsBuilder, FactsPane

T = TypeVar("T")

STACK_BELOW = 72
"""Narrower than this, in cells, each side would be a column of single words."""


class Sides(Container):
    """Two panes of facts; the keys of the dialog scroll both of them."""

    DEFAULT_CSS = """
    Sides {
        layout: horizontal;
        height: 1fr;
        & > FactsPane { background: $surface; padding: 0 1; }
        & > #right { border-left: vkey $rule; padding: 0 0 0 2; }
        &.-stacked { layout: vertical; }
        &.-stacked > #right { border-left: none; border-top: solid $rule; padding: 0 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """The panes never have the focus: tab walks the buttons."""
        for side in ("left", "right"):
            pane = FactsPane(id=side)
            pane.can_focus = False
            yield pane

    def show(self, left: FactsBuilder | None = None, right: FactsBuilder | None = None) -> None:
        """Show these facts; a side that is None stays as it is."""
        for side, facts in (("left", left), ("right", right)):
            if facts is not None:
                self.query_one(f"#{side}", FactsPane).show(facts)

    def scroll_both(self, lines: int) -> None:
        """Scroll each side by so many lines, as far as it goes."""
        for pane in self.query(FactsPane):
            pane.scroll_relative(y=lines, animate=False)

    def on_resize(self, event: events.Resize) -> None:
        """Columns where they are wide enough to read."""
        self.set_class(event.size.width < STACK_BELOW, "-stacked")


class SidesDialog(Dialog[T]):
    """A dialog with `Sides`; it takes the whole of a small terminal. No button has the focus at first."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_SCROLL)
    HORIZONTAL_BREAKPOINTS = [(0, "-small"), (96, "-roomy")]
    AUTO_FOCUS = ""

    DEFAULT_CSS = """
    SidesDialog {
        & > #dialog { padding: 0 1; }
        &.-roomy > #dialog { padding: 1 2; max-height: 44; }
        &.-small > #dialog { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
        .dialog-text, .dialog-error { padding: 0 1; }
        .dialog-buttons { margin-top: 1; }
    }
    """

    def __init__(self, title: str) -> None:
        super().__init__(title, wide=True, tall=True)

    def action_scroll_text(self, lines: int) -> None:
        """Scroll both sides: what is compared stays side by side."""
        self.query_one(Sides).scroll_both(lines)


def add_row(facts: FactsBuilder, row: ReviewRow) -> FactsBuilder:
    """A row in short, with the text as its decided conflicts have it; see `add_draft`."""
    return add_draft(facts, row.draft, row.description)


def add_draft(facts: FactsBuilder, draft: Draft, description: str = "") -> FactsBuilder:
    """A draft in short: what it is, its text, where in the film it is, its other names, its traits.

    `description` stands for the summary where there is one.
    """
    facts.title(draft.suggested_name)
    add_place(facts, draft)
    facts.text(description or draft.visual_summary or Content.styled("No summary.", "$quiet"))
    if draft.hand_written:
        facts.quiet("Written by hand.")
    if draft.aliases:
        facts.quiet(f"Also {', '.join(draft.aliases)}.")
    for trait in draft.traits:
        marked = ("  inferred", "$warning") if trait.inferred else ""
        facts.item(Content.assemble((f"{field_words(trait.field)}: ", "$quiet"), trait.value, marked))
    return facts


def add_place(facts: FactsBuilder, draft: Draft) -> None:
    """The draft's type, how often it is mentioned, and from where to where in the film."""
    said = mention_count(draft.mentions) if draft.mentions else "not in the script"
    facts.text(Content.assemble(TYPE_MARKS[draft.type].content, (f"   {said}", "$quiet")))
    if draft.mentions:
        first, last = place(draft.mentions[0]), place(draft.mentions[-1])
        facts.quiet(first if first == last else f"{first} to {last}")


def rows_and_mentions(rows: list[ReviewRow]) -> str:
    """ "2 rows, 41 mentions"."""
    mentions = tuple(mention for row in rows for mention in row.draft.mentions)
    return f"{len(rows)} row{'' if len(rows) == 1 else 's'}, {mention_count(mentions)}"
