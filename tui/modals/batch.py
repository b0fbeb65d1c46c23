"""How many pictures of each asset of a selection, at what price, up to which limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from core.models import BatchEstimate
from tui import keymap
from tui.modals.dialog import Dialog
from tui.widgets.made_from import pictures, price_words
from tui.widgets.row_table import Column, RowTable
from tui.widgets.tick_box import TickBox

MOST_EACH = 8
MOST_TOLD = 4
"""So many assets that are left out are named; the others are counted."""

COLUMNS = (Column("", width=17), Column("", fraction=1.0, style="$quiet"))


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """How many pictures of each asset, the most that they may cost together (USD; None for any price), and
    whether the image keys ride along."""

    each: int
    limit_usd: float | None
    with_key: bool = False


class BatchModal(Dialog[BatchChoice]):
    """One to eight pictures an asset, each with its count and its price."""

    help_text = (
        "Candidates are pictures to choose the image key from. Count and price are shown for each number; "
        "nothing is queued before you choose."
    )

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_CHOOSE)
    AUTO_FOCUS = "RowTable"

    DEFAULT_CSS = """
    BatchModal {
        TickBox { margin-top: 1; }
        RowTable { height: auto; max-height: 8; background: transparent; }
        #limit { margin-top: 0; }
        .dialog-hint { margin-top: 1; }
    }
    """

    def __init__(self, what: str, one: BatchEstimate) -> None:
        """`what` names the assets; `one` is the estimate of one each."""
        more = "tab more   " if one.price_usd or one.keys else ""
        self.hint = f"enter generate   {more}esc cancel"
        super().__init__(f"Generate: {what}")
        self.one = one

    def compose_body(self) -> ComposeResult:
        """The counts, what is left out, what rides along, and the limit when it costs."""
        yield Static(Content(f"How many candidates of {_each(self.one)}?"), classes="dialog-text")
        table = RowTable[int](
            COLUMNS, key=lambda count: count, cells=self._cells, show_header=False, lit=True
        )
        table.styles.height = MOST_EACH
        yield table
        if self.one.keys:
            yield TickBox(Content(f"{_keys(self.one)}: the same face, place or thing"), id="with-key")
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
        return [*notes, *self.one.notes]

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
            with_key = any(box.value for box in self.query(TickBox))
            self.dismiss(BatchChoice(count, limit, with_key))

    def _limit(self) -> float | None:
        typed = "".join(field.value for field in self.query("#limit").results(Input)).strip(".")
        return float(typed) if typed else None


def _keys(one: BatchEstimate) -> str:
    return "Send the image key along" if one.keys == 1 else f"Send the {one.keys} image keys along"


def _each(one: BatchEstimate) -> str:
    return "it" if len(one.asset_ids) == 1 else f"each of the {len(one.asset_ids)} assets"
