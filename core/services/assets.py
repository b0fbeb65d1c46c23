"""Assets: the text a picture is made from, its history, its lock (SPEC 2.5, 2.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from core.errors import AssetLocked, InvalidInput, NotFound, Stale
from core.models import (
    Asset,
    AssetCard,
    AssetId,
    AssetRevision,
    AssetType,
    BranchId,
    ConflictDecision,
    Image,
    ImageId,
    Trait,
)
from core.rules.comparing import difference
from core.rules.conflicts import decide
from core.rules.currency import description_hash, stale_reasons
from core.rules.framing import aspect_ratio_for, ratio_reason
from core.rules.gating import asset_state, require_lockable
from core.rules.naming import require_name
from core.services.common import Context, clean_traits
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_image, to_revision
from core.store.pictures import PictureFiles
from core.store.tables import AssetRevisionRow, AssetRow, ImageRow
from core.store.transaction import Transaction
from core.text import clean, clean_line
from core.wire import conflict_from_wire, conflict_to_wire, traits_to_wire

REVISION_EVERY = timedelta(seconds=30)
"""Saving as one types keeps one earlier text in this time, not one for each letter."""


class Assets:
    """The committed assets of a branch."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    # --- reading ---------------------------------------------------------------------------------

    @uninterrupted
    async def cards(self, branch_id: BranchId) -> tuple[AssetCard, ...]:
        """All assets of a branch with their state, in the order of the board: by type, then by name."""
        async with self._store.read() as tx:
            return await load_cards(tx, self._files, branch_id)

    @uninterrupted
    async def card(self, asset_id: AssetId) -> AssetCard:
        """One asset with its state."""
        async with self._store.read() as tx:
            row = await tx.asset(asset_id)
            active = await tx.active_asset_ids(row.branch_id)
            locked = await locked_style(tx, row.branch_id)
            return _card(row, await tx.images([asset_id]), locked, self._files, asset_id in active)

    async def find(self, branch_id: BranchId, name: str) -> AssetCard:
        """An asset of a branch by its name, an alias or its id.

        Raises:
            NotFound: there is none.
            InvalidInput: several fit; their ids are named.
        """
        wanted = clean_line(name).casefold()
        cards = await self.cards(branch_id)
        found = [card for card in cards if card.asset.name.casefold() == wanted]
        found = found or [c for c in cards if wanted in (alias.casefold() for alias in c.asset.aliases)]
        found = found or [card for card in cards if str(card.asset.id) == wanted]
        if len(found) > 1:
            ids = ", ".join(str(card.asset.id) for card in found)
            raise InvalidInput(f"Several assets are named {name!r}: give one of the ids {ids}.")
        if not found:
            raise NotFound(f"There is no asset {name!r} in this branch.")
        return found[0]

    @uninterrupted
    async def candidates(self, asset_id: AssetId) -> tuple[Image, ...]:
        """The pictures of an asset, the newest first; each says whether it is current."""
        async with self._store.read() as tx:
            asset = await tx.asset(asset_id)
            locked = await locked_style(tx, asset.branch_id)
            images = await tx.images([asset_id])
        return tuple(as_image(row, asset, locked, self._files) for row in reversed(images))

    @uninterrupted
    async def revisions(self, asset_id: AssetId) -> tuple[AssetRevision, ...]:
        """Earlier descriptions, the latest first; each says how it differs from the present one."""
        async with self._store.read() as tx:
            row = await tx.asset(asset_id)
            earlier = [to_revision(one) for one in await tx.revisions(asset_id)]
        now = row.description, row.additions
        return tuple(
            replace(one, differs=difference((one.description, one.additions), now)) for one in earlier
        )

    def ratio_reason(self, type: AssetType) -> str:
        """Why pictures of this type have their ratio, for the badge."""
        return ratio_reason(type)

    # --- changing --------------------------------------------------------------------------------

    @uninterrupted
    async def save(
        self,
        asset_id: AssetId,
        shown_version: int,
        *,
        description: str | None = None,
        name: str | None = None,
        voice_id: str | None = None,
        traits: Sequence[Trait] | None = None,
        additions: str | None = None,
    ) -> Asset:
        """Save what stands on the screen; what is None stays. An empty `voice_id` removes the voice.

        Raises:
            AssetLocked: a locked asset can't change.
            Stale: it was changed since `shown_version`.
            InvalidInput: the name is empty or too long, or the branch has another asset of it.
        """
        async with self._store.write() as tx:
            row = await _changeable(tx, asset_id, shown_version)
            before = _texts(row)
            texts = _cleaned(row.description, description), _cleaned(row.additions, additions)
            if texts != (row.description, row.additions):
                await self._keep_revision(tx, row)
                row.description, row.additions = texts
            if name is not None and name != row.name:
                row.name = await _free_name(tx, row, require_name(name, "An asset"))
            if voice_id is not None:
                row.voice_id = clean_line(voice_id) or None
            if traits is not None:
                row.traits = traits_to_wire(clean_traits(traits))
            if _texts(row) != before:
                self._touch(row)
            return to_asset(row)

    @uninterrupted
    async def restore(self, asset_id: AssetId, shown_version: int, version: int) -> Asset:
        """Bring an earlier description back; the present one becomes a revision.

        Raises:
            NotFound: there is no such revision.
            AssetLocked, Stale: as `save`.
        """
        async with self._store.write() as tx:
            row = await _changeable(tx, asset_id, shown_version)
            earlier = next((r for r in await tx.revisions(asset_id) if r.version == version), None)
            if earlier is None:
                raise NotFound(f"{row.name} has no revision {version}.")
            await self._keep_revision(tx, row, always=True)
            row.description, row.additions = earlier.description, earlier.additions
            self._touch(row)
            return to_asset(row)

    @uninterrupted
    async def replace_text(self, asset_id: AssetId, shown_version: int, before: str, after: str) -> Asset:
        """Put a rewritten description in the place of the one it was made from, which becomes a revision.

        Raises:
            AssetLocked: as `save`.
            Stale: as `save`, or the stored text is not `before`.
        """
        async with self._store.write() as tx:
            row = await _changeable(tx, asset_id, shown_version)
            if row.description != before:
                raise Stale(f"The text of {row.name} is not the one that was rewritten. Rewrite it again.")
            await self._keep_revision(tx, row, always=True)
            row.description = clean(after)
            self._touch(row)
            return to_asset(row)

    @uninterrupted
    async def decide_conflict(
        self, asset_id: AssetId, shown_version: int, index: int, decision: ConflictDecision | None
    ) -> Asset:
        """Decide the conflict at `index`; the description is the person's and stays as it is.

        Raises:
            AssetLocked, Stale: as `save`.
            NotFound: it has no such conflict.
        """
        async with self._store.write() as tx:
            row = await _changeable(tx, asset_id, shown_version)
            conflicts = decide(tuple(map(conflict_from_wire, row.conflicts)), index, decision)
            row.conflicts = [conflict_to_wire(conflict) for conflict in conflicts]
            self._touch(row)
            return to_asset(row)

    @uninterrupted
    async def choose_image_key(self, asset_id: AssetId, image_id: ImageId) -> Asset:
        """Make one of the asset's pictures its image key.

        Raises:
            AssetLocked: a locked asset can't change.
            InvalidInput: the picture is another asset's.
        """
        async with self._store.write() as tx:
            row = await _changeable(tx, asset_id)
            image = await tx.image(image_id)
            if image.asset_id != asset_id:
                raise InvalidInput(f"That picture is not one of {row.name}.")
            if image.deleted_at is not None:
                raise InvalidInput("That picture was put away. Bring it back first.")
            row.image_key_id = image.id
            self._touch(row)
            return to_asset(row)

    # --- locking ---------------------------------------------------------------------------------

    @uninterrupted
    async def lock(self, asset_id: AssetId, shown_version: int | None = None) -> Asset:
        """Lock an asset whose image key is current (SPEC 2.7). Locking a locked one changes nothing.

        Raises:
            NotLockable: it has no image key, or one that is not current.
            Stale: it was changed since `shown_version`.
        """
        async with self._store.write() as tx:
            row = await tx.asset(asset_id, expect=shown_version)
            if row.locked_at is None:
                key = None if row.image_key_id is None else await tx.image(row.image_key_id)
                if key is not None and key.deleted_at is not None:
                    key = None
                stale = _stale(key, row, await locked_style(tx, row.branch_id)) if key else ()
                require_lockable(row.name, None if key is None else ImageId(key.id), stale)
                row.locked_at = self._now()
                self._touch(row)
            return to_asset(row)

    @uninterrupted
    async def unlock(self, asset_id: AssetId) -> Asset:
        """Take the lock off; text, voice and image key can change again."""
        async with self._store.write() as tx:
            row = await tx.asset(asset_id)
            if row.locked_at is not None:
                row.locked_at = None
                self._touch(row)
            return to_asset(row)

    def _touch(self, row: AssetRow) -> None:
        row.version += 1
        row.updated_at = self._now()

    async def _keep_revision(self, tx: Transaction, row: AssetRow, *, always: bool = False) -> None:
        revisions = await tx.revisions(row.id)
        now = self._now()
        due = not revisions or now - revisions[0].saved_at >= REVISION_EVERY
        # A picture's text can be had again, however soon it was replaced.
        pinned = description_hash(row.name, row.description, row.additions)
        if always or due or await tx.is_pictured(row.id, pinned):
            await tx.add(
                AssetRevisionRow(
                    asset_id=row.id,
                    version=row.version,
                    description=row.description,
                    additions=row.additions,
                    saved_at=now,
                )
            )


LockedStyle = tuple[int | None, str]


async def load_cards(tx: Transaction, files: PictureFiles, branch_id: BranchId) -> tuple[AssetCard, ...]:
    """All assets of a branch with their state, in the order of the board: by type, then by name."""
    locked = await locked_style(tx, branch_id)
    active = await tx.active_asset_ids(branch_id)
    images: dict[int, list[ImageRow]] = {}
    for image in await tx.branch_images(branch_id):
        images.setdefault(image.asset_id, []).append(image)
    cards = [
        _card(row, images.get(row.id, ()), locked, files, row.id in active)
        for row in await tx.assets(branch_id)
    ]
    order = list(AssetType)
    return tuple(sorted(cards, key=lambda c: (order.index(c.asset.type), c.asset.name.casefold())))


def _card(
    row: AssetRow, images: Sequence[ImageRow], locked: LockedStyle, files: PictureFiles, generating: bool
) -> AssetCard:
    asset = to_asset(row)
    key = next((image for image in images if image.id == row.image_key_id), None)
    stale = () if key is None else _stale(key, row, locked)
    return AssetCard(
        asset=asset,
        state=asset_state(asset, len(images), stale, generating),
        candidates=len(images),
        stale=stale,
        image_key_path=None if key is None else files.path(key.sha256, key.mime),
    )


def as_image(row: ImageRow, asset: AssetRow, locked: LockedStyle, files: PictureFiles) -> Image:
    """A picture of the asset, and whether it is current."""
    return to_image(row, files, _stale(row, asset, locked))


async def assets_to_picture(tx: Transaction, branch_id: BranchId) -> tuple[AssetId, ...]:
    """The unlocked assets of a branch without any current picture, and with none being made."""
    having = await tx.active_asset_ids(branch_id)
    having.update(image.asset_id for image in await current_images(tx, branch_id))
    rows = await tx.assets(branch_id)
    return tuple(AssetId(row.id) for row in rows if row.locked_at is None and row.id not in having)


async def current_images(tx: Transaction, branch_id: BranchId) -> list[ImageRow]:
    """The pictures of a branch that are current, image keys or not."""
    locked = await locked_style(tx, branch_id)
    rows = {row.id: row for row in await tx.assets(branch_id)}
    images = await tx.branch_images(branch_id)
    return [image for image in images if not _stale(image, rows[image.asset_id], locked)]


async def locked_style(tx: Transaction, branch_id: int) -> LockedStyle:
    """The id of the branch's locked style and the hash of its text; `(None, "")` without one."""
    style_id = (await tx.branch(branch_id)).locked_visual_style_id
    return (None, "") if style_id is None else (style_id, (await tx.style(style_id)).text_hash)


def _stale(image: ImageRow, asset: AssetRow, locked: LockedStyle) -> tuple[str, ...]:
    return stale_reasons(
        image_style=(image.style_id, image.style_hash),
        locked_style=locked,
        image_text=image.description_hash,
        text=description_hash(asset.name, asset.description, asset.additions),
        image_ratio=image.aspect_ratio,
        ratio=aspect_ratio_for(AssetType(asset.type)),
    )


async def _changeable(tx: Transaction, asset_id: AssetId, expect: int | None = None) -> AssetRow:
    row = await tx.asset(asset_id)
    if row.locked_at is not None:
        raise AssetLocked(f"{row.name} is locked. Unlock it to change it.")
    return await tx.asset(asset_id, expect=expect)


async def _free_name(tx: Transaction, row: AssetRow, name: str) -> str:
    for other in await tx.assets(row.branch_id):
        if other.id != row.id and other.type == row.type and other.name.casefold() == name.casefold():
            raise InvalidInput(f"The branch has another {row.type} named {name}.")
    return name


def _cleaned(stored: str, typed: str | None) -> str:
    return stored if typed is None else clean(typed)


def _texts(row: AssetRow) -> tuple[object, ...]:
    return row.description, row.additions, row.name, row.voice_id, row.traits
