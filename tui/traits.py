"""Traits as a person types them: one line a field, values parted by semicolons, evidence kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.models import Mention, Trait
from core.text import clean_line

SEPARATOR = "; "


def shown(traits: Iterable[Trait], field: str) -> str:
    """The values of a field on one line."""
    return SEPARATOR.join(trait.value for trait in traits if trait.field == field)


def typed(texts: Mapping[str, str], stored: tuple[Trait, ...], known: Iterable[Trait]) -> tuple[Trait, ...]:
    """The traits that `texts` (field to line) stand for.

    A value that is `known` keeps its evidence; one that a person wrote has no line of the script to show,
    and counts as inferred (SPEC 2.2). Lines that nobody touched give the `stored` traits in their order.
    """
    if all(text == shown(stored, field) for field, text in texts.items()):
        return stored
    by_value = {(trait.field, trait.value.casefold()): trait for trait in known}
    traits = [trait for trait in stored if trait.field not in texts]
    for field, text in texts.items():
        if text == shown(stored, field):
            traits += [trait for trait in stored if trait.field == field]
        else:
            values = dict.fromkeys(value for part in text.split(";") if (value := clean_line(part)))
            traits += [by_value.get((field, value.casefold())) or _own(field, value) for value in values]
    return tuple(traits)


def _own(field: str, value: str) -> Trait:
    return Trait(field, value, inferred=True)


def evidence(traits: Iterable[Trait], field: str, mentions: Iterable[Mention]) -> tuple[str, str]:
    """(where the script says so, which values are inferred), each "" when there is none."""
    pages = {mention.line: mention.page for mention in mentions}
    own = [trait for trait in traits if trait.field == field]
    lines = sorted({line for trait in own for line in trait.lines})
    places = list(dict.fromkeys(f"p. {pages[line]}" if line in pages else f"line {line}" for line in lines))
    inferred = [trait.value for trait in own if trait.inferred]
    return ", ".join(places), SEPARATOR.join(inferred)
