"""What the model is asked to answer, one schema a prompt. Field names go over the wire in camelCase.

Nothing has a default: models leave out what is not required.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from core.models import AssetType
from core.rules.counting import tokens

Ghost = Literal["none", "abstraction", "sound", "crowd", "camera", "voice_only"]
TraitField = Literal[
    "physical_features",
    "clothing",
    "demeanor",
    "architecture",
    "atmosphere_light",
    "dressing",
    "form",
    "material",
    "condition",
]


def _terse(schema: dict[str, Any]) -> None:
    """Without what pydantic adds for people: a schema is sent, and paid for, with every question."""
    schema.pop("description", None)
    for field in schema.get("properties", {}).values():
        field.pop("title", None)


class Answer(BaseModel):
    """The base of all answers."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", json_schema_extra=_terse
    )


def schema_tokens(schema: type[BaseModel]) -> int:
    """What the form of an answer costs as input: models are sent it with the question."""
    return tokens(json.dumps(schema.model_json_schema(), separators=(",", ":")))


class FoundEntity(Answer):
    """One entity as a window of the script shows it; `lines` are numbers of script lines."""

    name: str
    type: AssetType
    aliases: list[str]
    lines: list[int]
    ghost: Ghost


class Extraction(Answer):
    """The answer to extract.md."""

    entities: list[FoundEntity]


class Join(Answer):
    """Entities that are one: ids, the id of the one whose name stays, and the lines that prove it."""

    members: list[str]
    primary: str
    lines: list[int]
    reason: str


class LikelyJoin(Answer):
    """Two entities, by id, that may be one, with the lines that speak for it: a person decides."""

    first: str
    second: str
    lines: list[int]
    reason: str


class Resolution(Answer):
    """The answer to resolve.md: what the text proves, and what it only makes likely."""

    joins: list[Join]
    suggestions: list[LikelyJoin]


class ProfileTrait(Answer):
    """One visual fact with the lines that say so."""

    field: TraitField
    value: str
    lines: list[int]
    inferred: bool


class ProfileConflict(Answer):
    """Two values that can't both be in one picture, each with its line."""

    field: TraitField
    earlier_value: str
    earlier_line: int
    later_value: str
    later_line: int


class Profile(Answer):
    """The look of one entity."""

    id: str
    traits: list[ProfileTrait]
    conflicts: list[ProfileConflict]
    visual_summary: str


class Distillation(Answer):
    """The answer to distil.md."""

    profiles: list[Profile]


class Verdict(Answer):
    """Whether one entity is worth a master picture, and how sure that is (0..1)."""

    id: str
    is_high_priority: bool
    ghost: Ghost
    priority_reason: str
    confidence_score: float
    confidence_reason: str


class Verdicts(Answer):
    """The answer to filter.md."""

    verdicts: list[Verdict]


class MergedTrait(Answer):
    """A tidied value and the ids of the facts it was made from."""

    field: TraitField
    value: str
    facts: list[str]


class MergedConflict(Answer):
    """Two facts, by id, that can't both be in one picture."""

    field: TraitField
    earlier: str
    later: str


class MergedProfile(Answer):
    """The answer to merge.md."""

    traits: list[MergedTrait]
    conflicts: list[MergedConflict]
    visual_summary: str


SCHEMAS: Mapping[str, type[Answer]] = {
    "extract": Extraction,
    "resolve": Resolution,
    "distil": Distillation,
    "filter": Verdicts,
}
"""The answers of a scan by the prompts that ask for them."""
