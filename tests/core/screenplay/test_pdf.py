"""PDF files, real ones made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from core.errors import UnreadableScript
from core.models import LineKind
from core.screenplay import parse_script, read_script
from core.screenplay.pdf import extract_rows, extract_rows_here
from tests.core.screenplay.helpers import elements, shared
from tests.core.screenplay.pages import Set, as_set, drifting, two_columns


def pdf(draw: Callable[[Any], None], **options: Any) -> bytes:
    """A PDF of what `draw` puts on reportlab's canvas."""
    from reportlab.lib.pagesizes import letter
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=letter, invariant=1, **options)
    canvas.setFont("Courier", 12)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def scene(canvas: Any) -> None:
    """A scene with all its columns; the heading is set twice, as fake bold is."""
    for shift in (0, 0.4):
        canvas.drawString(108 + shift, 700, "INT. HOUSE - DAY")
    canvas.drawString(72, 700, "12")
    canvas.drawString(560, 700, "12")
    canvas.drawString(108, 676, "Ann waits. Her coat is blue.")
    canvas.drawString(252, 652, "ANN (V.O.)")
    canvas.drawString(209, 640, "(softly)")
    canvas.drawString(180, 628, "Put it down.")


def test_columns_doubled_glyphs_and_margin_numbers() -> None:
    screenplay = parse_script(pdf(scene), "a.pdf")
    assert [(line.kind.value, line.text) for line in screenplay.lines if line.text] == [
        ("heading", "INT. HOUSE - DAY"),
        ("action", "Ann waits. Her coat is blue."),
        ("cue", "ANN (V.O.)"),
        ("parenthetical", "(softly)"),
        ("dialogue", "Put it down."),
    ]
    assert screenplay.scenes[0].label == "12"
    assert not screenplay.pages_estimated


def test_speeches_side_by_side_are_read_one_after_the_other() -> None:
    def dual(canvas: Any) -> None:
        scene(canvas)
        for y, (left, right) in zip(
            (604, 592, 580, 568),
            (((200, "ANN"), (400, "BOB")), ((180, "(at once)"), (340, "No, and no")),
             ((124, "Yes, I said,"), (340, "again.")), ((124, "and yes."), (0, ""))),
            strict=True,
        ):  # fmt: skip
            canvas.drawString(left[0], y, left[1])
            canvas.drawString(right[0], y, right[1])
        canvas.drawString(108, 544, "Rain.")

    read = [(line.kind.value, line.text) for line in parse_script(pdf(dual), "a.pdf").lines if line.text]
    assert read[5:] == [
        ("cue", "ANN"),
        ("parenthetical", "(at once)"),
        ("dialogue", "Yes, I said,"),
        ("dialogue", "and yes."),
        ("cue", "BOB"),
        ("dialogue", "No, and no"),
        ("dialogue", "again."),
        ("action", "Rain."),
    ]


@pytest.mark.parametrize("wear", [list, two_columns, drifting], ids=lambda wear: wear.__name__)
def test_worn_pages_with_stars_headers_and_bold_set_twice(wear: Callable[[Set], Set]) -> None:
    script = wear(as_set())

    def pages(canvas: Any) -> None:
        for page, start in enumerate(range(0, len(script), 45), start=1):
            canvas.setFont("Courier", 12)
            canvas.drawString(108, 756, "THE FERRY - Blue Revision")
            canvas.drawString(530, 756, f"{page}.")
            for at, (kind, row) in enumerate(script[start : start + 45]):
                x, y = 7.2 * (len(row) - len(row.lstrip())), 720 - 12 * at
                for shift in (0, 0.5) if kind in ("heading", "cue") else (0,):
                    canvas.drawString(x + shift, y, row.lstrip())
                if kind and at % 4 == 0 and len(row) < 78:
                    canvas.drawString(590, y, "*")
            canvas.showPage()

    lines = [line for line in parse_script(pdf(pages), "a.pdf").lines if line.text]
    furniture = {line.text for line in lines if line.kind is LineKind.FURNITURE}
    assert {text.split(" - ")[0] for text in furniture} == {"THE FERRY"}
    assert [(line.kind.value, line.text) for line in lines if line.kind is not LineKind.FURNITURE] == [
        (kind, row.strip()) for kind, row in script if kind
    ]


def test_action_stays_apart_from_double_spaced_speech() -> None:
    def multi_camera(canvas: Any) -> None:
        y = 740.0
        for _ in range(3):
            canvas.drawString(108, y, "INT. A LONG BOAT HOUSE BY THE OLD FERRY PIER - DAY")
            canvas.drawString(108, y - 24, "ORSON MENDS A NET. RAIN FALLS ON THE TIN ROOF OVER HIM.")
            canvas.drawString(108, y - 36, "THE LAMP SWINGS.")
            canvas.drawString(252, y - 60, "ORSON")
            for row in range(1, 4):
                canvas.drawString(162, y - 60 - 24 * row, "Nobody comes by the road.")
            y -= 200

    screenplay = parse_script(pdf(multi_camera), "a.pdf")
    assert {scene.heading for scene in screenplay.scenes} == {
        "INT. A LONG BOAT HOUSE BY THE OLD FERRY PIER - DAY"
    }
    assert [line.kind.value for line in screenplay.lines if line.text] == [
        *("heading", "action", "action", "cue", "dialogue", "dialogue", "dialogue")
    ] * 3


def test_a_slanted_watermark_is_not_read() -> None:
    def marked(canvas: Any) -> None:
        scene(canvas)
        canvas.translate(150, 300)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(0, 0, "CONFIDENTIAL")

    assert parse_script(pdf(marked), "a.pdf") == parse_script(pdf(scene), "a.pdf")


def test_letters_of_uneven_width_stay_together() -> None:
    def uneven(canvas: Any) -> None:
        canvas.setFont("Times-Roman", 12)
        canvas.drawString(108, 700, "INT. WWII MUSEUM - DAY")
        canvas.drawString(108, 676, "Wide waves of WWWW and illicit lilies fill it.")

    screenplay = parse_script(pdf(uneven), "a.pdf")
    assert [line.text for line in screenplay.lines if line.text] == [
        "INT. WWII MUSEUM - DAY",
        "Wide waves of WWWW and illicit lilies fill it.",
    ]


def test_the_child_reads_what_the_process_itself_reads() -> None:
    data = pdf(scene)
    assert extract_rows(data, "a.pdf") == extract_rows_here(data, "a.pdf")


def test_a_password_is_named() -> None:
    with pytest.raises(UnreadableScript, match="password"):
        parse_script(pdf(scene, encrypt="secret"), "a.pdf")


def test_a_scan_is_named() -> None:
    with pytest.raises(UnreadableScript, match="scan"):
        parse_script(pdf(lambda canvas: canvas.rect(72, 72, 400, 600, fill=1)), "a.pdf")


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(range(256)) * 20])
def test_a_damaged_file_is_named(data: bytes) -> None:
    with pytest.raises(UnreadableScript, match="damaged"):
        parse_script(data, "a.pdf")


def test_a_form_that_draws_itself_ends_in_a_sentence() -> None:
    """A recursive form makes PDFium hang or abort (FACTS 5); here the child bears it."""
    stream = b"BT /F1 12 Tf 108 700 Td (INT. HOUSE) Tj ET " + b"/X Do " * 30
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources 5 0 R>>",
        b"<</Length 6>>\nstream\n/X Do \nendstream",
        b"<</XObject<</X 6 0 R>>/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>",
        b"<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources 5 0 R/Length %d>>\nstream\n%s\nendstream"
        % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, start=1))
    data = body + b"trailer<</Root 1 0 R/Size 7>>\n%%EOF"
    with pytest.raises(UnreadableScript, match=r"form\.pdf"):
        extract_rows(data, "form.pdf", time_limit_s=3)


def test_a_real_pdf_reads_as_its_fountain_edition() -> None:
    screenplay = read_script(shared("mostly-genius-obfuscated.pdf"))
    one = [text.upper() for kind, text in elements(screenplay) if kind == "heading"]
    fountain = read_script(shared("mostly-genius-obfuscated.fountain"))
    assert one == [text.upper() for kind, text in elements(fountain) if kind == "heading"]
    names = {line.text.split("(")[0].strip() for line in screenplay.lines if line.kind is LineKind.CUE}
    assert names == {line.text.split("(")[0].strip() for line in fountain.lines if line.kind is LineKind.CUE}
    assert screenplay.pages == 52


def test_letters_without_a_character_map_are_no_script() -> None:
    with pytest.raises(UnreadableScript, match="fonts hide the letters"):
        read_script(shared("aw-jp.pdf"))
