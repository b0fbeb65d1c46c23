"""Writing a hand-off: a folder that is either whole or not there."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from core.errors import InvalidInput, StoreError
from core.handoff.bundle import HandoffBundle
from core.handoff.manifest import KIND, WrittenFile, manifest_of
from core.handoff.names import unique_stem
from core.handoff.page import render_page
from core.models import AssetId, HandoffProgress, HandoffResult, ReferenceImage
from core.paths import with_home

MANIFEST: Final = "manifest.json"
PAGE: Final = "lookbook.html"

_EXTENSIONS: Final = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
_LITTER: Final = frozenset([".DS_Store", "Thumbs.db", "desktop.ini"])
"""What file managers leave behind in every folder they show."""


Step = Callable[[HandoffProgress], None]
"""Is told each step before it is done; what it raises stops the writing, and nothing is left of it."""


def _untold(_progress: HandoffProgress) -> None:
    pass


def write_handoff(bundle: HandoffBundle, out: Path, step: Step = _untold) -> HandoffResult:
    """Write `bundle` as the folder `out`: pictures, references, `manifest.json`, `lookbook.html`.

    Call it in a thread. An earlier hand-off in `out` is replaced, once the new one is whole.

    Raises:
        InvalidInput: `out` is a file, or holds anything that is not a hand-off of ours.
        StoreError: a stored picture is missing or damaged, or the folder can't be written.
        BadPicture: a stored picture can't be decoded.
    """
    out = with_home(out).absolute()
    _require_ours(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name[:60]}-", dir=out.parent))
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        names = _fill(bundle, fresh, step)
        fresh.chmod(0o755)
        _put_in_place(fresh, out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return HandoffResult(out, out / MANIFEST, tuple(out / name for name in names), bundle.gate.open)


def _fill(bundle: HandoffBundle, folder: Path, step: Step) -> list[str]:
    """Write all files; returns the pictures' relative paths in the order of the assets."""
    contents: dict[AssetId, bytes] = {}
    pictures = _write_pictures(bundle, contents, folder, step)
    references = _write_references(bundle, folder)
    step(HandoffProgress("Drawing the lookbook", len(pictures), len(pictures)))
    page = _write(folder, PAGE, render_page(bundle, contents, references).encode())
    files = [*pictures.values(), *references.values(), page]
    manifest = manifest_of(bundle, pictures, references, files)
    _write(folder, MANIFEST, (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode())
    return [file.path for file in pictures.values()]


def _write_pictures(
    bundle: HandoffBundle, contents: dict[AssetId, bytes], folder: Path, step: Step
) -> dict[AssetId, WrittenFile]:
    """Write the image keys; `contents` has their bytes then."""
    written: dict[AssetId, WrittenFile] = {}
    taken: dict[str, set[str]] = {}
    pictured = [(entry.asset, entry.image) for entry in bundle.assets if entry.image is not None]
    for at, (asset, image) in enumerate(pictured):
        step(HandoffProgress("Writing pictures", at, len(pictured)))
        data = _stored_bytes(f"The picture of {asset.name}", image.path, image.sha256)
        kind = asset.type.value
        stem = unique_stem(asset.name, kind, taken.setdefault(kind, set()))
        path = f"pictures/{kind}/{stem}{_EXTENSIONS.get(image.mime, '.png')}"
        contents[asset.id] = data
        written[asset.id] = _write(folder, path, data)
    return written


def _write_references(bundle: HandoffBundle, folder: Path) -> dict[str, WrittenFile]:
    """Write each reference image of the style and of the pictures once; by SHA-256."""
    written: dict[str, WrittenFile] = {}
    taken: set[str] = set()
    for reference in bundle.references:
        if reference.sha256 not in written:
            written[reference.sha256] = _write_reference(reference, folder, taken)
    return written


def _write_reference(reference: ReferenceImage, folder: Path, taken: set[str]) -> WrittenFile:
    stem = unique_stem(reference.name, "reference", taken)
    data = _stored_bytes(f"The reference image {reference.name}", reference.path, reference.sha256)
    return _write(folder, f"references/{stem}{_EXTENSIONS.get(reference.mime, '.png')}", data)


def _stored_bytes(what: str, path: Path, sha256: str) -> bytes:
    """A picture's file, checked against the hash it was stored under."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{what} can't be read ({error.strerror}): make it again.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"{what} is not what was stored: its file has changed. Generate or import it again.")
    return data


def _write(folder: Path, path: str, data: bytes) -> WrittenFile:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return WrittenFile(path, hashlib.sha256(data).hexdigest(), len(data))


def _put_in_place(fresh: Path, out: Path) -> None:
    """Rename; an earlier hand-off steps aside first and comes back if that fails."""
    if not out.exists():
        fresh.rename(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name[:60]}-", dir=out.parent)) / "earlier"
    try:
        out.rename(aside)
        try:
            fresh.rename(out)
        except OSError:
            aside.rename(out)
            raise
    finally:
        shutil.rmtree(aside.parent, ignore_errors=True)


def _require_ours(out: Path) -> None:
    """Nothing that a person put there is ever replaced."""
    if not out.exists() and not out.is_symlink():
        return
    if not out.is_dir() or out.is_symlink():
        raise InvalidInput(f"{out} is not a folder: choose a new or empty folder for the hand-off.")
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if not path.is_dir()}
    strangers = sorted(path for path in found - _listed(out) if Path(path).name not in _LITTER)
    if strangers:
        raise InvalidInput(
            f"{out} holds files that are no hand-off of ours ({strangers[0]}): choose a new or empty folder."
        )


def _listed(out: Path) -> set[str]:
    """The files that the hand-off in `out` says it consists of; empty when there is none."""
    try:
        manifest = json.loads((out / MANIFEST).read_bytes())
        if manifest["kind"] != KIND:
            return set()
        return {MANIFEST, *(str(file["path"]) for file in manifest["files"])}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()


def _unwritable(out: Path, error: OSError) -> StoreError:
    reason = error.strerror or str(error)
    return StoreError(
        f"The hand-off can't be written to {out} ({reason}): choose another folder, or make room."
    )
