"""What a picture needs and the script does not say: proposed, each taken, changed or left by a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from core.errors import LookbookError
from core.models import EnrichProposal
from core.text import clean_line
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.widgets.made_from import usage_words
from tui.widgets.tick_box import TickBox

Ask = Callable[[], Awaitable[EnrichProposal]]


class EnrichModal(Dialog[str]):
    """A line an aspect; the result is the text to add, a line for each that was taken."""

    help_text = (
        "The script says nothing of these. What you tick is added to the part “Not in the script”; it "
        "goes into every prompt and never counts as something the script says."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_SUBMIT)
    AUTO_FOCUS = ""
    hint = "space take it   tab next   ^s add them   esc leave"

    DEFAULT_CSS = """
    EnrichModal {
        #ideas { height: auto; max-height: 1fr; scrollbar-size-vertical: 1; }
        .idea { height: 1; margin-bottom: 1; }
        .idea > TickBox { width: 24; }
        .idea > Input { width: 1fr; }
        #enrich-state { height: auto; color: $quiet; margin-bottom: 1; }
        .dialog-buttons { margin-top: 1; }
    }
    """

    def __init__(self, name: str, ask: Ask) -> None:
        """`name` is the asset's."""
        super().__init__(f"What the script does not say of {name}", wide=True)
        self.ask = ask
        self._aspects: list[str] = []

    def compose_body(self) -> ComposeResult:
        """How it stands, the lines, the ways on."""
        yield Static(id="enrich-state")
        yield VerticalScroll(id="ideas", can_focus=False)
        yield Static(classes="dialog-error")
        yield buttons(("cancel", "Leave it", "default"), ("submit", "Add what is ticked", "primary"))

    def on_mount(self) -> None:
        """Ask at once."""
        self.load()

    @work(group="enrich.ask", exclusive=True, description="Looking for what the script does not say")
    async def load(self) -> None:
        """Ask, and make a line for each aspect."""
        state = self.query_one("#enrich-state", Static)
        state.update("Asking…")
        try:
            proposal = await self.ask()
        except LookbookError as error:
            state.update(Content.styled(error.message, "$error"))
            return
        state.update(Content(enrich_words(proposal)))
        told = {idea.aspect: idea.text for idea in proposal.ideas}
        texts = told | {aspect: "" for aspect in proposal.missing if aspect not in told}
        self._aspects = list(texts)
        lines = [self._line(at, aspect, text) for at, (aspect, text) in enumerate(texts.items())]
        # What is seen can be typed at: the lines come with the focus.
        with self.app.batch_update():
            await self.query_one("#ideas").mount_all(lines)
            if lines:
                self.query_one("#idea-0").focus()

    def _line(self, at: int, aspect: str, text: str) -> Horizontal:
        # The cursor begins on the tick of what is proposed, in the text of what is to be written.
        box = TickBox(Content(aspect), id=f"idea-{at}" if text else None)
        line = Input(text, placeholder="write it yourself", id=None if text else f"idea-{at}")
        return Horizontal(box, line, classes="idea")

    def on_input_changed(self, event: Input.Changed) -> None:
        """What one writes oneself is meant to be taken."""
        self.show_problem("")
        if event.input.has_focus and event.input.parent is not None:
            event.input.parent.query_one(TickBox).value = bool(event.value.strip())

    def on_input_submitted(self) -> None:
        """Enter goes on to the next line."""
        self.focus_next()

    def action_submit(self) -> None:
        """Take what is ticked; nothing ticked is nothing taken."""
        rows = zip(self._aspects, self.query(".idea"), strict=True)
        taken = [
            f"{aspect.capitalize()}: {text}"
            for aspect, row in rows
            if row.query_one(TickBox).value and (text := clean_line(row.query_one(Input).value))
        ]
        if taken:
            self.dismiss("\n".join(taken))
        else:
            self.show_problem("Nothing is ticked. Tick what shall be added, or press escape.")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Add, or leave."""
        if event.button.id == "submit":
            self.action_submit()
        else:
            self.dismiss(None)


def enrich_words(proposal: EnrichProposal) -> str:
    """What the lines are, and who wrote them."""
    if not proposal.ideas and not proposal.missing:
        return "Text and additions say all that a picture needs. Nothing is proposed."
    if proposal.engine.offline:
        return (
            "A picture needs these, and neither script nor description says them. Rules invent nothing: "
            "write what you want to be seen, or leave it open."
        )
    return f"Proposed, not from the script · {usage_words(proposal.engine, proposal.usage)}"
