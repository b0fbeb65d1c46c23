"""The filter language of the review: what is typed, and the rows that it means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import (
    Conflict,
    ConflictDecision,
    ConflictSide,
    Difference,
    Draft,
    DraftId,
    Mention,
    ReviewRow,
    RowChange,
    RowState,
    Trait,
)
from tests.tui.engine import CHARACTER, LOCATION, PROP
from tests.tui.reviews import review_of, suggested
from tui.screens.review_filter import FILTER_HELP, likely_doubles, parse_filter


def at(scene: int | None, page: int, text: str) -> Mention:
    return Mention(page * 50, scene, page, text)


COAT = Conflict(
    "clothing",
    ConflictSide("a blue coat", at(1, 1, "IDA in a blue coat.")),
    ConflictSide("a torn jacket", at(9, 40, "Her jacket is torn.")),
)
DECIDED_COAT = replace(COAT, decision=ConflictDecision.LATER)

IDA = ReviewRow(
    DraftId(1),
    Draft(
        "IDA MARSH",
        CHARACTER,
        aliases=("Old Ida", "The Keeper"),
        visual_summary="A weathered woman,\ngrey braid.",
        traits=(Trait("physical_features", "broad hands", (50,)), Trait("demeanor", "wary", inferred=True)),
        conflicts=(COAT,),
        confidence_score=0.94,
        mentions=(COAT.earlier.mention, at(2, 2, "She wades — slowly."), COAT.later.mention),
    ),
    RowState.OPEN,
    description="A weathered woman, grey braid. She wears a torn jacket.",
    difference=Difference(RowChange.CHANGED, 1),
)
RENE = ReviewRow(
    DraftId(2),
    Draft(
        "RENÉE O’BRIEN",
        CHARACTER,
        visual_summary="A “small” man.",
        conflicts=(DECIDED_COAT,),
        confidence_score=0.57,
        mentions=(at(12, 31, "RENÉE waits INT: of the car."),),
        variant_of="IDA MARSH",
    ),
    RowState.APPROVED,
    difference=Difference(RowChange.SAME, 1),
)
STATION = ReviewRow(
    DraftId(3),
    Draft("TIDE STATION", LOCATION, confidence_score=0.9, mentions=(at(None, 1, "A pump house."),)),
    RowState.COMMITTED,
)
SILENCE = ReviewRow(
    DraftId(4),
    Draft(
        "THE SILENCE",
        PROP,
        is_high_priority=False,
        priority_reason="an abstraction: nothing to draw",
        confidence_score=0.2,
    ),
    RowState.DISCARDED,
    difference=Difference(RowChange.NEW, 1),
)
LAMP = ReviewRow(
    DraftId(5), Draft("LAMP", PROP, visual_summary="A storm lamp.", manual_add=True), RowState.OPEN
)
THIRD = replace(LAMP, id=DraftId(6), draft=replace(LAMP.draft, mentions=(at(3, 3, "The lamp."),)))
ROWS = (IDA, RENE, STATION, SILENCE, LAMP)
NAMES = {IDA: "ida", RENE: "rene", STATION: "station", SILENCE: "silence", LAMP: "lamp"}


def found(text: str, doubles: frozenset[DraftId] = frozenset()) -> str:
    wanted = parse_filter(text, doubles)
    assert wanted.problems == ()
    return " ".join(NAMES[row] for row in ROWS if wanted.fits(row))


ALL = "ida rene station silence lamp"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ALL),
        ("   ", ALL),
        ("marsh", "ida"),
        ("MARSH Ida", "ida"),
        ("ida lamp", ""),
        ("keeper", "ida"),
        ("jacket", "ida"),
        ("storm", "lamp"),
        ("broad", "ida"),
        ("abstraction", "silence"),
        ('"torn jacket"', "ida"),
        ('"jacket torn"', ""),
        ('"woman, grey"', "ida"),
        ('"marsh old"', ""),
        ('"torn jack', "ida"),
        ("renee o'brien", "rene"),
        ("o’brien", "rene"),
        ("-ida", "rene station silence lamp"),
        ("!ida -lamp", "rene station silence"),
        ('-"torn jacket" type:char', "rene"),
    ],
)
def test_words_are_looked_for_in_what_a_row_says(text: str, expected: str) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type:prop", "silence lamp"),
        ("type:char", "ida rene"),
        ("TYPE:Characters", "ida rene"),
        ("type:loc", "station"),
        ("type:place", "station"),
        ("type:prop,location", "station silence lamp"),
        ("-type:prop", "ida rene station"),
        ("state:open", "ida lamp"),
        ("state:approved,committed", "rene station"),
        ("state:disc", "silence"),
        ("state:merged", ""),
        ("prio:low", "silence"),
        ("priority:high", "ida rene station lamp"),
        ("conflict:yes", "ida rene"),
        ("conflict:no", "station silence lamp"),
        ("conflict:open", "ida"),
        ("conflict:decided", "rene"),
        ("manual:yes", "lamp"),
        ("manual:no -type:prop", "ida rene station"),
        ("inferred:yes", "ida"),
        ("summary:no", "station silence"),
        ("summary:yes", "ida rene lamp"),
        ("variant:yes", "rene"),
        ("change:new", "silence"),
        ("change:changed", "ida"),
        ("change:same", "rene"),
        ("change:gone", ""),
        ("-change:new,changed,gone,same", "station lamp"),
    ],
)
def test_properties_are_asked_by_a_word(text: str, expected: str) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conf<0.5", "silence"),
        ("conf<50%", "silence"),
        ("conf<.5", "silence"),
        ("conf<0,5", "silence"),
        ("conf>=90%", "ida station"),
        ("conf>90%", "ida"),
        ("conf>=57", "ida rene station"),
        ("conf<=0.57", "rene silence"),
        ("conf:0.9", "station"),
        ("conf=94%", "ida"),
        ("conf:50-95", "ida rene station"),
        ("conf>0.1 conf<0.6", "rene silence"),
        ("mentions>2", "ida"),
        ("mentions:1", "rene station"),
        ("mentions:0", "silence lamp"),
        ("page:30-40", "ida rene"),
        ("page:1", "ida station"),
        ("page:2,31", "ida rene"),
        ("page>=32", "ida"),
        ("page:35-", "ida"),
        ("page:33-39", ""),
        ("scene:12", "rene"),
        ("scene:1-9", "ida"),
    ],
)
def test_numbers_are_compared(text: str, expected: str) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name:ida", "ida"),
        ("name:station,lamp", "station lamp"),
        ("name:keeper", ""),
        ("alias:keeper", "ida"),
        ("alias:marsh", ""),
        ('alias:"old ida"', "ida"),
        ('name:"ida marsh",lamp', "ida lamp"),
        ("trait:wary", "ida"),
        ("trait:braid", ""),
        ("line:wades", "ida"),
        ('line:"pump house"', "station"),
        ("-line:a", "silence lamp"),
        ("braid line:jacket", "ida"),
    ],
)
def test_one_part_of_what_a_row_says_is_asked_by_its_name(text: str, expected: str) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", ["INT:", "and:or", "type<prop", "name>ida", "12:30", ":x", "<3"])
def test_what_is_no_predicate_is_plain_text(text: str) -> None:
    wanted = parse_filter(text)
    said = replace(LAMP, draft=replace(LAMP.draft, visual_summary=f"It says {text} on it."))
    assert wanted.fits(said)
    assert not wanted.fits(LAMP)


def test_a_question_that_nobody_knows_is_said_to_be_a_word() -> None:
    assert parse_filter("garbage:foo").problems == (
        "“garbage:” asks for nothing known: looked for as a word.",
    )
    assert parse_filter("12:30").problems == ()


@pytest.mark.parametrize("text", ['"type:prop"', '"conf<0.5"'])
def test_a_predicate_in_quotes_is_plain_text(text: str) -> None:
    assert found(text) == ""


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("type", ":prop,location"),
        ("conf", "<0.5"),
        ("conf", ">=80%"),
        ("conf", ":0.9"),
        ("-conflict", ":yes"),
        ("page", ":1-40"),
        ("page", ":31-40"),
        ("name", ':"ida marsh"'),
    ],
)
def test_from_its_sign_on_a_predicate_never_empties_the_table(name: str, rest: str) -> None:
    for end in range(1, len(rest) + 1):
        wanted = parse_filter(name + rest[:end])
        assert wanted.problems == ()
        assert any(map(wanted.fits, (*ROWS, THIRD))), rest[:end]


@pytest.mark.parametrize(
    "text",
    [
        "type:",
        "conf<",
        "conf>=",
        "conf:",
        "conf<0",
        "conf<0.",
        "page:",
        "name:",
        'name:"',
        "-",
        "!",
        "type:,",
    ],
)
def test_half_typed_terms_count_as_not_there(text: str) -> None:
    assert parse_filter(text).empty
    assert found(text) == ALL
    assert found(f"marsh {text}") == "ida"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("type:cat", "“type:cat” is none of: characters, locations, props, places."),
        ("conflict:maybe", "“conflict:maybe” is none of: yes, no, open, decided."),
        ("conf<abc", "“conf<abc” needs a number: conf<0.5."),
        ("mentions>many", "“mentions>many” needs a number: mentions>3."),
        ("page:one-2", "“page:one-2” needs a number: page:30-40."),
        ("page:1e3", "“page:1e3” needs a number: page:30-40."),
        ("conf<nan", "“conf<nan” needs a number: conf<0.5."),
        ("-type:cat", "“type:cat” is none of: characters, locations, props, places."),
    ],
)
def test_what_can_not_be_meant_is_said_and_left_out(text: str, problem: str) -> None:
    wanted = parse_filter(text)
    assert wanted.problems == (problem,)
    assert wanted.empty
    assert all(map(wanted.fits, ROWS))


def test_of_several_values_the_right_ones_hold() -> None:
    wanted = parse_filter("type:prop,cat")
    assert wanted.problems == ("“type:cat” is none of: characters, locations, props, places.",)
    assert [row for row in ROWS if wanted.fits(row)] == [SILENCE, LAMP]


def test_a_problem_does_not_repeat_a_whole_book() -> None:
    assert len(parse_filter("type:" + "x" * 5000).problems[0]) < 120


def test_likely_doubles_are_those_of_the_review_that_are_not_put_off() -> None:
    review = review_of(ROWS, suggestions=(suggested(1, 2), suggested(3, 4, put_off=True)))
    doubles = likely_doubles(review)
    assert found("double:yes", doubles) == "ida rene"
    assert found("double:no", doubles) == "station silence lamp"


def test_a_row_that_changed_is_read_again() -> None:
    wanted = parse_filter("storm")
    assert wanted.fits(LAMP)
    assert not wanted.fits(replace(LAMP, draft=replace(LAMP.draft, visual_summary="A torch.")))
    assert wanted.fits(LAMP)


@pytest.mark.parametrize(("example", "meaning"), FILTER_HELP)
def test_every_example_of_the_help_is_understood(example: str, meaning: str) -> None:
    wanted = parse_filter(example)
    assert meaning
    assert wanted.problems == ()
    assert not wanted.empty


@given(st.text(alphabet=st.sampled_from('ab:<>=-!",.%0159 \n“’é') | st.characters(), max_size=60))
def test_whatever_is_typed_is_a_filter_and_its_negation_is_the_rest(text: str) -> None:
    wanted = parse_filter(text)
    assert all(isinstance(wanted.fits(row), bool) for row in ROWS)
    for word in text.replace('"', "").split():
        plain, negated = parse_filter(word), parse_filter(f"-{word}")
        if len(plain.tests) == 1 and word[0] not in "-!–—":
            assert [plain.fits(row) for row in ROWS] == [not negated.fits(row) for row in ROWS]
