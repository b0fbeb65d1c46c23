"""The library: locked assets that all films share (SPEC 2.7)."""

from __future__ import annotations

from core.errors import InvalidInput
from core.models import Asset, AssetId, AssetType, BranchId, Collision, GlobalAsset, GlobalAssetId
from core.rules.currency import description_hash
from core.rules.framing import aspect_ratio_for
from core.rules.gating import require_promotable
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_global_asset
from core.store.tables import AssetRow, GlobalAssetRow, ImageRow
from core.store.transaction import Transaction


class Library:
    """Promotion into the library, and bringing its assets into a branch."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    @uninterrupted
    async def list(self, search: str = "") -> tuple[GlobalAsset, ...]:
        """The library, the newest first; `search` looks into names, aliases, descriptions and films."""
        async with self._store.read() as tx:
            assets = [to_global_asset(row, self._files) for row in await tx.global_assets()]
        words = search.casefold().split()
        return tuple(asset for asset in assets if all(word in _haystack(asset) for word in words))

    @uninterrupted
    async def promote(self, asset_id: AssetId) -> GlobalAsset:
        """Copy a locked asset into the library. Promoting the same version again changes nothing.

        Raises:
            NotPromotable: it is not locked, or has no image key.
        """
        async with self._store.write() as tx:
            row = await tx.asset(asset_id)
            require_promotable(to_asset(row))
            for known in await tx.global_assets():
                if (known.source_asset_id, known.source_version) == (row.id, row.version):
                    return to_global_asset(known, self._files)
            return to_global_asset(await tx.add(await self._global_row(tx, row)), self._files)

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
    async def bring(
        self, global_id: GlobalAssetId, branch_id: BranchId, collision: Collision | None = None
    ) -> Asset | None:
        """Copy a library asset into a branch, with its picture as image key; None when skipped.

        The picture is current only if the branch is locked to the style it was made in.

        Raises:
            InvalidInput: the name is taken and `collision` does not say what to do.
        """
        async with self._store.write() as tx:
            source = await tx.global_asset(global_id)
            taken = {row.name.casefold() for row in await tx.assets(branch_id) if row.type == source.type}
            name = source.name
            if name.casefold() in taken:
                if collision is None:
                    raise InvalidInput(
                        f"The branch has a {source.type} named {name}. Choose to skip or to rename."
                    )
                if collision is Collision.SKIP:
                    return None
                name = _free_name(name, taken)
            row = await tx.add(self._asset_row(source, branch_id, name))
            image = await tx.add(await self._image_row(tx, source, row))
            row.image_key_id = image.id
            return to_asset(row)

    def _asset_row(self, source: GlobalAssetRow, branch_id: BranchId, name: str) -> AssetRow:
        now = self._now()
        return AssetRow(
            branch_id=branch_id,
            global_asset_id=source.id,
            type=source.type,
            name=name,
            aliases=source.aliases,
            description=source.description,
            additions=source.additions,
            traits=source.traits,
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
        return ImageRow(
            asset_id=asset.id,
            sha256=source.sha256,
            mime=source.mime,
            width=source.width,
            height=source.height,
            prompt=source.prompt,
            style_id=styles.get(source.style_hash),
            style_hash=source.style_hash,
            description_hash=description_hash(asset.name, asset.description, asset.additions),
            aspect_ratio=source.aspect_ratio,
            provider=source.provider,
            model=source.model,
            placeholder=source.placeholder,
            created_at=self._now(),
        )


def _haystack(asset: GlobalAsset) -> str:
    parts = (asset.name, *asset.aliases, asset.type, asset.description, asset.project_title, asset.style_name)
    return "\n".join(parts).casefold()


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} {number}".casefold() in taken:
        number += 1
    return f"{name} {number}"
