"""What a scan no longer lists and the script still says: a row is gone only when its lines are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from core.models import Draft, Line, Mention, MentionKind, Screenplay
from core.rules.diffing.evidence import SAME_START
from core.rules.diffing.words import bare_names, says, words


class Lines:
    """The lines of a screenplay by what they say."""

    def __init__(self, screenplay: Screenplay) -> None:
        self._by_start: dict[str, list[tuple[Line, str]]] = defaultdict(list)
        for line in screenplay.lines:
            said = words(line.text)
            self._by_start[said[:SAME_START]].append((line, said))

    def relocated(self, draft: Draft) -> Draft | None:
        """The draft with its mentions where their lines stand now; None when no line names it any more."""
        places = self._places(draft)
        if not any(one.line in places for one in _naming(draft)):
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
        names = bare_names(draft)
        taken: set[int] = set()
        places: dict[int, Line] = {}
        for mention in draft.mentions:
            quote = words(mention.text)
            for line, said in self._by_start.get(quote[:SAME_START], ()):
                if line.number not in taken and (said.startswith(quote) or _says_any(said, names)):
                    places[mention.line] = line
                    taken.add(line.number)
                    break
        return places


def _naming(draft: Draft) -> list[Mention]:
    """The mentions that say a name of the draft; where none does, those by more than a pronoun."""
    names = bare_names(draft)
    saying = [one for one in draft.mentions if _says_any(words(one.text), names)]
    return saying or [one for one in draft.mentions if one.kind is not MentionKind.PRONOUN]


def _says_any(said: str, names: frozenset[str]) -> bool:
    return any(says(said, name) for name in names)


def _moved(mention: Mention, line: Line) -> Mention:
    """The mention on the line, quoting what it says by now: an edited line is quoted as it is."""
    moved = replace(mention, line=line.number, scene=line.scene, page=line.page)
    if words(line.text).startswith(words(mention.text)):
        return moved
    columns = tuple(at for at in mention.columns if line.text[slice(*at)] == mention.text[slice(*at)])
    return replace(moved, text=line.text, columns=columns)


def _lines(lines: tuple[int, ...], places: Mapping[int, Line]) -> tuple[int, ...]:
    return tuple(places[line].number for line in lines if line in places)
