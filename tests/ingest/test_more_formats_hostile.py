"""Broken files of every family end as a reason, never as another error, and bombs before they are unpacked."""

import io
import json
import random
import warnings
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from made_files import book, opened, packed, read
from PIL import Image

from corpus.errors import EmptyFile, FileTooLarge, UnreadableDocument

TEXT = "شورای شهر آوندشهر بودجهٔ سال ۱۴۰۲ را تصویب کرد."
ROW = f"<table:table-row><table:table-cell><text:p>{TEXT}</text:p></table:table-cell></table:table-row>"
TABLE = f'<table:table table:name="الف">{ROW * 3}</table:table>'
MUTATIONS = 25


def picture(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise((60, 40), 90).save(stream, kind)
    return stream.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"], message["Message-ID"] = TEXT, "a@b", "<1@b>"
    message.set_content(TEXT)
    message.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename="پیوست.txt")
    return message.as_bytes()


MADE = {
    "odt": lambda: opened("text", f"<text:h>{TEXT}</text:h><text:p>{TEXT}</text:p>{TABLE}"),
    "ods": lambda: opened("spreadsheet", TABLE),
    "odp": lambda: opened("presentation", f"<draw:page><draw:frame>{TABLE}</draw:frame></draw:page>"),
    "epub": lambda: book({"a": f"<h1>{TEXT}</h1><p>{TEXT}</p>"}),
    "rtf": lambda: (
        b"{\\rtf1\\ansi\\ansicpg1256{\\fonttbl{\\f0\\fcharset178 A;}}\\f0 \\'d3\\'e1\\'c7\\u1605?\\par}"
    ),
    "eml": mail,
    "json": lambda: json.dumps({"الف": [TEXT, {"ب": 1.5}], "ج": [{"د": 1, "ه": 2}, {"د": 3, "ه": 4}]}).encode(),
    "xml": lambda: f'<?xml version="1.0"?><a b="{TEXT}"><c>{TEXT}</c><d><e>۱</e></d></a>'.encode(),
    "csv": lambda: f"الف,ب,ج\n{TEXT},۱,۲\n".encode() * 3,
    **{kind.lower(): lambda kind=kind: picture(kind) for kind in ("PNG", "JPEG", "TIFF", "WEBP", "BMP")},
}


def mutated(content: bytes, chance: random.Random) -> Iterator[bytes]:
    """Files with bytes changed, cut out, doubled or cut off."""
    for _ in range(MUTATIONS):
        made = bytearray(content)
        for _ in range(chance.randint(1, 12)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        start, size = chance.randrange(len(made)), chance.randint(1, 40)
        way = chance.randrange(4)
        if way == 1:
            del made[start : start + size]
        elif way == 2:
            made[start:start] = made[start : start + size] * chance.randint(1, 20)
        elif way == 3:
            del made[start:]
        yield bytes(made)


@pytest.mark.parametrize("kind", MADE)
def test_whatever_is_changed_in_a_file_it_is_read_or_refused(tmp_path: Path, kind: str) -> None:
    content = MADE[kind]()
    assert read(tmp_path, content, f"سند.{kind}")[0] == kind
    for broken in mutated(content, random.Random(kind)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in the reading process
            try:
                read(tmp_path, broken, f"سند.{kind}")
            except UnreadableDocument:
                continue


@pytest.mark.parametrize("kind", MADE)
def test_a_file_without_bytes_is_empty_whatever_its_name(tmp_path: Path, kind: str) -> None:
    with pytest.raises(EmptyFile):
        read(tmp_path, b"", f"سند.{kind}")


@pytest.mark.parametrize(
    "members",
    [
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": bytes(64 * 2**20)},
        {"mimetype": "application/epub+zip", "OEBPS/a.xhtml": bytes(64 * 2**20)},
    ],
)
def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path, members: dict[str, str | bytes]) -> None:
    with pytest.raises(FileTooLarge) as raised:
        read(tmp_path, packed(members), "بمب.odt")
    assert raised.value.facts["measure"] == "compression ratio"
