"""Word, PowerPoint and Excel files: all that is read of them, and what is kept apart, point by point."""

import datetime
import io
from pathlib import Path
from uuid import UUID

from docx import Document
from made_files import packed, read
from openpyxl import Workbook
from parsing_law import texts
from pptx import Presentation
from pptx.util import Emu

from corpus.records import BlockKind
from ingest.splitting import split

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {"document": "document.main", "footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}
PARTS |= {"header1": "header", "footer1": "footer"}


def word(body: str, **parts: str) -> bytes:
    """A docx of raw XML; `parts` are the insides of its other parts."""
    kinds = {name: name.rstrip("1") for name in parts}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{PARTS[name]}+xml"/>'
        for name in ("document", *parts)
    )
    links = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kinds[name]}" Target="{name}.xml"/>'
        for number, name in enumerate(parts)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    roots = {"header1": "hdr", "footer1": "ftr"}
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="d" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}'
            "</Relationships>",
            "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
            **{f"word/{name}.xml": part(roots.get(name, name), inside) for name, inside in parts.items()},
        }
    )


def part(root: str, inside: str) -> str:
    return f'<w:{root} xmlns:w="{MAIN}" xmlns:wps="x">{inside}</w:{root}>'


def par(text: str, properties: str = "", marks: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{marks}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


LONG = "این یک بند معمولی است که متن بلندتری دارد و پررنگ نیست و با نقطه تمام می‌شود."


def test_headings_by_outline_level_and_lines_that_are_all_bold(tmp_path: Path) -> None:
    body = par("مقدمه", '<w:outlineLvl w:val="0"/>') + par(LONG) + par("نتیجه", marks="<w:b/>") + par(LONG)
    parsed = read(tmp_path, word(body))[1]
    headings = [block for block in parsed.blocks if block.kind is BlockKind.HEADING]
    assert texts(parsed, BlockKind.HEADING) == ["مقدمه", "نتیجه"]
    assert [block.level for block in headings] == [1, 2]


def test_notes_boxes_controls_and_insertions_are_kept_and_deletions_dropped(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>متن</w:t><w:footnoteReference w:id='2'/></w:r>"
        "<w:r><w:endnoteReference w:id='3'/></w:r>"
        "<w:ins><w:r><w:t> افزوده</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> حذف‌شده</w:delText></w:r></w:del></w:p>"
        f"<w:sdt><w:sdtContent>{par('در کنترل محتوا')}</w:sdtContent></w:sdt>"
        f"<w:p><w:r><w:pict><wps:txbx><w:txbxContent>{par('در جعبهٔ متن')}"
        "</w:txbxContent></wps:txbx></w:pict></w:r></w:p>"
    )
    parsed = read(
        tmp_path,
        word(
            body,
            footnotes=f'<w:footnote w:id="2">{par("پانویس یک")}</w:footnote>',
            endnotes=f'<w:endnote w:id="3">{par("پی‌نوشت یک")}</w:endnote>',
        ),
    )[1]
    assert texts(parsed, BlockKind.PARAGRAPH) == ["متن افزوده", "در کنترل محتوا", "در جعبهٔ متن"]
    assert texts(parsed, BlockKind.NOTE) == ["پانویس یک", "پی‌نوشت یک"]
    assert "حذف‌شده" not in parsed.pages[0].text


def test_headers_and_remarks_in_the_margin_stand_apart_from_what_the_text_says(tmp_path: Path) -> None:
    parsed = read(
        tmp_path,
        word(
            par(LONG),
            header1=par("شهرداری آوندشهر"),
            footer1=par("صفحهٔ ۱"),
            comments=f'<w:comment w:id="1" w:author="مریم">{par("این بند نادرست است")}</w:comment>',
        ),
    )[1]
    assert texts(parsed, BlockKind.RUNNING) == [
        "شهرداری آوندشهر",
        "یادداشت کنار متن مریم: این بند نادرست است",
        "صفحهٔ ۱",
    ]
    passages = split(UUID(int=1), parsed, "")
    assert [passage.text for passage in passages] == [LONG]  # no remark is quoted as the document's word


def test_a_row_of_a_word_table_knows_its_header(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(0, 3)
    table.style = "Table Grid"
    for row in (("ردیف", "مصوبه", "مهلت"), ("۱", "آبیاری", "تیر"), ("۲", "تعمیر", "مرداد")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    parsed = read(tmp_path, stream.getvalue())[1]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["ردیف\tمصوبه\tمهلت"]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["۱\tآبیاری\tتیر", "۲\tتعمیر\tمرداد"]


def test_slides_are_title_bullets_in_order_table_and_notes(tmp_path: Path) -> None:
    slides = Presentation()
    opening = slides.slides.add_slide(slides.slide_layouts[0])
    opening.shapes.title.text = "کارگاه بحران"
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text = "تلفن‌ها"
    slide.placeholders[1].text = "اورژانس ۱۱۵\nآتش‌نشانی ۱۲۵"
    table = slide.shapes.add_table(3, 2, Emu(0), Emu(0), Emu(5_000_000), Emu(1_000_000)).table
    for number, row in enumerate((("نام", "شماره"), ("برق", "۱۲۱"), ("گاز", "۱۹۴"))):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    slide.notes_slide.notes_text_frame.text = "پیش از کارگاه بررسی شود."
    stream = io.BytesIO()
    slides.save(stream)
    parsed = read(tmp_path, stream.getvalue())[1]
    assert texts(parsed, BlockKind.TITLE) == ["کارگاه بحران"]
    assert parsed.pages[1].text.split("\n") == [
        "تلفن‌ها",
        "اورژانس ۱۱۵",
        "آتش‌نشانی ۱۲۵",
        "نام\tشماره",
        "برق\t۱۲۱",
        "گاز\t۱۹۴",
        "پیش از کارگاه بررسی شود.",
    ]
    assert texts(parsed, BlockKind.LIST_ITEM) == ["اورژانس ۱۱۵", "آتش‌نشانی ۱۲۵"]
    assert texts(parsed, BlockKind.TABLE_HEADER) == ["نام\tشماره"]
    assert texts(parsed, BlockKind.NOTE) == ["پیش از کارگاه بررسی شود."]


def test_sheets_show_what_excel_shows_and_hidden_ones_say_so(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "پرداخت‌ها"
    sheet.append(["شرح", "مبلغ", "سهم", "تاریخ", "جمع"])
    sheet.append(["نهال", 12_500_000, 0.25, datetime.date(2024, 3, 4), "=B2*2"])
    sheet.append(["کود", 900, 0.5, datetime.date(2024, 3, 5), "=B3*2"])
    for row in (2, 3):
        sheet[f"B{row}"].number_format = "#,##0"
        sheet[f"C{row}"].number_format = "0%"
        sheet[f"D{row}"].number_format = "[$-fa-IR,16]yyyy/mm/dd"
    hidden = book.create_sheet("Sheet2")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "یادداشت درونی"
    stream = io.BytesIO()
    book.save(stream)
    parsed = read(tmp_path, stream.getvalue())[1]
    assert parsed.pages[0].text.split("\n") == [
        "پرداخت‌ها",
        "شرح\tمبلغ\tسهم\tتاریخ\tجمع",
        "نهال\t12,500,000\t25%\t۱۴۰۲/۱۲/۱۴\t=B2*2",
        "کود\t900\t50%\t۱۴۰۲/۱۲/۱۵\t=B3*2",
    ]
    assert parsed.pages[1].text.split("\n") == ["Sheet2 (برگهٔ پنهان)", "یادداشت درونی"]
    (rows, _) = split(UUID(int=1), parsed, "")
    assert rows.context == "شرح | مبلغ | سهم | تاریخ | جمع"
