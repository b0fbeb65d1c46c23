"""The review station: rows, merges, commits (SPEC 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.models.assets import Asset
from core.models.drafts import AssetType, Draft, EngineInfo, Trait, UnreadLines, Usage
from core.models.ids import AssetId, BranchId, DraftId, ProjectId, ReviewId, ScriptId


class RowState(StrEnum):
    """What a person decided of a draft so far."""

    OPEN = "open"
    APPROVED = "approved"
    DISCARDED = "discarded"
    MERGED = "merged"
    COMMITTED = "committed"


class RowChange(StrEnum):
    """How a draft stands to the review of an earlier revision of the script (SPEC 2.3)."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a revision of the script changed of one entity; all fields but two are empty unless CHANGED.

    `revision` is the earlier one that is compared with. Where the script gave up the name `renamed_from`, it
    says `script_name` by now; a name that a person gave stays all the same. `earlier_summary` is the text
    before, "" when it is the same; `new_conflicts` counts the conflicts that the earlier revision had no
    evidence for.
    """

    change: RowChange
    revision: int
    renamed_from: str = ""
    added: tuple[Trait, ...] = ()
    removed: tuple[Trait, ...] = ()
    earlier_summary: str = ""
    new_conflicts: int = 0
    script_name: str = ""


@dataclass(frozen=True, slots=True)
class CommittedAsset:
    """The asset that an earlier commit made of a row's entity, as it is now; `version` counts its changes."""

    id: AssetId
    name: str
    description: str
    locked: bool
    version: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One draft in a review. `merged_into` is set exactly in the state MERGED.

    `description` is the text that pictures would be made from: the summary, as the decided conflicts have it.
    `difference` is None in the first review of a film. With `asset` a commit updates that asset; the name and
    the description are those that it has then, which may be its own.
    """

    id: DraftId
    draft: Draft
    state: RowState
    merged_into: DraftId | None = None
    description: str = ""
    difference: Difference | None = None
    asset: CommittedAsset | None = None

    @property
    def change(self) -> RowChange | None:
        """How the row stands to the earlier revision; None in the first review of a film."""
        return None if self.difference is None else self.difference.change


@dataclass(frozen=True, slots=True)
class ReviewView:
    """How a person looks at a review: the row under the cursor, the marked rows, the titles of the closed
    folds, the column of the order ("" as scanned), the filter as typed."""

    cursor: DraftId | None = None
    selected: tuple[DraftId, ...] = ()
    folded: frozenset[str] = frozenset()
    sort: str = ""
    descending: bool = False
    filter_text: str = ""


class SuggestionAnswer(StrEnum):
    """What a person said to a likely duplicate, but for merging it. NEVER holds for the whole project."""

    NOT_NOW = "not now"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SuggestedMerge:
    """A `Suggestion` of the scan between two rows of a review that are still two; `put_off` by "not now"."""

    first: DraftId
    second: DraftId
    reason: str
    lines: tuple[int, ...]
    put_off: bool = False


class ReviewState(StrEnum):
    """A review is open until its first commit; what it left out can be approved and committed later."""

    OPEN = "open"
    COMMITTED = "committed"


@dataclass(frozen=True, slots=True)
class Review:
    """One curation session over the drafts of one scan. `rows` includes discarded and merged ones."""

    id: ReviewId
    project_id: ProjectId
    script_id: ScriptId
    branch_id: BranchId
    engine: EngineInfo
    usage: Usage
    state: ReviewState
    rows: tuple[ReviewRow, ...]
    warnings: tuple[str, ...]
    created_at: datetime
    undo_label: str | None = None
    """What `undo` would take back, in words; None when there is nothing."""
    redo_label: str | None = None
    suggestions: tuple[SuggestedMerge, ...] = ()
    unread: tuple[UnreadLines, ...] = ()
    version: int = 0
    """Counts the changes of the review and its rows."""
    compared_with: int | None = None
    """The revision of the script that the rows' differences are to; None in the first review of a film."""


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """A merge as it would be: nothing has changed yet. `originals` are in review order.

    `version` is the review's when it was proposed: a row that has changed since is not merged by it.
    """

    originals: tuple[ReviewRow, ...]
    draft: Draft
    usage: Usage
    version: int = 0


@dataclass(frozen=True, slots=True)
class SplitProposal:
    """A split as it would be: nothing has changed yet. `kept` stays in the row, `taken` gets its own."""

    original: ReviewRow
    kept: Draft
    taken: Draft
    version: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that a commit does not touch, and why."""

    row: ReviewRow
    reason: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two names of one type that a commit would put side by side and that may be one identity."""

    first: str
    second: str
    reason: str


@dataclass(frozen=True, slots=True)
class CommitPlan:
    """What a commit will make, update and leave out. `refused` maps a row's name to the reason.

    `update` are rows whose asset takes over their text: a changed draft of an earlier commit's asset.
    `version` is the review's when it was planned: only then is what is committed what was shown.
    """

    make: tuple[ReviewRow, ...]
    update: tuple[ReviewRow, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[tuple[str, str], ...]
    near_misses: tuple[NearMiss, ...] = ()
    version: int = 0

    @property
    def asset_versions(self) -> dict[AssetId, int]:
        """The assets that the commit updates, each with its version when it was planned."""
        return {row.asset.id: row.asset.version for row in self.update if row.asset is not None}

    def count(self, type: AssetType) -> int:
        """How many assets of one type the commit makes."""
        return sum(row.draft.type is type for row in self.make)


@dataclass(frozen=True, slots=True)
class FileCommit:
    """What the commit of a review file did: assets made and updated, the rows that an earlier commit has
    made just as the file has them, each refused row and why."""

    made: tuple[Asset, ...]
    updated: tuple[Asset, ...]
    before: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
