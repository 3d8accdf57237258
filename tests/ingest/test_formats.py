import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from made_files import compound
from openpyxl import Workbook
from pptx import Presentation

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, UnknownFormat
from ingest import formats
from ingest.formats import recognize

PERSIAN = "آیین‌نامهٔ معاملات شهرداری آوندشهر، مصوب ۱۴۰۲/۰۳/۱۵"


@pytest.fixture
def file(tmp_path: Path):
    def write(content: bytes, name: str = "پرونده.bin") -> tuple[Path, str]:
        path = tmp_path / "original"
        path.write_bytes(content)
        return path, name

    return write


def office(kind: str) -> bytes:
    stream = io.BytesIO()
    {"docx": Document, "pptx": Presentation, "xlsx": Workbook}[kind]().save(stream)
    return stream.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
@pytest.mark.parametrize("name", ["نامه.txt", "نامه", "../../نامه.pdf"])
def test_office_files_are_recognized_whatever_their_name_says(file, kind, name):
    assert recognize(*file(office(kind), name)) == kind


def test_other_archives_are_archives(file):
    assert recognize(*file(archive({"نامه.txt": b"x"}), "نامه.docx")) == "zip"


@pytest.mark.parametrize("before", [b"", b"\r\n", b"\xef\xbb\xbf"])
def test_a_pdf_is_recognized_by_its_header(file, before):
    assert recognize(*file(before + b"%PDF-1.7\n...", "گزارش.docx")) == "pdf"


def test_junk_before_the_header_of_a_pdf_is_allowed_where_its_end_is_there(file):
    assert recognize(*file(b"junk" * 20 + b"%PDF-1.4\n" + bytes(range(256)) * 20 + b"%%EOF\n")) == "pdf"
    assert recognize(*file("دربارهٔ %PDF-1.4 بخوانید".encode(), "متن.txt")) == "txt"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PERSIAN, "متن.txt", "txt"),
        (PERSIAN, "بی‌پسوند", "txt"),
        (PERSIAN, "متن.MD", "md"),
        ("# عنوان\n\n- بند", "متن.txt", "txt"),
        ("<!DOCTYPE html><html><p>سلام</p></html>", "متن.txt", "html"),
        ("<!-- ساختهٔ ما -->\n<HTML lang=fa><body>سلام", "صفحه", "html"),
        ('<?xml version="1.0"?><!DOCTYPE html><html></html>', "صفحه.xhtml", "html"),
        ("<p>سلام</p>", "صفحه.htm", "html"),
        ("<p>سلام</p>", "متن.txt", "txt"),
        ("سلام", "صفحه.html", "txt"),
        ("نام,سال\nآوندشهر,۱۴۰۲", "جدول.csv", "csv"),
        ("نام\tسال\nآوندشهر\t۱۴۰۲", "جدول.TSV", "csv"),
        ('<?xml version="1.0"?><svg/>', "نقش.txt", "xml"),
        ("<a>متن</a>", "داده.xml", "xml"),
        ("سلام", "داده.xml", "txt"),
        ('{"الف": 1}', "داده", "json"),
        ('{"الف": ', "داده.json", "json"),
        ("{\\rtf1 متن}", "متن.txt", "rtf"),
        ("From: a\nTo: b\nMIME-Version: 1.0\n\nمتن", "نامه.txt", "eml"),
        ("BMW خودروی اداری است و MZ نیست.", "خودرو.txt", "txt"),
        ("BM: کد پرونده", "کد.txt", "txt"),
    ],
)
def test_the_name_decides_between_kinds_of_text_only(file, content, name, kind):
    assert recognize(*file(content.encode(), name)) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
def test_text_is_text_in_every_encoding_of_persian_files(file, encoding):
    content = (PERSIAN.replace("ی", "ي") if encoding == "cp1256" else PERSIAN).encode(encoding, errors="ignore")
    assert recognize(*file(content, "متن.txt")) == "txt"


@pytest.mark.parametrize(
    ("content", "detected"),
    [
        (b"GIF89a" + bytes(50), "gif"),
        (b"RIFF" + bytes(4) + b"WAVE" + bytes(50), "riff"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64), "exe"),
        (compound({"آمار": b""}), "ole2"),
        (compound({"VisioDocument": b""}), "ole2"),
        (bytes(range(256)) * 8, "binary"),
        (bytes(1000), "binary"),
        ("Отчёт о деятельности городского совета за прошлый год".encode("cp1251"), "binary"),
        (
            archive({"mimetype": b"application/vnd.oasis.opendocument.graphics"}),
            "application/vnd.oasis.opendocument.graphics",
        ),
        (archive({"[Content_Types].xml": b"<Types/>"}), "office open xml"),
    ],
)
@pytest.mark.parametrize("name", ["پرونده.txt", "پرونده.docx"])
def test_what_is_not_read_is_named(file, content, detected, name):
    with pytest.raises(UnknownFormat) as raised:
        recognize(*file(content, name))
    assert raised.value.facts == {"file": name, "detected": detected}


def test_a_file_without_bytes_is_empty(file):
    with pytest.raises(EmptyFile):
        recognize(*file(b"", "خالی.docx"))


def test_office_files_with_a_password_are_told_from_old_ones(file):
    with pytest.raises(EncryptedFile):
        recognize(*file(compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "محرمانه.docx"))


@pytest.mark.parametrize(
    ("streams", "kind"),
    [
        ({"1Table": b"", "WordDocument": b"\xec\xa5"}, "doc"),
        ({"Workbook": b"\x09\x08\x10\x00"}, "xls"),
        ({"Book": b"\x09\x08\x10\x00"}, "xls"),
        ({"Current User": b"", "PowerPoint Document": b""}, "ppt"),
    ],
)
def test_old_office_files_are_told_by_their_streams(file, streams, kind):
    assert recognize(*file(compound(streams), "نامه.docx")) == kind


@pytest.mark.parametrize(
    "streams",
    [
        {"WordDocument": b"\xec\xa5" + bytes(8) + b"\x00\x01"},
        {"Workbook": b"\x09\x08\x04\x00" + bytes(4) + b"\x2f\x00\x36\x00"},
        {"PowerPoint Document": b"", "EncryptedSummary": b""},
    ],
)
def test_old_office_files_with_a_password_are_told(file, streams):
    with pytest.raises(EncryptedFile):
        recognize(*file(compound(streams)))


@pytest.mark.parametrize("size", [8, 300, 512, 700, 1500, 3000])
def test_a_cut_old_office_file_is_damaged(file, size):
    with pytest.raises((DamagedFile, UnknownFormat)):
        recognize(*file(compound({"WordDocument": b""})[:size]))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"BM\x10\0\0\0", "bmp"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
    ],
)
def test_pictures_are_told_by_their_first_bytes(file, head, kind):
    assert recognize(*file(head + bytes(60), "متن.txt")) == kind


def test_an_encrypted_archive_is_told(file):
    content = bytearray(office("docx"))
    for start in (b"PK\x01\x02",):
        place = content.find(start)
        content[place + 8] |= 1  # the flag in the directory
    with pytest.raises(EncryptedFile):
        recognize(*file(bytes(content)))


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_cut_office_file_is_damaged(file, kind, share):
    content = office(kind)
    with pytest.raises(DamagedFile) as raised:
        recognize(*file(content[: int(len(content) * share)], "ناقص.docx"))
    assert raised.value.facts["file"] == "ناقص.docx"


def test_a_bomb_is_refused_before_it_is_unpacked(file):
    bomb = archive({"[Content_Types].xml": b"", "word/document.xml": bytes(64 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(FileTooLarge) as raised:
        recognize(*file(bomb, "بمب.docx"))
    assert raised.value.facts["measure"] == "compression ratio"


def test_an_archive_with_too_many_members_or_bytes_is_refused(file, monkeypatch):
    monkeypatch.setattr(formats, "MOST_MEMBERS", 3)
    with pytest.raises(FileTooLarge) as raised:
        recognize(*file(archive({f"{number}.xml": b"x" for number in range(4)})))
    assert raised.value.facts == {"file": "پرونده.bin", "size": 4, "limit": 3, "measure": "members"}
    monkeypatch.setattr(formats, "LARGEST_UNPACKED", 10)
    with pytest.raises(FileTooLarge):
        recognize(*file(archive({"a.xml": b"0123456789a"})))


def test_a_file_past_the_bound_is_refused(file, monkeypatch):
    monkeypatch.setattr(formats, "LARGEST_FILE", 4)
    with pytest.raises(FileTooLarge) as raised:
        recognize(*file(b"12345"))
    assert raised.value.facts["measure"] == "bytes"
