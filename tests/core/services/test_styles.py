"""Styles of one's own, their versions and reference images, what a change makes stale, built-ins, files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.errors import BadPicture, InvalidInput, NotAllowed, NotFound, Stale
from core.models import JobState, StyleContent, VisualStyle
from core.services.styles import Styles
from core.styles import builtin_capsules
from tests.core.services.conftest import Studio

TEXT = "Medium: wet plate.\nLight: one lamp."


def picture(path: Path, colour: str = "red", size: tuple[int, int] = (60, 40)) -> Path:
    Image.new("RGB", size, colour).save(path)
    return path


async def own(studio: Studio, name: str = "Wet plate") -> VisualStyle:
    return await studio.services.styles.create(name, TEXT, ["#102030", "#e0d0c0"], "One lamp")


async def locked_own(studio: Studio) -> VisualStyle:
    """A style of one's own that is locked, with a picture of every asset made in it."""
    assets = await studio.assets()
    style = await own(studio)
    await studio.services.styles.lock(studio.branch, style.id)
    await studio.services.images.enqueue([asset.id for asset in assets])
    await studio.run_queue()
    return style


def darker(style: VisualStyle) -> StyleContent:
    return replace(style.content, visual_description=TEXT + "\nAvoid: daylight.")


class TestChanging:
    async def test_every_version_is_kept_and_an_edit_back_is_the_same_text_again(
        self, studio: Studio
    ) -> None:
        styles = studio.services.styles
        first = await own(studio)
        studio.clock.forward(hours=1)
        second = await styles.edit(first.id, first.version, darker(first))
        third = await styles.edit(first.id, second.version, first.content)
        assert [v.version for v in await styles.versions(first.id)] == [3, 2, 1]
        assert third.text_hash == first.text_hash != second.text_hash
        made_with = await styles.made_with(first.id, second.text_hash)
        assert made_with is not None
        assert (made_with.version, made_with.visual_description) == (2, second.visual_description)
        assert await styles.made_with(first.id, "0" * 16) is None

    async def test_a_name_changes_no_hash_and_the_same_again_no_version(self, studio: Studio) -> None:
        styles = studio.services.styles
        first = await own(studio)
        renamed = await styles.edit(first.id, 1, replace(first.content, name="Collodion"))
        assert (renamed.name, renamed.version, renamed.text_hash) == ("Collodion", 2, first.text_hash)
        assert (await styles.edit(first.id, 2, renamed.content)).version == 2

    async def test_an_edit_of_what_was_changed_meanwhile_is_refused(self, studio: Studio) -> None:
        first = await own(studio)
        await studio.services.styles.edit(first.id, 1, darker(first))
        with pytest.raises(Stale):
            await studio.services.styles.edit(first.id, 1, replace(first.content, name="Mine"))

    async def test_a_built_in_is_copied_and_only_the_copy_changes(self, studio: Studio) -> None:
        styles = studio.services.styles
        builtin = (await styles.list())[0]
        for refused in (
            styles.edit(builtin.id, builtin.version, darker(builtin)),
            styles.delete(builtin.id, builtin.version),
        ):
            with pytest.raises(NotAllowed, match="built in"):
                await refused
        copies = [await styles.duplicate(builtin.id) for _ in range(2)]
        assert [copy.name for copy in copies] == [f"{builtin.name} copy", f"{builtin.name} copy 2"]
        assert copies[0].text_hash == builtin.text_hash
        assert not copies[0].builtin

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"name": "35MM naturalism"}, "already"),
            ({"visual_description": "x" * 6001}, "6000 is the most"),
            ({"palette": ("#000000",) * 13}, "12 is the most"),
        ],
    )
    async def test_what_makes_no_sense_is_refused(
        self, studio: Studio, change: dict[str, Any], why: str
    ) -> None:
        style = await own(studio)
        with pytest.raises(InvalidInput, match=why):
            await studio.services.styles.edit(style.id, 1, replace(style.content, **change))
        assert await studio.services.styles.get(style.id) == style


class TestDeleting:
    async def test_unused_it_goes_and_comes_back_whole(self, studio: Studio, tmp_path: Path) -> None:
        styles = studio.services.styles
        style = await own(studio)
        style = await styles.add_reference(style.id, 1, picture(tmp_path / "dusk.png"))
        deleted = await styles.delete(style.id, style.version)
        with pytest.raises(NotFound):
            await styles.get(style.id)
        await own(studio)
        back = await styles.restore(deleted)
        assert back == replace(style, id=back.id, name="Wet plate 2")
        assert [v.version for v in await styles.versions(back.id)] == [2, 1]

    async def test_in_use_it_stays_and_who_uses_it_is_said(self, studio: Studio) -> None:
        style = await locked_own(studio)
        with pytest.raises(NotAllowed, match="Low Tide / main is locked to it") as refused:
            await studio.services.styles.delete(style.id, style.version)
        count = await studio.committed()
        assert f"{count} pictures made in it" in refused.value.message
        await studio.lock_style()
        use = await studio.services.styles.use(style.id)
        assert (use.branches, use.pictures, use.jobs) == ((), count, count)
        with pytest.raises(NotAllowed, match="made in it"):
            await studio.services.styles.delete(style.id, style.version)


class TestMadeStale:
    async def test_an_edit_names_keys_candidates_and_what_is_queued(self, studio: Studio) -> None:
        styles, images = studio.services.styles, studio.services.images
        style = await locked_own(studio)
        cards = await studio.services.assets.cards(studio.branch)
        await studio.services.assets.lock(cards[0].asset.id)
        await images.enqueue([cards[1].asset.id])
        await studio.run_queue()
        await images.enqueue([cards[1].asset.id])
        stale = await styles.made_stale_by_edit(style.id, darker(style))
        assert [(one.asset_name, one.is_key, one.locked, one.queued) for one in stale] == [
            *((card.asset.name, True, card is cards[0], False) for card in cards),
            (cards[1].asset.name, False, False, False),
            (cards[1].asset.name, False, False, True),
        ]
        assert {(one.project_title, one.branch_name) for one in stale} == {("Low Tide", "main")}
        assert await styles.made_stale_by_edit(style.id, replace(style.content, name="Other")) == ()
        await styles.edit(style.id, style.version, darker(style))
        queued = (await studio.run_queue())[-1]
        assert queued.state is JobState.CANCELLED
        card = await studio.services.assets.card(cards[0].asset.id)
        assert card.stale == ("the style's text has changed",)

    async def test_what_is_stale_already_is_not_named_again(self, studio: Studio) -> None:
        styles, assets = studio.services.styles, studio.services.assets
        style = await locked_own(studio)
        first, *others = await assets.cards(studio.branch)
        await assets.save(first.asset.id, first.asset.version, description="Another man.")
        other = (await styles.list())[0]
        stale = await styles.made_stale_by_lock(studio.branch, other.id)
        assert {one.asset_id for one in stale} == {card.asset.id for card in others}
        assert await styles.made_stale_by_lock(studio.branch, style.id) == ()
        await styles.lock(studio.branch, other.id)
        assert await styles.made_stale_by_edit(style.id, darker(style)) == ()

    async def test_a_lock_can_be_taken_back_to_none(self, studio: Studio) -> None:
        await studio.import_script()
        await studio.lock_style()
        await studio.services.styles.lock(studio.branch, None)
        assert await studio.services.styles.locked(studio.branch) is None


class TestReferences:
    async def test_they_are_kept_in_order_and_make_the_style_another(
        self, studio: Studio, tmp_path: Path
    ) -> None:
        styles = studio.services.styles
        plain = await own(studio)
        one = await styles.add_reference(plain.id, 1, picture(tmp_path / "dusk.png"), "dusk \x1b[1mlight")
        two = await styles.add_reference(plain.id, 2, picture(tmp_path / "hall.webp", "blue"))
        assert [(r.name, r.mime, r.width, r.height) for r in two.reference_images] == [
            ("dusk ␛[1mlight", "image/png", 60, 40),
            ("hall", "image/webp", 60, 40),
        ]
        assert two.reference_images[0].path.is_file()
        first, second = (r.sha256 for r in two.reference_images)
        turned = await styles.order_references(plain.id, 3, [second, first])
        assert [r.sha256 for r in turned.reference_images] == [second, first]
        left = await styles.remove_reference(plain.id, 4, second)
        assert left.text_hash == one.text_hash
        assert len({plain.text_hash, one.text_hash, two.text_hash, turned.text_hash}) == 4

    async def test_a_large_one_is_kept_scaled_down(self, studio: Studio, tmp_path: Path) -> None:
        style = await own(studio)
        large = picture(tmp_path / "large.png", size=(4096, 1024))
        style = await studio.services.styles.add_reference(style.id, 1, large)
        kept = style.reference_images[0]
        assert (kept.mime, kept.width, kept.height) == ("image/jpeg", 2048, 512)

    async def test_too_many_the_same_twice_and_no_picture_are_refused(
        self, studio: Studio, tmp_path: Path
    ) -> None:
        styles = studio.services.styles
        style = await own(studio)
        (tmp_path / "page.png").write_text("<html>")
        with pytest.raises(BadPicture, match="a web page"):
            await styles.add_reference(style.id, 1, tmp_path / "page.png")
        for at, colour in enumerate(("red", "green", "blue", "white")):
            style = await styles.add_reference(
                style.id, style.version, picture(tmp_path / f"{at}.png", colour)
            )
            if not at:
                with pytest.raises(InvalidInput, match="already"):
                    await styles.add_reference(style.id, style.version, tmp_path / "0.png")
        with pytest.raises(InvalidInput, match="4 reference images at most"):
            await styles.add_reference(style.id, style.version, picture(tmp_path / "4.png", "black"))


class TestFiles:
    async def exported(self, studio: Studio, folder: Path) -> tuple[VisualStyle, Path]:
        style = await own(studio)
        style = await studio.services.styles.add_reference(style.id, 1, picture(folder / "dusk.png"))
        return style, await studio.services.styles.export(style.id, folder)

    async def test_a_style_goes_into_one_file_and_comes_back_from_it(
        self, studio: Studio, tmp_path: Path
    ) -> None:
        styles = studio.services.styles
        style, path = await self.exported(studio, tmp_path)
        assert path.name == "wet-plate.lookbook-style.json"
        again = await styles.import_file(path)
        assert (again.known, again.style) == (True, style)
        await styles.delete(style.id, style.version)
        await styles.create("WET PLATE", "Another.", [])
        brought = await styles.import_file(path)
        assert not brought.known
        assert brought.style == replace(style, id=brought.style.id, name="Wet plate 2", version=1)

    async def test_a_file_that_is_there_is_not_written_over_unasked(
        self, studio: Studio, tmp_path: Path
    ) -> None:
        style, path = await self.exported(studio, tmp_path)
        path.write_text("mine")
        with pytest.raises(InvalidInput, match="is there already"):
            await studio.services.styles.export(style.id, path)
        assert path.read_text() == "mine"
        await studio.services.styles.export(style.id, path, replace=True)
        assert json.loads(path.read_text())["name"] == "Wet plate"
        with pytest.raises(InvalidInput, match="can't be written"):
            await studio.services.styles.export(style.id, tmp_path / "no" / "folder.json")

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"format": "other"}, "no lookbook style"),
            ({"version": 2}, "later lookbook"),
            ({"name": 7}, "“name” is missing"),
            ({"name": " "}, "needs a name"),
            ({"description": ""}, "needs a description"),
            ({"palette": ["red"]}, "no colour"),
            ({"palette": {"a": 1}}, "must be lists"),
            ({"references": ["x"]}, "no object"),
            ({"references": [{"name": "a", "data": "%%", "sha256": ""}]}, "can't be decoded"),
            ({"references": [{"name": "a", "data": "QUJD", "sha256": "00"}]}, "not the one"),
        ],
    )
    async def test_a_file_that_is_no_style_is_refused_with_the_reason(
        self, studio: Studio, tmp_path: Path, change: dict[str, Any], why: str
    ) -> None:
        _, path = await self.exported(studio, tmp_path)
        path.write_text(json.dumps(json.loads(path.read_text()) | change))
        before = await studio.services.styles.list()
        with pytest.raises(InvalidInput, match=why):
            await studio.services.styles.import_file(path)
        assert await studio.services.styles.list() == before

    @pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"[1, 2]", b"[" * 100_000])
    async def test_any_other_file_is_refused(self, studio: Studio, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "any").write_bytes(data)
        with pytest.raises(InvalidInput, match="no lookbook style"):
            await studio.services.styles.import_file(tmp_path / "any")

    async def test_controls_in_a_file_steer_no_terminal(self, studio: Studio, tmp_path: Path) -> None:
        content = {"format": "lookbook-style", "version": 1, "name": "A\x1b]0;x\x07", "palette": []}
        content |= {"tagline": "b\nc", "description": "d\x9b2J", "references": []}
        (tmp_path / "a").write_text(json.dumps(content))
        style = (await studio.services.styles.import_file(tmp_path / "a")).style
        assert (style.name, style.tagline, style.visual_description) == ("A␛]0;x␇", "b c", "d\ufffd2J")


class TestBuiltIns:
    FIRST, SECOND, THIRD = builtin_capsules()[:3]
    NEXT = (replace(FIRST, visual_description="New."), *builtin_capsules()[1:])
    """The capsules of a later release, in which the text of the first is another."""

    async def test_an_unused_one_is_replaced_in_its_place(self, studio: Studio) -> None:
        styles = studio.services.styles
        before = (await styles.list())[0]
        await styles.bring_built_ins(
            [replace(self.FIRST, visual_description="New."), *builtin_capsules()[1:]]
        )
        after = await styles.list()
        assert len(after) == len(builtin_capsules())
        assert (after[0].id, after[0].visual_description, after[0].version) == (before.id, "New.", 2)

    async def test_one_in_use_stays_as_it_was_and_the_new_text_stands_beside_it(self, studio: Studio) -> None:
        styles: Styles = studio.services.styles
        await studio.pictured()
        used = await styles.locked(studio.branch)
        assert used is not None
        await styles.create(f"{used.name} (earlier)", "Taken.", [])
        await styles.bring_built_ins(
            [replace(self.FIRST, visual_description="New."), *builtin_capsules()[1:]]
        )
        earlier = await styles.locked(studio.branch)
        assert earlier == replace(used, name=f"{used.name} (earlier) 2", builtin=False)
        cards = await studio.services.assets.cards(studio.branch)
        assert all(card.image_key_path and not card.stale for card in cards)
        new = await styles.find(used.name)
        assert (new.visual_description, new.builtin) == ("New.", True)
        assert new.id != used.id
        before = await styles.list()
        await styles.bring_built_ins(self.NEXT)
        assert await styles.list() == before

    async def test_one_that_is_gone_leaves_only_when_nothing_uses_it(self, studio: Studio) -> None:
        await studio.import_script()
        await studio.lock_style(1)
        await studio.services.styles.bring_built_ins([self.THIRD])
        left = await studio.services.styles.list()
        assert [(style.name, style.builtin) for style in left] == [
            (self.THIRD.name, True),
            (self.SECOND.name, False),
        ]

    async def test_a_name_that_the_user_has_taken_stays_the_users(self, studio: Studio) -> None:
        mine = await own(studio, "Lantern Slide")
        slide = replace(self.FIRST, slug="lantern-slide", name="Lantern Slide", visual_description="New.")
        await studio.services.styles.bring_built_ins([*builtin_capsules(), slide])
        assert await studio.services.styles.find("Lantern Slide") == mine
        assert (await studio.services.styles.find("Lantern Slide 2")).builtin
