"""A screenplay as the rules read it: action in sentences, cues with names, speeches with speakers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from core.models import Line, LineKind, Mention, Screenplay
from core.scan.offline.cues import canonical, cue_names
from core.scan.offline.vocabulary import Vocabulary

__all__ = ["Cue", "Sentence", "Source", "Speech", "canonical", "cue_names", "split_sentences"]

MAX_MENTION_CHARS = 600
MAX_SENTENCE_CHARS = 2000

_ABBREVIATIONS = "".join(
    rf"(?<!\b{short}\.)" for short in ("[A-Z]", "Mr", "Mrs", "Ms", "Dr", "St", "No", "Lt", "Sgt")
)
_SENTENCE_END = re.compile(rf"{_ABBREVIATIONS}(?<=[.!?…])[\"”')]?\s+(?=[\"“‘(*]?[^\W\d_a-z]|\.\.\.)|\n")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of action. `paragraph` counts paragraphs from 0.

    `starts` are the lines it runs over: (offset in `text`, line number), the first one at offset 0 or before.
    """

    text: str
    starts: tuple[tuple[int, int], ...]
    scene: int | None
    paragraph: int

    @property
    def line(self) -> int:
        """The number of the line on which it starts."""
        return self.starts[0][1]

    def place_of(self, start: int, end: int) -> tuple[int, tuple[int, int]]:
        """The line and its columns of `text[start:end]`; of what runs over a line's end the last line, where
        the noun stands."""
        offset, line = max(one for one in self.starts if one[0] < end)
        return line, (max(start, offset) - offset, end - offset)

    def line_of(self, value: str) -> int:
        """The number of the line on which `value` starts; that of the sentence when it is not in it."""
        at = max(0, self.text.find(value))
        return max(start for start in self.starts if start[0] <= at or start == self.starts[0])[1]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: the names that speak, and whether only a voice is heard."""

    line: int
    scene: int | None
    names: tuple[str, ...]
    unseen: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """A line of dialogue and the names of its cue; `folded` is in lower case."""

    text: str
    line: int
    scene: int | None
    speakers: tuple[str, ...]
    folded: str


class Source:
    """The readings of one screenplay that all rules share, made once."""

    def __init__(self, screenplay: Screenplay) -> None:
        self.screenplay = screenplay
        self.sentences = tuple(_sentences(screenplay))
        self.cues = tuple(_cue(line) for line in screenplay.lines if line.kind is LineKind.CUE)
        self.speeches = tuple(_speeches(screenplay, self.cues))
        self.vocabulary = Vocabulary.of([*(s.text for s in self.sentences), *(s.text for s in self.speeches)])
        self._cues_of = Counter(name for cue in self.cues for name in cue.names)
        self._scenes_of: dict[str, set[int | None]] = defaultdict(set)
        for cue in self.cues:
            for name in cue.names:
                self._scenes_of[name].add(cue.scene)
        self._lines = {line.number: line for line in screenplay.lines}
        self._next = dict(pairwise(self.sentences))
        self._on_line: dict[int, list[Sentence]] = defaultdict(list)
        for sentence in self.sentences:
            for _, number in sentence.starts:
                self._on_line[number].append(sentence)

    def after(self, sentence: Sentence) -> Sentence | None:
        """The next sentence of the same paragraph."""
        following = self._next.get(sentence)
        return following if following and following.paragraph == sentence.paragraph else None

    def cues_of(self, name: str) -> int:
        """How many cues a name has."""
        return self._cues_of[name]

    def talk_together(self, one: str, other: str) -> bool:
        """Whether both have cues of their own in one scene."""
        scenes = self._scenes_of
        return one in scenes and other in scenes and bool(scenes[one] & scenes[other])

    def names_in_capitals(self, name: str) -> bool:
        """Whether the action writes a name in capitals."""
        return any(name in sentence.text for sentence in self.sentences)

    def sentences_on(self, number: int) -> Sequence[Sentence]:
        """The sentences of action on a line, those that only end there included."""
        return self._on_line.get(number, ())

    def line(self, number: int) -> Line:
        """The script's line with this number."""
        return self._lines[number]

    def mention(self, number: int) -> Mention:
        """The mention that a line is, its text capped."""
        line = self._lines[number]
        return Mention(line.number, line.scene, line.page, line.text.strip()[:MAX_MENTION_CHARS])

    def mentions(self, numbers: set[int]) -> tuple[Mention, ...]:
        """Mentions of these lines, in script order."""
        return tuple(self.mention(number) for number in sorted(numbers))


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph with their offsets; an endless one is cut, so that no rule runs away."""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        for at in range(start, end, MAX_SENTENCE_CHARS):
            if sentence := text[at : min(end, at + MAX_SENTENCE_CHARS)].strip():
                yield text.index(sentence, at), sentence
        start = end


def _cue(line: Line) -> Cue:
    names, unseen = cue_names(line.text)
    return Cue(line.number, line.scene, names, unseen)


def _sentences(screenplay: Screenplay) -> Iterator[Sentence]:
    runs = groupby(screenplay.lines, key=lambda line: line.kind is LineKind.ACTION)
    for index, lines in enumerate(list(group) for action, group in runs if action):
        text, starts = _joined(lines)
        for offset, sentence in split_sentences(text):
            first = bisect_right(starts, offset) - 1
            last = bisect_left(starts, offset + len(sentence))
            run = tuple((starts[at] - offset, lines[at].number) for at in range(first, last))
            yield Sentence(sentence, run, lines[first].scene, index)


def _joined(lines: list[Line]) -> tuple[str, list[int]]:
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line.text.strip() + " "
    return text, starts


def _speeches(screenplay: Screenplay, cues: tuple[Cue, ...]) -> Iterator[Speech]:
    names = {cue.line: cue.names for cue in cues}
    speakers: tuple[str, ...] = ()
    for line in screenplay.lines:
        if line.kind is LineKind.CUE:
            speakers = names[line.number]
        elif line.kind in (LineKind.DIALOGUE, LineKind.LYRIC):
            yield Speech(line.text, line.number, line.scene, speakers, line.text.lower())
