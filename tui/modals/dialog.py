"""The frame of all dialogs: a titled box in the middle, escape cancels, no veil that resends the screen."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeVar

from textual.app import ComposeResult
from textual.binding import ActiveBinding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Static

from tui import keymap
from tui.widgets.key_footer import KeyFooter

T = TypeVar("T")
MOVING = frozenset({"app.focus_next", "app.focus_previous"})
ButtonKind = Literal["default", "primary", "error"]


def buttons(*specs: tuple[str, str, ButtonKind]) -> Horizontal:
    """A row of (id, label, kind) buttons at the right; labels are text, never markup."""
    row = [Button(Content(label), id=id, variant=kind, compact=True) for id, label, kind in specs]
    return Horizontal(*row, classes="dialog-buttons")


class Dialog(ModalScreen[T]):
    """A dialog. A subclass writes `compose_body`; the result is None when it is cancelled."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL)
    AUTO_FOCUS = "Input, TextArea, RowTable, Button"
    grace_s: ClassVar[float] = 0.5
    """How long a dialog with grace takes no answer, so that typing ahead approves nothing."""
    hint: str = "esc cancel"
    """The keys that work in the whole dialog, shown at its lower edge."""

    help_text: str = ""
    """What the dialog is for, in one or two sentences; the help shows it over the keys."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: transparent;

        & > #dialog {
            width: 72;
            max-width: 94%;
            height: auto;
            max-height: 90%;
            background: $surface;
            border: round $accent;
            border-title-color: $accent;
            border-title-style: bold;
            border-subtitle-color: $quiet;
            padding: 1 2;
        }
        &.-wide > #dialog { width: 90%; max-width: 120; }
        &.-tall > #dialog { height: 90%; }
        &.-danger > #dialog { border: round $error; border-title-color: $error; }

        .dialog-text { width: 1fr; height: auto; margin-bottom: 1; }
        .dialog-hint { color: $quiet; height: auto; }
        .dialog-error { color: $error; height: auto; display: none; }
        .dialog-error.-shown { display: block; }
        .dialog-label { color: $quiet; height: 1; margin-top: 1; }

        .dialog-buttons {
            height: 1;
            width: 1fr;
            align-horizontal: right;
            & > Button, & > Button.-primary, & > Button.-error {
                margin-left: 2;
                min-width: 10;
                background: $panel;
                color: $foreground;
                border: none;
            }
            & > Button.-primary { color: $accent; }
            & > Button.-error { color: $error; }
            & > Button:focus { background: $accent; color: $on-accent; text-style: bold; }
            & > Button.-error:focus { background: $error; color: $on-accent; }
            & > Button:disabled { color: $faint; }
        }
    }
    """

    def __init__(self, title: str, *, wide: bool = False, tall: bool = False) -> None:
        """`wide` and `tall` take most of the terminal."""
        super().__init__()
        self.dialog_title = title
        self._grace: Timer | None = None
        self.set_class(wide, "-wide")
        self.set_class(tall, "-tall")

    def compose(self) -> ComposeResult:
        """The box around `compose_body`, and a footer in place of the one below, whose keys rest."""
        with Vertical(id="dialog") as box:
            box.border_title = Content(f" {self.dialog_title} ")
            box.border_subtitle = Content(f" {self.hint} ") if self.hint else None
            yield from self.compose_body()
        yield KeyFooter()

    def compose_body(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that do something: where one thing alone takes the focus, none goes to the next."""
        found = super().active_bindings
        if len(self.focus_chain) > 1:
            return found
        return {key: active for key, active in found.items() if active.binding.action not in MOVING}

    def start_grace(self) -> None:
        """Take no answer until `grace_s` seconds have gone by without a key, and say so."""
        self.query(Button).set(disabled=True)
        self._show_hint("one moment…")
        self._begin_grace()

    @property
    def in_grace(self) -> bool:
        """Whether the dialog takes no answer yet."""
        return self._grace is not None

    def on_key(self) -> None:
        """A key in the grace begins it again, so that a held one answers nothing either."""
        if self._grace is not None:
            self._begin_grace()

    def _begin_grace(self) -> None:
        if self._grace is not None:
            self._grace.stop()
        self._grace = self.set_timer(self.grace_s, self._end_grace)

    def _end_grace(self) -> None:
        if self._grace is not None:
            self._grace.stop()
        self._grace = None
        self.query(Button).set(disabled=False)
        self._show_hint(self.hint)
        self.take_answers()

    def take_answers(self) -> None:
        """What has the focus once the dialog takes an answer."""

    def _show_hint(self, hint: str) -> None:
        self.query_one("#dialog").border_subtitle = Content(f" {hint} ")

    def show_problem(self, text: str) -> None:
        """Say in the dialog what is wrong with its input; "" takes it away. Needs a `.dialog-error`."""
        line = self.query_one(".dialog-error", Static)
        line.update(Content(text))
        line.set_class(bool(text), "-shown")

    def action_cancel(self) -> None:
        """Close without a result."""
        self.dismiss(None)
