"""Zip archives: a list of what is in them, which is unpacked; traps are refused before."""

import io
import stat
import warnings
import zipfile
from pathlib import Path

import pytest
from made_files import packed, read
from parsing_law import texts

from corpus.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers import archive
from ingest.parsers.archive import ArchiveParser

TEXT = "شورای شهر آوندشهر بودجه را تصویب کرد."


def taken_apart(tmp_path: Path, content: bytes, file: str = "بسته.zip") -> dict[str, bytes]:
    path, folder = tmp_path / "packed", tmp_path / "folder"
    path.write_bytes(content)
    folder.mkdir()
    unpacked = ArchiveParser().unpack(path, file, folder)
    return {one.name: one.path.read_bytes() for one in unpacked}


def test_an_archive_is_the_list_of_its_members(tmp_path: Path) -> None:
    members = {
        "پوشه/نامه.txt": TEXT,
        "جدول.csv": "نام,تعداد\nدرخت,۱۲\n",
        "درون.zip": packed({"a.txt": TEXT}),
        "__MACOSX/._نامه.docx": b"x",
    }
    found, parsed = read(tmp_path, packed(members), "بایگانی.docx")
    assert found == "zip"
    assert texts(parsed, BlockKind.TITLE) == ["بایگانی"]
    assert texts(parsed, BlockKind.LIST_ITEM) == ["پوشه/نامه.txt", "جدول.csv", "درون.zip"]
    assert taken_apart(tmp_path, packed(members)) == {
        "پوشه/نامه.txt": TEXT.encode(),
        "جدول.csv": "نام,تعداد\nدرخت,۱۲\n".encode(),
        "درون.zip": members["درون.zip"],
    }


def test_names_are_made_harmless_and_each_stands_once(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as written:
        warnings.simplefilter("ignore")  # of the same name twice
        for name in ("نامه\u202etxt.exe", "a.txt", "a.txt", "A.TXT", "می\u200cرود.txt", "س" * 300 + ".pdf"):
            written.writestr(name, TEXT)
    names = list(taken_apart(tmp_path, stream.getvalue()))
    assert names[:5] == ["نامهtxt.exe", "a.txt", "a (2).txt", "A (3).TXT", "می\u200cرود.txt"]
    assert len(names[5]) == 150
    assert names[5].endswith("س.pdf")


def test_names_of_old_programs_are_read(tmp_path: Path) -> None:
    name = "صورت جلسه شوراي شهر.txt"
    content = packed({"x" * len(name.encode("cp1256")): TEXT})
    content = content.replace(b"x" * len(name.encode("cp1256")), name.encode("cp1256"))
    assert texts(read(tmp_path, content)[1])[1] == name


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


def test_too_many_members_and_too_many_bytes_are_refused_by_their_measure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, packed({f"{number}.txt": TEXT for number in range(201)}))
    assert raised.value.facts["measure"] == "members"
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 10)
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, packed({"a.txt": TEXT}))
    assert raised.value.facts["measure"] == "unpacked bytes"


def test_an_archive_without_a_file_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, packed({}))


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": TEXT * 20, "b.txt": TEXT}))
    content[50] ^= 0xFF
    path = tmp_path / "packed"
    path.write_bytes(content)
    damaged, sound = ArchiveParser().unpack(path, "بسته.zip", tmp_path)
    assert (damaged.name, damaged.path.read_bytes()) == ("a.txt", b"")
    assert damaged.damage
    assert (sound.damage, sound.path.read_bytes()) == ("", TEXT.encode())


def test_locked_members_are_told(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": TEXT * 20}))
    content[content.find(b"PK\x01\x02") + 8] |= 1  # the flag in the directory
    with pytest.raises(EncryptedFile):
        read(tmp_path, bytes(content))
