"""What a commit will make, change and leave out, by type and name, before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from core.models import AssetType, CommitPlan, NearMiss, ReviewRow
from tui import keymap
from tui.modals.dialog import ButtonKind, Dialog, buttons
from tui.theme import TYPE_MARKS, TYPE_PLURALS

MOST_NAMES = 12
"""As many names of rows that are left out stand under one reason."""

MOST_NEAR = 3
"""As many pairs of names that are alike stand above the buttons."""

FIRST_WORDS = 9
"""As many words of a text say which one it is."""

LEAD_WORDS = 3
"""As many words that are the same stand before the first that differs."""

CommitAnswer = Literal["commit", "near"]


def assets(count: int) -> str:
    """ "1 asset", "12 assets"."""
    return f"{count} asset{'' if count == 1 else 's'}"


class CommitModal(Dialog[CommitAnswer]):
    """The plan and its buttons: "commit" to go on, "near" to look at names that are alike first. It takes no
    answer in its first half second."""

    help_text = (
        "The commit makes assets of the approved drafts, all in one step, and is the only way to make "
        "any. It says here what it will make and update."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_SCROLL, keymap.MODAL_COMMIT)
    AUTO_FOCUS = ""
    hint = "↑ ↓ scroll   ← → choose   enter do it   esc cancel"

    DEFAULT_CSS = """
    CommitModal {
        #plan { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
        #plan > Static { width: 1fr; height: auto; }
        #plan > .plan-names { padding: 0 1 1 2; }
        #ways { dock: bottom; height: auto; padding-top: 1; }
        #near-misses { height: auto; color: $warning; margin-bottom: 1; }
    }
    """

    def __init__(self, plan: CommitPlan, *, approving: bool = False) -> None:
        """With `approving` the rows of the plan are only selected, and are approved by the same step."""
        super().__init__("Approve and commit" if approving else "Commit", wide=True)
        self.possible = bool(plan.make or plan.update)
        if not self.possible:
            self.hint = self.hint.replace("do it", "press it")
        elif plan.near_misses:
            self.hint = "= look at them   ↑ ↓ scroll   enter do it   esc cancel"
        self.plan = plan
        self.approving = approving

    def compose_body(self) -> ComposeResult:
        """The plan, what is doubtful of it, the buttons."""
        with VerticalScroll(id="plan", can_focus=False):
            for line in plan_lines(self.plan, approving=self.approving):
                yield Static(line.text, classes=line.classes)
        verb = commit_verb(self.plan, approving=self.approving)
        ways: list[tuple[str, str, ButtonKind]] = [
            ("cancel", "Cancel", "default"),
            ("confirm", verb, "primary"),
        ]
        with Vertical(id="ways"):
            if self.plan.near_misses:
                yield Static(near_miss_words(self.plan.near_misses), id="near-misses")
                ways.insert(1, ("near", "Look at them", "default"))
            yield buttons(*ways)

    def on_mount(self) -> None:
        """Keys that were meant for the table must not answer."""
        self.start_grace()

    def take_answers(self) -> None:
        """The verb has the focus, or Cancel when there is nothing to make."""
        self.query_one("#confirm", Button).disabled = not self.possible
        self.query_one("#confirm" if self.possible else "#cancel", Button).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There may be no names that are alike, and nothing is answered at first."""
        return bool(self.plan.near_misses) and not self.in_grace if action == "near" else True

    def action_scroll_text(self, lines: int) -> None:
        """Scroll the plan: a feature's is longer than a terminal."""
        self.query_one("#plan").scroll_relative(y=lines, animate=False)

    def action_near(self) -> None:
        """Look at the names that are alike before anything is committed."""
        self.dismiss("near")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """What the keys do, by buttons."""
        match event.button.id:
            case "confirm":
                self.dismiss("commit")
            case "near":
                self.dismiss("near")
            case _:
                self.dismiss(None)


def commit_verb(plan: CommitPlan, *, approving: bool) -> str:
    """What the button does: "Commit 12 assets", "Commit 12 assets, update 2", "Update 2 assets"."""
    if approving:
        return f"Approve and commit {len(plan.make) + len(plan.update)}"
    if not plan.update:
        return f"Commit {assets(len(plan.make))}"
    if not plan.make:
        return f"Update {assets(len(plan.update))}"
    return f"Commit {assets(len(plan.make))}, update {len(plan.update)}"


def near_miss_words(pairs: Sequence[NearMiss]) -> Content:
    """A line a pair, e.g. "! CAPTAIN REED and CAPTAIN REID: spelled almost alike"."""
    lines = [f"! {pair.first} and {pair.second}: {pair.reason}" for pair in pairs[:MOST_NEAR]]
    if len(pairs) > MOST_NEAR:
        lines.append(f"… and {len(pairs) - MOST_NEAR} more pairs of names")
    return Content("\n".join(lines))


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
    if not plan.make and not plan.update:
        lines += [PlanLine(Content("Nothing to commit.")), PlanLine(Content(""))]
    for type in AssetType:
        lines += _type_lines(plan, type)
    lines += [*_update_lines(plan), *_conflict_lines(plan)]
    return [*lines, *_refused_lines(plan), *_left_out_lines(plan)]


def _conflict_lines(plan: CommitPlan) -> list[PlanLine]:
    """What is committed with a conflict that nobody has decided."""
    rows = [row for row in (*plan.make, *plan.update) if any(not one.decision for one in row.draft.conflicts)]
    if not rows:
        return []
    count = "One has" if len(rows) == 1 else f"{len(rows)} have"
    head = Content.styled(f"! {count} an undecided conflict: the later state holds", "$warning")
    return [PlanLine(head), _names(Content(", ".join(row.draft.suggested_name for row in rows)))]


def _type_lines(plan: CommitPlan, type: AssetType) -> list[PlanLine]:
    names = [row.draft.suggested_name for row in plan.make if row.draft.type is type]
    if not names:
        return []
    mark = TYPE_MARKS[type]
    word = mark.word if len(names) == 1 else TYPE_PLURALS[type].lower()
    head = Content.assemble((mark.glyph, mark.style), (f" {len(names)} {word}", "bold"))
    return [PlanLine(head), _names(Content(", ".join(names)))]


def _update_lines(plan: CommitPlan) -> list[PlanLine]:
    if not plan.update:
        return []
    head = Content.assemble(("~", "$warning"), (f" {assets(len(plan.update))} to update", "bold"))
    return [PlanLine(head), _names(Content("\n").join(_update(row) for row in plan.update))]


def _update(row: ReviewRow) -> Content:
    """The asset, and where its text now and then begin to differ."""
    now = row.asset.description if row.asset is not None else ""
    renamed = row.asset is not None and row.asset.name != row.draft.suggested_name
    was = f"  (was {row.asset.name})" if row.asset is not None and renamed else ""
    head = Content.assemble(row.draft.suggested_name, (was, "$warning"))
    if now == row.description:
        return Content.assemble(head, ("\n  the text stays as it is", "$quiet"))
    first, second = differing_words(now, row.description)
    return Content.assemble(
        head,
        ("\n  now   ", "$quiet"),
        first,
        ("\n  then  ", "$quiet"),
        second,
    )


def differing_words(now: str, then: str) -> tuple[str, str]:
    """The first words of both texts, in quotes, from shortly before the place where they part."""
    words = now.split(), then.split()
    same = next((at for at, (one, other) in enumerate(zip_longest(*words)) if one != other), 0)
    start = max(0, same - LEAD_WORDS)
    return _some_words(words[0], start), _some_words(words[1], start)


def _some_words(words: Sequence[str], start: int) -> str:
    if not words:
        return "(empty)"
    before, after = "… " if start else "", "…" if len(words) > start + FIRST_WORDS else ""
    return f"“{before}{' '.join(words[start : start + FIRST_WORDS])}{after}”"


def _refused_lines(plan: CommitPlan) -> list[PlanLine]:
    if not plan.refused:
        return []
    refused = [Content.assemble(name, (f"  {reason}", "$quiet")) for name, reason in plan.refused]
    head = Content.styled(f"✗ {len(plan.refused)} refused", "bold $error")
    return [PlanLine(head), _names(Content("\n").join(refused))]


def _left_out_lines(plan: CommitPlan) -> list[PlanLine]:
    """What is left out, by reason, with the names as far as there is room for them."""
    if not plan.left_out:
        return []
    by_reason: dict[str, list[str]] = {}
    for one in plan.left_out:
        by_reason.setdefault(one.reason, []).append(one.row.draft.suggested_name)
    rows = f"{len(plan.left_out)} row{'' if len(plan.left_out) == 1 else 's'}"
    groups = [
        Content.assemble((f"{len(names)} {reason}: ", "$quiet"), shortened(names))
        for reason, names in by_reason.items()
    ]
    return [
        PlanLine(Content.styled(f"{rows} left out; they stay in the review", "bold")),
        _names(Content("\n").join(groups)),
    ]


def shortened(names: Iterable[str]) -> str:
    """The first names, and how many more there are."""
    names = list(names)
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" … and {more} more" if more > 0 else "")
