"""Visual styles: the capsules, and the lock that forces one of them on a whole branch (SPEC 2.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.errors import InvalidInput, NotFound
from core.models import Branch, BranchId, StyleId, VisualStyle
from core.rules.naming import require_name
from core.services.common import Context
from core.store.engine import uninterrupted
from core.store.mapping import to_branch, to_style
from core.store.tables import StyleRow
from core.styles import Capsule, builtin_capsules, text_hash
from core.text import clean, clean_line

_COLOUR = re.compile(r"#[0-9a-f]{6}")


class Styles:
    """Style capsules of the workspace, and the locked style of a branch."""

    def __init__(self, context: Context) -> None:
        self._store = context.store
        self._files = context.pictures
        self._now = context.now

    @uninterrupted
    async def list(self) -> tuple[VisualStyle, ...]:
        """All capsules, the built-in ones first."""
        async with self._store.read() as tx:
            return tuple(to_style(row, self._files) for row in await tx.styles())

    @uninterrupted
    async def get(self, style_id: StyleId) -> VisualStyle:
        """One capsule."""
        async with self._store.read() as tx:
            return to_style(await tx.style(style_id), self._files)

    async def find(self, name: str) -> VisualStyle:
        """A capsule by its name or its id.

        Raises:
            NotFound: there is none; `lookbook styles` lists them.
        """
        wanted = clean_line(name).casefold()
        for style in await self.list():
            if style.name.casefold() == wanted or str(style.id) == wanted:
                return style
        raise NotFound(f"There is no style {name!r}. `lookbook styles` lists them.")

    @uninterrupted
    async def locked(self, branch_id: BranchId) -> VisualStyle | None:
        """The branch's locked style, or None."""
        async with self._store.read() as tx:
            style_id = (await tx.branch(branch_id)).locked_visual_style_id
            return None if style_id is None else to_style(await tx.style(style_id), self._files)

    @uninterrupted
    async def made_stale_by(self, branch_id: BranchId, style_id: StyleId) -> int:
        """How many image keys of the branch would not be current any more if this style were locked."""
        async with self._store.read() as tx:
            style = await tx.style(style_id)
            assets, images = await tx.assets(branch_id), await tx.branch_images(branch_id)
        keys = {asset.image_key_id for asset in assets}
        made_in = (style.id, style.text_hash)
        return sum((image.style_id, image.style_hash) != made_in for image in images if image.id in keys)

    @uninterrupted
    async def lock(self, branch_id: BranchId, style_id: StyleId) -> Branch:
        """Lock a style on the branch: from now on every picture of the branch is made in it.

        Pictures made in another style stay, and count as stale.
        """
        async with self._store.write() as tx:
            branch = await tx.branch(branch_id)
            branch.locked_visual_style_id = (await tx.style(style_id)).id
            return to_branch(branch)

    @uninterrupted
    async def create(
        self, name: str, visual_description: str, palette: Sequence[str], tagline: str = ""
    ) -> VisualStyle:
        """Make a style of one's own. `palette` holds "#rrggbb" colours.

        Raises:
            InvalidInput: no name, no description, a colour that is none, or a name that is taken.
        """
        name = require_name(name, "A style")
        description = clean(visual_description).strip()
        colours = [colour.strip().lower() for colour in palette]
        if not description:
            raise InvalidInput("A style needs a description: medium, light, lens, palette, texture.")
        if wrong := [colour for colour in colours if not _COLOUR.fullmatch(colour)]:
            raise InvalidInput(f"{clean_line(wrong[0])!r} is no colour; write it as #rrggbb.")
        async with self._store.write() as tx:
            if any(row.name.casefold() == name.casefold() for row in await tx.styles()):
                raise InvalidInput(f"There is a style named {name} already.")
            row = StyleRow(
                name=name,
                tagline=clean_line(tagline),
                visual_description=description,
                palette=colours,
                builtin=False,
                text_hash=text_hash(description, colours),
                created_at=self._now(),
            )
            return to_style(await tx.add(row), self._files)

    @uninterrupted
    async def bring_built_ins(self) -> None:
        """Put the built-in capsules into the workspace, and bring those that have a new text up to date."""
        capsules = {capsule.slug: capsule for capsule in builtin_capsules()}
        async with self._store.read() as tx:
            known = {row.slug: row.text_hash for row in await tx.styles()}
        if all(known.get(slug) == _hash(capsule) for slug, capsule in capsules.items()):
            return
        async with self._store.write() as tx:
            rows = {row.slug: row for row in await tx.styles()}
            for slug, capsule in capsules.items():
                row = rows.get(slug) or StyleRow(slug=slug, builtin=True, created_at=self._now())
                row.name, row.tagline = capsule.name, capsule.tagline
                row.visual_description, row.palette = capsule.visual_description, [*capsule.palette]
                row.text_hash = _hash(capsule)
                await tx.add(row)


def _hash(capsule: Capsule) -> str:
    return text_hash(capsule.visual_description, capsule.palette)
