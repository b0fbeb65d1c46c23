"""What the comparison says of a pair of assets and of its sides; pure functions of what was read."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from core.models import Asset, AssetCard, AssetDifference, AssetPair, BranchCard, RunKind, WordRun
from tui.theme import ASSET_MARKS
from tui.widgets.facts import FactsBuilder
from tui.widgets.swatches import palette_content

OWN_STYLES = ("underline $warning", "bold $success")
"""How the words are shown that only the left side has, and those that only the right one has."""

OWN_RUNS = (RunKind.ONE, RunKind.OTHER)


def pair_sign(pair: AssetPair) -> Content:
    """Whether a pair differs in more than its picture, in one cell."""
    if pair.other is None:
        return Content.styled("−", "$error")
    if pair.one is None:
        return Content.styled("+", "$success")
    return Content.styled("~", "$warning") if pair.differs else Content.styled("=", "$faint")


def name_of(pair: AssetPair) -> Content:
    """The name of an entity; both where it has two."""
    one, other = (None if card is None else card.asset.name for card in (pair.one, pair.other))
    name = Content(one or other or "")
    return Content.assemble(name, (f" / {other}", "$quiet")) if one and other and one != other else name


def differs_words(pair: AssetPair) -> str:
    """In what a pair differs; the lock is said by the state."""
    if not pair.is_matched:
        return ""
    found = [one for one in pair.differences if one is not AssetDifference.LOCK]
    return ", ".join(one.value for one in found) or "nothing"


def side_head(card: BranchCard, chosen: bool, here: bool) -> Content:
    """A side's branch, whether it is the one that is worked on, and its style in colour."""
    bar = ("▌ ", "$accent") if chosen else ("  ", "")
    open_mark = ("  ● open", "$accent") if here else ("", "")
    name = Content.assemble(bar, (card.branch.name, "bold $accent" if chosen else "bold"), open_mark)
    if card.style is None:
        return Content("\n").join([name, Content.styled("  no style locked", "$quiet")])
    palette = palette_content(card.style.palette[:5])
    return Content("\n").join([name, Content.assemble("  ", (card.style.name, "$quiet"), "  ", palette)])


def without_picture(card: AssetCard | None, branch: BranchCard) -> str:
    """What stands in the place of a picture that is not there."""
    if card is None:
        return f"Not on {branch.branch.name}"
    return "No image key chosen" if card.candidates else "No picture yet"


def side_facts(pair: AssetPair | None, side: int, branch: str) -> FactsBuilder:
    """One side of a pair: state, texts with the words of its own marked, traits, voice."""
    facts = FactsBuilder()
    if pair is None:
        return facts
    card, other = (pair.one, pair.other) if side == 0 else (pair.other, pair.one)
    if card is None:
        facts.title(pair.shown.asset.name)
        return facts.quiet(f"Not on {branch}. Only a review makes assets of a branch.")
    asset, mine = card.asset, OWN_STYLES[side]
    facts.title(asset.name).text(ASSET_MARKS[card.state].content)
    for reason in card.stale:
        facts.quiet(f"The picture is stale: {reason}.")
    runs = (pair.description, pair.additions) if other is not None else ((), ())
    facts.heading("Description").text(_marked(asset.description, runs[0], side) or Content("None."))
    if asset.additions or (other is not None and other.asset.additions):
        facts.heading("Not in the script").text(
            _marked(asset.additions, runs[1], side) or Content("Nothing.")
        )
    _add_traits(facts, asset, None if other is None else other.asset, mine)
    if asset.voice_id or (other is not None and other.asset.voice_id):
        differs = other is not None and other.asset.voice_id != asset.voice_id
        facts.heading("Voice").text(Content.styled(asset.voice_id or "none", mine if differs else ""))
    facts.heading("Pictures").text(_pictures(card))
    return facts


def _marked(text: str, runs: Sequence[WordRun], side: int) -> Content:
    """A side's text; words that only this side has are marked."""
    if not runs:
        return Content(text)
    parts = [
        Content.styled(run.text, OWN_STYLES[side]) if run.kind is OWN_RUNS[side] else Content(run.text)
        for run in runs
        if run.kind in (RunKind.SAME, OWN_RUNS[side])
    ]
    return Content("").join(parts)


def _add_traits(facts: FactsBuilder, asset: Asset, other: Asset | None, mine: str) -> None:
    theirs = set() if other is None else {(trait.field, trait.value) for trait in other.traits}
    if asset.traits or theirs:
        facts.heading("Traits")
    for trait in asset.traits:
        own = other is not None and (trait.field, trait.value) not in theirs
        words = Content.styled(trait.value, mine if own else "")
        marked = ("  inferred", "$warning") if trait.inferred else ""
        facts.item(Content.assemble((f"{trait.field.replace('_', ' ')}: ", "$quiet"), words, marked))


def _pictures(card: AssetCard) -> str:
    count = f"{card.candidates} candidate{'' if card.candidates == 1 else 's'}" if card.candidates else "None"
    return f"{count}, one of them the image key." if card.asset.image_key_id else f"{count}."
