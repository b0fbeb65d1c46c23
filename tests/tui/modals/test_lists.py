"""Lists in dialogs: what tells their rows apart can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from core.models import Anchor, AspectRatio, AssetId, AssetRevision, Fit, FoundPicture
from tests.tui.modals.opened import opened
from tui.modals.fit import FitModal
from tui.modals.history import HistoryModal
from tui.modals.problems import Problem, ProblemsModal


async def test_history_shows_where_each_text_differs() -> None:
    moment = datetime(2026, 11, 30, 12, tzinfo=UTC)
    revisions = [
        AssetRevision(2, "It becomes a STAR.", moment, differs="becomes a STAR."),
        AssetRevision(1, "It becomes a STONE.", moment, differs="without “a” [b]"),
    ]
    async with opened(HistoryModal("LAMP", revisions), size=(80, 24)) as shown:
        assert shown.text.count("becomes a STAR.") == 2, "in the list and in the whole text"
        assert "without “a” [b]" in shown.text


async def test_how_much_a_crop_takes_is_readable() -> None:
    async def nothing(fit: Fit, anchor: Anchor) -> bytes:
        return b""

    found = FoundPicture(Path("a.png"), "a.png", "", 900, 300, AspectRatio.PORTRAIT, False, 62, "sides")
    async with opened(FitModal(found, nothing)) as shown:
        assert shown.text.count("62% cut off") == 3
        assert "Crop, keep the middle" in shown.text


async def test_a_problem_names_its_asset_once_a_line() -> None:
    problem = Problem(AssetId(1), "CROWD", "CROWD has no image key. Choose one.")
    async with opened(ProblemsModal("1 of 1 could not be locked", [problem])) as shown:
        assert shown.text.count("CROWD") == 2, "in the list and in the sentence below"
        assert "  has no image key" in shown.text
