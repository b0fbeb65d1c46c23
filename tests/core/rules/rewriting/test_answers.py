"""The replacement that a model's answer holds: whatever it sends, nothing outside the selection changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import AnswerInvalid, InvalidInput
from core.rules.rewriting.answers import escaped, preview, replacement_in
from core.rules.rewriting.selecting import Selection, select
from core.text import clean

TEXT = "A harbour pilot of fifty in a blue coat, her left hand scarred. She keeps it in a pocket of the coat."


def selected(words: str, text: str = TEXT) -> Selection:
    at = text.index(words)
    return select(text, at, at + len(words))


@pytest.mark.parametrize(
    ("words", "answer", "replacement"),
    [
        ("a blue coat", "a long navy greatcoat", "a long navy greatcoat"),
        ("a blue coat", "  a navy coat\n", "a navy coat"),
        (" a blue coat", "a navy coat", " a navy coat"),
        ("a blue coat", "```\na navy coat\n```", "a navy coat"),
        ("a blue coat", "```text\na navy coat", "a navy coat"),
        ("a blue coat", '"a navy coat"', "a navy coat"),
        ("a blue coat", "“a navy coat”", "a navy coat"),
        ("a blue coat", "'a pilot’s navy coat'", "a pilot’s navy coat"),
        ("a blue coat", "**a navy coat**", "a navy coat"),
        ("a blue coat", "Replacement: a navy coat", "a navy coat"),
        ("a blue coat", "Here is the rewritten passage:\n\na navy coat", "a navy coat"),
        ("a blue coat", 'Sure! Here’s a more specific version: "a navy coat"', "a navy coat"),
        ("a blue coat", "a navy coat\n\nI kept the colour.", "a navy coat"),
        ("a blue coat", "a navy\ncoat", "a navy coat"),
        ("a blue coat", "<selection>a navy coat</selection>", "a navy coat"),
        ("a blue coat", "of fifty in <selection>a navy coat</selection>, her left", "a navy coat"),
        ("a blue coat", TEXT.replace("a blue coat", "a navy coat"), "a navy coat"),
        ("a blue coat", "of fifty in a navy coat", "a navy coat"),
        ("a blue coat", "a navy coat, her left hand scarred.", "a navy coat"),
        ("a blue coat", "a navy coat.", "a navy coat"),
        ("blue coat", "a navy coat", "navy coat"),
        ("scarred.", "burnt and scarred.", "burnt and scarred."),
        ("a blue coat", "a coat by Smith &amp; Sons", "a coat by Smith & Sons"),
        ("ue co", "ack ca", "ack ca"),
    ],
)
def test_what_models_add_is_taken_off(words: str, answer: str, replacement: str) -> None:
    assert replacement_in(answer, selected(words)) == replacement


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("", "no words"),
        ("```\n```", "no words"),
        ("of fifty in", "no words"),
        ("a blue coat", "as it is"),
        ('"a blue coat"', "as it is"),
        ("x" * 3_000, "far longer"),
        ("\u0301a navy coat", "accent"),
        (TEXT.replace("blue", "navy").replace("fifty", "sixty"), "more than the selection"),
        ("of sixty in <selection>a navy coat</selection>, her", "more than the selection"),
        ("a <selection> navy <selection> coat </selection>", "more than the selection"),
        ("a navy coat. She keeps it in a pocket of it.", "more than the selection"),
        ("A harbour pilot in a navy coat", "more than the selection"),
    ],
)
def test_what_can_not_be_used_is_refused_in_clear_words(answer: str, says: str) -> None:
    with pytest.raises(AnswerInvalid, match=says) as caught:
        replacement_in(answer, selected("a blue coat"), "gemini")
    assert "The text is as it was" in caught.value.message
    assert (caught.value.provider, caught.value.raw) == ("gemini", answer)


def test_marks_that_would_be_cut_from_outside_are_refused() -> None:
    text = "cafe" + "\u0301" * 4
    with pytest.raises(AnswerInvalid, match="outside the selection"):
        replacement_in("noe\u0308", select(text, 0, 4))
    assert replacement_in("no", select(text, 0, 4)) == "no"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("abc", 1, 1), ("abc", 2, 1), ("abc", -1, 2), ("abc", 0, 4), ("", 0, 0), ("a  b", 1, 3), ("a\tb", 0, 3)],
)
def test_what_is_no_selection_is_said(text: str, start: int, end: int) -> None:
    with pytest.raises(InvalidInput):
        select(text, start, end)


def test_the_preview_follows_an_answer_that_still_comes() -> None:
    selection = selected("a blue coat")
    assert preview("```\na na", selection) == "a na"
    assert preview("A harbour pilot of", selection) == "", "the whole text comes: nothing of it is new yet"
    assert preview("A harbour pilot of fifty in a na", selection) == "a na"
    assert preview("Replacement: <selection>a navy", selection) == "a navy"


LETTERS = "ab .,\n\"'“”<>&`*:áé\u0301\u0308\u200d\u200e\ufffd\U0001f1e6\U0001f600…"
texts = st.text(st.one_of(st.sampled_from(LETTERS), st.characters()), min_size=1, max_size=60)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Selection, str]:
    """A selection of any text, and an answer: random, made of the text's own parts, or wrapped."""
    text = clean(draw(texts)) or "a"
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    parts = [
        text,
        text[:start],
        text[end:],
        text[start:end],
        "<selection>",
        "</selection>",
        "```\n",
        '"',
        "\u0301",
    ]
    wraps = ["<selection>", "</selection>", "```\n", '"', "\u0301", "Replacement: ", "\n\nNote: kept."]
    piece = st.one_of(texts, st.sampled_from([*parts, escaped(text), *wraps]))
    return Selection(text, start, end), "".join(draw(st.lists(piece, max_size=5)))


@settings(max_examples=1_000, deadline=None)
@given(asked())
def test_outside_is_byte_identical_or_the_answer_refused(case: tuple[Selection, str]) -> None:
    selection, answer = case
    try:
        selection = select(selection.text, selection.start, selection.end)
    except InvalidInput:
        assert not selection.words.strip(), "only blanks are no selection"
        return
    preview(answer, selection)
    try:
        replacement = replacement_in(answer, selection)
    except AnswerInvalid:
        return
    whole = selection.before + replacement + selection.after
    assert clean(whole) == whole, "what is saved is what was shown"
    assert replacement.strip(), "something stands there"
    assert replacement != selection.words, "something changes"
    assert whole[: selection.start] == selection.text[: selection.start]
    assert whole[len(whole) - len(selection.after) :] == selection.text[selection.end :]
