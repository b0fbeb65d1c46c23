"""All that is known of one draft: facts with their evidence, conflicts with both sides, mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from textual.content import Content

from core.models import (
    Conflict,
    ConflictDecision,
    ConflictSide,
    Draft,
    Mention,
    MentionKind,
    ReviewRow,
    Scene,
    Trait,
)
from tui.theme import ROW_MARKS, TYPE_MARKS
from tui.widgets.facts import FactsBuilder

MOST_MENTIONS = 12
"""As many stand in the detail; the evidence view has them all."""

MOST_QUOTED = 160
"""Characters of a line that the detail quotes; a paragraph of action can be ten times as long."""

DECISIONS: dict[ConflictDecision, str] = {
    ConflictDecision.EARLIER: "the earlier one",
    ConflictDecision.LATER: "the later one",
    ConflictDecision.BOTH: "both, as separate states",
    ConflictDecision.AS_WRITTEN: "as written",
}


def draft_facts(
    row: ReviewRow, merged_into: str = "", doubles: Iterable[tuple[str, str]] = ()
) -> FactsBuilder:
    """The detail of a row; `merged_into` is the name of the row that took it in.

    `doubles` are the names of rows that it may be the same as, each with the reason.
    """
    draft, facts = row.draft, FactsBuilder().title(row.draft.suggested_name)
    facts.text(Content.assemble(TYPE_MARKS[draft.type].content, "   ", ROW_MARKS[row.state].content))
    if merged_into:
        facts.quiet(f"Merged into {merged_into}.")
    if draft.variant_of:
        facts.quiet(f"Another look of {draft.variant_of}, drawn apart.")
    facts.text(draft.visual_summary or Content.styled("No summary.", "$quiet"))
    if draft.visual_summary and draft.summary_lines:
        facts.quiet(f"The script's own words: {line_words(draft.summary_lines)}.")
    facts.heading("Why")
    facts.fact("Priority", "high" if draft.is_high_priority else "low")
    if draft.priority_reason:
        facts.fact("Reason", draft.priority_reason)
    facts.fact("Confidence", "added by hand" if draft.manual_add else f"{draft.confidence_score:.0%}")
    if draft.confidence_reason:
        facts.fact("Because", draft.confidence_reason)
    if draft.aliases:
        facts.fact("Aliases", ", ".join(draft.aliases))
    add_doubles(facts, doubles)
    add_conflicts(facts, draft.conflicts)
    add_traits(facts, draft)
    add_mentions(facts, draft.mentions)
    return facts


def add_doubles(facts: FactsBuilder, doubles: Iterable[tuple[str, str]]) -> None:
    """What the row may be the same as; nothing is joined until a person does."""
    doubles = list(doubles)
    if not doubles:
        return
    facts.heading("Maybe the same")
    for name, reason in doubles:
        facts.item(Content.assemble((name, "bold"), f": {reason}"))
    facts.quiet(Content.assemble("Press ", ("=", "bold $accent"), " to select both, then m to merge."))


def line_words(lines: tuple[int, ...]) -> str:
    """ "line 3", "lines 3 and 47", "lines 3, 47 and 99"."""
    *most, last = [str(line) for line in lines]
    return f"lines {', '.join(most)} and {last}" if most else f"line {last}"


def add_traits(facts: FactsBuilder, draft: Draft) -> None:
    """The traits by field, each with the lines that say so, or marked as inferred."""
    lines = {mention.line: mention for mention in draft.mentions}
    for field, traits in groupby(sorted(draft.traits, key=lambda t: t.field), key=lambda t: t.field):
        facts.heading(field_words(field))
        for trait in traits:
            said = [Content.styled(_evidence(line, lines), "$quiet") for line in trait.lines[:3]]
            facts.item(Content("\n").join([_trait(trait), *said]))


def _trait(trait: Trait) -> Content:
    if trait.inferred:
        return Content.assemble(trait.value, ("  inferred, not in the script", "$warning"))
    since = "" if trait.from_page is None else f"  from p. {trait.from_page}"
    return Content.assemble(trait.value, (since, "$accent"))


def _evidence(line: int, mentions: Mapping[int, Mention]) -> str:
    mention = mentions.get(line)
    return f"line {line}" if mention is None else f"{place(mention)}  “{_clipped(mention.text)}”"


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED].rstrip()}…"


def add_conflicts(facts: FactsBuilder, conflicts: Iterable[Conflict]) -> None:
    """Both sides of each conflict, and what was decided."""
    for conflict in conflicts:
        facts.heading(f"Conflict: {field_words(conflict.field)}")
        facts.fact("Earlier", side_words(conflict.earlier))
        facts.fact("Later", side_words(conflict.later))
        facts.fact("Decision", decision_words(conflict))


def decision_words(conflict: Conflict) -> Content:
    """What was decided of a conflict; while nothing is, what holds until then."""
    if conflict.decision is None:
        return Content.assemble(
            ("! open", "$warning"), ", the later one until ", ("d", "bold $accent"), " decides"
        )
    return Content(DECISIONS[conflict.decision])


def side_words(side: ConflictSide) -> str:
    """A side's value with its place and its line."""
    return f"{side.value} ({place(side.mention)}: “{_clipped(side.mention.text)}”)"


def add_mentions(facts: FactsBuilder, mentions: tuple[Mention, ...]) -> None:
    """The first mentions, and how to see the others."""
    facts.heading(f"Mentions ({len(mentions)})")
    if not mentions:
        facts.quiet("None in the script.")
    for mention in mentions[:MOST_MENTIONS]:
        facts.item(Content.assemble((place(mention), "$quiet"), f"  {_clipped(mention.text)}"))
    if len(mentions) > MOST_MENTIONS:
        facts.quiet(f"{len(mentions) - MOST_MENTIONS} more: press v for all of them.")


def evidence_text(draft: Draft, scenes: Iterable[Scene]) -> Content:
    """Every mention of a draft under the heading of its scene."""
    headings = {scene.number: scene for scene in scenes}
    blocks: list[Content] = []
    for number, mentions in groupby(draft.mentions, key=lambda mention: mention.scene):
        scene = headings.get(number) if number is not None else None
        heading = "Before the first scene" if scene is None else f"{scene.label or number}  {scene.heading}"
        lines = [Content.styled(heading, "bold $accent")]
        lines += [
            Content.assemble((f"  line {mention.line:>5}  p. {mention.page:<4}", "$quiet"), _marked(mention))
            for mention in mentions
        ]
        blocks.append(Content("\n").join(lines))
    return Content("\n\n").join(blocks) if blocks else Content("The script has no mention of it.")


def _marked(mention: Mention) -> Content:
    """The line with the places that mean the draft set off; a pronoun more quietly than a name."""
    style = "underline" if mention.kind is MentionKind.PRONOUN else "bold"
    text = Content(mention.text)
    for start, end in mention.columns:
        text = text.stylize(style, start, end)
    return text


def mention_count(mentions: tuple[Mention, ...]) -> str:
    """ "1 mention", "41 mentions"."""
    return f"{len(mentions)} mention{'' if len(mentions) == 1 else 's'}"


def place(mention: Mention) -> str:
    """Where a mention stands, e.g. "sc. 3, p. 4"."""
    return f"sc. {mention.scene}, p. {mention.page}" if mention.scene is not None else f"p. {mention.page}"


def field_words(field: str) -> str:
    """ "physical_features" as "Physical features"."""
    return field.replace("_", " ").capitalize()
