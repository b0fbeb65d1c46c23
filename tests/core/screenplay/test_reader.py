"""The door: what is refused, and with which sentence."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from core.errors import UnreadableScript
from core.models import ScriptFormat
from core.screenplay import parse_script, read_script, screenplay_to_wire

SCRIPT = b"INT. HOUSE - DAY #1#\n\nRain.\n"


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(UnreadableScript) as caught:
        read_script(path)
    return caught.value.message


def test_what_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    assert "There is no file" in refusal(tmp_path / "gone.fountain")
    assert "is a folder" in refusal(tmp_path)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions don't bind this user")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.fountain"
    path.write_bytes(SCRIPT)
    path.chmod(0)
    assert "permission denied" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.fountain")
    assert "no ordinary file" in refusal(tmp_path / "pipe.fountain")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\r\n", "is empty"),
        (b"Dear Sir,\n\nplease find enclosed.\n", "no screenplay"),
        (b"PK\x03\x04" + bytes(60), "zip archive"),
        (rb"{\rtf1\ansi INT. HOUSE}", "RTF"),
        (b"<!DOCTYPE html><p>INT. HOUSE", "web page"),
        (b"INT. HOUSE - DAY\n\n" + b"x" * 100_001, "line breaks are lost"),
        (b"INT. HOUSE - DAY\n" + b"\n" * 200_001, "lines"),
        (b"a" * (20 * 1024 * 1024 + 1), "too large"),
    ],
)
def test_what_is_no_script(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "script.fountain"
    path.write_bytes(data)
    message = refusal(path)
    assert words in message
    assert "script.fountain" in message
    assert str(tmp_path) not in message


def test_a_script_by_its_bytes_and_by_its_file_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "My Film.fountain"
    path.write_bytes(SCRIPT)
    assert read_script(path) == parse_script(SCRIPT, "My Film.fountain")


def test_flat_plain_text_is_read_by_fountains_rules() -> None:
    screenplay = parse_script(b"INT. HOUSE - DAY\n\nRain.\n\nBOB\nHi.\n", "draft.txt")
    assert screenplay.format is ScriptFormat.TEXT
    assert [line.kind.value for line in screenplay.lines if line.text] == [
        "heading",
        "action",
        "cue",
        "dialogue",
    ]


def test_wire_format() -> None:
    wire = screenplay_to_wire(parse_script(SCRIPT, "My Film.fountain"))
    assert json.loads(json.dumps(wire)) == {
        "title": "My Film",
        "format": "fountain",
        "encoding": "utf-8",
        "pages": 1,
        "pagesEstimated": True,
        "cast": [],
        "tags": [],
        "scenes": [{"number": 1, "label": "1", "heading": "INT. HOUSE - DAY", "line": 1, "page": 1}],
        "lines": [
            {"line": 1, "kind": "heading", "text": "INT. HOUSE - DAY", "scene": 1, "page": 1},
            {"line": 2, "kind": "blank", "text": "", "scene": 1, "page": 1},
            {"line": 3, "kind": "action", "text": "Rain.", "scene": 1, "page": 1},
            {"line": 4, "kind": "blank", "text": "", "scene": 1, "page": 1},
        ],
    }
