"""The one builder of image prompts: the preview shows what it gives, and that is what is sent (SPEC 2.5)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from core.errors import PromptError, StyleNotLocked
from core.models import Asset, ImagePrompt, ReferenceImage, ReferenceRole, VisualStyle
from core.prompting import load_prompt
from core.rules.captions import captions, choose_references, left_behind
from core.rules.framing import aspect_ratio_for
from core.rules.prompting import require_style_first, subject_text
from core.store.mapping import to_style
from core.store.pictures import PictureFiles
from core.store.transaction import Transaction

MOST_NAMED = 3
"""So many assets are named in a note; more are counted."""


class ImagePrompts:
    """Prompts from an asset and a style, by the prompt file of its type. A file in `folder` wins."""

    def __init__(self, folder: Path | None, max_references: int) -> None:
        self._folder = folder
        self._max_references = max_references

    def build(self, asset: Asset, style: VisualStyle, key: ReferenceImage | None = None) -> ImagePrompt:
        """What a model is sent for the asset: `key` is its image key where that shall ride along.

        Raises:
            PromptError: a prompt file of one's own is wrong, or lost the style, the asset or the framing.
        """
        look, additions = style.visual_description.strip(), asset.additions.strip()
        description = asset.description.strip()
        text = load_prompt(asset.type.value, self._folder).render(
            style=look,
            palette=", ".join(style.palette),
            name=asset.name,
            description=subject_text(description, additions),
        )
        try:
            parts = require_style_first(text, look, description, additions, aspect_ratio_for(asset.type))
        except PromptError as error:
            # Only a file of one's own can be wrong.
            raise PromptError(f"{error.message} The file: {self._folder}/{asset.type}.md.") from error
        references = choose_references(style.reference_images, key, self._max_references)
        return ImagePrompt(text, references, captions(references, asset.type), parts)

    def notes(
        self,
        styles: Iterable[VisualStyle],
        keys: Iterable[tuple[Asset, ReferenceImage | None]],
        model: str,
    ) -> tuple[str, ...]:
        """What of the references won't go along, as sentences. `keys`: the assets whose image key was asked
        for, with the key where there is one to go along."""
        wanted = list(keys)
        key = next((key for _, key in wanted if key is not None), None)
        found = [left_behind(style.reference_images, key, self._max_references, model) for style in styles]
        without = [asset.name for asset, key in wanted if key is None]
        if without:
            named = ", ".join(without[:MOST_NAMED])
            more = f" and {len(without) - MOST_NAMED} more" if len(without) > MOST_NAMED else ""
            found.append(f"No image key to go along, placeholders not counted: {named}{more}.")
        return tuple(dict.fromkeys(note for note in found if note))


async def key_reference(tx: Transaction, asset: Asset, files: PictureFiles) -> ReferenceImage | None:
    """The asset's image key as a picture that rides along; a placeholder is nobody's face, so it doesn't."""
    if asset.image_key_id is None or (image := await tx.image(asset.image_key_id)).placeholder:
        return None
    return ReferenceImage(
        name=asset.name,
        sha256=image.sha256,
        path=files.path(image.sha256, image.mime),
        mime=image.mime,
        width=image.width,
        height=image.height,
        role=ReferenceRole.SUBJECT,
    )


async def require_style(tx: Transaction, branch_id: int, files: PictureFiles) -> VisualStyle:
    """The branch's locked style, which every picture of the branch is made in (SPEC 2.4).

    Raises:
        StyleNotLocked: it has none.
    """
    style_id = (await tx.branch(branch_id)).locked_visual_style_id
    if style_id is None:
        raise StyleNotLocked
    return to_style(await tx.style(style_id), files)
