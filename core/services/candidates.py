"""Candidates: own pictures, putting away and bringing back, what each was made from (SPEC 2.5, 2.6)."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.errors import AssetLocked
from core.models import Anchor, Asset, AssetId, AssetType, Fit, FoundPicture, Image, ImageId, MadeFrom
from core.rules.captions import captions
from core.rules.currency import OTHER_STYLE, STYLE_CHANGED, description_hash
from core.rules.framing import aspect_ratio_for
from core.rules.gating import require_unlocked
from core.services.assets import as_image, locked_style
from core.services.common import Context
from core.services.image_prompts import require_style
from core.services.picture_import import TakenPicture, find_picture, preview_picture, take_picture
from core.store.engine import uninterrupted
from core.store.mapping import to_asset, to_image, to_references
from core.store.tables import AssetRow, ImageRow
from core.store.transaction import Transaction


class Candidates:
    """The pictures of an asset, whoever made them."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    # --- putting away ----------------------------------------------------------------------------

    @uninterrupted
    async def delete(self, image_id: ImageId) -> Image:
        """Put a candidate away: it is shown nowhere any more, and `restore` brings it back.

        When it is the image key, the asset has none any more.

        Raises:
            AssetLocked: it is the image key of a locked asset.
        """
        async with self._store.write() as tx:
            row = await tx.image(image_id)
            asset = await tx.asset(row.asset_id)
            is_key = asset.image_key_id == row.id
            if is_key and asset.locked_at is not None:
                raise AssetLocked(f"{asset.name} is locked with this picture. Unlock it to put it away.")
            if row.deleted_at is None:
                row.deleted_at, row.was_key = self._now(), is_key
            if is_key:
                self._set_key(asset, None)
            return await self._image(tx, row, asset)

    @uninterrupted
    async def restore(self, image_id: ImageId) -> Image:
        """Bring back a candidate that was put away.

        It is the image key again if it was and none was chosen meanwhile.
        """
        async with self._store.write() as tx:
            row = await tx.image(image_id)
            asset = await tx.asset(row.asset_id)
            if row.deleted_at is not None and row.was_key and asset.image_key_id is None:
                self._set_key(asset, row)
            row.deleted_at, row.was_key = None, False
            return await self._image(tx, row, asset)

    def _set_key(self, asset: AssetRow, image: ImageRow | None) -> None:
        asset.image_key_id = None if image is None else image.id
        asset.version, asset.updated_at = asset.version + 1, self._now()

    async def _image(self, tx: Transaction, row: ImageRow, asset: AssetRow) -> Image:
        return as_image(row, asset, await locked_style(tx, asset.branch_id), self._files)

    # --- own pictures ----------------------------------------------------------------------------

    async def inspect(self, asset_id: AssetId, path: Path) -> FoundPicture:
        """What a picture file is, and what a crop or a pad to the asset's ratio would do to it.

        Raises:
            BadPicture: no PNG, JPEG or WebP that can be read.
            StyleNotLocked, AssetLocked: as for a generated picture.
        """
        asset = await self._asset_to_import(asset_id)
        return await asyncio.to_thread(find_picture, path, asset.type)

    async def preview(self, asset_id: AssetId, path: Path, fit: Fit, anchor: Anchor = "centre") -> bytes:
        """A small PNG of how the picture file would look as a candidate. Nothing is stored.

        Raises:
            BadPicture, StyleNotLocked, AssetLocked: as `inspect`.
        """
        asset = await self._asset_to_import(asset_id)
        return await asyncio.to_thread(preview_picture, path, aspect_ratio_for(asset.type), fit, anchor)

    async def import_picture(
        self, asset_id: AssetId, path: Path, fit: Fit | None = None, anchor: Anchor = "centre"
    ) -> Image:
        """Take a picture file as a candidate, counted as made in the branch's style from the present text.

        What is stored is the picture as it is shown: fitted, upright, opaque. The file itself stays where
        it is. The first picture of an asset becomes its image key.

        Raises:
            BadPicture: no PNG, JPEG or WebP that can be read.
            WrongShape: of another ratio, and `fit` is not given.
            StyleNotLocked, AssetLocked: as for a generated picture.
        """
        asset = await self._asset_to_import(asset_id)
        ratio = aspect_ratio_for(asset.type)
        return await self._store_import(
            asset_id, await asyncio.to_thread(take_picture, path, ratio, fit, anchor)
        )

    @uninterrupted
    async def _asset_to_import(self, asset_id: AssetId) -> Asset:
        async with self._store.read() as tx:
            asset = to_asset(await tx.asset(asset_id))
            await require_style(tx, asset.branch_id, self._files)
        require_unlocked(asset)
        return asset

    @uninterrupted
    async def _store_import(self, asset_id: AssetId, taken: TakenPicture) -> Image:
        sha256 = await asyncio.to_thread(self._files.put, taken.data, taken.info.mime)
        async with self._store.write() as tx:
            asset_row = await tx.asset(asset_id)
            asset = to_asset(asset_row)
            require_unlocked(asset)
            style = await require_style(tx, asset.branch_id, self._files)
            row = await tx.add(
                ImageRow(
                    asset_id=asset.id,
                    sha256=sha256,
                    mime=taken.info.mime,
                    width=taken.info.width,
                    height=taken.info.height,
                    prompt=taken.origin,
                    style_id=style.id,
                    style_hash=style.text_hash,
                    description_hash=description_hash(asset.name, asset.description, asset.additions),
                    aspect_ratio=aspect_ratio_for(asset.type),
                    provider="import",
                    model="",
                    placeholder=False,
                    created_at=self._now(),
                )
            )
            if asset_row.image_key_id is None:
                self._set_key(asset_row, row)
            return to_image(row, self._files)

    # --- what a picture was made from ------------------------------------------------------------

    @uninterrupted
    async def made_from(self, image_id: ImageId) -> MadeFrom:
        """What a picture was made from, as it was then, and what is another now."""
        async with self._store.read() as tx:
            row = await tx.image(image_id)
            asset = await tx.asset(row.asset_id)
            image = await self._image(tx, row, asset)
            name, version = await _style_then(tx, row)
            changes = await _style_changes(tx, asset, name, version)
            texts = ((asset.description, asset.additions), *await _earlier_texts(tx, asset))
            job = await tx.job_of_image(row.id)
        then = next(
            (text for text in texts if description_hash(asset.name, *text) == row.description_hash), None
        )
        references = to_references(row.reference_images, self._files)
        return MadeFrom(
            image=image,
            prompt=row.prompt,
            references=references,
            captions=captions(references, AssetType(asset.type)),
            style_name=name,
            style_version=version,
            price_usd=None if job is None else job.price_usd,
            attempt=None if job is None else job.attempt,
            description=None if then is None else then[0],
            additions="" if then is None else then[1],
            differences=tuple(
                changes.get(reason, f"{reason[0].upper()}{reason[1:]}.") for reason in image.stale
            ),
        )


async def _style_then(tx: Transaction, row: ImageRow) -> tuple[str, int | None]:
    """Name and version of the style as the picture was made; ("", None) when the style is not known here."""
    if row.style_id is None:
        return "", None
    versions = await tx.style_versions_with(row.style_id, row.style_hash)
    before = [one for one in versions if one.created_at <= row.created_at]
    if found := before or versions:
        return found[0].name, found[0].version
    style = await tx.style(row.style_id)
    return style.name, style.version if style.text_hash == row.style_hash else None


async def _style_changes(tx: Transaction, asset: AssetRow, name: str, version: int | None) -> dict[str, str]:
    """What is another with the style now, by the reason for which a picture is stale."""
    style_id = (await tx.branch(asset.branch_id)).locked_visual_style_id
    if style_id is None or not name:
        return {}
    now = await tx.style(style_id)
    was = "an earlier version" if version is None else f"version {version}"
    return {
        OTHER_STYLE: f"It was made in {name}; the branch is in {now.name} now.",
        STYLE_CHANGED: f"It was made in {was} of {name}, which is version {now.version} now.",
    }


async def _earlier_texts(tx: Transaction, asset: AssetRow) -> list[tuple[str, str]]:
    return [(one.description, one.additions) for one in await tx.revisions(asset.id)]
