"""The library: locked assets that all films share (SPEC 2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core.errors import AssetLocked, InvalidInput, NotAllowed
from core.models import (
    Asset,
    AssetId,
    AssetType,
    BranchId,
    BroughtAsset,
    Collision,
    GlobalAsset,
    GlobalAssetId,
    ProjectId,
    RemovedEntry,
    Trait,
)
from core.rules.currency import description_hash
from core.rules.framing import aspect_ratio_for
from core.rules.gating import require_promotable
from core.services.assets import locked_style
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_global_asset
from core.store.tables import AssetRevisionRow, AssetRow, GlobalAssetRow, ImageRow
from core.store.transaction import Transaction
from core.wire import traits_from_wire, traits_to_wire


class Library:
    """Promotion into the library, and bringing its assets into a branch."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    # --- reading ---------------------------------------------------------------------------------

    @uninterrupted
    async def list(self) -> tuple[GlobalAsset, ...]:
        """The library, the newest first; earlier versions of an asset too, each saying what came after it."""
        async with self._store.read() as tx:
            return await self._entries(tx)

    @uninterrupted
    async def brought(self, project_id: ProjectId) -> tuple[BroughtAsset, ...]:
        """The assets of a film, on any of its branches, that were brought from the library."""
        async with self._store.read() as tx:
            return tuple(
                BroughtAsset(GlobalAssetId(entry), AssetId(asset), name, branch)
                for entry, asset, name, branch in await tx.assets_brought_into(project_id)
                if entry is not None
            )

    async def _entries(self, tx: Transaction) -> tuple[GlobalAsset, ...]:
        revisions: dict[int, list[tuple[int, datetime]]] = {}
        for asset_id, revision, imported_at in await tx.script_dates():
            revisions.setdefault(asset_id, []).append((revision, imported_at))
        entries = []
        for row in await tx.global_assets():
            known = [number for number, at in revisions.get(row.source_asset_id, ()) if at <= row.promoted_at]
            entry = to_global_asset(row, self._files)
            entries.append(replace(entry, script_revision=known[-1] if known else None))
        return _in_versions(entries)

    async def _entry(self, tx: Transaction, key: int) -> GlobalAsset:
        return next(entry for entry in await self._entries(tx) if entry.id == key)

    # --- promoting -------------------------------------------------------------------------------

    @uninterrupted
    async def promote(self, asset_id: AssetId) -> GlobalAsset:
        """Copy a locked asset into the library. Promoting the same version again changes nothing; a later
        version stands beside the earlier one, which stays (`GlobalAsset.earlier`).

        Raises:
            NotPromotable: it is not locked, or has no image key.
        """
        async with self._store.write() as tx:
            row = await tx.asset(asset_id)
            require_promotable(to_asset(row))
            for known in await tx.global_assets():
                if (known.source_asset_id, known.source_version) == (row.id, row.version):
                    return await self._entry(tx, known.id)
            added = await tx.add(await self._global_row(tx, row))
            return await self._entry(tx, added.id)

    async def _global_row(self, tx: Transaction, row: AssetRow) -> GlobalAssetRow:
        image = await tx.image(row.image_key_id or 0)
        branch = await tx.branch(row.branch_id)
        style = None if image.style_id is None else await tx.style(image.style_id)
        return GlobalAssetRow(
            type=row.type,
            name=row.name,
            aliases=row.aliases,
            description=row.description,
            additions=row.additions,
            traits=row.traits,
            voice_id=row.voice_id,
            aspect_ratio=row.aspect_ratio,
            style_name="" if style is None else style.name,
            style_hash=image.style_hash,
            project_title=(await tx.project(branch.project_id)).title,
            branch_name=branch.name,
            source_asset_id=row.id,
            source_version=row.version,
            sha256=image.sha256,
            mime=image.mime,
            width=image.width,
            height=image.height,
            prompt=image.prompt,
            provider=image.provider,
            model=image.model,
            placeholder=image.placeholder,
            promoted_at=self._now(),
        )

    @uninterrupted
    async def remove(self, global_id: GlobalAssetId) -> RemovedEntry:
        """Take an entry out of the library. Assets that were brought from it stay, and forget that they were.

        Raises:
            NotFound: it is not in the library.
        """
        async with self._store.write() as tx:
            row = await tx.global_asset(global_id)
            entry = to_global_asset(row, self._files)
            brought = await tx.assets_brought_from(global_id)
            for asset in brought:
                asset.global_asset_id = None
            await tx.flush()
            await tx.remove(row)
            return RemovedEntry(entry, tuple(AssetId(asset.id) for asset in brought))

    @uninterrupted
    async def put_back(self, removed: RemovedEntry) -> GlobalAsset:
        """Put an entry back that was taken out; the assets that were brought from it know it again."""
        async with self._store.write() as tx:
            row = _row_of(removed.entry)
            if await tx.global_asset_or_none(removed.entry.id) is None:
                row.id = removed.entry.id
            await tx.add(row)
            for asset_id in removed.brought:
                asset = await tx.asset_or_none(asset_id)
                if asset is not None and asset.global_asset_id is None:
                    asset.global_asset_id = row.id
            await tx.flush()
            return await self._entry(tx, row.id)

    # --- bringing in -----------------------------------------------------------------------------

    @uninterrupted
    async def bring(
        self, global_id: GlobalAssetId, branch_id: BranchId, collision: Collision | None = None
    ) -> Asset | None:
        """Copy a library asset into a branch, with its picture as image key; None when skipped.

        The picture is current only if the branch's locked style has the very text that it was made in. What
        the script of another film said counts as inferred here, for its lines are not this script's.

        Raises:
            InvalidInput: the name is taken and `collision` does not say what to do.
            AssetLocked: the asset that is to be replaced is locked.
        """
        async with self._store.write() as tx:
            source = await tx.global_asset(global_id)
            of_type = [row for row in await tx.assets(branch_id) if row.type == source.type]
            same = next((row for row in of_type if row.name.casefold() == source.name.casefold()), None)
            if same is not None and collision is None:
                raise InvalidInput(
                    f"The branch has a {source.type} named {source.name}. "
                    "Choose to skip, to rename or to replace."
                )
            if same is not None and collision is Collision.SKIP:
                return None
            traits = await _traits_for(tx, source, branch_id)
            if same is not None and collision is Collision.REPLACE:
                row = await self._replace(tx, same, source, traits)
            else:
                name = source.name if same is None else _free_name(source.name, of_type)
                row = await tx.add(self._asset_row(source, branch_id, name, traits))
            image = await tx.add(await self._image_row(tx, source, row))
            row.image_key_id = image.id
            return to_asset(row)

    async def _replace(
        self, tx: Transaction, row: AssetRow, source: GlobalAssetRow, traits: tuple[Trait, ...]
    ) -> AssetRow:
        _require_unlocked(row)
        await self._keep_text(tx, row)
        row.description, row.additions = source.description, source.additions
        row.traits, row.voice_id = traits_to_wire(traits), source.voice_id
        row.global_asset_id = source.id
        row.version, row.updated_at = row.version + 1, self._now()
        return row

    async def _keep_text(self, tx: Transaction, row: AssetRow) -> None:
        kept = AssetRevisionRow(
            asset_id=row.id,
            version=row.version,
            description=row.description,
            additions=row.additions,
            saved_at=self._now(),
        )
        await tx.add(kept)

    @uninterrupted
    async def take_back(self, asset_id: AssetId, shown_version: int, before: Asset | None) -> None:
        """Undo `bring`: the copy goes, or the asset that was replaced is again as it was `before`.

        Raises:
            Stale: the asset was changed since.
            AssetLocked: it was locked since.
            NotAllowed: pictures were made for the copy since.
        """
        async with self._store.write() as tx:
            row = await tx.asset(asset_id, expect=shown_version)
            _require_unlocked(row)
            if before is None:
                await _remove_copy(tx, row)
                return
            await self._keep_text(tx, row)
            row.description, row.additions = before.description, before.additions
            row.traits, row.voice_id = traits_to_wire(before.traits), before.voice_id
            earlier = None if before.image_key_id is None else await tx.image(before.image_key_id)
            gone = earlier is None or earlier.deleted_at is not None
            row.image_key_id, row.global_asset_id = None if gone else before.image_key_id, None
            row.version, row.updated_at = row.version + 1, self._now()

    def _asset_row(
        self, source: GlobalAssetRow, branch_id: BranchId, name: str, traits: tuple[Trait, ...]
    ) -> AssetRow:
        now = self._now()
        return AssetRow(
            branch_id=branch_id,
            global_asset_id=source.id,
            type=source.type,
            name=name,
            aliases=source.aliases,
            description=source.description,
            additions=source.additions,
            traits=traits_to_wire(traits),
            conflicts=[],
            source_mentions=[],
            voice_id=source.voice_id,
            aspect_ratio=aspect_ratio_for(AssetType(source.type)),
            priority=True,
            confidence=1.0,
            manual_add=True,
            version=1,
            created_at=now,
            updated_at=now,
        )

    async def _image_row(self, tx: Transaction, source: GlobalAssetRow, asset: AssetRow) -> ImageRow:
        styles = {style.text_hash: style.id for style in await tx.styles()}
        locked_id, locked_hash = await locked_style(tx, asset.branch_id)
        # Two styles may have one text: the branch's own is the one that holds.
        of_branch = locked_id is not None and locked_hash == source.style_hash
        return ImageRow(
            asset_id=asset.id,
            sha256=source.sha256,
            mime=source.mime,
            width=source.width,
            height=source.height,
            prompt=source.prompt,
            style_id=locked_id if of_branch else styles.get(source.style_hash),
            style_hash=source.style_hash,
            description_hash=description_hash(asset.name, asset.description, asset.additions),
            aspect_ratio=source.aspect_ratio,
            provider=source.provider,
            model=source.model,
            placeholder=source.placeholder,
            created_at=self._now(),
        )


def _in_versions(entries: Sequence[GlobalAsset]) -> tuple[GlobalAsset, ...]:
    """The entries, the newest first, each with what came after it and how many before."""
    versions: dict[AssetId | None, list[GlobalAsset]] = {}
    for entry in reversed(entries):
        versions.setdefault(entry.source_asset_id, []).append(entry)
    numbered = []
    for entry in entries:
        of_asset = versions[entry.source_asset_id]
        at = of_asset.index(entry)
        newer = of_asset[at + 1].id if at + 1 < len(of_asset) else None
        numbered.append(replace(entry, earlier=at, newer_id=newer))
    return tuple(numbered)


def _row_of(entry: GlobalAsset) -> GlobalAssetRow:
    """The row that an entry was read from, without its id."""
    same = (
        *("name", "description", "additions", "voice_id", "style_name", "style_hash", "project_title"),
        *("branch_name", "source_asset_id", "source_version", "sha256", "mime", "width", "height", "prompt"),
        *("provider", "model", "placeholder", "promoted_at"),
    )
    return GlobalAssetRow(
        type=entry.type,
        aliases=list(entry.aliases),
        traits=traits_to_wire(entry.traits),
        aspect_ratio=entry.aspect_ratio,
        **{name: getattr(entry, name) for name in same},
    )


async def _traits_for(tx: Transaction, source: GlobalAssetRow, branch_id: BranchId) -> tuple[Trait, ...]:
    """The traits as they hold in a branch: evidence is of the film that the asset came from."""
    traits = traits_from_wire(source.traits)
    origin = await tx.asset_or_none(source.source_asset_id)
    if origin is not None:
        film = (await tx.branch(origin.branch_id)).project_id
        if film == (await tx.branch(branch_id)).project_id:
            return traits
    return tuple(replace(trait, lines=(), inferred=True, from_page=None) for trait in traits)


async def _remove_copy(tx: Transaction, row: AssetRow) -> None:
    has_jobs = any(job.asset_id == row.id for job, _ in await tx.jobs(row.branch_id))
    if has_jobs or len(await tx.images([row.id])) > 1:
        raise NotAllowed(f"{row.name} has pictures of its own by now, so it stays in the branch.")
    row.image_key_id = None
    await tx.flush()
    await tx.remove(row)


def _require_unlocked(row: AssetRow) -> None:
    if row.locked_at is not None:
        raise AssetLocked(f"{row.name} is locked. Unlock it to replace it, or bring the other in renamed.")


def _free_name(name: str, rows: Iterable[AssetRow]) -> str:
    taken = {row.name.casefold() for row in rows}
    number = 2
    while f"{name} {number}".casefold() in taken:
        number += 1
    return f"{name} {number}"
