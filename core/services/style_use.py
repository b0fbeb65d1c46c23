"""Who uses a style, and what a change of it makes stale."""

from __future__ import annotations

from core.models import AssetId, JobState, StalePicture, StyleUse
from core.services.assets import LockedStyle, as_image
from core.store.pictures import PictureFiles
from core.store.tables import AssetRow, BranchRow
from core.store.transaction import Transaction

_COMING = (JobState.QUEUED, JobState.RUNNING)


async def use_of(tx: Transaction, style_id: int) -> StyleUse:
    """What refers to a style, in all projects."""
    titles = {project.id: project.title for project in await tx.projects()}
    pictures, put_away = await tx.style_pictures(style_id)
    return StyleUse(
        branches=tuple(
            (titles[branch.project_id], branch.name)
            for branch in await tx.branches()
            if branch.locked_visual_style_id == style_id
        ),
        pictures=pictures,
        put_away=put_away,
        jobs=await tx.style_jobs(style_id),
    )


async def made_stale(
    tx: Transaction, files: PictureFiles, branch: BranchRow, before: LockedStyle, after: LockedStyle
) -> tuple[StalePicture, ...]:
    """The pictures of a branch that are current under `before` and not under `after`, then those asked for;
    styles are (id, text hash) pairs."""
    if before == after:
        return ()
    title = (await tx.project(branch.project_id)).title
    assets = {asset.id: asset for asset in await tx.assets(branch.id)}

    def named(asset: AssetRow, *, is_key: bool = False, queued: bool = False) -> StalePicture:
        locked = asset.locked_at is not None
        return StalePicture(title, branch.name, AssetId(asset.id), asset.name, is_key, locked, queued)

    images = [(assets[image.asset_id], image) for image in await tx.branch_images(branch.id)]
    stale = [
        named(asset, is_key=image.id == asset.image_key_id)
        for asset, image in images
        if not as_image(image, asset, before, files).stale and as_image(image, asset, after, files).stale
    ]
    coming = [
        named(assets[job.asset_id], queued=True)
        for job, _ in reversed(await tx.jobs(branch.id))
        if job.state in _COMING and (job.style_id, job.style_hash) == before
    ]
    return (*stale, *coming)
