"""How the assets of the board stand and look: order, cells, counts, what each still needs. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from core.models import AssetCard, AssetId, AssetState, AssetType, Image, StyleId
from tui.filtering import Filter
from tui.theme import ASSET_MARKS, TYPE_MARKS, TYPE_PLURALS, mark
from tui.widgets.facts import FactsBuilder
from tui.widgets.made_from import add_made_from, currency, when
from tui.widgets.row_table import Column

COLUMNS = (
    Column("State", width=15, id="state"),
    Column("Name", width=16, fraction=1.0, id="name"),
    Column("Ratio", width=5, style="$quiet"),
    Column("Pictures", width=8, align="right", id="candidates"),
    Column("Prio", width=4, style="$quiet", id="priority", hide_below=70),
    Column("Voice", width=10, style="$quiet", hide_below=92),
    Column("Description", width=16, fraction=3.0, style="$quiet", hide_below=92),
    Column("Updated", width=12, style="$quiet", id="updated", hide_below=110),
)

TYPE_PLACES = {type: place for place, type in enumerate(AssetType)}

NEEDY_FIRST = (
    AssetState.NO_IMAGE,
    AssetState.CANDIDATES,
    AssetState.STALE,
    AssetState.CONFLICT_OPEN,
    AssetState.GENERATING,
    AssetState.READY,
    AssetState.LOCKED,
)
"""The states in the order of how much is still to be done."""

Rank = Callable[[AssetCard], int | float | str | datetime]


@dataclass(frozen=True, slots=True)
class Order:
    """An order of assets within their type; `words` say it ascending and descending."""

    words: tuple[str, str]
    descending: bool
    rank: Rank


ORDERS: Mapping[str, Order] = {
    "name": Order(("by name", "by name, from Z"), False, lambda card: card.asset.name.casefold()),
    "state": Order(
        ("what needs most first", "what is ready first"), False, lambda card: NEEDY_FIRST.index(card.state)
    ),
    "candidates": Order(("fewest pictures first", "most pictures first"), True, lambda card: card.candidates),
    "updated": Order(
        ("longest untouched first", "last touched first"), True, lambda card: card.asset.updated_at
    ),
    "priority": Order(("low priority first", "high priority first"), True, lambda card: card.asset.priority),
}


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the assets stand within their type."""

    column: str = "name"
    descending: bool = False


BY_NAME = Sorting()


@dataclass(frozen=True, slots=True)
class BoardLook:
    """How a person looks at the board: kept while the application runs."""

    gallery: bool = False
    sorting: Sorting = BY_NAME
    filter_text: str = ""
    folded: frozenset[str] = frozenset()
    cursor: AssetId | None = None
    selected: tuple[AssetId, ...] = ()


def next_sorting(sorting: Sorting) -> Sorting:
    """The next order, in its natural direction."""
    columns = list(ORDERS)
    return natural(columns[(columns.index(sorting.column) + 1) % len(columns)])


def turned(sorting: Sorting) -> Sorting:
    """The same order in the other direction."""
    return Sorting(sorting.column, not sorting.descending)


def by_column(column: str, sorting: Sorting) -> Sorting:
    """What a click on a column's head makes of `sorting`: its order, then turned."""
    return turned(sorting) if sorting.column == column else natural(column)


def natural(column: str) -> Sorting:
    """An order in its natural direction."""
    return Sorting(column, ORDERS[column].descending)


def arrange(cards: Iterable[AssetCard], sorting: Sorting, wanted: Filter[AssetCard]) -> tuple[AssetCard, ...]:
    """The assets that fit, type by type, each type sorted; what is alike stays by name."""
    found = sorted((card for card in cards if wanted.fits(card)), key=ORDERS["name"].rank)
    found.sort(key=ORDERS[sorting.column].rank, reverse=sorting.descending)
    found.sort(key=lambda card: TYPE_PLACES[card.asset.type])
    return tuple(found)


def group(card: AssetCard) -> str:
    """The heading that an asset stands under."""
    return TYPE_PLURALS[card.asset.type]


def cells(card: AssetCard) -> tuple[str | Content, ...]:
    """One cell a column of `COLUMNS`."""
    asset = card.asset
    return (
        state_content(card),
        asset.name,
        asset.aspect_ratio.value,
        str(card.candidates or "–"),
        "high" if asset.priority else "low",
        asset.voice_id or ("–" if asset.type is AssetType.CHARACTER else ""),
        " ".join(asset.description.split()),
        when(asset.updated_at),
    )


def state_content(card: AssetCard) -> Content:
    """Sign and word of the state; a locked asset whose picture is not current says both."""
    content = mark(card.state).content
    if card.state is AssetState.LOCKED and card.stale:
        stale = ASSET_MARKS[AssetState.STALE]
        return Content.assemble(content, " ", (f"{stale.glyph} {stale.word}", stale.style))
    return content


def needs(card: AssetCard) -> str:
    """What an asset still needs before the gate, in a few words; "" when nothing."""
    asset = card.asset
    if not asset.description.strip():
        return "describe it"
    if card.state is AssetState.GENERATING:
        return "being made"
    if asset.image_key_id is None:
        return "choose one" if card.candidates else "generate"
    if card.stale:
        return f"stale: {card.stale[0]}"
    if any(conflict.decision is None for conflict in asset.conflicts):
        return "decide it"
    return "" if asset.locked_at is not None else "lock it"


COUNTED = {
    AssetState.STALE: "stale",
    AssetState.GENERATING: "generating",
    AssetState.CONFLICT_OPEN: "to decide",
    AssetState.READY: "to lock",
    AssetState.CANDIDATES: "to choose",
    AssetState.NO_IMAGE: "no image",
}
"""What keeps assets from the gate, as it follows a number."""


def counts(cards: Sequence[AssetCard], *, shown: int, selected: int, sorting: Sorting) -> Content:
    """The counts towards the gate: "locked 3 / 12 · 2 stale · 1 to lock"; then what one looks at."""
    states = Counter(card.state for card in cards)
    states[AssetState.STALE] = sum(bool(card.stale) for card in cards)
    parts = [Content.assemble(("locked ", "$quiet"), (f"{states[AssetState.LOCKED]} / {len(cards)}", "bold"))]
    for state, words in COUNTED.items():
        if states[state]:
            parts.append(Content.assemble((str(states[state]), mark(state).style), f" {words}"))
    if selected:
        parts.insert(0, Content.styled(f"{selected} selected", "bold $accent"))
    if shown != len(cards):
        parts.insert(0, Content.styled(f"{shown} of {len(cards)} shown", "$warning"))
    if sorting != BY_NAME:
        parts.append(Content.styled(ORDERS[sorting.column].words[sorting.descending], "$quiet"))
    return Content.styled(" · ", "$faint").join(parts)


def called(cards: Sequence[AssetCard]) -> str:
    """The one asset's name, or how many they are."""
    return cards[0].asset.name if len(cards) == 1 else f"{len(cards)} assets"


def without_picture(card: AssetCard, style_locked: bool) -> str:
    """What stands in the place of a picture that is not there."""
    if card.state is AssetState.GENERATING:
        return "Its picture is being made."
    if card.candidates:
        return "No image key yet.\nPress enter to choose one of its candidates."
    if not card.asset.description.strip():
        return "No description yet.\nPress enter to write it."
    return "No picture yet.\nPress g to generate." if style_locked else "No picture yet."


def facts(card: AssetCard | None, key: Image | None, style_names: Mapping[StyleId, str]) -> FactsBuilder:
    """What stands under the picture of the asset under the cursor."""
    built = FactsBuilder()
    if card is None:
        return built
    asset = card.asset
    built.title(asset.name)
    built.text(Content.assemble(TYPE_MARKS[asset.type].content, f"  {asset.aspect_ratio}"))
    built.fact("State", state_content(card))
    if missing := needs(card):
        built.fact("To do", missing)
    if key is not None:
        built.fact("Image key", currency(key))
        add_made_from(built, key, style_names)
    if asset.voice_id:
        built.fact("Voice", asset.voice_id)
    if asset.description:
        built.heading("Description").text(asset.description)
    return built
