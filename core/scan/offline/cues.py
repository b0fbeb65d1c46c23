"""Names as they are written: in cues, and as they are compared."""

from __future__ import annotations

import re
from functools import lru_cache

from core.scan.offline.words import words

_EXTENSION = re.compile(r"[(（]([^()（）]*)[)）]?")
_BARE_EXTENSION = re.compile(r"(?:\s+(?:CONT(?:['’]?D|INUED)?\.?|V\.? ?O\.?|O\.? ?[SC]\.?|OFF|O/S))+$")
_AFTER_DASH = re.compile(r"\s+[-–—]+\s+(.*)$|,\s+((?:ON|OVER|INTO|THROUGH|FROM|OFF)\b.*)$")
_UNSEEN = re.compile(
    r"\bV\.?\s?O\b|\bO\.?\s?[SC]\b|\bOFF(?= *$)|FILTER|RADIO|PHONE|INTERCOM|OFF-?SCREEN|VOICE|SPEAKER"
)
_VOICE_OF = re.compile(r"(?:(.+)['’]S?\s+VOICE|VOICE OF (.+))\Z", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:/|&|\+|,|;|\bAND\b)\s*")
_DESCENT = re.compile(r"\s*,\s*(?=(?:JR|SR|II|III|IV|ESQ|M\.?D|PH\.?D)\b)")
_SCENE_NUMBER = re.compile(r"^#?\d+[A-Z]?[.)]?\s+(?=[^\W\d])")
SHORT_TITLES = {
    "CAPT": "CAPTAIN", "COL": "COLONEL", "DET": "DETECTIVE", "DOC": "DOCTOR", "DR": "DOCTOR",
    "GEN": "GENERAL", "LT": "LIEUTENANT", "MISTER": "MR", "PROF": "PROFESSOR", "PVT": "PRIVATE",
    "REV": "REVEREND", "SEN": "SENATOR", "SGT": "SERGEANT",
}  # fmt: skip
_TIGHT_TITLE = re.compile(
    r"\b(?:ADM|CAPT|COL|CPL|DET|DR|GEN|LT|MAJ|MR|MRS|MS|PFC|PROF|PVT|REV|SGT)\.(?=[^\W\d])"
)
"""A title with nothing between its dot and the name, as scanned pages have it: LT.HICOX."""
_EDGES = ' .,:;^"“”*_-–—'


def canonical(name: str) -> str:
    """A name as it is shown and compared: capitals, straight apostrophes, no article."""
    folded = " ".join(name.replace("’", "'").upper().split()).strip(_EDGES)
    return re.sub(r"^(?:THE|AN?) (?=\S)", "", _TIGHT_TITLE.sub(r"\g<0> ", folded))


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """What spellings of one name share: LT. NOLAN and LIEUTENANT NOLAN, FAT-ASS and FAT ASS, D.A. and DA."""
    parts = re.sub(r"[.'’]", "", name).replace("-", " ").split()
    return " ".join([*(SHORT_TITLES.get(part, part) for part in parts[:1]), *parts[1:]])


def cue_names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names of a cue, and whether it is only heard: `NELL AND EZRA (V.O.)`."""
    bare = canonical(_EXTENSION.sub(" ", text))
    cut = _AFTER_DASH.sub("", bare)
    plain = _BARE_EXTENSION.sub("", cut)
    extensions = " ".join([*_EXTENSION.findall(text.upper()), bare[len(plain) :]])
    parts = _JOINED.split(_DESCENT.sub(" ", plain))
    owners = [_voice_owner(_unnumbered(canonical(part))) for part in parts]
    names = tuple(dict.fromkeys(filter(None, owners)))
    unseen = bool(_UNSEEN.search(extensions))
    return names, unseen or any(_VOICE_OF.match(canonical(part)) for part in parts)


def is_descent(word: str) -> bool:
    """JR and the like: the end of a name, never a name."""
    return word.strip(".") in words("descents")


def _unnumbered(name: str) -> str:
    """A cue whose scene number stands in the margin: 36 HANS; but 2ND COP keeps its number."""
    return _SCENE_NUMBER.sub("", name)


def _voice_owner(name: str) -> str:
    match = _VOICE_OF.match(name)
    return canonical(match[1] or match[2]) if match else name
