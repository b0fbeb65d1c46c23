"""The menu of rules is honest: what it offers can be done, and what is done stays within the selection."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import AnswerInvalid, InvalidInput
from core.models import RewriteKind
from core.providers.ports import TextAnswer
from core.rules.rewriting.answers import replacement_in
from core.rules.rewriting.selecting import select
from core.text import clean
from core.writing.engine import RewriteTask
from core.writing.offline import OfflineWriting
from tests.core.rules.rewriting.test_aspects import CONFLICT, asset

MARA = asset(conflicts=(CONFLICT,))
PIECES = (
    "A pilot in a blue coat. ", "CLOSE ON: ", "We see ", "an ", "a ", "very ", "extremely ", "old, aged ",
    "man", ". ", ", ", "of course", "(more of him later) ", "as if asleep", "with a sense of dread",
    "She is wearing ",
    "eerie ", "a tattered jacket", "which is covered in mud", "\n", "é\u0301", "👩", "“", "” ", "hauntingly ",
    "in the background",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.data())
def test_what_is_offered_can_be_done_in_the_selection_alone(pieces: list[str], data: st.DataObject) -> None:
    text = clean("".join(pieces))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        selection = select(text, start, end)
    except InvalidInput:
        return
    engine = OfflineWriting()
    for kind in (RewriteKind.SHORTER, RewriteKind.PLAINER, RewriteKind.FIX_CONFLICT):
        if engine.impossible(MARA, selection, kind):
            continue
        replacement = replacement_in(_answer(RewriteTask(MARA, selection, kind)), selection)
        assert replacement != selection.words
        assert clean(selection.before + replacement + selection.after).endswith(text[end:])
        if kind is RewriteKind.SHORTER:
            assert len(replacement) < len(selection.words)


def _answer(task: RewriteTask) -> str:
    """The only thing that comes, without a loop: rules wait for nothing."""
    with pytest.raises(StopIteration) as came:
        OfflineWriting().rewrite(task).__anext__().send(None)
    assert isinstance(came.value.value, TextAnswer)
    return came.value.value.text


async def test_what_is_impossible_is_not_done() -> None:
    task = RewriteTask(MARA, select("A tall man.", 0, 11), RewriteKind.SHORTER)
    stream = OfflineWriting().rewrite(task)
    with pytest.raises(AnswerInvalid, match="no words here that could go"):
        await anext(stream)
