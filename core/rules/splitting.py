"""One draft as two: what was merged, or what the scan took for one (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import InvalidInput
from core.models import AssetType, Draft, Mention, Trait
from core.rules.conflicts import find_again, with_states
from core.rules.naming import names_of, require_name
from core.rules.prose import in_prose, sentences
from core.rules.reference import Lines, Names, plain
from core.rules.sourcing import is_about, lines_of_sentences, share
from core.text import folded


def split_draft(
    draft: Draft, name: str, type: AssetType, aliases: Collection[str], lines: Collection[int]
) -> tuple[Draft, Draft]:
    """What stays of a draft, and what goes out into one of its own called `name`: (kept, taken).

    `aliases` go out, the draft's own name too if it is among them, and so do the mentions of `lines`. One
    that names both sides stays in both; one that only says a name that stays is another's by that name, and
    goes. Of a location a scene speaks by the name in its heading. Traits and sentences of the summary go with
    their evidence, those of a line that names both to the side that they are about; what is inferred stays,
    and what a person wrote. Conflicts are found again and keep their decisions.

    Raises:
        InvalidInput: nothing would be taken, no name would be left, or both sides would be called the same.
    """
    name = require_name(name, "The new draft")
    given, stay = _part_names(draft, name, aliases)
    kept_name = stay[0]
    if type is draft.type and folded(kept_name) == folded(name):
        raise InvalidInput(f"Both drafts would be called “{name}”. Give what is taken out another name.")
    sides = _Sides(Names((*given, name)), Names(stay), Lines.of(draft))
    left, out = _part_mentions(draft.mentions, frozenset(lines), sides)
    if not given and not out:
        raise InvalidInput("Nothing would be taken out. Choose names or mentions of the draft.")
    evidence = _Evidence(_by_line(left), _by_line(out), sides)
    told = [] if draft.hand_written else sentences(draft.visual_summary)
    moved = [one for one in told if evidence.takes(one, draft.traits)]
    kept = replace(
        _with_evidence(draft, left, evidence.traits(draft.traits, goes=False)),
        suggested_name=kept_name,
        aliases=tuple(stay[1:]),
        priority_reason=_before_split(draft.priority_reason, name),
        confidence_reason=_before_split(draft.confidence_reason, name),
    )
    taken = replace(
        _with_evidence(draft, out, evidence.traits(draft.traits, goes=True)),
        suggested_name=name,
        type=type,
        aliases=tuple(alias for alias in given if folded(alias) != folded(name)),
        priority_reason=f"split from {kept_name}",
        confidence_reason=f"split from {kept_name}",
        variant_of="",
        hand_written=False,
    )
    if not draft.hand_written:
        kept = _described(kept, draft, [one for one in told if one not in moved])
    return kept, _described(taken, draft, moved)


def lines_naming(draft: Draft, names: Collection[str]) -> tuple[int, ...]:
    """The mentions, by line, that speak of the draft by one of `names`, be it by its other names too.

    Of a location so do the lines of a scene that one of `names` heads, where they tell of no other set.
    """
    asked, every, said = Names(names), Names((*names, *names_of(draft))), Lines.of(draft)
    return tuple(mention.line for mention in draft.mentions if said.named(mention, every) & asked.bare)


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
class _Sides:
    """The names of what goes and of what stays, and how the lines of the draft speak of either."""

    given: Names
    stay: Names
    lines: Lines

    def both(self, mention: Mention) -> bool:
        """Whether a line speaks of both sides."""
        every = self.given.joined(self.stay)
        named = self.lines.named(mention, every)
        # The name of the new draft may be none that the scan knew: then no place of the line has it.
        return bool((named | every.found_in(mention.text)) & self.given.bare and named & self.stay.bare)

    def without(self, mention: Mention, gone: Names, own: Names) -> Mention:
        """The mention without the places that speak of the other side only."""
        both = gone.joined(own)
        said = [(place, self.lines.named_at(mention, place, both)) for place in mention.columns]
        places = (place for place, names in said if names & own.bare or not names & gone.bare)
        return replace(mention, columns=tuple(places))

    def is_about(self, mention: Mention, said: str) -> bool | None:
        """Whether a line says something of the side that goes; None where it can't be told."""
        played = self.lines.set_of(mention, self.given.joined(self.stay))
        heading = bool(played & self.given.bare) if played else None
        return is_about(plain(mention.text), plain(said), self.given.bare, self.stay.bare, heading)


# --- evidence ------------------------------------------------------------------------------------


def _part_mentions(
    mentions: Iterable[Mention], lines: frozenset[int], sides: _Sides
) -> tuple[list[Mention], list[Mention]]:
    """The mentions that stay and those that go; one that names both sides is in both, by its places."""
    left: list[Mention] = []
    out: list[Mention] = []
    for mention in mentions:
        if mention.line not in lines:
            left.append(mention)
        elif sides.both(mention):
            left.append(sides.without(mention, sides.given, sides.stay))
            out.append(sides.without(mention, sides.stay, sides.given))
        else:
            out.append(mention)
    return left, out


def _by_line(mentions: Iterable[Mention]) -> dict[int, Mention]:
    return {mention.line: mention for mention in mentions}


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The mentions that stay and those that go, by line, and how they speak of either side."""

    left: Mapping[int, Mention]
    out: Mapping[int, Mention]
    sides: _Sides

    def traits(self, traits: Iterable[Trait], *, goes: bool) -> list[Trait]:
        """The traits of one side, each with the lines that say so of it; what no line says stays."""
        parted = (
            (trait, tuple(line for line in trait.lines if self._goes(line, trait.value) is goes))
            for trait in traits
        )
        return [replace(trait, lines=lines) for trait, lines in parted if lines or not (trait.lines or goes)]

    def takes(self, sentence: str, traits: Iterable[Trait]) -> bool:
        """Whether a sentence of the summary is taken from lines that go, rather than from those that stay.
        Of a line that names both it goes where the traits go that it states."""
        said = [trait.value for trait in traits if folded(trait.value) in folded(sentence)] or [sentence]
        goes = {line for line in self.out if all(self._goes(line, value) for value in said)}
        out = (share(sentence, mention.text) for line, mention in self.out.items() if line in goes)
        left = (share(sentence, mention.text) for line, mention in self.left.items() if line not in goes)
        return 0.5 <= max(out, default=0.0) > max(left, default=0.0)

    def _goes(self, line: int, said: str) -> bool:
        """Whether a line says something of the side that goes. What a line that names both says of nobody
        that can be told stays."""
        if line not in self.out or line not in self.left:
            return line in self.out
        return self.sides.is_about(self.out[line], said) is True


def _with_evidence(draft: Draft, mentions: Sequence[Mention], traits: Sequence[Trait]) -> Draft:
    """The draft with a part of its evidence, and what follows from that."""
    conflicts = find_again(traits, mentions, draft.conflicts)
    return replace(
        draft, mentions=tuple(mentions), traits=with_states(traits, conflicts), conflicts=conflicts
    )


# --- words ---------------------------------------------------------------------------------------


def _described(side: Draft, whole: Draft, told: Collection[str]) -> Draft:
    """One side with its sentences of the summary and their lines, or with its traits in words."""
    if not told:
        return replace(side, visual_summary=in_prose(side.traits), summary_lines=())
    lines = lines_of_sentences(whole)
    return replace(
        side,
        visual_summary=" ".join(told),
        summary_lines=tuple(line for one in told for line in lines[one]),
    )


def _before_split(reason: str, name: str) -> str:
    return f"{reason} (Before {name} was split from it.)" if reason else ""
