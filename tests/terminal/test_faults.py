"""What only a whole process shows: a start that fails, a line that drops, text that attacks the terminal."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.bootstrap import open_services
from core.paths import Workspace
from core.sample import sample_path
from core.settings import load_settings
from core.store.opening import prepare
from tests.terminal.gemini import KEY, Server, in_gemini, stored, to_the_review
from tests.terminal.terminal import Terminal, lookbook

HOSTILE = """Title: EBB\x1b]52;c;cHduZWQ=\x07 [/] TIDE

INT. PUMP [@click=app.quit]HOUSE[/] \x1b]0;pwned\x07 - NIGHT

IDA \x1b[31mMARSH, in a \u202eblue\u202c coat\u0090q\u009c, lifts a BRASS\x1b]52;c;cHduZWQ=\x1b\\ KEY.
[bold]It[/bold] [/] glows.

IDA \x1b[31mMARSH
\u009b2J\u009d52;c;cHduZWQ=\u009c[@click=app.quit]It fits.[/] \x1bPq\x1b\\ \x08\x08\x08 \x1b[?1049l

OTTO [/red]
\u2066Then\u2069 turn it.\x1b]8;;http://evil.example\x07x\x1b]8;;\x07

OTTO [/red], bald \x1bc with a [red]grey[/red] moustache, holds the STORM LAMP.
"""
DANGEROUS = {
    "the clipboard": re.compile("\x1b\\]52|cHduZWQ=\x07|\x9d52"),
    "a window title": re.compile("pwned\x07"),
    "a link": re.compile("\x1b\\]8;;http"),
    "C1 controls": re.compile("[\x80-\x9f]"),
    "bidi controls": re.compile("[\u202a-\u202e\u2066-\u2069]"),
    "a reset": re.compile("\x1bc"),
    "a sixel": re.compile("\x1bPq"),
}


async def seed_the_board(home: Path) -> None:
    """The sample, offline, to an asset board with a locked style."""
    async with open_services(load_settings({"home": home, "provider": "offline"})) as services:
        result = await services.projects.import_script(sample_path())
        async for _ in services.scans.scan(result.script.id, result.branch.id):
            pass
        review = await services.reviews.latest(result.project.id)
        assert review is not None
        await services.reviews.approve(
            review.id, [row.id for row in review.rows if row.draft.is_high_priority]
        )
        await services.reviews.commit(review.id)
        style = (await services.styles.list())[0]
        await services.styles.lock(result.branch.id, style.id)


def only_line(home: Path) -> str:
    """What lookbook says on this workspace before it gives up with status 1, without a screen."""
    with Terminal(lookbook(), 250, 24, LOOKBOOK_HOME=str(home)) as terminal:
        assert terminal.wait_end() == 1
    assert b"\x1b" not in terminal.raw, "a screen was shown"
    (line,) = terminal.raw.decode().splitlines()
    return line


def test_a_database_of_a_newer_version_is_told_in_one_line(tmp_path: Path) -> None:
    prepare(Workspace(tmp_path))
    with closing(sqlite3.connect(tmp_path / "lookbook.db")) as database:
        database.execute("PRAGMA user_version = 99")
    before = (tmp_path / "lookbook.db").read_bytes()
    assert "was made by a newer lookbook (schema 99" in only_line(tmp_path)
    assert (tmp_path / "lookbook.db").read_bytes() == before


def test_a_workspace_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    line = only_line(tmp_path / "file" / "home")
    assert line.startswith("lookbook: The workspace folder")
    assert "Set LOOKBOOK_HOME to a folder that you can write to." in line


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_was_typed_is_stored_when_the_line_drops(tmp_path: Path, number: int) -> None:
    asyncio.run(seed_the_board(tmp_path))
    words = "Typed to the very last moment. "
    with Terminal(lookbook(), 120, 36, LOOKBOOK_HOME=str(tmp_path), LOOKBOOK_PROVIDER="offline") as terminal:
        terminal.wait("LOW WATER", "visualizing")
        terminal.press("enter")
        terminal.wait("All missing", "no image")
        terminal.press("enter")
        terminal.wait("Physical features")
        terminal.type(words)
        terminal.wait(words.strip())
        terminal.signal(number)
        assert terminal.wait_end() == 0, terminal.raw[-3000:].decode()
    assert b"Traceback" not in terminal.raw
    texts = [text for (text,) in stored(tmp_path, "SELECT description FROM project_assets")]
    assert sum(words in text for text in texts) == 1


def test_nothing_in_a_script_reaches_the_terminal_as_a_command(gemini: Server, tmp_path: Path) -> None:
    script = tmp_path / "ebb.fountain"
    # So much text around it that the file does not look binary.
    script.write_text(HOSTILE + "\nThe tide goes out.\n" * 120, encoding="utf-8")
    with in_gemini(gemini, tmp_path / "home", str(script)) as terminal:
        to_the_review(terminal)
        terminal.press("ctrl+a")
        terminal.wait_until(lambda: "0 selected" not in terminal.text, "a selection")
        terminal.press("a")
        terminal.wait("0 open")
        terminal.press("c")
        terminal.wait("enter do it")
        terminal.press("enter")
        terminal.wait("committed", "No style is locked", "Two-Strip Technicolor")
        terminal.press("enter")
        terminal.wait("All missing", "no image", "STORM LAMP")
        terminal.press("enter")
        terminal.wait("Mentions in the script", "saved")
        terminal.press("ctrl+r")
        terminal.wait("Prompt of")
        terminal.press("escape")
        terminal.wait("Mentions", gone="Prompt of")
        terminal.press("escape")
        terminal.wait("All missing")
        terminal.press("5")
        terminal.wait("Gate closed")
        terminal.press("q")
        assert terminal.wait_end() == 0, terminal.raw[-3000:].decode()
    painted = terminal.raw.decode("utf-8")
    assert [what for what, pattern in DANGEROUS.items() if pattern.search(painted)] == []
    assert KEY not in painted


def test_the_patterns_find_the_attacks_in_the_script_itself() -> None:
    assert [what for what, pattern in DANGEROUS.items() if not pattern.search(HOSTILE)] == []
