"""Whether two names are one identity: by their spelling, or because a passage of the script says so.

A wrong join is dearer than a visible duplicate: what is not plain here is left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from core.models import AssetType
from core.scan.model.entities import Entity
from core.scan.model.mentions import Found, NameIndex, key_of
from core.scan.offline.lexicon import singular
from core.scan.offline.naming import is_role
from core.scan.offline.words import words

MAX_GAP_CHARS = 70
LOOKS = frozenset(
    re.findall(
        r"\w+",
        "YOUNG YOUNGER OLD OLDER ELDER ELDERLY BABY INFANT TODDLER CHILD LITTLE TEEN TEENAGE ADULT FUTURE "
        "DREAM GHOST HOLOGRAM ROBOT CLONE EVIL FAKE DEAD VIRTUAL PREGNANT",
    )
)
"""First words of a name that make it another look of somebody."""

_FILL = (
    r"(?:[\s,;:()\"“”‘’'~–—-]|\b(?:really|actually|also|now|in fact|in truth|none other than|no other than|"
    r"the|an?|that|our|your|same|very)\b)*"
)
_STATED = (
    r"(?:(?:\b(?:who|he|she|it|they|i|you) )?\b(?:is|was|am|are)\b|"
    r"\b(?:he|she|it|that|who|i|you|they)['’](?:s|m|re)\b|"
    r"\ba\.?k\.?a\b\.?|\balias\b|"
    r"\b(?:also |better |otherwise |formerly |now )?(?:known as|called|named|nicknamed|dubbed)\b|"
    r"\bturns out to be\b|\brevealed (?:as|to be)\b|\breveals (?:him|her)self (?:as|to be)\b|"
    r"\b(?:my|his|her|whose|the) (?:real |full |true )?name(?: is|['’]s)|\bcall me\b)"
)
_IDENTITY = re.compile(rf"{_FILL}{_STATED}{_FILL}", re.IGNORECASE)
_APPOSED = re.compile(r"\s*(?:,|--|–|—|:|\()\s*(?:\b(?:the|our|that|a|an)\b\s*)?[\"“‘']?", re.IGNORECASE)
_LISTED_AFTER = re.compile(r"\s*,?\s*(?:and\b|or\b|&)|\s*,\s+[A-Z]")
_LISTED_BEFORE = re.compile(r"[A-Z][\w'’]*,\s*(?:the\s+)?\Z")
_POSSESSIVE = re.compile(r"['’]s?\b", re.IGNORECASE)
_AGE_ASIDE = re.compile(r"[,(]\s*(?:AGED?|AT)\b[^()]{0,30}\)?\Z", re.IGNORECASE)


def says_same(one: Entity, other: Entity, text: str) -> bool:
    """Whether a passage calls one the other: “THE GUARD, OFFICER BOB, …”, “… is none other than …”."""
    index = NameIndex([replace(one, id="one"), replace(other, id="other")])
    found = list(index.find(text))
    return any(_is_stated(text, *pair) for pair in pairwise(found) if pair[0].owner != pair[1].owner)


def may_say_same(text: str, found: Sequence[Found]) -> bool:
    """Whether a passage looks like one that calls somebody by another name: worth a second reading."""
    pairs = (pair for pair in pairwise(found) if pair[0].owner != pair[1].owner)
    gaps = (text[first.end : second.start] for first, second in pairs if first.end <= second.start)
    return any(
        len(gap) <= MAX_GAP_CHARS and (_IDENTITY.fullmatch(gap) or _APPOSED.fullmatch(gap)) for gap in gaps
    )


def _is_stated(text: str, first: Found, second: Found) -> bool:
    gap, after = text[first.end : second.start], text[second.end :]
    if first.end > second.start or len(gap) > MAX_GAP_CHARS or _POSSESSIVE.match(after):
        return False
    if _IDENTITY.fullmatch(gap):
        return True
    roles = is_role(text[first.start : first.end]) != is_role(text[second.start : second.end])
    before = text[max(0, first.start - MAX_GAP_CHARS) : first.start]
    listed = _LISTED_AFTER.match(after) or _LISTED_BEFORE.search(before)
    return roles and not listed and _APPOSED.fullmatch(gap) is not None


def plain_variant(one: str, other: str, type_: AssetType, all_names: Iterable[str]) -> bool:
    """Whether two names are spellings of one, and no third of `all_names`, of that type, fits as well."""
    left, right = _bare(one, type_), _bare(other, type_)
    if not left or not right or look_of(one) or look_of(other) or _figures(left) != _figures(right):
        return False
    if type_ is AssetType.CHARACTER and len({*_titles(one), *_titles(other)}) > 1:
        return False
    if "".join(left) == "".join(right):
        return True
    if type_ is AssetType.LOCATION:
        return sorted(left) == sorted(right)
    short, full = sorted((left, right), key=len)
    if not _is_part(short, full, type_):
        return False
    others = (name for name in all_names if not look_of(name))
    rivals = {tuple(_bare(name, type_)) for name in others} - {tuple(short), tuple(full)}
    return not any(_is_part(short, list(rival), type_) for rival in rivals)


def _bare(name: str, type_: AssetType) -> list[str]:
    tokens = [token.upper() for token in key_of(name.replace("'", "").replace("’", "")).split()]
    if type_ is AssetType.CHARACTER:
        return [token for token in tokens if token not in words("titles")] or tokens
    if type_ is AssetType.PROP and tokens:
        return [*tokens[:-1], singular(tokens[-1].lower()).upper()]
    return tokens


def _titles(name: str) -> list[str]:
    return [token for token in key_of(name).upper().split() if token in words("titles")]


def _figures(tokens: Iterable[str]) -> list[str]:
    return [token for token in tokens if any(char.isdigit() for char in token)]


def _is_part(short: list[str], full: list[str], type_: AssetType) -> bool:
    """ADA of ADA MARSH; LANTERN of STORM LANTERN. A role is nobody's short name."""
    if len(short) >= len(full) or (type_ is AssetType.CHARACTER and is_role(" ".join(short))):
        return False
    at_end = full[-len(short) :] == short
    return at_end or (type_ is AssetType.CHARACTER and full[: len(short)] == short)


def look_of(name: str) -> str:
    """The name of whom this is another look: NELL for YOUNG NELL and for NELL (AGED 9); "" for none."""
    plain = _AGE_ASIDE.sub("", name).strip()
    if plain and plain != name:
        return plain
    first, _, rest = key_of(name).upper().partition(" ")
    return rest if rest and first in LOOKS else ""


def bases(entities: Collection[Entity]) -> dict[str, str]:
    """For each character that is another look of exactly one other: its id and that one's id."""
    people = [entity for entity in entities if entity.type is AssetType.CHARACTER]
    found: dict[str, str] = {}
    for entity in people:
        look = look_of(entity.name)
        if not look or is_role(look):
            continue
        fits = [other.id for other in people if other is not entity and _is_called(other, look)]
        if len(fits) == 1:
            found[entity.id] = fits[0]
    return found


def _is_called(entity: Entity, look: str) -> bool:
    if look_of(entity.name):
        return False
    wanted = key_of(look)
    first = key_of(entity.name).split()[:1]
    return any(key_of(name) == wanted for name in entity.names) or first == [wanted]
