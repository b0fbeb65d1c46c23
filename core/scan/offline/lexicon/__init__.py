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

# Things that WordNet files as writing, pastime or food, and that a hand still holds.
_HELD = (
    "ledger book notebook diary journal letter note drawing sketch painting photo photograph picture "
    "chart map ticket newspaper magazine envelope scroll parchment contract passport watch ring necklace "
    "pendant locket bracelet case kit pump drone money cash coin medal badge crown pill bouquet rose bomb "
    "remote cigar pipe trophy candle match postcard manuscript folder file tattoo relic idol amulet "
    "talisman rig mine egg crate trunk hologram projector teacup cup box crystal bone skull bat bow whip"
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
    """Class of each lemma: "object", "worn", "vehicle", "furniture", "built", "stuff", "person", "decoy"."""
    table = (files(__name__) / "nouns.txt").read_text(encoding="utf-8")
    classes = {}
    for line in table.splitlines():
        kind, _, lemmas = line.partition(": ")
        classes.update(dict.fromkeys(lemmas.split(","), kind))
    classes.update(dict.fromkeys(_HELD.split(), "object"))
    classes.update(dict.fromkeys(_WORN.split(), "worn"))
    return classes


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


def _coined(word: str) -> str | None:
    coined = word.isalpha() and len(word) > 5 and word.endswith(COINED_ENDINGS)
    return "object" if coined else None
