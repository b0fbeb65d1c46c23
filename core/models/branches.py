"""The branches of a film, and two of them side by side (SPEC 1, branch)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.models.assets import AssetCard
from core.models.drafts import AssetType
from core.models.projects import Branch
from core.models.styles import VisualStyle


@dataclass(frozen=True, slots=True)
class BranchCard:
    """A branch as the list shows it: its locked style, and how far it has come.

    `current` counts the assets whose image key is current. `forked_from` is the name of the branch that it
    comes from, "" for none that is still there. `is_open` marks the one that is worked on.
    """

    branch: Branch
    style: VisualStyle | None
    assets: int
    locked: int
    current: int
    gate_open: bool
    forked_from: str
    created_at: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class BranchLoss:
    """What goes when a branch is deleted, for the question before it.

    `paid` counts the pictures that cost money, or may have, and `paid_usd` is what they cost. `busy` are the
    jobs that wait or run, `promoted` the assets of which the library has a copy, which stays.
    """

    branch: Branch
    assets: int
    locked: int
    pictures: int
    paid: int
    paid_usd: float
    busy: int
    promoted: int
    is_last: bool

    @property
    def needs_consent(self) -> bool:
        """Whether what goes is final work or money: it is deleted only when somebody said so once more."""
        return bool(self.locked or self.paid)

    @property
    def held(self) -> str:
        """What needs consent, in words."""
        held = [f"locked assets ({self.locked})"] if self.locked else []
        held += [f"pictures that cost ${self.paid_usd:.2f}"] if self.paid else []
        return " and ".join(held)


class RunKind(StrEnum):
    """Which side of a comparison has a stretch of text."""

    SAME = "same"
    ONE = "one"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class WordRun:
    """A stretch of whole words, with the blanks between them."""

    kind: RunKind
    text: str


class AssetDifference(StrEnum):
    """In what two assets of one lineage differ; the order is that of the screen."""

    NAME = "name"
    DESCRIPTION = "description"
    ADDITIONS = "additions"
    TRAITS = "traits"
    VOICE = "voice"
    STATE = "state"
    LOCK = "lock"
    IMAGE_KEY = "image key"


@dataclass(frozen=True, slots=True)
class AssetPair:
    """One entity on two branches; a side is None where that branch has no such asset.

    The runs are empty where a side is missing. A pair without one differs in nothing: it is not there.
    """

    one: AssetCard | None
    other: AssetCard | None
    differences: tuple[AssetDifference, ...] = ()
    description: tuple[WordRun, ...] = ()
    additions: tuple[WordRun, ...] = ()

    @property
    def shown(self) -> AssetCard:
        """The side that is there, the first of two."""
        card = self.one or self.other
        assert card is not None, "a pair without any side"
        return card

    @property
    def type(self) -> AssetType:
        """What kind of asset it is; on both sides the first one's."""
        return self.shown.asset.type

    @property
    def is_matched(self) -> bool:
        """Whether both branches have it."""
        return self.one is not None and self.other is not None

    @property
    def differs(self) -> bool:
        """Whether there is something to look at: the pictures of two looks differ by nature, and alone are
        none."""
        return not self.is_matched or any(d is not AssetDifference.IMAGE_KEY for d in self.differences)


@dataclass(frozen=True, slots=True)
class BranchComparison:
    """Two branches of one film: pairs by type and name, then what only one of them has."""

    one: BranchCard
    other: BranchCard
    pairs: tuple[AssetPair, ...]
