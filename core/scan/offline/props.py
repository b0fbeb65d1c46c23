"""Extract and resolve: the things. A key prop is an object that somebody handles or the plot turns on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

from core.scan.offline.lexicon import kind_of, nouns, singular
from core.scan.offline.naming import NameIndex
from core.scan.offline.source import Sentence, Source
from core.scan.offline.traits import thing_values
from core.scan.offline.words import words

WORN_SCORE = 5.2
SCENERY_SCORE = 7.0
MAX_MODIFIERS = 4
HANDLED_WITHIN = 7

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TANGIBLE = ("object", "vehicle", "worn", "furniture")


@dataclass(frozen=True, slots=True)
class Seen:
    """One place where a thing is named: its head noun, the words before it, and what is done with it."""

    head: str
    modifiers: tuple[str, ...]
    sentence: Sentence
    start: int
    end: int
    capital: bool
    handled: bool

    @property
    def phrase(self) -> str:
        """Modifiers and head, lower case."""
        return " ".join((*self.modifiers, self.head))


@dataclass(frozen=True, slots=True)
class Thing:
    """One prop: the name to suggest first, then its other names, and where the action names it."""

    names: tuple[str, ...]
    seen: tuple[Seen, ...]
    spoken: tuple[int, ...]
    """Lines of dialogue that name it."""

    @property
    def key(self) -> str:
        """The suggested name; unique among the things."""
        return self.names[0]

    @property
    def handled(self) -> int:
        """How often somebody does something with it."""
        return sum(seen.handled for seen in self.seen)

    @property
    def scenes(self) -> int:
        """How many scenes it is seen in."""
        return len({seen.sentence.scene for seen in self.seen})

    @property
    def score(self) -> float:
        """How much the film turns on it: mentions, handling, capitals, scenes; each counts less the more."""
        return (
            log(1 + len(self.seen))
            + 1.2 * log(1 + self.handled)
            + 0.8 * log(1 + sum(seen.capital for seen in self.seen))
            + 0.8 * log(1 + self.scenes)
            + 0.3 * log(1 + len(self.spoken))
        )


def find_things(source: Source, people: NameIndex, places: Iterable[str]) -> tuple[tuple[Thing, ...], int]:
    """The props worth showing, weightiest first, and how many more objects are named and are not."""
    by_head: dict[str, list[Seen]] = defaultdict(list)
    for sentence in source.sentences:
        for seen in _seen_in(sentence, people):
            by_head[seen.head].append(seen)
    taken = {word for place in places for word in _WORD.findall(place.lower())}
    things = [thing for seen in by_head.values() for thing in _things(source, seen)]
    enough = 3.0 + 0.3 * log(1 + len(source.screenplay.scenes))
    kept = [thing for thing in things if _is_worth_showing(thing, taken, enough)]
    kept.sort(key=lambda thing: (-thing.score, thing.key))
    return tuple(kept), len(things) - len(kept)


def _is_worth_showing(thing: Thing, taken: set[str], enough: float) -> bool:
    """Strict on purpose (SPEC 2.2, key prop): handled or introduced, and more than mentioned in passing."""
    head, kind = thing.seen[0].head, kind_of(thing.seen[0].head)
    introduced = any(seen.capital for seen in thing.seen)
    if head in taken and not introduced and thing.score < SCENERY_SCORE:
        return False
    if kind in ("worn", "furniture"):
        return thing.handled >= 3 and thing.score >= WORN_SCORE
    if introduced and len(thing.seen) > 1 and (thing.handled or len(thing.seen) + len(thing.spoken) > 3):
        return True
    return thing.handled > 0 and thing.score >= enough


def _seen_in(sentence: Sentence, people: NameIndex) -> Iterator[Seen]:
    tokens = list(_WORD.finditer(sentence.text))
    shouting = sentence.text.isupper()
    named = [(found.start, found.end) for found in people.find(sentence.text)]
    at = 0
    while at < len(tokens):
        size = _noun_at(tokens, at, sentence.text)
        last = at + max(size, 1) - 1
        if size and not _inside(tokens[at], named) and not _modifies(tokens, last, sentence.text):
            seen, first = _seen(sentence, tokens, at, last, shouting)
            if seen.capital or _is_noun_phrase(tokens, first, seen):
                yield seen
        at = last + 1


def _noun_at(tokens: list[re.Match[str]], at: int, text: str) -> int:
    """How many words from `at` name a tangible thing: the longest entry of the lexicon, 0 for none."""
    for size in (3, 2, 1):
        span = tokens[at : at + size]
        if len(span) < size or any(not _adjacent(a, b, text) for a, b in pairwise(span)):
            continue
        phrase = " ".join(token[0].lower() for token in span)
        if singular(phrase.rpartition(" ")[2]) in words("never_props"):
            return 0
        if kind_of(phrase) in _TANGIBLE:
            return size
    return 0


def _adjacent(one: re.Match[str], other: re.Match[str], text: str) -> bool:
    return text[one.end() : other.start()] in (" ", "-")


def _inside(token: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start() < end for start, end in spans)


def _modifies(tokens: list[re.Match[str]], last: int, text: str) -> bool:
    """Whether the noun only qualifies the next one (“coat rack”), or is its owner (“the helmet's glass”)."""
    if re.search(r"['’]s?\Z", tokens[last][0]):
        return True
    if last + 1 >= len(tokens) or not _adjacent(tokens[last], tokens[last + 1], text):
        return False
    following = nouns().get(tokens[last + 1][0].lower())
    return following is not None and following != "decoy"


def _is_noun_phrase(tokens: list[re.Match[str]], first: int, seen: Seen) -> bool:
    """A bare word may be a verb (“they watch”): a noun has an article, an adjective or a plural."""
    before = tokens[first - 1][0].lower() if first else ""
    owned = re.search(r"['’]s?\Z", before) is not None
    article = before in words("determiners") or owned
    return article or seen.head != seen.sentence.text[seen.start : seen.end].lower().rpartition(" ")[2]


def _seen(
    sentence: Sentence, tokens: list[re.Match[str]], at: int, last: int, shouting: bool
) -> tuple[Seen, int]:
    head = singular(tokens[last][0].lower())
    first = at
    while first > 0 and at - first < MAX_MODIFIERS and _is_modifier(tokens, first - 1, sentence.text):
        first -= 1
    modifiers = tuple(token[0].lower() for token in tokens[first:last])
    before = [token[0].lower() for token in tokens[max(0, first - HANDLED_WITHIN) : first]]
    capital = all(token[0].isupper() for token in tokens[at : last + 1]) and not shouting
    handled = bool(words("handling") & set(before))
    return Seen(head, modifiers, sentence, tokens[first].start(), tokens[last].end(), capital, handled), first


def _is_modifier(tokens: list[re.Match[str]], at: int, text: str) -> bool:
    word = tokens[at][0].lower()
    if (
        not _adjacent(tokens[at], tokens[at + 1], text)
        and text[tokens[at].end() : tokens[at + 1].start()] != ", "
    ):
        return False
    if text[tokens[at].end()] == "," and word not in words(
        "colours", "condition", "sound", "worn_out", "form"
    ):
        return False
    if word in words("determiners", "boundaries", "acting", "handling", "wearing") or re.search(
        r"['’]s?\Z", word
    ):
        return False
    if kind_of(word) == "person" or word.upper() in words("groups") or word in words("vague"):
        return False
    return not (word.endswith("ly") or tokens[at][0].istitle())


# --- one head noun, one or several things ---------------------------------------------------------


def _things(source: Source, seen: list[Seen]) -> list[Thing]:
    """A head noun is one thing, unless the script names it by several compounds: SLUICE KEY, HARBOUR KEY."""
    compounds = _compounds(seen)
    if len(compounds) < 2:
        name = compounds[0] if compounds else _usual_name(seen)
        return [_thing(source, name, _of_material(name, seen), alone=True)]
    shares: dict[str, list[Seen]] = {name: [] for name in compounds}
    current = compounds[0]
    beside = {item.sentence: name for item in seen for name in compounds if item.phrase.endswith(name)}
    for item in seen:
        named = next((name for name in compounds if item.phrase.endswith(name)), None)
        current = named or beside.get(item.sentence) or current
        shares[current].append(item)
    return [_thing(source, name, items, alone=False) for name, items in shares.items() if items]


def _usual_name(seen: list[Seen]) -> str:
    """TIN BOX rather than BOX, when at least half of its mentions say so."""
    full = Counter(f"{item.modifiers[-1]} {item.head}" for item in seen if item.modifiers)
    name, count = full.most_common(1)[0] if full else ("", 0)
    plain = not name or name.split()[0] in words("form", "colours", "condition", "sound", "worn_out")
    return name if count > 1 and 2 * count >= len(seen) and not plain else seen[0].head


def _of_material(name: str, seen: list[Seen]) -> list[Seen]:
    """A glass box is not the tin box."""
    if not _is_material(name):
        return seen
    others = words("materials") - {name.split()[0]}
    return [item for item in seen if not others & set(item.modifiers)]


def _compounds(seen: list[Seen]) -> list[str]:
    """The head with the noun before it, where capitals or repetition show that this is its name."""
    counts: Counter[str] = Counter()
    capital: set[str] = set()
    plain = words("colours", "condition", "sound", "worn_out", "form", "physical", "demeanor", "determiners")
    for item in seen:
        if (
            item.modifiers
            and item.modifiers[-1] not in plain
            and not item.modifiers[-1].endswith(("ed", "ish"))
        ):
            name = f"{item.modifiers[-1]} {item.head}"
            counts[name] += 1
            spelled = item.sentence.text[item.start : item.end].split()
            if item.capital and len(spelled) > 1 and spelled[-2].isupper():
                capital.add(name)
    return [
        name for name, count in counts.items() if name in capital or (count > 1 and not _is_material(name))
    ]


def _is_material(name: str) -> bool:
    return name.split()[0] in words("materials")


def _thing(source: Source, name: str, seen: list[Seen], alone: bool) -> Thing:
    phrases = Counter(item.phrase for item in seen if item.modifiers)
    names = [
        name,
        *([seen[0].head] if alone else []),
        *(phrase for phrase, count in phrases.most_common(3) if count > 1),
    ]
    spelled = tuple(dict.fromkeys(text.upper() for text in names))
    return Thing(spelled, tuple(seen), tuple(_spoken(source, spelled, seen[0].head)))


def _spoken(source: Source, names: Iterable[str], head: str) -> Iterator[int]:
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:s|es)?\b", re.IGNORECASE)
    for speech in source.speeches:
        if head in speech.folded and pattern.search(speech.text):
            yield speech.line


def thing_facts(source: Source, thing: Thing) -> Iterator[tuple[str, str, Sentence]]:
    """What the action says of the thing's form, material and condition: field, value, sentence."""
    names = {name.casefold() for name in thing.names}
    for item in thing.seen:
        for field, value in thing_values(item.sentence.text, item.start, item.end):
            if value.casefold() not in names:
                yield field, value, item.sentence
        following = source.after(item.sentence)
        if following and _goes_on(item, following):
            for field, value in thing_values(following.text, 0, 0):
                yield field, value, following


def _goes_on(item: Seen, following: Sentence) -> bool:
    """A sentence that only names the thing is described by the next: “The key. Green, crusted.”"""
    naming = [word.lower() for word in _WORD.findall(item.sentence.text)]
    if re.search(r"\b(?:he|she|him|his|they|them)\b", following.text, re.IGNORECASE):
        return False
    if re.match(r"(?:It is|It['’]s|Its) ", following.text):
        return item.end >= len(item.sentence.text) - 2
    return len(naming) <= 6 and not words("acting", "handling") & set(naming)
