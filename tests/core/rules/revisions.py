"""Two revisions of a small script, hand-made drafts of both, and an earlier review of the first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.models import (
    AssetId,
    AssetType,
    CommittedAsset,
    Difference,
    Draft,
    LineKind,
    Mention,
    MentionKind,
    RowState,
    Screenplay,
    Trait,
)
from core.rules.diffing import CarriedRow, EarlierRow, carry_over
from core.screenplay.reader import parse_script

SCRIPT = """\
INT. MILL - NIGHT

The great wheel stands still and drips. ANSA, forty, wears a grey felt coat.

ANSA
I have counted the sacks and two are missing.

BRUNO, seventy, leans on the wheel in a red scarf.

BRUNO
Then count them again before the moon is up.

Ansa lifts the BRASS LAMP to the beam above her.

EXT. QUAY - DAY

Gulls fight over a crate of oranges in the rain.

BRUNO
Nobody has paid me for the boat since Easter.

Bruno hands the brass lamp down to the ferryman.

ANSA
Ask the miller who took the boat and the money.

Ansa wades out to the boat with both shoes in her hand.
"""
"""Ansa and Bruno in a mill and on a quay, with a lamp."""

_KINDS = {LineKind.HEADING: MentionKind.HEADING, LineKind.CUE: MentionKind.CUE}


def read(text: str) -> Screenplay:
    """A Fountain text as the reader reads it."""
    return parse_script(text.encode(), "revision.fountain")


def found(screenplay: Screenplay, name: str, *aliases: str, **fields: object) -> Draft:
    """A character draft, or of another `type`, with every line that has one of the names as a mention."""
    names = re.compile("|".join(rf"\b{re.escape(one)}\b" for one in (name, *aliases)), re.IGNORECASE)
    mentions = tuple(
        Mention(line.number, line.scene, line.page, line.text, (), _KINDS.get(line.kind, MentionKind.NAME))
        for line in screenplay.lines
        if names.search(line.text)
    )
    fields = {"type": AssetType.CHARACTER, "mentions": mentions, **fields}
    return Draft(name, aliases=aliases, **fields)  # type: ignore[arg-type]


def trait(screenplay: Screenplay, field: str, value: str) -> Trait:
    """A trait with the lines that say it."""
    lines = tuple(line.number for line in screenplay.lines if value in line.text)
    return Trait(field, value, lines)


def asset(name: str, *, locked: bool = False) -> CommittedAsset:
    """An asset of an earlier commit."""
    return CommittedAsset(AssetId(7), name, "As it was written.", locked)


def reviewed(*drafts: Draft, state: RowState = RowState.OPEN) -> list[EarlierRow]:
    """Rows of an earlier review, all in one state."""
    return [EarlierRow(number, draft, state) for number, draft in enumerate(drafts, 1)]


def compared(
    earlier: Sequence[EarlierRow], drafts: Sequence[Draft], before: Screenplay | None, after: Screenplay
) -> tuple[CarriedRow, ...]:
    """The carried rows; the earlier script is revision 1."""
    return carry_over(earlier, drafts, screenplay=after, earlier_screenplay=before, revision=1)


def difference(row: CarriedRow) -> Difference:
    """How a row stands to the earlier revision."""
    assert row.difference is not None
    return row.difference
