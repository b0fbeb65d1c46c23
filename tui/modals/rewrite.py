"""Targeted rewriting: the new words as they come, then both wordings with what differs (SPEC 2.5)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from core.errors import LookbookError
from core.events import RewriteReady, RewriteStreamed
from core.models import RewriteProposal
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.modals.word_changes import changed_words
from tui.widgets.made_from import usage_words

Ask = Callable[[], AsyncIterator[RewriteStreamed | RewriteReady]]
"""Asks once, and may be called again for other words."""


class RewriteModal(Dialog[RewriteProposal]):
    """The selection and what would take its place; None leaves the text as it is."""

    help_text = (
        "The words at the left give way to those at the right; all else stays as it is, byte for byte. "
        "Nothing changes before you accept, and ^z in the text takes it back."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_REWRITE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-medium")]
    AUTO_FOCUS = ""
    hint = "a accept   g again   esc leave the text as it is"

    DEFAULT_CSS = """
    RewriteModal {
        #wordings { height: auto; max-height: 1fr; }
        #wordings > VerticalScroll { width: 1fr; height: auto; max-height: 100%; margin-right: 2; }
        #wordings > VerticalScroll { scrollbar-size-vertical: 1; }
        #wordings Static { width: 1fr; height: auto; }
        &.-narrow #wordings { layout: vertical; overflow-y: auto; }
        &.-narrow #wordings > VerticalScroll { width: 100%; margin-bottom: 1; }
        #rewrite-state { margin-top: 1; height: auto; color: $quiet; }
        .dialog-buttons { margin-top: 1; }
    }
    """

    def __init__(self, title: str, selection: str, ask: Ask) -> None:
        """`title` says what is done, e.g. "Shorter"; `selection` is what gives way."""
        super().__init__(title, wide=True)
        self.selection = selection
        self.ask = ask
        self.proposal: RewriteProposal | None = None

    def compose_body(self) -> ComposeResult:
        """Both wordings, how it stands, the ways on."""
        with Horizontal(id="wordings"):
            for side, head in (("old", "As it is"), ("new", "Instead")):
                with VerticalScroll(can_focus=False):
                    yield Static(Content.styled(head, "bold $accent"))
                    yield Static(id=f"wording-{side}")
        yield Static(id="rewrite-state")
        yield buttons(
            ("reject", "Leave as it is", "default"),
            ("again", "Again", "default"),
            ("accept", "Accept", "primary"),
        )

    def on_mount(self) -> None:
        """Ask at once: choosing the entry of the menu was the order."""
        self.action_again()

    @work(group="rewrite.ask", exclusive=True, description="Rewriting the selection")
    async def action_again(self) -> None:
        """Ask for a wording; what comes is shown as it comes."""
        self.proposal = None
        self._show(self.selection, "", Content("Asking…"))
        try:
            async for event in self.ask():
                match event:
                    case RewriteStreamed(text):
                        self._show(self.selection, text, Content("Writing…"))
                    case RewriteReady(proposal):
                        self.proposal = proposal
        except LookbookError as error:
            self._show(self.selection, "", Content.styled(error.message, "$error"))
            return
        if self.proposal is not None:
            self._show_proposal(self.proposal)

    def _show(self, old: str | Content, new: str | Content, state: Content) -> None:
        for selector, shown in (("#wording-old", old), ("#wording-new", new)):
            self.query_one(selector, Static).update(Content(shown) if isinstance(shown, str) else shown)
        self.query_one("#rewrite-state", Static).update(state)
        self.query_one("#accept", Button).disabled = self.proposal is None

    def _show_proposal(self, proposal: RewriteProposal) -> None:
        old, new = changed_words(proposal.selection, proposal.replacement)
        before, after = len(proposal.selection.split()), len(proposal.replacement.split())
        words = f"{before} words become {after} · {usage_words(proposal.engine, proposal.usage)}"
        self._show(old, new, Content(words))
        self.query_one("#accept", Button).focus()

    def action_accept(self) -> None:
        """These words, once they are there."""
        if self.proposal is not None:
            self.dismiss(self.proposal)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the three."""
        match event.button.id:
            case "accept":
                self.action_accept()
            case "again":
                self.action_again()
            case _:
                self.dismiss(None)
