"""Extract and resolve: the things. A key prop is an object that somebody handles or the plot turns on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from core.models import Screenplay
from core.scan.offline.christened import see_christened
from core.scan.offline.lexicon import thing_kind
from core.scan.offline.naming import NameIndex
from core.scan.offline.seeing import Seen, see_things
from core.scan.offline.source import Source, canonical
from core.scan.offline.thing_names import name_things
from core.scan.offline.thing_words import may_be_verb
from core.scan.offline.words import words

# A feature has 50,000 to 100,000 letters of action; it has some 15 to 40 key props and as many lesser ones.
PROPS_AT_LEAST, PROPS_A_LETTER = 3, 0.9 / 1000
LEAST_SCORE = 0.9
PASSING_SCORE = 1.4
"""Of a thing that is named once or twice and never spoken of."""

# What speaks for a thing, beside how often it is named. Found on labelled scripts, rounded.
HANDLED, HANDLERS, SPOKEN, COMPOUND, INTRODUCED, OWNED, PICTURE = 0.7, 0.1, 0.5, 0.5, 0.7, 1.2, 1.0
DEFINITE, PLURAL, STRETCHED, ORDINARY, ONE_OF_MANY = 0.4, -0.6, -0.3, -0.8, -1.2
OF_KIND = {"vehicle": 0.8, "worn": -1.0, "furniture": -0.9, "food": -0.6, "stuff": -0.7}
STRETCH_LINES = 120

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Thing:
    """One prop: the name to suggest first, then its other names, and where the action names it."""

    names: tuple[str, ...]
    seen: tuple[Seen, ...]
    spoken: tuple[tuple[int, int, int], ...]
    """Where dialogue names it: line, first column, column after the last."""
    tagged: tuple[int, ...] = ()
    """The lines on which the file itself tags it."""
    one_of_many: bool = False
    """Whether it goes by a noun that names other things as well: a car among ADA'S CAR and BEN'S CAR."""

    @property
    def head(self) -> str:
        """Its noun, lower case."""
        return self.seen[0].head if self.seen else self.key.rpartition(" ")[2].lower()

    @property
    def key(self) -> str:
        """The suggested name; unique among the things."""
        return self.names[0]

    @cached_property
    def handled(self) -> int:
        """How often somebody does something with it."""
        return sum(seen.handled for seen in self.seen)

    @cached_property
    def handlers(self) -> Counter[str]:
        """Who handles it, and how often."""
        return Counter(seen.by for seen in self.seen if seen.handled and seen.by)

    @cached_property
    def scenes(self) -> int:
        """How many scenes it is seen in."""
        return len({seen.sentence.scene for seen in self.seen})

    @property
    def introduced(self) -> bool:
        """Whether its first mention is in capitals."""
        return bool(self.seen) and self.seen[0].capital

    @cached_property
    def score(self) -> float:
        """How much the film turns on it. Logarithms: the second mention counts more than the twentieth.

        A thing that is spread thin over the film is an ordinary thing of its kind ("a glass"), not one prop.
        """
        stretches = {seen.sentence.line // STRETCH_LINES for seen in self.seen}
        return (
            log(1 + len(self.seen))
            + HANDLED * log(1 + self.handled)
            + HANDLERS * log(1 + len(self.handlers))
            + SPOKEN * log(1 + len(self.spoken))
            + COMPOUND * bool({" ", "-"} & set(self.key))
            + INTRODUCED * self.introduced
            + OWNED * any(seen.owned for seen in self.seen)
            + ORDINARY * (self.key.lower() in words("ordinary_props"))
            + ONE_OF_MANY * self.one_of_many
            + PICTURE * (self.head in words("pictures"))
            + DEFINITE * _share(seen.definite for seen in self.seen)
            + PLURAL * _share(seen.plural for seen in self.seen)
            + STRETCHED * log(1 + len(stretches))
            + OF_KIND.get(thing_kind(self.head) or "", 0)
        )


def _share(signs: Iterable[bool]) -> float:
    """The share of the true ones, 0 to 1."""
    known = list(signs)
    return sum(known) / max(1, len(known))


def find_things(source: Source, people: NameIndex, places: Iterable[str]) -> tuple[tuple[Thing, ...], int]:
    """The props worth showing, weightiest first, and how many more objects are named and are not."""
    sets = {word for place in places for word in _WORD.findall(place.lower())}
    things = with_tags(source.screenplay, all_things(source, people))
    tagged = [thing for thing in things if thing.tagged]
    room = round(PROPS_AT_LEAST + PROPS_A_LETTER * action_letters(source))
    worth = [thing for thing in things if not thing.tagged and is_worth_showing(thing, sets)]
    worth.sort(key=lambda thing: (-thing.score, thing.key))
    kept = sorted((*tagged, *worth[:room]), key=lambda thing: (-thing.score, thing.key))
    return tuple(kept), len(things) - len(kept)


def action_letters(source: Source) -> int:
    """How long the action is: what the number of a film's props goes by."""
    return sum(len(sentence.text) for sentence in source.sentences)


def is_worth_showing(thing: Thing, sets: Collection[str]) -> bool:
    """Strict on purpose (SPEC 2.2, key prop): more than named in passing, and no set, unless it is driven."""
    kind = thing_kind(thing.head)
    passing = len(thing.seen) < 3 and not thing.introduced and len(thing.spoken) < 2
    if thing.score < (PASSING_SCORE if passing else LEAST_SCORE):
        return False
    if kind == "furniture" or (thing.head in sets and kind != "vehicle"):
        return thing.handled > 1 or (thing.introduced and thing.handled > 0)
    if kind == "worn":
        return thing.handled > 0 and len(thing.seen) > 1
    recurs = len(thing.seen) + len(thing.spoken) > 2 and len(thing.seen) > 1
    return thing.handled > 0 or thing.introduced or recurs


def with_tags(screenplay: Screenplay, things: Sequence[Thing]) -> list[Thing]:
    """The things with what the file itself tags as props (FDX): a tag makes a thing, or confirms one."""
    tags: dict[str, set[int]] = defaultdict(set)
    for tag in screenplay.tags:
        if tag.category in words("prop_tags"):
            tags[canonical(tag.name)] |= set(tag.lines)
    by_name = {name: index for index, thing in reversed(list(enumerate(things))) for name in thing.names}
    out = list(things)
    for name, lines in tags.items():
        index = by_name.get(name)
        if index is None:
            out.append(Thing((name,), (), (), tuple(sorted(lines))))
        else:
            out[index] = replace(out[index], tagged=tuple(sorted({*out[index].tagged, *lines})))
    return out


def all_things(source: Source, people: NameIndex) -> list[Thing]:
    """Everything tangible that the action names, told apart and named."""
    by_head: dict[str, list[Seen]] = defaultdict(list)
    for seen in see_things(source, people):
        by_head[seen.head].append(seen)
    called = _called(people, by_head)
    dialogue = _dialogue_words(source)
    things = []
    for head, mentions in by_head.items():
        named = name_things(mentions, called)
        for item in named:
            names = (*item.names, head.upper()) if len(named) == 1 else item.names
            spoken = tuple(_spoken(source, dialogue, names, head))
            one_of_many = len(named) > 1 and item.names[0].lower() == head
            things.append(Thing(item.names, item.seen, spoken, (), one_of_many))
    taken = {thing.key for thing in things}
    for name, places in see_christened(source, people).items():
        if name not in taken:
            things.append(
                Thing((name,), tuple(places), tuple(_spoken(source, dialogue, (name,), name.lower())))
            )
    return things


def _called(people: NameIndex, by_head: Mapping[str, Sequence[Seen]]) -> dict[str, str]:
    """How the action calls each owner most often."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in {
        item.sentence.text for seen in by_head.values() for item in seen if item.owner or item.shows
    }:
        for name in people.find(text):
            counts[name.owner][text[name.start : name.end].upper()] += 1
    return {owner: max(sorted(texts), key=lambda text: texts[text]) for owner, texts in counts.items()}


def _dialogue_words(source: Source) -> dict[str, list[int]]:
    """The numbers of the speeches that hold each word."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, speech in enumerate(source.speeches):
        for word in set(re.findall(r"[^\W_]+", speech.folded)):
            found[word].append(index)
    return found


def _spoken(
    source: Source, dialogue: Mapping[str, list[int]], names: Iterable[str], head: str
) -> Iterator[tuple[int, int, int]]:
    last = head.rpartition(" ")[2]
    lines = sorted({index for word in (last, last + "s", last + "es") for index in dialogue.get(word, ())})
    if not lines:
        return
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})(?:s|es)?\b", re.IGNORECASE)
    for index in lines:
        speech = source.speeches[index]
        for match in pattern.finditer(speech.text):
            if not may_be_verb(head) or _has_article(speech.text[: match.start()]):
                yield speech.line, match.start(), match.end()


def _has_article(before: str) -> bool:
    """Whether a noun follows: “the match”, “his old watch”, not “watch out”."""
    last = [word.lower() for word in _WORD.findall(before[-40:])][-2:]
    return bool(words("determiners") & set(last)) and last[-1] not in words("boundaries")
