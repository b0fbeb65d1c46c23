"""What a revision of the script offers a committed asset: its text now, and the new one (SPEC 2.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Button, Static

from core.models import AssetOffer, CommittedAsset, Difference, ReviewRow, RowChange, Trait
from tui import keymap
from tui.modals.dialog import buttons
from tui.modals.sides import Sides, SidesDialog
from tui.modals.word_changes import changed_words
from tui.widgets.draft_detail import field_words, place, renamed_words
from tui.widgets.facts import FactsBuilder

Offer = Literal["take", "keep", "edit"]

OFFER = "The asset stays as it is until you take the new text."
NOTICE = (
    "This asset is locked, and nothing changes it. To take the new text, unlock it on the board "
    "(4, then u on the asset), and come back to this row."
)


class UpdateModal(SidesDialog[Offer]):
    """Both texts, and what the script no longer says and says now. None decides later; for a locked asset
    it is a notice. It takes no answer in its first half second."""

    help_text = (
        "The new revision says something else of this asset. Take the new text, keep the old one, or "
        "change the new one first."
    )
    BINDINGS: ClassVar[list[BindingType]] = keymap.bindings(keymap.MODAL_UPDATE)
    hint = "a take   k keep   e edit first   ↑ ↓ scroll   esc decide later"

    DEFAULT_CSS = """
    UpdateModal {
        &.-roomy > #dialog { max-height: 30; }
        .dialog-text { margin-bottom: 0; }
    }
    """

    def __init__(
        self,
        row: ReviewRow,
        asset: CommittedAsset,
        earlier_places: Mapping[int, str] | None = None,
        offer: AssetOffer | None = None,
    ) -> None:
        """The `row` of the new revision, its `asset`, and what that would be with the `offer`.

        `earlier_places` says where lines of the earlier revision stand, e.g. "sc. 3, p. 4"; without it their
        numbers are shown.
        """
        super().__init__(f"{asset.name}: {'locked' if asset.locked else 'the script has changed'}")
        self.row = row
        self.asset = asset
        self.earlier_places = earlier_places or {}
        self.offer = offer
        if asset.locked:
            self.hint = "↑ ↓ scroll   esc close"

    def compose_body(self) -> ComposeResult:
        """A sentence, the two texts, the ways on."""
        yield Static(Content(NOTICE if self.asset.locked else OFFER), classes="dialog-text")
        yield Sides()
        if self.asset.locked:
            yield buttons(("close", "Close", "primary"))
        else:
            yield buttons(
                ("later", "Decide later", "default"),
                ("edit", "Edit first", "default"),
                ("keep", "Keep the asset's", "default"),
                ("take", "Take the new text", "primary"),
            )

    def on_mount(self) -> None:
        """Show both; keys that were meant for the table must not answer."""
        self.query_one(Sides).show(*self._facts())
        self.start_grace()

    def _facts(self) -> tuple[FactsBuilder, FactsBuilder]:
        return offer_facts(self.row, self.asset, self.earlier_places, self.offer)

    def take_answers(self) -> None:
        """A notice is closed by enter; an offer is not taken by one."""
        self.query_one("#close" if self.asset.locked else "#later", Button).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A locked asset takes nothing, and nothing is taken at first."""
        return not (self.asset.locked or self.in_grace) if action in {"take", "keep", "edit"} else True

    def action_take(self) -> None:
        """Give the asset the new text."""
        self.dismiss("take")

    def action_keep(self) -> None:
        """Leave the asset's text as it is."""
        self.dismiss("keep")

    def action_edit(self) -> None:
        """Change the new text before it is taken."""
        self.dismiss("edit")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """What the keys do, by buttons."""
        match event.button.id:
            case "take" | "keep" | "edit" as offer:
                self.dismiss(offer)
            case _:
                self.dismiss(None)


def offer_facts(
    row: ReviewRow, asset: CommittedAsset, earlier_places: Mapping[int, str], offer: AssetOffer | None = None
) -> tuple[FactsBuilder, FactsBuilder]:
    """(the asset as it is, the row as it would be): the words that differ, the traits that went and came."""
    text = row.description if offer is None else offer.description
    now, new = changed_words(asset.description, text)
    left = FactsBuilder().heading("The asset now").title(asset.name).text(_or_nothing(now))
    right = FactsBuilder().heading("This revision").title(row.draft.suggested_name).text(_or_nothing(new))
    if offer is not None and offer.hand_written:
        left.quiet("Written by hand. It stays in the asset's history.")
    if text == asset.description:
        right.quiet("The text stays as it is.")
    else:
        right.quiet("Written by hand." if row.draft.hand_written else "What the script says now.")
    if row.difference is not None:
        if row.difference.renamed_from:
            right.item(renamed_words(row.draft, row.difference))
        _add_difference(left, right, row, row.difference, earlier_places)
    if offer is not None:
        _add_board(left, right, row, offer)
    return left, right


def _add_difference(
    left: FactsBuilder,
    right: FactsBuilder,
    row: ReviewRow,
    difference: Difference,
    earlier_places: Mapping[int, str],
) -> None:
    """What the script said and says, each with its places."""
    places = {mention.line: place(mention) for mention in row.draft.mentions}
    before = f"revision {difference.revision}, "
    _add_traits(
        left,
        "The script no longer says",
        difference.removed,
        lambda line: before + _place(earlier_places, line),
    )
    _add_traits(right, "The script now says", difference.added, lambda line: _place(places, line))


def _add_board(left: FactsBuilder, right: FactsBuilder, row: ReviewRow, offer: AssetOffer) -> None:
    """What besides goes from the asset and comes to it, and what of its own stays with it."""
    said = row.difference or Difference(RowChange.SAME, 0)
    now, then, drafted = _keys(offer.now.traits), _keys(offer.traits), _keys(row.draft.traits)
    lost = [one for one in offer.now.traits if _key(one) not in then | _keys(said.removed)]
    gained = [one for one in offer.traits if _key(one) not in now | _keys(said.added)]
    own = [one for one in offer.traits if _key(one) not in drafted]
    _add_traits(left, "Goes too", lost)
    _add_traits(right, "Comes too", gained)
    _add_traits(right, "Stays as on the board", own)
    _add_aliases(left, "Aliases that go", offer.now.aliases, (*offer.aliases, row.draft.suggested_name))
    _add_aliases(right, "Aliases that come", offer.aliases, offer.now.aliases)


def _key(trait: Trait) -> tuple[str, str]:
    return trait.field, trait.value.casefold()


def _keys(traits: Iterable[Trait]) -> set[tuple[str, str]]:
    return set(map(_key, traits))


def _add_aliases(facts: FactsBuilder, heading: str, aliases: Iterable[str], others: Iterable[str]) -> None:
    """The aliases that are not among the others; nothing when there are none."""
    known = {name.casefold() for name in others}
    apart = [alias for alias in aliases if alias.casefold() not in known]
    if apart:
        facts.heading(heading).text(", ".join(apart))


def _or_nothing(text: Content) -> Content:
    return text if text.plain else Content.styled("No text.", "$quiet")


def _place(places: Mapping[int, str], line: int) -> str:
    return places.get(line, f"line {line}")


def _add_traits(
    facts: FactsBuilder,
    heading: str,
    traits: Iterable[Trait],
    place_of: Callable[[int], str] | None = None,
) -> None:
    """Traits, each with the places that say so when they are known; nothing when there are none."""
    traits = tuple(traits)
    if traits:
        facts.heading(heading)
    for trait in traits:
        label = (f"{field_words(trait.field)}: ", "$quiet")
        facts.item(Content.assemble(label, trait.value, (_where(trait, place_of), "$quiet")))


def _where(trait: Trait, place_of: Callable[[int], str] | None) -> str:
    if place_of is None:
        return ""
    return "  " + ("; ".join(place_of(line) for line in trait.lines[:3]) or "inferred, not in the script")
