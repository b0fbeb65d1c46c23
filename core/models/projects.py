"""Films, their scripts and their branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.models.ids import BranchId, ProjectId, ReviewId, ScriptId, StyleId
from core.models.screenplay import ScriptFormat


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
    forked_from: BranchId | None = None


class ProjectStage(StrEnum):
    """How far a branch has come; each names the next thing to do."""

    IMPORTED = "imported"
    IN_REVIEW = "in review"
    NO_STYLE = "no style"
    VISUALIZING = "visualizing"
    GATE_OPEN = "gate open"


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project as the home screen lists it; `branch` is the one worked on last, counts are of it.

    `branches` counts the looks that the film has.
    """

    project: Project
    branch: Branch
    script: Script
    stage: ProjectStage
    assets: int
    locked: int
    open_review: ReviewId | None
    branches: int = 1


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did: `new_revision` is False when this very text was there already."""

    project: Project
    branch: Branch
    script: Script
    new_project: bool
    new_revision: bool
