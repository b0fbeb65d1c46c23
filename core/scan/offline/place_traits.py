"""Distil: what the script says of the look of a set, in its own words. No deeds, no persons, no shots."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.place_words import is_place_noun
from core.scan.offline.words import pattern, words

MAX_PLACE_CHARS = 240
MAX_WORDS = 38

_OF_PEOPLE = re.compile(
    r"\b(?:he|she|him|his|her|hers|they|them|their|we|us|our|someone|somebody|anyone|nobody|everyone|everybody|"
    r"himself|herself|themselves|who|I|you|your)\b",
    re.IGNORECASE,
)
_OF_CAMERA = re.compile(
    r"\b(?:CLOSE|ANGLE|INSERT|CAMERA|SHOT|POV|P\.O\.V|PAN|TRACK|TRACKING|DOLLY|ZOOM|CUT|FADE|DISSOLVE|SUPER|TITLE|"
    r"INTERCUT|MONTAGE|REVEAL|REVEALING|FLASHBACK|screen|credits?)\b"
)
_CHUNKS = re.compile(r"\s*[;:.!?]+(?:\s+|$)|\s+(?:--+|[–—])\s+|\.{3,}\s*")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_PROPER_NAME = re.compile(r"\b[A-Z]{3,} [A-Z]{3,}\b")
_STILL = {
    "is",
    "are",
    "was",
    "were",
    "stands",
    "stand",
    "lies",
    "lie",
    "hangs",
    "hang",
    "sits",
    "sit",
    "has",
    "have",
}
_STILL |= {"contains", "fills", "fill", "lines", "line"}
_PLACED = {
    "overlooking",
    "surrounded",
    "filled",
    "lined",
    "cluttered",
    "littered",
    "covered",
    "packed",
    "crammed",
}


def place_values(text: str) -> Iterator[tuple[str, str]]:
    """Field and value of what a sentence says of the set around it."""
    if text.isupper() or _OF_CAMERA.search(text) or text.count('"') % 2 or text.count("“") != text.count("”"):
        return
    for chunk in filter(None, map(str.strip, _CHUNKS.split(text))):
        field = _field(chunk)
        if field is not None and not _OF_PEOPLE.search(chunk) and not _is_event(chunk):
            yield field, chunk.strip(" ,-–—")[:MAX_PLACE_CHARS]


def _field(chunk: str) -> str | None:
    """The field that most of the words of a phrase speak of."""
    built, light = (len(pattern(name).findall(chunk)) for name in ("architecture", "light"))
    nouns = [word.lower() for word in _WORDS.findall(chunk)]
    furnished = sum(kind_of(word) in ("furniture", "object") for word in nouns)
    placed = bool(_PLACED & set(nouns))
    built += sum(is_place_noun(word.upper()) and word not in words("architecture") for word in nouns)
    if not (built or light or furnished > 1 or (placed and furnished)):
        return None
    if furnished > built + light or (placed and furnished >= built):
        return "dressing"
    return "architecture" if built >= light else "atmosphere_light"


def _is_event(chunk: str) -> bool:
    """What happens in a set is not its look: “The door opens”, “A guard walks along the wall”."""
    tokens = [token.lower() for token in _WORDS.findall(chunk)]
    if not 2 < len(tokens) <= MAX_WORDS or _PROPER_NAME.search(chunk):
        return True
    if any(kind_of(token) == "person" or token.upper() in words("groups") for token in tokens):
        return True
    verb = _first_verb(tokens)
    return bool(verb) and verb not in _STILL


def _first_verb(tokens: list[str]) -> str:
    """The first verb of a deed; a plural noun (“lights”, “stands”) after “of” or an adjective is none."""
    deeds = words("acting", "handling")
    for at, token in enumerate(tokens[1:], 1):
        before = tokens[at - 1]
        is_noun_here = before in words("determiners") or before in words("boundaries") or _describes(before)
        if token in deeds and token.endswith("s") and not is_noun_here:
            return token
        if token in _STILL and not is_noun_here:
            return token
    return tokens[0] if tokens[0] in deeds and not kind_of(singular(tokens[0])) else ""


def _describes(word: str) -> bool:
    return word in words("colours", "materials", "condition", "worn_out", "form", "sound")
