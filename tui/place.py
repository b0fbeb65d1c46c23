"""Where one is: a project, one of its branches, and the newest revision of its script."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Branch, Project, ProjectCard, Script
from core.services.projects import MAIN_BRANCH


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

    @property
    def words(self) -> str:
        """The film, and its branch where it is not the first one: "LOW WATER", "LOW WATER / noir"."""
        return place_words(self.project.title, self.branch.name)


def place_words(title: str, branch: str) -> str:
    """See `Place.words`."""
    return title if branch == MAIN_BRANCH else f"{title} / {branch}"
