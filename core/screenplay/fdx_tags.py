"""What a Final Draft file tags for its breakdown: props, cast, vehicles, with the lines that carry the tag.

`TagData` holds categories, definitions (`CatId`, `Id`, `Label`) and numbered tags that name definitions
(`DefId`); a `Text` run carries the number of its tag (`TagNumber`). Each piece may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.models import Tag
from core.text import clean_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MOST_TAGS = 10_000
Marks = tuple[tuple[str, int], ...]
"""(number of a tag, line of its paragraph that carries it, from 0)"""


def marks_of(paragraph: Element) -> Marks:
    """The tags of a paragraph's text runs."""
    return tuple(_marks(paragraph.findall("Text")))


def _marks(runs: Sequence[Element]) -> Iterator[tuple[str, int]]:
    line = 0
    started = False
    for run in runs:
        text = run.text or ""
        if not started:
            # Line breaks in front of all text make no lines.
            text = text.lstrip("\n")
            started = bool(text)
        last = line + text.count("\n")
        number = run.get("TagNumber")
        if number and text.strip():
            yield from ((number, at) for at in range(line, last + 1))
        line = last


def read_tags(root: Element, places: Sequence[tuple[str, int]]) -> tuple[Tag, ...]:
    """The tags in the order of the file; `places` is (number of a tag, number of a line)."""
    data = root.find("TagData")
    if data is None:
        return ()
    categories = _categories(data)
    named = {
        definition.get("Id") or "": (
            clean_line(definition.get("Label") or ""),
            categories.get(definition.get("CatId") or "", ""),
        )
        for definition in data.findall("TagDefinitions/TagDefinition")[:_MOST_TAGS]
    }
    lines: dict[tuple[str, str], set[int]] = {key: set() for key in named.values() if key[0]}
    definitions = _definitions(data)
    for number, line in places:
        for identity in definitions.get(number, ()):
            if named.get(identity) in lines:
                lines[named[identity]].add(line)
    return tuple(Tag(name, category, tuple(sorted(own))) for (name, category), own in lines.items())


def _categories(data: Element) -> dict[str, str]:
    """The names of the categories, in lower case, by their ids."""
    return {
        category.get("Id") or "": clean_line(category.get("Name") or "").lower()
        for category in data.findall("TagCategories/TagCategory")[:_MOST_TAGS]
    }


def _definitions(data: Element) -> dict[str, tuple[str, ...]]:
    """The definitions that each tag number stands for; without `Tags`, a definition's own number."""
    tags = {
        tag.get("Number") or "": tuple((identity.text or "").strip() for identity in tag.findall("DefId"))
        for tag in data.findall("Tags/Tag")[:_MOST_TAGS]
    }
    own: dict[str, tuple[str, ...]] = {
        definition.get("Number") or "": (definition.get("Id") or "",)
        for definition in data.findall("TagDefinitions/TagDefinition")[:_MOST_TAGS]
    }
    return tags or own
