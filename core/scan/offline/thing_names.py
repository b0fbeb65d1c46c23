"""Resolve: which mentions of one noun are one thing, and what it is called.

Mentions that the script tells apart are several things: by kinds (SLUICE KEY, HARBOUR KEY), by colours, or by
owners (ADA'S GUN, BEN'S GUN). A thing takes for its names only what its own mentions are called: a wrong name
would swallow another thing, and that is worse than a duplicate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.scan.offline.seeing import Seen
from core.scan.offline.thing_words import is_quality
from core.scan.offline.words import words

MAX_KIND_WORDS = 3
MAX_NAMES = 8
NEARLY_ALL = 0.8
"""The share of the mentions of a noun from which on a thing may go by the noun alone."""
MAX_SCENES_AWAY = 12
"""A noun alone means the one named last as far as this; the audience has forgotten it after."""

Kind = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One thing of a noun: its names, the one to suggest first, and its mentions."""

    names: tuple[str, ...]
    seen: tuple[Seen, ...]


def name_things(seen: Sequence[Seen], called: Mapping[str, str]) -> list[Named]:
    """The things that the mentions of one noun are; `called` has how the action calls each person.

    Where most mentions say a kind, the noun alone may be any of them and is no thing.
    """
    groups = {
        (label, owner): items
        for label, alike in _by_label(seen).items()
        for owner, items in _by_owner(alike).items()
    }
    most = max(map(len, groups.values()))
    named: dict[str, Named] = {}
    for (label, owner), items in groups.items():
        if label or owner or len(items) == most:
            alone = len(items) >= (1 if label else NEARLY_ALL) * len(seen)
            names = _names(items, label, called.get(owner, owner), alone)
            same = named.get(names[0], Named((), ()))
            mentions = sorted((*same.seen, *items), key=lambda item: (item.sentence.line, item.start))
            named[names[0]] = Named(tuple(dict.fromkeys((*same.names, *names))), tuple(mentions))
    return list(named.values())


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


def _labels(seen: Sequence[Seen]) -> list[Kind]:
    """What tells each mention from others of its noun: the last word of its kind, else its colour.

    A single colour that is said once tells nothing.
    """
    colours = [tuple(word for word in item.modifiers if word in words("colours"))[-1:] for item in seen]
    several = len(set(colours) - {()}) > 1 or len(colours) - colours.count(()) > 1
    return [
        kind_words(item)[-1:] or (colour if several else ())
        for item, colour in zip(seen, colours, strict=True)
    ]


def _by_label(seen: Sequence[Seen]) -> dict[Kind, list[Seen]]:
    """The mentions by label. One without is of the label named last, if that isn't long ago."""
    labels = _labels(seen)
    steady = len(set(labels) - {()}) == 1 and _is_steady(seen, labels)
    groups: dict[Kind, list[Seen]] = defaultdict(list)
    current: Kind = ()
    last, several = 0, False
    for item, label in zip(seen, labels, strict=True):
        scene = item.sentence.scene or 0
        if label:
            current, several = label, item.plural
        elif not steady and (scene - last > MAX_SCENES_AWAY or item.plural != several):
            current = ()
        groups[current].append(item)
        last = scene
    return groups


def _is_steady(seen: Sequence[Seen], labels: Sequence[Kind]) -> bool:
    """Whether the label is the name: in capitals at the first mention, or on a third of all."""
    labelled = len(labels) - labels.count(())
    return (seen[0].capital and labels[0] != ()) or (labelled > 2 and 3 * labelled >= len(seen))


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


def _by_owner(seen: Sequence[Seen]) -> dict[str, list[Seen]]:
    """A mention without an owner is of the thing that its handler owns, or that the scene named last."""
    owners = _owners(seen)
    if len(owners) < 2:
        return {"".join(owners): list(seen)}
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
    nouns = _usual_spellings(_spelled(item, 0) for item in seen)
    of_kind = [_spelled(item, len(full)) for item in seen if item.modifiers[-len(full) :] == full]
    compounds = _usual_spellings(of_kind) if full else []
    if kind and not compounds:
        compounds = [" ".join((*kind, nouns[0])).upper()]
    main = (compounds or nouns)[0]
    owned = [f"{owner.upper()}'S {text}" for text in (compounds or nouns)] if owner else []
    suggested = owned[0] if owned and not (compounds and alone) else main
    pictures = [f"{text} OF {owner.upper()}" for text in nouns if owner and any(item.shows for item in seen)]
    others = [*owned, *pictures, *compounds, *(nouns if alone else []), *_often(seen)]
    return tuple(dict.fromkeys((suggested, *others)))[:MAX_NAMES]


def _usual_spellings(texts: Iterable[str]) -> list[str]:
    """The spellings that are not rare, the shortest first: one of a thing before several of it."""
    counts = Counter(texts)
    most = max(counts.values(), default=0)
    return sorted(
        (text for text, count in counts.items() if 2 * count >= most), key=lambda text: (len(text), text)
    )


def _often(seen: Sequence[Seen]) -> list[str]:
    """The noun with all its modifiers, where at least two and a third of the mentions have them."""
    spelled = Counter(_spelled(item, len(item.modifiers)) for item in seen if item.modifiers)
    return [
        text
        for text, count in spelled.most_common()
        if count > 1 and 3 * count >= len(seen) and "," not in text
    ]


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
