"""How the entries of the library stand and look, and what a filter can ask of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from textual.content import Content

from core.models import (
    AssetCard,
    AssetType,
    BroughtAsset,
    GlobalAsset,
    GlobalAssetId,
    VisualStyle,
)
from tui.filtering import Choice, Filter, Language, Predicate, Test, Words, folded, joined, yes_no
from tui.place import Place
from tui.theme import TYPE_MARKS, TYPE_PLURALS
from tui.widgets.facts import FactsBuilder
from tui.widgets.row_table import Column

EARLIER = "Earlier versions"
"""The fold of the entries that a later version of the same asset came after."""

TYPE_PLACES = {type: place for place, type in enumerate(AssetType)}

COLUMNS = (
    Column("", width=1),
    Column("Name", width=15, fraction=3.0, id="name"),
    Column("Film", width=9, fraction=1.0, style="$quiet", id="film"),
    Column("Style", width=16, fraction=1.0, style="$quiet", id="style", hide_below=62),
    Column("Promoted", width=10, style="$quiet", id="promoted", hide_below=50),
)

ORDERS: Mapping[str, tuple[bool, Callable[[GlobalAsset], str | datetime]]] = {
    "promoted": (True, lambda entry: entry.promoted_at),
    "name": (False, lambda entry: entry.name.casefold()),
    "film": (False, lambda entry: entry.project_title.casefold()),
    "style": (False, lambda entry: entry.style_name.casefold()),
}
"""By column: whether the natural direction is descending, and what is compared."""

FILTER_EXAMPLES = "film:low   style:35mm   type:prop   brought:yes   fits:yes   -coat"


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the entries stand within their type."""

    column: str = "promoted"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LibraryView:
    """The library as last read, and what the open film has to do with it."""

    entries: tuple[GlobalAsset, ...] = ()
    style: VisualStyle | None = None
    """The locked style of the open branch."""
    brought: tuple[BroughtAsset, ...] = ()
    cards: tuple[AssetCard, ...] = ()
    """The assets of the open branch."""
    place: Place | None = None
    read: bool = False
    brought_ids: frozenset[GlobalAssetId] = field(default=frozenset())

    def taken_by(self, entry: GlobalAsset) -> AssetCard | None:
        """The asset of the open branch that has the entry's name and type."""
        wanted = (entry.type, entry.name.casefold())
        return next((c for c in self.cards if (c.asset.type, c.asset.name.casefold()) == wanted), None)

    def fits_style(self, entry: GlobalAsset) -> bool:
        """Whether the picture would be current: the branch's locked style has the text it was made in."""
        return self.style is not None and bool(entry.style_hash) and self.style.text_hash == entry.style_hash


def next_sorting(sorting: Sorting) -> Sorting:
    """The next order, in its natural direction."""
    columns = list(ORDERS)
    return natural(columns[(columns.index(sorting.column) + 1) % len(columns)])


def natural(column: str) -> Sorting:
    """An order in its natural direction."""
    return Sorting(column, ORDERS[column][0])


def turned(sorting: Sorting) -> Sorting:
    """The same order in the other direction."""
    return Sorting(sorting.column, not sorting.descending)


def group(entry: GlobalAsset) -> str:
    """The heading that an entry stands under."""
    return TYPE_PLURALS[entry.type] if entry.newer_id is None else EARLIER


def arrange(
    entries: Iterable[GlobalAsset], sorting: Sorting, wanted: Filter[GlobalAsset]
) -> list[GlobalAsset]:
    """The entries that fit, type by type, each type sorted; earlier versions last."""
    found = [entry for entry in entries if wanted.fits(entry)]
    found.sort(key=ORDERS[sorting.column][1], reverse=sorting.descending)
    found.sort(key=lambda entry: (entry.newer_id is not None, TYPE_PLACES[entry.type]))
    return found


def cells(entry: GlobalAsset) -> Sequence[str | Content]:
    """One cell a column of `COLUMNS`."""
    version = f"  (version {entry.earlier + 1})" if entry.earlier or entry.newer_id is not None else ""
    name = Content.assemble(entry.name, (version, "$quiet"))
    return TYPE_MARKS[entry.type].sign, name, entry.project_title, entry.style_name, day(entry)


def day(entry: GlobalAsset) -> str:
    """When it was promoted."""
    return f"{entry.promoted_at.astimezone():%Y-%m-%d}"


def target_line(view: LibraryView, selected: int = 0) -> Content:
    """Where enter would bring the entries."""
    if (place := view.place) is None:
        return Content.assemble(("○ ", "$warning"), "Open a project first to bring assets into it.")
    what = "the asset" if selected < 2 else f"{selected} assets"
    return Content.assemble(
        (f"Enter copies {what} into ", "$quiet"), (f"{place.project.title} / {place.branch.name}", "bold")
    )


def facts(entry: GlobalAsset, view: LibraryView) -> FactsBuilder:
    """What came from where, and what it would be in the open branch."""
    built = FactsBuilder().title(entry.name)
    built.text(Content.assemble(TYPE_MARKS[entry.type].content, f"  {entry.aspect_ratio}"))
    if view.place is not None:
        _add_here(built, entry, view)
    built.heading("Description").text(entry.description or "None.")
    if entry.additions:
        built.heading("Added for the picture").text(entry.additions)
    built.heading("From")
    built.fact("Film", entry.project_title).fact("Branch", entry.branch_name or "not known")
    revision = "not known" if entry.script_revision is None else f"revision {entry.script_revision}"
    built.fact("Script", revision).fact("Style", entry.style_name or "not known")
    made_by = f"{entry.provider} placeholder" if entry.placeholder else f"{entry.provider} {entry.model}"
    built.fact("Made by", made_by.strip()).fact("Promoted", day(entry))
    if entry.earlier or entry.newer_id is not None:
        after = "a later one is in the library, too" if entry.newer_id else "the newest in the library"
        built.fact("Version", f"{entry.earlier + 1}, {after}")
    if entry.aliases:
        built.fact("Also called", ", ".join(entry.aliases))
    if entry.voice_id:
        built.fact("Voice", entry.voice_id)
    built.heading("Prompt").text(entry.prompt or "None.")
    return built


def _add_here(built: FactsBuilder, entry: GlobalAsset, view: LibraryView) -> None:
    """Whether the picture would be current in the open branch, and what of it is there already."""
    if view.fits_style(entry):
        built.text(Content.styled("✓ current here", "$success"))
    elif view.style is None:
        built.text(Content.styled("~ stale here: no style is locked", "$warning"))
    else:
        built.text(Content.styled(f"~ stale here, in {view.style.name}", "$warning"))
    if (taken := view.taken_by(entry)) is not None:
        locked = ", and locked" if taken.asset.locked_at is not None else ""
        built.quiet(f"Its name is taken here{locked}.")
    here = [one for one in view.brought if one.global_id == entry.id]
    if here:
        built.quiet(f"Brought as {', '.join(f'{one.name} ({one.branch_name})' for one in here)}.")


# --- the filter ----------------------------------------------------------------------------------


def parse_filter(text: str, view: LibraryView) -> Filter[GlobalAsset]:
    """Read a filter as it is being typed; never fails."""
    return Language(_predicates(view), _SYNONYMS, _words).read(text)


def _is_type(type: AssetType) -> Test[GlobalAsset]:
    return lambda entry: entry.type is type


def _predicates(view: LibraryView) -> Mapping[str, Predicate[GlobalAsset]]:
    return {
        "type": Choice(
            {
                "characters": _is_type(AssetType.CHARACTER),
                "locations": _is_type(AssetType.LOCATION),
                "props": _is_type(AssetType.PROP),
                "places": _is_type(AssetType.LOCATION),
            }
        ),
        "film": Words(lambda entry: folded(entry.project_title)),
        "style": Words(lambda entry: folded(entry.style_name)),
        "branch": Words(lambda entry: folded(entry.branch_name)),
        "name": Words(lambda entry: joined((entry.name, *entry.aliases))),
        "voice": Choice(yes_no(lambda entry: bool(entry.voice_id))),
        "brought": Choice(yes_no(lambda entry: entry.id in view.brought_ids)),
        "fits": Choice(yes_no(view.fits_style)),
        "newest": Choice(yes_no(lambda entry: entry.newer_id is None)),
    }


_SYNONYMS = {"project": "film", "types": "type", "look": "style", "alias": "name"}


def _words(entry: GlobalAsset) -> str:
    values = (trait.value for trait in entry.traits)
    named = (entry.name, *entry.aliases, entry.description, entry.additions)
    return joined((*named, entry.project_title, entry.style_name, *values))
