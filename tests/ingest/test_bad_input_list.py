"""Bad files in one run: each ends as one listed failure with its reason in Persian, and harms no other."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from house import ROOT, House
from ingestion_fakes import FileIndex, PlainEncoder, describe, split
from made_files import compound, packed
from openpyxl import Workbook

from api.problems import sentence
from corpus.originals import Originals
from corpus.records import DocumentState
from corpus.sql_catalogue import SqlCatalogue
from ingest.consistency import check
from ingest.service import Ingestion
from ingest.worker import IsolatedReader

GOOD = "بودجهٔ سال آینده در شورا تصویب شد."
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXT = f"<w:document {WORD}><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>"


def pdf(pages: int = 1, content: bytes = b"BT /F 12 Tf 20 200 Td (Budget) Tj ET", **how: object) -> bytes:
    """Pages that share one content; `packed` says that it is deflated already."""
    with pikepdf.new() as document:
        name = pikepdf.Name
        font = pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica)
        stream = pikepdf.Stream(document, content)
        if how.pop("packed", False):
            stream.Filter = name.FlateDecode
        shared = document.make_indirect(stream)
        for _ in range(pages):
            page = document.add_blank_page(page_size=(300, 300))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.Contents = shared
        made = io.BytesIO()
        document.save(made, **how)
        return made.getvalue()


def blanks(megabytes: int) -> bytes:
    deflate = zlib.compressobj(9)
    parts = [deflate.compress(b" " * 2**20) for _ in range(megabytes)]
    return b"".join([*parts, deflate.flush()])


def picture(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((width // 8 + 1) * 40))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def sheet(rows: int) -> bytes:
    empty = io.BytesIO()
    Workbook().save(empty)
    with zipfile.ZipFile(empty) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    lines = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, rows + 1))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = f'<worksheet xmlns="{main}"><dimension ref="A1:A{rows}"/><sheetData>'
    members["xl/worksheets/sheet1.xml"] = f"{head}{lines}</sheetData></worksheet>"
    return packed(members)


def link() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        written.writestr(info, "/etc/passwd")
    return made.getvalue()


def locked_zip() -> bytes:
    content = bytearray(packed({"a.txt": GOOD}))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


ENTITY = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LOCKED = compound({"EncryptionInfo": b"", "EncryptedPackage": b""})
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "قفل.pdf": (lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="رمز")), "encrypted_file"),
    "قفل.docx": (lambda: LOCKED, "encrypted_file"),
    "قفل.xlsx": (lambda: LOCKED, "encrypted_file"),
    "قفل.zip": (locked_zip, "encrypted_file"),
    "ناقص.pdf": (lambda: pdf()[:200], "damaged_file"),
    "ناقص.docx": (
        lambda: packed({"[Content_Types].xml": TYPES, "word/document.xml": GOOD})[:-60],
        "damaged_file",
    ),
    "صفر.pdf": (lambda: b"", "empty_file"),
    "بی‌متن.docx": (
        lambda: packed({"[Content_Types].xml": TYPES, "word/document.xml": TEXT.format("")}),
        "empty_file",
    ),
    "نام دروغ.pdf": (lambda: b"\x7fELF" + bytes(200), "unknown_format"),
    "ده هزار صفحه.pdf": (lambda: pdf(10_000), "file_too_large"),
    "چند گیگابایت.pdf": (lambda: pdf(1, blanks(2500), packed=True), "reading_process_died"),
    "بمب.zip": (lambda: packed({"a.txt": bytes(190 * 2**20)}), "file_too_large"),
    "بیرون.zip": (lambda: packed({"../../etc/x.txt": GOOD}), "damaged_file"),
    "پیوند.zip": (link, "damaged_file"),
    "موجودیت.docx": (
        lambda: packed({"[Content_Types].xml": TYPES, "word/document.xml": ENTITY + TEXT.format("&x;")}),
        "damaged_file",
    ),
    "تصویر.png": (lambda: picture(40_000, 40_000), "file_too_large"),
    "ردیف.xlsx": (lambda: sheet(1_048_576), "file_too_large"),
    "نیمه.docx": (
        lambda: packed(
            {
                "[Content_Types].xml": TYPES,
                "word/document.xml": TEXT.format("\ud800").encode("utf-8", "surrogatepass"),
            }
        ),
        "damaged_file",
    ),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    catalogue = SqlCatalogue(f"sqlite:///{tmp_path / 'data' / 'catalogue.sqlite'}")
    originals = Originals(tmp_path / "data" / "originals")
    index, encoder = FileIndex(tmp_path / "data" / "index.pickle"), PlainEncoder()
    (tmp_path / "files").mkdir()
    with IsolatedReader(120, 1024 * 2**20, 1) as reader:
        ingestion = Ingestion(catalogue, originals, index, encoder, reader, describe, split, threads=1)
        yield House(tmp_path / "files", catalogue, originals, index, encoder, reader, ingestion)
    catalogue.close()


@pytest.mark.slow
def test_each_bad_file_is_one_failure_with_a_persian_reason_and_the_good_ones_are_found(office: House) -> None:
    for name, (make, _) in BAD.items():
        (office.folder / name).write_bytes(make())
    (office.folder / "درست.txt").write_text(GOOD, "utf-8")
    (office.folder / "نامه\u202efdp.exe").write_text(GOOD + " دو", "utf-8")  # a text, whatever its name shows
    halves = (GOOD * 20 + "\ud83d" + GOOD * 20).encode("utf-8", "surrogatepass")
    (office.folder / "نیمه.txt").write_bytes(halves)
    nested = GOOD.encode()
    for number in range(6):
        nested = packed({f"{number}.zip" if number else "a.txt": nested})
    (office.folder / "تو در تو.zip").write_bytes(nested)

    office.ingestion.add_folder(office.folder, ROOT.clearance, frozenset({"everyone"}))
    office.ingestion.run()

    held = {document.file: document for document in office.catalogue.all_documents()}
    codes = {name: document.failure and document.failure.code for name, document in held.items()}
    wanted = {name: code for name, (_, code) in BAD.items()}
    assert {name: code for name, code in codes.items() if name in wanted} == wanted
    assert codes["تو در تو.zip/5.zip/4.zip"] is None
    assert codes["تو در تو.zip/5.zip/4.zip/3.zip"] == "file_too_large"
    for document in held.values():
        if document.failure is not None:
            said = sentence(document.failure, "fa")
            assert document.file in said
            assert re.search("[؀-ۿ]{3}", said.replace(document.file, ""))
    assert all(held[name].state is DocumentState.WORDS for name in ("درست.txt", "نیمه.txt"))
    assert GOOD in office.indexed_texts()
    assert not [one for one in check(office.catalogue, office.originals, office.index) if one.is_fault]
