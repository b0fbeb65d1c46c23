"""The path with Gemini in a pseudo-terminal: real process, real HTTP to the stand-in, by keys alone."""

from __future__ import annotations

from pathlib import Path

from core.sample import sample_path
from tests.terminal.gemini import KEY, Server, in_gemini, stored, to_the_review
from tests.terminal.terminal import Terminal

TYPED = "A scar under the left eye. "
RATIOS = {"character": "2:3", "location": "16:9", "prop": "1:1"}


def to_the_board(terminal: Terminal) -> None:
    """From the review: what matters is committed, and a style is locked."""
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


def test_from_the_scan_to_an_open_gate_with_prices_before_each_purchase(
    gemini: Server, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    with in_gemini(gemini, home, str(sample_path())) as terminal:
        to_the_review(terminal)
        terminal.press("1")
        terminal.wait("Filter", "calls", "tokens in", "out, $", gone="0 selected")
        terminal.press("2")
        terminal.wait("0 selected", "Approve")
        to_the_board(terminal)

        terminal.press("enter")
        terminal.wait("Global Voice Profile")
        terminal.type(TYPED)
        terminal.wait(TYPED.strip(), "Physical features", "saved")
        terminal.press("ctrl+@")
        terminal.wait("More specific", "What the script does not say")
        terminal.press("enter")
        terminal.wait("words become", "weathered by salt")
        terminal.press("a")
        terminal.wait("weathered by salt", "saved", gone="words become")
        terminal.press("f10")
        terminal.wait("Proposed, not from the script", "Of a plain kind")
        terminal.press("space")
        terminal.wait("✓▌ ")
        terminal.press("ctrl+s")
        terminal.wait("Not in the script", "Of a plain kind", "saved", gone="Proposed")
        terminal.press("ctrl+g")
        terminal.wait("How many candidates", "2 pictures", "$")
        terminal.press("enter")
        terminal.wait("1/1", "image key", "current", gone="How many candidates")
        (first,) = gemini.pictures()
        in_style, text, added = stored(
            home,
            "SELECT s.visual_description, a.description, a.additions FROM branches b"
            " JOIN visual_styles s ON s.id = b.locked_visual_style_id"
            " JOIN project_assets a ON a.branch_id = b.id WHERE a.image_key_id IS NOT NULL",
        )[0]
        assert text.startswith(TYPED)
        assert "weathered by salt" in text
        assert "Of a plain kind" in added
        places = [first["prompt"].index(part) for part in (in_style, text, added)]
        assert places == sorted(places)

        terminal.press("escape")
        terminal.wait("25 no image", "All missing")
        terminal.press("b")
        terminal.wait("How many candidates", "25 pictures", "$")
        assert len(gemini.pictures()) == 1, "nothing is bought before the answer"
        terminal.press("enter")
        terminal.wait("25 pictures made for $", gone="no image")
        assets = stored(home, "SELECT description, type FROM project_assets")
        asked = {row["prompt"]: row["aspectRatio"] for row in gemini.pictures()}
        assert len(asked) == len(gemini.pictures()) == len(assets)
        for description, type_ in assets:
            assert [r for prompt, r in asked.items() if description in prompt] == [RATIOS[type_]]

        terminal.press("ctrl+a")
        terminal.press("l")
        terminal.wait(f"locked {len(assets)} / {len(assets)}")
        terminal.press("5")
        terminal.wait("Gate open")
        terminal.press("q")
        assert terminal.wait_end() == 0
    assert KEY.encode() not in terminal.raw
    for file in home.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), f"the key is in {file.name}"
