"""All that is known of one draft: what changed, facts with evidence, conflicts with both sides, mentions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from textual.content import Content

from core.models import (
    Conflict,
    ConflictDecision,
    ConflictSide,
    Difference,
    Draft,
    Line,
    Mention,
    MentionKind,
    ReviewRow,
    RowChange,
    RowState,
    Trait,
)
from tui.theme import CHANGE_MARKS, ROW_MARKS, TYPE_MARKS
from tui.widgets.facts import FactsBuilder

MOST_MENTIONS = 12
"""As many are laid out while the cursor walks the table; with the focus the detail has them all."""

MOST_QUOTED = 160
"""Characters of a line that the detail quotes; a paragraph of action can be ten times as long."""

DECISIONS: dict[ConflictDecision, str] = {
    ConflictDecision.EARLIER: "the earlier one",
    ConflictDecision.LATER: "the later one",
    ConflictDecision.BOTH: "both, as separate states",
    ConflictDecision.AS_WRITTEN: "as written",
}


def draft_facts(
    row: ReviewRow,
    merged_into: str = "",
    doubles: Iterable[tuple[str, str]] = (),
    *,
    keeper_committed: bool = False,
    all_mentions: bool = False,
    estimated: bool = False,
) -> FactsBuilder:
    """The detail of a row; `merged_into` is the name of the row that took it in, which may be committed.

    `doubles` are the names of rows that it may be the same as, each with the reason. Pages that are
    `estimated` are said to be (SPEC 2.1).
    """
    facts = FactsBuilder().title(row.draft.suggested_name)
    add_text(facts, row, merged_into, keeper_committed=keeper_committed)
    add_reasons(facts, row.draft)
    if estimated:
        facts.fact("Pages", "estimated: the script has no page breaks")
    add_doubles(facts, doubles)
    return add_evidence(facts, row.draft, None if all_mentions else MOST_MENTIONS)


def add_evidence(facts: FactsBuilder, draft: Draft, most: int | None = None) -> FactsBuilder:
    """What the script says: conflicts, traits with their lines, all mentions or the first `most`."""
    add_conflicts(facts, draft.conflicts)
    add_traits(facts, draft)
    add_mentions(facts, draft.mentions, most)
    return facts


def add_text(
    facts: FactsBuilder, row: ReviewRow, merged_into: str, *, keeper_committed: bool = False
) -> None:
    """What the row is, how it stands, and the text that pictures would be made from."""
    draft = row.draft
    facts.text(Content.assemble(TYPE_MARKS[draft.type].content, "   ", ROW_MARKS[row.state].content))
    if merged_into:
        way = "That is committed." if keeper_committed else "r takes it out again."
        facts.quiet(f"Merged into {merged_into}. {way}")
    if draft.variant_of:
        facts.quiet(f"Another look of {draft.variant_of}, drawn apart.")
    add_change(facts, row)
    facts.text(row.description or Content.styled("No summary.", "$quiet"))
    if source := summary_source(row):
        facts.quiet(source)


def add_reasons(facts: FactsBuilder, draft: Draft) -> None:
    """Priority and confidence with their reasons, and the other names."""
    facts.heading("Why")
    facts.fact("Priority", "high" if draft.is_high_priority else "low")
    if draft.priority_reason:
        facts.fact("Reason", draft.priority_reason)
    facts.fact("Confidence", "added by hand" if draft.manual_add else f"{draft.confidence_score:.0%}")
    if draft.confidence_reason:
        facts.fact("Because", draft.confidence_reason)
    if draft.aliases:
        facts.fact("Aliases", ", ".join(draft.aliases))


def summary_source(row: ReviewRow) -> str:
    """Where the text of a row comes from, in a sentence; "" when nothing needs to be said."""
    draft = row.draft
    if _is_board_text(row):
        return "The asset's own text: it stays as it is."
    if draft.hand_written and not row.description:
        return ""
    if draft.hand_written:
        decided = any(conflict.decision for conflict in draft.conflicts)
        return "Written by hand" + (": decided conflicts don't change it." if decided else ".")
    if row.description != draft.visual_summary:
        return "It follows what was decided of the conflicts."
    if draft.visual_summary and draft.summary_lines:
        return f"The script's own words: {line_words(tuple(sorted(set(draft.summary_lines))))}."
    return ""


def _is_board_text(row: ReviewRow) -> bool:
    """Whether an offer leaves a text as it is that the row itself doesn't have."""
    if row.asset is None or row.state is RowState.COMMITTED or row.description == row.draft.visual_summary:
        return False
    return row.description == row.asset.description


def add_change(facts: FactsBuilder, row: ReviewRow) -> None:
    """How the row stands to the earlier revision, and what it offers for an asset that is there."""
    difference = row.difference
    if difference is None or difference.change is RowChange.SAME:
        return
    mark = CHANGE_MARKS[difference.change]
    facts.text(Content.assemble(mark.content, (f" since revision {difference.revision}", "$quiet")))
    if difference.change is RowChange.GONE:
        facts.quiet("No line of this revision speaks of it. Its evidence is of the earlier one.")
    for line in difference_lines(row, difference):
        facts.item(line)
    if row.asset is not None:
        facts.quiet(offer_words(row))


def difference_lines(row: ReviewRow, difference: Difference) -> list[Content]:
    """What changed, one thing a line."""
    lines = [Content(renamed_words(row.draft, difference))] if difference.renamed_from else []
    lines += [
        Content.assemble((f"{sign} ", style), f"{field_words(trait.field).lower()}: {trait.value}")
        for sign, style, traits in (
            ("+", "$success", difference.added),
            ("−", "$error", difference.removed),
        )
        for trait in traits
    ]
    if difference.new_conflicts:
        number = difference.new_conflicts
        lines.append(Content(f"{number} new conflict{'' if number == 1 else 's'}"))
    label, text = _other_text(row, difference)
    if text:
        lines.append(Content.assemble((f"{label}: ", "$quiet"), text))
    return lines


def _other_text(row: ReviewRow, difference: Difference) -> tuple[str, str]:
    """What the text of the row is beside: of an asset its own, which a person may have written."""
    if row.asset is None or row.change is RowChange.GONE:
        return "before", difference.earlier_summary
    return "the asset now", "" if row.asset.description == row.description else row.asset.description


def renamed_words(draft: Draft, difference: Difference) -> str:
    """What became of the name: the script's new one, or one that a person gave and that stays."""
    if difference.script_name in ("", draft.suggested_name):
        return f"renamed from {difference.renamed_from}"
    return f"the script calls it {difference.script_name} now, no longer {difference.renamed_from}"


def offer_words(row: ReviewRow) -> Content:
    """What can be done about an asset whose text another revision changes."""
    if row.asset is None or row.change is RowChange.GONE:
        return Content("Its asset stays as it is.")
    if row.asset.locked:
        return Content("Its asset is locked and stays as it is. Unlock it on the board to change it.")
    b, a, x = (Content.styled(key, "bold $accent") for key in "bax")
    return Content.assemble(
        "An offer to its asset: ", b, " shows both texts, ", a, " takes the new one at the next commit, ", x,
        " keeps the old one.",
    )  # fmt: skip


def add_doubles(facts: FactsBuilder, doubles: Iterable[tuple[str, str]]) -> None:
    """What the row may be the same as; nothing is joined until a person does."""
    doubles = list(doubles)
    if not doubles:
        return
    facts.heading("Maybe the same")
    for name, reason in doubles:
        facts.item(Content.assemble((name, "bold"), f": {reason}"))
    facts.quiet(Content.assemble("Press ", ("=", "bold $accent"), " to merge them, or to keep them apart."))


def taken_words(name: str, row: ReviewRow | None) -> str:
    """Why a row can't be called `name`: `row` has it as its name or alias; "" when none has."""
    if row is None:
        return ""
    owner = row.draft.suggested_name
    alias = "" if owner.casefold() == name.casefold() else f", as an alias of {owner}"
    return f"The review has {name} already{alias}."


def line_words(lines: tuple[int, ...]) -> str:
    """ "line 3", "lines 3 and 47", "lines 3, 47 and 99"."""
    *most, last = [str(line) for line in lines]
    return f"lines {', '.join(most)} and {last}" if most else f"line {last}"


def add_traits(facts: FactsBuilder, draft: Draft) -> None:
    """The traits by field, each with the lines that say so, or marked as inferred."""
    mentions = {mention.line: mention for mention in draft.mentions}
    for field, traits in groupby(sorted(draft.traits, key=lambda t: t.field), key=lambda t: t.field):
        facts.heading(field_words(field))
        for trait in traits:
            facts.item(_trait(trait))
            for line in trait.lines[:3]:
                facts.evidence(_evidence(line, mentions), line=line)


def _trait(trait: Trait) -> Content:
    if trait.inferred:
        return Content.assemble(trait.value, ("  inferred, not in the script", "$warning"))
    since = "" if trait.from_page is None else f"  from p. {trait.from_page}"
    return Content.assemble(trait.value, (since, "$accent"))


def _evidence(line: int, mentions: Mapping[int, Mention]) -> str:
    mention = mentions.get(line)
    return f"line {line}" if mention is None else quoted(mention)


def quoted(mention: Mention) -> str:
    """A mention with its place, e.g. "sc. 3, p. 4  “IDA wades out.”"."""
    return f"{place(mention)}  “{_clipped(mention.text)}”"


def _clipped(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED].rstrip()}…"


def add_conflicts(facts: FactsBuilder, conflicts: Iterable[Conflict]) -> None:
    """Both sides of each conflict, and what was decided."""
    for conflict in conflicts:
        facts.heading(f"Conflict: {field_words(conflict.field)}")
        for label, side in (("Earlier", conflict.earlier), ("Later", conflict.later)):
            facts.fact(label, side.value)
            facts.evidence(quoted(side.mention), line=side.mention.line)
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


def add_mentions(facts: FactsBuilder, mentions: tuple[Mention, ...], most: int | None) -> None:
    """The mentions, or the first `most` of them and how to see the others."""
    facts.heading(f"Mentions ({len(mentions)})")
    if not mentions:
        facts.quiet("None in the script.")
    for mention in mentions[:most]:
        facts.item(Content.assemble((place(mention), "$quiet"), "  ", _marked(mention)), line=mention.line)
    if most is not None and len(mentions) > most:
        left = len(mentions) - most
        facts.quiet(
            Content.assemble(f"{left} more: ", ("l", "bold $accent"), " goes here and shows them all.")
        )


def _marked(mention: Mention) -> Content:
    """The line, cut to its beginning, with the places that mean the draft set off; a pronoun quietly."""
    style = "underline" if mention.kind is MentionKind.PRONOUN else "bold"
    text = Content(_clipped(mention.text))
    for start, end in mention.columns:
        text = text.stylize(style, start, end)
    return text


def mention_count(mentions: tuple[Mention, ...]) -> str:
    """ "1 mention", "41 mentions"."""
    return f"{len(mentions)} mention{'' if len(mentions) == 1 else 's'}"


def place(mention: Mention | Line) -> str:
    """Where a mention or line stands, e.g. "sc. 3, p. 4"."""
    return f"sc. {mention.scene}, p. {mention.page}" if mention.scene is not None else f"p. {mention.page}"


def field_words(field: str) -> str:
    """ "physical_features" as "Physical features"."""
    return field.replace("_", " ").capitalize()
