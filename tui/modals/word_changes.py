"""Two texts and the words in which they differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Literal

from textual.content import Content

from core.models import RewriteProposal

MOST_WORDS = 600
"""Longer texts are shown without marks: matching takes time that grows with the square of their words."""

RunKind = Literal["same", "gone", "new"]
WordRun = tuple[RunKind, str]
"""A run of words that both texts have, only the old one, or only the new one."""

_WORDS = re.compile(r"\s+|\S+")
_GONE, _NEW = "underline $warning", "bold $success"


def word_runs(old: str, new: str) -> tuple[WordRun, ...]:
    """Both texts as runs of words; "same" and "gone" make up the old one, "same" and "new" the new one.

    Texts of more than `MOST_WORDS` are one run each, as if they had no word in common.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > 2 * MOST_WORDS:
        return tuple(_filled([("gone", old), ("new", new)]))
    return tuple(_filled(_runs(before, after)))


def proposal_runs(proposal: RewriteProposal) -> tuple[WordRun, ...]:
    """The whole text of a proposal; words outside the selection are always the same."""
    start, end = proposal.start, proposal.end
    inside = word_runs(proposal.selection, proposal.replacement)
    around: tuple[WordRun, WordRun] = ("same", proposal.before[:start]), ("same", proposal.before[end:])
    return tuple(_joined([around[0], *inside, around[1]]))


def changed_words(old: str, new: str) -> tuple[Content, Content]:
    """Both texts; words that only `old` has are underlined in it, words that only `new` has are bold."""
    if max(len(_WORDS.findall(old)), len(_WORDS.findall(new))) > 2 * MOST_WORDS:
        return Content(old), Content(new)
    runs = word_runs(old, new)
    return _marked(runs, "gone", _GONE), _marked(runs, "new", _NEW)


def _runs(before: list[str], after: list[str]) -> Iterator[WordRun]:
    for tag, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(before[i:i_end])
        else:
            yield "gone", "".join(before[i:i_end])
            yield "new", "".join(after[j:j_end])


def _filled(runs: Iterable[WordRun]) -> Iterator[WordRun]:
    return (run for run in runs if run[1])


def _joined(runs: Iterable[WordRun]) -> list[WordRun]:
    """The runs with neighbours of one kind made one."""
    joined: list[WordRun] = []
    for kind, words in _filled(runs):
        if joined and joined[-1][0] == kind:
            joined[-1] = kind, joined[-1][1] + words
        else:
            joined.append((kind, words))
    return joined


def _marked(runs: Iterable[WordRun], own: RunKind, style: str) -> Content:
    """The text that has the `own` runs, with those in `style`."""
    parts = [
        Content.styled(words, style) if kind == own else Content(words)
        for kind, words in runs
        if kind in {"same", own}
    ]
    return Content("").join(parts)
