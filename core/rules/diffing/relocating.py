"""What a scan no longer lists and the script still says: a row is gone only when its lines are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from core.models import Draft, Line, Mention, MentionKind, Screenplay
from core.rules.diffing.evidence import SAME_START
from core.rules.diffing.words import words


class Lines:
    """The lines of a screenplay by what they say."""

    def __init__(self, screenplay: Screenplay) -> None:
        self._by_text: dict[str, list[Line]] = defaultdict(list)
        for line in screenplay.lines:
            self._by_text[_key(line.text)].append(line)

    def relocated(self, draft: Draft) -> Draft | None:
        """The draft with its mentions where their lines stand now; None when no line names it any more."""
        places = self._places(draft)
        named = [one for one in draft.mentions if one.kind is not MentionKind.PRONOUN and one.line in places]
        if not named:
            return None
        mentions = tuple(_moved(one, places[one.line]) for one in draft.mentions if one.line in places)
        traits = tuple(replace(trait, lines=_lines(trait.lines, places)) for trait in draft.traits)
        return replace(
            draft,
            mentions=mentions,
            summary_lines=_lines(draft.summary_lines, places),
            traits=tuple(trait for trait in traits if trait.lines or trait.inferred),
        )

    def _places(self, draft: Draft) -> dict[int, Line]:
        """Where the lines of the mentions stand now; lines that say the same are taken in their order."""
        taken: dict[str, int] = defaultdict(int)
        places: dict[int, Line] = {}
        for mention in draft.mentions:
            key = _key(mention.text)
            if taken[key] < len(lines := self._by_text.get(key, [])):
                places[mention.line] = lines[taken[key]]
                taken[key] += 1
        return places


def _key(text: str) -> str:
    return words(text)[:SAME_START]


def _moved(mention: Mention, line: Line) -> Mention:
    return replace(mention, line=line.number, scene=line.scene, page=line.page)


def _lines(lines: tuple[int, ...], places: Mapping[int, Line]) -> tuple[int, ...]:
    return tuple(places[line].number for line in lines if line in places)
