"""Files of styles: reference images and style files, read and written. Blocking: call them in a thread."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from core.errors import BadPicture, InvalidInput, StoreError
from core.models import ReferenceImage, VisualStyle
from core.providers.pictures import MAX_BYTES as MAX_PICTURE_BYTES
from core.providers.pictures import downscaled_jpeg, inspect_picture
from core.store.pictures import PictureFiles
from core.styles.sharing import MAX_BYTES, file_name, to_file
from core.text import clean_line

LONGEST = 2048
"""Pixels of a reference image's longer side: a larger one is kept scaled down, for it is sent each time."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a reference image; a larger one is kept as a JPEG."""

_NAME = 80


def keep_picture(files: PictureFiles, data: bytes, name: str) -> ReferenceImage:
    """Store a reference image, scaled down where it is larger than is sent.

    Raises:
        BadPicture: no PNG, JPEG or WebP that can be read.
        StoreError: it can't be stored.
    """
    info = inspect_picture(data)
    if len(data) > LARGEST or max(info.width, info.height) > LONGEST:
        data = downscaled_jpeg(data, LONGEST, quality=90)
        info = inspect_picture(data)
    sha256 = files.put(data, info.mime)
    label = clean_line(name)[:_NAME] or "reference"
    return ReferenceImage(label, sha256, files.path(sha256, info.mime), info.mime, info.width, info.height)


def read_picture(path: Path) -> bytes:
    """The bytes of a picture file.

    Raises:
        BadPicture: it can't be read, or is too large to be.
    """
    try:
        if (size := path.stat().st_size) > MAX_PICTURE_BYTES:
            raise BadPicture(f"The picture has {size >> 20} MB; {MAX_PICTURE_BYTES >> 20} MB is the most.")
        return path.read_bytes()
    except OSError as error:
        raise BadPicture(f"{clean_line(str(path))} can't be read: {error.strerror}.") from error


def read_style(path: Path) -> bytes:
    """The bytes of a style file.

    Raises:
        InvalidInput: it can't be read, or is too large to be a style.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInput(f"{clean_line(path.name)} is too large to be a style: {MAX_BYTES >> 20} MB.")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{clean_line(str(path))} can't be read: {error.strerror}.") from error


def write_style(style: VisualStyle, path: Path, *, replace: bool) -> Path:
    """Write the file of a style, whole or not at all; into a folder under the style's own name.

    Raises:
        InvalidInput: there is such a file and `replace` is not given, or it can't be written.
        StoreError: a reference image is missing in the workspace.
    """
    target = path / file_name(style.name) if path.is_dir() else path
    if target.exists() and not replace:
        raise InvalidInput(f"{clean_line(str(target))} is there already. Give another name, or replace it.")
    try:
        pictures = [one.path.read_bytes() for one in style.reference_images]
    except OSError as error:
        raise StoreError(f"A reference image of {style.name} can't be read: {error.strerror}.") from error
    try:
        _write(target, to_file(style, pictures))
    except OSError as error:
        raise InvalidInput(f"{clean_line(str(target))} can't be written: {error.strerror}.") from error
    return target


def _write(target: Path, data: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).rename(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
