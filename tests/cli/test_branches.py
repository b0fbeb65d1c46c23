"""`lookbook branches`, and the branch of a review, by the commands alone."""

from __future__ import annotations

import json
from pathlib import Path

from core.sample import sample_path
from tests.cli.conftest import Lookbook


def test_a_branch_is_forked_reviewed_compared_and_deleted(lookbook: Lookbook, tmp_path: Path) -> None:
    script, review = sample_path(), tmp_path / "review.json"
    lookbook("review", script, "--out", review)
    data = json.loads(review.read_text())
    first, second = [row for row in data["rows"] if row["type"] == "character" and row["isHighPriority"]][:2]
    first["approved"] = True
    review.write_text(json.dumps(data))
    assert lookbook("commit", script, review).status == 0

    forked = lookbook("branches", script, "fork", "main", "noir", "--json")
    assert (forked.json["name"], forked.json["forkedFrom"], forked.json["assets"]) == ("noir", "main", 1)
    assert (forked.json["style"], forked.json["open"]) == (None, False)
    assert "already" in lookbook("branches", script, "fork", "main", "NOIR").err

    assert lookbook("review", script, "--branch", "noir", "--out", review).status == 0
    data = json.loads(review.read_text())
    row = next(row for row in data["rows"] if row["suggestedName"] == second["suggestedName"])
    row["approved"] = True
    review.write_text(json.dumps(data))
    wrong = lookbook("commit", script, review)
    assert wrong.status == 1
    assert "of the branch noir" in wrong.err
    assert lookbook("commit", script, review, "--branch", "noir").status == 0

    listed = lookbook("branches", script, "--json").json
    assert [(one["name"], one["assets"]) for one in listed] == [("main", 1), ("noir", 2)]
    compared = lookbook("branches", script, "--json", "compare", "main", "noir").json
    alone = [pair["other"]["name"] for pair in compared["pairs"] if pair["one"] is None]
    assert alone == [second["suggestedName"]]
    plain = lookbook("branches", script, "compare", "main", "noir").out
    assert plain.startswith("= the same, ~ not the same, − only on main, + only on noir\n")
    assert f"= character {first['suggestedName']}: nothing differs" in plain
    assert f"+ character {second['suggestedName']}: only on noir" in plain

    assert (
        lookbook("branches", script, "delete", "noir").out
        == "noir is deleted, with 2 assets and 0 pictures.\n"
    )
    only = lookbook("branches", script, "delete", "main", "--with-locked-and-paid")
    assert only.status == 1
    assert "only branch" in only.err
