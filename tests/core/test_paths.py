"""Paths as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import InvalidInput
from core.paths import with_home


def test_the_home_folder_stands_for_its_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ida")
    assert with_home("~/a b.fdx") == Path("/home/ida/a b.fdx")
    assert with_home(Path("x/~nouser")) == Path("x/~nouser")


def test_a_user_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(InvalidInput, match=r"There is no user nouser\. Write the path without ~nouser\."):
        with_home("~nouser/x")
