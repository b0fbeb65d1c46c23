"""Who may be locked, promoted, and pass the gate, as tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import NotLockable, NotPromotable
from core.models import (
    AssetCard,
    AssetState,
    BlockerKind,
    Conflict,
    ConflictDecision,
    GateReport,
    ImageId,
    Remedy,
)
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
    ("blocked", "choosable", "remedy"),
    [
        (card(asset()), False, Remedy.GENERATE),
        (card(asset(), candidates=2), False, Remedy.GENERATE),
        (card(asset(), candidates=2), True, Remedy.CHOOSE),
        (card(asset(description=" ")), False, Remedy.DESCRIBE),
        (card(asset(key=1), STALE), False, Remedy.GENERATE),
        (card(asset(key=1), STALE), True, Remedy.CHOOSE),
        (replace(card(asset(key=1), STALE), state=AssetState.GENERATING), False, Remedy.WAIT),
        (card(asset(key=1, locked=True), STALE), True, Remedy.UNLOCK),
        (card(asset(key=1)), False, Remedy.LOCK),
        (card(asset(key=1, conflicts=OPEN)), False, Remedy.DECIDE),
    ],
)
def test_each_blocker_names_its_asset_and_the_way_out(
    blocked: AssetCard, choosable: bool, remedy: Remedy
) -> None:
    ids = [blocked.asset.id] if choosable else []
    (blocker,) = blockers([blocked], style_locked=True, choosable=ids)
    assert (blocker.kind, blocker.asset_id, blocker.remedy) == (BlockerKind.ASSET, blocked.asset.id, remedy)


def test_without_a_style_the_style_is_what_takes_stale_keys_away() -> None:
    found = blockers([card(asset(key=1, locked=True), ("no visual style is locked",))], style_locked=False)
    assert [blocker.remedy for blocker in found] == [Remedy.STYLE, Remedy.STYLE]


def test_a_gate_over_no_assets_is_closed_whatever_its_blockers() -> None:
    assert not GateReport(Branch(1), 0, 0, ()).open
