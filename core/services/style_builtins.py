"""Built-in capsules in a workspace: brought up to date without changing a look that is in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from core.rules.styling import free_name
from core.services.style_rows import put_content
from core.services.style_use import use_of
from core.store.tables import StyleRow
from core.store.transaction import Transaction
from core.styles import Capsule, text_hash


def are_current(rows: Sequence[StyleRow], capsules: Iterable[Capsule]) -> bool:
    """Whether the workspace has exactly these capsules as its built-in ones."""
    known = {row.slug: (row.text_hash, row.tagline) for row in rows if row.slug is not None}
    return known == {capsule.slug: (_hash(capsule), capsule.tagline) for capsule in capsules}


async def bring(tx: Transaction, given: Iterable[Capsule], now: datetime) -> None:
    """Put the capsules of a release into the workspace.

    One whose text is another now is replaced when nothing uses it. One in use stays as it is, with its id,
    as a style of the user's own under a free name, and the new text becomes a style beside it. One that
    this release has no more goes, or becomes the user's own.
    """
    capsules = {capsule.slug: capsule for capsule in given}
    for row in [row for row in await tx.styles() if row.slug is not None]:
        capsule = capsules.get(row.slug or "")
        if capsule is not None and row.text_hash == _hash(capsule):
            row.tagline = capsule.tagline
        elif (await use_of(tx, row.id)).is_used:
            await _leave_to_the_user(tx, row, renamed=capsule is not None)
        elif capsule is None:
            await tx.remove(row)
        else:
            await _write(tx, row, capsule, now)
    there = {row.slug for row in await tx.styles()}
    for slug, capsule in capsules.items():
        if slug not in there:
            row = StyleRow(slug=slug, builtin=True, created_at=now, version=0)
            await _write(tx, row, capsule, now)


async def _leave_to_the_user(tx: Transaction, row: StyleRow, *, renamed: bool) -> None:
    row.slug, row.builtin = None, False
    if renamed:
        taken = [other.name for other in await tx.styles()]
        row.name = free_name(f"{row.name} (earlier)", taken)
    # `slug` is unique: the new row may only come after the old one has lost it.
    await tx.flush()


async def _write(tx: Transaction, row: StyleRow, capsule: Capsule, now: datetime) -> None:
    taken = [other.name for other in await tx.styles() if other is not row]
    row.name, row.tagline = free_name(capsule.name, taken), capsule.tagline
    await put_content(tx, row, capsule.visual_description, capsule.palette, (), now)


def _hash(capsule: Capsule) -> str:
    return text_hash(capsule.visual_description, capsule.palette)
