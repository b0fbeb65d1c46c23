"""By which of its names a line means an entity: those it says, whose "I" it is, which set it is in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from core.models import AssetType, Draft, Mention, MentionKind
from core.rules.naming import bare
from core.text import folded

Place = tuple[int, int]

_FIRST_PERSON = re.compile(r"i|me|my|mine|myself", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """Names as a text is searched for them."""

    names: Collection[str]

    @property
    def bare(self) -> frozenset[str]:
        """The names without case and article, with plain apostrophes."""
        return frozenset(filter(None, map(bare, map(plain, self.names))))

    def joined(self, other: Names) -> Names:
        """These names and others."""
        return Names((*self.names, *other.names))

    def found_in(self, text: str) -> frozenset[str]:
        """The bare names that a text says as words of their own; within a longer name none is said."""
        either = "|".join(re.escape(name) for name in sorted(self.bare, key=len, reverse=True))
        return frozenset(re.findall(rf"(?<!\w)(?<!\w-)(?:{either})(?!-?\w)", plain(folded(text)))) - {""}


def plain(text: str) -> str:
    """A text with one kind of apostrophe, each character in its place: the scan writes a name with either."""
    return text.replace("’", "'")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a draft by which its others are understood.

    "I" is the one whose cue stands above. Within a scene a set is seldom named: what is told there of its
    walls is told of the one in the heading. `headings` and `look` are of a location, else there are none.
    """

    cues: Sequence[Mention]
    headings: Sequence[Mention]
    look: frozenset[int]

    @classmethod
    def of(cls, draft: Draft) -> Lines:
        """Those of a draft."""
        cues = [mention for mention in draft.mentions if mention.kind is MentionKind.CUE]
        if draft.type is not AssetType.LOCATION:
            return cls(cues, (), frozenset())
        headings = [mention for mention in draft.mentions if mention.kind is MentionKind.HEADING]
        lines = (line for trait in draft.traits for line in trait.lines)
        return cls(cues, headings, frozenset((*lines, *draft.summary_lines)))

    def named(self, mention: Mention, names: Names) -> frozenset[str]:
        """The names by which a line means an entity. The name in the heading is one of them where the line
        has no place for another, or tells of a look."""
        own, played = self._own(mention, names), self.set_of(mention, names)
        if not played or mention.kind is MentionKind.HEADING:
            return own
        return played if not mention.columns else own | (played if mention.line in self.look else frozenset())

    def _own(self, mention: Mention, names: Names) -> frozenset[str]:
        """The names that a line says: at its places where they are known, else anywhere."""
        if not mention.columns:
            return names.found_in(mention.text)
        return frozenset().union(*(self.named_at(mention, place, names) for place in mention.columns))

    def named_at(self, mention: Mention, place: Place, names: Names) -> frozenset[str]:
        """The names that a place of a line stands for."""
        word = mention.text[slice(*place)]
        said = names.found_in(word)
        if said or mention.kind is MentionKind.CUE or _FIRST_PERSON.fullmatch(word) is None:
            return said
        cue = _last_above(self.cues, mention)
        return frozenset() if cue is None else self._own(cue, names)

    def set_of(self, mention: Mention, names: Names) -> frozenset[str]:
        """The name in the last heading before a line of its scene; none where that has several or another."""
        heading = _last_above(self.headings, mention)
        found = self._own(heading, names) if heading is not None else frozenset()
        return found if len(found) == 1 else frozenset()


def _last_above(lines: Iterable[Mention], mention: Mention) -> Mention | None:
    """The last of these lines that stands in the scene of a mention and not below it."""
    above = (one for one in lines if one.scene == mention.scene and one.line <= mention.line)
    return max(above, key=lambda one: one.line, default=None)
