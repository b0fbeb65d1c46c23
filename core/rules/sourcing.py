"""Where the sentences of a summary are taken from, and which of several entities one is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.models import Draft
from core.rules.naming import bare
from core.rules.prose import content, sentence_at, sentences
from core.text import folded

_PRONOUN = re.compile(r"(?:s?he|they|it|hers?|his|theirs?|its)\b", re.IGNORECASE)


def lines_of_sentences(draft: Draft) -> dict[str, tuple[int, ...]]:
    """The sentences of a draft's summary, each with those of its `summary_lines` that it is taken from.

    A line that is no mention, or holds too little of its sentence, is told by its place among the others.
    """
    told = sentences(draft.visual_summary)
    in_turn = draft.summary_lines if len(told) == len(draft.summary_lines) else ()
    text_of = {mention.line: mention.text for mention in draft.mentions}
    found: dict[str, tuple[int, ...]] = {}
    for place, one in enumerate(told):
        shares = {line: share(one, text_of.get(line, "")) for line in draft.summary_lines}
        best = max(shares.values(), default=0.0)
        lines = [line for line, held in shares.items() if held == best >= 0.5]
        found[one] = tuple(lines) or in_turn[place : place + 1]
    return found


def share(sentence: str, text: str) -> float:
    """How much of a sentence stands in a text, 0..1; a line may hold no more than its beginning."""
    words = content(sentence)
    return len(words & content(text)) / len(words) if words else 0.0


def is_about(
    text: str, said: str, names: Iterable[str], others: Iterable[str], heading: bool | None = None
) -> bool | None:
    """Whether what a paragraph says at one place is about the bearer of `names`, not that of `others`.

    It is about whom its sentence names last before it, else first after it; where a pronoun begins the
    sentence, about whom the paragraph names last before. None where it can't be told. With a `heading` it is
    about the set of the scene, True for that of `names`, unless the sentence names another before.
    """
    at = text.casefold().find(folded(said))
    if at < 0:
        return None
    start, end = sentence_at(text, at)
    named = _places(text, names, others)
    within = [(place, own) for place, own in named if start <= place < end]
    before = [own for place, own in within if place < at]
    after = [own for place, own in within if place >= at]
    earlier = [own for place, own in named if place < start]
    if before:
        return before[-1]
    if heading is not None:
        return heading
    if earlier and (not after or _PRONOUN.match(text, start)):
        return earlier[-1]
    return next(iter(after), None)


def _places(text: str, names: Iterable[str], others: Iterable[str]) -> list[tuple[int, bool]]:
    """Where a text says one of the names, and whether it is among the first ones."""
    own = dict.fromkeys(map(bare, others), False) | dict.fromkeys(map(bare, names), True)
    either = "|".join(re.escape(name) for name in sorted(filter(None, own), key=len, reverse=True))
    found = re.finditer(rf"(?<!\w)(?<!\w-)(?:{either})(?!-?\w)", text, re.IGNORECASE) if either else ()
    return [(match.start(), own.get(bare(match.group()), False)) for match in found]
