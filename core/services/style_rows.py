"""Writing a style and the version of it that stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.errors import NotAllowed, Stale
from core.models import ReferenceImage, StyleVersion
from core.store.mapping import from_references
from core.store.tables import StyleRow, StyleVersionRow
from core.store.transaction import Transaction
from core.styles import text_hash


async def put_content(
    tx: Transaction,
    row: StyleRow,
    visual_description: str,
    palette: Sequence[str],
    references: Sequence[ReferenceImage],
    now: datetime,
) -> StyleRow:
    """Give a style, new or not, the next version: text, palette and reference images; name and tagline are
    set by the caller."""
    row.visual_description, row.palette = visual_description, [*palette]
    row.reference_images = from_references(references)
    row.text_hash = text_hash(visual_description, palette, [one.sha256 for one in references])
    row.version += 1
    await tx.add(row)
    await tx.add(
        StyleVersionRow(
            style_id=row.id,
            version=row.version,
            name=row.name,
            visual_description=row.visual_description,
            palette=row.palette,
            reference_images=row.reference_images,
            text_hash=row.text_hash,
            created_at=now,
        )
    )
    return row


async def own_style(tx: Transaction, style_id: int, shown_version: int) -> StyleRow:
    """A style of one's own, to change it.

    Raises:
        NotAllowed: it is built in.
        Stale: it was changed since `shown_version`.
    """
    row = await tx.style(style_id)
    if row.builtin:
        raise NotAllowed(f"{row.name} is built in and stays as it is. Duplicate it, then change the copy.")
    if row.version != shown_version:
        raise Stale(f"{row.name} was changed in another session since you opened it. Look at it again first.")
    return row


def version_row(style_id: int, version: StyleVersion) -> StyleVersionRow:
    """The row of a version that is brought back."""
    return StyleVersionRow(
        style_id=style_id,
        version=version.version,
        name=version.name,
        visual_description=version.visual_description,
        palette=[*version.palette],
        reference_images=from_references(version.reference_images),
        text_hash=version.text_hash,
        created_at=version.created_at,
    )
