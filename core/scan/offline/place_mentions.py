"""Sets named in running text: by names of two words or more, or by a proper name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from core.scan.offline.source import canonical


class PlaceIndex:
    """Finds the names of many sets at once. `names` maps each set's key to those that mean it anywhere."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        named = ((name, key) for key, listed in names.items() for name in listed)
        claims = {(canonical(name), key) for name, key in named if " - " not in name}
        holders = Counter(name for name, _ in claims)
        self._keys = {name: key for name, key in claims if holders[name] == 1}
        longest_first = sorted(self._keys, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
        self._pattern = re.compile(rf"(?<![\w'-])(?:{joined})(?![\w-])", re.IGNORECASE) if joined else None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and key of each name in `text`; one word counts only where it is spelled as a name."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text.replace("’", "'")):
            name = canonical(match[0])
            if name in self._keys and (" " in name or _is_spelled_as_name(text, match.start())):
                yield match.start(), match.end(), self._keys[name]


def _is_spelled_as_name(text: str, start: int) -> bool:
    """A capital that is not only that of a sentence's first word."""
    before = text[:start].rstrip()
    return text[start].isupper() and bool(before) and before[-1] not in '.!?…:"“'
