"""What a picture still needs to be told, which ideas are worth showing, and conflicts in a selection."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.models import (
    AspectRatio,
    Asset,
    AssetId,
    AssetType,
    BranchId,
    Conflict,
    ConflictDecision,
    ConflictSide,
    EnrichIdea,
    Mention,
    MentionKind,
    Trait,
)
from core.rules.rewriting.aspects import missing_aspects
from core.rules.rewriting.ideas import MAX_IDEA, worth_showing
from core.rules.rewriting.selecting import select
from core.rules.rewriting.settling import settled, touching

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def asset(type: AssetType = AssetType.CHARACTER, name: str = "MARA", **more: object) -> Asset:
    """An asset of a type with nothing that says how it looks."""
    plain = Asset(
        id=AssetId(1), branch_id=BranchId(1), type=type, name=name, aliases=(), description="", traits=(),
        conflicts=(), source_mentions=(), voice_id=None, aspect_ratio=AspectRatio.SQUARE, priority=True,
        confidence=1.0, manual_add=False, image_key_id=None, locked_at=None, version=1, created_at=NOW,
        updated_at=NOW,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


HEADING = Mention(1, 1, 1, "INT. CABIN - DAY", kind=MentionKind.HEADING)
NUMBERED = Mention(9, 1, 1, "12 INT. CABIN - DAY", kind=MentionKind.HEADING)
OUTSIDE = Mention(5, 2, 1, "INT./EXT. CABIN - DAY", kind=MentionKind.HEADING)


@pytest.mark.parametrize(
    ("one", "text", "missing"),
    [
        (
            asset(),
            "A red-haired girl, freckled, in rags and barefoot.",
            ("build", "eyes"),
        ),
        (asset(), "A tall man of fifty.", ("face", "hair", "eyes", "skin", "clothing", "shoes")),
        (asset(name="OLD DOG"), "A big one with one ear.", ("age", "coat or surface", "colour")),
        (asset(AssetType.PROP), "A dented brass whistle.", ("colour", "size", "shape", "make")),
        (
            asset(AssetType.LOCATION, source_mentions=(HEADING, NUMBERED)),
            "Oak walls, one lamp.",
            ("size", "colour", "dressing", "condition"),
        ),
        (
            asset(AssetType.LOCATION, source_mentions=(HEADING, OUTSIDE)),
            "A small oak room with a red table and a dusty lamp.",
            ("season and weather",),
        ),
    ],
)
def test_what_is_missing(one: Asset, text: str, missing: tuple[str, ...]) -> None:
    found = missing_aspects(one, text)
    assert found == missing


def test_what_the_script_says_is_not_missing_and_what_was_inferred_is() -> None:
    said = Trait("physical_features", "grey hair", (3,))
    guessed = Trait("physical_features", "green eyes", inferred=True)
    missing = missing_aspects(asset(traits=(said, guessed)), "A pilot.")
    assert "hair" not in missing
    assert "eyes" in missing


@pytest.mark.parametrize(
    ("idea", "kept"),
    [
        ("Grey hair in a bun", "Grey hair in a bun."),
        ("Close-up of grey hair.", "Grey hair."),
        ("Painterly grey hair.", ""),
        ("Hauntingly grey hair, as if burnt.", "Grey hair."),
        ("A blue coat.", ""),
        ("Grey hair under a red coat.", ""),
        ("Grey hair. Cut short.", ""),
        ("x" * (MAX_IDEA + 1), ""),
        ("\x1b[31mGrey hair\u202e", "␛[31mGrey hair�."),
        ("", ""),
    ],
)
def test_an_idea_is_plain_new_and_against_nothing(idea: str, kept: str) -> None:
    shown = worth_showing([EnrichIdea(" Hair ", idea)], ("hair",), asset(), "A pilot in a blue coat.")
    assert [one.text for one in shown] == ([kept] if kept else [])


COAT = ConflictSide("a blue coat", Mention(3, 1, 1, "a blue coat"))
JACKET = ConflictSide("a tattered jacket", Mention(40, 7, 12, "a tattered jacket"))
CONFLICT = Conflict("clothing", COAT, JACKET)
TEXT = "A pilot in a blue coat. Her left hand is scarred. She waits."


@pytest.mark.parametrize(
    ("words", "decision", "after"),
    [
        ("A pilot in a blue coat.", None, "A pilot in a tattered jacket."),
        ("in a blue coat", ConflictDecision.LATER, "in a tattered jacket"),
        ("a blue coat. Her left hand", None, "a tattered jacket. Her left hand"),
        ("a blue", None, "a blue"),
        ("Her left hand is scarred.", None, "Her left hand is scarred."),
        ("A pilot in a blue coat.", ConflictDecision.EARLIER, "A pilot in a blue coat."),
        ("A pilot in a blue coat.", ConflictDecision.AS_WRITTEN, "A pilot in a blue coat."),
        (
            "A pilot in a blue coat.",
            ConflictDecision.BOTH,
            "A pilot in a blue coat. Clothing from page 12: a tattered jacket.",
        ),
    ],
)
def test_a_conflict_is_settled_within_the_selection(
    words: str, decision: ConflictDecision | None, after: str
) -> None:
    at = TEXT.index(words)
    selection = select(TEXT, at, at + len(words))
    conflicts = (replace(CONFLICT, decision=decision),)
    assert settled(selection, conflicts, ("MARA",)) == after
    assert bool(touching(selection, conflicts)) is (after != words or words == "a blue")
