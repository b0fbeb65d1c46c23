"""One transaction's view of the tables: every query of the product, by the thing it is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from core.errors import NotFound, Stale
from core.models import JobState
from core.store.tables import (
    AssetRevisionRow,
    AssetRow,
    BranchRow,
    DraftRow,
    GlobalAssetRow,
    ImageRow,
    JobRow,
    ModelCallRow,
    ProjectRow,
    ReviewActionRow,
    ReviewRow,
    ScriptRow,
    StyleRow,
    StyleVersionRow,
)

R = TypeVar("R", bound=DeclarativeBase)


class Transaction:
    """Rows of an open transaction. Changes to rows are written when the transaction commits."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, row: R) -> R:
        """Insert a row and give it its id."""
        self._session.add(row)
        await self._session.flush()
        return row

    async def add_all(self, rows: Iterable[DeclarativeBase]) -> None:
        """Insert several rows at once and give them their ids."""
        self._session.add_all(rows)
        await self._session.flush()

    async def flush(self) -> None:
        """Send what has changed so far, so that the database can object now."""
        await self._session.flush()

    async def _get(self, row: type[R], key: int, what: str) -> R:
        found = await self._session.get(row, key)
        if found is None:
            raise NotFound(f"There is no {what} with the id {key}.")
        return found

    # --- projects, branches, scripts -------------------------------------------------------------

    async def projects(self) -> Sequence[ProjectRow]:
        """All films, the newest first."""
        return (await self._session.scalars(select(ProjectRow).order_by(ProjectRow.id.desc()))).all()

    async def project(self, key: int) -> ProjectRow:
        """One film."""
        return await self._get(ProjectRow, key, "project")

    async def branch(self, key: int) -> BranchRow:
        """One branch."""
        return await self._get(BranchRow, key, "branch")

    async def branches(self, project_id: int | None = None) -> Sequence[BranchRow]:
        """The branches of one film, or of all, the first made first."""
        query = select(BranchRow).order_by(BranchRow.id)
        if project_id is not None:
            query = query.where(BranchRow.project_id == project_id)
        return (await self._session.scalars(query)).all()

    async def remove_branch(self, key: int) -> None:
        """Delete a branch with its assets, pictures, jobs and reviews. Its assets must be unlocked."""
        for rows in (AssetRow, ReviewRow):
            await self._session.execute(delete(rows).where(rows.branch_id == key))
        await self._session.execute(delete(BranchRow).where(BranchRow.id == key))

    async def lineage(self, project_id: int) -> dict[int, int | None]:
        """Of every asset of a film, by its id, the id of the one that it was forked from."""
        query = select(AssetRow.id, AssetRow.forked_from_id).join(
            BranchRow, BranchRow.id == AssetRow.branch_id
        )
        found = await self._session.execute(query.where(BranchRow.project_id == project_id))
        return {row[0]: row[1] for row in found}

    async def heirs(self, branch_id: int) -> Sequence[AssetRow]:
        """The assets that were forked from those of a branch."""
        own = select(AssetRow.id).where(AssetRow.branch_id == branch_id)
        return (await self._session.scalars(select(AssetRow).where(AssetRow.forked_from_id.in_(own)))).all()

    async def script(self, key: int) -> ScriptRow:
        """One revision of a script."""
        return await self._get(ScriptRow, key, "script")

    async def script_content(self, key: int) -> bytes:
        """The script's file as it was imported."""
        content = await self._session.scalar(select(ScriptRow.content).where(ScriptRow.id == key))
        if content is None:
            raise NotFound(f"There is no script with the id {key}.")
        return content

    async def scripts(self, project_id: int | None = None) -> Sequence[ScriptRow]:
        """The revisions of one film, or of all, the newest first."""
        query = select(ScriptRow).order_by(ScriptRow.id.desc())
        if project_id is not None:
            query = query.where(ScriptRow.project_id == project_id)
        return (await self._session.scalars(query)).all()

    # --- reviews ---------------------------------------------------------------------------------

    async def review(self, key: int) -> ReviewRow:
        """One review."""
        return await self._get(ReviewRow, key, "review")

    async def reviews(self, project_id: int | None = None) -> Sequence[ReviewRow]:
        """The reviews of one film, or of all, the newest first."""
        query = select(ReviewRow).order_by(ReviewRow.id.desc())
        if project_id is not None:
            query = query.where(ReviewRow.project_id == project_id)
        return (await self._session.scalars(query)).all()

    async def branch_reviews(self, branch_id: int) -> Sequence[ReviewRow]:
        """The reviews of one branch, the newest first."""
        query = select(ReviewRow).where(ReviewRow.branch_id == branch_id).order_by(ReviewRow.id.desc())
        return (await self._session.scalars(query)).all()

    async def drafts(self, review_id: int, keys: Iterable[int] | None = None) -> Sequence[DraftRow]:
        """The drafts of a review, or those of `keys` among them, in the order of the table."""
        query = select(DraftRow).where(DraftRow.review_id == review_id)
        if keys is not None:
            query = query.where(DraftRow.id.in_(list(keys)))
        return (await self._session.scalars(query.order_by(DraftRow.position, DraftRow.id))).all()

    async def draft_count(self, review_id: int) -> int:
        """How many drafts a review has."""
        query = select(func.count()).select_from(DraftRow).where(DraftRow.review_id == review_id)
        return await self._session.scalar(query) or 0

    async def drafts_since(self, review_id: int, version: int) -> Sequence[DraftRow]:
        """The drafts that changed after the review had this version, in the order of the table."""
        query = select(DraftRow).where(DraftRow.review_id == review_id, DraftRow.version > version)
        return (await self._session.scalars(query.order_by(DraftRow.position, DraftRow.id))).all()

    async def drafts_in_state(self, review_id: int, state: str) -> Sequence[DraftRow]:
        """The drafts of a review in one state, in the order of the table."""
        query = select(DraftRow).where(DraftRow.review_id == review_id, DraftRow.state == state)
        return (await self._session.scalars(query.order_by(DraftRow.position, DraftRow.id))).all()

    async def drafts_of_assets(self, asset_ids: Iterable[int]) -> Sequence[DraftRow]:
        """The drafts of these assets in all reviews, the oldest first."""
        query = select(DraftRow).where(DraftRow.asset_id.in_(list(asset_ids)))
        return (await self._session.scalars(query.order_by(DraftRow.id))).all()

    async def drafts_merged_into(self, key: int) -> Sequence[DraftRow]:
        """The drafts that were merged into one, in the order of the table."""
        query = select(DraftRow).where(DraftRow.merged_into == key)
        return (await self._session.scalars(query.order_by(DraftRow.position, DraftRow.id))).all()

    async def remove(self, row: DeclarativeBase) -> None:
        """Delete a row."""
        await self._session.delete(row)
        await self._session.flush()

    async def actions(self, review_id: int) -> Sequence[ReviewActionRow]:
        """What was done in a review and not taken back, the first action first."""
        query = select(ReviewActionRow).where(
            ReviewActionRow.review_id == review_id, ReviewActionRow.undone.is_(False)
        )
        return (await self._session.scalars(query.order_by(ReviewActionRow.id))).all()

    async def last_action(self, review_id: int, *, undone: bool) -> ReviewActionRow | None:
        """The action that undo takes back (`undone=False`), or that redo does again (`True`)."""
        query = select(ReviewActionRow).where(
            ReviewActionRow.review_id == review_id, ReviewActionRow.undone.is_(undone)
        )
        order = ReviewActionRow.id.asc() if undone else ReviewActionRow.id.desc()
        return (await self._session.scalars(query.order_by(order).limit(1))).first()

    async def action_label(self, review_id: int, *, undone: bool) -> str | None:
        """What `last_action` is called, without loading the rows that it touched."""
        query = select(ReviewActionRow.label).where(
            ReviewActionRow.review_id == review_id, ReviewActionRow.undone.is_(undone)
        )
        order = ReviewActionRow.id.asc() if undone else ReviewActionRow.id.desc()
        return await self._session.scalar(query.order_by(order).limit(1))

    async def last_position(self, review_id: int) -> int:
        """The position of the last draft of a review; -1 without any."""
        query = select(func.max(DraftRow.position)).where(DraftRow.review_id == review_id)
        last = await self._session.scalar(query)
        return -1 if last is None else last

    async def forget_undone(self, review_id: int) -> None:
        """Drop what could be redone: a new action has taken another way."""
        await self._session.execute(
            delete(ReviewActionRow).where(
                ReviewActionRow.review_id == review_id, ReviewActionRow.undone.is_(True)
            )
        )

    # --- styles ----------------------------------------------------------------------------------

    async def styles(self) -> Sequence[StyleRow]:
        """All style capsules, built-in ones first."""
        order = (StyleRow.builtin.desc(), StyleRow.id)
        return (await self._session.scalars(select(StyleRow).order_by(*order))).all()

    async def style(self, key: int) -> StyleRow:
        """One style capsule."""
        return await self._get(StyleRow, key, "visual style")

    async def style_versions_with(self, style_id: int, text_hash: str) -> Sequence[StyleVersionRow]:
        """The versions of a style that have this content, the latest first: a new name is a version too."""
        query = select(StyleVersionRow).where(
            StyleVersionRow.style_id == style_id, StyleVersionRow.text_hash == text_hash
        )
        return (await self._session.scalars(query.order_by(StyleVersionRow.version.desc()))).all()

    async def style_versions(self, style_id: int) -> Sequence[StyleVersionRow]:
        """A style as it was in each of its versions, the latest first."""
        query = select(StyleVersionRow).where(StyleVersionRow.style_id == style_id)
        return (await self._session.scalars(query.order_by(StyleVersionRow.version.desc()))).all()

    async def style_pictures(self, style_id: int) -> tuple[int, int]:
        """How many pictures were made in a style, and how many more of it were put away."""
        query = select(func.count(), func.count(ImageRow.deleted_at)).where(ImageRow.style_id == style_id)
        made, put_away = (await self._session.execute(query)).one()
        return made - put_away, put_away

    async def style_jobs(self, style_id: int) -> int:
        """How many image jobs refer to a style."""
        query = select(func.count()).select_from(JobRow).where(JobRow.style_id == style_id)
        return await self._session.scalar(query) or 0

    # --- assets and images -----------------------------------------------------------------------

    async def asset(self, key: int, expect: int | None = None) -> AssetRow:
        """One asset. With `expect`, only in that version.

        Raises:
            Stale: it has been saved since `expect`.
        """
        row = await self._get(AssetRow, key, "asset")
        if expect is not None and row.version != expect:
            raise Stale(f"{row.name} was changed in another session since you opened it. Reload it first.")
        return row

    async def assets(self, branch_id: int) -> Sequence[AssetRow]:
        """The assets of a branch, in the order in which they were committed."""
        query = select(AssetRow).where(AssetRow.branch_id == branch_id).order_by(AssetRow.id)
        return (await self._session.scalars(query)).all()

    async def assets_by_id(self, keys: Iterable[int]) -> Sequence[AssetRow]:
        """These assets, in the order of `keys`.

        Raises:
            NotFound: one of them is not there.
        """
        wanted = list(keys)
        found = await self._session.scalars(select(AssetRow).where(AssetRow.id.in_(wanted)))
        rows = {row.id: row for row in found}
        return [rows[key] if key in rows else await self.asset(key) for key in wanted]

    async def asset_texts(self, keys: Iterable[int]) -> Sequence[Row[int, str, str, datetime | None, int]]:
        """(id, name, description, locked at, version) of those of these assets that are there."""
        columns = (
            AssetRow.id,
            AssetRow.name,
            AssetRow.description,
            AssetRow.locked_at,
            AssetRow.version,
        )
        return (await self._session.execute(select(*columns).where(AssetRow.id.in_(list(keys))))).all()

    async def asset_or_none(self, key: int) -> AssetRow | None:
        """An asset, or None when it is not there any more."""
        return await self._session.get(AssetRow, key)

    async def assets_in_use(self, keys: Iterable[int]) -> set[int]:
        """Those of these assets that have pictures or image jobs."""
        wanted = list(keys)
        used: set[int] = set()
        for asset_id in (ImageRow.asset_id, JobRow.asset_id):
            used.update((await self._session.scalars(select(asset_id).where(asset_id.in_(wanted)))).all())
        return used

    async def lock_counts(self) -> Sequence[Row[int, datetime | None, int | None, str]]:
        """Of every asset: branch id, locked at, and its image key's style id and style hash."""
        query = select(AssetRow.branch_id, AssetRow.locked_at, ImageRow.style_id, ImageRow.style_hash)
        return (
            await self._session.execute(query.outerjoin(ImageRow, ImageRow.id == AssetRow.image_key_id))
        ).all()

    async def is_pictured(self, asset_id: int, description_hash: str) -> bool:
        """Whether a picture of the asset was made, or asked for, from the text with this hash."""
        for row in (ImageRow, JobRow):
            query = select(row.id).where(row.asset_id == asset_id, row.description_hash == description_hash)
            if await self._session.scalar(query.limit(1)) is not None:
                return True
        return False

    async def revisions(self, asset_id: int) -> Sequence[AssetRevisionRow]:
        """Earlier descriptions of an asset, the latest first."""
        query = select(AssetRevisionRow).where(AssetRevisionRow.asset_id == asset_id)
        return (await self._session.scalars(query.order_by(AssetRevisionRow.id.desc()))).all()

    async def image(self, key: int) -> ImageRow:
        """One picture."""
        return await self._get(ImageRow, key, "image")

    async def branch_revisions(self, branch_id: int) -> Sequence[AssetRevisionRow]:
        """Earlier descriptions of all assets of a branch, the latest first."""
        query = select(AssetRevisionRow).join(AssetRow, AssetRow.id == AssetRevisionRow.asset_id)
        query = query.where(AssetRow.branch_id == branch_id).order_by(AssetRevisionRow.id.desc())
        return (await self._session.scalars(query)).all()

    async def images(self, asset_ids: Iterable[int]) -> Sequence[ImageRow]:
        """All pictures of the assets that were not put away, the oldest first."""
        query = select(ImageRow).where(ImageRow.asset_id.in_(list(asset_ids)), ImageRow.deleted_at.is_(None))
        return (await self._session.scalars(query.order_by(ImageRow.id))).all()

    async def branch_images(self, branch_id: int) -> Sequence[ImageRow]:
        """All pictures of a branch that were not put away, the oldest first."""
        query = select(ImageRow).join(AssetRow, AssetRow.id == ImageRow.asset_id)
        query = query.where(ImageRow.deleted_at.is_(None))
        return (
            await self._session.scalars(query.where(AssetRow.branch_id == branch_id).order_by(ImageRow.id))
        ).all()

    # --- jobs ------------------------------------------------------------------------------------

    async def job(self, key: int) -> JobRow:
        """One image job."""
        return await self._get(JobRow, key, "image job")

    async def jobs(self, branch_id: int) -> Sequence[Row[JobRow, str]]:
        """The jobs of a branch with their assets' names, the newest first."""
        query = select(JobRow, AssetRow.name).join(AssetRow, AssetRow.id == JobRow.asset_id)
        query = query.where(AssetRow.branch_id == branch_id).order_by(JobRow.id.desc())
        return (await self._session.execute(query)).all()

    async def job_of_image(self, image_id: int) -> JobRow | None:
        """The job that made a picture; None when it was imported or came from elsewhere."""
        return (await self._session.scalars(select(JobRow).where(JobRow.image_id == image_id))).first()

    async def earlier_jobs(self, job: JobRow) -> int:
        """How many jobs the same asset had before this one."""
        query = select(func.count()).where(JobRow.asset_id == job.asset_id, JobRow.id < job.id)
        return await self._session.scalar(query) or 0

    async def asset_name(self, asset_id: int) -> str:
        """An asset's name."""
        return (await self._get(AssetRow, asset_id, "asset")).name

    async def active_asset_ids(self, branch_id: int) -> set[int]:
        """The assets of a branch that have a job queued or running."""
        query = select(JobRow.asset_id).join(AssetRow, AssetRow.id == JobRow.asset_id)
        query = query.where(
            AssetRow.branch_id == branch_id, JobRow.state.in_([JobState.QUEUED, JobState.RUNNING])
        )
        return set((await self._session.scalars(query)).all())

    async def next_job(self, now: datetime) -> JobRow | None:
        """The job to run next, or None. The caller claims it in this same write transaction."""
        query = select(JobRow).where(
            JobRow.state == JobState.QUEUED,
            (JobRow.not_before.is_(None)) | (JobRow.not_before <= now),
        )
        return (await self._session.scalars(query.order_by(JobRow.id).limit(1))).first()

    async def next_start(self) -> datetime | None:
        """When the first of the delayed jobs may run; None when no job is queued."""
        query = select(func.min(JobRow.not_before)).where(JobRow.state == JobState.QUEUED)
        return await self._session.scalar(query)

    async def settle_lost_jobs(self, now: datetime, error: str) -> int:
        """Running jobs whose owner has been silent beyond its lease become `unknown`; how many."""
        result = await self._session.execute(
            update(JobRow)
            .where(JobRow.state == JobState.RUNNING, JobRow.lease_until < now)
            .values(state=JobState.UNKNOWN, error=error, finished_at=now, owner=None, lease_until=None)
            .returning(JobRow.id)
        )
        return len(result.all())

    async def extend_leases(self, owner: str, until: datetime) -> None:
        """The owner is alive: its running jobs stay its own until `until`."""
        await self._session.execute(
            update(JobRow)
            .where(JobRow.state == JobState.RUNNING, JobRow.owner == owner)
            .values(lease_until=until)
        )

    # --- library and model calls -----------------------------------------------------------------

    async def global_assets(self) -> Sequence[GlobalAssetRow]:
        """The library, the newest first."""
        return (await self._session.scalars(select(GlobalAssetRow).order_by(GlobalAssetRow.id.desc()))).all()

    async def global_asset(self, key: int) -> GlobalAssetRow:
        """One asset of the library."""
        return await self._get(GlobalAssetRow, key, "library asset")

    async def global_asset_or_none(self, key: int) -> GlobalAssetRow | None:
        """An asset of the library, or None when it is not there any more."""
        return await self._session.get(GlobalAssetRow, key)

    async def assets_brought_from(self, global_id: int) -> Sequence[AssetRow]:
        """The assets of all films that were brought from one of the library."""
        query = select(AssetRow).where(AssetRow.global_asset_id == global_id).order_by(AssetRow.id)
        return (await self._session.scalars(query)).all()

    async def assets_brought_into(self, project_id: int) -> Sequence[Row[int | None, int, str, str]]:
        """(library id, id, name, branch) of the assets of a film that were brought from the library."""
        query = select(AssetRow.global_asset_id, AssetRow.id, AssetRow.name, BranchRow.name)
        query = query.join(BranchRow, BranchRow.id == AssetRow.branch_id)
        query = query.where(BranchRow.project_id == project_id, AssetRow.global_asset_id.is_not(None))
        return (await self._session.execute(query.order_by(AssetRow.id))).all()

    async def script_dates(self) -> Sequence[Row[int, int, datetime]]:
        """(asset id, revision, imported at): each revision of the script of each asset's film, in order."""
        query = select(AssetRow.id, ScriptRow.revision, ScriptRow.imported_at)
        query = query.join(BranchRow, BranchRow.id == AssetRow.branch_id)
        query = query.join(ScriptRow, ScriptRow.project_id == BranchRow.project_id)
        query = query.where(AssetRow.id.in_(select(GlobalAssetRow.source_asset_id)))
        return (await self._session.execute(query.order_by(ScriptRow.revision))).all()

    async def model_call(self, key: str) -> ModelCallRow | None:
        """The stored answer to a question, by its content hash."""
        return (await self._session.scalars(select(ModelCallRow).where(ModelCallRow.key == key))).first()
