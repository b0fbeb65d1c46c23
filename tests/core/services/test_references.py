"""Pictures that ride along: what is shown before paying is what the provider's server gets, in that order."""

from __future__ import annotations

import hashlib
from pathlib import Path

from core.models import AssetId, ImagePrompt, Job, JobState, ReferenceImage, ReferenceRole
from core.providers.gemini import REFERENCE_BYTES, GeminiImages
from core.store.mapping import from_references
from core.store.pictures import PictureFiles
from tests.core.services.conftest import Studio, open_studio
from tests.fakes.engines import RecordingModel, picture
from tests.fakes.gemini import FakeGemini


async def give_references(studio: Studio, *names: str, data: bytes | None = None) -> list[bytes]:
    """Give the locked style reference images with these names; their bytes."""
    files = PictureFiles(studio.home / "pictures")
    pictures = [data or picture(60, 40, shade) for shade, _ in enumerate(names)]
    found = []
    for name, bytes_ in zip(names, pictures, strict=True):
        sha256 = files.put(bytes_, "image/png")
        found.append(ReferenceImage(name, sha256, files.path(sha256, "image/png"), "image/png", 60, 40))
    async with studio.store.write() as tx:
        style = await tx.style((await tx.branch(studio.branch)).locked_visual_style_id or 0)
        style.reference_images = from_references(found)
        style.text_hash = hashlib.sha256("".join(names).encode()).hexdigest()[:16]
    return pictures


async def first_asset(studio: Studio) -> AssetId:
    """Mara, in a branch with a locked style."""
    asset = (await studio.assets())[0]
    await studio.lock_style()
    return asset.id


async def made(studio: Studio, key: AssetId, *, with_key: bool = False) -> Job:
    """One picture of the asset; the job as it ended."""
    await studio.services.images.enqueue([key], with_key=with_key)
    return (await studio.run_queue())[-1]


def as_shown(prompt: ImagePrompt) -> list[str | tuple[str, bytes]]:
    """The preview as parts of a request."""
    parts: list[str | tuple[str, bytes]] = []
    for caption, reference in zip(prompt.captions, prompt.references, strict=True):
        parts += [caption, (reference.mime, reference.path.read_bytes())]
    return [*parts, prompt.text]


async def test_geminis_server_gets_the_previews_references_in_order_and_then_its_text(tmp_path: Path) -> None:
    async with FakeGemini() as server:
        model = GeminiImages("key", base_url=server.url, timeout_s=20)
        async with open_studio(tmp_path / "home", model) as studio:  # type: ignore[arg-type]
            key = await first_asset(studio)
            assert (await made(studio, key)).state is JobState.SUCCEEDED
            await give_references(studio, "Harbour at dusk", "Wet stone")
            shown = await studio.services.images.prompt(key, with_key=True)
            job = await made(studio, key, with_key=True)
            assert job.state is JobState.SUCCEEDED, job.error
            newest, first = await studio.services.assets.candidates(key)
        await model.close()
    assert server.requests[0].parts == [first.prompt]
    assert len(first.path.read_bytes()) < REFERENCE_BYTES
    assert server.requests[1].parts == as_shown(shown)
    assert [caption.partition(":")[0] for caption in shown.captions] == [
        "Reference 1, style, Harbour at dusk",
        "Reference 2, style, Wet stone",
        "Reference 3, character, MARA VOSS",
    ]
    assert "keep the same face" in shown.captions[2]
    assert [len(request.body["contents"]) for request in server.requests] == [1, 1]
    assert shown.references == job.reference_images == newest.reference_images
    assert [one.role for one in newest.reference_images] == [
        ReferenceRole.STYLE,
        ReferenceRole.STYLE,
        ReferenceRole.SUBJECT,
    ]
    assert shown.references[2].sha256 == first.sha256


async def test_the_image_key_goes_along_only_when_asked_and_again_on_a_retry(studio: Studio) -> None:
    key = await first_asset(studio)
    await made(studio, key)
    await made(studio, key)
    assert not [request for request in studio.model.requests if request.references]
    (job,) = await studio.services.images.enqueue([key], with_key=True)
    await studio.services.images.cancel(job.id)
    await studio.services.images.retry(job.id)
    await studio.run_queue()
    (reference,) = studio.model.requests[-1].references
    oldest = (await studio.services.assets.candidates(key))[-1]
    assert (reference.data, reference.mime) == (oldest.path.read_bytes(), "image/png")


async def test_what_cannot_go_along_is_said_in_the_estimate(studio: Studio) -> None:
    key = await first_asset(studio)
    images = studio.services.images
    assert (await images.estimate([key])).notes == ()
    assert (await images.estimate([key], with_key=True)).notes == (
        "No image key to go along, placeholders not counted: MARA VOSS.",
    )
    await give_references(studio, *map(str, range(16)))
    crowded = await images.estimate([key])
    assert crowded.notes == (
        "Reference images: plain-1 takes 14 at most, so 2 pictures of the style won’t go along.",
    )
    assert len((await images.prompt(key)).references) == 14


async def test_a_provider_that_takes_no_pictures_gets_none_and_says_so(tmp_path: Path) -> None:
    async with open_studio(tmp_path / "home") as before:
        key = await first_asset(before)
        await made(before, key)
        await give_references(before, "Dusk")
        imported = before.imported

    async with open_studio(tmp_path / "home", RecordingModel(max_references=0)) as studio:
        studio.imported = imported
        images = studio.services.images
        assert (await images.estimate([key], with_key=True)).notes == (
            "Reference images: plain-1 takes none, "
            "so 1 picture of the style and the image key won’t go along.",
        )
        assert (await images.prompt(key, with_key=True)).references == ()
        await made(studio, key, with_key=True)
        assert studio.model.requests[-1].references == ()


async def test_the_key_that_was_asked_for_goes_before_the_last_of_the_styles(studio: Studio) -> None:
    key = await first_asset(studio)
    await made(studio, key)
    await give_references(studio, *map(str, range(14)))
    references = (await studio.services.images.prompt(key, with_key=True)).references
    assert [one.name for one in references] == [*map(str, range(13)), "MARA VOSS"]


async def test_a_reference_that_is_missing_or_damaged_fails_the_job_before_anything_is_paid(
    studio: Studio,
) -> None:
    key = await first_asset(studio)
    await give_references(studio, "Dusk")
    path = (await studio.services.images.prompt(key)).references[0].path
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"?")
    damaged = await made(studio, key)
    path.unlink()
    missing = await made(studio, key)
    assert studio.model.requests == []
    for job, why in ((damaged, "is damaged"), (missing, "No such file")):
        assert (job.state, job.price_usd) == (JobState.FAILED, 0.0)
        assert why in job.error
        assert job.error.endswith("Nothing was asked for or paid.")
    path.write_bytes(data)
    assert (await made(studio, key)).state is JobState.SUCCEEDED


async def test_a_placeholder_is_nobodys_face(studio: Studio) -> None:
    key = await first_asset(studio)
    await made(studio, key)
    async with studio.store.write() as tx:
        (await tx.image((await tx.asset(key)).image_key_id or 0)).placeholder = True
    assert (await studio.services.images.prompt(key, with_key=True)).references == ()
