"""The script in windows: nothing lost, nothing twice, none too large."""

from __future__ import annotations

import pytest

from core.models import LineKind
from core.rules.counting import tokens
from core.scan.model.grounding import shortened
from core.scan.model.source import Source, halves, render
from tests.core.scan.model.conftest import script

SCENES = "".join(f"INT. ROOM {i} - DAY\n\nA chair stands here, number {i}.\n\n" for i in range(40))


@pytest.mark.parametrize("budget", [10, 40, 200, 100_000])
def test_windows_hold_every_line_once_in_order(budget: int) -> None:
    source = Source(script(SCENES))
    windows = source.windows(budget)
    assert [line for window in windows for passage in window for line in passage.lines] == list(source.lines)
    assert all(tokens(render(window)) <= budget + 2 or len(window) == 1 for window in windows)


def test_windows_begin_with_a_scene_where_scenes_fit() -> None:
    windows = Source(script(SCENES)).windows(300)
    assert len(windows) > 2
    assert all(window[0].kind is LineKind.HEADING for window in windows)


def test_windows_are_as_few_as_it_takes_and_of_like_size() -> None:
    source = Source(script(SCENES))
    limit = int(tokens(render(source.passages)) * 0.55)
    sizes = [tokens(render(window)) for window in source.windows(limit)]
    assert len(sizes) == 2
    assert min(sizes) > 0.8 * max(sizes)


def test_halves_are_cut_at_a_heading_and_lose_nothing() -> None:
    source = Source(script(SCENES))
    first, second = halves(source.passages)
    assert first + second == source.passages
    assert second[0].kind is LineKind.HEADING
    assert halves(source.passages[:1]) == ()


def test_what_stands_together_has_one_number() -> None:
    source = Source(
        script("INT. BARN - DAY\n\nHay lies\nin heaps.\n\nRain.\n\nBOB\n(low)\nNo.\n\nANN\nYes.\n")
    )
    assert render(source.passages).splitlines() == [
        "1|# INT. BARN - DAY",
        "3|Hay lies in heaps. Rain.",
        "8|@ BOB ~ (low) No. @ ANN ~ Yes.",
    ]
    assert source.cited(3) == (3, 4, 6)
    assert source.cited(4) == (4,)
    assert source.cited(5) == ()
    assert source.paragraph(3) == (3, 4)


def test_long_passages_are_numbered_again() -> None:
    source = Source(script("INT. BARN - DAY\n\n" + "Hay lies in heaps upon heaps.\n" * 40))
    assert len(source.passages) > 3
    assert all(len(passage.text) <= 400 for passage in source.passages)


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
