"""Small sound files of every family, to be broken: of the sample corpus, and made here."""

import io
import json
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from PIL import Image

from bench.message_seed import message_file
from bench.office_seeds import ROWS, TEXT, Seed, old_office, open_documents, packed, sheets, slides, word_file

__all__ = ["FAMILIES", "Seed", "seeds"]

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples" / "files"
MOST_BYTES = 120_000  # of a sample: larger ones only take longer
MOST_SAMPLES = 8
FAMILIES = (
    *("pdf", "docx", "pptx", "xlsx", "odf", "rtf", "html", "eml", "msg", "epub"),
    *("json", "xml", "csv", "txt", "zip", "picture", "doc", "xls", "ppt"),
)


def seeds(family: str) -> list[Seed]:
    """The seeds of a family; none for old Office files where LibreOffice is not installed."""
    if family in ("doc", "xls", "ppt"):
        return old_office(family)
    made = {
        "pdf": lambda: [("صفحه.pdf", _form_pdf())],
        "docx": lambda: [("نامه.docx", word_file())],
        "pptx": lambda: [("اسلاید.pptx", slides())],
        "xlsx": lambda: [("جدول.xlsx", sheets())],
        "odf": open_documents,
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
    return packed(
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
    return packed(
        {"نامه.txt": TEXT, "پوشه/جدول.csv": _table(), "پوشه/صفحه.html": _page(), "نامه.docx": word_file()}
    )


def _picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((60, 40), 90).save(stream, kind)
    return stream.getvalue()
