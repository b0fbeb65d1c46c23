"""The program's own reading by rules, as an index for the model's: spellings, and who "he" is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.events import ScanFinished
from core.models import AssetType, Draft, MentionKind, Screenplay
from core.scan.model.entities import Entity
from core.scan.model.mentions import Places, key_of
from core.scan.offline import OfflineEngine


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """What the offline engine drafted, by type and name."""

    by_name: Mapping[tuple[AssetType, str], tuple[Draft, ...]]

    @property
    def spellings(self) -> dict[tuple[AssetType, str], tuple[str, ...]]:
        """All names of the one draft that has a name."""
        return {
            key: (drafts[0].suggested_name, *drafts[0].aliases)
            for key, drafts in self.by_name.items()
            if len(drafts) == 1
        }

    def pronouns(self, entity: Entity) -> Places:
        """Where the rules are sure that a pronoun means the entity; nothing when two drafts fit it."""
        drafts = {
            id(draft): draft
            for name in entity.names
            for draft in self.by_name.get((entity.type, key_of(name)), ())
        }
        if len(drafts) != 1:
            return {}
        (draft,) = drafts.values()
        return {one.line: one.columns for one in draft.mentions if one.kind is MentionKind.PRONOUN}


async def rule_index(screenplay: Screenplay) -> RuleIndex:
    """Read a screenplay by rules; it costs nothing but a second beside the model's calls."""
    by_name: dict[tuple[AssetType, str], list[Draft]] = {}
    async for event in OfflineEngine().scan(screenplay):
        for draft in event.result.drafts if isinstance(event, ScanFinished) else ():
            for key in {key_of(name) for name in (draft.suggested_name, *draft.aliases)}:
                by_name.setdefault((draft.type, key), []).append(draft)
    return RuleIndex({key: tuple(drafts) for key, drafts in by_name.items()})
