"""What the editor says about an asset: values in, lines of the screen out."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from core.models import (
    AssetCard,
    AssetState,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Image,
    Job,
    JobState,
    Mention,
)
from tui.autosave import Autosave
from tui.modals.choose import Option
from tui.screens.board import NEEDS_STYLE
from tui.screens.candidates import EditorView
from tui.theme import TYPE_MARKS, mark
from tui.widgets.facts import FactsBuilder

DECISIONS: dict[ConflictDecision, tuple[str, str]] = {
    ConflictDecision.EARLIER: ("Earlier", ""),
    ConflictDecision.LATER: ("Later", ""),
    ConflictDecision.BOTH: ("Both", "two states of the same asset"),
    ConflictDecision.AS_WRITTEN: ("As written", "the description says it as it shall be"),
}


def saved_words(autosave: Autosave, locked: bool) -> Content:
    """How the text stands: "saved", "saving…", "not saved: why", or read only."""
    if autosave.problem:
        return Content.styled(autosave.state, "$error")
    if locked:
        return Content.styled("locked, read only", "$quiet")
    return Content.styled(autosave.state, "$accent" if autosave.dirty else "$success")


def badges(card: AssetCard, reason: str) -> Content:
    """Type, state, and the ratio that belongs to the type, with its reason."""
    asset = card.asset
    return Content("   ").join(
        (
            TYPE_MARKS[asset.type].content,
            mark(card.state).content,
            Content.assemble(
                (f" {asset.aspect_ratio.value} ", "bold $on-accent on $quiet"), (f" {reason}", "$quiet")
            ),
        )
    )


def conflict_lines(conflicts: Sequence[Conflict]) -> Content:
    """Open conflicts with both sides, scene and page; decided ones in a line."""
    return Content("\n").join(_conflict(conflict) for conflict in conflicts)


def _conflict(conflict: Conflict) -> Content:
    name = conflict.field.replace("_", " ")
    if conflict.decision is not None:
        word = DECISIONS[conflict.decision][0].lower()
        return Content.assemble(("✓ ", "$success"), (f"{name}: {word} holds", "$quiet"))
    head = Content.assemble(
        ("! ", "$warning"), ("Conflict ", "$warning"), (name, ""), ("  f3 decides", "$quiet")
    )
    sides = [
        Content.assemble((f"  {word:<8}", "$quiet"), _side(side))
        for word, side in (("earlier", conflict.earlier), ("later", conflict.later))
    ]
    return Content("\n").join([head, *sides])


def _side(side: ConflictSide) -> str:
    return f"{side.value} ({_place(side.mention)})"


def _place(mention: Mention) -> str:
    scene = "" if mention.scene is None else f"sc. {mention.scene}, "
    return f"{scene}p. {mention.page}"


def decision_options(conflict: Conflict) -> list[Option]:
    """What a person can decide of a conflict."""
    sides = {"earlier": _side(conflict.earlier), "later": _side(conflict.later)}
    return [
        Option(decision.value, title, sides.get(decision.value, text))
        for decision, (title, text) in DECISIONS.items()
    ]


def mention_facts(mentions: Sequence[Mention]) -> FactsBuilder:
    """Every mention with scene and page."""
    facts = FactsBuilder()
    for mention in mentions:
        where = Content.assemble((f"{_place(mention)}  ", "$quiet"), mention.text)
        facts.item(where, line=mention.line)
    return facts if mentions else facts.quiet("None: this asset was added by hand.")


def empty_words(view: EditorView) -> str:
    """What stands in the place of a picture that is not there."""
    if not view.card.asset.description.strip():
        return "No picture yet.\nIt needs a description."
    return "No picture yet." if view.style is None else "No picture yet.\nPress ^g to generate."


def picture_note(view: EditorView, failure: str) -> Content:
    """What a person has to know before Generate, or about the last try."""
    if view.style is None:
        return Content.styled(f"! {NEEDS_STYLE}", "$warning")
    if view.card.state is AssetState.GENERATING:
        return Content.styled("… a picture is being made", "$accent")
    return Content.styled(failure, "$error")


def failure_words(job: Job) -> str:
    """Why a job brought no picture that can be the image key, or ""."""
    if job.state in {JobState.FAILED, JobState.UNKNOWN} or (job.state is JobState.SUCCEEDED and job.error):
        return job.error
    return ""


def possible(action: str, view: EditorView, image: Image | None) -> bool | None:
    """Whether an action of the editor is possible with the candidate that is looked at: None is not now, and
    False is never for this asset."""
    locked, is_key = view.locked, image is not None and image.id == view.key
    match action:
        case "lock" | "unlock":
            return locked is (action == "unlock")
        case "decide_conflict":
            return (not locked or None) if view.card.asset.conflicts else False
        case "generate" | "import_picture":
            able = view.style is not None and not locked
        case "show_prompt":
            able = view.style is not None
        case "next_candidate" | "previous_candidate" | "compare":
            able = len(view.images) > 1
        case "choose_key":
            able = image is not None and not locked and not is_key
        case "delete":
            able = image is not None and not (locked and is_key)
        case "preview" | "made_from":
            able = image is not None
        case "promote":
            able = locked
        case "rewrite" | "enrich":
            able = not locked
        case "script":
            able = bool(view.card.asset.source_mentions)
        case _:
            able = True
    return able or None
