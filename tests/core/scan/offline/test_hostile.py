"""Scripts that no writer writes: the rules stay fast and never fail."""

from __future__ import annotations

import time

import pytest

from core.events import ScanFinished
from core.models import Line, LineKind, Scene, Screenplay, ScriptFormat
from tests.core.scan.offline.conftest import scan_events

MANY = 20_000
SECONDS = 20.0


def screenplay(*lines: tuple[LineKind, str]) -> Screenplay:
    """One scene with these lines."""
    heading = "INT. A - DAY"
    numbered = [Line(1, LineKind.HEADING, heading, 1, 1)]
    numbered += [Line(number, kind, text, 1, 1) for number, (kind, text) in enumerate(lines, 2)]
    scene = Scene(1, "", heading, 1, 1)
    return Screenplay("x", ScriptFormat.FOUNTAIN, "utf-8", 1, True, (scene,), tuple(numbered))


@pytest.mark.parametrize(
    "text",
    [
        "a " * MANY,
        "a, " * MANY,
        "." * MANY,
        "'" * MANY,
        "A" + " " * MANY + "B",
        "BOB TEAGUE " * MANY,
        "Bob Teague " * MANY,
        "He takes the brass key, old and dented, " * 1_000,
        "She wears a red coat. He is the Guard. " * 1_000,
        "\u202e\x00🗝" * MANY,
    ],
    ids=lambda text: repr(text[:12]),
)
async def test_one_endless_paragraph_takes_seconds(text: str) -> None:
    started = time.process_time()
    events = await scan_events(screenplay((LineKind.CUE, "GUARD"), (LineKind.ACTION, text)))
    assert isinstance(events[-1], ScanFinished)
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize(
    "text",
    ["I " * MANY, "Bob Teague " * MANY, '"He ' * MANY, "Guard " * MANY, "Mr. " * MANY, "Then Bob. " * MANY],
    ids=lambda text: repr(text[:12]),
)
async def test_one_endless_speech_takes_seconds(text: str) -> None:
    started = time.process_time()
    events = await scan_events(screenplay((LineKind.CUE, "GUARD"), (LineKind.DIALOGUE, text)))
    assert isinstance(events[-1], ScanFinished)
    assert time.process_time() - started < SECONDS


async def test_a_cast_of_thousands_takes_seconds() -> None:
    letters = "ABCDEFGHIJ"
    people = ["N" + "".join(letters[int(digit)] for digit in str(number)) for number in range(1_000)]
    lines = [(LineKind.CUE, name) for name in people] + [
        (LineKind.ACTION, f"He sees {name}.") for name in people
    ]
    started = time.process_time()
    events = await scan_events(screenplay(*lines))
    last = events[-1]
    assert isinstance(last, ScanFinished)
    assert len(last.result.drafts) > 900
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("cue", ["(V.O.)", "^", "@", "", "...", "((((", "#1"])
async def test_a_cue_without_a_name_is_nobody(cue: str) -> None:
    events = await scan_events(screenplay((LineKind.CUE, cue), (LineKind.DIALOGUE, "Hello.")))
    last = events[-1]
    assert isinstance(last, ScanFinished)
    assert [draft.suggested_name for draft in last.result.drafts] == ["A"]


async def test_a_script_without_scenes_gives_no_drafts() -> None:
    empty = Screenplay("x", ScriptFormat.FOUNTAIN, "utf-8", 1, True, (), ())
    events = await scan_events(empty)
    last = events[-1]
    assert isinstance(last, ScanFinished)
    assert last.result.drafts == ()
