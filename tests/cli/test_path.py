"""The whole path without a screen, by the commands alone (SPEC 4)."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from core.models import AssetType
from core.sample import sample_path
from tests.cli.conftest import ROOT, Done, Lookbook
from tests.fakes.gemini import FakeGemini
from tests.sample_editions import write_editions

MOST = 2
FEATURE = ROOT / "../shared/scripts/barrier15-phoenix-child.fountain"


def approve(review: Path) -> int:
    """Approve the first high-priority rows of each type that are described, as a person would; how many."""
    data = json.loads(review.read_text())
    high = [row for row in data["rows"] if row["isHighPriority"] and row["visualSummary"]]
    chosen = [row for type in AssetType for row in [row for row in high if row["type"] == type][:MOST]]
    for row in chosen:
        row["approved"] = True
    review.write_text(json.dumps(data))
    return len(chosen)


def is_undecided(row: dict[str, Any]) -> bool:
    """Whether a row of a review file is approved, and a conflict of it open."""
    return row["approved"] and any(conflict.get("decision") is None for conflict in row["conflicts"])


def walk_to_the_hand_off(lookbook: Lookbook, script: Path, tmp_path: Path) -> None:
    review, out = tmp_path / "review.json", tmp_path / "hand-off"
    assert lookbook("gate", script).status == 1
    assert lookbook("review", script, "--out", review).status == 0
    assert lookbook("gate", script, "--json").json["assets"] == 0

    nothing = lookbook("commit", script, review)
    assert nothing.status == 1
    assert nothing.err == "lookbook: Nothing was committed: no row of the file is approved and can be made.\n"

    count = approve(review)
    committed = lookbook("commit", script, review, "--json")
    assert committed.status == 0, committed.err
    assert len(committed.json["assets"]) == count
    ratios = {asset["type"]: asset["aspectRatio"] for asset in committed.json["assets"]}
    assert ratios == {"character": "2:3", "location": "16:9", "prop": "1:1"}

    unstyled = lookbook("generate", script)
    assert unstyled.status == 1
    assert "Stage 5 requires a locked visual style" in unstyled.err
    style = lookbook("styles", "--json").json[2]["name"]
    assert lookbook("styles", "lock", script, style).status == 0

    generated = lookbook("generate", script, "--json", "--yes")
    assert generated.status == 0, generated.err
    assert {job["state"] for job in generated.json} == {"succeeded"}
    assert len(generated.json) == count
    assert lookbook("generate", script, "--json").json == []

    assert lookbook("gate", script).status == 1
    early = lookbook("promote", script, "--all")
    assert early.status == 1
    assert "is not locked" in early.err
    assert re.search(r"^(.+): \1 ", early.err, re.MULTILINE) is None, "a name stands once"
    locked = lookbook("lock", script, "--all")
    assert locked.status == 0
    undecided = [row["suggestedName"] for row in json.loads(review.read_text())["rows"] if is_undecided(row)]
    told = f"What is later holds, for no decision was made on a conflict of: {', '.join(undecided)}\n"
    assert locked.err == (told if undecided else "")
    gate = lookbook("gate", script, "--json")
    assert gate.status == 0
    assert gate.json == {"open": True, "assets": count, "locked": count, "blockers": []}

    exported = lookbook("export", script, "--out", out, "--json")
    assert exported.status == 0, exported.err
    assert len(exported.json["pictures"]) == count
    assert all(Path(path).is_file() for path in exported.json["pictures"])
    assert json.loads((out / "manifest.json").read_text())
    promoted = lookbook("promote", script, "--all", "--json")
    assert promoted.status == 0
    assert len(promoted.json) == count


def test_the_sample_goes_from_script_to_hand_off_a_process_a_command(
    started: Lookbook, tmp_path: Path
) -> None:
    walk_to_the_hand_off(started, sample_path(), tmp_path)


@pytest.mark.parametrize("edition", ["fdx", "txt", "pdf"])
def test_the_sample_goes_from_script_to_hand_off(lookbook: Lookbook, tmp_path: Path, edition: str) -> None:
    walk_to_the_hand_off(lookbook, write_editions(sample_path(), tmp_path)[edition], tmp_path)


def test_the_four_editions_of_the_sample_give_the_same_scenes_and_the_same_cast(
    lookbook: Lookbook, tmp_path: Path
) -> None:
    scenes, casts = [], []
    for script in write_editions(sample_path(), tmp_path).values():
        parsed = lookbook("parse", script, "--json").json
        scenes.append([(scene["number"], scene["heading"]) for scene in parsed["scenes"]])
        drafts = lookbook("scan", script, "--json").json["drafts"]
        casts.append({draft["suggestedName"] for draft in drafts if draft["type"] == "character"})
    assert len(scenes[0]) == 14
    assert len(casts[0]) > 8
    assert scenes == [scenes[0]] * 4
    assert casts == [casts[0]] * 4


@pytest.mark.skipif(not FEATURE.is_file(), reason="the shared screenplays are not here")
def test_a_real_feature_goes_from_script_to_hand_off(lookbook: Lookbook, tmp_path: Path) -> None:
    walk_to_the_hand_off(lookbook, FEATURE, tmp_path)


async def test_the_same_path_uses_gemini_when_a_key_is_set(lookbook: Lookbook, tmp_path: Path) -> None:
    async with FakeGemini() as server:
        gemini = {"GEMINI_API_KEY": "a-test-key", "GOOGLE_GEMINI_BASE_URL": server.url}

        def with_key(*args: object) -> Done:
            return lookbook(*args, **gemini)

        await asyncio.to_thread(walk_to_the_hand_off, with_key, sample_path(), tmp_path)
        steps = {asked.step for asked in server.requests}
        assert steps >= {"Extraction", "Resolution", "Distillation", "image"}


def test_unlocking_closes_the_gate_again(lookbook: Lookbook, started: Lookbook, tmp_path: Path) -> None:
    walk_to_the_hand_off(lookbook, sample_path(), tmp_path)
    name = lookbook("review", sample_path()).json["project"]
    asset = lookbook("lock", name, "--all", "--json").json[0]["name"]
    assert started("unlock", name, asset).status == 0
    gate = lookbook("gate", name, "--json")
    assert gate.status == 1
    assert [blocker["name"] for blocker in gate.json["blockers"]] == [asset]
    lookbook("branches", name, "fork", "main", "noir")
    kept = lookbook("branches", name, "delete", "main")
    assert kept.status == 1
    assert "Give --with-locked-and-paid to delete them with it." in kept.err
    assert len(kept.err.splitlines()) == 1
