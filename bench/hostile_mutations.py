"""Ways to break a file: bytes, members of an archive, elements of XML, objects of a PDF."""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf

__all__ = ["Mutation", "mutation_of"]

Mutation = Callable[[bytes, random.Random], bytes]
"""Returns a broken version of a file's bytes; the same for the same state of chance."""

MARKUP = re.compile(rb"<[^<>]{1,400}>")
EXTREMES = (
    *(
        b"\xff" * 64,
        b"\0" * 64,
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"99999999999999999999",
        b"-1",
        b"NaN",
        b"1e400",
    ),
    *(b"%s%n", b"\xd8\x00", "ﷺ".encode() * 400, "\u200c".encode() * 500, "۱/".encode() * 400, b"A" * 20_000),
)
NESTED = (
    b"(",
    b"[",
    b"{",
    b"<div>",
    b"<a>",
    b"<table><tr><td>",
    b"{\\b ",
    b'{"a":',
    b"<<",
    b"> ",
    b"- ",
    b"=?utf-8?b?",
)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
NUMBERS = (0, -1, 1, 7, 2**15, 2**31 - 1, -(2**31), 10**12)
OPERATORS = (
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"Tj",
    b"'",
    b"Do",
    b"cm",
    b"Tf",
    b"BI",
    b"ID",
    b"EI",
    b"BDC",
    b"EMC",
    b"re",
    b"n",
)


def mutation_of(family: str) -> Mutation:
    """The ways to break files of a family: general ones, and those that know its insides."""
    inside: Sequence[Mutation] = ()
    if family == "pdf":
        inside = (broken_pdf_object, broken_pdf_object, broken_pdf_content)
    elif family in ("docx", "pptx", "xlsx", "odf", "epub", "zip"):
        # Bytes changed from outside nearly always end at a checksum, before any parser.
        inside = (*[broken_member] * 7, broken_archive)
    elif family in ("html", "xml"):
        inside = (broken_markup, broken_markup)
    ways = (changed_bytes, cut, without_part, doubled, extreme, nested, spliced, zeroed, *inside, *inside)
    return lambda content, chance: chance.choice(ways)(content, chance)


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    made = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 3, 12, 100))):
        place = chance.randrange(len(made))
        made[place] = (
            made[place] ^ (1 << chance.randrange(8)) if chance.random() < 0.5 else chance.randrange(256)
        )
    return bytes(made)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def without_part(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:start] + content[end:]


def doubled(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:end] + content[start:end] * chance.choice((1, 2, 40)) + content[end:]


def extreme(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(EXTREMES) * chance.choice((1, 1, 50)) + content[place:]


def nested(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(NESTED) * chance.choice((200, 5_000, 60_000)) + content[place:]


def spliced(content: bytes, chance: random.Random) -> bytes:
    """The file with one of its own parts at another place."""
    start, end = _part(content, chance)
    place = chance.randrange(len(content) + 1)
    return content[:place] + content[start:end] + content[place + (end - start) :]


def zeroed(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:start] + bytes(end - start) + content[end:]


def broken_markup(content: bytes, chance: random.Random) -> bytes:
    """Break one tag: leave it out, repeat it, put it elsewhere, give it an odd attribute, nest it deeply."""
    tags = list(MARKUP.finditer(content))
    if not tags:
        return changed_bytes(content, chance)
    tag, other = chance.choice(tags), chance.choice(tags)
    text = tag[0]
    changed = chance.choice(
        (
            b"",
            text * chance.choice((2, 300, 30_000)),
            other[0],
            text[:-1] + b' x="' + chance.choice(EXTREMES) + b'">',
            re.sub(rb'"[^"]*"', b'"' + chance.choice(EXTREMES).replace(b"\\", b"") + b'"', text, count=1),
            text + chance.choice(EXTREMES),
            ENTITIES + text + b"&b;&f;",
            b"<!--" + text,
            b"<![CDATA[" + text,
        )
    )
    return content[: tag.start()] + changed + content[tag.end() :]


def broken_member(content: bytes, chance: random.Random) -> bytes:
    """Break one member of an archive from the inside and pack it again."""

    def change(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        name, body = members[place := chance.randrange(len(members))]
        way = broken_markup if body[:200].lstrip().startswith(b"<") and chance.random() < 0.8 else changed_bytes
        members[place] = (name, chance.choice((way, way, cut, without_part, doubled, extreme))(body, chance))
        return members

    return _repacked(content, change, chance)


def broken_archive(content: bytes, chance: random.Random) -> bytes:
    """Leave out, double, rename, empty or exchange members."""

    def change(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        first, second = chance.randrange(len(members)), chance.randrange(len(members))
        name, body = members[first]
        way = chance.randrange(7)
        if way == 0:
            del members[first]
        elif way == 1:
            members.append((name, members[second][1]))
        elif way == 2:
            odd = (
                "../" * 9 + "etc/x",
                "/x",
                "C:\\x",
                "a\u202efdp.exe",
                "x" * 60_000,
                "\0",
                " ",
                "con.txt",
                "ي.xml",
            )
            members[first] = (chance.choice(odd), body)
        elif way == 3:
            members[first] = (name, b"")
        elif way == 4:
            members[first] = (name, members[second][1])
        elif way == 5:
            members[first] = (name, content)
        else:
            members[first] = (name, b" " * 30_000_000)
        return members

    return _repacked(content, change, chance)


def broken_pdf_object(content: bytes, chance: random.Random) -> bytes:
    """Give entries of a PDF's objects values that they never have, references in circles among them."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            objects = [one for one in document.objects if isinstance(one, pikepdf.Dictionary | pikepdf.Stream)]
            for _ in range(chance.choice((1, 2, 6))):
                _break_object(document, chance.choice(objects), objects, chance)
            stream = io.BytesIO()
            document.save(stream, fix_metadata_version=False)
            return stream.getvalue()
    except Exception:  # broken once already, so that it cannot be opened
        return changed_bytes(content, chance)


def _break_object(document: pikepdf.Pdf, one: Any, objects: Sequence[Any], chance: random.Random) -> None:
    keys = [key for key in one.keys() if key not in ("/Length", "/Filter")]  # noqa: SIM118 - not a mapping
    if not keys:
        return
    key = chance.choice(keys)
    other = chance.choice(objects)
    values: Sequence[Callable[[], object]] = (
        lambda: chance.choice(NUMBERS),
        lambda: other,
        lambda: one,
        lambda: pikepdf.Name("/X"),
        lambda: pikepdf.String("ن" * 300),
        lambda: pikepdf.Array([other, one, chance.choice(NUMBERS)]),
        lambda: pikepdf.Array([chance.choice(NUMBERS) for _ in range(chance.choice((1, 4, 6, 2000)))]),
        lambda: pikepdf.Dictionary(X=other),
        lambda: document.make_stream(chance.choice(EXTREMES)),
    )
    if chance.random() < 0.2:
        del one[key]
    else:
        one[key] = chance.choice(values)()


def broken_pdf_content(content: bytes, chance: random.Random) -> bytes:
    """Shuffle the operators of a page, or change the bytes of a font, a map or a picture, soundly packed."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
            one = chance.choice(streams)
            body = one.read_bytes()
            if b"Tf" in body and chance.random() < 0.7:
                words = body.split(b" ")
                for _ in range(chance.choice((1, 5, 40))):
                    words[chance.randrange(len(words))] = chance.choice(
                        (*OPERATORS, b"1e30", b"-99999999", b"0", b"(", b"<", b"[" * 500, b"q " * 3_000)
                    )
                body = b" ".join(words)
            else:
                body = chance.choice((changed_bytes, cut, doubled, without_part))(body, chance)
            one.write(body)
            stream = io.BytesIO()
            document.save(stream, fix_metadata_version=False)
            return stream.getvalue()
    except Exception:  # broken once already, so that it cannot be opened
        return changed_bytes(content, chance)


def _part(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.choice((1, 4, 64, 1024, 20_000)))


def _repacked(
    content: bytes, change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]], chance: random.Random
) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [(name, archive.read(name)) for name in archive.namelist() if not name.endswith("/")]
        stream = io.BytesIO()
        warnings.simplefilter("ignore")  # of doubled names, which are the point
        with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
            for name, body in change(members):
                archive.writestr(zipfile.ZipInfo(name or "x"), body)
        return stream.getvalue()
    except Exception:  # broken once already, so that it cannot be opened
        return changed_bytes(content, chance)
