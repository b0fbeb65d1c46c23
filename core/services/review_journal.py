"""The journal of a review: what each change found and left, so that undo knows nothing of actions.

An action is stored as two sets of images, before and after: `{"drafts" | "assets" | "review": {key:
columns}}`, with the columns that it changed; None stands for a row that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from core.errors import NotUndoable
from core.services.review_suggestions import answers_of, with_answers
from core.store.tables import AssetRow, DraftRow, ReviewActionRow, ReviewRow
from core.store.transaction import Transaction
from core.wire import Json

Watched = DraftRow | AssetRow | ReviewRow
W = TypeVar("W", DraftRow, AssetRow, ReviewRow)
Images = dict[str, dict[str, Json | None]]

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "drafts": ("position", "draft", "state", "merged_into", "asset_id", "difference"),
    "assets": tuple(column.key for column in AssetRow.__table__.columns if column.key != "id"),
    "review": ("state", "committed_at"),
}
_TIMES = frozenset({"locked_at", "created_at", "updated_at", "committed_at"})


class Change:
    """A change in the making: rows are watched before they are changed, then it is recorded."""

    def __init__(self, tx: Transaction, review: ReviewRow, rows: Iterable[Watched] = ()) -> None:
        self._tx = tx
        self._review = review
        self._rows: dict[tuple[str, int], tuple[Watched, Json | None]] = {}
        self.watch([review, *rows])

    def watch(self, rows: Iterable[Watched]) -> None:
        """Remember rows as they are now, the first time that they are watched."""
        for row in rows:
            if (key := (_table(row), row.id)) not in self._rows:
                self._rows[key] = row, _image(row)

    def found(self, row: Watched) -> Json:
        """The columns of a row as this change has found it."""
        _, image = self._rows.get((_table(row), row.id), (row, None))
        return image or _image(row)

    async def add(self, rows: Iterable[Watched]) -> None:
        """Insert rows that were not there before."""
        added = list(rows)
        await self._tx.add_all(added)
        self._rows |= {(_table(row), row.id): (row, None) for row in added}

    async def record(self, label: str, now: datetime) -> None:
        """Write down what has changed; a change of nothing is no action, and leaves what can be redone."""
        changed = [(row, old, new) for row, old in self._rows.values() if (new := _image(row)) != old]
        if not changed:
            return
        await self._tx.forget_undone(self._review.id)
        await self._tx.add(
            ReviewActionRow(
                review_id=self._review.id,
                label=label,
                before=_images((row, _changed(old, new)) for row, old, new in changed),
                after=_images((row, _changed(new, old)) for row, old, new in changed),
                undone=False,
                created_at=now,
            )
        )
        touch(self._review, [row for row, _, _ in changed])


def touch(review: ReviewRow, rows: Iterable[Watched]) -> None:
    """Count a change of a review; its drafts know by which change they became what they are."""
    review.version += 1
    for row in rows:
        if isinstance(row, DraftRow):
            row.version = review.version


def drafts_before(actions: Iterable[ReviewActionRow]) -> dict[int, Json]:
    """The drafts that the last action on each row, of these actions, has changed, as they were before it."""
    images = {int(key): image for action in actions for key, image in action.before.get("drafts", {}).items()}
    return {key: image["draft"] for key, image in images.items() if image and "draft" in image}


async def take_back(tx: Transaction, review: ReviewRow, action: ReviewActionRow) -> None:
    """Put back what was there before an action.

    Raises:
        NotUndoable: an asset that it made or updated has been worked on since.
    """
    action.before = await _put(tx, review, action.before, action.after)
    action.undone = True


async def do_again(tx: Transaction, review: ReviewRow, action: ReviewActionRow) -> None:
    """Put back what an action had made of it.

    Raises:
        NotUndoable: an asset that it updated has been worked on since.
    """
    action.after = await _put(tx, review, action.after, action.before)
    action.undone = False


async def _put(tx: Transaction, review: ReviewRow, wanted: Images, present: Images) -> Images:
    """Make the rows what `wanted` says; returns it with the versions that assets have now."""
    assets = await _put_assets(tx, wanted.get("assets", {}), present.get("assets", {}))
    drafts = await _put_drafts(tx, review, wanted.get("drafts", {}))
    for image in wanted.get("review", {}).values():
        _apply(review, image or {})
    touch(review, drafts)
    return {**wanted, **({"assets": assets} if assets else {})}


async def _put_drafts(
    tx: Transaction, review: ReviewRow, images: Mapping[str, Json | None]
) -> list[DraftRow]:
    rows = {row.id: row for row in await tx.drafts(review.id, map(int, images))}
    for key, image in images.items():
        row = rows.get(int(key))
        if image is None and row is not None:
            await tx.remove(rows.pop(row.id))
        elif image is not None and row is not None:
            _apply(row, image)
        elif image is not None:
            rows[int(key)] = await tx.add(
                _apply(DraftRow(id=int(key), review_id=review.id, version=0), image)
            )
    return list(rows.values())


async def _put_assets(
    tx: Transaction, wanted: Mapping[str, Json | None], present: Mapping[str, Json | None]
) -> dict[str, Json | None]:
    used = await tx.assets_in_use(int(key) for key, image in wanted.items() if image is None)
    put: dict[str, Json | None] = {}
    for key, image in wanted.items():
        row, was = await tx.asset_or_none(int(key)), present.get(key)
        if (row is None) is not (was is None) or (row and was and row.version != was["version"]):
            raise NotUndoable(f"{_name(row, image, was)} has been changed on the board since.")
        if int(key) in used:
            raise NotUndoable(f"{_name(row, image, was)} has pictures or image jobs by now.")
        put[key] = await _put_asset(tx, int(key), row, image)
    return put


async def _put_asset(tx: Transaction, key: int, row: AssetRow | None, image: Json | None) -> Json | None:
    """An asset's version never goes back: an editor that is open on it must see that it is another."""
    if image is None:
        if row is not None:
            await tx.remove(row)
        return None
    if row is None:
        await tx.add(_apply(AssetRow(id=key), image))
        return image
    version = row.version + 1
    _apply(row, image).version = version
    return {**image, "version": version}


def _name(row: AssetRow | None, *images: Json | None) -> str:
    names = (image["name"] for image in images if image and "name" in image)
    return row.name if row is not None else str(next(names, "An asset"))


def _apply(row: W, image: Json) -> W:
    for column, value in image.items():
        if column == "answers" and isinstance(row, ReviewRow):
            row.suggestions = with_answers(row.suggestions, value)
        else:
            is_time = column in _TIMES and value is not None
            setattr(row, column, datetime.fromisoformat(value) if is_time else value)
    return row


def _image(row: Watched) -> Json:
    image = {column: _plain(getattr(row, column)) for column in _COLUMNS[_table(row)]}
    return {**image, "answers": answers_of(row.suggestions)} if isinstance(row, ReviewRow) else image


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _table(row: Watched) -> str:
    match row:
        case DraftRow():
            return "drafts"
        case AssetRow():
            return "assets"
        case ReviewRow():
            return "review"


def _images(rows: Iterable[tuple[Watched, Json | None]]) -> Images:
    images: Images = {}
    for row, image in rows:
        images.setdefault(_table(row), {})[str(row.id)] = image
    return images


def _changed(image: Json | None, other: Json | None) -> Json | None:
    """What of an image differs from the other; all of it when there is no other."""
    if image is None or other is None:
        return image
    return {column: value for column, value in image.items() if value != other[column]}
