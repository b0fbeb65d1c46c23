"""Two sessions changed the same asset: both texts are shown, and a person chooses."""

from __future__ import annotations

from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tui.autosave import AssetText
from tui.modals.dialog import Dialog, buttons

Choice = Literal["mine", "theirs"]


class BothTextsModal(Dialog[Choice]):
    """Mine and theirs side by side, in the fields that differ; None leaves it open, and nothing is saved."""

    help_text = (
        "The same fields were changed by you and by another window. Choose which texts stay; the other "
        "ones are not lost until you do."
    )
    AUTO_FOCUS = ""
    hint = "← → choose   enter press it   esc decide later"

    DEFAULT_CSS = """
    BothTextsModal {
        #both { height: 1fr; }
        #both > VerticalScroll { width: 1fr; margin-right: 2; scrollbar-size-vertical: 1; }
        #both Static { width: 1fr; height: auto; }
        .dialog-buttons { margin-top: 1; }
    }
    """

    def __init__(self, mine: AssetText, theirs: AssetText) -> None:
        super().__init__("Changed in another session", wide=True, tall=True)
        self.mine = mine
        self.theirs = theirs

    def compose_body(self) -> ComposeResult:
        """A sentence, the two texts, the two ways on."""
        yield Static(
            Content(
                f"Another session changed {self.theirs.name} while you were typing. Nothing is lost yet."
            ),
            classes="dialog-text",
        )
        with Horizontal(id="both"):
            yield self._side("Yours, on this screen", self.mine, self.theirs)
            yield self._side("Theirs, as stored", self.theirs, self.mine)
        yield buttons(("mine", "Keep mine", "default"), ("theirs", "Take theirs", "default"))

    def _side(self, title: str, shown: AssetText, other: AssetText) -> VerticalScroll:
        blocks = [Content.styled(title, "bold $accent")]
        for label, text in differing(shown, other):
            blocks += [Content(""), Content.styled(label.upper(), "$quiet"), Content(text or "(empty)")]
        return VerticalScroll(Static(Content("\n").join(blocks)))

    def on_mount(self) -> None:
        """It comes up while one types: the keys of the first half second are not meant for it."""
        self.start_grace()

    def take_answers(self) -> None:
        """Keeping one's own has the focus."""
        self.query_one("#mine", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss("mine" if event.button.id == "mine" else "theirs")


def differing(shown: AssetText, other: AssetText) -> list[tuple[str, str]]:
    """The fields of `shown` that `other` has otherwise: (label, text)."""
    pairs = zip(_fields(shown), _fields(other), strict=True)
    return [(label, text) for (label, text), (_, theirs) in pairs if text != theirs]


def _fields(text: AssetText) -> tuple[tuple[str, str], ...]:
    traits = "\n".join(f"{trait.field.replace('_', ' ')}: {trait.value}" for trait in text.traits)
    return (
        ("Name", text.name),
        ("Description", text.description),
        ("Not in the script", text.additions),
        ("Voice", text.voice_id),
        ("Traits", traits),
    )
