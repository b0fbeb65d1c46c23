"""Derive `nouns.txt` from WordNet 3.0: nouns that mainly name a physical object one could film, and persons.

Run: `python -m core.scan.offline.lexicon.derive /usr/share/wordnet` (Debian: `wordnet-base`). The table is
derived data; WordNet's licence stands beside it in `WORDNET-LICENCE.txt`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from core.scan.offline.lexicon import COINED_ENDINGS

TABLE = Path(__file__).with_name("nouns.txt")

# The first root met on the way up decides: what is worn, ridden in, furnished with, built or woven is told
# apart, because a breakdown treats it differently from an object in a hand.
ROOTS = {
    "worn": ("clothing", "footwear", "headdress", "uniform", "fashion accessory", "attire"),
    "vehicle": ("vehicle",),
    "furniture": ("furniture", "furnishing", "white goods", "plumbing fixture", "bedclothes"),
    "built": (
        "structure",
        "way",
        "facility",
        "surface",
        "room",
        "building material",
        "decoration",
        "opening",
        "line",
        "block",
        "float",
    ),
    "stuff": ("fabric", "padding", "paint", "fluff", "medicine", "drug", "cosmetic", "toiletry"),
    "object": ("instrumentality", "creation", "article", "commodity", "artifact", "jewelry", "antiquity"),
}
ARTEFACT_FILE, PERSON_FILE = 6, 18
MAIN_SHARE = 0.4
POS = {1: "n", 2: "v", 3: "a", 4: "r", 5: "a"}


def read_synsets(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]]:
    """Words, hypernyms and lexicographer file of every noun synset, by offset."""
    words: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    files: dict[str, int] = {}
    for line in _data_lines(folder / "data.noun"):
        parts = line.split("|")[0].split()
        count = int(parts[3], 16)
        pointers = parts[4 + 2 * count + 1 :]
        words[parts[0]] = [word.replace("_", " ") for word in parts[4 : 4 + 2 * count : 2]]
        parents[parts[0]] = [pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] == "@"]
        files[parts[0]] = int(parts[1])
    return words, parents, files


def read_senses(folder: Path) -> dict[str, list[str]]:
    """The noun senses of every lemma, most frequent first."""
    senses = {}
    for line in _data_lines(folder / "index.noun"):
        parts = line.split()
        senses[parts[0].replace("_", " ")] = parts[-int(parts[2]) :]
    return senses


def read_counts(folder: Path) -> dict[tuple[str, str], Counter[int]]:
    """How often each sense was tagged: by (lemma, part of speech), by sense number."""
    counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for line in _data_lines(folder / "cntlist.rev"):
        key, sense, count = line.split()
        lemma, _, rest = key.partition("%")
        counts[lemma.replace("_", " "), POS[int(rest[0])]][int(sense)] += int(count)
    return counts


def derive(folder: Path) -> dict[str, set[str]]:
    """The lemmas of each class: those whose senses mainly name an artefact, or a person.

    `decoy`: plain words that end like an artefact and are none ("husband"), so that a coined compound
    ("holoband") can be told from a word of the language.
    """
    words, parents, files = read_synsets(folder)
    senses, counts = read_senses(folder), read_counts(folder)
    table: dict[str, set[str]] = {kind: set() for kind in (*ROOTS, "person", "decoy")}
    for lemma, offsets in senses.items():
        if not _usable(lemma, words[offsets[0]]):
            continue
        weights = {o: counts[lemma, "n"][i] + 1 / i for i, o in enumerate(offsets, 1)}
        rivals = sum(sum(counts[lemma, pos].values()) for pos in "var")
        threshold = MAIN_SHARE * (sum(weights.values()) + rivals)
        artefact = {o: w for o, w in weights.items() if files[o] == ARTEFACT_FILE}
        if artefact and sum(artefact.values()) >= threshold:
            table[_kind(max(artefact, key=lambda o: artefact[o]), words, parents)].add(lemma)
        elif " " not in lemma and sum(w for o, w in weights.items() if files[o] == PERSON_FILE) >= threshold:
            table["person"].add(lemma)
    table["decoy"] = _decoys(folder, table)
    return table


def _decoys(folder: Path, table: dict[str, set[str]]) -> set[str]:
    known = set().union(*(table[kind] for kind in (*ROOTS, "person")))
    plain = (word for word in _vocabulary(folder) if re.fullmatch("[a-z]{6,}", word))
    return {word for word in plain if word.endswith(COINED_ENDINGS) and word not in known}


def _vocabulary(folder: Path) -> set[str]:
    files = (folder / f"index.{pos}" for pos in ("noun", "verb", "adj", "adv"))
    return {line.split()[0] for path in files for line in _data_lines(path)}


def _usable(lemma: str, spelled: list[str]) -> bool:
    plain = re.fullmatch(r"[a-z]{2,}([ -][a-z]+){0,2}", lemma) is not None
    return plain and lemma in (word.lower() for word in spelled if word.islower())


def _kind(offset: str, words: dict[str, list[str]], parents: dict[str, list[str]]) -> str:
    queue = [offset]
    while queue:
        current = queue.pop(0)
        for kind, roots in ROOTS.items():
            if any(root in words[current][:2] for root in roots):
                return kind
        queue += parents[current]
    return "object"


def _data_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as lines:
        yield from (line.rstrip() for line in lines if not line.startswith("  "))


def main() -> None:
    """Write the table: one line a class, `class: lemma,lemma,...`, sorted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordnet", type=Path, help="folder with data.noun, index.noun, cntlist.rev")
    table = derive(parser.parse_args().wordnet)
    lines = [f"{kind}: {','.join(sorted(lemmas))}\n" for kind, lemmas in table.items()]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
