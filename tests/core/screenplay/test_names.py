"""The lines in which a name stands, as tables."""

from __future__ import annotations

import pytest

from core.models import AssetType, Line, LineKind, MentionKind, Screenplay, ScriptFormat
from core.screenplay import mentions_of, parse_script

SCRIPT = """Title: Nell and the key

# Nell's part

INT. NELL'S BOAT HOUSE - NIGHT

NELL stands at the BOAT HOUSE door, a key in her fist.

NELL (V.O.)
The boat house. Nell-like, they said.

OLD MAN
(to Nell)
Who knelled? O'Nell did--Nell, I mean.

厨房 is empty but for GUARD #1.

A KEY turns. The keys are gone. [[Nell loses the key here]]

Key in hand, she knells the bell and leaves the monkey.
"""

FILM = parse_script(SCRIPT.encode(), "nell.fountain")
PROP, LOCATION, CHARACTER = AssetType.PROP, AssetType.LOCATION, AssetType.CHARACTER


def found(name: str, type: AssetType | None = None) -> list[tuple[str, ...]]:
    """What the columns of each mention hold, line by line."""
    mentions = mentions_of(FILM, name, type)
    return [tuple(mention.text[start:end] for start, end in mention.columns) for mention in mentions]


@pytest.mark.parametrize(
    ("name", "type", "expected"),
    [
        ("NELL", None, [("NELL",), ("NELL",), ("NELL",), ("Nell",), ("Nell",)]),
        ("Nell", CHARACTER, [("NELL",), ("NELL",), ("NELL",), ("Nell",), ("Nell",)]),
        ("Boat House", None, [("BOAT HOUSE",), ("BOAT HOUSE",), ("boat house",)]),
        ("BOAT  HOUSE", LOCATION, [("BOAT HOUSE",), ("BOAT HOUSE",), ("boat house",)]),
        ("key", None, [("key",), ("KEY",)]),
        ("KEY", None, [("KEY",), ("Key",)]),
        ("KEY", PROP, [("key",), ("KEY",), ("Key",)]),
        ("old man", None, [("OLD MAN",)]),
        ("OLD MAN", PROP, []),
        ("Who knelled?", None, [("Who knelled?",)]),
        ("O’Nell", None, [("O'Nell",)]),
        ("key.", None, []),
        ("厨房", None, [("厨房",)]),
        ("#1", None, [("#1",)]),
        ("nobody", None, []),
        ("  ", None, []),
        ("(.*", None, []),
    ],
)
def test_a_name_is_found_as_a_word_of_its_own(
    name: str, type: AssetType | None, expected: list[tuple[str, ...]]
) -> None:
    assert found(name, type) == expected


def test_a_mention_says_where_it_stands_and_how_it_is_meant() -> None:
    heading, action, cue, *_ = mentions_of(FILM, "NELL")
    assert [one.kind for one in (heading, action, cue)] == [
        MentionKind.HEADING,
        MentionKind.NAME,
        MentionKind.CUE,
    ]
    assert (heading.line, heading.scene, heading.page) == (5, 1, 1)
    assert heading.text == "INT. NELL'S BOAT HOUSE - NIGHT"
    assert heading.columns == ((5, 9),)


@pytest.mark.parametrize("kind", LineKind)
def test_only_what_is_part_of_the_film_is_looked_at(kind: LineKind) -> None:
    line = Line(1, kind, "NELL, Nell", None, 1)
    film = Screenplay("", ScriptFormat.TEXT, "utf-8", 1, False, (), (line,))
    seen = kind in {
        LineKind.HEADING,
        LineKind.ACTION,
        LineKind.CUE,
        LineKind.PARENTHETICAL,
        LineKind.DIALOGUE,
        LineKind.LYRIC,
        LineKind.TRANSITION,
    }
    assert [mention.columns for mention in mentions_of(film, "NELL")] == [((0, 4), (6, 10))] * seen
