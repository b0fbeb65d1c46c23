"""What the editor says about an asset: values in, lines of the screen out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.content import Content

from core.models import (
    Asset,
    AssetCard,
    AssetState,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Image,
    Job,
    JobState,
    Mention,
    StyleId,
    VisualStyle,
)
from tui import traits
from tui.autosave import Autosave
from tui.modals.choose import Option
from tui.screens.board import NEEDS_STYLE
from tui.theme import TYPE_MARKS, mark
from tui.widgets.facts import FactsBuilder
from tui.widgets.made_from import currency, maker, when

DECISIONS: dict[ConflictDecision, tuple[str, str]] = {
    ConflictDecision.EARLIER: ("Earlier", ""),
    ConflictDecision.LATER: ("Later", ""),
    ConflictDecision.BOTH: ("Both", "two states of the same asset"),
    ConflictDecision.AS_WRITTEN: ("As written", "the description says it as it shall be"),
}


@dataclass(frozen=True, slots=True)
class EditorView:
    """The asset as last read: its card, its pictures (the newest first), the branch's style."""

    card: AssetCard
    images: tuple[Image, ...]
    style: VisualStyle | None
    style_names: dict[StyleId, str] = field(default_factory=dict)

    @property
    def locked(self) -> bool:
        """Whether the asset is final."""
        return self.card.asset.locked_at is not None


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


def evidence_line(asset: Asset, name: str) -> Content:
    """Where the script says a trait field, and which of its values are inferred."""
    places, inferred = traits.evidence(asset.traits, name, asset.source_mentions)
    parts = [Content.styled(places, "$quiet")] if places else []
    if inferred:
        parts.append(Content.assemble(("~ inferred: ", "$warning"), (inferred, "$quiet")))
    return Content("   ").join(parts)


def mention_facts(mentions: Sequence[Mention]) -> FactsBuilder:
    """Every mention with scene and page."""
    facts = FactsBuilder()
    for mention in mentions:
        facts.item(Content.assemble((f"{_place(mention)}  ", "$quiet"), mention.text))
    return facts if mentions else facts.quiet("None: this asset was added by hand.")


def candidate_lines(view: EditorView, image: Image | None) -> Content:
    """Which candidate it is, how it stands, and what it was made from."""
    if image is None:
        return Content("")
    at = view.images.index(image) + 1
    is_key = view.card.asset.image_key_id == image.id
    kind = Content.assemble(("● ", "$accent"), ("image key", "bold")) if is_key else Content("○ candidate")
    style = view.style_names.get(image.style_id, "a style that is gone") if image.style_id else "no style"
    made = f"{maker(image)} · {style} · {when(image.created_at)} · {image.width}×{image.height}"
    head = Content.assemble(
        (f"{at}/{len(view.images)}  ", "bold $accent"), kind, ("  ·  ", "$faint"), currency(image)
    )
    return Content("\n").join([head, Content.styled(made, "$quiet")])


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
