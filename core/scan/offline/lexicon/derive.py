"""Derive `nouns.txt` from WordNet 3.0: nouns that mainly name a physical thing one could film, and persons.

Run: `python -m core.scan.offline.lexicon.derive /usr/share/wordnet` (Debian: `wordnet-base`). The table is
derived data; WordNet's licence stands beside it in `WORDNET-LICENCE.txt`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.scan.offline.lexicon import COINED_ENDINGS

TABLE = Path(__file__).with_name("nouns.txt")

# The first root met on the way up decides: what is worn, ridden in, furnished with, built or woven is told
# apart, because a breakdown treats it differently from an object in a hand.
ROOTS = {
    "worn": ("clothing", "footwear", "headdress", "uniform", "fashion accessory", "attire"),
    "vehicle": ("vehicle", "public transport"),
    "furniture": ("furniture", "furnishing", "white goods", "plumbing fixture", "bedclothes"),
    "built": (
        *("structure", "way", "facility", "room", "building material", "opening", "area", "excavation"),
        *("horizontal surface", "paved surface", "side", "skin", "screen", "facing", "track", "layer"),
    ),
    "stuff": ("fabric", "padding", "paint", "fluff", "medicine", "drug"),
    "object": (
        *("instrumentality", "creation", "article", "commodity", "jewelry", "antiquity", "decoration"),
        *("cage", "tent", "hose", "sign", "writing board", "roll of tobacco", "piece of cloth", "line"),
    ),
}
# Writing that is a sheet or a book in a hand, money that is paper or metal, a stone that can be thrown.
HELD_ROOTS = (
    *("document", "missive", "book", "card", "newspaper", "magazine", "poster", "written record", "record"),
    *("Bible", "list", "press", "label", "correspondence", "currency", "coin", "negotiable instrument"),
    *("rock", "pebble", "gem", "photograph", "artwork"),
)
ARTEFACT_FILE, FOOD_FILE, PERSON_FILE = "06", "13", "18"
HELD_FILES = ("10", "17", "21")
THINGS = (*ROOTS, "food")
MAIN_SHARE = 0.4
POS = {1: "n", 2: "v", 3: "a", 4: "r", 5: "a"}


@dataclass(frozen=True, slots=True)
class WordNet:
    """What the derivation reads: noun synsets by offset, noun senses and how often each sense was tagged."""

    words: Mapping[str, list[str]]
    parents: Mapping[str, list[str]]
    files: Mapping[str, str]
    senses: Mapping[str, list[str]]
    """The noun senses of every lemma, most frequent first."""
    counts: Mapping[tuple[str, str], Counter[int]]
    """By lemma and part of speech: tagged occurrences by sense number."""
    vocabulary: frozenset[str]
    adjectives: frozenset[str]
    verbs: frozenset[str]

    def tagged(self, lemma: str, parts_of_speech: str) -> int:
        """How often the lemma was tagged as any of these parts of speech."""
        known = ((lemma, pos) for pos in parts_of_speech)
        return sum(self.counts[key].total() for key in known if key in self.counts)


def read(folder: Path) -> WordNet:
    """WordNet's database files in `folder`: data.noun, the indexes, cntlist.rev."""
    words: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    files: dict[str, str] = {}
    for line in _data_lines(folder / "data.noun"):
        parts = line.split("|")[0].split()
        count = int(parts[3], 16)
        pointers = parts[4 + 2 * count + 1 :]
        words[parts[0]] = [word.replace("_", " ") for word in parts[4 : 4 + 2 * count : 2]]
        parents[parts[0]] = [pointers[i + 1] for i in range(0, len(pointers) - 3, 4) if pointers[i] == "@"]
        files[parts[0]] = parts[1]
    counts = _counts(folder)
    indexes = {pos: list(_data_lines(folder / f"index.{pos}")) for pos in ("noun", "verb", "adj", "adv")}
    lemmas = {pos: frozenset(line.split()[0] for line in lines) for pos, lines in indexes.items()}
    return WordNet(
        words,
        parents,
        files,
        dict(map(_senses, indexes["noun"])),
        counts,
        frozenset().union(*lemmas.values()),
        lemmas["adj"],
        frozenset(word for word in lemmas["verb"] if sum(counts[word, "v"].values())),
    )


def _senses(line: str) -> tuple[str, list[str]]:
    parts = line.split()
    return parts[0].replace("_", " "), parts[-int(parts[2]) :]


def _counts(folder: Path) -> Mapping[tuple[str, str], Counter[int]]:
    counts: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for line in _data_lines(folder / "cntlist.rev"):
        key, sense, count = line.split()
        lemma, _, rest = key.partition("%")
        counts[lemma.replace("_", " "), POS[int(rest[0])]][int(sense)] += int(count)
    return counts


def derive(wordnet: WordNet) -> dict[str, set[str]]:
    """The lemmas of each class: those whose senses mainly name a thing that can be filmed, or a person.

    `decoy`: plain words that end like an artefact and are none ("husband"), so that a coined compound
    ("holoband") can be told from a word of the language. `quality`: adjectives that are no nouns as often;
    what ends in -ed or -ly shows it by itself. `same`: names of one kind of thing. `verb`: nouns whose plural
    may be a verb ("rings").
    """
    table: dict[str, set[str]] = {kind: set() for kind in (*THINGS, "person", "decoy")}
    for lemma, offsets in wordnet.senses.items():
        if kind := _class(wordnet, lemma, offsets):
            table[kind].add(lemma)
    known = set().union(*(table[kind] for kind in (*THINGS, "person")))
    table["decoy"] = set(_decoys(wordnet, known))
    table["same"] = set(_same(wordnet, table))
    table["quality"] = set(_qualities(wordnet))
    table["verb"] = {
        word for word in wordnet.verbs if word in wordnet.senses and re.fullmatch("[a-z]{3,}", word)
    }
    return table


def _class(wordnet: WordNet, lemma: str, offsets: list[str]) -> str:
    """The class that most of a lemma's noun senses belong to, weighted by how often they were tagged."""
    tagged = wordnet.counts.get((lemma, "n"), Counter())
    kinds: dict[str, float] = defaultdict(float)
    spelled: dict[str, list[str]] = defaultdict(list)
    for number, offset in enumerate(offsets, 1):
        sense = _kind(wordnet, offset)
        kinds[sense] += tagged[number] + 1 / number
        spelled[sense] += wordnet.words[offset]
    kind = _main(kinds, wordnet.tagged(lemma, "var"))
    named = wordnet.words[offsets[0]] if kind == "person" else spelled[kind]
    return kind if _usable(lemma, kind, named) else ""


def _main(kinds: Mapping[str, float], rivals: int) -> str:
    """The class with a main share of the weight; `rivals` is the weight of the other parts of speech."""
    total, things = sum(kinds.values()), sum(kinds[kind] for kind in THINGS)
    if things >= MAIN_SHARE * (total + rivals):
        return max(THINGS, key=lambda kind: kinds[kind])
    return "person" if kinds["person"] >= MAIN_SHARE * (total + rivals) else ""


def _usable(lemma: str, kind: str, spelled: list[str]) -> bool:
    """Plain words, one for persons and food; in capitals only makes of things: "Uzi", not "Eiffel Tower"."""
    compound = " " in lemma
    if not re.fullmatch(r"[a-z]{2,}(?:[ -][a-z]+){0,2}", lemma) or (compound and kind in ("person", "food")):
        return False
    capital = not compound and kind in ("object", "vehicle")
    made = {word.lower() for word in spelled if capital and word[1:].islower()}
    return lemma in spelled or lemma in made


def _kind(wordnet: WordNet, offset: str) -> str:
    """The class of one sense: by its lexicographer file, then by the first root on the way up."""
    file = wordnet.files[offset]
    if not wordnet.parents[offset]:
        return ""
    if file == PERSON_FILE:
        return "person"
    if file == FOOD_FILE:
        return "food"
    if file in HELD_FILES:
        return "object" if any(root in HELD_ROOTS for root in _way_up(wordnet, offset)) else ""
    if file != ARTEFACT_FILE:
        return ""
    kinds = {root: kind for kind, roots in ROOTS.items() for root in roots}
    return next((kinds[root] for root in _way_up(wordnet, offset) if root in kinds), "object")


def _way_up(wordnet: WordNet, offset: str) -> Iterator[str]:
    """The first two names of a synset and of all above it, the nearest first."""
    queue = [offset]
    while queue:
        current = queue.pop(0)
        yield from wordnet.words[current][:2]
        queue += wordnet.parents[current]


def _decoys(wordnet: WordNet, known: set[str]) -> Iterator[str]:
    for word in wordnet.vocabulary - known:
        if re.fullmatch("[a-z]{6,}", word) and word.endswith(COINED_ENDINGS):
            yield word


def _same(wordnet: WordNet, table: Mapping[str, set[str]]) -> Iterator[str]:
    """Words whose main sense is the same thing, by `=`: "airship=dirigible"."""
    by_sense: dict[str, list[str]] = defaultdict(list)
    for kind in ("object", "vehicle"):
        for lemma in filter(str.isalpha, table[kind]):
            by_sense[wordnet.senses[lemma][0]].append(lemma)
    return ("=".join(sorted(lemmas)) for lemmas in by_sense.values() if len(lemmas) > 1)


def _qualities(wordnet: WordNet) -> Iterator[str]:
    for word in wordnet.adjectives:
        adjective, noun = wordnet.tagged(word, "a"), wordnet.tagged(word, "n")
        more = adjective > noun or (word.endswith("ing") and adjective == noun)
        if more and re.fullmatch("[a-z]{2,}(?<!ed)(?<!ly)", word):
            yield word


def _data_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="latin-1") as lines:
        yield from (line.rstrip() for line in lines if not line.startswith("  "))


def main() -> None:
    """Write the table: one line a class, `class: lemma,lemma,...`, sorted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordnet", type=Path, help="folder with data.noun, index.*, cntlist.rev")
    table = derive(read(parser.parse_args().wordnet))
    lines = [f"{kind}: {','.join(sorted(lemmas))}\n" for kind, lemmas in table.items()]
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
