"""What the model is shown of each entity: the most visual lines, within a budget, and what was left out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.models import Line, LineKind
from core.scan.model.entities import Entity
from core.scan.model.source import Source, render, rendered, tokens

ENTITY_TOKENS = 2_500
BATCH_TOKENS = 12_000
BATCH_ENTITIES = 8
RESOLVE_LINES = 4

_WORD = re.compile(r"[a-z]+|\d0s")
_LOOKS = """
coat jacket shirt hat cap boot boots shoe shoes glove gloves scarf uniform suit robe eye eyes skin
tall short thin lean heavy big small huge tiny old young age aged black white red blue green yellow
brown gray grey silver copper brass iron steel leather glass stone brick concrete velvet cotton silk
paper worn torn tattered faded dented cracked broken polished dirty clean new ancient dim bright
wall walls floor ceiling room table shelf shelves round square long wide narrow shape shaped 10s 20s
30s 40s 50s 60s 70s 80s 90s
"""
_STEMS = """
wear dress hair beard face scar gold wood wool rust light lamp dark shadow fog sun moon window twent
thirt fort fift sixt sevent eight
"""
_VISUAL_WORDS = frozenset(_LOOKS.split())
_VISUAL_STEMS = tuple(_STEMS.split())
_ENOUGH = 4


@lru_cache(maxsize=8192)
def visual_words(text: str) -> int:
    """How many words of a line are about looks, `_ENOUGH` at most. English; other languages score 0."""
    words: list[str] = _WORD.findall(text.lower())
    return min(_ENOUGH, sum(word in _VISUAL_WORDS or word.startswith(_VISUAL_STEMS) for word in words))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The lines chosen for an entity, in story order, and how many did not fit."""

    entity: Entity
    lines: tuple[Line, ...]
    left_out: int


def choose(entity: Entity, named: frozenset[int], speaking: frozenset[int], source: Source) -> Evidence:
    """The most visual lines that speak of an entity, up to `ENTITY_TOKENS`."""
    scored = [(_score(line, entity, named), line) for n in speaking if (line := source.by_number[n])]
    ranked = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1].number))
    kept: list[Line] = []
    budget = ENTITY_TOKENS
    for _, line in ranked:
        budget -= tokens(rendered(line))
        if budget < 0 and kept:
            break
        kept.append(line)
    return Evidence(entity, tuple(sorted(kept, key=lambda line: line.number)), len(ranked) - len(kept))


def _score(line: Line, entity: Entity, named: frozenset[int]) -> float:
    """How much a line is likely to show: what the model cited, then action that names, then visual words."""
    if line.kind in {LineKind.CUE, LineKind.HEADING}:
        return 0.0
    visual = visual_words(line.text)
    cited = 8.0 if line.number in entity.cited else 0.0
    if line.kind is LineKind.ACTION:
        return cited + visual + (2.0 if line.number in named else 0.5)
    return cited + (visual + 0.5 if line.number in named else visual - 1.0)


def batches(all_evidence: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
    """Entities in groups small enough for careful answers."""
    groups: list[tuple[Evidence, ...]] = []
    group: list[Evidence] = []
    size = 0
    for evidence in all_evidence:
        cost = tokens(render(evidence.lines))
        if group and (size + cost > BATCH_TOKENS or len(group) == BATCH_ENTITIES):
            groups.append(tuple(group))
            group, size = [], 0
        group.append(evidence)
        size += cost
    return [*groups, tuple(group)] if group else groups


def block(entity: Entity, body: Iterator[str]) -> str:
    """One entity as a prompt shows it; names are escaped, so that none can close the tag."""
    name = html.escape(entity.name)
    head = f'<entity id="{entity.id}" type="{entity.type.value}" name="{name}">'
    also = [f"also called: {html.escape('; '.join(entity.aliases))}"] if entity.aliases else []
    return "\n".join([head, *also, *body, "</entity>"])


def distil_block(evidence: Evidence, source: Source) -> str:
    """An entity with its lines under the headings of their scenes."""
    return block(evidence.entity, _under_headings(evidence, source))


def _under_headings(evidence: Evidence, source: Source) -> Iterator[str]:
    scene: int | None = None
    for line in evidence.lines:
        if line.scene != scene and line.scene in source.headings:
            yield rendered(source.headings[line.scene])
        scene = line.scene
        yield rendered(line)
    if evidence.left_out:
        yield f"({evidence.left_out} further lines, less visual, are left out)"


def resolve_block(entity: Entity, named: frozenset[int], source: Source) -> str:
    """An entity with a few lines to know it by: what the model cited, then where it is first named."""
    cited = [n for n in entity.cited if n in source.by_number]
    numbers = list(dict.fromkeys([*cited[: RESOLVE_LINES - 1], *sorted(named)]))[:RESOLVE_LINES]
    return block(entity, (rendered(source.by_number[n]) for n in sorted(numbers)))
