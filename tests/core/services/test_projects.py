"""Importing scripts, naming films, styles of the workspace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.errors import InvalidInput, NotFound, UnreadableScript
from core.models import ProjectStage
from tests.core.services.conftest import SCRIPT, Studio


async def test_an_import_makes_a_film_with_the_branch_main(studio: Studio) -> None:
    imported = await studio.import_script()
    assert imported.new_project
    assert imported.new_revision
    assert (imported.project.title, imported.branch.name) == ("Low Tide", "main")
    assert (imported.script.scenes, imported.script.revision) == (2, 1)
    (card,) = await studio.services.projects.cards()
    assert card.stage is ProjectStage.IMPORTED
    screenplay = await studio.services.projects.screenplay(imported.script.id)
    assert [scene.heading for scene in screenplay.scenes] == ["EXT. QUAY - DAWN", "INT. CABIN - DAY"]


async def test_the_same_text_again_changes_nothing(studio: Studio) -> None:
    first = await studio.import_script()
    again = await studio.import_script()
    assert not again.new_project
    assert not again.new_revision
    assert again.script == first.script


async def test_a_changed_script_is_a_new_revision_and_the_old_one_stays(studio: Studio) -> None:
    first = await studio.import_script()
    second = await studio.import_script(SCRIPT + "\nEXT. SEA - NIGHT\n\nWaves.\n")
    assert (second.project, second.script.revision) == (first.project, 2)
    old = await studio.services.projects.screenplay(first.script.id)
    assert len(old.scenes) == 2


async def test_the_next_draft_under_another_name_is_told_by_its_title(studio: Studio, tmp_path: Path) -> None:
    film = (await studio.import_script()).project
    projects = studio.services.projects
    known = Path(studio.imported.script.source_path) if studio.imported else tmp_path
    assert await projects.namesake(known) is None
    text = known.read_bytes()
    known.write_bytes(b"%PDF-1.7 no script any more")
    assert await projects.namesake(known) is None, "a file that is known is not parsed for it"
    known.write_bytes(text)
    second = tmp_path / "second.fountain"
    second.write_text(SCRIPT + "\nEXT. SEA - NIGHT\n\nWaves.\n")
    card = await projects.namesake(second)
    assert card is not None
    assert card.project == film
    second.write_text(SCRIPT.replace("Low Tide", "High Tide") + "\nWaves.\n")
    assert await projects.namesake(second) is None
    with pytest.raises(UnreadableScript):
        await projects.namesake(tmp_path / "none.fountain")


async def test_a_film_is_named_by_title_id_or_path(studio: Studio) -> None:
    imported = await studio.import_script()
    for name in ("low tide", str(imported.project.id), imported.script.source_path):
        assert (await studio.services.projects.find(name)).project == imported.project
    with pytest.raises(NotFound, match="There is no project 'High Tide'"):
        await studio.services.projects.find("High Tide")


async def test_two_films_of_one_title_are_told_apart_by_their_ids(studio: Studio) -> None:
    first = await studio.import_script()
    second = await studio.import_script(SCRIPT + "\nMore.\n", "another.fountain")
    with pytest.raises(InvalidInput, match="Give the id of one") as raised:
        await studio.services.projects.find("Low Tide")
    for one in (first, second):
        assert f"{one.project.id} ({one.script.source_path})" in raised.value.message
        assert (await studio.services.projects.find(str(one.project.id))).project == one.project


async def test_a_file_that_is_no_script_imports_nothing(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "empty.fountain"
    path.write_bytes(b"")
    with pytest.raises(UnreadableScript):
        await studio.services.projects.import_script(path)
    assert await studio.services.projects.cards() == ()


async def test_a_style_of_ones_own_can_be_locked(studio: Studio) -> None:
    await studio.import_script()
    made = await studio.services.styles.create("Own look", "Grain and dusk.", ["#102030", "#E0D0C0"])
    assert made.palette == ("#102030", "#e0d0c0")
    await studio.services.styles.lock(studio.branch, made.id)
    assert await studio.services.styles.locked(studio.branch) == made
    assert await studio.services.styles.find("own look") == made


@pytest.mark.parametrize(
    ("name", "text", "palette", "why"),
    [
        ("", "Text.", [], "needs a name"),
        ("Own", " ", [], "needs a description"),
        ("Own", "Text.", ["red"], "'red' is no colour"),
    ],
)
async def test_a_style_that_makes_no_sense_is_refused(
    studio: Studio, name: str, text: str, palette: list[str], why: str
) -> None:
    with pytest.raises(InvalidInput, match=why):
        await studio.services.styles.create(name, text, palette)


async def test_the_built_in_styles_are_there_once(studio: Studio) -> None:
    before = await studio.services.styles.list()
    await studio.services.styles.bring_built_ins()
    assert await studio.services.styles.list() == before
    assert len(before) >= 12
    assert len({style.text_hash for style in before}) == len(before)


async def test_a_file_name_that_is_no_text_is_imported_and_found_again(
    studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"low\xfftide\x1b.fountain")
    path.write_text(SCRIPT)
    imported = await studio.services.projects.import_script(path)
    assert imported.script.source_path.endswith("low\ufffdtide␛.fountain")
    assert not (await studio.services.projects.import_script(path)).new_revision
    assert (await studio.services.projects.find(str(path))).project == imported.project


async def test_the_pages_of_an_earlier_revision_are_there_by_its_number(studio: Studio) -> None:
    await studio.import_script()
    await studio.import_script(SCRIPT.replace("We sail.", "We stay."))
    projects = studio.services.projects
    said = [
        "We sail." in [line.text for line in (await projects.screenplay_of(studio.project, revision)).lines]
        for revision in (1, 2)
    ]
    assert said == [True, False]
    with pytest.raises(NotFound, match="no revision 3"):
        await projects.screenplay_of(studio.project, 3)
