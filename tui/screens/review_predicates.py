"""What a filter can ask of a row of the review: words in what it says, and its properties. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from core.models import AssetType, DraftId, ReviewRow, RowChange, RowState
from tui.filtering import Choice, Number, Predicate, Test, Words, count, per_cent, shown, yes_no
from tui.screens.review_text import summary_of, text_of


def predicates(doubles: Collection[DraftId]) -> Mapping[str, Predicate[ReviewRow]]:
    """All predicates by name. `doubles` are the rows that may be the same as another."""
    return {**_PREDICATES, "double": Choice(yes_no(lambda row: row.id in doubles))}


def _is_type(type: AssetType) -> Test[ReviewRow]:
    return lambda row: row.draft.type is type


def _is_state(state: RowState) -> Test[ReviewRow]:
    return lambda row: row.state is state


def _is_change(change: RowChange) -> Test[ReviewRow]:
    return lambda row: row.change is change


def is_disputed(row: ReviewRow) -> bool:
    """Whether a person still has to decide a conflict of the row."""
    return any(conflict.decision is None for conflict in row.draft.conflicts)


def _confidence(row: ReviewRow) -> tuple[float, ...]:
    """In per cent; a row of one's own has none."""
    return () if row.draft.manual_add else (shown(row.draft.confidence_score),)


def _scenes(row: ReviewRow) -> Iterable[float]:
    return (mention.scene for mention in row.draft.mentions if mention.scene is not None)


_PREDICATES: Mapping[str, Predicate[ReviewRow]] = {
    "type": Choice(
        {
            "characters": _is_type(AssetType.CHARACTER),
            "locations": _is_type(AssetType.LOCATION),
            "props": _is_type(AssetType.PROP),
            "places": _is_type(AssetType.LOCATION),
        }
    ),
    "state": Choice({state.value: _is_state(state) for state in RowState}),
    "change": Choice(
        {
            **{change.value: _is_change(change) for change in RowChange},
            "unchanged": _is_change(RowChange.SAME),
        }
    ),
    "prio": Choice(
        {"high": lambda row: row.draft.is_high_priority, "low": lambda row: not row.draft.is_high_priority}
    ),
    "conflict": Choice(
        {
            **yes_no(lambda row: bool(row.draft.conflicts)),
            "open": is_disputed,
            "decided": lambda row: bool(row.draft.conflicts) and not is_disputed(row),
        }
    ),
    "manual": Choice(yes_no(lambda row: row.draft.manual_add)),
    "inferred": Choice(yes_no(lambda row: any(trait.inferred for trait in row.draft.traits))),
    "summary": Choice(yes_no(lambda row: bool(summary_of(row)))),
    "variant": Choice(yes_no(lambda row: bool(row.draft.variant_of))),
    "conf": Number(_confidence, per_cent, "conf<0.5"),
    "mentions": Number(lambda row: (len(row.draft.mentions),), count, "mentions>3"),
    "page": Number(lambda row: (mention.page for mention in row.draft.mentions), count, "page:30-40"),
    "scene": Number(_scenes, count, "scene:12"),
    "name": Words(lambda row: text_of(row).name),
    "alias": Words(lambda row: text_of(row).aliases),
    "trait": Words(lambda row: text_of(row).traits),
    "line": Words(lambda row: text_of(row).lines),
}

SYNONYMS: Mapping[str, str] = {
    "types": "type",
    "priority": "prio",
    "confidence": "conf",
    "mention": "mentions",
    "ment": "mentions",
    "conflicts": "conflict",
    "doubles": "double",
    "pages": "page",
    "p": "page",
    "sc": "scene",
    "scenes": "scene",
    "aliases": "alias",
    "traits": "trait",
    "lines": "line",
}
"""Other words that a person may use for a predicate."""
