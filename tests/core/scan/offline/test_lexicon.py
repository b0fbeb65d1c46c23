"""The derivation of the lexicon, on a WordNet of a few words."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.scan.offline.lexicon import nouns, same_kind, thing_kind
from core.scan.offline.lexicon.derive import derive, read

# Offset, lexicographer file, words, offsets above: what `data.noun` says of a synset.
SYNSETS = (
    ("00000001", "03", ("entity",), ()),
    ("00000002", "06", ("artifact",), ("00000001",)),
    ("00000003", "06", ("vehicle",), ("00000002",)),
    ("00000004", "06", ("structure",), ("00000002",)),
    ("00000005", "06", ("clothing",), ("00000002",)),
    ("00000006", "10", ("document",), ("00000001",)),
    ("00000007", "18", ("person",), ("00000001",)),
    ("00000008", "13", ("food",), ("00000001",)),
    ("00000011", "06", ("lantern",), ("00000002",)),
    ("00000012", "06", ("airship", "dirigible"), ("00000003",)),
    ("00000013", "06", ("wall",), ("00000004",)),
    ("00000014", "06", ("coat",), ("00000005",)),
    ("00000015", "10", ("contract",), ("00000006",)),
    ("00000016", "10", ("theory",), ("00000001",)),
    ("00000017", "18", ("baker",), ("00000007",)),
    ("00000018", "13", ("bread",), ("00000008",)),
    ("00000019", "06", ("watch",), ("00000002",)),
    ("00000020", "06", ("ring",), ("00000002",)),
    ("00000021", "07", ("ring",), ("00000001",)),
    ("00000022", "06", ("Uzi",), ("00000002",)),
    ("00000023", "06", ("Eiffel_Tower",), ("00000004",)),
    ("00000024", "18", ("husband",), ("00000007",)),
    ("00000025", "04", ("disband",), ("00000001",)),
)
COUNTS = (
    ("watch%1:06:00::", 1, 2),
    ("watch%2:39:00::", 1, 60),
    ("ring%1:06:00::", 1, 5),
    ("ring%2:39:00::", 1, 1),
    ("brittle%3:00:00::", 1, 3),
)


def _lines(path: Path, lines: list[str]) -> None:
    path.write_text(
        "".join(f"{line}\n" for line in ["  1 notice of the licence", *lines]), encoding="latin-1"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of WordNet's database with these synsets."""
    senses: dict[str, list[str]] = {}
    data = []
    for offset, file, spelled, above in SYNSETS:
        listed = " ".join(f"{word} 0" for word in spelled)
        pointers = " ".join(f"@ {parent} n 0000" for parent in above)
        data.append(f"{offset} {file} n {len(spelled):02x} {listed} {len(above):03d} {pointers} | a gloss")
        for word in spelled:
            senses.setdefault(word.lower(), []).append(offset)
    _lines(tmp_path / "data.noun", data)
    _lines(
        tmp_path / "index.noun",
        [f"{word} n {len(at)} 1 @ {len(at)} 0 {' '.join(at)}" for word, at in senses.items()],
    )
    _lines(tmp_path / "index.verb", ["watch v 1 0 1 1 00000099", "ring v 1 0 1 1 00000098"])
    _lines(tmp_path / "index.adj", ["brittle a 1 0 1 1 00000097", "dented a 1 0 1 1 00000096"])
    _lines(tmp_path / "index.adv", [])
    (tmp_path / "cntlist.rev").write_text("".join(f"{key} {sense} {count}\n" for key, sense, count in COUNTS))
    return tmp_path


def test_the_table_holds_what_can_be_filmed_by_its_class(folder: Path) -> None:
    table = derive(read(folder))
    assert table["object"] >= {"lantern", "contract", "ring", "uzi"}
    assert table["vehicle"] >= {"airship", "dirigible"}
    assert "wall" in table["built"]
    assert "coat" in table["worn"]
    assert "bread" in table["food"]
    assert table["person"] >= {"baker", "husband"}


def test_words_that_are_mostly_something_else_are_out(folder: Path) -> None:
    table = derive(read(folder))
    listed = {word for kind, words in table.items() if kind not in ("verb", "decoy") for word in words}
    assert not {"watch", "theory", "eiffel tower"} & listed
    assert table["verb"] == {"watch", "ring"}
    assert "brittle" in table["quality"]
    assert "dented" not in table["quality"]
    assert "airship=dirigible" in table["same"]
    assert table["decoy"] == {"disband"}


def test_the_same_files_give_the_same_table(folder: Path) -> None:
    assert derive(read(folder)) == derive(read(folder))


@pytest.mark.skipif(not Path("/usr/share/wordnet/data.noun").is_file(), reason="WordNet 3.0 is not installed")
def test_the_bundled_table_is_the_derived_one() -> None:
    for kind, lemmas in derive(read(Path("/usr/share/wordnet"))).items():
        if kind in ("object", "vehicle", "worn", "furniture", "person"):
            assert {lemma for lemma in lemmas if lemma not in nouns()} == set()


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("rope", "object"),
        ("ledgers", "object"),
        ("match", "object"),
        ("uzi", "object"),
        ("hearse", "vehicle"),
        ("sandwich", "food"),
        ("corridor", "built"),
        ("arm", None),
        ("still", None),
        ("exit", "built"),
    ],
)
def test_things_of_the_bundled_table(noun: str, kind: str | None) -> None:
    assert thing_kind(noun) == kind


def test_two_words_for_one_kind_of_thing() -> None:
    assert "dirigible" in same_kind("airship")
    assert same_kind("lantern") == frozenset()
