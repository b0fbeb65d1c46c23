"""Distil: what the script says of the look of a set, in its own words. No deeds, no persons, no shots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.place_look import (
    EVENTS,
    FIXTURES,
    LEADS_AWAY,
    LEADS_IN,
    NATURE,
    PLACED,
    SEEN_DIMLY,
    SHOTS,
    STATES,
    STILL_DOING,
    VAGUE_BUILT,
    is_furniture,
    looks,
    pieces,
    whole,
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
_SUBJECT = re.compile(r"(?:His|Her|Their) |(?:It(?:'s|’s| is|) )(?=an? |[a-z]+(?: and [a-z]+)?$)")
"""His ROOM is a mess, It's A PALACE: a person or an “it” that only points at the set."""
_THERE_IS = re.compile(r"There(?:'s|’s| is| are)\b")
_SHOUTED = re.compile(r"\b[A-Z]{3,}\b")
_PROGRESSIVE = re.compile(r"\b(?:is|are|was|were|be|being|begins?|starts?) (?:\w+ly )?(\w+ing)\b")


def place_values(
    text: str, own: frozenset[str] = frozenset(), *, first: bool = False
) -> Iterator[tuple[str, str]]:
    """Field and value of what a sentence says of the set around it.

    `own` are the nouns, in lower case, that the set goes by. What comes `first` under a heading is
    trusted to describe: a bed or a wall need no adjective there.
    """
    if text.isupper() or SHOTS.search(text) or text.count('"') % 2 or text.count("“") != text.count("”"):
        return
    for chunk in map(_standing, filter(None, map(str.strip, _CHUNKS.split(text)))):
        tokens = _tokens(chunk)
        if len(tokens) >= LEAST_WORDS - first and _begins_a_phrase(chunk, tokens):
            field = _field(chunk, tokens, own, told=_is_told(chunk, tokens, first))
            if field is not None and (value := whole(chunk)):
                yield field, value[:MAX_PLACE_CHARS]


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
    if tokens[0] in LEADS_AWAY or (tokens[0] in LEADS_IN and not STATES & set(tokens)):
        return False
    return (
        chunk[0].isupper() or chunk[0].isdigit() or tokens[0] in words("determiners") or tokens[0] in looks()
    )


def _field(chunk: str, tokens: Sequence[str], own: frozenset[str], *, told: bool) -> str | None:
    """The field that most of the words of a phrase speak of; None where they tell no look.

    `told` phrases tell one by where they stand, others by an adjective or by naming several parts of a set.
    """
    light = len(pattern("light").findall(chunk))
    built = sum(_is_built(token) or token in own for token in tokens)
    furniture = sum(map(is_furniture, tokens))
    things = sum(
        kind_of(singular(token)) == "object" and not (_is_built(token) or is_furniture(token))
        for token in tokens
    )
    placed = bool(PLACED & set(tokens))
    if furniture and (things or furniture > 1 or placed or told) and furniture + things > built + light:
        return "dressing"
    if things and (built or told) and (placed or (told and things > built + light)):
        return "dressing"
    if told and not (built or light) and _is_scenery(tokens):
        return "architecture"
    if not (built or light) or not (told or placed or looks() & pieces(tokens) or built + light > 1):
        return None
    return "architecture" if built >= light else "atmosphere_light"


def _is_scenery(tokens: Sequence[str]) -> bool:
    """“Stones on a hill”, “A modular galley”; “There is a long silence” is none."""
    return any(map(_is_natural, tokens)) or bool(tokens[0] != "there" and looks() & pieces(tokens))


def _is_told(chunk: str, tokens: Sequence[str], first: bool) -> bool:
    """“A modular galley” under the heading, “There is a desk”: nothing but what is there."""
    return bool(_THERE_IS.match(chunk)) or (first and not STATES & set(tokens))


def _is_built(token: str) -> bool:
    if token.upper() in VAGUE_BUILT:
        return False
    one = singular(token)
    known = (
        token in words("architecture")
        or one in FIXTURES
        or one.upper() in BUILDINGS
        or one.upper() in OPEN_GROUND
    )
    return known or kind_of(one) == "built"


# --- what happens is no look ----------------------------------------------------------------------


def _is_event(chunk: str, tokens: Sequence[str]) -> bool:
    """“The door opens”, “A guard walks along the wall”, “A KNOCK”: what happens in a set is not its look."""
    subject = _SUBJECT.match(chunk)
    if subject and (subject[0][0] == "I" or _is_built(tokens[1]) or is_furniture(tokens[1])):
        chunk, tokens = chunk[subject.end() :], tokens[1:]
    if (
        _PEOPLE.search(chunk)
        or tokens[0] in EVENTS
        or (tokens[0].endswith("ing") and tokens[0] not in looks())
    ):
        return True
    if any(_is_somebody(token) for token in tokens):
        return True
    if any(_is_name_or_noise(shouted.lower()) for shouted in _SHOUTED.findall(chunk)):
        return True
    if any(doing not in STILL_DOING for doing in _PROGRESSIVE.findall(chunk)):
        return True
    return any(_is_deed(at, tokens) for at in range(1, len(tokens))) or _is_begun(tokens)


def _is_somebody(token: str) -> bool:
    """A GUARD, a CROWD, a SHAPE; not DERELICT, which a motel is as well."""
    return (
        token in SEEN_DIMLY
        or (kind_of(token) == "person" and token not in looks())
        or token.upper() in words("groups") - {"BOTH"}
    )


def _is_begun(tokens: Sequence[str]) -> bool:
    """“Checks the door”, “Look out”: a sentence whose subject is left out begins with its verb."""
    first, *rest = tokens
    if first.endswith("s") and first != "this" and rest and rest[0] in words("determiners"):
        return True
    return first in words("acting", "handling") and kind_of(first) is None and first not in looks()


def _is_name_or_noise(shouted: str) -> bool:
    known = kind_of(singular(shouted)) is not None or _is_built(shouted)
    return not (known or shouted in looks() or shouted in words("determiners", "light", "boundaries"))


def _is_deed(at: int, tokens: Sequence[str]) -> bool:
    """Whether a word is the verb of a deed: in EVENTS, or in -s where no noun of a kind with it is known."""
    token, before = tokens[at], tokens[at - 1]
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    if (token in EVENTS and after in words("determiners")) or (token == "open" and not after):
        return True
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
        or (before in words("boundaries") and before not in ("and", "or", "that", "then", "which"))
        or before in looks()
        or before.endswith(("'s", "’s", "ed"))
    )


def _is_known_noun(token: str) -> bool:
    known = kind_of(token) is not None or token in words("architecture", "light", "form", "body")
    return known or _is_natural(token)


def _is_natural(token: str) -> bool:
    return token.removesuffix("s").removesuffix("e") in NATURE or token.removesuffix("s") in NATURE
