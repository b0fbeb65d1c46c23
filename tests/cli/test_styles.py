"""`lookbook styles` as scripts use it."""

from __future__ import annotations

import json
from pathlib import Path

from core.sample import sample_path
from tests.cli.conftest import Lookbook
from tests.cli.test_path import approve


def test_a_style_is_shown_shared_and_deleted(lookbook: Lookbook, tmp_path: Path) -> None:
    builtin = lookbook("styles", "--json").json[0]
    shown = lookbook("styles", "show", builtin["name"])
    assert builtin["visualDescription"] in shown.out
    assert "Not in use." in shown.out
    assert lookbook("styles", "delete", builtin["name"]).status == 1
    written = tmp_path / "mine.json"
    assert lookbook("styles", "export", builtin["name"], written).status == 0
    again = lookbook("styles", "export", builtin["name"], written)
    assert again.status == 1
    assert "is there already" in again.err
    assert lookbook("styles", "import", written, "--json").json["known"]
    written.write_text(json.dumps(json.loads(written.read_text()) | {"description": "One lamp."}))
    mine = lookbook("styles", "import", written, "--json").json
    assert (mine["name"], mine["builtin"], mine["known"]) == (f"{builtin['name']} 2", False, False)
    assert lookbook("styles", "delete", mine["name"]).status == 0
    assert len(lookbook("styles", "--json").json) == builtin_count(lookbook)


def builtin_count(lookbook: Lookbook) -> int:
    return sum(style["builtin"] for style in lookbook("styles", "--json").json)


def test_a_lock_names_the_pictures_that_become_stale(lookbook: Lookbook, tmp_path: Path) -> None:
    script, review = sample_path(), tmp_path / "review.json"
    lookbook("review", script, "--out", review)
    count = approve(review)
    lookbook("commit", script, review)
    assert lookbook("styles", "lock", script, "1", "--json").json["stale"] == []
    lookbook("generate", script, "--yes")
    refused = lookbook("styles", "lock", script, "2")
    assert refused.status == 1
    assert f"{count} pictures would become stale. Add --yes" in refused.err
    assert lookbook("styles", "show", "1", "--json").json["use"]["branches"]
    locked = lookbook("styles", "lock", script, "2", "--yes", "--json")
    assert len(locked.json["stale"]) == count
    assert f"{count} pictures become stale." in locked.err
    assert f"{locked.json['stale'][0]['asset']} (image key)" in locked.err
    use = lookbook("styles", "show", "1", "--json").json["use"]
    assert (use["branches"], use["pictures"]) == ([], count)
