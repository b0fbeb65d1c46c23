"""A merged draft without one that it took in: what that one brought goes, what was changed since stays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from core.models import Draft, Mention, Trait
from core.rules.conflicts import conflict_key, find_again, with_states
from core.rules.merging import (
    join_mentions,
    join_summaries,
    join_traits,
    lines_of_summary,
    merge_drafts,
    with_hand_written,
)
from core.rules.naming import names_of
from core.rules.prose import sentences
from core.text import folded

K = TypeVar("K", bound=Hashable)

_TOGETHER = (
    ("type",),
    ("is_high_priority", "priority_reason"),
    ("confidence_score", "confidence_reason"),
    ("variant_of",),
    ("manual_add",),
)
"""Fields of a draft that change as one and are taken as they are."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as it was accepted: its first draft before, what it left, and the drafts that it took in.

    `parts` are those of them that are in it still, by row, in the table's order; `later` are the drafts that
    other merges have added since.
    """

    lead: Draft
    whole: Draft
    took: Sequence[Draft]
    parts: Mapping[int, Draft]
    later: Sequence[Draft] = ()

    def without(self, now: Draft, part: int, instead: Draft | None = None) -> Draft:
        """What the merged draft, by `now`, is without one of the parts, or with another draft `instead`.

        Where nothing was changed since and nothing else was taken in, it is the first draft as it was.
        """
        again = self._again(self.parts.values())
        entire = len(self.parts) == len(self.took)
        base = now if now in (self.whole, again) else self.whole if entire else again
        left = {key: instead if key == part else draft for key, draft in self.parts.items()}
        onto = self._again(draft for draft in left.values() if draft is not None)
        return onto if now == base else rebased(now, base, _with_evidence(onto, self.later, now))

    def _again(self, parts: Iterable[Draft]) -> Draft:
        """The merge by the rules, of some of its parts."""
        drafts = self.lead, *parts
        if len(drafts) == 1:
            return self.lead
        gone = _all_names(self.took) - _all_names(drafts)
        name = self.whole.suggested_name
        merged = merge_drafts(drafts, self.lead.suggested_name if name in gone else name)
        return replace(with_hand_written(merged, drafts), type=self.whole.type)


def _with_evidence(draft: Draft, others: Sequence[Draft], now: Draft) -> Draft:
    """The draft with what others say as well, as far as `now` has it: one line may speak for several."""
    lines, facts = {*_lines(now)}, {*map(_fact, now.traits)}
    mentions = [[one for one in other.mentions if one.line in lines] for other in others]
    traits = [[one for one in other.traits if _fact(one) in facts] for other in others]
    return replace(
        draft,
        mentions=join_mentions([draft.mentions, *mentions]),
        traits=join_traits([draft.traits, *traits]),
    )


def _all_names(drafts: Iterable[Draft]) -> set[str]:
    return {name for draft in drafts for name in names_of(draft)}


def rebased(now: Draft, base: Draft, onto: Draft) -> Draft:
    """The draft `onto`, changed as `now` was changed from `base`."""
    mentions = _mentions(now, base, onto)
    traits = _traits(now, base, onto)
    decided = {conflict_key(conflict) for conflict in now.conflicts}
    earlier = (conflict for conflict in onto.conflicts if conflict_key(conflict) not in decided)
    conflicts = find_again(traits, mentions, (*now.conflicts, *earlier))
    draft = replace(onto, mentions=mentions, traits=with_states(traits, conflicts), conflicts=conflicts)
    return replace(draft, **_fields(now, base), **_names(now, base, onto), **_words(now, base, onto))


def _moved(now: Iterable[K], base: Iterable[K], onto: Iterable[K]) -> list[K]:
    """What is in `onto` or came since `base`, but for what went since, in the order of `onto`."""
    stays, was = dict.fromkeys(now), dict.fromkeys(base)
    came = (one for one in stays if one not in was)
    return [one for one in dict.fromkeys((*onto, *came)) if one in stays or one not in was]


def _fields(now: Draft, base: Draft) -> dict[str, Any]:
    changed = (names for names in _TOGETHER if any(getattr(now, n) != getattr(base, n) for n in names))
    return {name: getattr(now, name) for names in changed for name in names}


def _names(now: Draft, base: Draft, onto: Draft) -> dict[str, Any]:
    """A name that was given since is kept, unless it is one of those that go."""
    names = _moved(names_of(now), names_of(base), names_of(onto))
    given = now.suggested_name != base.suggested_name and now.suggested_name in names
    name = now.suggested_name if given or onto.suggested_name not in names else onto.suggested_name
    return {"suggested_name": name, "aliases": tuple(one for one in names if folded(one) != folded(name))}


def _mentions(now: Draft, base: Draft, onto: Draft) -> tuple[Mention, ...]:
    known = {mention.line: mention for mention in (*now.mentions, *onto.mentions)}
    return tuple(known[line] for line in sorted(_moved(_lines(now), _lines(base), _lines(onto))))


def _lines(draft: Draft) -> list[int]:
    return [mention.line for mention in draft.mentions]


def _traits(now: Draft, base: Draft, onto: Draft) -> tuple[Trait, ...]:
    """The traits, each with its lines; one that has lost them all has lost what said so."""
    facts = [{_fact(trait): trait for trait in draft.traits} for draft in (now, base, onto)]
    moved = []
    for fact in _moved(*facts):
        lines = tuple(sorted(_moved(*(_evidence(one.get(fact)) for one in facts))))
        trait = facts[2].get(fact) or facts[0][fact]
        if lines or not trait.lines:
            moved.append(replace(trait, lines=lines, inferred=not lines))
    return tuple(moved)


def _fact(trait: Trait) -> tuple[str, str]:
    return trait.field, folded(trait.value)


def _evidence(trait: Trait | None) -> Sequence[int]:
    return () if trait is None else trait.lines


def _words(now: Draft, base: Draft, onto: Draft) -> dict[str, Any]:
    """What a person wrote since stands; words of the merge in it give way to those that are left of them."""
    if (now.visual_summary, now.hand_written) == (base.visual_summary, base.hand_written):
        return {}
    if now.hand_written:
        own = now.visual_summary
        if base.visual_summary:
            own = own.replace(base.visual_summary, onto.visual_summary)
        return {"visual_summary": own.strip(), "summary_lines": (), "hand_written": True}
    went = {*sentences(base.visual_summary)} - {*sentences(onto.visual_summary)}
    left = " ".join(one for one in sentences(now.visual_summary) if one not in went)
    text = join_summaries([left, onto.visual_summary])
    lines = lines_of_summary(text, (now, onto))
    return {"visual_summary": text, "summary_lines": lines, "hand_written": False}
