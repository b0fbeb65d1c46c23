"""Distil: what the script says of the look of a set, in its own words. No deeds, no persons, no shots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.scan.offline.lexicon import kind_of
from core.scan.offline.place_look import (
    EVENTS,
    LOOKS,
    NATURE,
    PLACED,
    SHOTS,
    STATES,
    STILL_DOING,
    VAGUE_BUILT,
)
from core.scan.offline.place_words import BUILDINGS, OPEN_GROUND
from core.scan.offline.words import pattern, words

MAX_PLACE_CHARS = 240
LEAST_WORDS, MOST_WORDS = 3, 32

_PEOPLE = re.compile(
    r"\b(?:he|she|him|his|her|hers|they|them|their|we|us|our|someone|somebody|anyone|nobody|everyone|everybody|"
    r"himself|herself|themselves|who|I|you|your|it['’]s|\w+n['’]t)\b",
    re.IGNORECASE,
)
_CHUNKS = re.compile(r"\s*[;:.!?]+(?:\s+|$)|\s*(?:--+|[–—])\s*|\s-\s|\.{2,}\s*")
_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")
_PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|be|being|begins?|starts?) (?:\w+ly )?(\w+ing)\b")


def place_values(text: str) -> Iterator[tuple[str, str]]:
    """Field and value of what a sentence says of the set around it."""
    if text.isupper() or SHOTS.search(text) or text.count('"') % 2 or text.count("“") != text.count("”"):
        return
    for chunk in map(_standing, filter(None, map(str.strip, _CHUNKS.split(text)))):
        tokens = _tokens(chunk)
        if len(tokens) >= LEAST_WORDS and _begins_a_phrase(chunk, tokens):
            field = _field(chunk, tokens)
            if field is not None:
                yield field, chunk.strip(" ,-–—")[:MAX_PLACE_CHARS]


def _tokens(text: str) -> list[str]:
    return [token.lower() for token in _WORDS.findall(text)]


def _standing(chunk: str) -> str:
    """What stands of a phrase before something happens: “A tug with a red funnel”, not “she noses out”."""
    kept: list[str] = []
    words_left = MOST_WORDS
    for part in chunk.split(", "):
        tokens = _tokens(part)
        words_left -= len(tokens)
        if words_left < 0 or (tokens and _is_event(part, tokens)):
            break
        kept.append(part)
    return ", ".join(kept)


def _begins_a_phrase(chunk: str, tokens: Sequence[str]) -> bool:
    """Not the second half of a sentence: “and then turns”, “of the mansion”."""
    return (
        chunk[0].isupper() or chunk[0].isdigit() or tokens[0] in words("determiners") or tokens[0] in _looks()
    )


def _field(chunk: str, tokens: Sequence[str]) -> str | None:
    """The field that most of the words of a phrase speak of; None where they tell no look."""
    light = len(pattern("light").findall(chunk))
    built = sum(map(_is_built, tokens))
    furniture = sum(kind_of(token) == "furniture" for token in tokens)
    things = sum(kind_of(token) == "object" and not _is_built(token) for token in tokens)
    placed = bool(PLACED & set(tokens))
    if furniture and (things or furniture > 1 or placed) and furniture + things > built + light:
        return "dressing"
    if placed and things and built:
        return "dressing"
    if not (built or light) or not (placed or _looks() & set(tokens) or built + light > 1):
        return None
    return "architecture" if built >= light else "atmosphere_light"


def _is_built(token: str) -> bool:
    if token.upper() in VAGUE_BUILT:
        return False
    known = token in words("architecture") or token.upper() in BUILDINGS or token.upper() in OPEN_GROUND
    return known or kind_of(token) in ("built", "vehicle")


def _looks() -> frozenset[str]:
    return LOOKS | words("colours", "materials", "condition", "worn_out", "form", "sound")


# --- what happens is no look ----------------------------------------------------------------------


def _is_event(chunk: str, tokens: Sequence[str]) -> bool:
    """“The door opens”, “A guard walks along the wall”, “A KNOCK”: what happens in a set is not its look."""
    if _PEOPLE.search(chunk) or tokens[0] in EVENTS or tokens[0].endswith("ing"):
        return True
    if any(kind_of(token) == "person" or token.upper() in words("groups") for token in tokens):
        return True
    if any(kind_of(shouted.lower()) is None for shouted in _SHOUTED.findall(chunk)):
        return True
    if any(doing not in STILL_DOING for doing in _PROGRESSIVE.findall(chunk)):
        return True
    return any(_is_deed(at, tokens) for at in range(1, len(tokens)))


def _is_deed(at: int, tokens: Sequence[str]) -> bool:
    """Whether a word is the verb of a deed: in EVENTS, or in -s where no noun of a kind with it is known."""
    token, before = tokens[at], tokens[at - 1]
    if token in STATES or _is_noun_after(before):
        return False
    if token in EVENTS or (token in words("acting", "handling") and token.endswith("s")):
        return True
    ends_like_a_verb = (
        token.endswith("s") and not token.endswith(("ss", "us", "is", "'s", "’s")) and len(token) > 3
    )
    return ends_like_a_verb and not _is_known_noun(token)


def _is_noun_after(before: str) -> bool:
    """After “the”, “of”, “brown” or “wall's” stands a noun."""
    return (
        before in words("determiners")
        or before in words("boundaries")
        or before in _looks()
        or before.endswith(("'s", "’s", "ed"))
    )


def _is_known_noun(token: str) -> bool:
    known = kind_of(token) is not None or token in words("architecture", "light", "form", "body")
    return known or token.removesuffix("s").removesuffix("e") in NATURE or token.removesuffix("s") in NATURE
