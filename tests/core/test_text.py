"""`clean`: nothing that is shown may steer the terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import MAX_COMBINING, clean, clean_line


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("tab\there", "tab here"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("\x9b31m", "\ufffd31m"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202eright to left", "\ufffdright to left"),
        ("tag\U000e0041", "tag"),
        ("José, Ольга, 東京", "José, Ольга, 東京"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_clean(given_text: str, cleaned: str) -> None:
    assert clean(given_text) == cleaned


def test_a_pile_of_combining_marks_is_cut() -> None:
    assert clean("e" + "\u0301" * 50) == "e" + "\u0301" * MAX_COMBINING


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_leaves_no_control(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    assert "\n" not in clean_line(text)
