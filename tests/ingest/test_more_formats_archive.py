"""Zip archives: what is in them is read under its name; traps are refused before anything is unpacked."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from docx import Document
from made_files import packed, read
from parsing_law import texts
from PIL import Image

from corpus.errors import DamagedFile, EncryptedFile, FileTooLarge, ReaderMissing, UnknownFormat
from corpus.records import BlockKind
from ingest.parsers import archive

TEXT = "شورای شهر آوندشهر بودجه را تصویب کرد."


def letter() -> bytes:
    document = Document()
    document.add_heading("آیین‌نامه", 1)
    document.add_paragraph(TEXT)
    document.add_page_break()
    document.add_paragraph("صفحهٔ دو")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def scan() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (30, 20)).save(stream, "PNG")
    return stream.getvalue()


def test_members_are_read_under_their_names(tmp_path: Path) -> None:
    members = {
        "پوشه/نامه.docx": letter(),
        "جدول.csv": "نام,تعداد\nدرخت,۱۲\n",
        "اسکن.png": scan(),
        "ناشناس.bin": bytes(range(256)),
        "درون.zip": packed({"a.txt": TEXT}),
        "__MACOSX/._نامه.docx": b"x",
    }
    found, parsed = read(tmp_path, packed(members), "بایگانی.docx")
    assert found == "zip"
    assert [page.text.split("\n") for page in parsed.pages] == [
        ["پوشه/نامه.docx", "آیین‌نامه", TEXT],
        ["صفحهٔ دو"],
        ["جدول.csv", "نام\tتعداد", "درخت\t۱۲"],
        ["اسکن.png"],
        ["ناشناس.bin"],
        ["درون.zip"],
    ]
    headings = [block.level for block in parsed.blocks if block.kind is BlockKind.HEADING]
    assert headings == [1, 2, 1, 1, 1, 1]
    assert texts(parsed, BlockKind.TABLE_ROW) == ["درخت\t۱۲"]


def test_names_of_old_programs_are_read(tmp_path: Path) -> None:
    name = "صورت جلسه شوراي شهر.txt"
    content = packed({"x" * len(name.encode("cp1256")): TEXT})
    content = content.replace(b"x" * len(name.encode("cp1256")), name.encode("cp1256"))
    assert texts(read(tmp_path, content)[1])[0] == name


@pytest.mark.parametrize("name", ["../a.txt", "a/../../b.txt", "/etc/passwd", "C:\\a.txt", "..\\a.txt"])
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, packed({"نامه.txt": TEXT, name: TEXT}))


def test_links_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        written.writestr(link, "/etc/passwd")
    with pytest.raises(DamagedFile):
        read(tmp_path, stream.getvalue())


def test_bounds_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, packed({f"{number}.txt": TEXT for number in range(201)}))
    assert raised.value.facts["measure"] == "members"
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 10)
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, packed({"a.txt": TEXT}))
    assert raised.value.facts["measure"] == "unpacked bytes"


def test_an_archive_in_which_nothing_is_read_is_no_document(tmp_path: Path) -> None:
    for content in (packed({}), packed({"a.bin": bytes(range(256)), "b.bin": bytes(range(256))})):
        with pytest.raises(UnknownFormat) as raised:
            read(tmp_path, content, "a.zip")
        assert raised.value.facts == {"file": "a.zip", "detected": "zip"}


def test_the_reason_of_an_only_member_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from made_files import compound

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReaderMissing):
        read(tmp_path, packed({"نامه.doc": compound({"WordDocument": b""})}))


def test_locked_and_damaged_members_are_told(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": TEXT * 20}))
    content[content.find(b"PK\x01\x02") + 8] |= 1  # the flag in the directory
    with pytest.raises(EncryptedFile):
        read(tmp_path, bytes(content))
    content = bytearray(packed({"a.txt": TEXT * 20}))
    content[50] ^= 0xFF
    with pytest.raises(DamagedFile):
        read(tmp_path, bytes(content))
