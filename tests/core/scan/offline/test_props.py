"""The rules of props on small scripts: what is a prop, what it is called, where it is, and why it counts."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from core.events import ScanFinished
from core.models import AssetType, Draft, Tag
from core.scan.offline.naming import NameIndex
from core.scan.offline.props import find_things
from core.scan.offline.source import Source
from core.scan.offline.thing_pairs import suggest_things
from core.screenplay.reader import parse_script
from tests.core.scan.offline.conftest import names, scan_events, scan_text

PROPS = AssetType.PROP
TALK = ("ADA\nHello.", "BEN\nHello.")


def script(*blocks: str, heading: str = "INT. BANK - DAY") -> str:
    """A Fountain text of one scene with these blocks, in which Ada and Ben speak."""
    return "\n\n".join((heading, *TALK, *blocks)) + "\n"


def props(*blocks: str) -> list[str]:
    """The names of the props of a script with these blocks of action."""
    return names(scan_text(script(*blocks)), PROPS)


def prop(*blocks: str) -> Draft:
    """The one prop of a script with these blocks of action."""
    (found,) = [draft for draft in scan_text(script(*blocks)) if draft.type is PROPS]
    return found


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("blocks", "name"),
    [
        (("Ada takes the ROCK HAMMER.", "She lifts the hammer.", "She drops the hammer."), "ROCK HAMMER"),
        (("Ada takes a rock-hammer.", "She hides the rock-hammer."), "ROCK-HAMMER"),
        (("Ada grabs a brown envelope.", "She opens the brown envelope."), "BROWN ENVELOPE"),
        (("Ada takes Ben's ledger.", "She opens Ben's ledger."), "BEN'S LEDGER"),
        (("Ada lifts a tin box.", "She opens the tin box.", "She drops the box."), "TIN BOX"),
        (("Ada puts on the DIVING HELMET.", "She takes off the helmet."), "DIVING HELMET"),
        (("Ada takes the old HOLOBAND.", "She drops the holoband."), "HOLOBAND"),
    ],
)
def test_a_thing_goes_by_its_compound_or_its_owner(blocks: tuple[str, ...], name: str) -> None:
    assert prop(*blocks).suggested_name == name


def test_the_noun_alone_is_another_name_of_the_one_thing_of_its_kind() -> None:
    draft = prop("Ada takes the ROCK HAMMER.", "She lifts the hammer.", "She drops the hammer.")
    assert "HAMMER" in draft.aliases
    assert [mention.text[slice(*mention.columns[0])] for mention in draft.mentions] == [
        "ROCK HAMMER",
        "hammer",
        "hammer",
    ]


@pytest.mark.parametrize("state", ["ringing", "broken", "overturned", "next"])
def test_a_state_that_passes_is_no_part_of_a_name(state: str) -> None:
    found = props(f"Ada lifts the {state} lantern.", f"Ada drops the {state} lantern.", "Ben takes it.")
    assert found == ["LANTERN"]


def test_things_of_two_owners_are_two() -> None:
    found = props(
        "Ada's gun is black. Ada raises Ada's gun.",
        "Ben's gun is long. Ben aims Ben's gun.",
        "Ada drops Ada's gun. Ben drops Ben's gun.",
    )
    assert set(found) == {"ADA'S GUN", "BEN'S GUN"}


def test_her_gun_is_the_gun_of_the_woman_named_before() -> None:
    assert (
        prop("Ada raises her gun.", "Ada loads her gun.", "Ada drops the gun.").suggested_name == "ADA'S GUN"
    )


def test_a_picture_is_called_by_whom_it_shows() -> None:
    draft = prop("Ada takes a photo of Ben.", "Ada tears the photo of Ben.")
    assert draft.suggested_name == "BEN'S PHOTO"
    assert "PHOTO OF BEN" in draft.aliases


def test_a_look_in_front_of_the_noun_is_no_part_of_its_name() -> None:
    draft = prop("Ada takes the STRANGE MEDALLION, round and heavy.", "She drops the medallion.")
    assert draft.suggested_name == "MEDALLION"


def test_a_thing_of_another_material_is_no_reason_for_two() -> None:
    assert props("Ada lifts a tin box.", "She opens the tin box.", "She drops the tin box.") == ["TIN BOX"]


def test_kinds_of_one_noun_are_things_apart_and_neither_goes_by_the_noun_alone() -> None:
    found = scan_text(
        script(
            "Ada takes the ROOM KEY. She lifts the ROOM KEY.",
            "Ben grabs the CAR KEY. He drops the CAR KEY.",
        )
    )
    drafts = {draft.suggested_name: draft for draft in found if draft.type is PROPS}
    assert set(drafts) == {"ROOM KEY", "CAR KEY"}
    assert all("KEY" not in draft.aliases for draft in drafts.values())


def test_colours_tell_things_apart_where_there_are_several() -> None:
    found = props(
        "Ada grabs the RED FOLDER. Ada opens the red folder.",
        "Ben grabs the BLUE FOLDER. Ben hides the blue folder.",
    )
    assert set(found) == {"RED FOLDER", "BLUE FOLDER"}


def test_a_colour_that_is_not_next_to_the_noun_is_still_its_name() -> None:
    found = props(
        "Ada grabs the red leather FOLDER. Ada opens the red, dented folder. Ada hides the red folder.",
        "Ben grabs the blue old FOLDER. Ben hides the blue old folder.",
    )
    assert set(found) == {"RED FOLDER", "BLUE FOLDER"}


def test_the_noun_alone_much_later_is_not_the_kind_named_long_before() -> None:
    scenes = [f"INT. ROOM {number} - DAY\n\nAda waits." for number in range(20)]
    early = script("Ada rides the PRISON BUS, grey and rusty. She drives the prison bus.")
    late = "INT. STREET - DAY\n\nBen drives the bus. He enters the bus. He parks the bus."
    text = "\n\n".join((early, *scenes, late, "INT. END - DAY\n\nAda drives the school bus.")) + "\n"
    drafts = {draft.suggested_name: draft for draft in scan_text(text) if draft.type is PROPS}
    assert "BUS" not in drafts["PRISON BUS"].aliases
    assert len(drafts["PRISON BUS"].mentions) == 1


def test_a_look_that_is_said_once_is_no_other_name() -> None:
    draft = prop("Ada takes the lantern.", "Ada drops the broken lantern.", "Ben lifts the lantern.")
    assert draft.aliases == ()


@pytest.mark.parametrize(
    "block",
    [
        "Ada boards the Ember Star, a huge, shell-like ship with four engines.",
        "Ada sails a boat called Ember Star.",
        "Ada steers the boat, “Ember Star”.",
    ],
)
def test_a_ship_goes_by_its_name(block: str) -> None:
    found = props(block, "The Ember Star drifts. The Ember Star turns.", "Ben sees the Ember Star.")
    assert "EMBER STAR" in found


def test_a_person_with_a_trade_is_no_ship() -> None:
    assert "BEN" not in props("Ben, a big ship of a man, waits.", "Ben waits.", "Ada hugs Ben. Ben laughs.")


def test_a_toy_is_of_any_creature() -> None:
    assert props("Ada clutches a PLUSH PHOENIX.", "She drops the plush phoenix.") == ["PLUSH PHOENIX"]


# --- what is a prop ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "block",
    [
        "The phone rings. The phone rings. Ada sees that the phone rings.",
        "Ada hears a phone ring. A cell-phone ring. Ben hears a phone ring.",
        "Ada watches. Ben watches. Ada still watches, and Ben watches Ada.",
        "WE PAN over the room. SLOW PAN to Ada. PAN to Ben.",
        "Ada raises her arms. Ada raises her arms. Ben takes her hand and lifts the arms.",
        "Ada opens the exit. Ben takes the exit. Ada takes the exit.",
        "Ada can swim. She can run. Ben can hold his own.",
        "Her eyes dart. His eyes dart about. Ada's eyes dart.",
        "Ada takes a moment. Ben takes a moment. Ada takes a breath.",
        "Ben waves the COAT DOG. Ben hides the COAT DOG.",
        "The CAMERA ROCKETS in on Ada. CAMERA ROCKETS past Ben. Ada takes cover.",
        "A coat rack. Ada passes the coat rack. Ben kicks the coat rack wall.",
    ],
)
def test_verbs_bodies_shots_and_parts_are_no_props(block: str) -> None:
    noise = {"PHONE RINGS", "RINGS", "RING", "WATCH", "WATCHES", "PAN", "SLOW PAN", "ARMS", "ARM", "HAND"}
    noise |= {"PHONE RING", "CELL-PHONE RING", "EXIT", "CAN", "STILL", "DART", "MOMENT", "BREATH", "COAT"}
    noise |= {"CAMERA ROCKETS", "ROCKETS", "ROCKET"}
    assert not noise & set(props(block))


def test_a_name_that_lost_its_apostrophe_is_no_garment() -> None:
    deeds = ("Ben hides the JEANS.", "Ada burns the JEANS.", "Ben finds the JEANS.")
    assert props(*deeds) == ["JEANS"]
    assert props("JEAN\nHello.", "JEAN\nGoodbye.", *deeds) == []


def test_a_thing_named_once_in_passing_is_left_out_and_counted() -> None:
    text = script("Ada takes a pencil.", "Ada lifts the SILVER CUP. Ben grabs the silver cup. It is dented.")
    last = asyncio.run(scan_events(parse_script(text.encode(), "x.fountain")))[-1]
    assert isinstance(last, ScanFinished)
    assert names(last.result.drafts, PROPS) == ["SILVER CUP"]
    assert last.result.warnings[0].startswith("1 more objects")


def test_a_coat_that_is_only_worn_is_no_prop_and_one_that_is_handled_is() -> None:
    assert props("Ada wears a coat.", "Ben wears a coat.") == []
    assert props("Ada hides the COAT.", "Ben finds the coat.", "Ada burns the coat.") == ["COAT"]


def test_furniture_in_the_set_is_dressing() -> None:
    assert props("Ada sits in the armchair.", "Ben sits by the armchair.", "An armchair burns.") == []


@pytest.mark.parametrize("deed", ["climbs into", "drives", "jumps out of", "parks"])
def test_a_vehicle_that_somebody_uses_is_a_prop(deed: str) -> None:
    assert props(f"Ada {deed} the TRUCK.", "Ben watches the truck.") == ["TRUCK"]


# --- handling ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "handled"),
    [
        ("Ada picks up the lantern.", True),
        ("Ada slowly hands Ben the lantern.", True),
        ("Ada hits Ben with the lantern.", True),
        ("The lantern is taken.", True),
        ("Ada waits, the lantern in her hand.", True),
        ("Ada reaches for the lantern.", True),
        ("Ada turns on the lantern.", True),
        ("Ada looks at the lantern.", False),
        ("Ada takes Ben; the lantern glows.", False),
        ("Ada puts a note into the lantern.", False),
        ("His hand is near the lantern.", False),
    ],
)
def test_a_thing_is_handled_as_the_object_of_its_clause(sentence: str, handled: bool) -> None:
    draft = prop("The LANTERN stands there, green. The lantern glows.", sentence)
    assert ("handled once" in draft.priority_reason) is handled
    assert ("nobody handles it" in draft.priority_reason) is not handled


def test_the_reason_says_who_handles_it_how_often_and_where() -> None:
    text = script("Ada takes the LANTERN, old and dented.", "BEN\nThe lantern!", "Ben grabs the lantern.")
    text += "\nINT. CELLAR - NIGHT\n\nBen drops the lantern.\n"
    (draft,) = [draft for draft in scan_text(text) if draft.type is PROPS]
    assert draft.is_high_priority
    assert draft.priority_reason == (
        "Described in 1 line; handled 3 times, by BEN and ADA; seen in 2 scenes, spoken of once."
    )
    assert draft.confidence_reason.endswith("introduced in capitals, somebody handles it.")


def test_a_plot_prop_that_is_never_described_is_high_because_its_look_has_to_be_decided() -> None:
    scenes = [
        f"INT. ROOM {number} - DAY\n\nAda takes the locket.\n\nBen hides the locket.\n\nADA\nMy locket!\n"
        for number in range(4)
    ]
    (draft,) = [draft for draft in scan_text("\n".join((script(), *scenes))) if draft.type is PROPS]
    assert draft.is_high_priority
    assert "its look has to be decided" in draft.priority_reason


def test_a_small_part_without_a_look_is_low_with_the_reason() -> None:
    draft = prop("Ada takes the LOCKET.")
    assert not draft.is_high_priority
    assert draft.priority_reason.startswith("No visual description in the script; handled once, by ADA")


# --- looks, mentions, tags, pairs ----------------------------------------------------------------


def test_priority_goes_to_the_weightiest_and_never_to_most_of_a_list() -> None:
    found = scan_text(
        script(
            "Ada grabs the SILVER IDOL. Ben steals the silver idol. Ada finds the silver idol.",
            "Ada lifts the TIN LANTERN, dented and old. Ada drops the tin lantern.",
        )
    )
    high = {draft.suggested_name: draft.is_high_priority for draft in found if draft.type is PROPS}
    assert high == {"SILVER IDOL": True, "TIN LANTERN": False}


def test_looks_are_told_from_what_happens_to_somebody_else() -> None:
    draft = prop(
        "Ada takes the LOCKET, round and dented. Ben, muddy, waits.",
        "The locket. Green, crusted.",
        "Ada opens the locket with a smile.",
    )
    assert {(trait.field, trait.value) for trait in draft.traits} == {
        ("condition", "round and dented"),
        ("form", "Green"),
        ("condition", "crusted"),
    }


def test_mentions_have_their_columns_in_action_and_in_dialogue() -> None:
    draft = prop("Ada takes the brass LOCKET.", "BEN\nGive me that locket, or the lockets!")
    found = {
        mention.text: [mention.text[slice(*one)] for one in mention.columns] for mention in draft.mentions
    }
    assert found == {
        "Ada takes the brass LOCKET.": ["brass LOCKET"],
        "Give me that locket, or the lockets!": ["locket", "lockets"],
    }


def test_a_verb_in_dialogue_is_no_mention_of_the_thing() -> None:
    draft = prop("Ada takes the WATCH. She winds the watch.", "BEN\nWatch out!", "BEN\nNice, your old watch.")
    assert [mention.text for mention in draft.mentions][-1] == "Nice, your old watch."
    assert "Watch out!" not in [mention.text for mention in draft.mentions]


def test_what_the_file_tags_as_a_prop_is_one_with_the_reason() -> None:
    screenplay = parse_script(script("Ada sees the orrery.").encode(), "x.fountain")
    line = next(line.number for line in screenplay.lines if "orrery" in line.text)
    tags = (Tag("Orrery", "props", (line,)), Tag("Ada", "cast members", (line,)))
    last = asyncio.run(scan_events(replace(screenplay, tags=tags)))[-1]
    assert isinstance(last, ScanFinished)
    (draft,) = [draft for draft in last.result.drafts if draft.type is PROPS]
    assert draft.suggested_name == "ORRERY"
    assert draft.is_high_priority
    assert draft.priority_reason.startswith("Tagged as a prop in the file")
    assert draft.confidence_score > 0.95
    assert [(mention.line, mention.columns) for mention in draft.mentions] == [(line, ((13, 19),))]


def test_a_longer_film_lists_more_props_and_never_without_end() -> None:
    kinds = (
        "lantern",
        "ledger",
        "locket",
        "dagger",
        "helmet",
        "rifle",
        "wallet",
        "compass",
        "trumpet",
        "violin",
    )
    owners = ("north", "south", "east", "west", "royal", "river", "harbour", "castle", "garden")
    blocks = [
        f"Ada takes the {owner} {kind}. Ben drops the {owner} {kind}. Ada hides the {owner} {kind}."
        for kind in kinds
        for owner in owners
    ]
    short, long = len(props(*blocks[:30])), len(props(*blocks))
    assert short < long < len(blocks)


@pytest.mark.parametrize(
    ("blocks", "pairs"),
    [
        (("Ada boards the AIRSHIP.", "Ben boards the DIRIGIBLE."), [("AIRSHIP", "DIRIGIBLE")]),
        (("Ada boards the AIRSHIP, and it rams the DIRIGIBLE.",), []),
        (("Ada boards the AIRSHIP.", "Ben takes the TOY DIRIGIBLE."), []),
        (("Ada boards the AIRSHIP.", "Ben takes the LANTERN."), []),
    ],
)
def test_two_words_for_one_kind_of_thing_are_suggested(
    blocks: tuple[str, ...], pairs: list[tuple[str, str]]
) -> None:
    source = Source(parse_script(script(*blocks).encode(), "x.fountain"))
    things, _ = find_things(source, NameIndex({"ADA": ["ADA"], "BEN": ["BEN"]}), ["BANK"])
    suggestions = suggest_things(things)
    assert [tuple(sorted((one.first, one.second))) for one in suggestions] == pairs
    assert all("same kind of thing, and both are in one scene" in one.reason for one in suggestions)
    assert all(len(one.lines) == 2 for one in suggestions)


@pytest.mark.parametrize(
    "text", ["the rope of ", "a red, ", "Ada's ", "brass key ", "RING RINGS ", "with the key-"]
)
async def test_an_endless_row_of_things_ends(text: str) -> None:
    screenplay = parse_script(script(text * 4_000).encode(), "x.fountain")
    assert isinstance((await scan_events(screenplay))[-1], ScanFinished)
