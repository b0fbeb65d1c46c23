"""`lookbook demo` in a pseudo-terminal, by keys alone: from the script to an open gate and the library."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal, lookbook


@pytest.mark.parametrize(("columns", "rows"), [(100, 30), (200, 60)])
def test_by_keys_alone_from_the_scan_to_an_open_gate(columns: int, rows: int, tmp_path: Path) -> None:
    with Terminal(lookbook("demo"), columns, rows) as terminal:
        terminal.wait("LOW WATER", "CARROW SEA WALL", "Start the scan")
        terminal.press("s")

        terminal.wait("NELL HARKER", "0 approved")
        terminal.press("H")
        terminal.wait_until(lambda: "0 selected" not in terminal.text, "a selection")
        terminal.press("a")
        terminal.wait("0 selected", gone="0 approved")
        terminal.press("c")
        terminal.wait("left out", "enter do it")
        terminal.press("enter")

        terminal.wait("assets committed", "No style is locked", "Two-Strip Technicolor")
        terminal.press("down", "enter")

        terminal.wait("Two-Strip Technicolor", "All missing", "no image")
        terminal.press("b")
        terminal.wait("Generate", "free")
        terminal.press("enter")
        terminal.wait("pictures made", gone="generating")

        terminal.press("ctrl+a")
        terminal.press("l")
        terminal.wait("locked", gone="locked 0 /")
        terminal.press("5")
        terminal.wait("Gate open")

        terminal.press("e")
        terminal.wait("Export the hand-off", "low-water-lookbook")
        terminal.press("ctrl+u")
        terminal.wait("Export the hand-off", gone="low-water-lookbook")
        terminal.type(str(tmp_path / "hand-off"))
        terminal.press("enter")
        terminal.wait("manifest.json")
        terminal.press("escape")
        terminal.wait("Gate open", gone="Hand-off written")
        terminal.press("p")
        terminal.wait("will be copied", "enter do it")
        terminal.press("enter")
        terminal.wait("copied to the library")
        terminal.press("7")
        terminal.wait("NELL HARKER", "Promoted", "Two-Strip")

        terminal.press("q")
        assert terminal.wait_end() == 0
    assert (tmp_path / "hand-off" / "manifest.json").is_file()
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("stage", "23457")
def test_quitting_while_a_screen_is_being_built_is_no_crash(stage: str) -> None:
    with Terminal(lookbook("demo"), 100, 30) as terminal:
        terminal.wait("Start the scan")
        terminal.press(stage, "q")
        assert terminal.wait_end() == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_dropped_line_leaves_in_good_order(number: int) -> None:
    with Terminal(lookbook("demo"), 100, 30) as terminal:
        terminal.wait("Start the scan")
        terminal.signal(number)
        assert terminal.wait_end() == 0
    assert b"Traceback" not in terminal.raw
    assert terminal.raw.rstrip().endswith(b"\x1b[?1049l") or b"\x1b[?1049l" in terminal.raw
