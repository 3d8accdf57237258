"""PDFs made here, read back: text, order, boxes, kinds of blocks, decisions and refusals."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pdf_paper import PERSIAN_DIGITS, Paper, saved
from PIL import Image

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge
from corpus.records import BlockKind, Page
from ingest.parsers.pdf.document import PdfParser
from ingest.parsers.pdf.render import render_page

SENTENCE = "صورت‌جلسهٔ شمارهٔ ۲۷ (مورخ ۱۴۰۳/۰۵/۱۲) دربارهٔ «اطلاعات» و LoRaWAN (نسخهٔ 3.1) است."
PARAGRAPH = (
    "شهر هوشمند پیش از آن‌که به فناوری نیاز داشته باشد، به همکاری نیاز دارد. تجربهٔ سه سال گذشته به ما آموخت که "
    "بهترین حسگرها نیز بدون آیین‌نامهٔ روشن و کارشناس دلسوز، پس از چند ماه از کار می‌افتند."
)


def edited(path: Path, edit: Callable[[pikepdf.Pdf], object]) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        edit(document)
        document.save(path)
    return path


def word_named(page: Page, text: str) -> tuple[float, float]:
    """Return the middle of a word's box in fractions of the page."""
    box = next(word.box for word in page.words if word.span.of(page.text) == text)
    assert box is not None
    return box.x + box.width / 2, box.y + box.height / 2


def test_a_sentence_comes_back_letter_by_letter(paper, read):
    paper.line_at(60, 80, SENTENCE)
    assert read(paper).pages[0].text == SENTENCE


@pytest.mark.parametrize("length", [60, 61, 62, 63, 70, 80, 90])
def test_zwnj_is_kept_wherever_it_stands_in_a_line(paper, read, length):
    paper.line_at(60, 80, PARAGRAPH[:length].strip())
    assert read(paper).pages[0].text == PARAGRAPH[:length].strip()


def test_words_cover_the_text_and_stand_from_right_to_left(paper, read):
    paper.line_at(60, 80, "اطلاعات شهر هوشمند")
    page = read(paper).pages[0]
    assert [word.span.of(page.text) for word in page.words] == ["اطلاعات", "شهر", "هوشمند"]
    middles = [word_named(page, word)[0] for word in ("اطلاعات", "شهر", "هوشمند")]
    assert middles == sorted(middles, reverse=True)
    assert all(
        0 < word.box.x < 1 and 0.08 < word.box.y + word.box.height < 0.16 for word in page.words if word.box
    )


def test_lines_of_a_paragraph_are_joined_by_a_blank(paper, read):
    paper.set_xy(60, 80)
    paper.multi_cell(300, 22, PARAGRAPH, align="R")
    parsed = read(paper)
    assert parsed.pages[0].text == PARAGRAPH
    assert [block.kind for block in parsed.blocks] == [BlockKind.PARAGRAPH]


def test_blocks_lie_in_order_and_are_parted_by_one_newline(paper, read):
    for number, text in enumerate(("چکیده", PARAGRAPH[:60], "• مورد نخست", "• مورد دوم")):
        paper.line_at(60, 80 + 50 * number, text)
    parsed = read(paper)
    page = parsed.pages[0]
    spans = [block.span for block in parsed.blocks]
    assert page.text == "\n".join(span.of(page.text) for span in spans)
    assert [block.kind for block in parsed.blocks][-2:] == [BlockKind.LIST_ITEM] * 2
    assert all(word.span.of(page.text).strip() for word in page.words)


def test_the_largest_line_is_the_title_and_numbered_larger_lines_are_headings(paper, read):
    paper.line_at(60, 60, "راهنمای نصب حسگرها", size=22)
    paper.line_at(60, 120, "۱ کلیات", size=16)
    paper.line_at(60, 160, PARAGRAPH[:70])
    paper.line_at(60, 200, "۱-۲ تعریف‌ها", size=14)
    paper.line_at(60, 240, PARAGRAPH[:70])
    kinds = [(block.kind, block.level) for block in read(paper).blocks]
    assert kinds == [
        (BlockKind.TITLE, 0), (BlockKind.HEADING, 1), (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 2), (BlockKind.PARAGRAPH, 0),
    ]  # fmt: skip


def test_a_ruled_table_is_read_row_by_row_from_the_right(paper, read):
    rows = [
        ("ردیف", "شرح", "سررسید"),
        ("۱", "تهیهٔ نقشهٔ پوشش درگاه‌ها", "۱۴۰۳/۰۵/۳۱"),
        ("۲", "بازنگری", "۱۴۰۳/۰۶/۱۵"),
    ]
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            paper.set_xy(400 - 160 * x, 100 + 30 * y)
            paper.cell(160, 30, text, border=1, align="R")
    parsed = read(paper)
    assert parsed.pages[0].text.split("\n") == ["\t".join(row) for row in rows]
    assert [block.kind for block in parsed.blocks] == [
        BlockKind.TABLE_HEADER,
        BlockKind.TABLE_ROW,
        BlockKind.TABLE_ROW,
    ]


def test_the_right_column_is_read_before_the_left_one(paper, read):
    for column, x in (("راست", 310.0), ("چپ", 50.0)):
        for number in range(9):
            paper.set_xy(x, 100 + 20 * number)
            paper.cell(235, 20, f"سطر ستون {column} که پر از واژه و متن است", align="R")
    text = read(paper).pages[0].text
    assert text.count("راست") == text.count("چپ") == 9
    assert text.rindex("راست") < text.index("چپ")


def test_headers_and_page_numbers_that_return_on_every_page_are_running(font, read):
    paper = Paper(font, header="خبرنامهٔ شهر هوشمند")
    for text in ("سرمقالهٔ این شماره", "گزارش پایش آب", "رویدادهای پیشِ رو"):
        paper.add_page()
        paper.line_at(60, 200, text)
    parsed = read(paper)
    for page in parsed.pages:
        running = [
            b.span.of(page.text) for b in parsed.blocks if b.page == page.number and b.kind is BlockKind.RUNNING
        ]
        assert sorted(running) == sorted(["خبرنامهٔ شهر هوشمند", "۰۱۲۳"[page.number]])


def test_false_bold_is_read_once(paper, read):
    for shift in (0.0, 0.2, 0.4):
        paper.line_at(60 + shift, 80, "بخشنامهٔ مهم")
    assert read(paper).pages[0].text == "بخشنامهٔ مهم"


def test_a_turned_page_has_the_same_text_and_boxes_as_it_is_shown(paper, tmp_path):
    paper.line_at(60, 80, "اطلاعات شهر هوشمند")
    path = saved(paper, tmp_path)
    upright = PdfParser().parse(path, "سند.pdf").pages[0]
    turned = (
        PdfParser()
        .parse(edited(path, lambda document: document.pages[0].rotate(90, relative=True)), "سند.pdf")
        .pages[0]
    )
    assert turned.text == upright.text
    assert (turned.width, turned.height) == (upright.height, upright.width)
    x, y = word_named(upright, "شهر")
    assert word_named(turned, "شهر") == pytest.approx((1 - y, x), abs=0.01)


def test_boxes_are_fractions_of_the_crop_box(paper, tmp_path):
    paper.line_at(60, 80, "اطلاعات شهر هوشمند")

    def crop(document: pikepdf.Pdf) -> None:
        document.pages[0].CropBox = pikepdf.Array([297.64, 420.94, 595.28, 841.89])

    path = saved(paper, tmp_path)
    x, y = word_named(PdfParser().parse(path, "سند.pdf").pages[0], "شهر")
    cropped = PdfParser().parse(edited(path, crop), "سند.pdf").pages[0]
    assert word_named(cropped, "شهر") == pytest.approx((2 * x - 1, 2 * y), abs=0.01)


def test_a_page_that_is_a_picture_goes_to_ocr(paper, read):
    picture = io.BytesIO()
    Image.new("L", (400, 600), 128).save(picture, "PNG")
    paper.image(picture, 40, 40, 500, 700)
    parsed = read(paper)
    assert [(page.needs_ocr, page.text) for page in parsed.pages] == [(True, "")]


def test_text_drawn_as_outlines_goes_to_ocr(paper, read):
    for number in range(60):
        paper.line(50 + 8 * number, 100, 54 + 8 * number, 110)
    assert read(paper).pages[0].needs_ocr


def test_a_page_with_text_and_a_logo_needs_no_ocr(paper, read):
    picture = io.BytesIO()
    Image.new("L", (50, 50), 128).save(picture, "PNG")
    paper.image(picture, 40, 40, 50, 50)
    paper.line_at(60, 200, SENTENCE)
    assert not read(paper).pages[0].needs_ocr


def test_a_text_layer_of_scrambled_letters_is_emptied_and_goes_to_ocr(paper, read):
    letters = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
    paper.set_xy(60, 80)
    paper.multi_cell(
        450, 22, PARAGRAPH.translate(str.maketrans(letters, letters[16:] + letters[:16])), align="R"
    )
    page = read(paper).pages[0]
    assert (page.needs_ocr, page.text) == (True, "")


def test_properties_come_from_the_file_with_dates_in_iso_form(paper, read):
    paper.set_title("صورت‌جلسهٔ ۲۷")
    paper.set_author("دبیرخانه")
    paper.line_at(60, 80, SENTENCE)
    properties = read(paper).properties
    assert (properties["title"], properties["author"]) == ("صورت‌جلسهٔ ۲۷", "دبیرخانه")
    assert properties["created"][4] == "-"
    assert "T" in properties["created"]


def test_a_file_with_a_password_is_refused(paper, tmp_path):
    paper.line_at(60, 80, SENTENCE)
    path = saved(paper, tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="مالک", user="رمز"))
    with pytest.raises(EncryptedFile) as refusal:
        PdfParser().parse(path, "محرمانه.pdf")
    assert refusal.value.facts == {"file": "محرمانه.pdf"}


def test_a_file_without_a_user_password_is_read(paper, tmp_path):
    paper.line_at(60, 80, SENTENCE)
    path = saved(paper, tmp_path)
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="مالک", user=""))
    assert PdfParser().parse(path, "سند.pdf").pages[0].text == SENTENCE


def test_a_truncated_file_is_damaged(paper, tmp_path):
    paper.line_at(60, 80, SENTENCE)
    path = saved(paper, tmp_path)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DamagedFile) as refusal:
        PdfParser().parse(path, "بریده.pdf")
    assert refusal.value.facts["file"] == "بریده.pdf"


def test_a_file_without_bytes_and_a_blank_paper_are_empty(paper, read, tmp_path):
    path = tmp_path / "empty.pdf"
    path.touch()
    with pytest.raises(EmptyFile):
        PdfParser().parse(path, "تهی.pdf")
    with pytest.raises(EmptyFile):
        read(paper)


def test_too_many_pages_are_refused_with_their_number(paper, read, monkeypatch):
    monkeypatch.setattr("ingest.parsers.pdf.document.MOST_PAGES", 2)
    paper.add_page()
    paper.add_page()
    with pytest.raises(FileTooLarge) as refusal:
        read(paper)
    assert refusal.value.facts == {"file": "سند.pdf", "size": 3, "limit": 2, "measure": "pages"}


def test_a_page_is_drawn_as_webp_of_the_asked_width(paper, tmp_path):
    paper.line_at(60, 80, SENTENCE)
    picture = Image.open(io.BytesIO(render_page(saved(paper, tmp_path), 1, 300)))
    assert (picture.format, picture.width) == ("WEBP", 300)
    assert picture.convert("L").getextrema()[0] < 100  # the letters are there


def test_a_page_that_is_not_there_cannot_be_drawn(paper, tmp_path):
    with pytest.raises(DamagedFile):
        render_page(saved(paper, tmp_path), 2, 300)


def test_headers_of_left_and_right_pages_are_running_and_rows_of_numbers_are_not(font, read):
    paper = Paper(font)
    for number in range(12):
        paper.add_page()
        header = "آیین‌نامهٔ مالی" if number % 2 else "بخش یکم" if number < 6 else "بخش دوم"
        paper.line_at(60, 30, header)
        paper.line_at(60, 60, f"{number + 1}۰۰ ۲۵۰ ۳۰۰".translate(PERSIAN_DIGITS))
        paper.line_at(60, 300, PARAGRAPH[number : 60 + number])
    parsed = read(paper)
    running = {
        block.span.of(parsed.pages[block.page - 1].text)
        for block in parsed.blocks
        if block.kind is BlockKind.RUNNING
    }
    assert running == {"آیین‌نامهٔ مالی"}
