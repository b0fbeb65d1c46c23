"""Drafts as JSON: the wire format of SPEC 2.2, as `lookbook scan --json` prints it and the store keeps it.

What a later release added is read with a default, so that a stored review and an older review file stay
readable.
"""

from __future__ import annotations

from typing import Any

from core.models import (
    AssetType,
    CommittedAsset,
    Conflict,
    ConflictDecision,
    ConflictSide,
    Difference,
    Draft,
    Mention,
    MentionKind,
    RowChange,
    Suggestion,
    Trait,
    UnreadLines,
)

Json = dict[str, Any]


def mention_to_wire(mention: Mention) -> Json:
    """`{"line", "scene", "page", "text", "columns", "kind"}`; columns are `[start, end]` pairs."""
    return {
        "line": mention.line,
        "scene": mention.scene,
        "page": mention.page,
        "text": mention.text,
        "columns": [list(place) for place in mention.columns],
        "kind": mention.kind.value,
    }


def mention_from_wire(data: Json) -> Mention:
    """The inverse of `mention_to_wire`."""
    columns = tuple((start, end) for start, end in data.get("columns", ()))
    kind = MentionKind(data.get("kind", MentionKind.NAME))
    return Mention(data["line"], data["scene"], data["page"], data["text"], columns, kind)


def traits_to_wire(traits: tuple[Trait, ...]) -> Json:
    """`{field: [{"value", "lines", "inferred", "fromPage"}]}`, fields and values in their order."""
    wire: dict[str, list[Json]] = {}
    for trait in traits:
        value = {
            "value": trait.value,
            "lines": list(trait.lines),
            "inferred": trait.inferred,
            "fromPage": trait.from_page,
        }
        wire.setdefault(trait.field, []).append(value)
    return wire


def traits_from_wire(data: Json) -> tuple[Trait, ...]:
    """The inverse of `traits_to_wire`."""
    return tuple(
        Trait(field, value["value"], tuple(value["lines"]), value["inferred"], value.get("fromPage"))
        for field, values in data.items()
        for value in values
    )


def conflict_to_wire(conflict: Conflict) -> Json:
    """`{"field", "earlier", "later", "decision"}`; each side is a mention with its `value`."""
    return {
        "field": conflict.field,
        "earlier": {"value": conflict.earlier.value, **mention_to_wire(conflict.earlier.mention)},
        "later": {"value": conflict.later.value, **mention_to_wire(conflict.later.mention)},
        "decision": conflict.decision,
    }


def conflict_from_wire(data: Json) -> Conflict:
    """The inverse of `conflict_to_wire`."""
    earlier, later, decision = data["earlier"], data["later"], data["decision"]
    return Conflict(
        data["field"],
        ConflictSide(earlier["value"], mention_from_wire(earlier)),
        ConflictSide(later["value"], mention_from_wire(later)),
        ConflictDecision(decision) if decision else None,
    )


def draft_to_wire(draft: Draft) -> Json:
    """One draft in the wire format of SPEC 2.2."""
    return {
        "suggestedName": draft.suggested_name,
        "aliases": list(draft.aliases),
        "type": draft.type.value,
        "visualSummary": draft.visual_summary,
        "summaryLines": list(draft.summary_lines),
        "traits": traits_to_wire(draft.traits),
        "conflicts": [conflict_to_wire(conflict) for conflict in draft.conflicts],
        "isHighPriority": draft.is_high_priority,
        "priorityReason": draft.priority_reason,
        "confidenceScore": round(draft.confidence_score, 3),
        "confidenceReason": draft.confidence_reason,
        "mentions": [mention_to_wire(mention) for mention in draft.mentions],
        "variantOf": draft.variant_of,
        "manualAdd": draft.manual_add,
        "handWritten": draft.hand_written,
    }


def suggestion_to_wire(suggestion: Suggestion) -> Json:
    """`{"type", "first", "second", "reason", "lines"}`."""
    return {
        "type": suggestion.type.value,
        "first": suggestion.first,
        "second": suggestion.second,
        "reason": suggestion.reason,
        "lines": list(suggestion.lines),
    }


def difference_to_wire(difference: Difference) -> Json:
    """`{"change", "revision", "renamedFrom", "added", "removed", "earlierSummary", "newConflicts",
    "scriptName"}`."""
    return {
        "change": difference.change.value,
        "revision": difference.revision,
        "renamedFrom": difference.renamed_from,
        "added": traits_to_wire(difference.added),
        "removed": traits_to_wire(difference.removed),
        "earlierSummary": difference.earlier_summary,
        "newConflicts": difference.new_conflicts,
        "scriptName": difference.script_name,
    }


def difference_from_wire(data: Json) -> Difference:
    """The inverse of `difference_to_wire`."""
    return Difference(
        change=RowChange(data["change"]),
        revision=data["revision"],
        renamed_from=data["renamedFrom"],
        added=traits_from_wire(data["added"]),
        removed=traits_from_wire(data["removed"]),
        earlier_summary=data["earlierSummary"],
        new_conflicts=data["newConflicts"],
        script_name=data.get("scriptName", ""),
    )


def asset_to_wire(asset: CommittedAsset) -> Json:
    """`{"id", "name", "description", "locked", "version"}`."""
    return {
        "id": asset.id,
        "name": asset.name,
        "description": asset.description,
        "locked": asset.locked,
        "version": asset.version,
    }


def unread_to_wire(unread: UnreadLines) -> Json:
    """`{"first", "last", "reason"}`."""
    return {"first": unread.first, "last": unread.last, "reason": unread.reason}


def unread_from_wire(data: Json) -> UnreadLines:
    """The inverse of `unread_to_wire`."""
    return UnreadLines(data["first"], data["last"], data["reason"])


def draft_from_wire(data: Json) -> Draft:
    """The inverse of `draft_to_wire`."""
    return Draft(
        suggested_name=data["suggestedName"],
        type=AssetType(data["type"]),
        aliases=tuple(data["aliases"]),
        visual_summary=data["visualSummary"],
        summary_lines=tuple(data.get("summaryLines", ())),
        traits=traits_from_wire(data["traits"]),
        conflicts=tuple(conflict_from_wire(conflict) for conflict in data["conflicts"]),
        is_high_priority=data["isHighPriority"],
        priority_reason=data["priorityReason"],
        confidence_score=data["confidenceScore"],
        confidence_reason=data.get("confidenceReason", ""),
        mentions=tuple(mention_from_wire(mention) for mention in data["mentions"]),
        variant_of=data.get("variantOf", ""),
        manual_add=data["manualAdd"],
        hand_written=bool(data.get("handWritten", data["manualAdd"])),
    )
