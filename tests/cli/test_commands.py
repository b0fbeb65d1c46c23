"""Commands: exit status, streams, one clear sentence for what goes wrong."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.sample import sample_path
from tests.cli.conftest import Lookbook

COMMANDS = (
    *("demo", "open", "parse", "scan", "review", "commit", "branches", "styles"),
    *("generate", "lock", "unlock", "promote", "gate", "export", "worker"),
)


def test_version_and_help(lookbook: Lookbook) -> None:
    assert lookbook("--version").out.startswith("lookbook ")
    top = lookbook("--help")
    assert top.status == 0
    for command in COMMANDS:
        assert command in top.out
        told = lookbook(command, "--help")
        assert told.status == 0
        assert told.out.startswith(f"usage: lookbook {command}")


@pytest.mark.parametrize(
    "args", [["--nonsense"], ["gate"], ["export", "x"], ["generate", "x", "--count", "two"]]
)
def test_a_wrong_command_line_exits_2(lookbook: Lookbook, args: list[str]) -> None:
    done = lookbook(*args)
    assert done.status == 2
    assert done.out == ""


def test_parse_prints_every_line_with_its_kind(lookbook: Lookbook) -> None:
    parsed = lookbook("parse", sample_path(), "--json").json
    assert parsed["format"] == "fountain"
    assert parsed["pagesEstimated"] is True
    assert len(parsed["scenes"]) >= 10
    text = sample_path().read_text(encoding="utf-8").splitlines()
    for line in parsed["lines"]:
        if line["kind"] in ("heading", "cue", "action", "dialogue"):
            assert line["text"].split()[0].strip("*_.@!>") in text[line["line"] - 1]
    plain = lookbook("parse", sample_path())
    assert plain.out.splitlines()[0].startswith(parsed["title"])


def test_scan_prints_drafts_in_the_wire_format_and_stores_nothing(lookbook: Lookbook, tmp_path: Path) -> None:
    scan = lookbook("scan", sample_path(), "--json", "--offline").json
    assert set(scan) == {"script", "engine", "usage", "warnings", "suggestions", "unread", "drafts"}
    assert scan["usage"] == {"calls": 0, "inputTokens": 0, "outputTokens": 0, "costUsd": 0.0}
    lines = {line["line"]: line for line in lookbook("parse", sample_path(), "--json").json["lines"]}
    for draft in scan["drafts"]:
        assert draft["mentions"]
        cited = {mention["line"] for mention in draft["mentions"]}
        assert all(line in lines for line in cited)
        for values in draft["traits"].values():
            assert all(set(value["lines"]) <= cited for value in values)
    with closing(sqlite3.connect(tmp_path / "home" / "lookbook.db")) as database:
        for table in ("projects", "reviews", "project_assets"):
            assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_the_same_scan_twice_gives_the_same_drafts(started: Lookbook) -> None:
    assert started("scan", sample_path(), "--json").out == started("scan", sample_path(), "--json").out


BAD_FILES = {
    "missing.fountain": None,
    "empty.fountain": b"",
    "binary.fountain": bytes(range(256)) * 40,
    "prose.txt": b"Dear all,\nplease find the minutes attached.\nBest wishes\n" * 5,
    "broken.fdx": b"<?xml version='1.0'?><FinalDraft><Content><Paragraph",
    "bomb.fdx": b"<!DOCTYPE x [<!ENTITY a 'b'>]><FinalDraft><Content/></FinalDraft>",
    "broken.pdf": b"%PDF-1.4\n% nothing follows",
    "huge.fountain": b"INT. ROOM - DAY\n\n" + b"x" * 30_000_000,
}


@pytest.mark.parametrize("command", ["parse", "scan", "review"])
@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_one_sentence(lookbook: Lookbook, tmp_path: Path, command: str, name: str) -> None:
    path = tmp_path / name
    if (content := BAD_FILES[name]) is not None:
        path.write_bytes(content)
    done = lookbook(command, path)
    assert done.status == 1
    assert done.out == ""
    assert done.err.startswith("lookbook: ")
    assert len(done.err.splitlines()) == 1


def test_the_home_of_nobody_is_one_sentence(lookbook: Lookbook) -> None:
    done = lookbook("review", "~nouser/x.fountain")
    assert done.status == 1
    assert done.err == "lookbook: There is no user nouser. Write the path without ~nouser.\n"


def test_a_home_that_can_not_be_made_is_one_sentence(lookbook: Lookbook, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = lookbook("styles", LOOKBOOK_HOME=str(tmp_path / "file" / "home"))
    assert done.status == 1
    assert len(done.err.splitlines()) == 1
    assert "LOOKBOOK_HOME" in done.err


def test_a_newer_database_is_one_sentence(lookbook: Lookbook, tmp_path: Path) -> None:
    assert lookbook("styles").status == 0
    with closing(sqlite3.connect(tmp_path / "home" / "lookbook.db")) as database:
        database.execute("PRAGMA user_version = 99")
    done = lookbook("styles")
    assert done.status == 1
    assert "newer lookbook" in done.err
    assert len(done.err.splitlines()) == 1


def test_an_unknown_project_style_or_asset_is_one_sentence(lookbook: Lookbook) -> None:
    lookbook("review", sample_path())
    for args in (
        ["gate", "No Such Film"],
        ["styles", "lock", sample_path(), "No Such Style"],
        ["lock", sample_path(), "NOBODY"],
        ["gate", sample_path(), "--branch", "nowhere"],
    ):
        done = lookbook(*args)
        assert done.status == 1
        assert len(done.err.splitlines()) == 1
        assert done.err.startswith("lookbook: There is no ")


def test_no_network_is_one_sentence_and_never_a_silent_change_of_provider(lookbook: Lookbook) -> None:
    nobody = {"GEMINI_API_KEY": "a-secret-key", "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:9"}
    done = lookbook("scan", sample_path(), "--json", **nobody)
    assert done.status == 1
    assert done.out == ""
    assert "can't be reached" in done.err.splitlines()[-1]
    assert "a-secret-key" not in done.err


def test_a_review_file_that_is_no_json_is_one_sentence(lookbook: Lookbook, tmp_path: Path) -> None:
    lookbook("review", sample_path())
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    done = lookbook("commit", sample_path(), bad)
    assert done.status == 1
    assert len(done.err.splitlines()) == 1


def test_refused_rows_are_named_and_the_others_are_made(lookbook: Lookbook, tmp_path: Path) -> None:
    review = tmp_path / "review.json"
    lookbook("review", sample_path(), "--out", review)
    data = json.loads(review.read_text())
    data["rows"][0] |= {"approved": True, "type": "weather"}
    data["rows"][1]["approved"] = True
    review.write_text(json.dumps(data))
    done = lookbook("commit", sample_path(), review, "--json")
    assert done.status == 1
    assert len(done.json["assets"]) == 1
    assert done.json["refused"][0]["row"].startswith("row 1 (")
    assert "refused: row 1" in done.err


def test_a_commit_that_refuses_all_says_so_in_json(lookbook: Lookbook, tmp_path: Path) -> None:
    review = tmp_path / "review.json"
    lookbook("review", sample_path(), "--out", review)
    data = json.loads(review.read_text())
    data["rows"][0] |= {"approved": True, "type": "weather"}
    review.write_text(json.dumps(data))
    done = lookbook("commit", sample_path(), review, "--json")
    assert (done.status, done.json["assets"], len(done.json["refused"])) == (1, [], 1)
    assert "Nothing was committed" in done.err


def test_a_script_under_another_name_is_the_next_revision_of_the_project_that_is_named(
    lookbook: Lookbook, tmp_path: Path
) -> None:
    first = lookbook("review", sample_path()).json
    second = tmp_path / "second-draft.fountain"
    second.write_text(sample_path().read_text() + "\nThe end.\n")
    third = tmp_path / "another-film.fountain"
    third.write_text(sample_path().read_text() + "\nThe end?\n")
    assert f"Project {first['project']} has this title too" in lookbook("review", third).err
    done = lookbook("review", second, "--project", first["project"])
    assert done.status == 0, done.err
    assert done.json["project"] == first["project"]
    assert "revision 2" in done.err
    assert {row["change"] for row in done.json["rows"]} == {"same"}


def test_a_review_file_can_be_committed_again(lookbook: Lookbook, tmp_path: Path) -> None:
    review = tmp_path / "review.json"
    lookbook("review", sample_path(), "--out", review)
    data = json.loads(review.read_text())
    data["rows"][0] |= {"approved": True, "visualSummary": "As I see it."}
    data["rows"].append({"suggestedName": "OAR", "type": "prop", "approved": True})
    review.write_text(json.dumps(data))
    assert lookbook("commit", sample_path(), review).status == 0
    data["rows"][1]["approved"] = True
    review.write_text(json.dumps(data))
    done = lookbook("commit", sample_path(), review)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("2 rows had been committed before.\n")
    data["rows"][0]["visualSummary"] = "Otherwise."
    review.write_text(json.dumps(data))
    done = lookbook("commit", sample_path(), review)
    assert done.status == 1
    assert "it is an asset already, with another text; change it in the editor" in done.err


def test_a_terminal_without_our_marks_gets_others_and_no_error(started: Lookbook) -> None:
    done = started("scan", sample_path(), "--offline", PYTHONIOENCODING="ascii")
    assert (done.status, "Traceback" in done.err) == (0, False)
    assert "NELL HARKER" in done.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_said_in_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "parse", str(sample_path())],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert done.stderr.strip() == "lookbook: the output can't be written: No space left on device"
