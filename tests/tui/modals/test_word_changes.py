"""The words in which a proposal differs from the text it was made from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.models import EngineInfo, RewriteProposal, Usage
from tui.modals.word_changes import MOST_WORDS, proposal_runs, word_runs

texts = st.text(st.sampled_from("ab \n."), max_size=30)


def test_a_proposal_differs_in_its_selection_alone() -> None:
    before = "A pilot in a blue coat, in a coat."
    at = before.index("a blue coat")
    proposal = RewriteProposal(before, at, at + 11, "a long navy coat", EngineInfo("e", "m"), Usage())
    assert proposal_runs(proposal) == (
        ("same", "A pilot in a "),
        ("gone", "blue"),
        ("new", "long navy"),
        ("same", " coat, in a coat."),
    )


@given(texts, texts)
def test_the_runs_make_up_both_texts(old: str, new: str) -> None:
    runs = word_runs(old, new)
    assert "".join(words for kind, words in runs if kind != "new") == old
    assert "".join(words for kind, words in runs if kind != "gone") == new


def test_very_long_texts_are_not_matched() -> None:
    long = "word " * (MOST_WORDS + 1)
    assert word_runs(long, "word") == (("gone", long), ("new", "word"))
