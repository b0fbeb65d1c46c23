"""What the whole suite shares."""

from __future__ import annotations

import gc
import os


def pytest_collection_finish() -> None:
    """Modules and collected tests are never garbage: to look through them again and again costs a tenth."""
    gc.collect()
    gc.freeze()


def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: screens and pseudo-terminals wait as long as they compute, so two workers share a core."""
    return 2 * (os.cpu_count() or 1)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long value is called by its length: names of tests go into the environment, logs and reports."""
    return f"{argname}-of-{len(val)}" if isinstance(val, str | bytes) and len(val) > 80 else None
