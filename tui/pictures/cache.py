"""What was painted, kept while it fits into so many bytes; the one that was not asked for longest goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class ByteCache(Generic[K, V]):
    """Values under keys, `limit` bytes of them at most. Threads may share it."""

    def __init__(self, limit: int) -> None:
        """What alone weighs more than `limit` bytes is not kept."""
        self.limit = limit
        self.bytes = 0
        self._items: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._items)

    def get(self, key: K) -> V | None:
        """The value, which becomes the youngest."""
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key][0]

    def put(self, key: K, value: V, weight: int) -> None:
        """Keep a value of `weight` bytes; the oldest go until there is room."""
        with self._lock:
            self.bytes -= self._items.pop(key, (value, 0))[1]
            self._items[key] = (value, weight)
            self.bytes += weight
            while self.bytes > self.limit:
                self.bytes -= self._items.popitem(last=False)[1][1]


def stamp(path: Path) -> tuple[str, int, int]:
    """What tells a file from what it was before: path, time of change in ns, size in bytes.

    Raises:
        OSError: there is no such file.
    """
    found = path.stat()
    return str(path), found.st_mtime_ns, found.st_size
