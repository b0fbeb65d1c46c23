"""The encodings that scripts come in."""

from __future__ import annotations

import codecs

import pytest

from core.errors import UnreadableScript
from core.screenplay import parse_script

SCRIPT = "INT. CAFÉ – DAY\r\n\r\nZoë’s “coat” is blue.\r\n\r\nZOË\r\nBonjour.\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SCRIPT.encode("utf-8"), "utf-8"),
        (SCRIPT.encode("utf-8-sig"), "utf-8-sig"),
        (SCRIPT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + SCRIPT.encode("utf-16-be"), "utf-16"),
        (SCRIPT.encode("utf-16-le"), "utf-16-le"),
        (SCRIPT.encode("utf-16-be"), "utf-16-be"),
        (SCRIPT.encode("utf-32"), "utf-32"),
        (SCRIPT.encode("cp1252"), "cp1252"),
    ],
)
def test_the_same_script_in_every_encoding(data: bytes, encoding: str) -> None:
    screenplay = parse_script(data, "cafe.fountain")
    assert screenplay.encoding == encoding
    assert [line.text for line in screenplay.lines] == [
        "INT. CAFÉ – DAY",
        "",
        "Zoë’s “coat” is blue.",
        "",
        "ZOË",
        "Bonjour.",
        "",
    ]


def test_latin_1_is_what_is_left() -> None:
    screenplay = parse_script(b"INT. CAF\xc9 - DAY\n\nA \x81 b.", "a.fountain")
    assert (screenplay.encoding, screenplay.scenes[0].heading) == ("latin-1", "INT. CAFÉ - DAY")


def test_a_damaged_letter_does_not_turn_the_rest_into_gibberish() -> None:
    data = ("INT. KÜCHE - DAY\n\n" + "Die Tür öffnet sich. " * 20).encode() + b"\xff"
    screenplay = parse_script(data, "a.fountain")
    assert (screenplay.encoding, screenplay.scenes[0].heading) == ("utf-8", "INT. KÜCHE - DAY")


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x7fELF\x02\x01\x01" + b"\0" * 64 + b"\x03" * 64])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableScript, match="binary data"):
        parse_script(data, "movie.fountain")
