"""What a commit will make, by type and name, before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from core.models import AssetType, CommitPlan
from tui import keymap
from tui.modals.dialog import Dialog, buttons
from tui.theme import TYPE_MARKS, TYPE_PLURALS


def assets(count: int) -> str:
    """ "1 asset", "12 assets"."""
    return f"{count} asset{'' if count == 1 else 's'}"


class CommitModal(Dialog[bool]):
    """The plan and two buttons; True to go on. It takes no answer in its first half second."""

    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_LIST)
    AUTO_FOCUS = ""
    hint = "↑ ↓ scroll   ← → choose   enter do it   esc cancel"

    DEFAULT_CSS = """
    CommitModal {
        #plan { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; margin-bottom: 1; }
        #plan > Static { width: 1fr; height: auto; }
        #plan > .plan-names { padding: 0 1 1 2; }
    }
    """

    def __init__(self, plan: CommitPlan, *, approving: bool = False) -> None:
        """With `approving` the rows of the plan are only selected, and are approved by the same step."""
        super().__init__("Approve and commit" if approving else "Commit", wide=True)
        self.plan = plan
        self.verb = (
            f"Approve and commit {len(plan.make)}" if approving else f"Commit {assets(len(plan.make))}"
        )
        self.approving = approving

    def compose_body(self) -> ComposeResult:
        """The plan and the buttons."""
        with VerticalScroll(id="plan", can_focus=False):
            for line in plan_lines(self.plan, approving=self.approving):
                yield Static(line.text, classes=line.classes)
        yield buttons(("cancel", "Cancel", "default"), ("confirm", self.verb, "primary"))

    def on_mount(self) -> None:
        """Keys that were meant for the table must not answer."""
        self.start_grace()

    def take_answers(self) -> None:
        """The verb has the focus, or Cancel when there is nothing to make."""
        confirm = self.query_one("#confirm", Button)
        confirm.disabled = not self.plan.make
        (confirm if self.plan.make else self.query_one("#cancel", Button)).focus()

    def action_list(self, lines: int) -> None:
        """Scroll the plan: a feature's is longer than a terminal."""
        self.query_one("#plan").scroll_relative(y=lines, animate=False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The verb, or nothing."""
        self.dismiss(True if event.button.id == "confirm" else None)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A paragraph of the plan; names stand under their heading, moved in."""

    text: Content
    classes: str = ""


def _names(text: Content) -> PlanLine:
    return PlanLine(text, "plan-names")


def plan_lines(plan: CommitPlan, *, approving: bool) -> list[PlanLine]:
    """The plan as a person reads it."""
    lines: list[PlanLine] = []
    if approving:
        lines += [
            PlanLine(Content("Nothing is approved yet. These selected rows are approved and committed now:")),
            PlanLine(Content("")),
        ]
    for type in AssetType:
        lines += _type_lines(plan, type)
    if plan.refused:
        lines.append(PlanLine(Content.styled("Refused", "bold $error")))
        refused = [Content.assemble(name, (f"  {reason}", "$quiet")) for name, reason in plan.refused]
        lines.append(_names(Content("\n").join(refused)))
    rows = f"{len(plan.left_out)} row{'' if len(plan.left_out) == 1 else 's'}"
    rest = f"{rows} not approved: left out, and can be committed later."
    return [*lines, PlanLine(Content.styled(rest, "$quiet"))]


def _type_lines(plan: CommitPlan, type: AssetType) -> list[PlanLine]:
    names = [row.draft.suggested_name for row in plan.make if row.draft.type is type]
    if not names:
        return []
    mark = TYPE_MARKS[type]
    head = Content.assemble((mark.glyph, mark.style), (f" {len(names)} {TYPE_PLURALS[type].lower()}", "bold"))
    if len(names) == 1:
        head = Content.assemble((mark.glyph, mark.style), (f" 1 {mark.word}", "bold"))
    return [PlanLine(head), _names(Content(", ".join(names)))]
