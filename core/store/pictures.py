"""Pictures as content-addressed files: the name is the SHA-256 of the bytes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from core.errors import StoreError

SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


class PictureFiles:
    """The folder `pictures/`. A file is whole or not there: written beside, synced, then renamed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str, mime: str) -> Path:
        """Where the picture with this content lies."""
        return self._folder / sha256[:2] / f"{sha256}{SUFFIXES[mime]}"

    def put(self, data: bytes, mime: str) -> str:
        """Store `data`, return its SHA-256 in hex. Blocking: call it in a thread.

        Raises:
            StoreError: the disk is full or can't be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256, mime)
        try:
            if not target.exists():
                self._write(target, data)
        except OSError as error:
            raise StoreError(
                f"The picture can't be stored in {self._folder}: {error.strerror}. "
                "Make room or set LOOKBOOK_HOME to another disk."
            ) from error
        return sha256

    def read(self, sha256: str, mime: str) -> bytes:
        """The stored picture with this content. Blocking: call it in a thread.

        Raises:
            StoreError: its file is missing, can't be read, or holds other bytes.
        """
        path = self.path(sha256, mime)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(f"The picture file {path} can't be read: {error.strerror}.") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(f"The picture file {path} is damaged: its content is another than it was.")
        return data

    def _write(self, target: Path, data: bytes) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent)  # mkstemp makes it 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).rename(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
