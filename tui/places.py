"""Where the command palette can go by name: every project, and every asset of the open branch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import Hit, Hits, Provider

from tui.theme import TYPE_MARKS

if TYPE_CHECKING:
    from tui.app import LookbookApp


@dataclass(frozen=True, slots=True)
class _Place:
    """A place: how it is called, a word about it, and how one gets there."""

    title: str
    note: str
    go: Callable[[], object]


class PlaceCommands(Provider):
    """Offers "Open IDA MARSH" and "Open LOW WATER", once something is typed; not over a dialog."""

    async def startup(self) -> None:
        """Read the names once, when the palette opens."""
        self._places: list[_Place] = [] if self.screen.is_modal else await self._read()

    async def _read(self) -> list[_Place]:
        app = cast("LookbookApp", self.app)
        cards = await app.services.projects.cards()
        places = [
            _Place(card.project.title, "Project", partial(app.open_project, card.project.id))
            for card in cards
        ]
        if app.place is None:
            return places
        assets = [card.asset for card in await app.services.assets.cards(app.place.branch.id)]
        return [
            *(_Place(a.name, TYPE_MARKS[a.type].word, partial(app.open_asset, a.id)) for a in assets),
            *places,
        ]

    async def search(self, query: str) -> Hits:
        """The places whose name fits `query`."""
        matcher = self.matcher(query)
        for place in self._places:
            text = f"Open {place.title}"
            if (score := max(matcher.match(text), matcher.match(place.title))) > 0:
                yield Hit(score, matcher.highlight(text), place.go, text=text, help=place.note)
