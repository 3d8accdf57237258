"""Small sound files of every family, to be broken: of the sample corpus, and made here."""

import io
import json
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation

from bench.message_seed import message_file

__all__ = ["FAMILIES", "Seed", "seeds"]

Seed = tuple[str, bytes]
"""A file's name, with the ending that people would give it, and its bytes."""

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples" / "files"
MOST_BYTES = 120_000  # of a sample: larger ones only take longer
MOST_SAMPLES = 8
TEXT = "شورای شهر آوندشهر در جلسهٔ ۱۴۰۲/۰۳/۱۰ بودجهٔ نگهداری فضای سبز را تصویب کرد. مسئول: واحد خدمات شهری."
ROWS = (("ردیف", "مصوبه", "مهلت"), ("۱", "آبیاری درختان", "۱۴۰۲/۰۴/۰۱"), ("۲", "تعمیر آسانسور", "۱۴۰۲/۰۵/۱۵"))
MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
FAMILIES = (
    *("pdf", "docx", "pptx", "xlsx", "odf", "rtf", "html", "eml", "msg", "epub"),
    *("json", "xml", "csv", "txt", "zip", "picture", "doc", "xls", "ppt"),
)


def seeds(family: str) -> list[Seed]:
    """The seeds of a family; none for old Office files where LibreOffice is not installed."""
    if family in ("doc", "xls", "ppt"):
        return _old_office(family)
    made = {
        "pdf": lambda: [("صفحه.pdf", _form_pdf())],
        "docx": lambda: [("نامه.docx", _word())],
        "pptx": lambda: [("اسلاید.pptx", _slides())],
        "xlsx": lambda: [("جدول.xlsx", _sheets())],
        "odf": _open_documents,
        "rtf": lambda: [("نامه.rtf", _rich_text())],
        "html": lambda: [("صفحه.html", _page())],
        "eml": lambda: [("نامه.eml", _mail())],
        "msg": lambda: [("نامه.msg", message_file("ابلاغ مصوبه", TEXT, {"پیوست.txt": TEXT.encode()}))],
        "epub": lambda: [("کتاب.epub", _book())],
        "json": lambda: [("داده.json", _records()), ("سطر.jsonl", _record_lines())],
        "xml": lambda: [("داده.xml", _xml())],
        "csv": lambda: [
            ("جدول.csv", _table()),
            ("جدول.tsv", _table("\t").decode().encode("cp1256", "replace")),
        ],
        "txt": lambda: [("متن.txt", (TEXT + "\n\n").encode() * 9), ("متن.md", _markdown())],
        "zip": lambda: [("بسته.zip", _archive())],
        "picture": lambda: [
            (f"عکس.{kind.lower()}", _picture(kind)) for kind in ("PNG", "JPEG", "TIFF", "WEBP", "BMP")
        ],
    }[family]()
    return [*made, *_samples(family)]


def _samples(family: str) -> list[Seed]:
    found = [path for path in sorted(SAMPLES.rglob(f"*.{family}")) if path.stat().st_size <= MOST_BYTES]
    step = max(1, len(found) // MOST_SAMPLES)
    return [(path.name, path.read_bytes()) for path in found[::step][:MOST_SAMPLES]]


def _form_pdf() -> bytes:
    """A page whose text stands in a form that is drawn in a form, without any font of its own."""
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(300, 300))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        inner = document.make_stream(b"BT /F 12 Tf 20 200 Td (Minutes 14) Tj 0 -20 Td (Budget 1402) Tj ET")
        inner.Type, inner.Subtype, inner.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 300, 300]
        inner.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        outer = document.make_stream(b"q 1 0 0 1 0 0 cm /I Do Q")
        outer.Type, outer.Subtype, outer.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 300, 300]
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=inner))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(O=outer))
        page.Contents = document.make_stream(b"/O Do")
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
        return stream.getvalue()


def _word() -> bytes:
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


def _slides() -> bytes:
    slides = Presentation()
    for layout in (0, 1):
        slide = slides.slides.add_slide(slides.slide_layouts[layout])
        slide.shapes.title.text = "کارگاه مدیریت بحران"
        slide.placeholders[1].text = TEXT
        slide.notes_slide.notes_text_frame.text = TEXT
    table = slides.slides[1].shapes.add_table(3, 3, 0, 0, 5_000_000, 1_000_000).table
    for number, row in enumerate(ROWS):
        for place, text in enumerate(row):
            table.cell(number, place).text = text
    return _saved(slides)


def _sheets() -> bytes:
    book = Workbook()
    for row in (*ROWS, ("۳", "=SUM(A2:A3)", "۱۴۰۲/۰۶/۰۱"), (4, 12_500_000, 0.25)):
        book.active.append(row)
    book.create_sheet("پنهان").sheet_state = "hidden"
    book["پنهان"]["A1"] = TEXT
    return _saved(book)


def _open_documents() -> list[Seed]:
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
    return _packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content + "</office:document-content>",
            "styles.xml": f"<office:document-styles {names}><office:styles/></office:document-styles>",
        }
    )


def _rich_text() -> bytes:
    letters = "".join(f"\\u{ord(letter)}?" for letter in TEXT)
    head = "{\\rtf1\\ansi\\ansicpg1256{\\fonttbl{\\f0\\fcharset178 Arial;}}{\\info{\\title x}}"
    row = "\\trowd\\cellx1000\\cellx2000 \\'c7\\cell \\'c8\\cell\\row"
    return f"{head}{{\\*\\pnseclvl1 1}}\\pard\\outlinelevel0 {letters}\\par {letters}\\par {row}{row}}}".encode(
        "ascii"
    )


def _page() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    body = f"<nav>فهرست</nav><h1>مصوبات</h1><p>{TEXT}</p><ul><li>{TEXT}</li></ul><table>{rows}</table>"
    head = "<!doctype html><html lang=fa><meta charset=utf-8><title>مصوبات</title>"
    return f"{head}<body>{body}<footer>پا</footer></html>".encode()


def _mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = (
        "ابلاغ مصوبه",
        "علی <a@avand.example>",
        "b@avand.example",
    )
    message["Date"], message["Message-ID"] = "Mon, 04 Mar 2024 10:00:00 +0330", "<1@avand.example>"
    message.set_content(TEXT)
    message.add_alternative(_page().decode(), subtype="html")
    message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="پیوست.txt")
    inner = EmailMessage()
    inner["Subject"] = "نامهٔ پیوست"
    inner.set_content(TEXT)
    message.add_attachment(inner)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        if part.get_content_maintype() == "multipart":
            part.set_boundary(f"=={number}==")  # a chance one would make other files each time
    return message.as_bytes()


def _book() -> bytes:
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>فصل</h1><p>{TEXT}</p></body></html>"
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<dc:title>راهنما</dc:title></metadata><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
    return _packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "book.opf": package,
            "a.xhtml": page,
        }
    )


def _records() -> bytes:
    rows = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
    return json.dumps(
        {"عنوان": TEXT, "مصوبات": rows, "شمار": [1, 2.5, None, True]}, ensure_ascii=False
    ).encode()


def _record_lines() -> bytes:
    return b"\n".join(json.dumps(dict(zip(ROWS[0], row, strict=True))).encode() for row in ROWS[1:])


def _xml() -> bytes:
    rows = "".join(f"<row><a>{row[0]}</a><b>{row[1]}</b><c>{row[2]}</c></row>" for row in ROWS)
    head = f'<?xml version="1.0" encoding="UTF-8"?><records title="مصوبات"><text>{TEXT}</text>'
    return f"{head}{rows}</records>".encode()


def _table(delimiter: str = ",") -> bytes:
    return "\r\n".join(delimiter.join(row) for row in ROWS * 3).encode()


def _markdown() -> bytes:
    table = "\n".join("| " + " | ".join(row) + " |" for row in (ROWS[0], ("---",) * 3, *ROWS[1:]))
    return f"---\ntitle: مصوبات\n---\n# مصوبات\n\n{TEXT}\n\n- {TEXT}\n\n{table}\n".encode()


def _archive() -> bytes:
    return _packed(
        {"نامه.txt": TEXT, "پوشه/جدول.csv": _table(), "پوشه/صفحه.html": _page(), "نامه.docx": _word()}
    )


def _picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((60, 40), 90).save(stream, kind)
    return stream.getvalue()


def _packed(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _saved(document: object) -> bytes:
    """An office file without the time at which it was saved."""
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    with zipfile.ZipFile(stream) as archive:
        return _packed(
            {name: MOMENT.sub(b"2024-03-04T10:00:00Z", archive.read(name)) for name in archive.namelist()}
        )


def _old_office(family: str) -> list[Seed]:
    if shutil.which("soffice") is None:
        return []
    made = {"doc": ("docx", _word), "xls": ("xlsx", _sheets), "ppt": ("pptx", _slides)}
    new, make = made[family]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{new}"
        path.write_bytes(make())
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", family, "--outdir", folder, str(path)]
        subprocess.run(command, capture_output=True, timeout=180, check=True)
        return [(f"نامه.{family}", path.with_suffix(f".{family}").read_bytes())]
