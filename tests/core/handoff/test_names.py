"""Readable file names that no platform refuses."""

from __future__ import annotations

import unicodedata

import pytest

from core.handoff.names import MAX_BYTES, safe_stem, unique_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Mara Voss", "mara-voss"),
        ("EXT. HARBOUR / QUAY - NIGHT", "ext-harbour-quay-night"),
        ("../../etc/passwd", "etc-passwd"),
        ('a<b>c:d"e|f?g*h\\i', "a-b-c-d-e-f-g-h-i"),
        ("Jürgen Åkesson", "jürgen-åkesson"),
        (unicodedata.normalize("NFD", "Jürgen"), "jürgen"),
        ("王小明", "王小明"),
        ("हिन्दी", "हिन्दी"),
        (" .hidden. ", "hidden"),
        ("CON", "con-prop"),
        ("Lpt1", "lpt1-prop"),
        ("com¹", "com¹-prop"),
        ("Con Man", "con-man"),
        ("", "prop"),
        ("\U0001f480 !!!", "prop"),
        ("a\x00b\x1b[31m", "a-b-31m"),
        ("x" * 300, "x" * 60),
    ],
)
def test_a_name_becomes_a_safe_stem(name: str, stem: str) -> None:
    assert safe_stem(name, "prop") == stem


@pytest.mark.parametrize("name", ["王" * 300, "\U00020000" * 300, "e\u0301\u0301\u0301\u0301" * 200])
def test_a_stem_is_never_too_long_for_a_file_system(name: str) -> None:
    stem = safe_stem(name, "prop")
    assert 0 < len(stem.encode()) <= MAX_BYTES


def test_names_that_a_file_system_takes_for_one_are_numbered() -> None:
    taken: set[str] = set()
    names = ["Key", "KEY!", "ｋｅｙ", "key 2", "Straße", "STRASSE"]
    assert [unique_stem(name, "prop", taken) for name in names] == [
        "key", "key-2", "ｋｅｙ-3", "key-2-2", "straße", "strasse-2",
    ]  # fmt: skip
