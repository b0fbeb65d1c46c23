"""Several drafts become one: the union is the program's, the tidy values and the summary are the model's."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.models import TRAIT_FIELDS, Conflict, ConflictSide, Draft, Mention, ScanStage, Trait
from core.rules.merging import merge_drafts
from core.rules.prose import in_prose
from core.scan.model.asking import Asker, Question
from core.scan.model.grounding import MAX_VALUE, conflict_of, shortened
from core.scan.model.schemas import MergedConflict, MergedProfile, MergedTrait
from core.text import clean_line


async def merged(asker: Asker, drafts: Sequence[Draft], primary: str) -> Draft:
    """One draft named `primary`.

    Raises:
        ProviderError: the model did not answer.
    """
    union = _with_known_states(_with_known_conflicts(merge_drafts(drafts, primary), drafts), drafts)
    facts = {f"f{number}": trait for number, trait in enumerate(union.traits, 1)}
    if not facts and not any(draft.visual_summary for draft in drafts):
        return union
    places = {mention.line: mention for mention in union.mentions}
    variables = {
        "type": union.type.value,
        "name": html.escape(clean_line(primary)),
        "descriptions": "\n".join(_described(drafts, facts, places)),
    }
    profile = await asker.ask(Question("merge", MergedProfile, variables, ScanStage.DISTIL))
    traits = _tidied(union, facts, profile.traits)
    return replace(
        union,
        traits=traits,
        conflicts=_all_conflicts(union, facts, profile.conflicts, places),
        visual_summary=shortened(profile.visual_summary) or in_prose(traits),
        summary_lines=(),
    )


def _with_known_conflicts(union: Draft, drafts: Sequence[Draft]) -> Draft:
    """What the drafts knew of, decisions included, before what the rules find between them."""
    found = {_values(conflict): conflict for conflict in union.conflicts}
    known = {_values(conflict): conflict for draft in drafts for conflict in draft.conflicts}
    return replace(union, conflicts=tuple((found | known).values()))


def _with_known_states(union: Draft, drafts: Sequence[Draft]) -> Draft:
    """What every draft that has a value knew as a later state is one still."""
    pages: dict[tuple[str, str], list[int | None]] = {}
    for trait in (trait for draft in drafts for trait in draft.traits):
        pages.setdefault((trait.field, trait.value.casefold()), []).append(trait.from_page)
    return replace(
        union,
        traits=tuple(
            _since(trait, pages.get((trait.field, trait.value.casefold()), ())) for trait in union.traits
        ),
    )


def _since(trait: Trait, pages: Sequence[int | None]) -> Trait:
    known = [page for page in pages if page is not None]
    later = known and len(known) == len(pages)
    return replace(trait, from_page=min(known)) if later and trait.from_page is None else trait


def _values(conflict: Conflict) -> frozenset[str]:
    return frozenset((conflict.earlier.value.casefold(), conflict.later.value.casefold()))


def _described(
    drafts: Sequence[Draft], facts: Mapping[str, Trait], places: Mapping[int, Mention]
) -> Iterator[str]:
    for id_, trait in facts.items():
        pages = sorted({places[line].page for line in trait.lines if line in places})
        where = f"p. {', '.join(map(str, pages))}" if pages else "inferred" if trait.inferred else "no page"
        yield f"{id_} [{trait.field}] {where}: {clean_line(trait.value)}"
    for draft in drafts:
        if draft.visual_summary:
            yield f"as {clean_line(draft.suggested_name)}, so far: {clean_line(draft.visual_summary)}"


def _tidied(union: Draft, facts: Mapping[str, Trait], claims: Sequence[MergedTrait]) -> tuple[Trait, ...]:
    """The model's values with the evidence of the facts they come from; facts it forgot stay as they are."""
    left = dict(facts)
    kept: list[Trait] = []
    for claim in claims:
        sources = {id_: left[id_] for id_ in claim.facts if id_ in left and left[id_].field == claim.field}
        value = clean_line(claim.value)[:MAX_VALUE].strip(" .;,")
        if not sources or not value:
            continue
        kept.append(_made_of(list(sources.values()), claim.field, value))
        for id_ in sources:
            del left[id_]
    order = TRAIT_FIELDS[union.type]
    known = [trait for trait in (*kept, *left.values()) if trait.field in order]
    return tuple(sorted(known, key=lambda trait: order.index(trait.field)))


def _made_of(sources: Sequence[Trait], field: str, value: str) -> Trait:
    """One value with the evidence of all; a later state only where all of them are later."""
    lines = tuple(sorted({line for trait in sources for line in trait.lines}))
    pages = [trait.from_page for trait in sources]
    from_page = min((page for page in pages if page is not None), default=None)
    inferred = all(trait.inferred for trait in sources)
    return Trait(field, value, lines, inferred, None if None in pages else from_page)


def _all_conflicts(
    union: Draft,
    facts: Mapping[str, Trait],
    claims: Sequence[MergedConflict],
    places: Mapping[int, Mention],
) -> tuple[Conflict, ...]:
    """The conflicts known before, and those that the drafts have with each other."""
    known = {_values(conflict): conflict for conflict in union.conflicts}
    for claim in claims:
        sides = [_side(facts.get(id_), claim.field, places) for id_ in (claim.earlier, claim.later)]
        if sides[0] is None or sides[1] is None:
            continue
        conflict = conflict_of(claim.field, sides[0], sides[1])
        if conflict:
            known.setdefault(_values(conflict), conflict)
    return tuple(known.values())


def _side(trait: Trait | None, field: str, places: Mapping[int, Mention]) -> ConflictSide | None:
    line = next((line for line in trait.lines if line in places), None) if trait else None
    if trait is None or line is None or trait.field != field:
        return None
    return ConflictSide(trait.value, places[line])
