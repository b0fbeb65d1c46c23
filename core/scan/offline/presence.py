"""Who is meant by a name where it stands: the one of that look, and a role only in its own scenes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from core.models import LineKind, MentionKind
from core.scan.offline.drafting import Occurrences
from core.scan.offline.identity import Figure
from core.scan.offline.naming import Found, NameIndex
from core.scan.offline.source import Sentence, Source
from core.scan.offline.vocabulary import Vocabulary
from core.scan.offline.words import words

_LINES = {
    LineKind.DIALOGUE: MentionKind.NAME,
    LineKind.LYRIC: MentionKind.NAME,
    LineKind.PARENTHETICAL: MentionKind.NAME,
    LineKind.HEADING: MentionKind.HEADING,
}
"""The lines that are read one by one, and how a name in them is meant; action is read in sentences."""
_AGED = re.compile(r"(?:\d{1,2}|[A-Z]+)[- ]YEARS?[- ]OLD ")


class Presence:
    """Finds the names of a script and says whom each means in its scene."""

    def __init__(self, source: Source, cast: Sequence[Figure], index: NameIndex) -> None:
        self.source = source
        self._index = index
        self._scenes = {figure.key: figure.scenes for figure in cast}
        self._doubles = _doubles(cast)
        self._roles = {figure.key for figure in cast if source.vocabulary.is_role(figure.key)}

    def meant(self, owner: str, scene: int | None) -> str:
        """YOUNG ADA for ADA where only the young one speaks: there “Ada” is she."""
        other, scenes = self._doubles.get(owner, (owner, frozenset()))
        return other if scene in scenes else owner

    def is_here(self, owner: str, scene: int | None) -> bool:
        """Whether a word for a role can mean its figure: there may be other guards in other scenes."""
        return owner not in self._roles or scene in self._scenes[owner]

    def in_sentence(self, sentence: Sentence) -> list[Found]:
        """The names in a sentence of action, each with whom it means as its owner."""
        return self._found(sentence.text, sentence.scene)

    def places(self) -> dict[str, Occurrences]:
        """Where each entity is named."""
        places: dict[str, Occurrences] = defaultdict(Occurrences)
        for sentence in self.source.sentences:
            for found in self.in_sentence(sentence):
                line, columns = sentence.place_of(found.start, found.end)
                places[found.owner].add(line, columns)
        for spoken in self.source.screenplay.lines:
            if spoken.kind in _LINES:
                for found in self._found(spoken.text, spoken.scene):
                    places[found.owner].add(spoken.number, (found.start, found.end), _LINES[spoken.kind])
        return places

    def _found(self, text: str, scene: int | None) -> list[Found]:
        return [
            self._as_meant(found, scene)
            for found in self._index.find(text)
            if self.is_here(found.owner, scene) or not self._is_vague(text[found.start : found.end])
        ]

    def _as_meant(self, found: Found, scene: int | None) -> Found:
        owner = self.meant(found.owner, scene)
        return found if owner == found.owner else replace(found, owner=owner)

    def _is_vague(self, spelled: str) -> bool:
        """The man, Doctor: a word for a role that is not in capitals."""
        return not spelled.isupper() and self.source.vocabulary.is_role(spelled)


def looks_of(cast: Sequence[Figure]) -> dict[str, str]:
    """YOUNG EDWARD is another look of EDWARD: by key, the key of the figure whose look it is."""
    owners = {name: figure.key for figure in cast for name in figure.names if not figure.group}
    looks = {}
    for figure in cast:
        for name in figure.names:
            plain = _without_look(name)
            if plain != name and owners.get(plain, figure.key) != figure.key:
                looks[figure.key] = owners[plain]
    return {key: of for key, of in looks.items() if of not in looks}


def _without_look(name: str) -> str:
    """EDWARD for YOUNG EDWARD, EIGHT-YEAR-OLD EDWARD; a bare role (OLD MAN) keeps its look."""
    first, _, rest = name.partition(" ")
    plain = _AGED.sub("", name) if _AGED.match(name) else rest if first in words("looks") else name
    return plain if plain and Vocabulary().is_proper(plain) else name


def _doubles(cast: Sequence[Figure]) -> dict[str, tuple[str, frozenset[int | None]]]:
    """By the key of a figure, another look of it with the scenes in which only that one speaks."""
    spoken = {figure.key: frozenset(cue.scene for cue in figure.cues) for figure in cast}
    return {of: (key, spoken[key] - spoken[of]) for key, of in looks_of(cast).items()}
