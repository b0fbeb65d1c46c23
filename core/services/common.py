"""What every service is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from core.models import Trait
from core.store.engine import Store
from core.store.pictures import PictureFiles
from core.text import clean_line


def utc_now() -> datetime:
    """The time now, UTC-aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """The workspace as services see it: database, picture files, clock."""

    store: Store
    pictures: PictureFiles
    now: Callable[[], datetime] = field(default=utc_now)


def clean_traits(traits: Iterable[Trait]) -> tuple[Trait, ...]:
    """Traits as a person typed them: each value on one line, without controls, none empty."""
    cleaned = (replace(trait, value=clean_line(trait.value)) for trait in traits)
    return tuple(trait for trait in cleaned if trait.value)
