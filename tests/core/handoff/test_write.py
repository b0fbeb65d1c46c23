"""A hand-off on disk: whole or not there, and never at the cost of somebody's files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import InvalidInput, StoreError
from core.handoff import HandoffAsset, HandoffBundle, write_handoff
from core.models import AssetType, HandoffProgress, ReferenceImage
from tests.core.handoff.film import asset, closed, film, pictured


@pytest.fixture
def bundle(tmp_path: Path) -> HandoffBundle:
    store = tmp_path / "store"
    store.mkdir()
    return film(store)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out" / "salt"


def manifest(out: Path) -> Any:
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_folder_holds_readable_pictures_a_manifest_and_the_page(bundle: HandoffBundle, out: Path) -> None:
    result = write_handoff(bundle, out)
    assert names(out) == [
        "lookbook.html",
        "manifest.json",
        "pictures/character/mara-voss.png",
        "pictures/character/tomasz.png",
        "pictures/location/ext-harbour-quay.png",
        "pictures/prop/pocket-watch.png",
    ]
    assert result.gate_open
    assert result.manifest.is_file()
    assert all(path.is_file() for path in result.pictures)
    assert [path.name for path in out.parent.iterdir()] == ["salt"]


def test_every_file_is_in_the_manifest_with_its_hash(bundle: HandoffBundle, out: Path) -> None:
    write_handoff(bundle, out)
    listed = {file["path"]: file for file in manifest(out)["files"]}
    assert sorted([*listed, "manifest.json"]) == names(out)
    for path, file in listed.items():
        data = (out / path).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["bytes"] == len(data)


def test_the_manifest_has_every_field_the_evidence_and_the_prompt(bundle: HandoffBundle, out: Path) -> None:
    write_handoff(bundle, out)
    data = manifest(out)
    mara, image, style = data["assets"][0], bundle.assets[0].image, bundle.style
    assert image is not None
    assert style is not None
    assert (data["kind"], data["schemaVersion"], data["generator"]) == (
        "lookbook hand-off",
        1,
        "lookbook 0.1.0",
    )
    assert data["madeAt"] == "2026-03-07T12:30:00+00:00"
    assert data["style"]["textHash"] == style.text_hash
    assert data["style"]["visualDescription"] == style.visual_description
    assert data["script"]["revision"] == 2
    assert data["gate"] == {"open": True, "assets": 4, "locked": 4, "blockers": []}
    assert mara["aliases"] == ["THE HARBOUR MASTER", "Mrs Voss"]
    assert mara["mentions"][0] == {
        "line": 40,
        "scene": 1,
        "page": 1,
        "text": "MARA VOSS stands there, page 1.",
        "columns": [],
        "kind": "name",
    }
    assert mara["traits"]["clothing"] == [
        {"value": "oilskin coat", "lines": [40, 80], "inferred": False, "fromPage": None}
    ]
    assert mara["conflicts"][0]["later"]["value"] == "torn coat"
    assert mara["revisions"][0]["description"] == "An earlier Mara."
    assert mara["confidenceScore"] == 0.877
    assert mara["picture"]["prompt"] == image.prompt
    assert mara["picture"]["styleHash"] == style.text_hash
    assert (mara["picture"]["provider"], mara["picture"]["placeholder"]) == ("offline", True)
    assert (mara["picture"]["width"], mara["picture"]["height"]) == (848, 1264)


def test_a_closed_gate_is_said_in_the_manifest(bundle: HandoffBundle, out: Path) -> None:
    assert not write_handoff(closed(bundle), out).gate_open
    gate = manifest(out)["gate"]
    assert not gate["open"]
    assert gate["blockers"][0]["reason"] == "It is not locked."


def test_assets_of_one_name_and_without_a_picture(bundle: HandoffBundle, out: Path, tmp_path: Path) -> None:
    twin = pictured(asset(7, AssetType.PROP, "POCKET WATCH"), tmp_path)
    bare = HandoffAsset(asset(8, AssetType.PROP, "Ledger"), None)
    result = write_handoff(replace(bundle, assets=(*bundle.assets, twin, bare)), out)
    assert result.pictures[-1].name == "pocket-watch-2.png"
    assert manifest(out)["assets"][-1]["picture"] is None
    assert "No picture yet" in (out / "lookbook.html").read_text(encoding="utf-8")


def test_an_earlier_hand_off_is_replaced_whole(bundle: HandoffBundle, out: Path) -> None:
    write_handoff(bundle, out)
    (out / ".DS_Store").write_bytes(b"litter")
    write_handoff(replace(bundle, assets=bundle.assets[:1]), out)
    assert names(out) == ["lookbook.html", "manifest.json", "pictures/character/mara-voss.png"]
    assert [path.name for path in out.parent.iterdir()] == ["salt"]


def test_an_empty_folder_is_taken(bundle: HandoffBundle, out: Path) -> None:
    out.mkdir(parents=True)
    assert write_handoff(bundle, out).manifest.is_file()


@pytest.mark.parametrize("stranger", ["notes.txt", "pictures/mine.psd", "manifest.json"])
def test_a_folder_with_other_files_is_refused_and_left_alone(
    bundle: HandoffBundle, out: Path, stranger: str
) -> None:
    (out / stranger).parent.mkdir(parents=True)
    (out / stranger).write_text("{}")
    with pytest.raises(InvalidInput, match="no hand-off of ours"):
        write_handoff(bundle, out)
    assert names(out) == [stranger]


def test_what_a_person_put_into_a_hand_off_is_never_lost(bundle: HandoffBundle, out: Path) -> None:
    write_handoff(bundle, out)
    (out / "notes.txt").write_text("keep me")
    with pytest.raises(InvalidInput, match=r"notes\.txt"):
        write_handoff(bundle, out)
    assert (out / "notes.txt").read_text() == "keep me"


def test_a_file_in_the_way_is_refused(bundle: HandoffBundle, out: Path) -> None:
    out.parent.mkdir()
    out.write_text("a file")
    with pytest.raises(InvalidInput, match="not a folder"):
        write_handoff(bundle, out)


def test_a_folder_that_cannot_be_made_is_one_sentence(bundle: HandoffBundle, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="can't be written"):
        write_handoff(bundle, tmp_path / "file" / "out")


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_damaged_picture_stops_the_hand_off_and_the_earlier_one_stays(
    bundle: HandoffBundle, out: Path, damage: str
) -> None:
    write_handoff(bundle, out)
    before = (out / "manifest.json").read_bytes()
    image = bundle.assets[3].image
    assert image is not None
    if damage == "gone":
        image.path.unlink()
    else:
        image.path.write_bytes(image.path.read_bytes()[:-1])
    with pytest.raises(StoreError, match="picture of Pocket Watch"):
        write_handoff(bundle, out)
    assert (out / "manifest.json").read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["salt"]


def test_reference_images_lie_beside_the_pictures_and_are_shown(bundle: HandoffBundle, out: Path) -> None:
    image, look = bundle.assets[0].image, bundle.style
    assert image is not None
    assert look is not None
    reference = ReferenceImage("Harbour at dusk", image.sha256, image.path, "image/png", 848, 1264)
    ridden = replace(bundle.assets[0], image=replace(image, reference_images=(reference,)))
    styled = replace(look, reference_images=(reference,), version=3)
    write_handoff(replace(bundle, style=styled, assets=(ridden, *bundle.assets[1:])), out)
    data = manifest(out)
    assert data["style"]["version"] == 3
    assert data["style"]["referenceImages"][0]["path"] == "references/harbour-at-dusk.png"
    assert data["assets"][0]["picture"]["referenceImages"] == data["style"]["referenceImages"]
    assert (out / "references" / "harbour-at-dusk.png").read_bytes() == image.path.read_bytes()
    page = (out / "lookbook.html").read_text(encoding="utf-8")
    assert "Harbour at dusk" in page
    assert "version 3" in page


def test_what_stops_it_leaves_nothing(bundle: HandoffBundle, out: Path) -> None:
    def stop(progress: HandoffProgress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_handoff(bundle, out, stop)
    assert list(out.parent.iterdir()) == []
