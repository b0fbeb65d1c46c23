"""The process in which a PDF is read: bytes on stdin, JSON on stdout, limits on itself first."""

from __future__ import annotations

import json
import sys

from core.errors import UnreadableScript
from core.screenplay.pdf import MEMORY_LIMIT_BYTES, TIME_LIMIT_S, extract_rows_here


def main() -> int:
    """Read one PDF; `{"rows": [[text, column, page]]}` or `{"error": sentence}`. Other ends are crashes."""
    _limit()
    try:
        rows = extract_rows_here(sys.stdin.buffer.read(), sys.argv[1])
    except UnreadableScript as error:
        answer: dict[str, object] = {"error": error.message}
    else:
        answer = {"rows": [[row.text, row.column, row.page] for row in rows]}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    return 0


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT_S, TIME_LIMIT_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT_BYTES, MEMORY_LIMIT_BYTES))


if __name__ == "__main__":
    sys.exit(main())
