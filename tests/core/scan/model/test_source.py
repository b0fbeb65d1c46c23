"""The script in windows: nothing lost, nothing twice, none too large."""

from __future__ import annotations

import pytest

from core.models import LineKind
from core.scan.model.grounding import shortened
from core.scan.model.source import Source, render, tokens
from tests.core.scan.model.conftest import script

SCENES = "".join(f"INT. ROOM {i} - DAY\n\nA chair stands here, number {i}.\n\n" for i in range(40))


@pytest.mark.parametrize("budget", [10, 40, 200, 100_000])
def test_windows_hold_every_line_once_in_order(budget: int) -> None:
    source = Source(script(SCENES))
    windows = source.windows(budget)
    assert [line for window in windows for line in window] == list(source.lines)
    assert all(tokens(render(window)) <= budget + 2 or len(window) == 1 for window in windows)


def test_windows_begin_with_a_scene_where_scenes_fit() -> None:
    windows = Source(script(SCENES)).windows(200)
    assert len(windows) > 2
    assert all(window[0].kind is LineKind.HEADING for window in windows)


def test_only_what_is_the_film_is_sent() -> None:
    text = "Title: T\n\n# Act\n\n= Synopsis\n\nINT. BARN - DAY\n\nHay. [[a note]]\n\nCUT TO:\n"
    assert {line.kind for line in Source(script(text)).lines} <= {LineKind.HEADING, LineKind.ACTION}


def test_tokens_are_not_underestimated_for_other_scripts() -> None:
    assert tokens("日本語の脚本" * 100) > 300


@pytest.mark.parametrize(
    ("summary", "short"),
    [
        ("One. Two. Three. Four.", "One. Two. Three."),
        (
            "Captain J. R. Rook and Mr. Wick. Two. “Three.” Four.",
            "Captain J. R. Rook and Mr. Wick. Two. “Three.”",
        ),
        ("Only one", "Only one"),
        ("", ""),
    ],
)
def test_summaries_end_after_three_sentences(summary: str, short: str) -> None:
    assert shortened(summary) == short
