"""Which of a model's ideas may be shown: one for each aspect, visible, new, against nothing that is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.models import Asset, EnrichIdea
from core.rules.prose import closed, sentences
from core.rules.rewriting.aspects import contradicts, repeats
from core.rules.rewriting.plainness import plainer
from core.rules.rewriting.selecting import Selection
from core.text import clean_line, folded

MAX_IDEA = 240
"""Characters of one statement."""

_STYLE = re.compile(
    r"\b(?:cinematic|photo-?realis\w+|hyper-?realis\w+|painterly|bokeh|film grain|grainy|depth of field"
    r"|lens(?:es)?|\d+ ?mm|4k|8k|render(?:ed|ing)?|watercolou?r|oil painting|anime|cartoon|noir"
    r"|high[- ]resolution|masterpiece|highly detailed|chiaroscuro|camera"
    r"|close-?up|in (?:the )?frame|background|foreground)\b",
    re.IGNORECASE,
)


def worth_showing(
    ideas: Iterable[EnrichIdea], asked: Sequence[str], asset: Asset, text: str, additions: str = ""
) -> tuple[EnrichIdea, ...]:
    """The ideas that can be offered, in the order of the aspects that were asked for."""
    said = [*sentences(text), *sentences(additions), *(trait.value for trait in asset.traits)]
    kept: dict[str, EnrichIdea] = {}
    for idea in ideas:
        aspect = next((one for one in asked if folded(one) == folded(clean_line(idea.aspect))), None)
        words = _plain(idea.text)
        if aspect is None or aspect in kept or not words or _STYLE.search(words):
            continue
        if repeats(words, " ".join(said)) or contradicts(words, said, asset.type):
            continue
        kept[aspect] = EnrichIdea(aspect, words)
        said.append(words)
    return tuple(kept[aspect] for aspect in asked if aspect in kept)


def _plain(text: str) -> str:
    """One sentence without camera and mood; "" when it is none, or too long."""
    words = clean_line(text)
    if not words or len(words) > MAX_IDEA or len(sentences(words)) != 1:
        return ""
    return closed(plainer(Selection(words, 0, len(words))))
