"""One phrase in another's place, so that the sentence around it stays whole.

A value of a trait is a noun phrase with or without a determiner (“a blue coat”, “pajamas”), or it says
something of its subject (“crusted with rust”). Where one would not fit in the other's place, nothing changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.rules.conflicts import THINGS
from core.text import folded

_ARTICLES = ("a", "an")
_DETERMINERS = "a|an|the|this|that|these|those|his|her|hers|its|their|my|your|our"
_DETERMINED = re.compile(rf"(?:{_DETERMINERS}) ", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:his|her|its|their|my|your|our|\S+[’'](?:s|S))$", re.IGNORECASE)
_OWNER = r"(?-i:[A-Z])[\w-]*[’']s"
_VERBS = {"is": "are", "was": "were", "has": "have", "are": "is", "were": "was", "have": "has"}
_CLAUSE = re.compile(r"\b(?:is|are|was|were|has|have)\b", re.IGNORECASE)
_PARTICLES = "through|up|together"
"""Words that end “soaked through”, where a value is cut short of them."""
_FOLLOWS = frozenset(
    """
    and or but with over under beneath in on at as from by to for against while that which who when where
    """.split()
)
"""Words that go on after a finished phrase."""
_UNCOUNTED = frozenset("hair skin armor armour clothing attire".split())
_NEAR = 80
"""How many characters around a phrase are looked at."""
_SOUNDS_LIKE_YOU = re.compile(r"uni(?:form|que|on|t|vers|corn)|use|usual|uten|eu|one\b|once\b")
_SILENT_H = re.compile(r"hour|heir|honest|honou?r")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A value as it is put into a sentence; `core` is what follows its determiner, or all of it."""

    determiner: str
    core: str

    @property
    def text(self) -> str:
        """The whole phrase."""
        return f"{self.determiner} {self.core}".strip()

    @property
    def key(self) -> str:
        """What tells it from other phrases: “a blue coat” is “the blue coat”."""
        return folded(self.core)

    @property
    def head(self) -> str:
        """The thing it names, as far as the word is known, or else its last word."""
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", self.key)
        return next((word for word in words if word in THINGS), words[-1] if words else "")

    @property
    def nominal(self) -> bool:
        """Whether it names a thing, and is no clause."""
        return not _CLAUSE.search(self.core) and bool(self.determiner or self.head in THINGS)

    @property
    def single(self) -> bool:
        """Whether it is one word."""
        return " " not in self.core

    @property
    def plural(self) -> bool:
        """Whether a verb after it stands in the plural."""
        return " and " in self.core or (self.head.endswith("s") and not self.head.endswith(("ss", "us")))

    @property
    def finished(self) -> bool:
        """Whether it ends with the thing it names, so that any word may follow it."""
        return self.nominal and self.key.endswith(self.head)


def phrase(value: str) -> Phrase:
    """A trait's value as a phrase."""
    text = " ".join(value.split()).strip(" .;,")
    match = _DETERMINED.match(text)
    if match is None:
        return Phrase("", text)
    return Phrase(match[0].strip().lower(), text[match.end() :])


def spoken(sentence: str, phrases: Iterable[Phrase]) -> frozenset[str]:
    """The keys of the phrases that stand in a sentence; of overlapping ones the first and longest."""
    pattern = _pattern(phrases)
    found = pattern.finditer(sentence) if pattern else ()
    return frozenset(folded(match["core"]) for match in found)


def exchanged(sentence: str, changes: Mapping[str, tuple[Phrase, Phrase]], phrases: Iterable[Phrase]) -> str:
    """The sentence with phrases put in the place of others where they fit, all in one go.

    `changes` has an old and a new phrase under the old one's key. Those of `phrases` that have no change are
    left alone, even where they hold words of an old one.
    """
    pattern = _pattern(phrases)

    def change(match: re.Match[str]) -> str:
        found = changes.get(folded(match["core"]))
        return match[0] if found is None else _Place(match, *found).filled()

    return pattern.sub(change, sentence) if pattern else sentence


def _pattern(phrases: Iterable[Phrase]) -> re.Pattern[str] | None:
    cores = sorted({one.core for one in phrases if one.core}, key=len, reverse=True)
    if not cores:
        return None
    either = "|".join(re.escape(core) for core in cores)
    return re.compile(
        rf"(?<![\w-])(?:(?P<said>{_DETERMINERS}|{_OWNER}) )?(?P<core>{either})(?!-?\w)"
        rf"(?P<particle> (?:{_PARTICLES})\b)?(?: (?P<verb>{'|'.join(_VERBS)})\b)?",
        re.IGNORECASE,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an old phrase stands in a sentence, and the new one that is to stand there."""

    match: re.Match[str]
    old: Phrase
    new: Phrase

    def filled(self) -> str:
        """What stands there from now on; the old words where the new ones don't fit."""
        if self._alike() and self._agrees():
            particle = self.match["particle"] if self.old.finished else ""
            put = f"{self._determiner()} {self.new.core}".strip() + (particle or "") + self._verb()
        elif self._says_of_subject():
            put = self.new.text + self._verb()
        elif self.old.single and self._said in _ARTICLES and re.match(r" \w", self._after):
            put = article(self._after.strip())
        else:
            return self.match[0]
        if "," in self.new.core and re.match(r" ?\w", self._after or self._verb()):
            put += ","
        return put if re.search(r"\w", self._before) else put[:1].upper() + put[1:]

    @property
    def _said(self) -> str:
        said = self.match["said"] or ""
        return said if re.search(r"[’']", said) else said.lower()

    @property
    def _before(self) -> str:
        return self.match.string[max(0, self.match.start() - _NEAR) : self.match.start()]

    @property
    def _after(self) -> str:
        return self.match.string[self.match.end() : self.match.end() + _NEAR]

    @property
    def _next(self) -> str:
        """The word that follows, "" at an end or a stop."""
        follows = re.match(r" (\w+)", self._after)
        return follows[1].lower() if follows else ""

    def _alike(self) -> bool:
        """Two names of things, two single words, or two phrases that end in the same word."""
        old, new = self.old, self.new
        if old.nominal and new.nominal:
            return True
        if _CLAUSE.search(new.core) or _CLAUSE.search(old.core) or old.determiner or new.determiner:
            return False
        return (old.single and new.single) or old.key.split()[-1] == new.key.split()[-1]

    def _agrees(self) -> bool:
        """Whether the words after the phrase can stay as they are; a verb that is known is changed."""
        if self.match["verb"] or not self._next or self._next in _FOLLOWS:
            return True
        subject = not re.search(r"\w", self._before)
        return (self.old.finished or self.old.single) and not (subject and self.old.plural != self.new.plural)

    def _says_of_subject(self) -> bool:
        """Whether both say something of a subject, and stand where that is all they do."""
        if self.old.nominal or self.new.nominal or _CLAUSE.search(self.new.core) or self._said:
            return False
        return not self._next and bool(re.search(r"(?:^|[,;:]|\b(?:is|are|was|were|and)) ?$", self._before))

    def _determiner(self) -> str:
        new = self.new
        if self._said and _POSSESSIVE.fullmatch(self._said):
            return self._said
        if self._said:
            chosen = new.determiner or self._said
        elif self._inside():
            return ""
        else:
            chosen = new.determiner or ("a" if self.old.plural and new.nominal else "")
        if chosen in _ARTICLES:
            return article(new.core) if new.determiner or self._counted() else ""
        return chosen

    def _counted(self) -> bool:
        return not self.new.plural and self.new.head not in _UNCOUNTED

    def _inside(self) -> bool:
        """Whether a determiner stands before with nothing but adjectives between."""
        for word in reversed(self._before.split()[-3:]):
            if _DETERMINED.match(f"{word} ") or _POSSESSIVE.fullmatch(word):
                return True
            ends = word.endswith("ing") or (word.endswith("s") and not word.endswith("ss"))
            if ends or word in _FOLLOWS or not word.rstrip(",").replace("-", "").isalpha():
                return False
        return False

    def _verb(self) -> str:
        verb = self.match["verb"]
        if not verb:
            return ""
        agrees = not self.old.nominal or self.old.plural == self.new.plural
        return f" {verb if agrees else _VERBS[verb.lower()]}"


def article(words: str) -> str:
    """ "a" or "an", by the sound of the first word."""
    word = words.casefold()
    vowel = word[:1] in "aeiou" and not _SOUNDS_LIKE_YOU.match(word)
    return "an" if vowel or _SILENT_H.match(word) else "a"
