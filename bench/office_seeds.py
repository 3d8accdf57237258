"""Small Word, PowerPoint, Excel and OpenDocument files, and old Office files where LibreOffice is installed."""

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from docx import Document
from openpyxl import Workbook
from pptx import Presentation

Seed = tuple[str, bytes]
"""A file's name, with the ending that people would give it, and its bytes."""

TEXT = "شورای شهر آوندشهر در جلسهٔ ۱۴۰۲/۰۳/۱۰ بودجهٔ نگهداری فضای سبز را تصویب کرد. مسئول: واحد خدمات شهری."
ROWS = (("ردیف", "مصوبه", "مهلت"), ("۱", "آبیاری درختان", "۱۴۰۲/۰۴/۰۱"), ("۲", "تعمیر آسانسور", "۱۴۰۲/۰۵/۱۵"))
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


class Saving(Protocol):
    def save(self, stream: io.BytesIO, /) -> None: ...


def word_file() -> bytes:
    document = Document()
    document.add_heading("صورت‌جلسهٔ شمارهٔ ۱۴", 0)
    document.add_heading("مصوبات", 1)
    document.add_paragraph(TEXT)
    document.add_paragraph(TEXT, style="List Number")
    table = document.add_table(0, 3)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = "شهرداری آوندشهر"
    document.add_page_break()
    document.add_paragraph(TEXT)
    return _saved(document)


def slides() -> bytes:
    shown = Presentation()
    for layout in (0, 1):
        slide = shown.slides.add_slide(shown.slide_layouts[layout])
        slide.shapes.title.text = "کارگاه مدیریت بحران"
        slide.placeholders[1].text = TEXT
        slide.notes_slide.notes_text_frame.text = TEXT
    table = shown.slides[1].shapes.add_table(3, 3, 0, 0, 5_000_000, 1_000_000).table
    for number, row in enumerate(ROWS):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    return _saved(shown)


def sheets() -> bytes:
    book = Workbook()
    [sheet] = book.worksheets
    for row in (*ROWS, ("۳", "=SUM(A2:A3)", "۱۴۰۲/۰۶/۰۱"), (4, 12_500_000, 0.25)):
        sheet.append(row)
    book.create_sheet("پنهان").sheet_state = "hidden"
    book["پنهان"]["A1"] = TEXT
    return _saved(book)


def open_documents() -> list[Seed]:
    rows = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell><text:p>{c}</text:p></table:table-cell>' for c in row)}"
        "</table:table-row>"
        for row in ROWS
    )
    table = f'<table:table table:name="الف">{rows}</table:table>'
    text = f'<text:h text:outline-level="1">مصوبات</text:h><text:p>{TEXT}</text:p><text:list><text:list-item>'
    text += f"<text:p>{TEXT}</text:p></text:list-item></text:list>{table}"
    frame = f'<draw:page draw:name="۱"><draw:frame><draw:text-box><text:p>{TEXT}</text:p></draw:text-box>'
    frame += f"</draw:frame><draw:frame>{table}</draw:frame></draw:page>"
    return [
        ("نامه.odt", _open_document("text", text)),
        ("جدول.ods", _open_document("spreadsheet", table)),
        ("اسلاید.odp", _open_document("presentation", frame)),
    ]


def _open_document(kind: str, body: str) -> bytes:
    spaces = {"office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style"}
    names = " ".join(f'xmlns:{prefix}="{OASIS}:{name}:1.0"' for prefix, name in spaces.items())
    content = (
        f"<office:document-content {names}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    )
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content + "</office:document-content>",
            "styles.xml": f"<office:document-styles {names}><office:styles/></office:document-styles>",
        }
    )


def packed(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _saved(document: Saving) -> bytes:
    """An office file without the time at which it was saved."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        return packed(
            {name: MOMENT.sub(b"2024-03-04T10:00:00Z", archive.read(name)) for name in archive.namelist()}
        )


def old_office(family: str) -> list[Seed]:
    if shutil.which("soffice") is None:
        return []
    made = {"doc": ("docx", word_file), "xls": ("xlsx", sheets), "ppt": ("pptx", slides)}
    new, make = made[family]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{new}"
        path.write_bytes(make())
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", family, "--outdir", folder, str(path)]
        subprocess.run(command, capture_output=True, timeout=180, check=True)
        return [(f"نامه.{family}", path.with_suffix(f".{family}").read_bytes())]
