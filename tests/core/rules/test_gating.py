"""Who may be locked, promoted, and pass the gate, as tables."""

from __future__ import annotations

import pytest

from core.errors import NotLockable, NotPromotable
from core.models import AssetCard, AssetState, BlockerKind, Conflict, ConflictDecision, GateReport, ImageId
from core.models import BranchId as Branch
from core.rules.gating import asset_state, blockers, require_lockable, require_promotable
from tests.core.rules.samples import asset, card, conflict

STALE = ("made in another style",)
OPEN, DECIDED = (conflict(),), (conflict(ConflictDecision.BOTH),)


@pytest.mark.parametrize(
    ("locked", "generating", "conflicts", "key", "stale", "candidates", "state"),
    [
        (True, True, OPEN, 1, STALE, 3, AssetState.LOCKED),
        (False, True, OPEN, 1, STALE, 3, AssetState.GENERATING),
        (False, False, OPEN, 1, STALE, 3, AssetState.CONFLICT_OPEN),
        (False, False, DECIDED, 1, STALE, 3, AssetState.STALE),
        (False, False, (), 1, (), 3, AssetState.READY),
        (False, False, (), None, (), 3, AssetState.CANDIDATES),
        (False, False, (), None, (), 0, AssetState.NO_IMAGE),
    ],
)
def test_the_state_is_the_first_that_holds(
    locked: bool,
    generating: bool,
    conflicts: tuple[Conflict, ...],
    key: int | None,
    stale: tuple[str, ...],
    candidates: int,
    state: AssetState,
) -> None:
    given = asset(key=key, locked=locked, conflicts=conflicts)
    assert asset_state(given, candidates, stale, generating) is state


def test_only_a_current_image_key_can_be_locked() -> None:
    require_lockable("MARA", ImageId(1), ())
    with pytest.raises(NotLockable, match="MARA has no image key"):
        require_lockable("MARA", None, ())
    with pytest.raises(NotLockable, match="not current: made in another style"):
        require_lockable("MARA", ImageId(1), STALE)


def test_only_what_is_locked_with_an_image_key_is_promoted() -> None:
    require_promotable(asset(key=1, locked=True))
    with pytest.raises(NotPromotable, match="is not locked"):
        require_promotable(asset(key=1))
    with pytest.raises(NotPromotable, match="has no image key"):
        require_promotable(asset(locked=True))


READY = card(asset(key=1, locked=True))


@pytest.mark.parametrize(
    ("cards", "style_locked", "reasons"),
    [
        ((READY,), True, []),
        ((), True, ["has no assets"]),
        ((READY,), False, ["no visual style is locked"]),
        ((READY, card(asset(key=1))), True, ["is not locked"]),
        ((READY, card(asset())), True, ["has no image key"]),
        (
            (READY, card(asset(key=1, locked=True), STALE)),
            True,
            ["its image key is not current: made in another style"],
        ),
        ((card(asset()), card(asset(key=1))), True, ["has no image key", "is not locked"]),
    ],
)
def test_the_gate_is_open_exactly_without_blockers(
    cards: tuple[AssetCard, ...], style_locked: bool, reasons: list[str]
) -> None:
    found = blockers(cards, style_locked)
    assert [blocker.reason for blocker in found] == reasons
    assert GateReport(Branch(1), len(cards), 0, found).open is (not reasons)


@pytest.mark.parametrize(
    ("blocked", "fix"),
    [
        (card(asset()), "Generate a picture."),
        (card(asset(), candidates=2), "Choose one of its candidates."),
        (card(asset(description=" ")), "Describe it, then generate a picture."),
        (card(asset(key=1), STALE), "Generate it again."),
        (card(asset(key=1, locked=True), STALE), "Unlock it and generate again."),
        (card(asset(key=1)), "Lock it."),
    ],
)
def test_each_blocker_names_its_asset_and_the_way_out(blocked: AssetCard, fix: str) -> None:
    (blocker,) = blockers([blocked], style_locked=True)
    assert (blocker.kind, blocker.asset_id, blocker.fix) == (BlockerKind.ASSET, blocked.asset.id, fix)


def test_a_gate_over_no_assets_is_closed_whatever_its_blockers() -> None:
    assert not GateReport(Branch(1), 0, 0, ()).open
