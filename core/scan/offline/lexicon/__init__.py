"""What nouns name: a table derived from WordNet 3.0 (`derive.py`, notice in `WORDNET-LICENCE.txt`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_IRREGULAR = {
    "knives": "knife", "wives": "wife", "men": "man", "women": "woman", "children": "child", "lives": "life",
    "people": "person", "wolves": "wolf", "shelves": "shelf", "scarves": "scarf", "staves": "staff",
    "leaves": "leaf", "thieves": "thief", "feet": "foot", "teeth": "tooth", "mice": "mouse", "loaves": "loaf",
}  # fmt: skip

# Held things whose first sense in WordNet is an act, a substance, a body part or a place.
_HELD = (
    "diary journal scroll parchment passport case badge pipe manuscript photo polaroid picture chart "
    "medal pill rose bomb cigar trophy candle tattoo relic idol rig mine egg crate trunk hologram teacup "
    "box crystal bone skull bat ring pendant drone money paper sign sketch plane disc disk tape barrel "
    "chalk saddle webcam laptop cellphone flare bouquet parachute blueprint album plaque chain glass "
    "stretcher sash television tv gps microscope telescope skateboard surfboard jaguar mercedes cadillac "
    "chevy ford mustang beetle porsche bmw ferrari harley greyhound amulet talisman"
)
# Things whose word is a verb or an adjective at least as often: only the sentence can tell.
_LOOSE = (
    "match file note check safe package parcel mask mop nail saw drill pump remote anchor bow crown dart "
    "fuse hook label pin watch whip transport train print veil tie twine screw seal automatic drink pick "
    "spray clip patch stamp tag plow original permit warrant filter wrap return ram harpoon cast"
)

# Garments whose first sense in WordNet is a cloth, a soldier or a fruit.
_WORN = (
    "jersey tunic uniform armor armour robe robes slicker oilskin oilskins apron coveralls overalls "
    "goggles boots smock spacesuit suit costume shirt crown glove gloves scarf tie shawl hood mask veil "
    "nightdress pajamas attire outfit cap"
)

# What coined words for things end in: "holoband", "exoframe", "railgun".
COINED_ENDINGS = (
    *(
        "band",
        "frame",
        "suit",
        "gun",
        "blade",
        "board",
        "phone",
        "pad",
        "disk",
        "disc",
        "pack",
        "card",
        "bot",
    ),
    *("mask", "gear", "sword", "staff", "glove", "blaster", "scope", "scanner", "cam", "cube", "orb", "helm"),
)


@cache
def nouns() -> Mapping[str, str]:
    """Class of each lemma: object, worn, vehicle, furniture, built, stuff, food, person, decoy."""
    classes: dict[str, str] = {}
    for kind, lemmas in _table().items():
        if kind not in ("same", "quality", "verb"):
            classes.update(dict.fromkeys(lemmas, kind))
    classes.update(dict.fromkeys(_HELD.split(), "object"))
    classes.update(dict.fromkeys(_WORN.split(), "worn"))
    return classes


@cache
def qualities() -> frozenset[str]:
    """Adjectives that are no nouns as often, without those that -ed or -ly give away."""
    return frozenset(_table()["quality"])


@cache
def loose_nouns() -> frozenset[str]:
    """Things when they are nouns, and other words at least as often: "match", "safe"."""
    return frozenset(_LOOSE.split())


@cache
def verbal_nouns() -> frozenset[str]:
    """Nouns whose plural may be a verb: "rings"."""
    return frozenset(_table()["verb"])


@cache
def same_kind(noun: str) -> frozenset[str]:
    """The other names of the same kind of thing: "dirigible" for "airship"."""
    return _same().get(noun, frozenset()) - {noun}


@cache
def _same() -> Mapping[str, frozenset[str]]:
    groups = [frozenset(group.split("=")) for group in _table()["same"]]
    return {noun: group for group in groups for noun in group}


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    lines = (files(__name__) / "nouns.txt").read_text(encoding="utf-8").splitlines()
    return {kind: tuple(lemmas.split(",")) for kind, _, lemmas in (line.partition(": ") for line in lines)}


@cache
def singular(word: str) -> str:
    """A lower-case noun in its singular, as far as spelling tells: "boxes" is "box", "glass" stays."""
    head, _, last = word.rpartition(" ")
    stem = _IRREGULAR.get(last) or _compound(last) or _without_s(last)
    return f"{head} {stem}" if head else stem


def _compound(word: str) -> str | None:
    """Irregular plurals at the end of a word: fishwives, helmsmen, grandchildren."""
    ends = ("wives", "women", "men", "children", "knives", "people")
    end = next((end for end in ends if word.endswith(end) and word not in nouns()), None)
    return word.removesuffix(end) + _IRREGULAR[end] if end else None


def _without_s(word: str) -> str:
    if word in nouns() and not word.endswith("ies"):
        return word
    for ending, replacement in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + replacement
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    return word[:-1] if plural else word


@cache
def kind_of(noun: str) -> str | None:
    """The class of a noun in any number; a coined compound counts as what it ends in ("holoband")."""
    classes = nouns()
    known = classes.get(noun) or classes.get(singular(noun))
    return known or _coined(singular(noun))


@cache
def thing_kind(noun: str) -> str | None:
    """As `kind_of`; a loose noun is an object, because the sentence shows that it is a noun."""
    kind = kind_of(noun)
    return "object" if kind is None and singular(noun) in loose_nouns() else kind


def _coined(word: str) -> str | None:
    coined = word.isalpha() and len(word) > 5 and word.endswith(COINED_ENDINGS)
    return "object" if coined else None
