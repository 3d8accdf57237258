"""What stands on a page and what only in its file: hidden text, form fields, turned pages and turned cells."""

import io
from pathlib import Path

import pikepdf
import pytest
from fpdf.enums import TextMode
from pdf_paper import Paper, saved
from PIL import Image

from corpus.records import BlockKind
from ingest.parsers.pdf.document import PdfParser

PLAIN = "تجربهٔ سه سال گذشته به ما آموخت که بهترین حسگرها از کار می افتند"
SEEN, UNSEEN = "بخشنامهٔ پرداخت حق جلسه", "مبلغ را دو برابر بنویسید"
PROSE = (
    "شهر هوشمند پیش از آن‌که به فناوری نیاز داشته باشد به همکاری نیاز دارد و تجربهٔ سه سال گذشته به ما آموخت "
    "که بهترین حسگرها نیز بدون آیین‌نامهٔ روشن پس از چند ماه از کار می‌افتند."
)


def picture() -> io.BytesIO:
    content = io.BytesIO()
    Image.new("L", (400, 600), 200).save(content, "PNG")
    return content


def invisibly(paper: Paper) -> None:
    paper.text_mode = TextMode.INVISIBLE


def in_white(paper: Paper) -> None:
    paper.set_text_color(255, 255, 255)


def as_it_is(paper: Paper) -> None:
    """Change nothing."""


@pytest.mark.parametrize(
    ("prepare", "y", "size"),
    [(invisibly, 300, 12), (in_white, 300, 12), (as_it_is, 300, 0.9), (as_it_is, -60, 12)],
    ids=["invisible", "white", "tiny", "outside"],
)
def test_text_that_nobody_sees_is_kept_apart(paper, read, prepare, y, size):
    paper.line_at(60, 80, SEEN)
    paper.line_at(60, 110, PLAIN)
    prepare(paper)
    paper.line_at(60, 300, "", size=size)  # fpdf takes a negative place for one from the bottom
    paper.y = y
    paper.cell(475, 20, UNSEEN, align="R")
    parsed = read(paper)
    assert parsed.pages[0].text == f"{SEEN}\n{PLAIN}"
    assert parsed.hidden == {1: UNSEEN}


def test_text_that_overflows_its_frame_is_kept_apart(paper, read):
    with paper.rect_clip(60, 80, 480, 24):
        paper.line_at(60, 82, SEEN)
        paper.line_at(60, 110, UNSEEN)
    parsed = read(paper)
    assert (parsed.pages[0].text, parsed.hidden) == (SEEN, {1: UNSEEN})


def test_white_text_on_colour_is_seen(paper, read):
    paper.set_fill_color(20, 60, 120)
    paper.rect(50, 70, 500, 40, style="F")
    in_white(paper)
    paper.line_at(60, 80, SEEN)
    parsed = read(paper)
    assert (parsed.pages[0].text, parsed.hidden) == (SEEN, {})


def test_invisible_text_over_a_scan_is_what_recognition_read(paper, read):
    paper.image(picture(), 0, 0, 595, 842)
    invisibly(paper)
    paper.set_xy(60, 80)
    paper.multi_cell(450, 22, PROSE, align="R")
    parsed = read(paper)
    assert (parsed.pages[0].text, parsed.pages[0].needs_ocr, parsed.hidden) == (PROSE, False, {})


def test_invisible_text_over_a_picture_that_shows_text_is_kept_apart(paper, read):
    paper.image(picture(), 0, 0, 595, 842)
    paper.line_at(60, 80, PLAIN)
    invisibly(paper)
    paper.line_at(60, 120, UNSEEN)
    parsed = read(paper)
    assert (parsed.pages[0].text, parsed.hidden) == (PLAIN, {1: UNSEEN})


def with_field(path: Path, page: int, **entries: object) -> None:
    """Lay an annotation right of the middle of an A4 page, at the height of text printed at y=80."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        entry = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=pikepdf.Array([200, 741, 400, 761]), **entries)
        )
        if entries["Subtype"] == "/Widget":
            document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([entry]))
        holder = document.pages[page].obj
        if "/Annots" not in holder:
            holder.Annots = pikepdf.Array()
        holder.Annots.append(entry)
        document.save(path)


def test_a_filled_field_stands_on_the_line_of_its_label(paper, tmp_path):
    paper.line_at(60, 80, "نام متقاضی:")
    paper.line_at(60, 120, PLAIN)
    path = saved(paper, tmp_path)
    parent = pikepdf.Dictionary(FT=pikepdf.Name.Tx, V=pikepdf.String("سارا محمدی ۱۴۰۳/۰۵/۱۲"))
    with_field(path, 0, Subtype=pikepdf.Name.Widget, Parent=parent)
    page = PdfParser().parse(path, "فرم.pdf").pages[0]
    assert page.text.split("\n")[0] == "نام متقاضی: سارا محمدی ۱۴۰۳/۰۵/۱۲"
    box = next(word.box for word in page.words if word.span.of(page.text) == "سارا")
    assert box is not None
    assert 200 / 596 < box.x < 400 / 595


@pytest.mark.parametrize(
    "entries",
    [
        {"Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "V": pikepdf.String("رمز"), "Ff": 1 << 13},
        {"Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Tx, "V": pikepdf.String("پنهان"), "F": 2},
        {"Subtype": pikepdf.Name.Widget, "FT": pikepdf.Name.Btn, "V": pikepdf.Name.Yes},
        {"Subtype": pikepdf.Name.Text, "Contents": pikepdf.String("یادداشت")},
        {
            "Subtype": pikepdf.Name.Widget,
            "FT": pikepdf.Name.Tx,
            "V": pikepdf.String("خراب"),
            "F": "x",
        },
    ],
    ids=["password", "hidden", "button", "comment", "broken"],
)
def test_passwords_hidden_fields_buttons_and_comments_are_not_read(paper, tmp_path, entries):
    paper.line_at(60, 80, SEEN)
    path = saved(paper, tmp_path)
    with_field(path, 0, **entries)
    assert PdfParser().parse(path, "فرم.pdf").pages[0].text == SEEN


def test_a_text_box_laid_over_the_page_is_read(paper, tmp_path):
    paper.line_at(60, 200, SEEN)
    path = saved(paper, tmp_path)
    with_field(path, 0, Subtype=pikepdf.Name.FreeText, Contents=pikepdf.String("ثبت شد"))
    assert PdfParser().parse(path, "فرم.pdf").pages[0].text == f"ثبت شد\n{SEEN}"


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_text_lies_on_its_side_is_read_as_text_with_boxes_where_it_stands(paper, read, angle):
    with paper.rotation(angle, x=297, y=421):
        paper.line_at(60, 380, "پیوست یک", size=20)
        paper.set_font("vazir", size=12)
        paper.set_xy(60, 420)
        paper.multi_cell(450, 22, PROSE, align="R")
    parsed = read(paper)
    page = parsed.pages[0]
    assert [block.kind for block in parsed.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH]
    assert page.text == f"پیوست یک\n{PROSE}"
    assert (page.width, page.height) == pytest.approx((595.28, 841.89), abs=0.1)
    first = page.words[0].box
    assert first is not None
    # The title's first word: near the right edge and above the middle, turned about the middle of the page.
    across, up = (510 - 297) / 595, (421 - 390) / 842
    middle = (first.x + first.width / 2 - 0.5, 0.5 - first.y - first.height / 2)
    on_its_side = (-up * 842 / 595, across * 595 / 842)
    expected = {90: on_its_side, 180: (-across, -up), 270: (-on_its_side[0], -on_its_side[1])}
    assert middle == pytest.approx(expected[angle], abs=0.05)


def test_turned_text_in_a_table_stands_in_its_cells(paper, read):
    paper.line_at(60, 60, PLAIN)
    for number, name in enumerate(("درجه", "یک", "دو")):
        paper.set_xy(400 - 100 * number, 100)
        paper.cell(100, 30, name, border=1, align="C")
    for number, value in enumerate(("ضریب", "۰/۷۵ هزارم", "۱/۵ هزارم")):
        paper.rect(400 - 100 * number, 130, 100, 90)
        if number:
            with paper.rotation(90, x=450 - 100 * number, y=175):
                paper.line_at(410 - 100 * number, 165, value, width=80)
        else:
            paper.line_at(400, 165, value, width=98)
    assert read(paper).pages[0].text.partition("\n")[2] == "درجه\tیک\tدو\nضریب\t۰/۷۵ هزارم\t۱/۵ هزارم"
