"""When two pieces of evidence cannot both be in one picture (SPEC 1, visual conflict).

Garments are compared by where they are worn, things by whether they are sound or spoilt, hair and eyes by
colour. Evidence of one scene never conflicts: what is said in one breath can be seen at once.

A decision holds for its evidence, wherever the next revision of the script has moved it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import NotFound
from core.models import Conflict, ConflictDecision, ConflictSide, Mention, Trait
from core.text import folded

ConflictKey = tuple[str, str, str, str, str]

MAX_CONFLICTS = 6

_WORN = {
    "outer": (
        "coat jacket cape cloak slicker raincoat overcoat anorak parka poncho trenchcoat windbreaker "
        "greatcoat"
    ),
    "body": (
        "uniform tunic suit dress gown jumpsuit coveralls overalls robe robes nightdress nightgown pajamas "
        "pyjamas jersey sweater shirt smock armor armour spacesuit costume tuxedo blouse t-shirt sundress "
        "kimono scrubs fatigues"
    ),
    "head": "cap hat helmet hood bonnet crown beret turban",
    "feet": "boots shoes sandals slippers heels sneakers barefoot",
}
_SLOT_OF = {garment: slot for slot, garments in _WORN.items() for garment in garments.split()}
_COLOURS = frozenset(
    """
    red blue green yellow black white grey gray brown orange purple pink violet crimson scarlet navy golden
    silver beige blond blonde auburn dark
    """.split()
)
_SOUND = frozenset(
    """
    new clean crisp pristine immaculate pressed polished shining shiny spotless intact gleaming bright
    unhurt whole whitewashed painted restored repaired
    """.split()
)
_SPOILT = frozenset(
    """
    tattered torn ragged ripped shredded stained dirty filthy muddy bloody soaked drenched sodden battered
    broken cracked shattered smashed snapped burst dented rusted rusty crusted burned burnt charred scorched
    frayed threadbare crushed ruined wrecked salt-bleached ribbons destroyed tarnished collapsed flooded
    gutted half-burned blackened mangled rotten faded eaten
    """.split()
)
_COLOURED_PARTS = ("hair", "beard", "eyes", "skin", "moustache")
THINGS = frozenset(_SLOT_OF) - {"barefoot"} | frozenset(_COLOURED_PARTS)
"""What the rules know to be worn, or part of a person."""
_WORD = re.compile(r"\w+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Look:
    """One value as it is compared: what it is about (`topic`), and what it says of it."""

    trait: Trait
    mention: Mention
    topic: str
    thing: str
    colours: frozenset[str]
    state: int


def find_conflicts(traits: Sequence[Trait], mentions: Sequence[Mention]) -> tuple[Conflict, ...]:
    """The conflicts between traits of one entity, each with both mentions, in script order.

    A value without a mention among `mentions` is no evidence and is left out. A look that returns is no
    new conflict; each new look conflicts with the one before it. At most `MAX_CONFLICTS`.
    """
    by_line = {mention.line: mention for mention in mentions}
    looks = sorted(_looks(traits, by_line), key=lambda look: look.mention.line)
    topics = dict.fromkeys(look.topic for look in looks)
    # One value may be about two topics (a coat and a hat): that is still one question.
    conflicts = dict.fromkeys(conflict for topic in topics for conflict in _of(topic, looks))
    return tuple(sorted(conflicts, key=lambda conflict: conflict.later.mention.line)[:MAX_CONFLICTS])


def find_again(
    traits: Sequence[Trait], mentions: Sequence[Mention], known: Iterable[Conflict]
) -> tuple[Conflict, ...]:
    """The conflicts of a draft whose evidence was joined or parted, in script order.

    What is found anew keeps the decisions made before. A `known` conflict that these rules don't find, such as
    a model's, stays while both its mentions are there.
    """
    known = sorted(known, key=lambda conflict: conflict.decision is None)
    lines = {mention.line for mention in mentions}
    found = find_conflicts(traits, mentions)
    matched = set(_partners(_keys(found), _keys(known)).values())
    standing = {
        conflict_key(conflict): conflict
        for conflict in reversed(known)
        if conflict_key(conflict) not in matched
        and lines >= {conflict.earlier.mention.line, conflict.later.mention.line}
    }
    conflicts = (*keep_decisions(found, known), *standing.values())
    return tuple(sorted(conflicts, key=lambda conflict: conflict.later.mention.line))


def conflict_key(conflict: Conflict) -> ConflictKey:
    """What a conflict is about, wherever it stands: field, both mentions' texts and both values, folded."""
    earlier, later = conflict.earlier, conflict.later
    texts = folded(earlier.mention.text), folded(later.mention.text)
    return conflict.field, *texts, folded(earlier.value), folded(later.value)


def keep_decisions(found: Sequence[Conflict], decided: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """The conflicts that were found, each with the decision that was made on the same evidence (SPEC 2.3).

    The same evidence is the same field, texts and values in the same order of the film; lines and pages may
    differ. Values that are worded anew are the same when field and texts name one conflict on either side. A
    conflict that is there twice, before as now, keeps both decisions in their order.
    """
    before: dict[ConflictKey, list[ConflictDecision | None]] = defaultdict(list)
    for conflict in decided:
        before[conflict_key(conflict)].append(conflict.decision)
    keys = [conflict_key(conflict) for conflict in found]
    partners, times, seen = _partners(set(keys), before), Counter(keys), Counter[ConflictKey]()
    kept = []
    for key, conflict in zip(keys, found, strict=True):
        decisions = before[partners[key]] if key in partners else []
        if len(decisions) == times[key]:
            decisions = decisions[seen[key] : seen[key] + 1]
        seen[key] += 1
        made = next((decision for decision in decisions if decision is not None), None)
        kept.append(replace(conflict, decision=conflict.decision or made))
    return tuple(kept)


def _keys(conflicts: Iterable[Conflict]) -> set[ConflictKey]:
    return {conflict_key(conflict) for conflict in conflicts}


def _partners(
    found: Collection[ConflictKey], known: Collection[ConflictKey]
) -> dict[ConflictKey, ConflictKey]:
    """Which known conflict each found one is: the same, or else the only one between the same two texts."""
    partners = {key: key for key in found if key in known}
    now, before = Counter(key[:3] for key in found), Counter(key[:3] for key in known)
    alone = {key[:3]: key for key in known if before[key[:3]] == 1}
    for key in found:
        if now[key[:3]] == 1 and key[:3] in alone:
            partners.setdefault(key, alone[key[:3]])
    return partners


def with_states(traits: Iterable[Trait], conflicts: Sequence[Conflict]) -> tuple[Trait, ...]:
    """The traits; those that are only ever the later side of a conflict say from which page they hold."""
    return tuple(replace(trait, from_page=_from_page(trait, conflicts)) for trait in traits)


def _from_page(trait: Trait, conflicts: Iterable[Conflict]) -> int | None:
    pages = [
        conflict.later.mention.page
        for conflict in conflicts
        if conflict.field == trait.field
        and _is_side(trait, conflict.later)
        and not _is_side(trait, conflict.earlier)
    ]
    return None if trait.inferred else min(pages, default=None)


def _is_side(trait: Trait, side: ConflictSide) -> bool:
    """By its words, or by its line and some of its words."""
    if trait.value.casefold() == side.value.casefold():
        return True
    return trait.lines == (side.mention.line,) and bool(stems(trait.value) & stems(side.value))


def stems(text: str) -> frozenset[str]:
    """Words of three letters and more by their first four, so that “coats” is “coat”."""
    return frozenset(word[:4] for word in _WORD.findall(text.casefold()) if len(word) > 2)


def decide(
    conflicts: Sequence[Conflict], index: int, decision: ConflictDecision | None
) -> tuple[Conflict, ...]:
    """The conflicts with the one at `index` decided; a `decision` of None opens it again.

    Raises:
        NotFound: there is no conflict at `index`.
    """
    if not 0 <= index < len(conflicts):
        raise NotFound("That conflict is not there any more. Reload to see what is.")
    decided = replace(conflicts[index], decision=decision)
    return (*conflicts[:index], decided, *conflicts[index + 1 :])


def _looks(traits: Sequence[Trait], by_line: Mapping[int, Mention]) -> Iterator[_Look]:
    for trait in traits:
        mention = next((by_line[line] for line in trait.lines if line in by_line), None)
        if mention is None or trait.inferred:
            continue
        words = [word.lower() for word in _WORDS.findall(trait.value)]
        for topic, thing in _topics(trait.field, words):
            near = _near(words, thing)
            yield _Look(trait, mention, topic, thing, _COLOURS & near, _state(near))


def _topics(field: str, words: list[str]) -> list[tuple[str, str]]:
    if field == "clothing":
        return list({_SLOT_OF[word]: (_SLOT_OF[word], word) for word in words if word in _SLOT_OF}.values())
    if field == "physical_features":
        return [(part, part) for part in _COLOURED_PARTS if part in words]
    if field in ("condition", "form", "material", "architecture", "dressing") and _state(frozenset(words)):
        return [("state", "")]
    return []


def _near(words: list[str], thing: str) -> frozenset[str]:
    """The words that speak of the thing: those before it up to the next thing, and all after it."""
    if thing not in words:
        return frozenset(words)
    at = words.index(thing)
    return frozenset(words[max(0, at - 5) : at + 10])


def _state(words: frozenset[str]) -> int:
    """1 for sound, -1 for spoilt, 0 for neither or both."""
    return bool(words & _SOUND) - bool(words & _SPOILT)


def _of(topic: str, looks: list[_Look]) -> Iterator[Conflict]:
    clash = _clash_for(topic)
    seen: list[_Look] = []
    for look in (look for look in looks if look.topic == topic):
        if seen and not any(_same(look, old) for old in seen):
            before = next((old for old in reversed(seen) if old.mention.scene != look.mention.scene), None)
            if before and clash(before, look):
                yield Conflict(look.trait.field, _side(before), _side(look))
                seen.append(look)
                continue
        if not seen or not any(_same(look, old) for old in seen):
            seen.append(look)


def _same(one: _Look, other: _Look) -> bool:
    return (
        one.thing == other.thing
        and one.state * other.state >= 0
        and (not one.colours or not other.colours or bool(one.colours & other.colours))
    )


def _clash_for(topic: str) -> Callable[[_Look, _Look], bool]:
    if topic in _WORN:
        return lambda one, other: one.thing != other.thing or not _same(one, other)
    if topic in _COLOURED_PARTS:
        return lambda one, other: bool(one.colours and other.colours and not one.colours & other.colours)
    return lambda one, other: one.state * other.state < 0


def _side(look: _Look) -> ConflictSide:
    return ConflictSide(look.trait.value, look.mention)
