"""Visual styles: the capsules, one's own, and the lock that forces one of them on a branch (SPEC 2.4)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import InvalidInput, NotFound
from core.models import (
    Branch,
    BranchId,
    DeletedStyle,
    ReferenceImage,
    StalePicture,
    StyleContent,
    StyleId,
    StyleImport,
    StyleUse,
    StyleVersion,
    VisualStyle,
)
from core.rules.styling import free_name, require_content, require_deletable
from core.services.common import Context
from core.services.style_builtins import are_current, bring
from core.services.style_files import keep_picture, read_picture, read_style, write_style
from core.services.style_rows import own_style, put_content, version_row
from core.services.style_use import made_stale, use_of
from core.store.engine import uninterrupted
from core.store.mapping import from_references, to_branch, to_style, to_style_version
from core.store.tables import StyleRow
from core.store.transaction import Transaction
from core.styles import Capsule, builtin_capsules, text_hash
from core.styles.sharing import file_name, from_file
from core.text import clean_line


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
            return tuple(self._style(row) for row in await tx.styles())

    @uninterrupted
    async def get(self, style_id: StyleId) -> VisualStyle:
        """One capsule."""
        async with self._store.read() as tx:
            return self._style(await tx.style(style_id))

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
    async def use(self, style_id: StyleId) -> StyleUse:
        """Who uses a style, over all projects."""
        async with self._store.read() as tx:
            await tx.style(style_id)
            return await use_of(tx, style_id)

    @uninterrupted
    async def versions(self, style_id: StyleId) -> tuple[StyleVersion, ...]:
        """A style as it was in each of its versions, the present one first."""
        async with self._store.read() as tx:
            return tuple(to_style_version(row, self._files) for row in await tx.style_versions(style_id))

    async def made_with(self, style_id: StyleId, text_hash: str) -> StyleVersion | None:
        """The style as it was when a picture was made that carries this id and hash; the last of the versions
        that were the same. None when it is not known any more."""
        found = await self.versions(style_id)
        return next((version for version in found if version.text_hash == text_hash), None)

    # --- the lock --------------------------------------------------------------------------------

    @uninterrupted
    async def locked(self, branch_id: BranchId) -> VisualStyle | None:
        """The branch's locked style, or None."""
        async with self._store.read() as tx:
            style_id = (await tx.branch(branch_id)).locked_visual_style_id
            return None if style_id is None else self._style(await tx.style(style_id))

    @uninterrupted
    async def made_stale_by_lock(self, branch_id: BranchId, style_id: StyleId) -> tuple[StalePicture, ...]:
        """The pictures of the branch that are current and would not be if this style were locked."""
        async with self._store.read() as tx:
            branch, style = await tx.branch(branch_id), await tx.style(style_id)
            if branch.locked_visual_style_id is None:
                return ()
            locked = await tx.style(branch.locked_visual_style_id)
            before = locked.id, locked.text_hash
            return await made_stale(tx, self._files, branch, before, (style.id, style.text_hash))

    @uninterrupted
    async def made_current_by_lock(self, branch_id: BranchId, style_id: StyleId) -> int:
        """How many pictures of the branch are not current and would be if this style were locked again."""
        async with self._store.read() as tx:
            branch, style = await tx.branch(branch_id), await tx.style(style_id)
            locked_id = branch.locked_visual_style_id
            before = (None, "") if locked_id is None else (locked_id, (await tx.style(locked_id)).text_hash)
            back = await made_stale(tx, self._files, branch, (style.id, style.text_hash), before)
        return sum(not picture.queued for picture in back)

    @uninterrupted
    async def lock(self, branch_id: BranchId, style_id: StyleId | None) -> Branch:
        """Lock a style on the branch: from now on every picture of the branch is made in it. None opens it,
        as it was before its first lock: nothing can be generated then.

        Pictures made in another style stay, and count as stale.
        """
        async with self._store.write() as tx:
            branch = await tx.branch(branch_id)
            branch.locked_visual_style_id = None if style_id is None else (await tx.style(style_id)).id
            return to_branch(branch)

    # --- one's own -------------------------------------------------------------------------------

    async def create(
        self, name: str, visual_description: str, palette: Sequence[str], tagline: str = ""
    ) -> VisualStyle:
        """Make a style of one's own. `palette` holds "#rrggbb" colours.

        Raises:
            InvalidInput: no name, no description, a colour that is none, or a name that is taken.
        """
        return await self._create(StyleContent(name, tagline, visual_description, tuple(palette)))

    @uninterrupted
    async def duplicate(self, style_id: StyleId) -> VisualStyle:
        """A copy of a style, also of a built-in one, under a free name: one's own, to be changed."""
        async with self._store.write() as tx:
            source = self._style(await tx.style(style_id))
            name = free_name(f"{source.name} copy", await _names(tx))
            return await self._add(tx, replace(source.content, name=name))

    @uninterrupted
    async def _create(self, content: StyleContent) -> VisualStyle:
        content = require_content(content)
        async with self._store.write() as tx:
            await _require_free(tx, content.name)
            return await self._add(tx, content)

    @uninterrupted
    async def edit(self, style_id: StyleId, shown_version: int, content: StyleContent) -> VisualStyle:
        """Put `content` in the place of what a style of one's own holds; the same again changes nothing.

        Raises:
            NotAllowed: the style is built in; its copy can be changed.
            Stale: it was changed since `shown_version`.
            InvalidInput: as `create`; too many reference images, or one that the workspace doesn't have.
        """
        content = require_content(content)
        async with self._store.write() as tx:
            row = await own_style(tx, style_id, shown_version)
            if content == self._style(row).content:
                return self._style(row)
            await _require_free(tx, content.name, but=row)
            self._require_stored(content.reference_images)
            row.name, row.tagline = content.name, content.tagline
            return self._style(await self._put(tx, row, content))

    @uninterrupted
    async def made_stale_by_edit(self, style_id: StyleId, content: StyleContent) -> tuple[StalePicture, ...]:
        """The pictures, on all branches that lock the style, that are current and would not be after `edit`.

        Raises:
            InvalidInput: as `edit`.
        """
        content = require_content(content)
        new = text_hash(
            content.visual_description, content.palette, [one.sha256 for one in content.reference_images]
        )
        async with self._store.read() as tx:
            old = (await tx.style(style_id)).text_hash
            stale: list[StalePicture] = []
            for branch in await tx.branches():
                if branch.locked_visual_style_id == style_id:
                    before, after = (style_id, old), (style_id, new)
                    stale += await made_stale(tx, self._files, branch, before, after)
        return tuple(stale)

    @uninterrupted
    async def delete(self, style_id: StyleId, shown_version: int) -> DeletedStyle:
        """Delete a style of one's own that nothing refers to; `restore` brings back what is returned.

        Raises:
            NotAllowed: it is built in, or in use, with who uses it.
            Stale: it was changed since `shown_version`.
        """
        async with self._store.write() as tx:
            row = await own_style(tx, style_id, shown_version)
            require_deletable(row.name, await use_of(tx, style_id))
            versions = tuple(to_style_version(one, self._files) for one in await tx.style_versions(style_id))
            deleted = DeletedStyle(self._style(row), row.created_at, versions)
            await tx.remove(row)
            return deleted

    @uninterrupted
    async def restore(self, deleted: DeletedStyle) -> VisualStyle:
        """Bring a deleted style back with its versions; under another name where its own is taken now."""
        style = deleted.style
        async with self._store.write() as tx:
            row = StyleRow(
                name=free_name(style.name, await _names(tx)),
                tagline=style.tagline,
                visual_description=style.visual_description,
                palette=[*style.palette],
                builtin=False,
                reference_images=from_references(style.reference_images),
                text_hash=style.text_hash,
                version=style.version,
                created_at=deleted.created_at,
            )
            await tx.add(row)
            await tx.add_all(version_row(row.id, version) for version in reversed(deleted.versions))
            return self._style(row)

    # --- reference images ------------------------------------------------------------------------

    async def add_reference(
        self, style_id: StyleId, shown_version: int, path: Path, name: str = ""
    ) -> VisualStyle:
        """Add a picture file as the last reference image, called `name` or as the file. One of more than 2048
        pixels or 4 MB is kept scaled down.

        Raises:
            BadPicture: no PNG, JPEG or WebP that can be read.
            NotAllowed, Stale, InvalidInput: as `edit`.
        """
        reference = await self.read_reference(path, name)
        content = (await self.get(style_id)).content
        references = (*content.reference_images, reference)
        return await self.edit(style_id, shown_version, replace(content, reference_images=references))

    async def read_reference(self, path: Path, name: str = "") -> ReferenceImage:
        """Store a picture file for a reference image that `edit` gives to a style.

        Raises:
            BadPicture: no PNG, JPEG or WebP that can be read.
        """
        data = await asyncio.to_thread(read_picture, path)
        return await asyncio.to_thread(keep_picture, self._files, data, name or path.stem)

    async def remove_reference(self, style_id: StyleId, shown_version: int, sha256: str) -> VisualStyle:
        """Take a reference image away.

        Raises:
            NotFound: the style has no such image.
            NotAllowed, Stale: as `edit`.
        """
        content = (await self.get(style_id)).content
        kept = tuple(one for one in content.reference_images if one.sha256 != sha256)
        if len(kept) == len(content.reference_images):
            raise NotFound(f"{content.name} has no such reference image.")
        return await self.edit(style_id, shown_version, replace(content, reference_images=kept))

    async def order_references(
        self, style_id: StyleId, shown_version: int, order: Sequence[str]
    ) -> VisualStyle:
        """Put the reference images into the order of these SHA-256s; the first says most to a model.

        Raises:
            InvalidInput: `order` does not name each of them once.
            NotAllowed, Stale: as `edit`.
        """
        content = (await self.get(style_id)).content
        by_content = {one.sha256: one for one in content.reference_images}
        if sorted(order) != sorted(by_content):
            raise InvalidInput("An order names each reference image of the style once.")
        ordered = tuple(by_content[sha256] for sha256 in order)
        return await self.edit(style_id, shown_version, replace(content, reference_images=ordered))

    # --- files -----------------------------------------------------------------------------------

    async def export(self, style_id: StyleId, path: Path, *, replace: bool = False) -> Path:
        """Write a style with its reference images into one file, named after the style where `path` is a
        folder; the file.

        Raises:
            InvalidInput: there is such a file and `replace` is not given, or it can't be written.
        """
        style = await self.get(style_id)
        return await asyncio.to_thread(write_style, style, path, replace=replace)

    def file_name(self, style: VisualStyle) -> str:
        """How the file of a style is called in a folder."""
        return file_name(style.name)

    async def import_file(self, path: Path) -> StyleImport:
        """Take a style from a file that `export` wrote. One that is there already, under whatever name, is
        found again; a name that is taken gets a number.

        Raises:
            InvalidInput: no style file, a damaged one, or one that holds what no style may.
            BadPicture: one of its reference images can't be read.
        """
        shared = from_file(await asyncio.to_thread(read_style, path))
        content = require_content(
            StyleContent(shared.name, shared.tagline, shared.visual_description, shared.palette)
        )
        pictures = [
            await asyncio.to_thread(keep_picture, self._files, data, name) for name, data in shared.references
        ]
        return await self._take(require_content(replace(content, reference_images=tuple(pictures))))

    @uninterrupted
    async def _take(self, content: StyleContent) -> StyleImport:
        shas = [one.sha256 for one in content.reference_images]
        identity = text_hash(content.visual_description, content.palette, shas)
        async with self._store.write() as tx:
            rows = await tx.styles()
            same = [row for row in rows if row.text_hash == identity]
            if same:
                namesake = [row for row in same if row.name.casefold() == content.name.casefold()]
                return StyleImport(self._style((namesake or same)[0]), known=True)
            name = free_name(content.name, [row.name for row in rows])
            return StyleImport(await self._add(tx, replace(content, name=name)), known=False)

    # --- built in --------------------------------------------------------------------------------

    @uninterrupted
    async def bring_built_ins(self, capsules: Sequence[Capsule] | None = None) -> None:
        """Put the capsules of this release into the workspace. One in use whose text is another now stays as
        it was, as a style of one's own: no picture gets another look in silence."""
        capsules = builtin_capsules() if capsules is None else capsules
        async with self._store.read() as tx:
            if are_current(await tx.styles(), capsules):
                return
        async with self._store.write() as tx:
            await bring(tx, capsules, self._now())

    # --- rows ------------------------------------------------------------------------------------

    def _style(self, row: StyleRow) -> VisualStyle:
        return to_style(row, self._files)

    async def _add(self, tx: Transaction, content: StyleContent) -> VisualStyle:
        row = StyleRow(
            name=content.name, tagline=content.tagline, builtin=False, version=0, created_at=self._now()
        )
        return self._style(await self._put(tx, row, content))

    async def _put(self, tx: Transaction, row: StyleRow, content: StyleContent) -> StyleRow:
        references = content.reference_images
        return await put_content(
            tx, row, content.visual_description, content.palette, references, self._now()
        )

    def _require_stored(self, references: Iterable[ReferenceImage]) -> None:
        for one in references:
            if not self._files.path(one.sha256, one.mime).is_file():
                raise InvalidInput(f"The reference image {one.name} is not in the workspace. Add it anew.")


async def _names(tx: Transaction) -> Iterable[str]:
    return [row.name for row in await tx.styles()]


async def _require_free(tx: Transaction, name: str, but: StyleRow | None = None) -> None:
    if any(row is not but and row.name.casefold() == name.casefold() for row in await tx.styles()):
        raise InvalidInput(f"There is a style named {name} already.")
