"""Rules of sets on small scripts: one set under all its names, and no two sets under one."""

from __future__ import annotations

import asyncio

import pytest

from core.events import ScanFinished
from core.models import AssetType, Draft, MentionKind, ScanResult, Screenplay, Tag
from core.screenplay.reader import parse_script
from tests.core.scan.offline.conftest import scan_events

ACTION = "Somebody waits."
CAST = "ADA MARSH\nWell.\n\nBEN\nWell?\n\nJOE COX\nWell."


def read(*headings: str, cast: bool = True) -> Screenplay:
    """A Fountain script of these headings; what is no heading stands as it is."""
    blocks = [block for heading in headings for block in (heading, ACTION)]
    text = "\n\n".join([*blocks, *([CAST] if cast else [])])
    return parse_script(text.encode(), "test.fountain")


def scan(screenplay: Screenplay) -> ScanResult:
    """The result of one scan."""
    last = asyncio.run(scan_events(screenplay))[-1]
    assert isinstance(last, ScanFinished)
    return last.result


def sets(*headings: str) -> dict[str, Draft]:
    """The locations of a script of these headings by suggested name."""
    drafts = scan(read(*headings)).drafts
    return {draft.suggested_name: draft for draft in drafts if draft.type is AssetType.LOCATION}


@pytest.mark.parametrize(
    "headings",
    [
        ("INT. KITCHEN - ADA'S HOUSE - DAY", "INT. ADA'S HOUSE - KITCHEN - DAY", "INT. ADA'S HOUSE, KITCHEN"),
        ("INT. ADA'S HOUSE - KITCHEN", "INT. ADA'S KITCHEN - NIGHT", "INT. ADA'S HOME - KITCHEN"),
        ("INT. ADA'S HOUSE - KITCHEN", "INT. ADA MARSH'S KITCHEN"),
        ("INT. COX HOUSE - KITCHEN", "INT. COX KITCHEN", "INT. COX'S KITCHEN"),
        ("INT. KITCHEN, OLD MILL - DAY", "INT. OLD MILL KITCHEN", "INT. KITCHEN OF THE OLD MILL"),
        ("INT. HOTEL/LOBBY", "INT. HOTEL LOBBY", "INT. HOTEL - LOBBY"),
        ("INT. BOILER ROOM", "INT. THE BOILER ROOM - LATER", "INT. BOILER ROOM (FLASHBACK)"),
        ("EXT. ONION FIELD", "EXT. ONION FIELDS - DAY"),
        ("EXT. PINE FOREST", "EXT. THROUGH THE PINE FOREST - NIGHT"),
        ("EXT. VARGAN CASTLE", "EXT. VARGAN CASLTE - NIGHT"),
        ("INT. HARBOR CENTER", "INT. HARBOUR CENTRE"),
        ("INT. CELLBLOCK FIVE", "INT. CELL BLOCK 5"),
        ("INT. ADA'S CAR - MOVING", "INT. ADA'S PARKED CAR"),
        ("EXT. ALLEY BEHIND THE TATTOO PARLOR", "EXT. TATTOO PARLOUR ALLEY"),
        ("INT. PELICAN GRILL ON MAIN STREET", "INT. PELICAN GRILL"),
        ("INT. DR. MARSH'S OFFICE", "INT. MARSH'S OFFICE"),
        ("INT. PELICAN INN ROOM 304", "INT. MOTEL ROOM 304", "INT. ROOM 304"),
        ("INT. ADA'S BUNGALOW", "EXT. BEACH", "EXT. ROAD", "EXT. PIER", "INT. BUNGALOW"),
        ("INT. BREWSTER HOTEL", "INT. BREWSTER"),
        ("INT. ADA'S TOWN CAR", "EXT. BEACH", "EXT. ROAD", "EXT. PIER", "INT. TOWN CAR"),
        ("EXT. BEN'S HOUSE", "EXT. BEN'S HOUSE - SOWETO", "INT. SOWETO MINE", "INT. SOWETO KIOSK"),
        ("INT. LEWIS STATION - BRIDGE", "INT. LEWIS STATOIN - BRIDGE", "INT. LEWIS STATIONN - BRIDGE"),
    ],
)
def test_one_set_under_many_headings(headings: tuple[str, ...]) -> None:
    found = sets(*headings)
    shared = [
        draft for draft in found.values() if sum(m.kind is MentionKind.HEADING for m in draft.mentions) > 1
    ]
    assert len(shared) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("INT. ADA'S HOUSE - KITCHEN", "INT. BEN'S HOUSE - KITCHEN"),
        ("INT. ADA'S HOUSE", "INT. ADA'S APARTMENT"),
        ("INT. PELICAN INN ROOM 21", "INT. PELICAN INN ROOM 22"),
        ("INT. OFFICE BUILDING", "INT. BUILDING - OFFICE"),
        ("EXT. RESERVOIR", "EXT. PARKING LOT OVERLOOKING RESERVOIR"),
        ("INT. MARIA'S SALON", "INT. MARIO'S SALON"),
        ("INT. DINER", "EXT. REAR OF DINER"),
        ("EXT. STREET", "EXT. MAIN STREET"),
        ("INT. AIRLOCK NO. 2", "INT. AIRLOCK NO. 3"),
        ("INT. PRISON", "EXT. PRISON RUNNING TRACK"),
        ("INT. ADA'S BATHROOM", "INT. ADA'S GUEST BATHROOM"),
        ("INT. GREAT HALL", "INT. GREAT HALL CLOSET"),
    ],
)
def test_two_sets_stay_two(first: str, second: str) -> None:
    assert len(sets(first, second)) == 2


def test_a_bare_room_belongs_to_the_house_in_play() -> None:
    found = sets(
        "EXT. ADA'S HOUSE - NIGHT",
        "INT. KITCHEN",
        "EXT. ROAD",
        "INT. BEN'S APARTMENT",
        "INT. KITCHEN - LATER",
    )
    assert {"ADA'S HOUSE - KITCHEN", "BEN'S APARTMENT - KITCHEN"} <= set(found)
    assert "KITCHEN" not in found
    assert not any("KITCHEN" in draft.aliases for draft in found.values())


def test_a_bare_room_far_from_every_house_is_suggested_and_not_joined() -> None:
    screenplay = read("INT. ADA'S HOUSE - KITCHEN", "EXT. ROAD", "EXT. BEACH", "EXT. PIER", "INT. KITCHEN")
    result = scan(screenplay)
    names = [draft.suggested_name for draft in result.drafts if draft.type is AssetType.LOCATION]
    assert {"ADA'S HOUSE - KITCHEN", "KITCHEN"} <= set(names)
    (suggestion,) = [one for one in result.suggestions if one.type is AssetType.LOCATION]
    assert (suggestion.first, suggestion.second) == ("KITCHEN", "ADA'S HOUSE - KITCHEN")
    assert suggestion.lines == (1, 17)
    kitchen = next(draft for draft in result.drafts if draft.suggested_name == "KITCHEN")
    assert "ADA'S HOUSE - KITCHEN" in kitchen.confidence_reason


def test_a_bare_car_is_the_one_car_near_by() -> None:
    assert set(sets("INT. ADA'S CAR", "EXT. ROAD", "INT. CAR")) == {"ADA'S CAR", "ROAD"}
    assert set(sets("INT. ADA'S CAR", "INT. BEN'S CAR", "INT. CAR")) == {"ADA'S CAR", "BEN'S CAR", "CAR"}


def test_a_rooftop_is_not_that_of_the_building_before_it() -> None:
    assert set(sets("EXT. COURTHOUSE", "EXT. ROOFTOP")) == {"COURTHOUSE", "ROOFTOP"}


def test_a_part_with_a_name_of_its_own_is_known_without_its_house() -> None:
    found = sets("INT. CELLBLOCK - BEN'S CELL", "EXT. ROAD", "EXT. PIER", "EXT. BEACH", "INT. BEN'S CELL")
    assert "BEN'S CELL" in found["CELLBLOCK - BEN'S CELL"].aliases


@pytest.mark.parametrize(
    "heading",
    ["INT. VARIOUS - DAY", "EXT. BLACK SCREEN", "INT. MONTAGE", "EXT. STOCK FOOTAGE", "INT. TV SCREEN"],
)
def test_ghost_places_are_no_drafts(heading: str) -> None:
    assert set(sets("INT. BANK - DAY", heading)) == {"BANK"}


def test_people_and_shots_in_a_heading_are_no_part_of_the_set() -> None:
    assert set(sets("INT. BANK - ADA MARSH - DAY", "INT. BANK (BEN)", "INT. BANK - CLOSE ON BEN")) == {"BANK"}


def test_a_heading_of_two_sets_counts_for_both_and_names_neither() -> None:
    found = sets("INT. ADA'S CAR / EXT. PIER - DAY", "EXT. STREET/BEN'S CAR - NIGHT")
    assert set(found) == {"ADA'S CAR", "PIER", "STREET", "BEN'S CAR"}
    assert not any("/" in alias for draft in found.values() for alias in draft.aliases)


def test_the_set_is_named_house_first_and_keeps_every_spelling() -> None:
    found = sets("INT. KITCHEN, ADA'S HOUSE - DAY", "INT. ADA'S KITCHEN")
    (kitchen,) = found.values()
    assert kitchen.suggested_name == "ADA'S HOUSE - KITCHEN"
    assert {"KITCHEN, ADA'S HOUSE", "ADA'S KITCHEN"} <= set(kitchen.aliases)


# --- secondary slugs ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "slug", ["THE KITCHEN", "IN THE KITCHEN --", "BACK IN THE KITCHEN", "KITCHEN - LATER"]
)
def test_a_line_in_capitals_moves_the_scene_to_another_room(slug: str) -> None:
    found = sets("INT. ADA'S HOUSE - DAY", slug)
    assert set(found) == {"ADA'S HOUSE", "ADA'S HOUSE - KITCHEN"}
    (mention,) = [m for m in found["ADA'S HOUSE - KITCHEN"].mentions if m.kind is MentionKind.HEADING]
    assert [mention.text[start:end] for start, end in mention.columns] == ["KITCHEN"]


@pytest.mark.parametrize(
    "line", ["ADA MARSH RUNS", "A KNOCK", "CLOSE ON ADA", "THE DOOR OPENS!", "LATER", "THE GUN"]
)
def test_other_lines_in_capitals_move_nothing(line: str) -> None:
    assert set(sets("INT. ADA'S HOUSE - DAY", line)) == {"ADA'S HOUSE"}


def test_what_is_seen_after_a_slug_describes_the_room_of_the_slug() -> None:
    text = (
        "INT. ADA'S HOUSE - DAY\n\nA narrow hall.\n\nTHE KITCHEN\n\nA tiled room with a low ceiling.\n\n"
        + CAST
    )
    drafts = scan(parse_script(text.encode(), "test.fountain")).drafts
    kitchen = next(draft for draft in drafts if draft.suggested_name == "ADA'S HOUSE - KITCHEN")
    assert [trait.value for trait in kitchen.traits] == ["A tiled room with a low ceiling"]


# --- mentions, weight -----------------------------------------------------------------------------


def test_mentions_have_the_columns_of_the_place() -> None:
    screenplay = read("INT. THE KITCHEN - DAY - PELICAN INN (1946)", "The inn is far.")
    (inn,) = [draft for draft in scan(screenplay).drafts if draft.type is AssetType.LOCATION]
    found = [(m.kind, [m.text[start:end] for start, end in m.columns]) for m in inn.mentions]
    assert found == [(MentionKind.HEADING, ["KITCHEN", "PELICAN INN"])]


def test_a_set_is_mentioned_in_action_and_speech_by_a_name_of_its_own() -> None:
    found = sets(
        "INT. PELICAN INN - DAY", "They leave the Pelican Inn.", "EXT. STREET", "Down the street they go."
    )
    kinds = [(m.kind, m.line) for m in found["PELICAN INN"].mentions]
    assert kinds == [(MentionKind.HEADING, 1), (MentionKind.NAME, 5)]
    assert all(m.kind is MentionKind.HEADING for m in found["STREET"].mentions)


def test_a_set_passed_through_once_without_description_is_low() -> None:
    bank = sets("EXT. BANK - DAY")["BANK"]
    assert not bank.is_high_priority
    assert "passed through once" in bank.priority_reason


def test_two_scenes_or_half_a_page_make_a_set_a_priority() -> None:
    found = sets("INT. BANK - DAY", "EXT. PIER", *["They wait."] * 8, "INT. BANK - NIGHT", "EXT. ROAD")
    assert found["BANK"].is_high_priority
    assert "a scene of half a page" in found["PIER"].priority_reason
    assert not found["ROAD"].is_high_priority


def test_a_split_screen_is_no_set() -> None:
    assert set(sets("INT. BANK - DAY", "INT. SPLIT-SCREEN")) == {"BANK"}


def test_a_set_has_the_look_that_its_heading_and_the_deeds_in_it_tell() -> None:
    found = sets("INT. SHABBY BANK - DAY", "Ben sits on the green sofa.", "EXT. ROAD")
    values = [trait.value for trait in found["SHABBY BANK"].traits]
    assert values == ["SHABBY BANK", "the green sofa"]


def test_a_room_does_not_have_the_look_of_its_house() -> None:
    found = sets("EXT. DERELICT HOUSE", "INT. DERELICT HOUSE - HALLWAY", "EXT. ROAD")
    assert [trait.value for trait in found["DERELICT HOUSE"].traits] == ["DERELICT HOUSE"]
    assert found["DERELICT HOUSE - HALLWAY"].traits == ()


def test_a_description_runs_on_until_somebody_acts() -> None:
    found = sets("EXT. ROAD", "INT. BANK - DAY", "EXT. PIER")
    assert found["BANK"].traits == ()
    text = "INT. BANK - DAY\n\nA modular galley. A bunk. A pipe.\n\nBen waits. A hatch.\n"
    (bank,) = scan(parse_script(text.encode(), "test.fountain")).drafts[-1:]
    assert "A modular galley" in [trait.value for trait in bank.traits]
    assert "A hatch" not in [trait.value for trait in bank.traits]


def test_a_set_much_played_and_never_described_is_high_for_its_look_has_to_be_decided() -> None:
    bank = sets("INT. BANK - DAY", "EXT. ROAD", "INT. BANK", "EXT. PIER", "INT. BANK - NIGHT")["BANK"]
    assert bank.is_high_priority
    assert bank.priority_reason == (
        "No visual description in the script, but 3 scenes set here: its look has to be decided."
    )


def test_confidence_tells_how_often_and_how_alike_a_set_is_named() -> None:
    found = sets("INT. BANK - DAY", "INT. BANK - NIGHT", "INT. ADA'S KITCHEN", "INT. ADA'S HOUSE - KITCHEN")
    assert found["BANK"].confidence_reason == "2 headings, one spelling."
    assert found["ADA'S HOUSE - KITCHEN"].confidence_reason == "2 headings under 2 spellings, joined."
    assert found["BANK"].confidence_score > found["ADA'S HOUSE - KITCHEN"].confidence_score


def test_a_tag_of_the_file_names_the_set_and_makes_it_surer() -> None:
    plain = read("INT. BANK - DAY")
    fields = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
    tagged = Screenplay(
        **{**fields, "tags": (Tag("First National", "locations", (1,)), Tag("Gun", "props", (1,)))}
    )
    (bank,) = [draft for draft in scan(tagged).drafts if draft.type is AssetType.LOCATION]
    assert "FIRST NATIONAL" in (bank.suggested_name, *bank.aliases)
    assert "GUN" not in bank.aliases
    assert "tags it" in bank.confidence_reason
