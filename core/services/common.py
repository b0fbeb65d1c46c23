"""What every service is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from core.errors import InvalidInput
from core.models import Trait
from core.store.engine import Store
from core.store.pictures import PictureFiles
from core.text import clean_line

MAX_NAME = 200


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


def require_name(text: str, what: str) -> str:
    """A name as it may be stored: cleaned, on one line, not empty.

    Raises:
        InvalidInput: nothing is left of it, or it is longer than `MAX_NAME` characters.
    """
    name = clean_line(text)
    if not name:
        raise InvalidInput(f"{what} needs a name.")
    if len(name) > MAX_NAME:
        raise InvalidInput(f"{what} has a name of {len(name)} characters; {MAX_NAME} is the most.")
    return name
