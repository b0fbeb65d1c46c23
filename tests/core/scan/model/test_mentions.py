"""Which lines name an entity, by its letters, its case and the longest name; which may be evidence for it."""

from __future__ import annotations

import pytest

from core.models import AssetType
from core.scan.model.entities import Entity
from core.scan.model.mentions import named_lines, speaking_lines
from core.scan.model.source import Source
from tests.core.scan.model.conftest import script


def entity(name: str, type_: str = "character", *aliases: str, id_: str = "e1") -> Entity:
    return Entity(id_, name, AssetType(type_), aliases, ())


def source(*action: str) -> Source:
    return Source(script("INT. BARN - NIGHT\n\n" + "\n\n".join(action) + "\n"))


def texts(entity_: Entity, script_: Source, *others: Entity) -> list[str]:
    lines = named_lines([entity_, *others], script_)[entity_.id]
    return [script_.by_number[number].text for number in sorted(lines)]


@pytest.mark.parametrize(
    ("name", "type_", "text", "is_named"),
    [
        ("HANNAH", "character", "Hannah's coat is wet.", True),
        ("HANNAH", "character", "Hannahs coat is wet.", False),
        ("WILL", "character", "He will come.", False),
        ("WILL", "character", "Then Will comes.", True),
        ("THE GUARD", "character", "He nods to the guard.", True),
        ("GUARD", "character", "They guard the door.", False),
        ("officer", "character", "An officer enters.", True),
        ("LANTERN", "prop", "He lifts the lantern.", True),
        ("SEA WALL", "location", "They walk along the sea wall.", True),
        ("BAR", "location", "He lifts the bar.", False),
        ("O'MALLEY", "character", "Cassidy O’Malley sits.", True),
        ("MAN #2", "character", "Man #2 falls.", True),
        ("ÉLOÏSE", "character", "Then Éloïse sings.", True),
    ],
)
def test_names_in_action(name: str, type_: str, text: str, is_named: bool) -> None:
    assert texts(entity(name, type_), source(text)) == ([text] if is_named else [])


def test_the_longest_name_wins() -> None:
    young, nell = entity("YOUNG NELL", id_="young"), entity("NELL", id_="nell")
    here = source("Young Nell runs.", "Nell walks.", "Nell meets Young Nell.")
    assert texts(nell, here, young) == ["Nell walks.", "Nell meets Young Nell."]
    assert texts(young, here, nell) == ["Young Nell runs.", "Nell meets Young Nell."]


def test_the_longest_name_wins_where_both_begin() -> None:
    junior, hans = entity("HANS JUNIOR", id_="junior"), entity("HANS", id_="hans")
    assert texts(hans, source("Hans Junior sits.", "Hans stands."), junior) == ["Hans stands."]


def test_cues_name_characters_and_headings_name_places() -> None:
    here = source("HANNAH (V.O.)\nIn the barn.", "HANNAH'S MOTHER\nYes.")
    assert texts(entity("HANNAH"), here) == ["HANNAH (V.O.)"]
    assert texts(entity("BARN", "location"), here) == ["INT. BARN - NIGHT"]
    assert texts(entity("BARN", "character"), here) == []


def test_a_pronoun_reaches_a_few_lines_and_never_the_next_scene() -> None:
    here = source("Hannah enters.", "She limps.", "She sits.", "She sleeps.", "Far off, a bell.")
    lines = {line.text: line.number for line in here.lines}
    named = named_lines([entity("HANNAH")], here)["e1"]
    speaking = speaking_lines(entity("HANNAH"), named, here)
    assert {lines["She limps."], lines["She sleeps."]} <= speaking
    assert lines["Far off, a bell."] not in speaking


def test_a_place_is_described_by_its_own_scenes_only() -> None:
    here = Source(script("INT. BARN - DAY\n\nHay.\n\nINT. HOUSE - DAY\n\nTiles.\n"))
    barn = entity("BARN", "location")
    speaking = speaking_lines(barn, named_lines([barn], here)["e1"], here)
    assert [here.by_number[n].text for n in sorted(speaking)] == ["INT. BARN - DAY", "Hay."]


def test_names_know_their_columns() -> None:
    here = source("Hannah meets Hannah's mother.")
    (columns,) = named_lines([entity("HANNAH")], here)["e1"].values()
    assert columns == ((0, 6), (13, 19))


def test_a_name_that_is_broken_at_a_lines_end_is_found() -> None:
    here = source("She lifts the STORM\nLANTERN high.", "BOB\nGive me the storm\nlantern.")
    named = named_lines([entity("STORM LANTERN", "prop")], here)["e1"]
    assert [here.original(n)[a:b] for n, columns in named.items() for a, b in columns] == [
        "STORM",
        "LANTERN",
        "storm",
        "lantern",
    ]


def test_a_thing_is_found_in_both_numbers() -> None:
    assert texts(entity("STORM LANTERN", "prop"), source("Two storm lanterns burn.")) == [
        "Two storm lanterns burn."
    ]
    assert texts(entity("KEYS", "prop"), source("He lifts the key.")) == ["He lifts the key."]


def test_a_set_is_found_whichever_side_its_house_stands_on() -> None:
    here = Source(script("INT. KITCHEN - MARSH HOUSE - DAY\n\nTiles.\n"))
    kitchen, house = entity("MARSH HOUSE - KITCHEN", "location"), entity("MARSH HOUSE", "location", id_="e2")
    named = named_lines([kitchen, house], here)
    assert named == {"e1": {1: ((5, 26),)}, "e2": {}}


def test_a_pronouns_reach_ends_where_another_is_named() -> None:
    here = source("Hannah enters.", "She limps.", "Bob wears a red hat.", "It is too large.")
    lines = {line.text: line.number for line in here.lines}
    hannah, bob = entity("HANNAH"), entity("BOB", id_="bob")
    named = named_lines([hannah, bob], here)
    speaking = speaking_lines(hannah, named["e1"], here, foreign=named["bob"])
    assert lines["She limps."] in speaking
    assert speaking.isdisjoint({lines["Bob wears a red hat."], lines["It is too large."]})


def test_what_stands_before_a_cue_is_about_somebody_else() -> None:
    here = source("A masked man climbs in.", "HANNAH\nWho is there?", "A door bangs.")
    named = named_lines([entity("HANNAH")], here)["e1"]
    speaking = speaking_lines(entity("HANNAH"), named, here)
    assert [here.by_number[n].text for n in sorted(speaking)] == ["HANNAH", "Who is there?"]


def test_a_cue_of_somebodys_voice_is_that_somebody() -> None:
    here = source("HANS' VOICE\nHelp.", "HANS'S MOTHER\nYes.")
    assert texts(entity("HANS"), here) == ["HANS' VOICE"]
