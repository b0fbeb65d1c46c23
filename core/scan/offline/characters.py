"""Extract: who is in the script. Cues, and introductions in capitals that read like a person's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.scan.offline.lexicon import kind_of, singular
from core.scan.offline.source import Cue, Sentence, Source, canonical
from core.scan.offline.words import CAMERA, words

MAX_NAME_WORDS = 5

_NO_NAMES = frozenset(
    (
        *(
            "A",
            "AN",
            "THE",
            "I",
            "&",
            "ON",
            "OFF",
            "TO",
            "AT",
            "OVER",
            "BACK",
            "WITH",
            "AND",
            "FROM",
            "IN",
            "FOR",
        ),
        *("BEHIND", "AS", "OF", "BY"),
    )
)
_TOKEN = re.compile(r"\S+")
_EDGES = " \t.,:;!?…()[]{}\"“”‘'’*_-–—"
_NUMBER = (
    r"(?:(?:early|mid|late)[- ]?)?(?:\d{1,3}(?:'?s)?\b|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ies)\b|"
    r"teens\b|"
    r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|five|six|seven|eight|nine)\b)"
)
AGE_WORDS = re.compile(
    rf"^(?:aged? |in (?:his|her|their) )?{_NUMBER}(?: years? old|-year-old)?\b", re.IGNORECASE
)
"""An age as introductions give it: thirty, late sixties, 40s, aged nine."""
_AGE = re.compile(rf"^\W{{0,3}}(?:aged? |in (?:his|her|their) )?{_NUMBER}", re.IGNORECASE)
_PERSON_NEXT = re.compile(
    r"^\W{0,3}(?:(?:an?|the|her|his|their)\s[^.;:]{0,60}?)?"
    r"\b(?:man|woman|boy|girl|gentleman|lady|kid|child|teenager|guy|person|husband|wife|daughter|son|friend|who)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Candidate:
    """A name that may be a person's: its cues and the sentences that write it in capitals."""

    name: str
    cues: list[Cue] = field(default_factory=list)
    intros: list[tuple[Sentence, int]] = field(default_factory=list)

    @property
    def spoken(self) -> bool:
        """Whether it has a cue of its own."""
        return bool(self.cues)


def find_candidates(source: Source) -> dict[str, Candidate]:
    """Everybody who may be a person, by canonical name, in script order."""
    found: dict[str, Candidate] = {}
    for cue in source.cues:
        for name in filter(is_cue_name, cue.names):
            found.setdefault(name, Candidate(name)).cues.append(cue)
    spoken = frozenset(found) | {_untitled(name) for name in found}
    for sentence in source.sentences:
        for name, end in capitals(sentence.text):
            if name in found or _extends(name, spoken) or _reads_like_a_person(name, sentence.text[end:]):
                found.setdefault(name, Candidate(name)).intros.append((sentence, end))
    return found


def is_cue_name(name: str) -> bool:
    """Whether a cue's name can be somebody's: no shot, no shout, no sentence."""
    letters = sum(char.isalpha() for char in name)
    return (
        letters >= 2
        and len(name.split()) <= MAX_NAME_WORDS
        and not CAMERA.search(name)
        and not re.search(r"[!?…]|\.\.|:", name)
    )


def capitals(text: str) -> Iterator[tuple[str, int]]:
    """Runs of words in capitals: canonical name and where it ends. A sentence all in capitals has none."""
    if sum(char.islower() for char in text) < 3:
        return
    run: list[re.Match[str]] = []
    for token in [*_TOKEN.finditer(text), None]:
        if token and _is_capital(token[0], bool(run)):
            run.append(token)
            if token[0][-1] not in ',.:;!?)"”' and not token[0].endswith("--"):
                continue
        yield from _run_name(run)
        run = []


def _untitled(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.rstrip(".") in words("titles") else name


def _extends(name: str, spoken: frozenset[str]) -> bool:
    """Whether a name in capitals is a cue's name with more to it: ADA for ADA MARSH or CAPTAIN MARSH."""
    parts = name.split()
    cuts = [*(parts[:at] for at in range(1, len(parts))), *(parts[at:] for at in range(1, len(parts)))]
    if CAMERA.search(name) or not any(" ".join(cut) in spoken for cut in cuts):
        return False
    return parts[-1] in spoken or kind_of(parts[-1].lower()) in (None, "person")


def is_group(name: str) -> bool:
    """Whether a name stands for several people: CROWD, FISHWIVES, PARTY GOERS, FIRST CROWD MEMBER."""
    tokens = re.findall(r"[^\W\d_]+", name.upper())
    if not tokens or tokens[0] in words("titles"):
        return False
    last = tokens[-1].lower()
    plural = singular(last) != last and kind_of(singular(last)) == "person"
    return plural or bool(words("groups") & set(tokens)) or tokens[-1].endswith("CHILDREN")


def _run_name(run: list[re.Match[str]]) -> Iterator[tuple[str, int]]:
    while run and run[0][0].strip(_EDGES) in _NO_NAMES:
        run = run[1:]
    name = canonical(" ".join(token[0].strip(_EDGES) for token in run))
    name = re.sub(r"'S?$", "", name) if run and re.search(r"['’][sS]?\W*$", run[-1][0]) else name
    if run and len(run) <= MAX_NAME_WORDS and sum(char.isalpha() for char in name) >= 2:
        yield name, run[-1].start() + len(run[-1][0].rstrip(_EDGES))


def _is_capital(token: str, within: bool) -> bool:
    bare = re.sub(r"['’]s$", "", token.strip(_EDGES))
    letters = [char for char in bare if char.isalpha()]
    if within and (bare == "&" or re.fullmatch(r"#?\d+", bare)):
        return True
    return bool(letters) and all(char.isupper() for char in letters)


def _reads_like_a_person(name: str, after: str) -> bool:
    tokens = name.split()
    if CAMERA.search(name) or set(tokens) & words("abstract") or not name[0].isalpha():
        return False
    kind = kind_of(tokens[-1].lower())
    if kind == "person" or is_group(name):
        return True
    thing = kind in ("object", "worn", "vehicle", "furniture", "built", "stuff")
    return not thing and bool(_AGE.match(after) or _PERSON_NEXT.match(after))
