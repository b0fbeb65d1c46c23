"""One draft as two: what was merged, or what the scan took for one (SPEC 2.3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from core.errors import InvalidInput
from core.models import AssetType, Draft, Mention, Trait
from core.rules.conflicts import find_again, with_states
from core.rules.naming import bare, names_of, require_name
from core.rules.prose import content, in_prose, sentences
from core.text import folded

Place = tuple[int, int]


def split_draft(
    draft: Draft, name: str, type: AssetType, aliases: Collection[str], lines: Collection[int]
) -> tuple[Draft, Draft]:
    """What stays of a draft, and what goes out into one of its own called `name`: (kept, taken).

    `aliases` go out, the draft's own name too if it is among them, and so do the mentions of `lines`. One that
    names both sides stays in both; one that only says a name that stays is another's by that name, and goes.
    Traits and sentences of the summary go with their evidence; what is inferred, or written by a person, stays.
    Conflicts are found again and keep their decisions.

    Raises:
        InvalidInput: nothing would be taken, no name would be left, or both sides would be called the same.
    """
    name = require_name(name, "The new draft")
    given, stay = _part_names(draft, name, aliases)
    kept_name = stay[0]
    if type is draft.type and folded(kept_name) == folded(name):
        raise InvalidInput(f"Both drafts would be called “{name}”. Give what is taken out another name.")
    left, out = _part_mentions(draft.mentions, frozenset(lines), _Names((*given, name)), _Names(stay))
    if not given and not out:
        raise InvalidInput("Nothing would be taken out. Choose names or mentions of the draft.")
    summary, moved = _part_summary(draft, left, out)
    kept = replace(
        _with_evidence(draft, left, _traits_left(draft.traits, left, out)),
        suggested_name=kept_name,
        aliases=tuple(stay[1:]),
        priority_reason=_before_split(draft.priority_reason, name),
        confidence_reason=_before_split(draft.confidence_reason, name),
    )
    taken = replace(
        _with_evidence(draft, out, _traits_out(draft.traits, out)),
        suggested_name=name,
        type=type,
        aliases=tuple(alias for alias in given if folded(alias) != folded(name)),
        priority_reason=f"split from {kept_name}",
        confidence_reason=f"split from {kept_name}",
        variant_of="",
        hand_written=False,
    )
    return (kept if draft.hand_written else _described(kept, summary)), _described(taken, moved)


def lines_naming(draft: Draft, names: Collection[str]) -> tuple[int, ...]:
    """The mentions, by line, that speak of the draft by one of `names` and by none of its other names."""
    wanted = {folded(name) for name in names}
    others = [name for name in names_of(draft) if folded(name) not in wanted]
    asked, rest = _Names(names), _Names(others)
    return tuple(
        mention.line
        for mention in draft.mentions
        if (named := _named(mention, asked.joined(rest))) & asked.bare and not named & rest.bare
    )


# --- names ---------------------------------------------------------------------------------------


def _part_names(draft: Draft, name: str, aliases: Collection[str]) -> tuple[list[str], list[str]]:
    """The names that go and those that stay, the one that the draft is called by then first."""
    wanted = {folded(alias) for alias in aliases}
    if folded(name) != folded(draft.suggested_name):
        wanted.add(folded(name))
    given = [one for one in names_of(draft) if folded(one) in wanted]
    stay = [one for one in names_of(draft) if folded(one) not in wanted]
    if not stay:
        raise InvalidInput(f"“{draft.suggested_name}” would be left without a name. Leave it one.")
    return given, stay


@dataclass(frozen=True, slots=True)
class _Names:
    """Names as a text is searched for them."""

    names: Collection[str]

    @property
    def bare(self) -> frozenset[str]:
        """The names without case and article."""
        return frozenset(filter(None, map(bare, self.names)))

    def joined(self, other: _Names) -> _Names:
        """These names and others."""
        return _Names((*self.names, *other.names))

    def found_in(self, text: str) -> frozenset[str]:
        """The bare names that a text says as words of their own; within a longer name none is said."""
        either = "|".join(re.escape(name) for name in sorted(self.bare, key=len, reverse=True))
        return frozenset(re.findall(rf"(?<!\w)(?<!\w-)(?:{either})(?!-?\w)", folded(text))) - {""}


def _named(mention: Mention, names: _Names) -> frozenset[str]:
    """The names by which a line means an entity: at its places where they are known, else anywhere."""
    spots = [mention.text[start:end] for start, end in mention.columns] or [mention.text]
    return frozenset().union(*(names.found_in(spot) for spot in spots))


# --- evidence ------------------------------------------------------------------------------------


def _part_mentions(
    mentions: Iterable[Mention], lines: frozenset[int], given: _Names, stay: _Names
) -> tuple[list[Mention], list[Mention]]:
    """The mentions that stay and those that go; one that names both sides is in both, with its places there."""
    left: list[Mention] = []
    out: list[Mention] = []
    for mention in mentions:
        if mention.line not in lines:
            left.append(mention)
        elif _names_both(mention, given, stay):
            left.append(_without(mention, given, stay))
            out.append(_without(mention, stay, given))
        else:
            out.append(mention)
    return left, out


def _names_both(mention: Mention, given: _Names, stay: _Names) -> bool:
    every = given.joined(stay)
    # The name of the new draft may be none that the scan knew: then no place of the line is marked with it.
    return bool(every.found_in(mention.text) & given.bare and _named(mention, every) & stay.bare)


def _without(mention: Mention, gone: _Names, own: _Names) -> Mention:
    """The mention without the places that speak of the other side only."""
    both = gone.joined(own)
    said = [(place, both.found_in(mention.text[slice(*place)])) for place in mention.columns]
    places = (place for place, names in said if names & own.bare or not names & gone.bare)
    return replace(mention, columns=tuple(places))


def _traits_left(traits: Iterable[Trait], left: Sequence[Mention], out: Sequence[Mention]) -> list[Trait]:
    gone = {mention.line for mention in out} - {mention.line for mention in left}
    parted = ((trait, tuple(line for line in trait.lines if line not in gone)) for trait in traits)
    return [replace(trait, lines=lines) for trait, lines in parted if lines or not trait.lines]


def _traits_out(traits: Iterable[Trait], out: Sequence[Mention]) -> list[Trait]:
    there = {mention.line for mention in out}
    parted = ((trait, tuple(line for line in trait.lines if line in there)) for trait in traits)
    return [replace(trait, lines=lines) for trait, lines in parted if lines]


def _with_evidence(draft: Draft, mentions: Sequence[Mention], traits: Sequence[Trait]) -> Draft:
    """The draft with a part of its evidence, and what follows from that."""
    conflicts = find_again(traits, mentions, draft.conflicts)
    lines = {mention.line for mention in mentions}
    return replace(
        draft,
        mentions=tuple(mentions),
        traits=with_states(traits, conflicts),
        conflicts=conflicts,
        summary_lines=tuple(line for line in draft.summary_lines if line in lines),
    )


# --- words ---------------------------------------------------------------------------------------


def _part_summary(draft: Draft, left: Sequence[Mention], out: Sequence[Mention]) -> tuple[str, str]:
    """The sentences that stay, and those that are taken from lines that go."""
    if draft.hand_written:
        return draft.visual_summary, ""
    told = sentences(draft.visual_summary)
    moved = [one for one in told if 0.5 <= _share(one, out) > _share(one, left)]
    return " ".join(one for one in told if one not in moved), " ".join(moved)


def _share(sentence: str, mentions: Iterable[Mention]) -> float:
    """How much of a sentence stands in one of the lines, 0..1; a line may hold no more than its beginning."""
    words = content(sentence)
    shares = (len(words & content(mention.text)) for mention in mentions)
    return max(shares, default=0) / len(words) if words else 0.0


def _described(draft: Draft, summary: str) -> Draft:
    """The draft with its part of the summary, or with its traits in words."""
    if summary:
        return replace(draft, visual_summary=summary)
    return replace(draft, visual_summary=in_prose(draft.traits), summary_lines=())


def _before_split(reason: str, name: str) -> str:
    return f"{reason} (Before {name} was split from it.)" if reason else ""
