"""The export as the service does it: progress, stopping, and what is written of additions and references."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from core.models import HandoffProgress
from tests.core.services.conftest import Studio


async def test_progress_is_told_picture_by_picture(studio: Studio, tmp_path: Path) -> None:
    cards, told = await studio.pictured(), list[HandoffProgress]()
    await studio.services.handoff.export(studio.branch, tmp_path / "out", told.append)
    await asyncio.sleep(0)
    writing = [step for step in told if step.doing == "Writing pictures"]
    assert [(step.done, step.total) for step in writing] == [(at, len(cards)) for at in range(len(cards))]
    assert told[-1].doing == "Drawing the lookbook"


async def test_a_stopped_export_leaves_the_earlier_hand_off_whole(studio: Studio, tmp_path: Path) -> None:
    card, out = (await studio.pictured())[0], tmp_path / "handed" / "out"
    await studio.services.handoff.export(studio.branch, out)
    before = (out / "manifest.json").read_bytes()
    await studio.services.assets.save(card.asset.id, card.asset.version, additions="A broken nose.")
    begun = asyncio.Event()
    export = asyncio.create_task(studio.services.handoff.export(studio.branch, out, lambda _: begun.set()))
    await begun.wait()
    export.cancel()
    with pytest.raises(asyncio.CancelledError):
        await export
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    # The writer may have been through before the stop came: then the new one is whole.
    after = (out / "manifest.json").read_bytes()
    assert after == before or b"A broken nose." in after
    assert (out / "lookbook.html").is_file()


async def test_additions_style_version_and_branch_are_handed_over(studio: Studio, tmp_path: Path) -> None:
    card = (await studio.pictured())[0]
    await studio.services.assets.save(card.asset.id, card.asset.version, additions="A broken nose.")
    result = await studio.services.handoff.export(studio.branch, tmp_path / "out")
    manifest = json.loads(result.manifest.read_text(encoding="utf-8"))
    assert manifest["assets"][0]["additions"] == "A broken nose."
    assert manifest["style"]["version"] == 1
    assert (manifest["branch"]["name"], manifest["branch"]["forkedFrom"]) == ("main", None)
    page = (result.folder / "lookbook.html").read_text(encoding="utf-8")
    assert "A broken nose." in page
    assert "branch main" in page
