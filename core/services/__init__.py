"""The doors of the engine: one class a family of use cases, one public method a use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.models import EngineStatus
from core.services.assets import Assets
from core.services.branches import Branches
from core.services.candidates import Candidates
from core.services.gate import Gate
from core.services.handoff import Handoff
from core.services.images import Images, ShownText
from core.services.library import Library
from core.services.projects import Projects
from core.services.reviews import Reviews
from core.services.scans import Scans
from core.services.styles import Styles
from core.services.worker import Worker
from core.services.writing import Writing


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a front end may do. `new_worker` makes one that runs the queue in this process."""

    projects: Projects
    branches: Branches
    scans: Scans
    reviews: Reviews
    styles: Styles
    assets: Assets
    images: Images
    candidates: Candidates
    gate: Gate
    library: Library
    handoff: Handoff
    writing: Writing
    engines: EngineStatus
    new_worker: Callable[[], Worker]


__all__ = [
    "Assets",
    "Branches",
    "Candidates",
    "Gate",
    "Handoff",
    "Images",
    "Library",
    "Projects",
    "Reviews",
    "Scans",
    "Services",
    "ShownText",
    "Styles",
    "Worker",
    "Writing",
]
