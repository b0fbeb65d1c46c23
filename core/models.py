"""Everything a front end sees of the engine: frozen values, no behaviour beyond reading them.

The words are those of SPEC 1. Times are UTC-aware `datetime`s, money is USD, texts are cleaned
(`core.text.clean`), tuples keep the order in which they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import NewType

ProjectId = NewType("ProjectId", int)
BranchId = NewType("BranchId", int)
ScriptId = NewType("ScriptId", int)
ReviewId = NewType("ReviewId", int)
DraftId = NewType("DraftId", int)
AssetId = NewType("AssetId", int)
ImageId = NewType("ImageId", int)
JobId = NewType("JobId", int)
StyleId = NewType("StyleId", int)
GlobalAssetId = NewType("GlobalAssetId", int)


# --- the screenplay ------------------------------------------------------------------------------


class ScriptFormat(StrEnum):
    """The file formats of SPEC 2.1."""

    FOUNTAIN = "fountain"
    FDX = "fdx"
    TEXT = "text"
    PDF = "pdf"


class LineKind(StrEnum):
    """What a line of a screenplay is, in the words of Fountain 1.1 and Final Draft."""

    HEADING = "heading"
    ACTION = "action"
    CUE = "cue"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRIC = "lyric"
    TRANSITION = "transition"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    TITLE_PAGE = "title_page"
    PAGE_BREAK = "page_break"
    FURNITURE = "furniture"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script. `number` is 1-based in the file (PDF, FDX, transcripts: in the text as read).

    `text` is without indentation and markup; `scene` is the 1-based ordinal of its scene, None
    before the first heading; `page` is 1-based.
    """

    number: int
    kind: LineKind
    text: str
    scene: int | None
    page: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene: `number` is its 1-based ordinal, `label` the number printed in the script or ""."""

    number: int
    label: str
    heading: str
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class Tag:
    """An element that the file itself tags, as in Final Draft's tag mode.

    `category` is the file's own word, lower case ("props", "cast members", "vehicles"), "" when it has none;
    `lines` are 1-based numbers of the lines whose text carries the tag, empty when none does.
    """

    name: str
    category: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Screenplay:
    """A script as read. `encoding` is the one the bytes were decoded with ("utf-8" for PDF)."""

    title: str
    format: ScriptFormat
    encoding: str
    pages: int
    pages_estimated: bool
    scenes: tuple[Scene, ...]
    lines: tuple[Line, ...]
    cast: tuple[str, ...] = ()
    """Names that the file itself lists as its cast (FDX SmartType); a hint, often incomplete."""
    tags: tuple[Tag, ...] = ()
    """What the file itself tags for its breakdown (FDX TagData)."""


# --- drafts --------------------------------------------------------------------------------------


class AssetType(StrEnum):
    """The three kinds of master visual asset."""

    CHARACTER = "character"
    LOCATION = "location"
    PROP = "prop"


TRAIT_FIELDS: Mapping[AssetType, tuple[str, ...]] = {
    AssetType.CHARACTER: ("physical_features", "clothing", "demeanor"),
    AssetType.LOCATION: ("architecture", "atmosphere_light", "dressing"),
    AssetType.PROP: ("form", "material", "condition"),
}


class MentionKind(StrEnum):
    """How a line speaks of an entity, the surest way first."""

    HEADING = "heading"
    CUE = "cue"
    NAME = "name"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Mention:
    """One line of the script in which an entity appears; `text` is the script's own line.

    `columns` are the places in the line's text, in order: (start, end) in characters from 0, end exclusive.
    Empty when the line is about the entity without a word for it. `kind` is the surest way it is meant.
    """

    line: int
    scene: int | None
    page: int
    text: str
    columns: tuple[tuple[int, int], ...] = ()
    kind: MentionKind = MentionKind.NAME


@dataclass(frozen=True, slots=True)
class Trait:
    """One visual fact. `lines` are the mentions that say so; empty exactly when `inferred`.

    `from_page` is the page on which a later state of the entity begins (SPEC 2.2, conflicts), else None.
    """

    field: str
    value: str
    lines: tuple[int, ...] = ()
    inferred: bool = False
    from_page: int | None = None


class ConflictDecision(StrEnum):
    """What a person decided of a conflict (SPEC 2.2)."""

    EARLIER = "earlier"
    LATER = "later"
    BOTH = "both"
    AS_WRITTEN = "as_written"


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One side of a visual conflict: the value and the mention that says so."""

    value: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two pieces of evidence that cannot both be in one picture; undecided while `decision` is None.

    An undecided conflict counts as open; the summary takes the later side until then.
    """

    field: str
    earlier: ConflictSide
    later: ConflictSide
    decision: ConflictDecision | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a scan proposes. `confidence_score` is in 0..1; both verdicts come with their reasons.

    `summary_lines` are the lines of the script that the summary is taken from, where it is an extract.
    `variant_of` names the draft of which this is another look, not another person (YOUNG EDWARD of EDWARD).
    `hand_written` says that a person wrote the summary: nothing but a person changes it then.
    """

    suggested_name: str
    type: AssetType
    aliases: tuple[str, ...] = ()
    visual_summary: str = ""
    summary_lines: tuple[int, ...] = ()
    traits: tuple[Trait, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    is_high_priority: bool = True
    priority_reason: str = ""
    confidence_score: float = 1.0
    confidence_reason: str = ""
    mentions: tuple[Mention, ...] = ()
    variant_of: str = ""
    manual_add: bool = False
    hand_written: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two drafts of one type, by suggested name, that may be one identity; a person decides.

    `lines` are those of the script that speak for it, where any do.
    """

    type: AssetType
    first: str
    second: str
    reason: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadLines:
    """A stretch of the script, both lines included, that no answer could be had for, and why."""

    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What model calls cost: counts, tokens and USD. Adds up with `+`."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )


class ScanStage(StrEnum):
    """The steps of a scan in their order (SPEC 2.2)."""

    EXTRACT = "extract"
    RESOLVE = "resolve"
    DISTIL = "distil"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Who answers: provider ("offline", "gemini", "openai") and model."""

    provider: str
    model: str

    @property
    def offline(self) -> bool:
        """True for the engine that needs no network and costs nothing."""
        return self.provider == "offline"

    @property
    def compatible(self) -> bool:
        """True for a model behind any OpenAI-compatible server, whose price nobody knows."""
        return self.provider == "openai"


@dataclass(frozen=True, slots=True)
class ScanEstimate:
    """What a scan will take before it starts: an upper bound, in calls, tokens and USD."""

    engine: EngineInfo
    script_tokens: int
    usage: Usage

    @property
    def input_ratio(self) -> float:
        """Input tokens of the whole scan for each token of the script; 0 when nothing is asked."""
        return self.usage.input_tokens / self.script_tokens if self.script_tokens else 0.0


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The drafts of one scan, characters, locations, then props, the weightiest first."""

    engine: EngineInfo
    usage: Usage
    drafts: tuple[Draft, ...]
    warnings: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unread: tuple[UnreadLines, ...] = ()
    """What can be read by the same scan again: all other answers are kept and cost nothing."""


# --- projects ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Project:
    """One film."""

    id: ProjectId
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Script:
    """One imported revision of the screenplay, without its lines."""

    id: ScriptId
    project_id: ProjectId
    revision: int
    title: str
    format: ScriptFormat
    encoding: str
    sha256: str
    source_path: str
    pages: int
    pages_estimated: bool
    scenes: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class Branch:
    """One look of the film. Without a locked visual style nothing can be generated on it."""

    id: BranchId
    project_id: ProjectId
    name: str
    locked_visual_style_id: StyleId | None


class ProjectStage(StrEnum):
    """How far a branch has come; each names the next thing to do."""

    IMPORTED = "imported"
    IN_REVIEW = "in review"
    NO_STYLE = "no style"
    VISUALIZING = "visualizing"
    GATE_OPEN = "gate open"


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project as the home screen lists it; counts are of its branch `main`."""

    project: Project
    branch: Branch
    script: Script
    stage: ProjectStage
    assets: int
    locked: int
    open_review: ReviewId | None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: `new_revision` is False when this very text was there already."""

    project: Project
    branch: Branch
    script: Script
    new_project: bool
    new_revision: bool


# --- review --------------------------------------------------------------------------------------


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


# --- styles --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VisualStyle:
    """A style capsule. `palette` is "#rrggbb" colours, dark to light; `text_hash` covers all that a
    picture is made from."""

    id: StyleId
    name: str
    tagline: str
    visual_description: str
    palette: tuple[str, ...]
    builtin: bool
    text_hash: str


# --- assets --------------------------------------------------------------------------------------


class AspectRatio(StrEnum):
    """Width to height of a picture, set by the asset's type (SPEC 2.5)."""

    PORTRAIT = "2:3"
    LANDSCAPE = "16:9"
    SQUARE = "1:1"


class AssetState(StrEnum):
    """An asset's state at a glance; the first that holds, in this order."""

    LOCKED = "locked"
    GENERATING = "generating"
    CONFLICT_OPEN = "conflict open"
    STALE = "stale"
    READY = "image key"
    CANDIDATES = "has candidates"
    NO_IMAGE = "no image"


@dataclass(frozen=True, slots=True)
class Asset:
    """A committed asset of a branch. `version` counts its saves and guards them."""

    id: AssetId
    branch_id: BranchId
    type: AssetType
    name: str
    aliases: tuple[str, ...]
    description: str
    traits: tuple[Trait, ...]
    conflicts: tuple[Conflict, ...]
    source_mentions: tuple[Mention, ...]
    voice_id: str | None
    aspect_ratio: AspectRatio
    priority: bool
    confidence: float
    manual_add: bool
    image_key_id: ImageId | None
    locked_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AssetOffer:
    """What a revision of the script offers an asset: the asset `now`, and its texts if it takes them.

    `hand_written` says that a person wrote the description that it has now.
    """

    now: Asset
    hand_written: bool
    description: str
    aliases: tuple[str, ...]
    traits: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class AssetCard:
    """An asset as the board lists it. `stale` says why its image key is not current, or is empty."""

    asset: Asset
    state: AssetState
    candidates: int
    stale: tuple[str, ...]
    image_key_path: Path | None


@dataclass(frozen=True, slots=True)
class AssetRevision:
    """An earlier description of an asset."""

    version: int
    description: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Image:
    """One stored picture of an asset: the content-addressed file, and all that it was made from.

    `aspect_ratio` is the asset's ratio, or "WIDTH:HEIGHT" of a picture that came in another shape.
    """

    id: ImageId
    asset_id: AssetId
    sha256: str
    path: Path
    mime: str
    width: int
    height: int
    prompt: str
    style_id: StyleId | None
    style_hash: str
    description_hash: str
    aspect_ratio: str
    provider: str
    model: str
    placeholder: bool
    created_at: datetime
    stale: tuple[str, ...] = ()
    """Why the picture is not current for its asset and branch; empty when it is."""


# --- jobs ----------------------------------------------------------------------------------------


class JobState(StrEnum):
    """`unknown`: a paid request may have been made, its outcome was lost; a person settles it."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Job:
    """One row of `image_generation_jobs`. `price_usd` is the estimate until the job has succeeded."""

    id: JobId
    asset_id: AssetId
    asset_name: str
    state: JobState
    prompt: str
    style_id: StyleId
    style_hash: str
    description_hash: str
    aspect_ratio: AspectRatio
    provider: str
    model: str
    attempt: int
    price_usd: float
    error: str
    image_id: ImageId | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class BatchEstimate:
    """What a batch will make and cost, before anything is queued. `skipped`: (asset name, reason)."""

    engine: EngineInfo
    jobs: int
    price_usd: float
    asset_ids: tuple[AssetId, ...]
    skipped: tuple[tuple[str, str], ...] = ()


# --- gate, library, hand-off ---------------------------------------------------------------------


class BlockerKind(StrEnum):
    """What keeps the gate closed: an asset, or something that the whole branch lacks."""

    NO_ASSETS = "no assets"
    NO_STYLE = "no style"
    ASSET = "asset"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason why the gate is closed. `asset_id` is set exactly for the kind ASSET."""

    kind: BlockerKind
    asset_id: AssetId | None
    name: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class GateReport:
    """Whether the next stage may begin: open exactly when there are assets and no blockers."""

    branch_id: BranchId
    assets: int
    locked: int
    blockers: tuple[Blocker, ...]

    @property
    def open(self) -> bool:
        """The gate's verdict (SPEC 2.7)."""
        return self.assets > 0 and not self.blockers


@dataclass(frozen=True, slots=True)
class GlobalAsset:
    """An asset of the library that all projects share; it outlives the project it came from."""

    id: GlobalAssetId
    type: AssetType
    name: str
    aliases: tuple[str, ...]
    description: str
    traits: tuple[Trait, ...]
    voice_id: str | None
    aspect_ratio: AspectRatio
    style_name: str
    project_title: str
    sha256: str
    path: Path
    promoted_at: datetime


class Collision(StrEnum):
    """What to do when a name from the library is taken in the branch."""

    SKIP = "skip"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class HandoffResult:
    """What an export wrote."""

    folder: Path
    manifest: Path
    pictures: tuple[Path, ...]
    gate_open: bool


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Which engines are in force, for the status line: offline unless a key is set."""

    text: EngineInfo
    image: EngineInfo
    note: str = field(default="")
