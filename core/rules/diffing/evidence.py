"""By what an entity is known when its name is not: what stands around its name in the script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from core.models import Draft, Line, LineKind, Mention, MentionKind, Screenplay
from core.rules.diffing.words import MASK, NOBODY, STRANGER, Strangers, bare, bare_names, masked, words

MIN_WORDS = 3
"""Words besides the name that a text needs to say anything of who is meant."""

FIRST_WORDS = 12
"""Words of a speech or a scene by which it is known; what follows may be wrapped or edited."""

SAME_START = 80
"""Characters by which a mention's line is known to be the screenplay's; long lines are quoted in part."""

MAX_PARAGRAPH = 2000
"""Characters of a paragraph that is one; a text without blank rows has none."""

_SPOKEN = (LineKind.DIALOGUE, LineKind.LYRIC)
_PASSED_OVER = (
    LineKind.BLANK,
    LineKind.FURNITURE,
    LineKind.PAGE_BREAK,
    LineKind.NOTE,
    LineKind.PARENTHETICAL,
    LineKind.SYNOPSIS,
)
_PAGE_TURN = (LineKind.FURNITURE, LineKind.PAGE_BREAK)
_SENTENCE_END = re.compile(r"[.!?…:][\"”')]*\s*$")


@dataclass(frozen=True, slots=True)
class Profile:
    """A draft as it is compared: `name` and `names` are bare, `places` its mentions by line, in words.

    `known` are texts that know the entity without its name, by line; `named` are those of them that speak of
    it by name, and so of nothing else: a line may mean a person and a thing by pronouns alone.
    """

    name: str
    names: frozenset[str]
    places: Mapping[int, str]
    known: Mapping[int, str]
    named: frozenset[str]

    @property
    def evidence(self) -> frozenset[str]:
        """What knows the entity without its name, wherever it stands."""
        return frozenset(self.known.values())

    @property
    def texts(self) -> frozenset[str]:
        """The words of its mentions; what follows a cue or a heading tells it from others like it."""
        return frozenset(filter(None, self.places.values()))


class Surroundings:
    """What follows the cues and headings of a screenplay, and its paragraphs; without one, nothing does."""

    def __init__(self, screenplay: Screenplay | None) -> None:
        self._lines = screenplay.lines if screenplay else ()
        self._at = {line.number: at for at, line in enumerate(self._lines)}
        self._known: dict[int, str] = {}

    def text(self, mention: Mention, own: str) -> str:
        """The words that know a mention: of a cue its speech, of a heading its scene, else its `own`."""
        line = self._line(mention)
        kind = line.kind if line else None
        if line and (kind is LineKind.CUE or kind is LineKind.HEADING):
            if line.number not in self._known:
                self._known[line.number] = " ".join(islice(self._words_after(line), FIRST_WORDS))
            return self._known[line.number]
        return "" if mention.kind in (MentionKind.CUE, MentionKind.HEADING) else own

    def paragraph(self, mention: Mention) -> str:
        """The text of a mention's paragraph; its own where none is known."""
        line = self._line(mention)
        return self._paragraphs.get(line.number, mention.text) if line else mention.text

    @cached_property
    def _paragraphs(self) -> Mapping[int, str]:
        runs = [(lines, " ".join(line.text for line in lines)) for lines in _paragraphs(self._lines)]
        return {line.number: text for lines, text in runs if len(text) <= MAX_PARAGRAPH for line in lines}

    def _line(self, mention: Mention) -> Line | None:
        """The mention's line, unless the mention is of another revision."""
        at = self._at.get(mention.line)
        start = mention.text.strip()[:SAME_START]
        return self._lines[at] if at is not None and self._lines[at].text.strip().startswith(start) else None

    def _words_after(self, line: Line) -> Iterator[str]:
        wanted = _SPOKEN if line.kind is LineKind.CUE else (LineKind.ACTION, LineKind.CUE, *_SPOKEN)
        for at in range(self._at[line.number] + 1, len(self._lines)):
            following = self._lines[at]
            if following.kind in wanted:
                yield from words(following.text).split()
            elif following.kind not in _PASSED_OVER:
                return


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of one kind between blank rows; a page turns within a paragraph only within a sentence."""
    here: list[Line] = []
    between: set[LineKind] = set()
    for line in lines:
        if line.kind is LineKind.BLANK or line.kind in _PAGE_TURN:
            between.add(line.kind)
            continue
        if here and not _runs_on(here[-1], line, between):
            yield here
            here = []
        here.append(line)
        between.clear()
    yield here


def _runs_on(before: Line, line: Line, between: set[LineKind]) -> bool:
    if before.kind is not line.kind:
        return False
    turned = not between.isdisjoint(_PAGE_TURN)
    return LineKind.BLANK not in between or (turned and not _SENTENCE_END.search(before.text))


def profile_of(
    draft: Draft, around: Surroundings, more_names: Iterable[str] = (), strangers: Strangers = NOBODY
) -> Profile:
    """A draft as it is compared; `more_names` are masked like its own, those of `strangers` apart from it."""
    names = bare_names(draft)
    masks = names.union(more_names)
    places = [(mention, words(mention.text)) for mention in draft.mentions]
    found = {mention.line: _masked(mention, around, masks, strangers) for mention in draft.mentions}
    telling = {line: said for line, said in found.items() if length(said[0]) >= MIN_WORDS}
    return Profile(
        name=bare(draft.suggested_name),
        names=names,
        places={mention.line: _place(own, around.text(mention, own)) for mention, own in places},
        known={line: text for line, (text, _) in telling.items()},
        named=frozenset(text for text, by_name in telling.values() if by_name),
    )


def _place(own: str, known: str) -> str:
    return own if known == own else f"{own} {known}".strip()


def _masked(
    mention: Mention, around: Surroundings, masks: Iterable[str], strangers: Strangers
) -> tuple[str, bool]:
    """What knows a mention without its name, and whether it is meant there by name."""
    own = words(around.paragraph(mention))
    known = around.text(mention, own)
    text = masked(known, masks)
    return strangers.mask(text), known != own or MASK in text.split()


def length(text: str) -> int:
    """How many words a text has besides names."""
    return sum(word not in (MASK, STRANGER) for word in text.split())
