"""How merged rows became what they are, step by step, as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.models import Draft, RowChange
from core.rules.diffing import without_evidence
from core.rules.unmerging import Step
from core.services.review_journal import Change
from core.store.mapping import to_review_row
from core.store.tables import DraftRow, ReviewActionRow
from core.wire import Json, draft_from_wire


@dataclass(frozen=True, slots=True)
class History:
    """The actions of a review, the first one first, and its rows by id; `out` are those that `change` takes
    out of others."""

    actions: Sequence[ReviewActionRow]
    rows: Mapping[int, DraftRow]
    change: Change
    out: Sequence[DraftRow]

    def is_carried(self, row: DraftRow) -> bool:
        """Whether a merged row came into this review as such: no action of it has merged the row."""
        keeper = self.rows.get(row.merged_into or 0)
        return keeper is None or not self.merges(row, keeper)

    def merges(self, part: DraftRow, keeper: DraftRow) -> list[int]:
        """Which actions merged a row into another; none where that is of an earlier review."""
        images = enumerate(_images(action.after).get(str(part.id)) for action in self.actions)
        return [at for at, image in images if image and image.get("merged_into") == keeper.id]

    def steps(self, keeper: DraftRow) -> list[Step]:
        """The steps of a row's draft since its first merge. What the rows that are out brought is not left.

        That rows were taken out before is no step: what they brought is in none of the others then.
        """
        every = range(len(self.actions))
        first = next((at for at in every if self._took(at, keeper)), len(every))
        steps = (self._step(at, keeper) for at in every[first:])
        return [step for step in steps if step is not None]

    def _step(self, at: int, keeper: DraftRow) -> Step | None:
        before, after = (
            (_images(images).get(str(keeper.id)) or {})
            for images in (self.actions[at].before, self.actions[at].after)
        )
        if "draft" not in before or self._takes_out(at, keeper):
            return None
        drafts = draft_from_wire(before["draft"]), draft_from_wire(after["draft"])
        took = self._took(at, keeper)
        left = [row for row in took if self._is_left(row, at, keeper)]
        if took and "difference" in before:
            # One entity under another name: what was decided of the gone one goes over, or nothing does.
            return Step(drafts[0], drafts[1 if left else 0])
        then = tuple(_present(keeper, row, self._draft_at(at, row)) for row in took)
        return Step(*drafts, then, tuple(_present(keeper, row, row.draft) for row in left))

    def _took(self, at: int, keeper: DraftRow) -> list[DraftRow]:
        """The rows that an action merged into a row, in the table's order."""
        images = _images(self.actions[at].after).items()
        ids = (int(key) for key, image in images if image and image.get("merged_into") == keeper.id)
        return sorted((self.rows[id] for id in ids), key=lambda row: (row.position, row.id))

    def _is_left(self, row: DraftRow, at: int, keeper: DraftRow) -> bool:
        inside = row.merged_into == keeper.id and row not in self.out
        return inside and self.merges(row, keeper)[-1] == at

    def _draft_at(self, at: int, row: DraftRow) -> Json:
        """A row's draft as it was after an action: as the next one that changed it has found it."""
        images = (_images(action.before).get(str(row.id)) for action in self.actions[at + 1 :])
        drafts: Iterator[Json] = (image["draft"] for image in images if image and "draft" in image)
        return next(drafts, self.change.found(row)["draft"])

    def _takes_out(self, at: int, keeper: DraftRow) -> bool:
        """Whether an action took out what an earlier one has merged into a row, or into one that is in it."""
        images = _images(self.actions[at].before).items()
        out = {int(key): image["merged_into"] for key, image in images if image and image.get("merged_into")}
        known = (
            min(self.merges(self.rows[key], keeper), default=at) < at for key in out if out[key] == keeper.id
        )
        return bool(out) and all(known)


def _images(images: Json) -> Mapping[str, Json | None]:
    drafts: Mapping[str, Json | None] = images.get("drafts", {})
    return drafts


def _present(keeper: DraftRow, row: DraftRow, draft: Json) -> Draft:
    """A draft as it is merged: a gone one has no evidence beside one of this revision."""
    gone = [to_review_row(one).change is RowChange.GONE for one in (row, keeper)]
    return without_evidence(draft_from_wire(draft)) if gone == [True, False] else draft_from_wire(draft)
