"""Final Draft files."""

from __future__ import annotations

import re

import pytest

from core.errors import UnreadableScript
from core.models import LineKind, Screenplay, ScriptFormat
from core.screenplay import parse_script, read_script
from tests.core.screenplay.helpers import elements, shared


def fdx(content: str, rest: str = "") -> Screenplay:
    """A Final Draft file with this content, as read."""
    xml = f"<FinalDraft Version='5'><Content>{content}</Content>{rest}</FinalDraft>"
    return parse_script(b"<?xml version='1.0' encoding='UTF-8'?>" + xml.encode(), "My Film.fdx")


def paragraph(kind: str, text: str, extra: str = "", attributes: str = "") -> str:
    """One paragraph of XML."""
    return f'<Paragraph Type="{kind}" {attributes}><Text>{text}</Text>{extra}</Paragraph>'


def printed(screenplay: Screenplay) -> list[tuple[str, str]]:
    """(kind, text) of what is not blank."""
    return [(line.kind.value, line.text) for line in screenplay.lines if line.kind is not LineKind.BLANK]


def test_elements_runs_numbers_and_cast() -> None:
    screenplay = fdx(
        paragraph("Scene Heading", "INT. HOUSE - DAY", attributes='Number="12A"')
        + '<Paragraph Type="Action"><Text>A </Text><Text Style="Bold">blue</Text><Text> coat.</Text>'
        + "</Paragraph>"
        + paragraph("Character", "ANN (O.S.)")
        + paragraph("Parenthetical", "(softly)")
        + paragraph("Dialogue", "Hi.")
        + paragraph("Transition", "CUT TO:")
        + paragraph("Cast List", "Ann, Bob"),
        "<SmartType><Characters><Character>ANN</Character><Character>BOB</Character></Characters></SmartType>",
    )
    assert printed(screenplay) == [
        ("heading", "INT. HOUSE - DAY"),
        ("action", "A blue coat."),
        ("cue", "ANN (O.S.)"),
        ("parenthetical", "(softly)"),
        ("dialogue", "Hi."),
        ("transition", "CUT TO:"),
        ("action", "Ann, Bob"),
    ]
    assert screenplay.scenes[0].label == "12A"
    assert screenplay.cast == ("ANN", "BOB")
    assert (screenplay.title, screenplay.format) == ("My Film", ScriptFormat.FDX)


def test_notes_and_summaries_inside_a_paragraph_are_not_text() -> None:
    note = "<ScriptNote><Paragraph Type='Action'><Text>secret</Text></Paragraph></ScriptNote>"
    summary = "<SceneProperties><Summary><Paragraph><Text>plot</Text></Paragraph></Summary></SceneProperties>"
    screenplay = fdx(paragraph("Scene Heading", "INT. HOUSE", summary) + paragraph("Action", "Rain.", note))
    assert printed(screenplay) == [("heading", "INT. HOUSE"), ("action", "Rain.")]


def test_dual_dialogue_is_read_left_then_right() -> None:
    dual = "".join(
        paragraph(kind, text)
        for kind, text in [
            ("Character", "ANN"),
            ("Dialogue", "Yes."),
            ("Character", "BOB"),
            ("Dialogue", "No."),
        ]
    )
    screenplay = fdx(
        paragraph("Scene Heading", "INT. HOUSE")
        + f"<Paragraph><DualDialogue>{dual}</DualDialogue></Paragraph>"
    )
    assert [text for _, text in printed(screenplay)] == ["INT. HOUSE", "ANN", "Yes.", "BOB", "No."]


def test_pages_are_the_files_own_where_it_has_them() -> None:
    def heading(place: str, page: int) -> str:
        return paragraph("Scene Heading", f"INT. {place} - DAY", f'<SceneProperties Page="{page}"/>')

    screenplay = fdx(
        heading("A", 3) + paragraph("Action", "Rain. " * 700) + heading("B", 9) + heading("C", 9)
    )
    assert [scene.page for scene in screenplay.scenes] == [3, 9, 9]
    assert not screenplay.pages_estimated
    pages = [line.page for line in screenplay.lines]
    assert pages == sorted(pages)


def test_the_scripts_own_line_spacing_counts() -> None:
    speeches = "".join(paragraph("Character", "ANN") + paragraph("Dialogue", "Yes.") for _ in range(40))
    settings = "<ElementSettings Type='Dialogue'><ParagraphSpec LeftIndent='2.25' RightIndent='6.00' {}/>"
    single = fdx(paragraph("Scene Heading", "INT. A") + speeches)
    double = fdx(
        paragraph("Scene Heading", "INT. A") + speeches,
        settings.format("Spacing='2' SpaceBefore='0'") + "</ElementSettings>",
    )
    assert (single.pages, double.pages) == (3, 4)


@pytest.mark.parametrize("number", ["nan", "inf", "-1", "wide", "1e9", ""])
def test_nonsense_in_the_settings_does_no_harm(number: str) -> None:
    names = ("LeftIndent", "RightIndent", "Spacing", "SpaceBefore")
    spec = " ".join(f"{name}='{number}'" for name in names)
    settings = f"<ElementSettings Type='Action'><ParagraphSpec {spec}/></ElementSettings>"
    assert fdx(paragraph("Scene Heading", "INT. A") + paragraph("Action", "Rain."), settings).pages == 1


def test_title_page() -> None:
    front = "".join(paragraph("Title", text) for text in (" ", "LOW TIDE", "Written by"))
    rest = f"<TitlePage><Content>{front}</Content></TitlePage>"
    screenplay = fdx(paragraph("Scene Heading", "INT. HOUSE"), rest)
    assert screenplay.title == "LOW TIDE"
    assert ("title_page", "LOW TIDE") in printed(screenplay)


TAGS = """<TagData>
<TagCategories>
<TagCategory Id="c1" Name="Props" Number="5"/><TagCategory Id="c2" Name="Vehicles"/>
</TagCategories>
<TagDefinitions>
<TagDefinition CatId="c1" Id="d1" Label="brass lamp" Number="1"/>
<TagDefinition CatId="c2" Id="d2" Label="Ferry" Number="2"/>
<TagDefinition CatId="lost" Id="d3" Label="net" Number="3"/>
</TagDefinitions>
<Tags><Tag Number="7"><DefId>d1</DefId></Tag><Tag Number="8"><DefId>d2</DefId><DefId>d3</DefId></Tag></Tags>
</TagData>"""
TAGGED = (
    '<Paragraph Type="Action"><Text>She lifts </Text><Text TagNumber="7">the lamp</Text><Text>.\n</Text>'
    '<Text TagNumber="8">The ferry</Text><Text> turns.</Text></Paragraph>'
    '<Paragraph Type="Action"><Text TagNumber="7">It</Text><Text TagNumber="99"> swings.</Text></Paragraph>'
)


def test_tags_have_their_category_and_the_lines_that_carry_them() -> None:
    screenplay = fdx(paragraph("Scene Heading", "INT. BOAT") + TAGGED, TAGS)
    texts = {line.number: line.text for line in screenplay.lines}
    found = {(tag.name, tag.category): [texts[line] for line in tag.lines] for tag in screenplay.tags}
    assert found == {
        ("brass lamp", "props"): ["She lifts the lamp.", "It swings."],
        ("Ferry", "vehicles"): ["The ferry turns."],
        ("net", ""): ["The ferry turns."],
    }


@pytest.mark.parametrize("missing", ["TagCategories", "TagDefinitions", "Tags", "TagData"])
def test_tags_with_a_piece_missing(missing: str) -> None:
    rest = re.sub(rf"<{missing}>.*</{missing}>", "", TAGS, flags=re.DOTALL)
    screenplay = fdx(paragraph("Scene Heading", "INT. BOAT") + TAGGED, rest)
    names = [tag.name for tag in screenplay.tags]
    assert names == ([] if missing in ("TagDefinitions", "TagData") else ["brass lamp", "Ferry", "net"])


def test_without_numbered_tags_a_definition_has_its_own_number() -> None:
    rest = re.sub(r"<Tags>.*</Tags>", "", TAGS, flags=re.DOTALL)
    screenplay = fdx(
        paragraph("Scene Heading", "INT. BOAT") + '<Paragraph><Text TagNumber="1">A lamp.</Text></Paragraph>',
        rest,
    )
    assert [(tag.name, len(tag.lines)) for tag in screenplay.tags] == [
        ("brass lamp", 1),
        ("Ferry", 0),
        ("net", 0),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<?xml version='1.0'?><FinalDraft><Content><Paragraph>", "damaged Final Draft"),
        (b"<?xml version='1.0'?><html><body/></html>", "no Final Draft script"),
        (b"<?xml version='1.0'?><FinalDraft><TitlePage/></FinalDraft>", "no Final Draft script"),
        (
            b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><FinalDraft><Content/></FinalDraft>",
            "definitions",
        ),
        (
            b"<?xml version='1.0' encoding='klingon'?><FinalDraft><Content/></FinalDraft>",
            "damaged Final Draft",
        ),
        (b"<?xml version='1.0'?><FinalDraft><Content/></FinalDraft>", "no screenplay"),
    ],
)
def test_what_is_no_final_draft_script(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableScript, match=words):
        parse_script(data, "broken.fdx")


def test_utf_16_xml() -> None:
    xml = "<?xml version='1.0' encoding='UTF-16'?><FinalDraft><Content>"
    xml += paragraph("Scene Heading", "INT. CAFÉ") + "</Content></FinalDraft>"
    screenplay = parse_script(xml.encode("utf-16"), "a.fdx")
    assert (screenplay.encoding, screenplay.scenes[0].heading) == ("utf-16", "INT. CAFÉ")


def test_the_content_decides_and_not_the_suffix() -> None:
    xml = f"<FinalDraft><Content>{paragraph('Scene Heading', 'INT. HOUSE')}</Content></FinalDraft>"
    assert parse_script(xml.encode(), "wrong.fountain").format is ScriptFormat.FDX


@pytest.mark.parametrize(("name", "alike"), [("gumshoe", 0.99), ("mostly-genius", 1.0)])
def test_real_scripts_read_as_their_fountain_edition(name: str, alike: float) -> None:
    one = elements(read_script(shared(f"{name}-obfuscated.fdx")))
    other = elements(read_script(shared(f"{name}-obfuscated.fountain")))
    assert [item for item in one if item[0] == "heading"] == [item for item in other if item[0] == "heading"]
    assert [item for item in one if item[0] == "cue"] == [item for item in other if item[0] == "cue"]
    assert sum(a == b for a, b in zip(one, other, strict=True)) >= alike * len(one)
