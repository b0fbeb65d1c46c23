"""Where one is: a project, one of its branches, and the newest revision of its script."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Branch, Project, ProjectCard, Script


@dataclass(frozen=True, slots=True)
class Place:
    """What every screen of a project works on, as last read."""

    project: Project
    branch: Branch
    script: Script

    @classmethod
    def of(cls, card: ProjectCard) -> Place:
        """The place that a project's card stands for."""
        return cls(card.project, card.branch, card.script)
