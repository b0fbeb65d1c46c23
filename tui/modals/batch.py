"""How many pictures of each asset of a selection, at what price, up to which limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from core.models import BatchEstimate, ReferenceImage
from tui import keymap
from tui.modals.dialog import Dialog
from tui.widgets.made_from import pictures, price_words
from tui.widgets.row_table import Column, RowTable

MOST_EACH = 8
MOST_TOLD = 4
"""So many assets that are left out are named; the others are counted."""

COLUMNS = (Column("", width=17), Column("", fraction=1.0, style="$quiet"))


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """How many pictures of each asset, and the most that they may cost together (USD; None for any price)."""

    each: int
    limit_usd: float | None


class BatchModal(Dialog[BatchChoice]):
    """One to eight pictures an asset, each with its count and its price."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    AUTO_FOCUS = "RowTable"

    DEFAULT_CSS = """
    BatchModal {
        RowTable { height: auto; max-height: 8; background: transparent; }
        #limit { margin-top: 0; }
        .dialog-hint { margin-top: 1; }
    }
    """

    def __init__(self, what: str, one: BatchEstimate, references: Sequence[ReferenceImage] = ()) -> None:
        """`what` names the assets; `one` is the estimate of one each; `references` are the style's."""
        self.hint = (
            "enter generate   tab limit   esc cancel" if one.price_usd else "enter generate   esc cancel"
        )
        super().__init__(f"Generate: {what}")
        self.one = one
        self.references = tuple(references)

    def compose_body(self) -> ComposeResult:
        """The counts, what is left out, what rides along, and the limit when it costs."""
        yield Static(Content(f"How many candidates of {_each(self.one)}?"), classes="dialog-text")
        table = RowTable[int](
            COLUMNS, key=lambda count: count, cells=self._cells, show_header=False, lit=True
        )
        table.styles.height = MOST_EACH
        yield table
        if self.one.price_usd:
            yield Static("Do not spend more than, USD (empty: any price)", classes="dialog-label")
            yield Input(placeholder="no limit", id="limit", restrict=r"[0-9]*\.?[0-9]*", compact=True)
        yield Static(classes="dialog-error")
        if notes := self._notes():
            yield Static(Content("\n".join(notes)), classes="dialog-hint")

    def _cells(self, count: int) -> tuple[str, str]:
        each = "" if len(self.one.asset_ids) == 1 else " each"
        return f"{count}{each}", f"{pictures(self.one.jobs * count)} · {price_words(self.one, count)}"

    def _notes(self) -> list[str]:
        notes = [f"Left out: {name} {reason}." for name, reason in self.one.skipped[:MOST_TOLD]]
        if len(self.one.skipped) > MOST_TOLD:
            notes.append(f"… and {len(self.one.skipped) - MOST_TOLD} more are left out.")
        if self.references:
            names = ", ".join(reference.name for reference in self.references)
            notes.append(f"The style's reference images ride along where the model takes them: {names}.")
        return notes

    def on_mount(self) -> None:
        """Fill the list."""
        self.query_one(RowTable).set_rows(range(1, MOST_EACH + 1))

    def on_row_table_row_activated(self) -> None:
        """A double click does what enter does."""
        self.action_choose()

    def on_row_table_cursor_moved(self) -> None:
        """What was over the limit may not be now."""
        self.show_problem("")

    def on_input_changed(self) -> None:
        """See `on_row_table_cursor_moved`."""
        self.show_problem("")

    def on_input_submitted(self) -> None:
        """Enter in the limit accepts, too."""
        self.action_choose()

    def action_choose(self) -> None:
        """The count under the cursor, unless it costs more than the limit."""
        count = self.query_one(RowTable).cursor_row
        if count is None:
            return
        limit, cost = self._limit(), self.one.price_usd * count
        if limit is not None and cost > limit + 1e-9:
            self.show_problem(
                f"{pictures(self.one.jobs * count)} cost ${cost:.2f}; the limit is ${limit:.2f}."
            )
        else:
            self.dismiss(BatchChoice(count, limit))

    def _limit(self) -> float | None:
        typed = "".join(field.value for field in self.query("#limit").results(Input)).strip(".")
        return float(typed) if typed else None


def _each(one: BatchEstimate) -> str:
    return "it" if len(one.asset_ids) == 1 else f"each of the {len(one.asset_ids)} assets"
