"""The filter language of the board: see `tui.filtering`; here is what can be asked of an asset. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from core.models import AssetCard, AssetState, AssetType
from tui.filtering import (
    Choice,
    Filter,
    Language,
    Number,
    Predicate,
    Test,
    Words,
    count,
    folded,
    joined,
    yes_no,
)

FILTER_HELP: tuple[tuple[str, str], ...] = (
    ("blue coat", "both words, in name, aliases, description, additions or traits"),
    ("-coat", "not this; a minus goes before any term"),
    ("type:prop,location", "one of these types"),
    ("state:stale", "locked, unlocked, generating, conflict, stale, key, candidates or none"),
    ("no:voice", "lacks a voice, picture, key, description or additions; has: asks the contrary"),
    ("prio:high", "priority: high or low"),
    ("pictures>2", "how many pictures it has"),
    ("mentions>3", "how often the script speaks of it"),
    ("name:ida", "in the name; also alias: and trait:"),
)
"""Examples and what they mean, the most useful first: for the line under the field, and for the help."""


def parse_filter(text: str) -> Filter[AssetCard]:
    """Read a filter as it is being typed; never fails."""
    return _LANGUAGE.read(text)


def _is_type(type: AssetType) -> Test[AssetCard]:
    return lambda card: card.asset.type is type


def _is_state(state: AssetState) -> Test[AssetCard]:
    return lambda card: card.state is state


def _is_locked(card: AssetCard) -> bool:
    return card.asset.locked_at is not None


def _has_open_conflict(card: AssetCard) -> bool:
    return any(conflict.decision is None for conflict in card.asset.conflicts)


_PARTS: Mapping[str, Test[AssetCard]] = {
    "voice": lambda card: bool(card.asset.voice_id),
    "picture": lambda card: card.candidates > 0,
    "image": lambda card: card.candidates > 0,
    "key": lambda card: card.asset.image_key_id is not None,
    "description": lambda card: bool(card.asset.description.strip()),
    "additions": lambda card: bool(card.asset.additions.strip()),
    "conflict": lambda card: bool(card.asset.conflicts),
}


def _lacks(part: str, test: Test[AssetCard]) -> Test[AssetCard]:
    """Only a character can lack a voice."""
    if part == "voice":
        return lambda card: card.asset.type is AssetType.CHARACTER and not test(card)
    return lambda card: not test(card)


_PREDICATES: Mapping[str, Predicate[AssetCard]] = {
    "type": Choice(
        {
            "characters": _is_type(AssetType.CHARACTER),
            "locations": _is_type(AssetType.LOCATION),
            "props": _is_type(AssetType.PROP),
            "places": _is_type(AssetType.LOCATION),
        }
    ),
    "state": Choice(
        {
            "locked": _is_locked,
            "unlocked": lambda card: not _is_locked(card),
            "generating": _is_state(AssetState.GENERATING),
            "conflict": _has_open_conflict,
            "stale": lambda card: bool(card.stale),
            "ready": _is_state(AssetState.READY),
            "key": _is_state(AssetState.READY),
            "candidates": _is_state(AssetState.CANDIDATES),
            "none": _is_state(AssetState.NO_IMAGE),
        }
    ),
    "has": Choice(_PARTS),
    "no": Choice({part: _lacks(part, test) for part, test in _PARTS.items()}),
    "voice": Choice(yes_no(_PARTS["voice"])),
    "prio": Choice({"high": lambda card: card.asset.priority, "low": lambda card: not card.asset.priority}),
    "conflict": Choice(
        {
            **yes_no(_PARTS["conflict"]),
            "open": _has_open_conflict,
            "decided": lambda card: bool(card.asset.conflicts) and not _has_open_conflict(card),
        }
    ),
    "manual": Choice(yes_no(lambda card: card.asset.manual_add)),
    "pictures": Number(lambda card: (card.candidates,), count, "pictures>2"),
    "mentions": Number(lambda card: (len(card.asset.source_mentions),), count, "mentions>3"),
    "page": Number(
        lambda card: (mention.page for mention in card.asset.source_mentions), count, "page:30-40"
    ),
    "name": Words(lambda card: folded(card.asset.name)),
    "alias": Words(lambda card: joined(card.asset.aliases)),
    "trait": Words(lambda card: joined(trait.value for trait in card.asset.traits)),
}

_SYNONYMS: Mapping[str, str] = {
    "types": "type",
    "is": "state",
    "priority": "prio",
    "lacks": "no",
    "candidates": "pictures",
    "picture": "pictures",
    "mention": "mentions",
    "pages": "page",
    "conflicts": "conflict",
    "aliases": "alias",
    "traits": "trait",
}


def _words(card: AssetCard) -> str:
    asset = card.asset
    values = (trait.value for trait in asset.traits)
    voice = asset.voice_id or ""
    return joined((asset.name, *asset.aliases, asset.description, asset.additions, voice, *values))


_LANGUAGE = Language(_PREDICATES, _SYNONYMS, _words)
