"""Resolve: which mentions of one noun are one thing, and what it is called.

A noun is one thing, unless the script itself tells several apart: by compounds (SLUICE KEY, HARBOUR KEY) or
by their owners (ADA'S GUN, BEN'S GUN). A compound that most mentions carry, or the first, is the name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.scan.offline.seeing import Seen
from core.scan.offline.thing_words import is_quality
from core.scan.offline.words import words

MAX_KIND_WORDS = 3
MAX_NAMES = 8
MAX_FIRST = 4
"""A thing that is named oftener is not called by a kind that is said of it once."""

Kind = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One thing of a noun: its names, the one to suggest first, and its mentions."""

    names: tuple[str, ...]
    seen: tuple[Seen, ...]


def name_things(seen: Sequence[Seen], called: Mapping[str, str]) -> list[Named]:
    """The things that the mentions of one noun are; `called` has how the action calls each person."""
    kinds = _kinds(seen)
    groups = _by_kind(seen, kinds) if len(kinds) > 1 else {kinds[0] if kinds else (): list(seen)}
    named: list[Named] = []
    for kind, items in groups.items():
        owners = _owners(items)
        if len(owners) > 1:
            for owner, owned in _by_owner(items, owners).items():
                named.append(
                    Named(_names(owned, kind, called.get(owner, owner), alone=not owner), tuple(owned))
                )
        else:
            owner = called.get(owners[0], owners[0]) if owners else ""
            named.append(Named(_names(items, kind, owner, alone=len(groups) == 1), tuple(items)))
    return named


# --- kinds ---------------------------------------------------------------------------------------


def kind_words(item: Seen) -> Kind:
    """The modifiers next to the noun that tell its kind: "rock" of an old rock hammer."""
    kind: list[str] = []
    spelled = item.sentence.text[item.start : item.end].replace("-", " ").split()
    for at, word in enumerate(reversed(item.modifiers), 2):
        capital = item.capital and len(spelled) >= at and spelled[-at].isupper()
        doubtful = word in words("materials") or (is_quality(word) and word.endswith("ing"))
        plain = is_quality(word) and not doubtful
        if doubtful and not capital:
            break
        if len(kind) == MAX_KIND_WORDS or plain:
            break
        kind.insert(0, word)
    return tuple(kind)


def _kinds(seen: Sequence[Seen]) -> list[Kind]:
    """The kinds that are names: in capitals, repeated, or said by the first mention of a thing bare later."""
    counts: Counter[Kind] = Counter()
    capital: set[Kind] = set()
    for item in seen:
        if kind := kind_words(item):
            counts[kind[-1:]] += 1
            spelled = item.sentence.text[item.start : item.end].replace("-", " ").split()
            if item.capital and len(spelled) > 1 and spelled[-2].isupper():
                capital.add(kind[-1:])
    first = kind_words(seen[0])[-1:]
    named = [kind for kind, count in counts.items() if kind in capital or count > 1]
    if not named and len(counts) == 1 and first and len(seen) <= MAX_FIRST:
        named = [first]
    if len(named) == 1 and 3 * counts[named[0]] < len(seen) and named[0] != first and named[0] not in capital:
        return []
    return named


def _by_kind(seen: Sequence[Seen], kinds: Sequence[Kind]) -> dict[Kind, list[Seen]]:
    """A bare mention is of the kind last named in its scene; else of the noun alone, if that recurs."""
    groups: dict[Kind, list[Seen]] = {kind: [] for kind in kinds}
    bare: list[tuple[Kind, Seen]] = []
    current, scene = kinds[0], None
    for item in seen:
        kind = kind_words(item)[-1:]
        if kind in groups:
            current, scene = kind, item.sentence.scene
            groups[kind].append(item)
        elif kind:
            groups.setdefault(kind, []).append(item)
        elif scene is not None and scene == item.sentence.scene:
            groups[current].append(item)
        else:
            bare.append((current, item))
    if len(bare) > 2 and sum(item.handled for _, item in bare) > 1:
        groups[()] = [item for _, item in bare]
    else:
        for kind, item in bare:
            groups[kind].append(item)
    for kind in kinds:
        groups[kind].sort(key=lambda item: item.sentence.line)
    return {kind: items for kind, items in groups.items() if items}


# --- owners --------------------------------------------------------------------------------------


def owner_of(item: Seen) -> str:
    """Whose the thing is; a picture is called by whom it shows."""
    return item.shows or item.owner


def _owners(seen: Sequence[Seen]) -> list[str]:
    """Whose the thing is: several people, where the script tells theirs apart; else one or none."""
    counts = Counter(owner_of(item) for item in seen if owner_of(item))
    named = Counter(owner_of(item) for item in seen if item.shows or item.owned)
    several = [owner for owner, count in counts.items() if named[owner] and (count > 1 or named[owner] > 1)]
    if len(several) > 1:
        return several
    if not counts:
        return []
    owner, count = counts.most_common(1)[0]
    owned = sum(counts.values())
    most = count > 1 and 2 * count > owned and (named[owner] > 1 or 2 * count >= len(seen))
    return [owner] if most else []


def _by_owner(seen: Sequence[Seen], owners: Sequence[str]) -> dict[str, list[Seen]]:
    """A mention without an owner is of the thing that its handler owns, or that the scene named last."""
    groups: dict[str, list[Seen]] = defaultdict(list)
    current: dict[int | None, str] = {}
    for item in seen:
        owner = owner_of(item)
        if owner not in owners:
            owner = item.by if not owner and item.by in owners else current.get(item.sentence.scene, "")
        current[item.sentence.scene] = owner
        groups[owner].append(item)
    return groups


# --- names ---------------------------------------------------------------------------------------


def _names(seen: Sequence[Seen], kind: Kind, owner: str, alone: bool) -> tuple[str, ...]:
    """The name to suggest, then the others under which the script has it, in capitals."""
    full = _usual_kind(seen, kind)
    bare = Counter(_spelled(item, 0) for item in seen)
    of_kind = Counter(_spelled(item, len(full)) for item in seen if item.modifiers[-len(full) :] == full)
    nouns = [text for text, _ in bare.most_common()]
    compounds = [text for text, _ in of_kind.most_common()] if full else []
    if len(nouns) > 1 and 3 * bare[nouns[1]] >= bare[nouns[0]]:
        nouns.sort(key=len)
    main = (compounds or nouns)[0]
    owned = [f"{owner.upper()}'S {text}" for text in (main, *nouns)] if owner else []
    suggested = owned[0] if owned and not (compounds and alone) else main
    pictures = [f"{text} OF {owner.upper()}" for text in nouns if owner and any(item.shows for item in seen)]
    often = _often(seen, full[-1:])
    others = [*owned, *pictures, *compounds, *(nouns if alone or owner else []), *often]
    return tuple(dict.fromkeys((suggested, *others)))[:MAX_NAMES]


def _often(seen: Sequence[Seen], kind: Kind) -> list[str]:
    """The noun with all its modifiers, where that is said twice, or alone says its material or kind."""
    spelled = Counter(_spelled(item, len(item.modifiers)) for item in seen if item.modifiers)
    telling = {_spelled(item, len(item.modifiers)) for item in seen if _tells(item, kind)}
    fitting = telling if len(telling) == 1 else set()
    often = (text for text, count in spelled.most_common() if count > 1 or text in fitting)
    return [text for text in often if "," not in text]


def _tells(item: Seen, kind: Kind) -> bool:
    material = bool(item.modifiers) and item.modifiers[-1] in words("materials")
    return material or kind_words(item)[-1:] not in ((), kind)


def _usual_kind(seen: Sequence[Seen], kind: Kind) -> Kind:
    """The kind with the words before it that at least half of its mentions have: MOTEL ROOM KEY."""
    if not kind:
        quality = _usual_quality(seen)
        return (quality,) if quality else ()
    kinds = [kind_words(item) for item in seen if kind_words(item)[-1:] == kind]
    for size in (3, 2):
        longer = Counter(words[-size:] for words in kinds if len(words) >= size)
        if longer and 2 * longer.most_common(1)[0][1] >= len(kinds):
            return longer.most_common(1)[0][0]
    return kind


def _usual_quality(seen: Sequence[Seen]) -> str:
    """The lasting look that most mentions carry: BROWN ENVELOPE, TIN BOX, not RINGING PHONE."""
    last = Counter(item.modifiers[-1] for item in seen if item.modifiers)
    word, count = last.most_common(1)[0] if last else ("", 0)
    passing = word in words("vague", "condition", "sound", "worn_out") or word.endswith(("ing", "ed"))
    return word if count > 1 and 2 * count >= len(seen) and not passing else ""


def _spelled(item: Seen, modifiers: int) -> str:
    """The noun as the script spells it there, with so many of its modifiers."""
    text = item.sentence.text[item.start : item.end].upper().replace("’", "'")
    drop = len(item.modifiers) - modifiers
    for _ in range(max(0, drop)):
        cut = min((at for at in (text.find(" "), text.find("-")) if at >= 0), default=-1)
        text = text[cut + 1 :]
    return " ".join(text.split())
