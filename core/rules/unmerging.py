"""A merged draft without one that it took in: what that one brought goes, what was changed since stays."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from core.models import Draft, Mention, Trait
from core.rules.conflicts import conflict_key, find_again, with_states
from core.rules.merging import lines_of_summary, merge_drafts, with_hand_written
from core.rules.naming import names_of
from core.rules.prose import sentences
from core.text import folded

K = TypeVar("K", bound=Hashable)

_TOGETHER = (
    ("type",),
    ("is_high_priority", "priority_reason"),
    ("confidence_score",),
    ("confidence_reason",),
    ("variant_of",),
    ("manual_add",),
)
"""Fields of a draft that change as one."""

_REASONS = ("priority_reason", "confidence_reason")


@dataclass(frozen=True, slots=True)
class Step:
    """What a draft was and what it became: by a merge that took other drafts in, or by any other change.

    `took` are those drafts as they were then, `left` those of them that are in it still, as they are now.
    """

    before: Draft
    after: Draft
    took: Sequence[Draft] = ()
    left: Sequence[Draft] = ()


def replayed(now: Draft, steps: Sequence[Step]) -> Draft:
    """What a draft, by `now`, is by these steps, the first one first, with only what is left of each merge.

    Where all is left, that is what they made of it. Where nothing is and nothing else was changed, it is the
    draft before the first of them.
    """
    draft = steps[0].before if steps else now
    for step in steps:
        if draft == step.before and step.took == step.left:
            draft = step.after
        elif step.took:
            draft = _merged(draft, step)
        else:
            draft = rebased(step.after, step.before, draft)
    return draft


def _merged(draft: Draft, step: Step) -> Draft:
    """A merge again, by the rules, into a draft that is another by now. What was written at it stays."""
    drafts = draft, *step.left
    merged = _joined(drafts, step) if step.left else draft
    own = _written(step)
    return replace(merged, visual_summary=own, summary_lines=(), hand_written=True) if own else merged


def _joined(drafts: Sequence[Draft], step: Step) -> Draft:
    gone = _all_names((step.before, *step.took)) - _all_names(drafts)
    name = step.after.suggested_name
    merged = merge_drafts(drafts, drafts[0].suggested_name if name in gone else name)
    chosen = replace(merged, type=step.after.type, variant_of=step.after.variant_of)
    return with_hand_written(chosen, drafts)


def _written(step: Step) -> str:
    """What a person wrote at a merge beside what was written in its drafts before; else nothing."""
    text = step.after.visual_summary if step.after.hand_written else ""
    for draft in (step.before, *step.took):
        if draft.hand_written:
            text = text.replace(draft.visual_summary, "")
    return text.strip()


def _all_names(drafts: Iterable[Draft]) -> set[str]:
    return {name for draft in drafts for name in names_of(draft)}


def rebased(now: Draft, base: Draft, onto: Draft) -> Draft:
    """The draft `onto`, changed as `now` was changed from `base`."""
    words = _names(now, base, onto) | _words(now, base, onto)
    return replace(_with_evidence(now, base, onto), **_fields(now, base, onto), **words)


def _moved(now: Iterable[K], base: Iterable[K], onto: Iterable[K]) -> list[K]:
    """What is in `onto` or came since `base`, but for what went since, in the order of `onto`."""
    stays, was = dict.fromkeys(now), dict.fromkeys(base)
    came = (one for one in stays if one not in was)
    return [one for one in dict.fromkeys((*onto, *came)) if one in stays or one not in was]


def _text(now: str, base: str, onto: str) -> str:
    """A text that was changed, or what was added to the text that was there."""
    return now.replace(base, onto).strip() if base else now


# --- names and other fields ------------------------------------------------------------------------


def _fields(now: Draft, base: Draft, onto: Draft) -> dict[str, Any]:
    changed = (names for names in _TOGETHER if any(getattr(now, n) != getattr(base, n) for n in names))
    return {name: _value(name, now, base, onto) for names in changed for name in names}


def _value(name: str, *drafts: Draft) -> Any:
    now, base, onto = (getattr(draft, name) for draft in drafts)
    return _text(now, base, onto) if name in _REASONS and now != base else now


def _names(now: Draft, base: Draft, onto: Draft) -> dict[str, Any]:
    """A name that was given since is kept, unless it is one of those that go."""
    names = _moved(names_of(now), names_of(base), names_of(onto))
    given = now.suggested_name != base.suggested_name and now.suggested_name in names
    name = now.suggested_name if given or onto.suggested_name not in names else onto.suggested_name
    return {"suggested_name": name, "aliases": tuple(one for one in names if folded(one) != folded(name))}


def _words(now: Draft, base: Draft, onto: Draft) -> dict[str, Any]:
    """What a person wrote since stands; words of the merge in it give way to those that are left of them."""
    texts = now.visual_summary, base.visual_summary, onto.visual_summary
    if (now.visual_summary, now.hand_written) == (base.visual_summary, base.hand_written):
        return {}
    if now.hand_written:
        return {"visual_summary": _text(*texts), "summary_lines": (), "hand_written": True}
    text = " ".join(_moved(*map(sentences, texts)))
    lines = lines_of_summary(text, (now, onto))
    return {"visual_summary": text, "summary_lines": lines, "hand_written": False}


# --- evidence --------------------------------------------------------------------------------------


def _with_evidence(now: Draft, base: Draft, onto: Draft) -> Draft:
    if all(getattr(now, n) == getattr(base, n) for n in ("mentions", "traits", "conflicts")):
        return onto
    mentions = _mentions(now, base, onto)
    traits = _traits(now, base, onto)
    decided = {conflict_key(conflict) for conflict in now.conflicts}
    earlier = (conflict for conflict in onto.conflicts if conflict_key(conflict) not in decided)
    conflicts = find_again(traits, mentions, (*now.conflicts, *earlier))
    return replace(onto, mentions=mentions, traits=with_states(traits, conflicts), conflicts=conflicts)


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
