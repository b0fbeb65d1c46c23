"""Introductions: names in capitals inside the action that read like a person's or an animal's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.scan.offline.capitals import Run, pieces, runs
from core.scan.offline.cues import is_descent
from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.vocabulary import Vocabulary, deeds, is_person_noun
from core.scan.offline.words import CAMERA, words

MAX_WORDS_ADDED = 3

_NUMBER = (
    r"(?:(?:early|mid|late)[- ]?)?(?:\d{1,3}(?:['’]?s)?\b|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies)\b|teens\b|"
    r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|five|six|seven|eight|nine)\b)"
)
AGE_WORDS = re.compile(
    rf"^(?:aged? |in (?:his|her|their) )?{_NUMBER}(?: years? old|-year-old)?\b", re.IGNORECASE
)
"""An age as introductions give it: thirty, late sixties, 40s, aged nine."""
_AGE = re.compile(
    rf"^(?:\s*[,(–—]\s*|\s*--\s*|\s-\s|\s*)(?:aged? |in (?:his|her|their) )?{_NUMBER}"
    r"(?! (?:feet|miles|dollars|hours|minutes|seconds|yards|times|percent)|:|%|-(?!year))",
    re.IGNORECASE,
)
_PERSON_NEXT = re.compile(
    r"^(?:\s*[,(]\s*|\s*(?:--|[–—-])\s*|,? is |,? (?:our|who) )"
    r"(?:(?:an?|our)\s[^.;:]{0,60}?|(?:the|her|his|their)\s(?:[\w'’-]+\s){0,3})?"
    r"\b(?:man|woman|boy|girl|gentleman|lady|kid|child|teenager|guy|person|husband|wife|daughter|son|friend|"
    r"who|brother|sister|mother|father|dog|cat|horse|puppy|beagle|terrier|parrot|youngster|toddler|baby)\b",
    re.IGNORECASE,
)
_NEXT_WORD = re.compile(r" ([a-z]+)\b")
_SET_OFF_NEXT = re.compile(r"\s*(?:,|\(|--|[–—-] )")
_APPOSED = re.compile(r"\b(?:an?|the|his|her|their|\w+['’]s) [^.;:,]{0,50}, $", re.IGNORECASE)
_BEFORE_ROLE = re.compile(
    r"\b(?:an?|the|this|that|his|her|their|its|our|another|several|some|more|other|of|with|and|by|as|for|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|dozen|\d+|\w+['’]s)\s(?:[\w'’,-]+\s){0,4}$",
    re.IGNORECASE,
)
_VERB_NEXT = re.compile(
    r"^\s(?:it|him|her|them|his|out|in|into|up|down|back|off|on|through|over|towards?|past|away|around|"
    r"against|the|an?)\b",
    re.IGNORECASE,
)
_VERB_BEFORE = re.compile(r"\b(?:an?|\w+ly)\s(?:\w+\s)?$")
THINGS = ("object", "worn", "vehicle", "furniture", "built", "stuff")


def introduced(
    text: str, spoken: frozenset[str], here: frozenset[str], vocabulary: Vocabulary
) -> Iterator[tuple[str, int]]:
    """The names in capitals of a sentence, each with where it ends.

    `spoken` are the names of all cues, `here` those that a longer name in this scene can speak of: a GRUFF
    GUARD is the GUARD who speaks in it, and not the one of another scene.
    """
    for run in runs(text):
        if run.name in spoken:
            yield run.name, run.end
            continue
        for piece in pieces(run):
            yield from _names_in(piece, text, here, vocabulary)


def _names_in(
    piece: Run, text: str, spoken: frozenset[str], vocabulary: Vocabulary
) -> Iterator[tuple[str, int]]:
    """The names of a piece: one that is known, with more to it or not, or one that reads like a person."""
    known = _known(piece, spoken)
    if known is None:
        piece = _without_verbs_and_counts(piece, text, vocabulary)
        if _reads_like_a_person(piece, text, vocabulary):
            yield piece.name, piece.end
    elif _extends(piece, known, text, spoken, vocabulary):
        yield piece.name, piece.end
    else:
        yield piece.cut(*known).name, piece.spots[known[1] - 1][1]
        for rest in _around(piece, known):
            if _known(rest, spoken):
                yield from _names_in(rest, text, spoken, vocabulary)


def _known(piece: Run, spoken: frozenset[str]) -> tuple[int, int] | None:
    """Where the longest known name of a piece stands."""
    size = len(piece.parts)
    spans = ((at, at + length) for length in range(size, 0, -1) for at in range(size - length + 1))
    return next((span for span in spans if piece.cut(*span).name in spoken), None)


def _around(piece: Run, known: tuple[int, int]) -> list[Run]:
    rests = (piece.cut(0, known[0]), piece.cut(known[1], len(piece.parts)))
    return [rest for rest in rests if rest.parts]


def _without_verbs_and_counts(piece: Run, text: str, vocabulary: Vocabulary) -> Run:
    """TWO COPS is COPS, GUARD KICKS is GUARD, PETE SURVEYS is PETE."""
    while len(piece.parts) > 1 and piece.parts[-1] in deeds():
        piece = piece.cut(0, len(piece.parts) - 1)
    while len(piece.parts) > 1 and piece.parts[0] in words("numbers"):
        piece = piece.cut(1, len(piece.parts))
    if _is_given(piece.parts[0], vocabulary) and not _is_full_name(piece, text, vocabulary):
        piece = piece.cut(0, 1)
    return piece


# --- a known name with more words around it ------------------------------------------------------


def _extends(
    piece: Run, known: tuple[int, int], text: str, spoken: frozenset[str], vocabulary: Vocabulary
) -> bool:
    """Whether the words around a known name belong to it: ADA MARSH, CAPTAIN MARSH; not ADA STABS."""
    before, after = piece.parts[: known[0]], piece.parts[known[1] :]
    set_off = _is_set_off(text[piece.end :])
    if (before and after) or len(before) + len(after) > MAX_WORDS_ADDED or CAMERA.search(piece.name):
        return False
    if not set_off and any(_known(rest, spoken) for rest in _around(piece, known)):
        return False
    return all(_leads_a_name(part, vocabulary, set_off) for part in before) and all(
        is_descent(part) or _is_own_name(part, vocabulary, set_off) for part in after
    )


def _leads_a_name(word: str, vocabulary: Vocabulary, set_off: bool) -> bool:
    titled = word.strip(".") in words("titles", "qualifiers")
    return titled or (set_off and is_person_noun(word)) or _is_own_name(word, vocabulary, set_off)


def _is_set_off(after: str) -> bool:
    """Whether a comma, a bracket, a dash, an age or a deed follows, as behind a name that is introduced."""
    return bool(_SET_OFF_NEXT.match(after) or _AGE.match(after) or _goes_on(after))


def _goes_on(after: str) -> bool:
    """NELL HARKER walks in, NELL HARKER and her dog: the sentence has its verb or its second name to come."""
    following = _NEXT_WORD.match(after)
    if not following:
        return after.strip() in (".", "")
    return following[1] in ("and", "is", "has") or (
        following[1].endswith("s") and following[1] in words("acting")
    )


def _is_own_name(word: str, vocabulary: Vocabulary, set_off: bool) -> bool:
    """Whether a word beside a known name is a name, too: written as one elsewhere, or introduced here."""
    bare = word.strip(".").upper()
    if not bare.replace("-", "").replace("'", "").isalpha() or (len(bare) == 1 and not word.endswith(".")):
        return False
    if bare in deeds() or bare in words("small", "calendar", "abstract"):
        return False
    if any(vocabulary.is_common(part) for part in (bare, *bare.split("-"))):
        return False
    coined = "-" not in bare and kind_of(bare.lower()) in (None, "person")
    return vocabulary.names(bare) > 0 or (set_off and coined)


# --- a name of its own ---------------------------------------------------------------------------


def _reads_like_a_person(piece: Run, text: str, vocabulary: Vocabulary) -> bool:
    tokens, name = piece.parts, piece.name
    before, after = text[: piece.start], text[piece.end :]
    aged = bool(_AGE.match(after))
    # HOPE, 25, is somebody; HOPE alone is not.
    idea = set(tokens) & words("abstract") and not aged
    if piece.owning or CAMERA.search(name) or idea or not name[:1].isalpha():
        return False
    if tokens[-1] in words("groups") or is_person_noun(tokens[-1]):
        return len(tokens) > 1 or _stands_as_role(tokens[0], before, after)
    if tokens[-1] in deeds() or _is_participle(tokens[-1], vocabulary) or set(tokens) & words("voices"):
        return False
    if _is_given(tokens[0], vocabulary) or _follows_its_noun(tokens, before, vocabulary):
        return True
    last = tokens[-1].lower()
    thing = kind_of(last) in THINGS or last in words("body") or name in words("never_people")
    ordinary = all(vocabulary.is_common(token) for token in tokens)
    return not thing and (aged or (not ordinary and bool(_PERSON_NEXT.match(after))))


def _stands_as_role(word: str, before: str, after: str) -> bool:
    """Whether a noun in capitals is one here: a WAITER; not tries to SHEPHERD, he DUCKS out."""
    plural = singular(word.lower()) != word.lower()
    if plural and (_VERB_NEXT.match(after) or _VERB_BEFORE.search(before[-40:])):
        return False
    return bool(_BEFORE_ROLE.search(before[-80:])) or _opens(before)


def _opens(before: str) -> bool:
    """Whether a role stands first in its sentence, alone or behind one adjective: Blonde WOMAN."""
    leading = re.findall(r"\w[\w'’-]*", before)
    return not leading or (
        len(leading) == 1 and leading[0].upper() not in words("small") and leading[0].istitle()
    )


def _is_given(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a common first name and no ordinary word as well."""
    given = word in words("male_names", "female_names") and word not in words("word_names")
    return given and not vocabulary.is_common(word)


def _is_full_name(piece: Run, text: str, vocabulary: Vocabulary) -> bool:
    set_off = _is_set_off(text[piece.end :])
    return all(_is_own_name(part, vocabulary, set_off) or part.endswith(".") for part in piece.parts[1:])


def _follows_its_noun(tokens: tuple[str, ...], before: str, vocabulary: Vocabulary) -> bool:
    """BULLDOG PANCHO, OFFICER KOWALSKI, and “a black con, LEONARD”."""
    if len(tokens) > 1:
        noun = tokens[-2]
        leads = noun.strip(".") in words("titles") or (is_person_noun(noun) and _is_singular(noun))
        return leads and _is_own_name(tokens[-1], vocabulary, set_off=True)
    said = re.findall(r"[^\W\d_]+", before[-40:])[-1:]
    noun = said[0] if said else ""
    one = is_person_noun(noun) and _is_singular(noun) and vocabulary.is_common(noun)
    return one and bool(_APPOSED.search(before[-60:])) and not tokens[-1].endswith("LY")


def _is_participle(word: str, vocabulary: Vocabulary) -> bool:
    return word.endswith("ING") and not vocabulary.names(word)


def _is_singular(noun: str) -> bool:
    return singular(noun.lower()) == noun.lower()
