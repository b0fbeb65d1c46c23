"""The pictures of one asset, as the editor, the full-screen preview and the comparison work on them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from textual.content import Content

from core.models import Asset, AssetCard, AssetId, Image, ImageId, MadeFrom, StyleId, VisualStyle
from core.services import Assets, Services
from tui.autosave import Act
from tui.base import Undo, say
from tui.modals.text_view import TextViewModal
from tui.screens.project import ServiceScreen
from tui.widgets.made_from import currency, maker, when

Change = Callable[[Act], Awaitable[None]]
"""Runs a write on the asset once the text on the screen is stored."""


@dataclass(frozen=True, slots=True)
class EditorView:
    """The asset as last read: its card, its pictures (the newest first), the branch's style."""

    card: AssetCard
    images: tuple[Image, ...]
    style: VisualStyle | None
    style_names: dict[StyleId, str] = field(default_factory=dict)

    @property
    def locked(self) -> bool:
        """Whether the asset is final."""
        return self.card.asset.locked_at is not None

    @property
    def key(self) -> ImageId | None:
        """The image key."""
        return self.card.asset.image_key_id

    def image(self, image_id: ImageId | None) -> Image | None:
        """One of its pictures, None when it is not among them."""
        return next((image for image in self.images if image.id == image_id), None)

    def beside(
        self, image_id: ImageId | None, step: int, *, without: ImageId | None = None
    ) -> ImageId | None:
        """The picture `step` places on, round the ends; `without` is passed over."""
        ids = [image.id for image in self.images if image.id != without]
        if not ids:
            return None
        at = ids.index(image_id) if image_id in ids else -1 if step > 0 else 0
        return ids[(at + step) % len(ids)]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can be done with the pictures of the asset that is edited. `change` stores typed text
    first, so that nothing is lost by a picture."""

    screen: ServiceScreen[None]
    asset_id: AssetId
    change: Change

    @property
    def _services(self) -> Services:
        return self.screen.services

    async def read(self) -> EditorView:
        """Asset, pictures, style, and the names of the styles that pictures were made in."""
        services = self._services
        card = await services.assets.card(self.asset_id)
        return EditorView(
            card,
            await services.assets.candidates(self.asset_id),
            await services.styles.locked(card.asset.branch_id),
            {style.id: style.name for style in await services.styles.list()},
        )

    async def choose_key(self, image_id: ImageId) -> None:
        """As `Assets.choose_image_key`; the notice takes it back to the key of before."""
        assets = self._services.assets
        before = (await assets.card(self.asset_id)).asset
        await self.change(lambda _: assets.choose_image_key(self.asset_id, image_id))
        undo = None if before.image_key_id is None else _choose(assets, before.id, before.image_key_id)
        say(self.screen, f"{before.name} has another image key.", undo=undo)

    async def delete(self, image_id: ImageId) -> None:
        """As `Candidates.delete` of the services; the notice brings it back."""
        candidates = self._services.candidates
        asset = (await self._services.assets.card(self.asset_id)).asset
        await self.change(lambda _: self._put_away(image_id))
        was_key = asset.image_key_id == image_id
        words = f"The image key is put away: {asset.name} has none now." if was_key else "Candidate put away."
        say(self.screen, words, undo=lambda: candidates.restore(image_id))

    async def _put_away(self, image_id: ImageId) -> Asset:
        await self._services.candidates.delete(image_id)
        return (await self._services.assets.card(self.asset_id)).asset

    async def show_made_from(self, image: Image) -> None:
        """Show all that a picture was made from, and what is another now."""
        made = await self._services.candidates.made_from(image.id)
        title = f"Made from: candidate of {(await self._services.assets.card(self.asset_id)).asset.name}"
        await self.screen.app.push_screen_wait(TextViewModal(title, made_from_text(made)))


def _choose(assets: Assets, asset_id: AssetId, image_id: ImageId) -> Undo:
    return lambda: assets.choose_image_key(asset_id, image_id)


def candidate_lines(view: EditorView, image: Image | None) -> Content:
    """Which candidate it is, how it stands, and what it was made from."""
    if image is None:
        return Content("")
    at = view.images.index(image) + 1
    is_key = view.key == image.id
    kind = Content.assemble(("● ", "$accent"), ("image key", "bold")) if is_key else Content("○ candidate")
    style = view.style_names.get(image.style_id, "a style that is gone") if image.style_id else "no style"
    made = f"{maker(image)} · {style} · {when(image.created_at)} · {image.width}×{image.height}"
    head = Content.assemble(
        (f"{at}/{len(view.images)}  ", "bold $accent"), kind, ("  ·  ", "$faint"), currency(image)
    )
    return Content("\n").join([head, Content.styled(made, "$quiet")])


def made_from_text(made: MadeFrom) -> Content:
    """What a picture was made from, section by section."""
    image = made.image
    version = "" if made.style_version is None else f", version {made.style_version}"
    price = "not by a job" if made.price_usd is None else f"${made.price_usd:.4f}, attempt {made.attempt}"
    blocks: list[tuple[str, str]] = [
        ("How it stands", "; ".join(made.differences) or "current: all of it is as it is now"),
        ("Made by", f"{maker(image)}, {when(image.created_at)}, {price}"),
        ("Style", f"{made.style_name}{version}"),
        ("References", "\n".join(made.captions)),
        ("Description then", made.description or ""),
        ("Not in the script, then", made.additions),
        ("Prompt", made.prompt),
        ("File", f"{image.path}\n{image.width}×{image.height}, {image.mime}"),
    ]
    lines = [Content.assemble((title.upper(), "$quiet"), "\n", text, "\n") for title, text in blocks if text]
    return Content("\n").join(lines)
