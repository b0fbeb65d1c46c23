"""Descriptions as prose: their sentences, and facts as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.models import Trait
from core.rules.conflicts import stems
from core.text import folded

_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)"
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’')]))\s+(?=[^a-z\s])"
)
_WORD = re.compile(r"\w+")
_PLAIN = frozenset(
    """
    a an the and or but with without from into onto over under his her hers its their theirs our your this
    that these those who which has have had was were are been being for not all one still now then there
    here she him they them wear wears wearing wore worn dressed dons sports
    """.split()
)
"""Words that say nothing of a look."""


def sentences(text: str) -> list[str]:
    """The sentences of a description, each on one line; a title or an initial ends none."""
    return [one for part in _SENTENCE_END.split(text) if (one := " ".join(part.split()))]


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Where the sentence of a text that has a place begins and ends, end exclusive."""
    ends = [match.span() for match in _SENTENCE_END.finditer(text)]
    start = max((after for _, after in ends if after <= at), default=0)
    return start, min((before for before, _ in ends if before >= at), default=len(text))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end, end exclusive, without the blanks between them."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    ends = [*(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [span for span in zip(starts, ends, strict=True) if text[slice(*span)].strip()]


def content_words(text: str) -> list[str]:
    """The words that say how something looks, folded, in their order."""
    return [word for word in _WORD.findall(text.casefold()) if word not in _PLAIN]


def content(text: str) -> frozenset[str]:
    """The stems of the words that say how something looks."""
    return stems(" ".join(content_words(text)))


def unique(texts: Iterable[str]) -> list[str]:
    """The texts without blanks and repetitions, in their order; case and spaces don't tell them apart."""
    kept: dict[str, str] = {}
    for text in texts:
        if text.strip():
            kept.setdefault(folded(text), text)
    return list(kept.values())


def closed(text: str) -> str:
    """The text with a full stop, where it has no end of its own."""
    return text if not text or text.rstrip("\"”’')")[-1:] in (".", "!", "?", "…") else f"{text}."


def in_prose(traits: Iterable[Trait]) -> str:
    """Traits as plain sentences, one a field."""
    fields: dict[str, list[str]] = {}
    for trait in traits:
        fields.setdefault(trait.field, []).append(trait.value)
    said = ("; ".join(values) for values in fields.values())
    return " ".join(f"{sentence[:1].upper()}{sentence[1:]}." for sentence in said)
