"""Each trap of SPEC 2.2 that the sample sets on purpose, through the engine's public door."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.events import EntitiesFound, ScanBegan, ScanFinished, StageStarted
from core.models import AssetType, ScanResult, ScanStage, Screenplay, Usage
from core.scan.offline import OfflineEngine
from core.scan.offline.source import MAX_MENTION_CHARS
from tests.core.scan.offline.conftest import Find, names, scan_events

GOLD = json.loads((Path(__file__).parents[3] / "bench" / "gold" / "low-water.gold.json").read_text("utf-8"))


def test_one_person_under_three_names_is_one_draft_with_the_lines_that_say_so(draft: Find) -> None:
    teague = draft("WATCHMAN")
    assert teague.suggested_name == "OFFICER TEAGUE"
    assert {"WATCHMAN", "HARBOUR OFFICER", "TEAGUE", "BRAM TEAGUE"} <= set(teague.aliases)
    assert "One person by line" in teague.priority_reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAPTAIN ROOK", "CAPTAIN IMRIE"),
        ("OLD WICK", "YOUNG WICK"),
        ("NELL HARKER", "YOUNG NELL"),
        ("NELL HARKER", "EZRA HARKER"),
        ("SLUICE KEY", "HARBOUR KEY"),
    ],
)
def test_those_who_share_a_word_stay_apart(draft: Find, one: str, other: str) -> None:
    assert draft(one) != draft(other)
    assert other not in draft(one).aliases
    assert one not in draft(other).aliases


def test_in_a_scene_of_the_child_her_name_means_the_child(draft: Find, sample: Screenplay) -> None:
    (line,) = [line.number for line in sample.lines if line.text == "Nell. Get your coat."]
    assert line in {mention.line for mention in draft("YOUNG NELL").mentions}
    assert line not in {mention.line for mention in draft("NELL HARKER").mentions}


def test_a_look_that_changes_is_a_conflict_with_both_pieces_of_evidence(draft: Find) -> None:
    (coat,) = [c for c in draft("NELL HARKER").conflicts if "blue coat" in c.earlier.value]
    assert "tattered jacket" in coat.later.value
    assert "blue coat" in coat.earlier.mention.text
    assert (coat.earlier.mention.scene, coat.later.mention.scene) == (1, 10)
    assert coat.earlier.mention.page < coat.later.mention.page
    assert coat.decision is None


def test_the_summary_takes_the_later_side_of_a_conflict(draft: Find) -> None:
    nell = draft("NELL HARKER").visual_summary
    assert "tattered jacket" in nell
    assert "blue coat" not in nell


def test_a_thing_that_is_spoilt_by_time_is_a_conflict(draft: Find) -> None:
    (conflict,) = draft("SLUICE KEY").conflicts
    assert conflict.earlier.value.startswith("polished")
    assert conflict.later.value == "crusted with barnacles"


def test_ghosts_are_no_drafts_or_low_priority(result: ScanResult) -> None:
    high = {name for d in result.drafts if d.is_high_priority for name in (d.suggested_name, *d.aliases)}
    assert not high & set(GOLD["ghosts"])


@pytest.mark.parametrize("name", ["THE ATMOSPHERE", "SILENCE", "SIREN", "THUD", "CLOSE ON", "HANDS", "PEN"])
def test_abstractions_sounds_shots_and_trifles_are_not_extracted(result: ScanResult, name: str) -> None:
    assert name not in {n for d in result.drafts for n in (d.suggested_name, *d.aliases)}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("CROWD", "A crowd"),
        ("TIDE RADIO", "A voice that is never seen"),
        ("FISHWIFE", "No visual description"),
    ],
)
def test_what_needs_no_master_picture_is_kept_with_its_reason(draft: Find, name: str, reason: str) -> None:
    assert not draft(name).is_high_priority
    assert draft(name).priority_reason.startswith(reason)


def test_a_silent_crowd_of_one_line_is_no_draft(result: ScanResult) -> None:
    assert "SCHOOLCHILDREN" not in {n for d in result.drafts for n in (d.suggested_name, *d.aliases)}


def test_a_voice_on_the_radio_belongs_to_its_person(draft: Find, sample: Screenplay) -> None:
    (line,) = [line.number for line in sample.lines if line.text.startswith("ROOK (V.O.)")]
    assert line in {mention.line for mention in draft("CAPTAIN ROOK").mentions}


def test_one_set_under_two_spellings_is_one_location(draft: Find) -> None:
    gatehouse = draft("GATEHOUSE")
    assert "GATE HOUSE" in gatehouse.aliases
    headings = [mention.text for mention in gatehouse.mentions if mention.text.startswith("INT.")]
    assert len(headings) == 3


def test_sub_places_are_sets_of_their_own(draft: Find) -> None:
    assert draft("HARBOUR OFFICE - FRONT DESK") != draft("HARBOUR OFFICE - RECORDS ROOM")
    assert draft("WHEELHOUSE").suggested_name == "TUG MERGANSER - WHEELHOUSE"


def test_key_props_are_found_and_trifles_left_out(result: ScanResult) -> None:
    found = names(result.drafts, AssetType.PROP)
    wanted = {"SLUICE KEY", "DIVING HELMET", "STORM LANTERN", "TIN BOX", "TIDE LEDGER", "PHOTOGRAPH", "BELL"}
    assert wanted <= set(found)
    assert not {"GLASS", "PEN", "SANDWICH", "PENCIL"} & set(found)
    assert "more objects are named in passing" in result.warnings[0]


def test_every_fact_cites_a_mention_that_says_it(result: ScanResult, sample: Screenplay) -> None:
    lines = {line.number: line.text for line in sample.lines}
    for draft in result.drafts:
        mentioned = {mention.line for mention in draft.mentions}
        for trait in draft.traits:
            assert trait.lines, trait
            assert set(trait.lines) <= mentioned
            assert not trait.inferred
            assert all(trait.value.casefold() in lines[line].casefold() for line in trait.lines), trait


def test_mentions_are_the_scripts_own_lines_in_order(result: ScanResult, sample: Screenplay) -> None:
    lines = {line.number: line for line in sample.lines}
    for draft in result.drafts:
        numbers = [mention.line for mention in draft.mentions]
        assert numbers == sorted(set(numbers))
        assert numbers
        for mention in draft.mentions:
            line = lines[mention.line]
            assert (mention.scene, mention.page) == (line.scene, line.page)
            assert line.text.strip().startswith(mention.text)
            assert len(mention.text) <= MAX_MENTION_CHARS


def test_summaries_are_extracts_of_three_sentences_at_most(result: ScanResult, sample: Screenplay) -> None:
    script = " ".join(line.text for line in sample.lines)
    for draft in result.drafts:
        sentences = [s for s in draft.visual_summary.split(". ") if s]
        assert all(sentence.rstrip(".") in script for sentence in sentences)
        assert draft.visual_summary.count(". ") <= 5


def test_drafts_come_characters_then_locations_then_props(result: ScanResult) -> None:
    types = [draft.type for draft in result.drafts]
    assert types == sorted(types, key=list(AssetType).index)
    assert result.drafts[0].suggested_name == "NELL HARKER"


async def test_the_scan_tells_its_stages_and_costs_nothing(sample: Screenplay) -> None:
    events = await scan_events(sample)
    assert isinstance(events[0], ScanBegan)
    assert [event.stage for event in events if isinstance(event, StageStarted)] == list(ScanStage)
    assert isinstance(events[-1], ScanFinished)
    found = [event for event in events if isinstance(event, EntitiesFound)][-1]
    assert found.characters + found.locations + found.props == len(events[-1].result.drafts)
    assert events[-1].result.usage == Usage()
    estimate = OfflineEngine().estimate(sample)
    assert estimate.usage == Usage()
    assert estimate.engine.offline
    assert estimate.script_tokens > 1000


async def test_the_same_script_gives_the_same_drafts(sample: Screenplay, result: ScanResult) -> None:
    again = (await scan_events(sample))[-1]
    assert isinstance(again, ScanFinished)
    assert again.result == result


async def test_a_merge_costs_nothing_and_keeps_every_name(draft: Find) -> None:
    merged, usage = await OfflineEngine().merge([draft("NELL HARKER"), draft("YOUNG NELL")], "NELL")
    assert usage == Usage()
    assert merged.suggested_name == "NELL"
    assert {"NELL HARKER", "YOUNG NELL"} <= set(merged.aliases)
