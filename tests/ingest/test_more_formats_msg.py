"""Outlook messages, made here: head, body in any of its forms, and what is attached."""

import struct
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from made_files import read
from parsing_law import texts

from bench.compound_file import compound_file
from bench.message_seed import message_file
from corpus.errors import DamagedFile, EmptyFile, FileTooLarge
from corpus.records import BlockKind
from ingest.parsers import outlook_message
from ingest.parsers.compressed_rtf import FIRST, PLAIN, unpacked_rtf
from ingest.parsers.mail import MailParser
from ingest.parsers.outlook_message import OutlookMessageParser

SUBJECT, BODY = "ابلاغ مصوبهٔ شورا", "سلام\r\n\r\nمصوبهٔ آبیاری درختان خیابان نیلوفر پیوست است."


def unpacked(tmp_path: Path, content: bytes) -> Mapping[str, bytes]:
    path, folder = tmp_path / "message", tmp_path / "attached"
    path.write_bytes(content)
    folder.mkdir()
    return {one.name: one.path.read_bytes() for one in OutlookMessageParser().unpack(path, "نامه.msg", folder)}


def properties(*entries: tuple[int, int, bytes], head: int = 32) -> bytes:
    return bytes(head) + b"".join(struct.pack("<HHI", kind, tag, 6) + value for tag, kind, value in entries)


def text(tag: int, value: str) -> dict[str, bytes]:
    return {f"__substg1.0_{tag:04X}001F": value.encode("utf-16-le")}


def test_a_message_is_its_head_its_body_and_the_names_of_what_is_attached(tmp_path: Path) -> None:
    content = message_file(SUBJECT, BODY, {"گزارش‌ها.pdf": b"%PDF", "جدول.xlsx": b"PK"})
    found, parsed = read(tmp_path, content, "نامه.doc")
    assert found == "msg"
    assert texts(parsed) == [
        SUBJECT,
        "از: علی رضایی <a@avand.example> | به: دبیرخانه | تاریخ: 2024-03-04 16:40",
        "سلام",
        "مصوبهٔ آبیاری درختان خیابان نیلوفر پیوست است.",
        "پیوست: گزارش‌ها.pdf",
        "پیوست: جدول.xlsx",
    ]
    assert parsed.blocks[0].kind is BlockKind.TITLE
    assert unpacked(tmp_path, content) == {"گزارش‌ها.pdf": b"%PDF", "جدول.xlsx": b"PK"}


@pytest.mark.parametrize(
    ("code_page", "encoding"),
    [(1256, "cp1256"), (65001, "utf-8"), (0, "cp1256")],
    ids=["1256", "utf-8", "none"],
)
def test_eight_bit_texts_are_read_by_their_code_page_or_by_what_they_show(
    tmp_path: Path, code_page: int, encoding: str
) -> None:
    old = "صورت جلسه شوراي شهر درباره بودجه نگهداري فضاي سبز"
    fixed = [(0x3FFD, 3, struct.pack("<Q", code_page))] if code_page else []
    tree = {
        "__properties_version1.0": properties(*fixed),
        "__substg1.0_0037001E": old.encode(encoding),
        "__substg1.0_1000001E": (old + " تصويب شد.").encode(encoding) + b"\0",
    }
    assert texts(read(tmp_path, compound_file(tree))[1]) == [old, old + " تصويب شد."]


def test_a_body_of_html_alone_is_read_as_a_page(tmp_path: Path) -> None:
    page = f"<html><body><h2>بودجه</h2><p>{BODY}</p></body></html>".encode()
    tree = {"__properties_version1.0": properties(), "__substg1.0_10130102": page, **text(0x0037, SUBJECT)}
    parsed = read(tmp_path, compound_file(tree))[1]
    assert texts(parsed, BlockKind.HEADING) == ["بودجه"]


def test_a_message_within_a_message_is_unpacked_as_mail_with_what_it_holds(tmp_path: Path) -> None:
    inner = {
        "__properties_version1.0": properties(head=24),
        **text(0x0037, "نامهٔ درونی"),
        **text(0x1000, BODY),
        **text(0x0C1A, "دبیرخانه"),
        "__attach_version1.0_#00000000": {
            "__properties_version1.0": bytes(8),
            "__substg1.0_37010102": b"abc",
            **text(0x3707, "ریز.txt"),
        },
    }
    tree = {
        "__properties_version1.0": properties(),
        **text(0x0037, SUBJECT),
        "__attach_version1.0_#00000000": {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inner},
    }
    (name, content), *others = unpacked(tmp_path, compound_file(tree)).items()
    assert (name, others) == ("نامهٔ درونی.eml", [])
    found, parsed = read(tmp_path, content, name)
    assert found == "eml"
    assert texts(parsed)[:2] == ["نامهٔ درونی", "از: دبیرخانه"]
    (tmp_path / "inner").mkdir()
    (file,) = MailParser().unpack(tmp_path / "original", name, tmp_path / "inner")
    assert (file.name, file.path.read_bytes()) == ("ریز.txt", b"abc")


def test_pictures_of_the_letterhead_are_no_attachments(tmp_path: Path) -> None:
    picture = {
        "__properties_version1.0": bytes(8),
        "__substg1.0_37010102": b"png",
        **text(0x3707, "logo.png"),
        **text(0x3712, "logo@1"),
    }
    tree = {"__properties_version1.0": properties(), "__attach_version1.0_#00000000": picture}
    assert unpacked(tmp_path, compound_file({**tree, **text(0x0037, SUBJECT)})) == {}


def test_bounds_hold_and_what_is_broken_or_empty_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = message_file(SUBJECT, BODY, {"a.txt": b"a" * 5000, "b.txt": b"b"})
    with pytest.raises(DamagedFile):
        read(tmp_path, whole[:-2000])
    with pytest.raises(EmptyFile):
        read(tmp_path, compound_file({"__properties_version1.0": properties()}))
    monkeypatch.setattr(outlook_message, "MOST_ATTACHED", 1)
    with pytest.raises(FileTooLarge):
        unpacked(tmp_path, whole)


def in_letters(source: bytes) -> bytes:
    """RTF packed as letters alone, eight behind each control byte, with the mark of the end."""
    runs = [source[start : start + 8] for start in range(0, len(source), 8)]
    end = (len(FIRST) + len(source)) % 4096
    body = b"".join(b"\0" + run for run in runs[:-1])
    body += bytes([1 << len(runs[-1]) if len(runs[-1]) < 8 else 0]) + runs[-1]
    body += (b"" if len(runs[-1]) < 8 else b"\1") + (end << 4).to_bytes(2, "big")
    return struct.pack("<IIII", len(body) + 12, len(source), 0x75465A4C, 0) + body


def rich_message(packed: bytes) -> bytes:
    return compound_file({"__properties_version1.0": properties(), **text(0x0037, SUBJECT), RICH: packed})


RICH = "__substg1.0_10090102"
ESCAPED = b"".join(b"\\u%d?" % ord(letter) for letter in "آبیاری درختان")


@pytest.mark.parametrize(
    "source",
    [
        rb"{\rtf1\ansi\ansicpg1256\uc1 " + ESCAPED + rb"\par \u1587? \u1604? }",
        rb"{\rtf1\ansi\fromhtml1 \uc1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
        + ESCAPED
        + rb"\htmlrtf\par}\htmlrtf0 "
        rb"{\*\htmltag72 </p>}\htmlrtf \u1606?\htmlrtf0\par \u1587? \u1604? }",
    ],
    ids=["text", "page"],
)
@pytest.mark.parametrize(
    "pack", [in_letters, lambda one: struct.pack("<IIII", len(one) + 12, len(one), PLAIN, 0) + one]
)
def test_a_body_in_rtf_alone_is_read(tmp_path: Path, source: bytes, pack: Callable[[bytes], bytes]) -> None:
    assert texts(read(tmp_path, rich_message(pack(source)))[1]) == [SUBJECT, "آبیاری درختان", "س ل"]


def test_packed_rtf_copies_from_its_window() -> None:
    # The first example of [MS-OXRTFCP].
    packed = (
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    source = rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"
    assert unpacked_rtf(bytes.fromhex(packed)) == source
    assert source.startswith(unpacked_rtf(bytes.fromhex(packed[:60])))


def test_a_body_that_is_no_rtf_is_a_damaged_file_with_its_name(tmp_path: Path) -> None:
    for packed in (b"x", bytes(40), struct.pack("<IIII", 12, 2**31, 0x75465A4C, 0)):
        with pytest.raises(DamagedFile) as raised:
            read(tmp_path, rich_message(packed), "نامه.msg")
        assert raised.value.facts["file"] == "نامه.msg"
