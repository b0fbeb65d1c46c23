"""What the model is shown of each entity: the most visual passages, within the budget, each once a batch."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from core.models import AssetType, LineKind
from core.rules.counting import tokens
from core.scan.model.entities import Entity
from core.scan.model.mentions import Places
from core.scan.model.source import Passage, Source, rendered
from core.scan.offline.source import split_sentences

ENTITY_PASSAGES = 24
WHOLE_CHARS = 140
LINE_END = 1
_REFERENCE = "; see 9999"

_CAPITALS = re.compile(r"\b[^\W\d_a-z]{3,}\b")
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
    """How many words of a text are about looks, `_ENOUGH` at most. English; other languages score 0."""
    words: list[str] = _WORD.findall(text.lower())
    return min(_ENOUGH, sum(word in _VISUAL_WORDS or word.startswith(_VISUAL_STEMS) for word in words))


@lru_cache(maxsize=8192)
def excerpt(text: str) -> str:
    """A passage without the sentences that show nothing; its first and names in capitals stay."""
    if len(text) <= WHOLE_CHARS:
        return text
    sentences = [sentence for _, sentence in split_sentences(text)]
    kept = [
        one if at == 0 or visual_words(one) or _CAPITALS.search(one) else "…"
        for at, one in enumerate(sentences)
    ]
    return " ".join(one for at, one in enumerate(kept) if one != "…" or kept[at - 1] != "…")


@dataclass(frozen=True, slots=True)
class Known:
    """What the program knows of an entity: where it is named, and all lines that may be evidence for it."""

    entity: Entity
    named: Places
    speaking: frozenset[int]


@dataclass(slots=True)
class Evidence:
    """The passages chosen for an entity, and how many that show something did not fit."""

    entity: Entity
    ranked: tuple[Passage, ...]
    chosen: list[Passage] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """How many passages were not sent."""
        return len(self.ranked) - len(self.chosen)


def rank(known: Known, source: Source) -> Evidence:
    """All passages that may show an entity, the most visual first."""
    cited = {line for number in known.entity.cited for line in source.cited(number)} & known.speaking
    passages = {source.passage_of[n].number: source.passage_of[n] for n in known.speaking}
    scored = [(_score(one, known, cited), one) for one in passages.values()]
    ranked = sorted((s for s in scored if s[0] > 0), key=lambda s: (-s[0], s[1].number))
    return Evidence(known.entity, tuple(passage for _, passage in ranked))


def _score(passage: Passage, known: Known, cited: set[int]) -> float:
    """How much a passage is likely to show: cited ones first, then action that names, then visual words."""
    if passage.kind is LineKind.HEADING:
        return 0.0
    visual = visual_words(passage.text)
    named = any(line.number in known.named for line in passage.lines)
    score = 8.0 if any(line.number in cited for line in passage.lines) else 0.0
    if not passage.spoken:
        return score + visual + (2.0 if named else 0.0)
    by_name = named and known.entity.type is not AssetType.CHARACTER
    return score + visual - (0.0 if by_name else 1.0)


def batches(all_evidence: Iterable[Evidence], count: int) -> list[list[Evidence]]:
    """Entities with evidence in `count` groups of like size, those near each other in the script together."""
    shown = sorted((one for one in all_evidence if one.ranked), key=lambda one: one.ranked[0].number)
    cuts = [len(shown) * part // count for part in range(count + 1)]
    return [shown[start:end] for start, end in pairwise(cuts) if end > start]


def choose(groups: Sequence[Sequence[Evidence]], room: int, room_of_one: int) -> int:
    """Deal out `room` tokens, a passage for each entity in turn, those with most to show first; a group takes
    `room_of_one` at most.

    A passage is paid for once in a group; another entity only refers to it. Returns what is left.
    """
    hands = [_Hand(room_of_one) for _ in groups]
    players = [(hand, one) for hand, group in zip(hands, groups, strict=True) for one in group]
    players.sort(key=lambda player: -len(player[1].ranked))
    for turn in range(ENTITY_PASSAGES):
        for hand, evidence in players:
            if turn < len(evidence.ranked):
                room -= hand.take(evidence, evidence.ranked[turn], room)
    return room


class _Hand:
    """The passages of one group as they are dealt."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._held: set[int] = set()

    def take(self, evidence: Evidence, passage: Passage, room: int) -> int:
        """Choose the passage when it fits; what that costs."""
        held = passage.number in self._held
        cost = tokens(_REFERENCE) if held else tokens(_shown(passage)) + LINE_END
        cost += 0 if evidence.chosen else tokens(header(evidence.entity)) + LINE_END
        if cost > min(room, self._room):
            return 0
        self._held.add(passage.number)
        self._room -= cost
        evidence.chosen.append(passage)
        return cost


def _shown(passage: Passage) -> str:
    return rendered(passage, excerpt(passage.text))


def names_of(entity: Entity) -> str:
    """Id and names, each in quotes: a name can't end its line or pass for something else."""
    return f"{entity.id} " + ", ".join(json.dumps(name, ensure_ascii=False) for name in entity.names)


def header(entity: Entity) -> str:
    """`e3 "HANNAH", "SIS": character`."""
    return f"{names_of(entity)}: {entity.type.value}"


def distil_text(group: Sequence[Evidence]) -> str:
    """A group of entities as distil.md shows it."""
    return "\n".join(_distil_lines(group))


def _distil_lines(group: Sequence[Evidence]) -> Iterator[str]:
    printed: set[int] = set()
    for evidence in (one for one in group if one.chosen):
        chosen = sorted(evidence.chosen, key=lambda passage: passage.number)
        elsewhere = [str(one.number) for one in chosen if one.number in printed]
        yield header(evidence.entity) + (f"; see {', '.join(elsewhere)}" if elsewhere else "")
        for passage in chosen:
            if passage.number not in printed:
                yield _shown(passage)
        printed.update(one.number for one in chosen)


def halves(group: Sequence[Evidence]) -> tuple[tuple[Evidence, ...], ...]:
    """A group in two; none when it is one entity."""
    middle = len(group) // 2
    return (tuple(group[:middle]), tuple(group[middle:])) if middle else ()
