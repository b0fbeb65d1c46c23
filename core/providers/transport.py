"""What all providers over HTTP share: patience for connections, proxies, and words fit for a message.

Whatever a server or a transport says may hold the key: it is quoted only cleaned, cut short and without it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from core.text import clean_line

CONNECT_TIMEOUT_S = 15.0
MAX_CONNECTIONS = 8
MAX_QUOTE = 240
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "0.0.0.0"})


def quote(text: object, key: str) -> str:
    """What the server said, fit to be shown: on one line, cut short, without the key."""
    line = clean_line(str(text or "").replace(key, "…") if key else str(text or ""))
    return line if len(line) <= MAX_QUOTE else line[: MAX_QUOTE - 1] + "…"


def transport_reason(error: Exception, key: str) -> str:
    """An exception of the transport in words: "connect error: all connection attempts failed"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
    detail = quote(error, key)
    return f"{words}: {detail}" if detail else words


def after_colon(said: str) -> str:
    """What the server said, to stand behind a status; nothing when it said nothing."""
    return f": {said}" if said else ""


def is_loopback(base_url: str | None) -> bool:
    """Whether an address is this very machine, for which no proxy of the environment must be asked."""
    return base_url is not None and urlsplit(base_url).hostname in _LOOPBACK


def is_usable_key(key: str) -> bool:
    """Whether an HTTP header can carry a key."""
    return bool(key) and key.isascii() and key.isprintable()
