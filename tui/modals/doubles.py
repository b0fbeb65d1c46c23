"""Likely duplicates, one pair after the other: merge, not now, never these two (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.reactive import var
from textual.widgets import Button, Static

from core.errors import LookbookError
from core.models import ReviewRow, SuggestedMerge
from core.models import SuggestionAnswer as Answer
from tui import keymap
from tui.modals.dialog import buttons
from tui.modals.sides import Sides, SidesDialog, add_row
from tui.widgets.facts import FactsBuilder

Pair = tuple[SuggestedMerge, ReviewRow, ReviewRow]
"""A suggestion and its two rows."""

MOST_LINES = 3
"""As many lines of the script are quoted for a pair."""

NOTE = "x is remembered for the whole project, for the next scan too. In the review, u takes any answer back."

DECISIONS = frozenset({"merge", "put_off", "never", "next", "previous"})


class DoublesModal(SidesDialog[SuggestedMerge]):
    """Shows the pairs that are still unanswered; the result is the one to merge, None when a person is done.

    Answers are written while the dialog stays open. It takes the next key once the next pair is on the
    screen: one that is typed before answers nothing.
    """

    help_text = (
        "Pairs that may be one under two names. Merge them, put the pair off, or say that these two are "
        "never one: that is remembered for the project."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_DOUBLES)
    hint = "m merge   n not now   x never   ← → other pairs   ↑ ↓ scroll   esc done"

    DEFAULT_CSS = """
    DoublesModal {
        #why, #lines { height: auto; padding: 0 1; }
        #lines { text-wrap: nowrap; text-overflow: ellipsis; }
        Sides { margin: 1 0; }
        .dialog-hint { padding: 0 1; }
    }
    """

    at: var[int] = var(0, init=False, always_update=True)
    """Which of the unanswered pairs is shown."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        quotes: Mapping[int, str],
        answer: Callable[[SuggestedMerge, Answer], Awaitable[None]],
    ) -> None:
        """One pair or more. `quotes` are lines of the script, by number, as they are shown, e.g.
        "sc. 3, p. 4  “text”". `answer` writes an answer and raises a `LookbookError` when it can't."""
        super().__init__("Likely doubles")
        self.pairs = list(pairs)
        self.quotes = quotes
        self.answer = answer
        self._answered = 0
        self._writing = False
        self._leaving = False

    def compose_body(self) -> ComposeResult:
        """Why these two, both sides, the answers."""
        yield Static(id="why")
        yield Static(id="lines")
        yield Sides()
        yield Static(classes="dialog-error")
        yield Static(Content(NOTE), classes="dialog-hint")
        yield buttons(
            ("next", "Skip", "default"),
            ("never", "Never these two", "default"),
            ("put_off", "Not now", "default"),
            ("merge", "Merge", "primary"),
        )

    def on_mount(self) -> None:
        """The first pair; it is read before it is answered."""
        self.at = 0
        self.start_grace()

    def validate_at(self, at: int) -> int:
        """After the last pair comes the first."""
        return at % len(self.pairs)

    def watch_at(self) -> None:
        """Show the pair."""
        suggestion, first, second = self.pairs[self.at]
        title = f"Likely doubles: {self.at + 1} of {len(self.pairs)}"
        answered = f", {self._answered} answered" if self._answered else ""
        self.query_one("#dialog").border_title = Content(f" {title}{answered} ")
        put_off = "  You put it off before." if suggestion.put_off else ""
        why = Content.assemble((suggestion.reason, "bold"), (put_off, "$quiet"))
        self.query_one("#why", Static).update(why)
        self.query_one("#lines", Static).update(line_quotes(suggestion, self.quotes))
        self.query_one(Sides).show(add_row(FactsBuilder(), first), add_row(FactsBuilder(), second))
        self.show_problem("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No answer and no other pair in the grace, nor while an answer is being written."""
        return not (self._writing or self.in_grace) if action in DECISIONS else True

    def action_next(self) -> None:
        """Look at the next pair; this one stays as it is."""
        self.at += 1

    def action_previous(self) -> None:
        """Look at the pair before."""
        self.at -= 1

    def action_merge(self) -> None:
        """These two are one."""
        self.dismiss(self.pairs[self.at][0])

    def action_put_off(self) -> None:
        """Not now."""
        self._answer(Answer.NOT_NOW)

    def action_never(self) -> None:
        """Never these two."""
        self._answer(Answer.NEVER)

    def action_cancel(self) -> None:
        """Done; an answer that is being written is written first."""
        self._leaving = True
        if not self._writing:
            self.dismiss(None)

    def _answer(self, answer: Answer) -> None:
        self._writing = True
        self._write(answer)

    @work(group="doubles.answer", description="Answering a suggestion")
    async def _write(self, answer: Answer) -> None:
        try:
            await self.answer(self.pairs[self.at][0], answer)
        except LookbookError as error:
            self._leaving = False
            self.show_problem(f"{error.message} Nothing has changed.")
        else:
            self._answered += 1
            del self.pairs[self.at]
            if self.pairs:
                self.at = self.at
        self.call_after_refresh(self._take_keys)

    def _take_keys(self) -> None:
        """The next pair is on the screen; without one, or when a person wanted to leave, that was all."""
        self._writing = False
        if self._leaving or not self.pairs:
            self.dismiss(None)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        """What the keys do, by buttons."""
        await self.run_action(str(event.button.id))


def line_quotes(suggestion: SuggestedMerge, quotes: Mapping[int, str]) -> Content:
    """The lines of the script that speak for a suggestion, one a line."""
    lines = [quotes.get(line, f"line {line}") for line in suggestion.lines]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"… and {len(lines) - MOST_LINES + 1} more lines"]
    return Content.styled("\n".join(lines), "$quiet")
