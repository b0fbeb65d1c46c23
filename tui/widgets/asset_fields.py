"""The fields of the asset editor: what a person can type, put in and read back as one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Selection

from core.models import TRAIT_FIELDS, Asset, AssetType, Trait
from tui import traits
from tui.autosave import AssetText

VOICE_LABEL = "Global Voice Profile (ElevenLabs ID)"

MOST_TRAITS = 3
"""Fields of traits that a type has."""

RIGHT_BUTTON = 3


class DescriptionArea(TextArea):
    """A text area whose selection has a menu: a right click asks for it."""

    @dataclass
    class MenuAsked(Message):
        """A person wants to know what can be done with the selection; `at` is a cell of the screen."""

        at: Offset

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        """A right click leaves the selection that it falls on; beside it, it moves the cursor."""
        if event.button != RIGHT_BUTTON:
            return
        event.stop()
        event.prevent_default()
        self.focus()
        place = self.get_target_document_location(event)
        start, end = sorted(self.selection)
        if not start <= place < end:
            self.move_cursor(place)
        self.post_message(self.MenuAsked(event.screen_offset))

    @property
    def span(self) -> tuple[int, int]:
        """The selection in characters of the text, start and end; both are the cursor's where nothing is
        selected."""
        start, end = sorted(self.selection)
        index = self.document.get_index_from_location  # type: ignore[attr-defined]
        return index(start), index(end)

    def select_span(self, start: int, end: int) -> None:
        """Select characters of the text, the cursor behind them."""
        self.selection = Selection(self._place(start), self._place(end))
        self.scroll_cursor_visible()

    def become(self, text: str) -> None:
        """Show another text as one edit of what differs, so that it can be undone and the cursor stays."""
        if self.text == text:
            return
        head = _shared(self.text, text)
        most = min(len(self.text), len(text)) - head
        tail = min(most, _shared(self.text[::-1], text[::-1]))
        start, end = self._place(head), self._place(len(self.text) - tail)
        self.history.checkpoint()
        self.replace(text[head : len(text) - tail], start, end, maintain_selection_offset=True)
        self.history.checkpoint()

    def _place(self, index: int) -> tuple[int, int]:
        place: tuple[int, int] = self.document.get_location_from_index(index)  # type: ignore[attr-defined]
        return place


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _area(id: str) -> DescriptionArea:
    area = DescriptionArea(id=id, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
    area.cursor_blink = False
    return area


def _set_line(line: Input, text: str) -> None:
    if line.value != text:
        line.value = text


class AssetWords(Vertical):
    """Name, description, what the script does not say, voice."""

    def compose(self) -> ComposeResult:
        """The fields from top to bottom."""
        with Horizontal(classes="field"):
            yield Static("Name", classes="label")
            yield Input(id="name")
        yield Static(id="aliases", classes="by-the-way")
        yield Static("Description", classes="label", id="description-label")
        yield _area("description")
        with Vertical(id="additions-field"):
            yield Static(
                Content.assemble(("~ ", "$warning"), "Not in the script, chosen for the picture"),
                classes="label",
            )
            yield _area("additions")
        with Vertical(id="voice-field"):
            yield Static(VOICE_LABEL, classes="label")
            yield Input(id="voice", placeholder="an ElevenLabs voice id, or nothing")

    @property
    def area(self) -> DescriptionArea:
        """The description."""
        return self.query_one("#description", DescriptionArea)

    @property
    def additions(self) -> DescriptionArea:
        """What the script does not say."""
        return self.query_one("#additions", DescriptionArea)

    def show(self, text: AssetText) -> None:
        """Put a text into the fields, as edits that can be undone."""
        _set_line(self.query_one("#name", Input), text.name)
        _set_line(self.query_one("#voice", Input), text.voice_id)
        for area, value in ((self.area, text.description), (self.additions, text.additions)):
            if area.text:
                area.become(value)
            else:
                area.load_text(value)
        if text.additions:
            self.show_additions()

    def show_first(self, text: AssetText, *, locked: bool) -> None:
        """Show the stored text; what was typed before it came stands where the cursor was, in front."""
        typed_ahead = "" if locked else self.area.text
        self.area.load_text("")
        self.show(text)
        if typed_ahead:
            self.area.insert(typed_ahead, (0, 0))

    def show_additions(self) -> None:
        """The part for what the script does not say has its place from now on."""
        self.query_one("#additions-field").add_class("-shown")

    def show_asset(self, asset: Asset) -> None:
        """What stands beside the fields: aliases, and a voice for characters only."""
        aliases = self.query_one("#aliases", Static)
        aliases.update(Content(f"also called {', '.join(asset.aliases)}" if asset.aliases else ""))
        aliases.display = bool(asset.aliases)
        self.query_one("#voice-field").display = asset.type is AssetType.CHARACTER

    def show_locked(self, locked: bool) -> None:
        """A locked asset can be read, and not typed into."""
        self.area.read_only = self.additions.read_only = locked
        for line in self.query(Input):
            line.disabled = locked

    def typed(self, own_traits: tuple[Trait, ...]) -> AssetText:
        """What stands in the fields now, with the traits that stand in theirs."""
        return AssetText(
            name=self.query_one("#name", Input).value,
            description=self.area.text,
            voice_id=self.query_one("#voice", Input).value,
            traits=own_traits,
            additions=self.additions.text,
        )


class AssetTraits(Vertical):
    """The traits of an asset, a line a field, each with where the script says so under it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._known: dict[tuple[str, str], Trait] = {}

    def compose(self) -> ComposeResult:
        """As many lines as a type has fields."""
        for place in range(MOST_TRAITS):
            with Horizontal(classes="field"):
                yield Static(id=f"trait-label-{place}", classes="label")
                yield Input(id=f"trait-{place}", placeholder="nothing known; values parted by ;")
            yield Static(id=f"trait-evidence-{place}", classes="by-the-way")

    def show(self, type: AssetType, shown: Iterable[Trait]) -> None:
        """Put traits into their lines."""
        values = tuple(shown)
        for place, name in enumerate(TRAIT_FIELDS[type]):
            _set_line(self.query_one(f"#trait-{place}", Input), traits.shown(values, name))

    def show_asset(self, asset: Asset) -> None:
        """The names of the fields, and the evidence under each."""
        for place, name in enumerate(TRAIT_FIELDS[asset.type]):
            label = Content(name.replace("_", " ").capitalize())
            self.query_one(f"#trait-label-{place}", Static).update(label)
            evidence = evidence_line(asset, name)
            line = self.query_one(f"#trait-evidence-{place}", Static)
            line.update(evidence)
            line.display = bool(evidence.plain)

    def show_locked(self, locked: bool) -> None:
        """As `AssetWords.show_locked`."""
        for line in self.query(Input):
            line.disabled = locked

    def typed(self, type: AssetType, stored: tuple[Trait, ...]) -> tuple[Trait, ...]:
        """The traits that stand in the lines now; a value that was known keeps its evidence."""
        self._known |= {(trait.field, trait.value.casefold()): trait for trait in stored}
        lines = {
            name: self.query_one(f"#trait-{place}", Input).value
            for place, name in enumerate(TRAIT_FIELDS[type])
        }
        return traits.typed(lines, stored, self._known.values())


def evidence_line(asset: Asset, name: str) -> Content:
    """Where the script says a trait field, and which of its values are inferred."""
    places, inferred = traits.evidence(asset.traits, name, asset.source_mentions)
    parts = [Content.styled(places, "$quiet")] if places else []
    if inferred:
        parts.append(Content.assemble(("~ inferred: ", "$warning"), (inferred, "$quiet")))
    return Content("   ").join(parts)
