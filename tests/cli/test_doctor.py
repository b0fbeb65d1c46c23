"""`lookbook doctor`: what it finds, what it calls broken, and what it never prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Lookbook

KEY = "secret-part-of-the-key-7q3Z"
PLAIN = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "LANG": "C.UTF-8",
    **dict.fromkeys(("TMUX", "STY", "ZELLIJ", "SSH_TTY", "SSH_CONNECTION", "LC_ALL", "TERM_PROGRAM"), ""),
}


def test_a_good_terminal_and_a_fresh_workspace(lookbook: Lookbook, tmp_path: Path) -> None:
    done = lookbook("doctor", "--json", GEMINI_API_KEY=KEY, **PLAIN)
    found = done.json
    assert done.status == 0
    assert found["terminal"]["colours"]["value"] == "truecolor (COLORTERM=truecolor)"
    assert found["pictures"]["in use"]["value"] == "half (half blocks: 24-bit colour, local terminal)"
    assert "neither kitty nor ghostty" in found["pictures"]["kitty"]["value"]
    assert found["engines"]["reads scripts"]["value"] == "gemini-3.8-flash"
    assert found["engines"]["Gemini key"]["value"] == "set, …7q3Z"
    assert found["workspace"]["folder"]["value"].endswith("home (will be made)")
    assert found["libraries"]["textual"]["value"].startswith("8.")
    assert KEY[:-4] not in done.out
    assert not (tmp_path / "home").exists()


def test_poor_terminals_are_told_what_would_help(lookbook: Lookbook) -> None:
    done = lookbook("doctor", **{**PLAIN, "COLORTERM": "", "SSH_TTY": "/dev/pts/3"})
    assert done.status == 0
    assert "256 (TERM=xterm-256color)" in done.out
    assert "Set COLORTERM=truecolor" in done.out
    assert "half blocks in 256 colours" in done.out
    told = lookbook("doctor", **{**PLAIN, "COLORTERM": "", "LOOKBOOK_COLOURS": "truecolor"})
    assert "truecolor (the setting colours = truecolor)" in told.out
    ascii = lookbook("doctor", **{**PLAIN, "LC_ALL": "C"})
    assert "ascii (ASCII characters: the terminal is not UTF-8 (LC_ALL=C))" in ascii.out


@pytest.mark.parametrize("broken", ["folder", "settings"])
def test_what_is_broken_is_marked_and_exits_1(lookbook: Lookbook, tmp_path: Path, broken: str) -> None:
    home = tmp_path / "home"
    if broken == "folder":
        home.write_text("in the way")
    else:
        home.mkdir()
        (home / "config.toml").write_text('pictures = "holograms"\n')
    done = lookbook("doctor", **PLAIN)
    assert done.status == 1
    assert [line.split()[1] for line in done.out.splitlines() if line.startswith("! ")] == [broken]
    assert ("is no folder" in done.out) == (broken == "folder")
    assert ("'pictures' is wrong" in done.out) == (broken == "settings")
