"""Extract: who is in the script. Cues, introductions in capitals, and those who act without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.scan.offline.capitals import MAX_NAME_WORDS, Run, pieces, runs
from core.scan.offline.cues import canonical, is_descent
from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.source import Cue, Sentence, Source
from core.scan.offline.vocabulary import Vocabulary, deeds, is_person_noun
from core.scan.offline.walkons import silent_names
from core.scan.offline.words import CAMERA, words

_NUMBER = (
    r"(?:(?:early|mid|late)[- ]?)?(?:\d{1,3}(?:['’]?s)?\b|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies)\b|"
    r"teens\b|"
    r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|five|six|seven|eight|nine)\b)"
)
AGE_WORDS = re.compile(
    rf"^(?:aged? |in (?:his|her|their) )?{_NUMBER}(?: years? old|-year-old)?\b", re.IGNORECASE
)
"""An age as introductions give it: thirty, late sixties, 40s, aged nine."""
_AGE = re.compile(
    rf"^(?:\s*[,(–—-]{{1,3}}\s*|\s*)(?:aged? |in (?:his|her|their) )?{_NUMBER}(?! (?:feet|miles|dollars|hours|"
    r"minutes|seconds|yards|times|percent)|:|%)",
    re.IGNORECASE,
)
_PERSON_NEXT = re.compile(
    r"^(?:\s*[,(:]\s*|\s*(?:--|[–—-])\s*|,? is |,? (?:our|who) )(?:(?:an?|the|her|his|their|our)\s[^.;:]{0,60}?)?"
    r"\b(?:man|woman|boy|girl|gentleman|lady|kid|child|teenager|guy|person|husband|wife|daughter|son|friend|who|"
    r"brother|sister|mother|father|dog|cat|horse|puppy|beagle|terrier|parrot|youngster|toddler|baby)\b",
    re.IGNORECASE,
)
_BEFORE_ROLE = re.compile(
    r"(?:\b(?:an?|the|this|that|his|her|their|its|our|another|several|some|more|other|of|with|and|by|as|for|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|dozen|\d+|\w+['’]s)\s(?:[\w'’,-]+\s){0,4})$",
    re.IGNORECASE,
)
_APPOSED = re.compile(r"\b(?:an?|the|his|her|their|\w+['’]s) [^.;:,]{0,50}, $", re.IGNORECASE)
_VERB_NEXT = re.compile(
    r"^\s(?:it|him|her|them|his|out|in|into|up|down|back|off|on|through|over|towards?|past|away|around|against|the|an?)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d\s?(?:AM|PM)\b|\d:\d|^\d+$|\bA\.?M\b|\bP\.?M\b")


@dataclass(slots=True)
class Candidate:
    """A name that may be a person's: its cues, the sentences that write it in capitals, and other lines.

    `hinted` is True when the file itself lists the name as one of its cast.
    """

    name: str
    cues: list[Cue] = field(default_factory=list)
    intros: list[tuple[Sentence, int]] = field(default_factory=list)
    hinted: bool = False

    @property
    def spoken(self) -> bool:
        """Whether it has a cue of its own."""
        return bool(self.cues)


def find_candidates(source: Source) -> dict[str, Candidate]:
    """Everybody who may be a person, by canonical name, in script order."""
    found: dict[str, Candidate] = {}
    for cue in source.cues:
        for name in _repaired(cue.names, source):
            found.setdefault(name, Candidate(name)).cues.append(cue)
    for name in [name for name, one in found.items() if _is_stray(one, source)]:
        del found[name]
    _add_introduced(source, found)
    for name, sentence, end in silent_names(source, frozenset(found)):
        found.setdefault(name, Candidate(name)).intros.append((sentence, end))
    for name in _hinted(source):
        found.setdefault(name, Candidate(name)).hinted = True
    return found


def is_cue_name(name: str) -> bool:
    """Whether a cue's name can be somebody's: no shot, no shout, no sentence, no hour."""
    tokens = name.split()
    small = [token for token in tokens if token in words("small")]
    return (
        sum(char.isalpha() for char in name) >= 2
        and len(tokens) <= MAX_NAME_WORDS
        and not CAMERA.search(name)
        and not re.search(r"[!?…]|\.\.|:", name)
        and not _CLOCK.search(name)
        and (not small or name in words("groups") or (tokens[0] not in small and tokens[-1] not in small))
        and not is_descent(name)
    )


def _repaired(names: Iterable[str], source: Source) -> Iterator[str]:
    """The names of a cue without the margin's number (TEDDY 40) and words before the name (OFF MATEO)."""
    for name in _side_by_side(names, source):
        base = re.sub(r"^(?:OFF|ON|TO|WITH|AND) | [1-9]\d{1,3}[A-Z]?$", "", name)
        if base != name and source.speeches_of(base) > source.speeches_of(name):
            name = base
        if is_cue_name(name):
            yield name


def _side_by_side(names: Iterable[str], source: Source) -> Iterator[str]:
    """Two columns of speech read as one cue: MACHETE ELEKTRA, where each speaks to the other elsewhere."""
    for name in names:
        parts = name.split()
        halves = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
        pair = next((half for half in halves if source.talk_together(*half)), None)
        yield from pair or (name,)


def _is_stray(candidate: Candidate, source: Source) -> bool:
    """A cue met once, of ordinary words, that nobody is called: a shout or a caption read as a cue."""
    tokens = re.findall(r"[^\W\d_]+", candidate.name)
    if len(candidate.cues) > 1 or not tokens:
        return False
    if any(is_person_noun(token) or token in words("titles", "groups", "voices", "qualifiers") for token in tokens):
        return False
    ordinary = all(source.vocabulary.is_common(token) or token in words("calendar", "small") for token in tokens)
    return ordinary or tokens[-1] in deeds() or tokens[0] in words("calendar")


def _add_introduced(source: Source, found: dict[str, Candidate]) -> None:
    spoken = frozenset(found) | {_untitled(name) for name in found}
    for sentence in source.sentences:
        for run in runs(sentence.text):
            for name, end in _names_of(run, sentence.text, spoken, source.vocabulary):
                found.setdefault(name, Candidate(name)).intros.append((sentence, end))


def _hinted(source: Source) -> Iterator[str]:
    """The cast that the file lists and that the script names, tags of people and animals included."""
    cast = ("cast members", "characters", "cast", "background actors", "extras", "animals", "animal handler")
    listed = [*source.screenplay.cast, *(tag.name for tag in source.screenplay.tags if tag.category in cast)]
    for name in map(canonical, listed):
        first = re.findall(r"[^\W\d_]+", name)[:1]
        if is_cue_name(name) and first and (source.vocabulary.names(first[0]) or source.in_capitals(name)):
            yield name


def _names_of(run: Run, text: str, spoken: frozenset[str], vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    if run.name in spoken:
        yield run.name, run.end
        return
    for piece in pieces(run):
        yield from _names_in(piece, text, spoken, vocabulary)


def _names_in(piece: Run, text: str, spoken: frozenset[str], vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """The names of a piece: one that is known, with more to it or not, or one that reads like a person."""
    known = _known(piece, spoken)
    if known is None:
        while len(piece.parts) > 1 and piece.parts[-1] in deeds():
            piece = piece.cut(0, len(piece.parts) - 1)
        while len(piece.parts) > 1 and piece.parts[0] in words("numbers"):
            piece = piece.cut(1, len(piece.parts))
        if _starts_given(piece, text, vocabulary):
            piece = piece.cut(0, 1)
        if _reads_like_a_person(piece, text, vocabulary):
            yield piece.name, piece.end
        return
    start, end = known
    if _extends(piece, start, end, text, spoken, vocabulary):
        yield piece.name, piece.end
        return
    yield piece.cut(start, end).name, piece.spots[end - 1][1]
    for rest in (piece.cut(0, start), piece.cut(end, len(piece.parts))):
        if rest.parts and _known(rest, spoken):
            yield from _names_in(rest, text, spoken, vocabulary)


def _known(piece: Run, spoken: frozenset[str]) -> tuple[int, int] | None:
    """Where the longest known name of a piece stands."""
    size = len(piece.parts)
    spans = ((at, at + length) for length in range(size, 0, -1) for at in range(size - length + 1))
    return next((span for span in spans if piece.cut(*span).name in spoken), None)


def _extends(
    piece: Run, start: int, end: int, text: str, spoken: frozenset[str], vocabulary: Vocabulary
) -> bool:
    """Whether the words around a known name belong to it: ADA MARSH, CAPTAIN MARSH, YOUNG ADA; not ADA STABS."""
    before, after = piece.parts[:start], piece.parts[end:]
    if len(before) + len(after) > 3:
        return False
    if CAMERA.search(piece.name) or (before and after):
        return False
    introduced = _is_introduced(text[piece.end :])
    if not introduced and any(_known(rest, spoken) for rest in (piece.cut(0, start), piece.cut(end, len(piece.parts)))):
        return False
    front = all(
        part.strip(".") in words("titles", "qualifiers")
        or (introduced and is_person_noun(part))
        or _is_own_name(part, vocabulary, introduced)
        for part in before
    )
    return front and all(is_descent(part) or _is_own_name(part, vocabulary, introduced) for part in after)


def _is_introduced(after: str) -> bool:
    return bool(re.match(r"\s*(?:,|\(|--|[–—-] )", after) or _AGE.match(after))


def _is_own_name(word: str, vocabulary: Vocabulary, introduced: bool) -> bool:
    """Whether a word beside a known name is a name, too: written as one elsewhere, or introduced here."""
    bare = word.strip(".").upper()
    if "-" in bare and any(vocabulary.is_common(part) or kind_of(part.lower()) for part in bare.split("-")):
        return False
    return (
        bare.replace("-", "").replace("'", "").isalpha()
        and (len(bare) > 1 or word.endswith("."))
        and bare not in words("small")
        and bare not in deeds()
        and bare not in words("calendar", "abstract")
        and not vocabulary.is_common(bare)
        and (vocabulary.names(bare) > 0 or (introduced and kind_of(bare.lower()) in (None, "person")))
    )


def _is_one_person(noun: str) -> bool:
    return is_person_noun(noun) and singular(noun.lower()) == noun.lower()


def _is_given(tokens: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """PETE, LEONARD HAYES: a first name that is no ordinary word, alone or with a surname."""
    given = words("male_names", "female_names") - words("word_names")
    return tokens[0] in given and not vocabulary.is_common(tokens[0])


def _starts_given(piece: Run, text: str, vocabulary: Vocabulary) -> bool:
    """PETE SURVEYS: a first name, and then no surname."""
    introduced = _is_introduced(text[piece.end :])
    return _is_given(piece.parts, vocabulary) and not all(
        _is_own_name(part, vocabulary, introduced) or part.endswith(".") for part in piece.parts[1:]
    )


def _is_set_off(before: str, vocabulary: Vocabulary) -> bool:
    """“a black con, LEONARD,”: a name set off behind the noun it explains."""
    noun = re.findall(r"[^\W\d_]+", before[-40:])[-1:]
    return bool(noun) and is_person_noun(noun[0]) and vocabulary.is_common(noun[0])


def _stands_as_role(word: str, before: str, after: str) -> bool:
    """Whether a noun in capitals is a noun here: a WAITER; not tries to SHEPHERD, the photo FANS, he DUCKS out."""
    plural = singular(word.lower()) != word.lower()
    if plural and (_VERB_NEXT.match(after) or re.search(r"\b(?:an?|\w+ly)\s(?:\w+\s)?$", before)):
        return False
    return bool(_BEFORE_ROLE.search(before[-80:])) or _opens(before)


def _opens(before: str) -> bool:
    """Whether a role stands first in its sentence, alone or behind one adjective: Blonde WOMAN."""
    leading = re.findall(r"\w[\w'’-]*", before)
    return not leading or (len(leading) == 1 and leading[0].upper() not in words("small") and leading[0].istitle())


def _untitled(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.rstrip(".") in words("titles") else name


def _reads_like_a_person(piece: Run, text: str, vocabulary: Vocabulary) -> bool:
    tokens, name = piece.parts, piece.name
    if CAMERA.search(name) or set(tokens) & words("abstract") or not name[:1].isalpha():
        return False
    before, after = text[: piece.start], text[piece.end :]
    if tokens[-1] in words("groups") or is_person_noun(tokens[-1]):
        return not piece.owning and (len(tokens) > 1 or _stands_as_role(tokens[0], before, after))
    if tokens[-1] in deeds() or set(tokens) & words("voices"):
        return False
    if len(tokens) > 1 and (tokens[-2].strip(".") in words("titles") or _is_one_person(tokens[-2])):
        return not piece.owning and _is_own_name(tokens[-1], vocabulary, introduced=False)
    if _is_given(tokens, vocabulary) or (_APPOSED.search(before[-60:]) and _is_set_off(before, vocabulary)):
        return not piece.owning
    thing = kind_of(tokens[-1].lower()) in ("object", "worn", "vehicle", "furniture", "built", "stuff")
    return not thing and bool(_AGE.match(after) or _PERSON_NEXT.match(after))
