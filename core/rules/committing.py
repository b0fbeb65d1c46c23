"""What an approved row becomes: its description, and how a review file is read (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.errors import InvalidInput
from core.models import AssetType, Draft, DraftId, ReviewId
from core.rules.describing import follow_decisions
from core.rules.naming import require_name
from core.text import clean, clean_line
from core.wire import Json, draft_from_wire, draft_to_wire

_BLANK = draft_to_wire(Draft("", AssetType.PROP))
_BY_HAND = {"manualAdd": True, "handWritten": True}

DRAFT_KEYS = frozenset(_BLANK)
ROW_KEYS = DRAFT_KEYS | {"id", "approved", "change", "difference", "asset"}

MOST_SHOWN = 60
"""Characters of a row's name that a refusal repeats."""

LARGEST = 2**53
"""Numbers beyond are no line, page or id, and no database takes them."""

Refusals = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An approved row of a review file. `name` is its number there and what it is called.

    `given` is what it says of the draft, cleaned, in the wire format; without an `id` it is all of one.
    `asset` is what it says of its asset, as it was when the file was written; {} when it does not say.
    """

    name: str
    id: DraftId | None
    given: Json
    asset: Json = field(default_factory=dict)


def decided_description(draft: Draft) -> str:
    """The text that pictures are made from: the visual summary as the decided conflicts have it.

    What a person wrote stands as it is.
    """
    if draft.hand_written:
        return draft.visual_summary
    names = (draft.suggested_name, *draft.aliases)
    return follow_decisions(draft.visual_summary.strip(), draft.conflicts, names)


def approve_rows(data: object) -> tuple[ReviewId, list[Wanted], Refusals]:
    """Read a review file: the rows that are approved, and those that can't be taken, with the reason.

    Raises:
        InvalidInput: it is no review file at all.
    """
    if not isinstance(data, dict) or not isinstance(data.get("rows"), list):
        raise InvalidInput(
            'This is no review file: it needs "review" and "rows". `lookbook review` writes one.'
        )
    if not _is_kind(data.get("review"), int) or abs(data["review"]) > LARGEST:
        raise InvalidInput('The review file does not say which "review" it is of.')
    wanted: list[Wanted] = []
    refused: Refusals = []
    for number, row in enumerate(data["rows"], 1):
        name = _row_name(row, number)
        if isinstance(row, dict) and (row.get("approved") is None or row["approved"] is False):
            continue
        try:
            wanted.append(Wanted(name, *_read_row(row)))
        except InvalidInput as error:
            refused.append((name, error.message))
        except RecursionError:
            refused.append((name, "it is nested too deeply"))
    return ReviewId(data["review"]), wanted, refused


def _row_name(row: object, number: int) -> str:
    """Its number, and what it is called or its id, by which a person finds it."""
    given = row if isinstance(row, dict) else {}
    name, draft_id = given.get("suggestedName"), given.get("id")
    if isinstance(name, str) and (shown := clean_line(name)):
        return f"row {number} ({shown if len(shown) <= MOST_SHOWN else shown[:MOST_SHOWN] + '…'})"
    return f"row {number} (id {draft_id})" if _is_kind(draft_id, int) else f"row {number}"


def _read_row(row: Any) -> tuple[DraftId | None, Json, Json]:
    if not isinstance(row, dict):
        raise InvalidInput("it is no object")
    if row["approved"] is not True:
        raise InvalidInput('its "approved" is not true or false')
    if unknown := sorted(set(row) - ROW_KEYS):
        raise InvalidInput(f"unknown key {unknown[0]!r}")
    if not _is_kind(row.get("id"), int | None):
        raise InvalidInput("its id is no number")
    if not isinstance(row.get("asset"), dict | None):
        raise InvalidInput("it does not follow the wire format ('asset')")
    given = {key: value for key, value in row.items() if key in DRAFT_KEYS}
    if row.get("id") is None:
        given = {**_BLANK, "type": None, **given, **_BY_HAND}
    return row.get("id"), _read_draft(given), row.get("asset") or {}


def _read_draft(given: Json) -> Json:
    """What a row says of its draft, cleaned."""
    if "suggestedName" in given and not _is_name(given["suggestedName"]):
        raise InvalidInput("it has no name")
    types = [type.value for type in AssetType]
    if "type" in given and given["type"] not in types:
        raise InvalidInput(f"its type is not one of {', '.join(types)}")
    if not isinstance(text := given.get("visualSummary", ""), str):
        raise InvalidInput("it does not follow the wire format ('visualSummary')")
    wire: Json = _cleaned(given)
    if "suggestedName" in given:
        wire["suggestedName"] = require_name(given["suggestedName"], "It")
    if "visualSummary" in given:
        wire["visualSummary"] = clean(text).strip()
    _require_wire_format({**_BLANK, **wire})
    return wire


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(clean_line(value))


def _require_wire_format(wire: Json) -> None:
    if wrong := next(_misfits(wire, _SHAPE), None):
        raise InvalidInput(f"it does not follow the wire format ({wrong!r})")
    if not 0 <= wire["confidenceScore"] <= 1:
        raise InvalidInput("its confidenceScore is not in 0 to 1")
    if any(not -LARGEST < mention["line"] < LARGEST for mention in wire["mentions"]):
        raise InvalidInput("it has a mention on no line of a script")
    try:
        draft_from_wire(wire)
    except ValueError as error:
        raise InvalidInput(f"it does not follow the wire format ({error})") from error


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean_line(value)
        case list():
            return [_cleaned(item) for item in value]
        case dict():
            return {clean_line(key): _cleaned(item) for key, item in value.items()}
        case _:
            return value


def _misfits(value: Any, shape: Any, where: str = "row") -> Iterator[str]:
    """The names of what is missing in `value` or of another kind than in `shape`."""
    match shape, value:
        case {"*": part}, dict():
            for key, item in value.items():
                yield from _misfits(item, part, key)
        case dict(), dict():
            for key, part in shape.items():
                name = key.removesuffix("?")
                if name in value:
                    yield from _misfits(value[name], part, name)
                elif name == key:
                    yield key
        case [part], list():
            for item in value:
                yield from _misfits(item, part, where)
        case (dict(), _) | (list(), _):
            yield where
        case _:
            if not _is_kind(value, shape):
                yield where


def _is_kind(value: object, kind: Any) -> bool:
    """`isinstance`, but for true and false, which are no numbers."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


_MENTION = {"line": int, "scene": int | None, "page": int, "text": str, "columns?": [[int]], "kind?": str}
_SIDE = {"value": str, **_MENTION}
_SHAPE = {
    "aliases": [str],
    "summaryLines": [int],
    "traits": {"*": [{"value": str, "lines": [int], "inferred": bool, "fromPage?": int | None}]},
    "conflicts": [{"field": str, "earlier": _SIDE, "later": _SIDE, "decision": str | None}],
    "isHighPriority": bool,
    "priorityReason": str,
    "confidenceScore": float | int,
    "confidenceReason": str,
    "mentions": [_MENTION],
    "variantOf": str,
    "manualAdd": bool,
    "handWritten": bool,
}
"""The kinds of the values of a draft in the wire format; "*" is any key, "?" ends one that may lack."""
